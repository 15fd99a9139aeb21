import { useEffect, useState } from "preact/hooks";
import type { Colouring, Divided, Moment } from "../../messages.ts";
import {
  words as all,
  colouring,
  go,
  isTwin,
  language,
  look,
  moment,
  people,
  portrayed,
  route,
  theHost,
} from "../state.ts";
import { Pictures } from "./pictures.tsx";
import { Questions } from "./questions.tsx";
import "./twins.css";

/** A world and its twin: who stands where, and what the questions come to. */
export function TwinsView() {
  const words = all.value.twins;
  const scenario = portrayed.value;
  const now = colouring.value?.key;
  const changes = Object.keys(route.value.changes).length;
  const isOpen = isTwin.value && moment.value?.against !== undefined;
  useEffect(() => {
    if (!isOpen || comparable().some(({ key }) => key === now)) return;
    const other = usual(comparable());
    if (other) void look({ colouring: other.key });
  }, [isOpen, now]);
  if (!scenario) return <p class="waiting">{all.value.loading}</p>;
  return (
    <article class="twins">
      <header>
        <h1>{words.title}</h1>
        {scenario.twin ? (
          <>
            <p class="lede">{words.lede}</p>
            <p>
              {words.other} <strong lang="en">{scenario.twin.says}</strong>
            </p>
            {changes > 0 && <p>{words.changed(changes)}</p>}
          </>
        ) : (
          <p class="lede">{words.none}</p>
        )}
        {scenario.twin && (
          <button type="button" class="primary" onClick={() => void go({ twin: !isTwin.value })}>
            {isTwin.value ? words.end : words.begin}
          </button>
        )}
      </header>
      {isOpen && moment.value?.against && (
        <>
          <Stand key={portrayed.value?.hash} against={moment.value.against} />
          <Groups moment={moment.value} />
        </>
      )}
      <Questions />
      <Foot />
    </article>
  );
}

/** What is true of every picture here. */
function Foot() {
  const { footer } = all.value;
  const { tally } = portrayed.value!;
  const count = new Intl.NumberFormat(language.value).format(people.value);
  return (
    <footer class="foot">
      <p>
        <strong>{footer.synthetic}</strong> {footer.of(count, route.value.seed, Math.max(0, moment.value?.tick ?? 0))}{" "}
        {footer.assumed(tally.assumed, tally.parameters)}
      </p>
    </footer>
  );
}

/** Colourings by which people can be held against themselves in the other world; with a trait they are born. */
function comparable(): readonly Colouring[] {
  return portrayed.value?.colourings.filter(({ inTwin, group }) => inTwin === true && group !== "trait") ?? [];
}

/** What is compared unless somebody says: what the scheme makes of people, or else what the scenario is asked of. */
function usual(all: readonly Colouring[]): Colouring | undefined {
  const reads = portrayed.value?.questions.map((one) => ` ${one.reads} `) ?? [];
  return (
    all.find(({ group }) => group !== "state") ??
    all.find(({ says }) => reads.some((read) => read.includes(` ${says} `))) ??
    all.find(({ shows }) => shows.is === "scale") ??
    all[0]
  );
}

function Stand({ against }: { against: NonNullable<Moment["against"]> }) {
  const words = all.value.twins;
  const number = new Intl.NumberFormat(language.value);
  const { above, same, below } = against;
  const what = colouring.value?.says ?? "";
  return (
    <section>
      <h2>{words.against}</h2>
      <Pictures />
      <label>
        {words.colouring}{" "}
        <select
          lang="en"
          value={colouring.value?.key}
          onChange={(event) => void look({ colouring: event.currentTarget.value })}
        >
          {comparable().map(({ key, says }) => (
            <option key={key} value={key}>
              {says}
            </option>
          ))}
        </select>
      </label>
      {above + same + below === 0 && <p role="status">{words.incomparable}</p>}
      <Shares
        parts={[above, same, below]}
        says={words.stands(what, number.format(above), number.format(same), number.format(below))}
      />
      <p>{words.stands(what, number.format(above), number.format(same), number.format(below))}</p>
    </section>
  );
}

const kinds = ["above", "same", "below"] as const;

/** Three shares as one bar. */
function Shares({ parts, says }: { parts: readonly number[]; says: string }) {
  const all = parts.reduce((sum, part) => sum + part, 0) || 1;
  let from = 0;
  return (
    <svg class="shares" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={says}>
      {parts.map((part, i) => {
        const x = (from / all) * 100;
        from += part;
        return <rect key={kinds[i]} class={`share-${kinds[i]}`} x={x} y={0} width={(part / all) * 100} height={6} />;
      })}
    </svg>
  );
}

/** The same by group, asked of the host whenever the world has stopped. */
function Groups({ moment: now }: { moment: Moment }) {
  const words = all.value.twins;
  const [divided, setDivided] = useState<readonly Divided[]>([]);
  const { tick, playing } = now;
  const key = colouring.value?.key;
  useEffect(() => {
    let gone = false;
    if (!playing)
      void theHost()
        .divide()
        .then((come) => {
          if (!gone) setDivided(come);
        });
    return () => {
      gone = true;
    };
  }, [tick, playing, key]);
  const percent = new Intl.NumberFormat(language.value, { style: "percent", maximumFractionDigits: 1 });
  if (!divided.some(({ groups }) => groups.some(({ above, same, below }) => above + same + below > 0))) return null;
  return (
    <section>
      <h2>{words.groups}</h2>
      <ul class="shares-key">
        {kinds.map((kind) => (
          <li key={kind}>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <rect class={`share-${kind}`} width={10} height={10} />
            </svg>
            {words[kind]}
          </li>
        ))}
      </ul>
      <div class="groups">
        {divided.map(({ says, groups }) => (
          <table key={says}>
            <caption>
              {words.by("\u2060")}
              <span lang="en">{says.replaceAll("_", " ")}</span>
            </caption>
            <thead class="hidden">
              <tr>
                <th scope="col">{words.group}</th>
                <th scope="col">{words.aboveShort}</th>
                <th scope="col">{words.belowShort}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {groups.map(({ says: group, above, same, below }) => {
                const size = above + same + below || 1;
                return (
                  <tr key={group}>
                    <th scope="row" lang="en">
                      {group.replaceAll("_", " ")}
                    </th>
                    <td class="number above">{percent.format(above / size)}</td>
                    <td class="number below">{percent.format(below / size)}</td>
                    <td class="groups-bar" aria-hidden="true">
                      <Shares parts={[above, same, below]} says="" />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        ))}
      </div>
    </section>
  );
}
