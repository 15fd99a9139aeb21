import type { Entry } from "../../../src/index.ts";
import type { LifeHeld, LifeLived } from "../../messages.ts";
import { sayDay } from "../numbers.ts";
import { sayingOf } from "../person/personFile.tsx";
import { words as all, language, portrayed } from "../state.ts";
import { say, told } from "../told.ts";
import { InBoth } from "./both.tsx";
import { type Costs, costsOf, pointsByRecord, pointsOf, type Tried, toYou } from "./costs.ts";
import { Phase } from "./outcome.tsx";
import { saySpan } from "./says.ts";

const costly: ReadonlySet<Entry["kind"]> = new Set(["band", "list", "consequence", "phase"]);

/** What the score saw of a life, what it missed, and what came of it: open once the life is over. */
export function Summed({ lived, isOver }: { readonly lived: LifeLived; readonly isOver: boolean }) {
  const words = all.value.life;
  const { entries } = lived.file.lives[0]!;
  const of = (fits: (entry: Entry) => boolean): readonly Entry[] => entries.filter(fits);
  const saw = of(({ kind, about }) => kind === "record" && about !== "mistake");
  const wrong = of(({ about }) => about === "mistake");
  const missed = of(({ about }) => about === "unseen");
  const points = pointsByRecord(entries);
  const hasDone = entries.some(({ kind }) => kind === "act");
  return (
    <details class="life-summed" open={isOver}>
      <summary>{words.summed}</summary>
      <h3>{words.cost}</h3>
      <Cost lived={lived} isOver={isOver} />
      {isOver && <InBoth lived={lived} />}
      <h3>{words.saw}</h3>
      <Counted entries={saw} none={words.sawNothing} points={points} />
      {wrong.length > 0 && <h3>{words.wrongly}</h3>}
      {wrong.length > 0 && <Counted entries={wrong} none="" points={points} isDated />}
      <Points lived={lived} />
      <h3>{words.missed}</h3>
      <Counted entries={missed} none={hasDone ? words.missedNothing : words.missedNotYet} />
    </details>
  );
}

/** What it cost, in one sentence, and what it gave; then what came to nothing, and what changed, with their days. */
function Cost({ lived, isOver }: { readonly lived: LifeLived; readonly isOver: boolean }) {
  const words = all.value.life;
  const costs = costsOf(lived);
  const parts = [...sayRefused(costs, isOver), ...sayAgainst(costs.against)];
  const gains = [
    ...(costs.granted > 0 ? [words.granted(costs.granted)] : []),
    ...costs.held.map(({ name, ticks }) => words.had(say(name), saySpan(ticks))),
  ];
  const { entries } = lived.file.lives[0]!;
  const changes = entries.filter(({ kind, tick }) => costly.has(kind) && tick > 0);
  return (
    <>
      <p class="life-cost">
        <strong>{parts.length === 0 ? words.costNothing : words.costs(parts.join(words.join))}</strong>
      </p>
      {costs.tried.length > 0 && <h4>{words.tried}</h4>}
      {costs.tried.length > 0 && <TriedList tried={costs.tried} />}
      <h4>{words.gave}</h4>
      {gains.length === 0 ? (
        <p class="quiet">{words.gaveNothing}</p>
      ) : (
        <ul class="life-had">
          {gains.map((gain) => (
            <li key={gain}>{gain}</li>
          ))}
        </ul>
      )}
      {changes.length > 0 && <h4>{words.changes}</h4>}
      {changes.length > 0 && <Dated entries={changes} lived={lived} />}
    </>
  );
}

function sayRefused({ refused, tried }: Costs, isOver: boolean): string[] {
  const words = all.value.life;
  if (refused === 0) return [];
  if (tried.some(({ there }) => there !== undefined)) return [words.costRefused(refused)];
  return [!isOver && portrayed.value?.twin ? words.costRefusedSoFar(refused) : words.costRefusedAlone(refused)];
}

