import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Colouring, Divided, Moment } from "../../messages.ts";
import { Behind } from "../charts/behind.tsx";
import { type Figures, twinsCommandOf } from "../charts/saved.ts";
import { plainly } from "../sayings.ts";
import {
  words as all,
  colouring,
  go,
  isComing,
  isTwin,
  language,
  look,
  moment,
  people,
  portrayed,
  route,
  theHost,
} from "../state.ts";
import { say, told } from "../told.ts";
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
    <article class="twins" aria-busy={isComing.value}>
      <header>
        <h1>{words.title}</h1>
        {scenario.twin ? (
          <>
            <p class="lede">{words.lede}</p>
            <p>
              {words.other} <strong {...told(plainly(scenario.twin.says))} />
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
  const what = say(colouring.value?.says ?? "");
  const drawn = useRef<HTMLElement>(null);
  const parts = [above, same, below];
  return (
    <section ref={drawn}>
      <h2>{words.against}</h2>
      <Key />
      <Pictures />
      <label>
        {words.colouring}{" "}
        <select value={colouring.value?.key} onChange={(event) => void look({ colouring: event.currentTarget.value })}>
          {comparable().map(({ key, says }) => (
            <option key={key} value={key} {...told(says)} />
          ))}
        </select>
      </label>
      {above + same + below === 0 && <p role="status">{words.incomparable}</p>}
      <Shares
        parts={parts}
        says={words.stands(what, number.format(above), number.format(same), number.format(below))}
      />
      <p>{words.stands(what, number.format(above), number.format(same), number.format(below))}</p>
      <Behind
        name="against"
        title={`${words.against}, ${words.by(what)}`}
        table={{ head: kinds.map((kind) => words[kind]), rows: [parts.map((part) => number.format(part))] }}
        figures={() => ({ head: kinds, rows: [parts] })}
        command={sameTwins()}
        box={drawn}
      />
    </section>
  );
}

/** What the command is told to run the same two worlds. */
function sameTwins(): string {
  const ticks = Math.max(1, moment.value?.tick ?? 0);
  const other = portrayed.value?.twin?.shipped;
  return twinsCommandOf(route.value, { people: people.value, ticks, twins: 1, other });
}

const kinds = ["above", "same", "below"] as const;

/** What the colours of a difference mean, in the picture and in the bars. */
function Key() {
  const words = all.value.twins;
  return (
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
  );
}

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
  const drawn = useRef<HTMLDivElement>(null);
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
      <div class="groups">
        {divided.map(({ says, groups }) => (
          <table key={says}>
            <caption>
              {words.by("\u2060")}
              <span {...told(says)} />
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
                    <th scope="row" {...told(group)} />
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
      <Drawn divided={divided} box={drawn} />
      <Behind
        name="groups"
        title={`${words.groups}, ${words.by(say(colouring.value?.says ?? ""))}`}
        figures={() => figuresOf(divided)}
        command={sameTwins()}
        box={drawn}
      />
    </section>
  );
}

function figuresOf(divided: readonly Divided[]): Figures {
  const rows = divided.flatMap(({ says, groups }) =>
    groups.map(({ says: group, above, same, below }) => [says, group, above, same, below]),
  );
  return { head: ["by", "group", ...kinds], rows };
}

/** The groups as one drawing, for a file: on the page they are tables. */
function Drawn({
  divided,
  box,
}: {
  readonly divided: readonly Divided[];
  readonly box: RefObject<HTMLDivElement | null>;
}) {
  let y = 0;
  const place = (high: number): number => {
    y += high;
    return y - high;
  };
  const rows = divided.flatMap(({ says, groups }) => {
    const top = place(18);
    const head = <text key={says} class="course-mark" x={0} y={top + 14}>{`${all.value.twins.by(say(says))}`}</text>;
    return [head, ...groups.map((group) => <GroupRow key={`${says} ${group.says}`} of={group} y={place(14)} />)];
  });
  return (
    <div class="hidden" aria-hidden="true" ref={box}>
      <svg viewBox={`0 0 360 ${y + 4}`} role="img" aria-label={all.value.twins.groups}>
        {rows}
      </svg>
    </div>
  );
}

function GroupRow({ of, y }: { readonly of: Divided["groups"][number]; readonly y: number }) {
  const size = of.above + of.same + of.below || 1;
  let from = 130;
  return (
    <>
      <text class="course-mark end" x={124} y={y + 11}>
        {say(of.says)}
      </text>
      {kinds.map((kind) => {
        const [x, width] = [from, (of[kind] / size) * 225];
        from += width;
        return <rect key={kind} class={`share-${kind}`} x={x} y={y + 2} width={width} height={10} />;
      })}
    </>
  );
}
