import { calendarOf, type Run } from "../../index.ts";
import type { Band } from "../report/score.ts";
import { sayDay } from "../report/summary.ts";
import { plain } from "../report/wording.ts";
import { type Axis, timeAxis } from "./axis.ts";

/** What is scored: people, or what they own. */
export interface Scoring {
  /** What its measures and columns begin with. */
  readonly prefix: string;
  readonly noun: string;
  readonly from: number;
  readonly to: number;
  /** Lowest first; none where the score has no grades. */
  readonly bands: readonly Band[];
  /** The measure that counts them by band. */
  readonly counts: string | undefined;
  /** The tick whose grades are told: the last in which anyone had one. −1 where nobody ever had. */
  readonly tick: number;
}

/** A run as the page tells it. */
export interface Story {
  readonly run: Run;
  /** What the person calls the scenario. */
  readonly word: string;
  readonly scorings: readonly Scoring[];
  /** Names of the measures that there are. */
  readonly names: ReadonlySet<string>;
  readonly ticksPerYear: number;
  readonly across: Axis;
  /** The day on which a tick begins. */
  day(tick: number): string;
  /** "at the end", or when the grades ended. */
  when(tick: number): string;
  /** An identifier that nothing else on the page has. */
  id(): string;
}

export function storyOf(run: Run, word: string): Story {
  const calendar = calendarOf(run.scenario.data.time);
  const day = (tick: number): string => sayDay(calendar.dayOf(tick));
  let ids = 0;
  return {
    run,
    word,
    scorings: scoringsOf(run),
    names: new Set(run.results.measures().map(({ name }) => name)),
    ticksPerYear: calendar.ticksPerYear,
    across: timeAxis((tick) => calendar.dayOf(tick), run.ticks),
    day,
    when: (tick) => (tick < run.ticks - 1 ? `when grades ended (${day(tick)})` : "at the end"),
    id: () => `figure-${++ids}`,
  };
}

interface SchemePart {
  readonly score: { readonly from: { readonly amount: number }; readonly to: { readonly amount: number } };
  readonly bands?: readonly { readonly name: string; readonly is: { readonly amount: number } }[] | undefined;
}

function scoringsOf(run: Run): Scoring[] {
  const data = run.scenario.data as { scheme?: SchemePart; enterprises?: { scheme?: SchemePart } };
  const people = data.scheme ? [scoringOf(run, data.scheme, "", "people")] : [];
  const scheme = data.enterprises?.scheme;
  return scheme ? [...people, scoringOf(run, scheme, "enterprises.", "enterprises")] : people;
}

function scoringOf(run: Run, scheme: SchemePart, prefix: string, noun: string): Scoring {
  const bands = (scheme.bands ?? []).map(({ name, is }) => ({ name, from: is.amount }));
  bands.sort((a, b) => a.from - b.from);
  const counting = [`${prefix}people`, `${prefix}count`];
  const counts = run.results
    .measures()
    .find(({ name, groups }) => counting.includes(name) && bands.every((band) => groups.includes(band.name)))?.name;
  const series = counts === undefined ? [] : bands.map(({ name }) => run.series(counts, name));
  let tick = run.ticks - 1;
  while (tick >= 0 && !series.some((figures) => figures[tick]! > 0)) tick--;
  const { from, to } = scheme.score;
  return { prefix, noun, from: from.amount, to: to.amount, bands, counts: bands.length > 0 ? counts : undefined, tick };
}

/** A name of a scenario, as words. */
export function sayName(name: string): string {
  return plain(name).replaceAll("_", " ");
}

/** A band inside a sentence: a word could be taken for one of the sentence's own. */
export function sayBand({ name }: Band): string {
  return name.length <= 3 ? sayName(name) : `“${sayName(name)}”`;
}

/** A class for place i of n bands, the worst first. */
export function bandClass(i: number): string {
  return `band-${i}`;
}
