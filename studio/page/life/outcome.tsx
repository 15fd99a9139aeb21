import type { Entry, StateMove } from "../../../src/index.ts";
import type { LifeLived } from "../../messages.ts";
import { sayCount, sayDay } from "../numbers.ts";
import { type MarkKind, markOf } from "../person/marks.ts";
import { words as all, language, portrayed } from "../state.ts";
import { say, told } from "../told.ts";
import { lasting } from "./befalls.ts";
import { deedOf, isVain, toYou } from "./costs.ts";

/** What is not told of a tick: there is some of it in every one. What points come to nothing is, beside them. */
const quiet: ReadonlySet<MarkKind> = new Set(["drift", "state", "friends"]);

function isTold(entry: Entry): boolean {
  return entry.kind === "held" || !quiet.has(markOf(entry));
}

/** The day of what is told of the last tick, as its entries have it; else the first of the tick. */
export function dayOf({ file, began }: LifeLived): string {
  return file.lives[0]!.entries.find((entry) => entry.tick === file.tick - 1 && isTold(entry))?.date ?? began;
}

/** What happened in the last tick, in words. */
export function Outcome({ lived }: { lived: LifeLived }) {
  const words = all.value.life;
  const last = lived.file.tick - 1;
  const isOver = lived.file.tick >= lived.ticks;
  const ticked = lived.file.lives[0]!.entries.filter(({ tick }) => tick === last);
  const entries = ticked.filter(isTold);
  // Of several deeds nobody can say which changed what: it stands with the last.
  const deed = entries.findLast(({ kind }) => kind === "act");
  const moves = ticked.flatMap(({ moved }) => (moved ? [moved] : []));
  return (
    <div class="life-told" role="status">
      {entries.length === 0 ? (
        // At its end a life is summed: that the last week was quiet would be read of all of it.
        !isOver && <p class="quiet">{words.nothing}</p>
      ) : (
        <ul>
          {entries.map((entry, i) => (
            <li key={i}>
              {entry.date !== dayOf(lived) && (
                <time dateTime={entry.date}>
                  {sayDay(entry.date, language.value, false)}
                  {words.colon}
                </time>
              )}
              <Happened entry={entry} lived={lived} />
              {entry === deed && <span class="life-changed">{sayChanged(moves)}</span>}
            </li>
          ))}
        </ul>
      )}
      {!isOver && <Lasting lived={lived} />}
    </div>
  );
}

/** One thing that happened; what was asked for in vain says first that it was refused. */
function Happened({ entry, lived }: { entry: Entry; lived: LifeLived }) {
  const words = all.value.life;
  if (entry.kind === "phase") return <Phase entry={entry} lived={lived} />;
  const text = toYou(entry.text);
  if (!isVain(entry)) {
    const { places, stopped } = lived.refusable;
    const isRefusable = entry.kind === "act" && [...places, ...stopped].includes(deedOf(entry));
    return (
      <>
        <span {...told(text)} />
        {isRefusable && words.aside(words.cameAbout)}
      </>
    );
  }
  const [, deed = text, stops] = /^(.*): tried in vain(?: \((.*)\))?$/.exec(text) ?? [];
  const isShort = stops === undefined && lived.refusable.places.includes(deedOf(entry));
  return (
    <>
      <strong>{words.refused}</strong>
      {language.value === "zh" ? "" : " "}
      <span {...told(deed!)} />
      {isShort && words.aside(words.whyPlaces)}
      {stops !== undefined && words.aside(words.whyStopped(stops.split(", ").map(say).join(words.comma)))}
    </>
  );
}

/** What of somebody changed in a tick. */
function sayChanged(moves: readonly StateMove[]): string {
  const words = all.value.life;
  if (moves.length === 0) return words.unchanged;
  return words.changed(
    moves
      .map(({ name, from, to }) => words.change(say(name), sayState(name, from), sayState(name, to)))
      .join(words.comma),
  );
}

/** A figure of a state, which may stand for yes or no. */
function sayState(name: string, figure: string): string {
  const says = name.replaceAll("_", " ");
  const shows = portrayed.value?.colourings.find((one) => one.group === "state" && one.says === says)?.shows;
  return shows?.is === "classes" ? say(shows.words[Number(figure)] ?? figure) : figure;
}

/** What goes on until something is chosen. */
function Lasting({ lived: { now, choices } }: { lived: LifeLived }) {
  const going = lasting.filter(
    ([state, value, ends]) =>
      now.some((one) => one.group === "state" && one.says === state && one.value === value) &&
      choices.some(({ name }) => name === ends),
  );
  return (
    <>
      {going.map(([state, value, ends]) => (
        <p class="quiet" key={state}>
          {all.value.life.until(say(state), say(value), say(ends))}
        </p>
      ))}
    </>
  );
}

/** A phase in words of people, and what made it begin. */
export function Phase({ entry, lived }: { entry: Entry; lived: LifeLived }) {
  const words = all.value.life;
  const name = /"([^"]*)"/.exec(entry.text)?.[1] ?? entry.text;
  const plain = name.replaceAll("_", " ");
  const begins = words.phases[plain] ?? words.phaseCalled(say(plain));
  const why = lived.phases.find((one) => one.name === name);
  const tag = /\(the threshold is (\w+)\)/.exec(entry.text)?.[1];
  if (!why) return <span>{begins}</span>;
  const many = sayMany(why.over);
  const figure = say(why.figure);
  const said =
    why.meanOf === undefined
      ? words.whyShare(figure, many)
      : words.whyMean(figure, say(why.meanOf), String(why.over), many);
  const sentences = [begins, said, words.notYouAlone(sayCount(lived.people, language.value))];
  if (tag) sentences.push(words.threshold(say(tag)));
  return <span>{sentences.join(language.value === "zh" ? "" : " ")}</span>;
}

/** A share as so many in ten, a hundred and so on: the fewest in which they are whole. */
function sayMany(share: number): string {
  let many = 10;
  while (many < 1e9 && Math.abs(share * many - Math.round(share * many)) > 1e-9 * many) many *= 10;
  const n = sayCount(share * many, language.value);
  return all.value.life.inMany(n, sayCount(many, language.value));
}
