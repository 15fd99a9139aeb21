import { useRef } from "preact/hooks";
import { axisOf } from "../../../src/charts/axis.ts";
import { drawHistogram } from "../../../src/charts/charts.ts";
import type { Colouring } from "../../messages.ts";
import { Behind } from "../charts/behind.tsx";
import { Drawing } from "../charts/drawing.tsx";
import { axisIn } from "../charts/time.ts";
import { colourOf, cssOf, type LegendEntry } from "../colours.ts";
import { sayFigure, sayShort, sayValueIn } from "../numbers.ts";
import { colouring, language, leftOut, legend, look, moment, people, portrayed, stretch, words } from "../state.ts";
import { say, told, toldBand } from "../told.ts";

/** By what people are coloured, what each colour means, and how many are of it. A line that is pressed dims its people. */
export function LegendPanel() {
  const chosen = colouring.value;
  if (!chosen) return null;
  const { legend: said } = words.value;
  return (
    <section class="legend" aria-labelledby="legend-title">
      <h2 id="legend-title" class="label">
        {said.title}
      </h2>
      <ColouringChooser />
      <fieldset class="chips">
        <legend class="hidden">{said.filter}</legend>
        {legend.value.map((entry, i) => (
          <button
            type="button"
            class="chip"
            aria-pressed={!leftOut.value.has(i)}
            key={`${chosen.key} ${entry.says} ${entry.range}`}
            onClick={() => toggle(i)}
          >
            <Swatch colours={entry.colours} />
            <Meant entry={entry} of={chosen} />
            {entry.people !== undefined && (
              <span class="share">{sayFigure(entry.people / Math.max(1, people.value), "share", language.value)}</span>
            )}
          </button>
        ))}
      </fieldset>
      {chosen.shows.is === "scale" && <Spread chosen={chosen} />}
    </section>
  );
}

/** The same to be read alone, where something lies over the legend. */
export function LegendKeys() {
  const chosen = colouring.value;
  if (!chosen) return null;
  return (
    <ul class="legend-keys" aria-label={words.value.legend.title}>
      <li {...told(chosen.says)} />
      {legend.value.map((entry) => (
        <li key={`${entry.says} ${entry.range}`}>
          <Swatch colours={entry.colours} />
          <Meant entry={entry} of={chosen} />
        </li>
      ))}
    </ul>
  );
}

/** What one line of a legend means: a word, a range, or both. */
function Meant({ entry: { says, range }, of }: { readonly entry: LegendEntry; readonly of: Colouring }) {
  return (
    <span>
      {says !== "" && <span {...(isBanded(of) ? toldBand : told)(says)} />}
      {says !== "" && range !== "" && " · "}
      {range}
    </span>
  );
}

/** Whether words of a colouring are those of bands. */
function isBanded({ group, shows }: Colouring): boolean {
  return group === "band" || shows.is === "scale";
}

function toggle(line: number): void {
  const next = new Set(leftOut.value);
  if (!next.delete(line)) next.add(line);
  leftOut.value = next;
}

function Swatch({ colours: [from, to] }: { colours: readonly [string, string] }) {
  return <span class="swatch" aria-hidden="true" style={{ background: `linear-gradient(90deg, ${from}, ${to})` }} />;
}

const groups = ["score", "band", "list", "state", "trait"] as const;

function ColouringChooser() {
  const { legend: said } = words.value;
  const all = portrayed.value?.colourings ?? [];
  return (
    <label class="choose">
      <span class="hidden">{said.by}</span>
      <select
        value={colouring.value?.key ?? ""}
        onChange={(event) => void look({ colouring: event.currentTarget.value })}
      >
        {groups.map((group) => {
          const inside = all.filter((one) => one.group === group);
          return inside.length === 0 ? null : (
            <optgroup label={said.groups[group]} key={group}>
              {inside.map((one) => (
                <option value={one.key} key={one.key} {...told(one.says)} />
              ))}
            </optgroup>
          );
        })}
      </select>
    </label>
  );
}

/** How people lie on a scale, in its colours. */
function Spread({ chosen }: { chosen: Colouring }) {
  const counts = moment.value?.spread[0] ?? [];
  const drawn = useRef<HTMLDivElement>(null);
  if (chosen.shows.is !== "scale" || counts.length === 0) return null;
  const { from: least, to: most, unit, marks } = chosen.shows;
  const width = (most - least) / counts.length;
  const [low, high] = stretch.value ?? [0, 254];
  // All who are there are drawn, and of an empty scale no more than its colours go over.
  const filled = counts.flatMap((count, i) => (count > 0 ? [i] : []));
  const first = Math.min(filled[0] ?? 0, Math.floor((low / 254) * counts.length));
  const last = Math.max(filled.at(-1) ?? 0, Math.ceil((high / 254) * counts.length) - 1);
  const [from, to] = [least + first * width, least + (last + 1) * width];
  const total = Math.max(
    1,
    counts.reduce((sum, one) => sum + one, 0),
  );
  const bins = counts.slice(first, last + 1).map((count, i) => ({
    from: from + i * width,
    to: from + (i + 1) * width,
    height: count / total,
    class: "tone",
  }));
  const title = words.value.legend.spread(say(chosen.says));
  const highest = Math.max(...bins.map(({ height }) => height));
  const markup = drawHistogram(
    { id: "spread", title, says: words.value.legend.spreadSays(say(chosen.says), sayShort(total, language.value)) },
    bins,
    (marks ?? [])
      .filter(({ at }) => at > from && at < to)
      .map(({ at, says }) => ({ at, text: toldBand(says).children })),
    axisIn(axisOf(from, to, false, unit === undefined ? {} : { unit }), language.value),
    axisIn(axisOf(0, Math.max(0.05, highest), true), language.value),
  );
  const toneOf = (i: number) => colourOf(chosen.shows, ((first + i + 0.5) / counts.length) * 254, [low, high]);
  const number = sayValueIn(language.value);
  const tones = bins.map((_, i) => cssOf(toneOf(i)));
  return (
    <figure class="spread" ref={drawn}>
      <figcaption>{title}</figcaption>
      <Drawing markup={markup} tones={tones} />
      <Behind
        name={`spread-${chosen.key}`}
        title={title}
        table={{
          head: [say(chosen.says), words.value.legend.share],
          rows: bins.map((bin) => [
            `${number(bin.from)}–${number(bin.to)}`,
            sayFigure(bin.height, "share", language.value),
          ]),
        }}
        figures={() => ({
          head: ["from", "to", "people", "share"],
          rows: bins.map((bin, i) => [bin.from, bin.to, counts[first + i] ?? 0, bin.height]),
        })}
        box={drawn}
      />
    </figure>
  );
}
