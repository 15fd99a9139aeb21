import type { RulesWords } from "../../words/more/en.ts";
import { Behind } from "../charts/behind.tsx";
import { told } from "../told.ts";
import type { Moved } from "./rulesState.ts";

/** Figures before the last restart and after it, on the same day. */
export function MovedTable({
  moved,
  words,
  language,
}: {
  moved: readonly Moved[];
  words: RulesWords;
  language: string;
}) {
  if (moved.length === 0) return null;
  const say = (figure: number | undefined, unit: Moved["unit"], signed = false): string =>
    sayMoved(figure, unit, signed, { words, language });
  const others = moved.filter(({ before, after }) => after === undefined || before !== after);
  const same = moved.length - others.length;
  return (
    <section class="moved">
      <h3>{words.moved}</h3>
      {others.length > 0 && (
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col" class="number">
                {words.beforeIt}
              </th>
              <th scope="col" class="number">
                {words.afterIt}
              </th>
              <th scope="col" class="number">
                {words.difference}
              </th>
            </tr>
          </thead>
          <tbody>
            {others.map(({ chart, line, unit, before, after }) => (
              <tr key={`${chart} ${line}`}>
                <th scope="row">
                  <span {...told(chart)} />
                  {chart !== line && ": "}
                  {chart !== line && <span {...told(line)} />}
                </th>
                <td class="number">{say(before, unit)}</td>
                <td class="number">{say(after, unit)}</td>
                <td class="number">{say(after === undefined ? undefined : after - before, unit, true)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {others.length > 0 && (
        <Behind
          name="moved"
          title={words.moved}
          figures={() => ({
            head: ["figure", "of", "unit", "before", "after"],
            rows: others.map(({ chart, line, unit, before, after }) => [
              chart,
              line,
              unit ?? "",
              before,
              after ?? Number.NaN,
            ]),
          })}
        />
      )}
      {same > 0 && <p>{words.stayed(same)}</p>}
      <p class="quiet">{words.movedSays}</p>
    </section>
  );
}

/** A figure as it is told, or the difference of two with its sign. */
function sayMoved(
  figure: number | undefined,
  unit: Moved["unit"],
  signed: boolean,
  { words, language }: { readonly words: RulesWords; readonly language: string },
): string {
  if (figure === undefined || !Number.isFinite(figure)) return "–";
  const sign = signed ? ({ signDisplay: "exceptZero" } as const) : {};
  if (unit === "share" && signed)
    return `${new Intl.NumberFormat(language, { maximumSignificantDigits: 3, ...sign }).format(100 * figure)} ${words.percentPoints}`;
  const style =
    unit === "share" ? ({ style: "percent", maximumSignificantDigits: 3 } as const) : { maximumSignificantDigits: 5 };
  return new Intl.NumberFormat(language, { ...style, ...sign }).format(figure);
}