/** What held against somebody, kind by kind. */
function sayAgainst(against: readonly LifeHeld[]): string[] {
  const words = all.value.life;
  const of = (is: LifeHeld["is"]): readonly LifeHeld[] => against.filter((one) => one.is === is);
  const each = (some: readonly LifeHeld[]): string =>
    some
      .map(({ is, name, ticks }) => words.each(say(is === "band" ? `band ${name}` : name), saySpan(ticks)))
      .join(words.comma);
  const [below, bands, lists, under] = [of("below"), of("band"), of("list"), of("consequence")];
  // Of bands there is one at a time, so that their times add up.
  const lower = bands.reduce((sum, { ticks }) => sum + ticks, 0);
  return [
    ...below.map(({ ticks }) => words.costBelow(saySpan(ticks))),
    ...(bands.length > 0 ? [words.costBands(saySpan(lower), each(bands))] : []),
    ...(lists.length > 0 ? [words.costLists(each(lists))] : []),
    ...(under.length > 0 ? [words.costUnder(each(under))] : []),
  ];
}

function TriedList({ tried }: { readonly tried: readonly Tried[] }) {
  const words = all.value.life;
  return (
    <ul class="life-tried">
      {tried.map(({ date, deed, here, there, why }, i) => (
        <li key={i}>
          <time dateTime={date}>{sayDay(date, language.value, false)}</time> <span {...told(deed)} />
          {words.colon}
          {words.fates[`${here} ${there ?? "unknown"}`]!(why ? words.aside(sayWhy(why)) : "")}
        </li>
      ))}
    </ul>
  );
}

function sayWhy(why: NonNullable<Tried["why"]>): string {
  const words = all.value.life;
  return why === "places" ? words.whyPlaces : words.whyStopped(why.map(say).join(words.comma));
}

/** How the score came from its start to where it is: what is listed adds up to the difference. */
function Points({ lived }: { readonly lived: LifeLived }) {
  const words = all.value.life;
  const saying = sayingOf(language.value);
  const summed = pointsOf(lived.file.lives[0]!);
  if (!summed || summed.moved.length === 0) return null;
  const { start, end, moved } = summed;
  const [least, most] = [lived.scale?.from ?? start, lived.scale?.to ?? start].map(saying.score) as [string, string];
  const reached = { mostReached: words.mostReached(most), leastReached: words.leastReached(least) };
  const labels = { ...words.movers, ...reached };
  return (
    <>
      <p>
        {words.went(saying.score(start), saying.score(end), saying.points(end - start))}{" "}
        {moved.length > 1 && words.thatIs}
      </p>
      {moved.length > 1 && (
        <ul class="life-points">
          {moved.map(({ by, points }) => (
            <li key={by}>
              <b>{saying.points(points)}</b> {labels[by]}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface CountedOf {
  readonly entries: readonly Entry[];
  readonly none: string;
  readonly points?: ReadonlyMap<Entry, number>;
  /** Whether each stands by itself, with its day. */
  readonly isDated?: boolean;
}

/** Entries by what they say, with how often: the commonest first. */
function Counted({ entries, none, points, isDated = false }: CountedOf) {
  const saying = sayingOf(language.value);
  const groups = new Map<string, { text: string; date: string; count: number; points: number | undefined }>();
  for (const entry of entries) {
    const [text, date] = [toYou(entry.text), isDated ? entry.date : ""];
    const one = groups.get(date + text) ?? { text, date, count: 0, points: undefined };
    const given = points?.get(entry);
    if (given !== undefined) one.points = (one.points ?? 0) + given;
    one.count += 1;
    groups.set(date + text, one);
  }
  if (groups.size === 0) return <p class="quiet">{none}</p>;
  return (
    <ul>
      {[...groups]
        .sort(([, one], [, other]) => other.count - one.count)
        .map(([key, { text, date, count, points: sum }]) => (
          <li key={key}>
            {date && <time dateTime={date}>{sayDay(date, language.value, false)} </time>}
            <span {...told(text)} /> {count > 1 && <b>× {count}</b>} {sum !== undefined && <b>{saying.points(sum)}</b>}
          </li>
        ))}
    </ul>
  );
}

/** Entries with their days; of many the last. */
function Dated({ entries, lived }: { readonly entries: readonly Entry[]; readonly lived: LifeLived }) {
  const shown = entries.slice(-30);
  return (
    <ul class="life-dated">
      {shown.length < entries.length && <li>{all.value.life.earlier(entries.length - shown.length)}</li>}
      {shown.map((entry, i) => (
        <li key={i}>
          <time dateTime={entry.date}>{sayDay(entry.date, language.value, false)}</time>{" "}
          {entry.kind === "phase" ? <Phase entry={entry} lived={lived} /> : <span {...told(toYou(entry.text))} />}
        </li>
      ))}
    </ul>
  );
}
