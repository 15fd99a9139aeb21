import type { MeasureRow } from "../engine/backend.ts";
import type { Legend } from "../model/legend/legend.ts";
import type { MeasureRef } from "../model/legend/refs.ts";
import type { Lowered } from "../model/lower.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Results } from "../results/results.ts";
import type { Range } from "../rules/tree.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { openCounters } from "./onlyGrows.ts";
import { sayApart } from "./phrases.ts";

/** Whether a world is at rest: whether what it measures of itself is, after a year, where it was a year before. */

/** A measure that should not move by itself. */
interface Watched {
  readonly measure: MeasureRef;
  /** Its place in the plan. */
  readonly place: number;
  /** What users call it. */
  readonly id: string;
  readonly isShare: boolean;
  /** Within which each figure that is averaged lies. */
  readonly range: Range;
}

/** A measure tick by tick: its figure, and of how many. */
interface Ticks {
  readonly figures: readonly number[];
  readonly counts: readonly number[];
}

/** What a measure comes to in a year, and the variance of that. */
export interface Level {
  readonly mean: number;
  readonly variance: number;
}

/** A move of a mean up to this share of its level is none, and of a share up to this much. */
const meanMoves = 0.01;
const shareMoves = 0.002;
/** Standard errors of a difference that may be luck. */
const luckErrors = 2;
/** Parts of a year, whose means tell how a figure varies within it. */
const partsOfYear = 4;

/**
 * The level of a year. Its variance is the larger of two. People who are drawn independently, each the same all year, give
 * at most (mean − least)(most − mean) / people, which for a share is that of a binomial; what moves all of them at once
 * shows in the means of the quarters. Undefined where nobody was counted.
 */
export function levelOf({ figures, counts }: Ticks, { from, to }: Range): Level | undefined {
  const known = figures.filter((_, tick) => counts[tick]! > 0);
  if (known.length === 0) return undefined;
  const mean = meanOf(known);
  const people = meanOf(counts.filter((count) => count > 0));
  const most = Math.max(0, (mean - from) * (to - mean)) / people;
  const size = Math.min(partsOfYear, known.length);
  const parts = Array.from({ length: size }, (_, part) => {
    const cut = (at: number): number => Math.floor((at * known.length) / size);
    return meanOf(known.slice(cut(part), cut(part + 1)));
  });
  const spread = parts.reduce((sum, part) => sum + (part - mean) ** 2, 0) / Math.max(1, size - 1) / size;
  return { mean, variance: Math.max(spread, most < boundless ? most : 0) };
}

/** A figure whose rule shows no bounds has ones as large as this, or more. */
const boundless = 1e30;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether a level moved by more than a trifle, and by more than luck moves it. */
export function hasMoved(before: Level, after: Level, isShare: boolean): boolean {
  const moved = Math.abs(after.mean - before.mean);
  if (moved <= (isShare ? shareMoves : meanMoves * Math.abs(before.mean))) return false;
  return moved > luckErrors * Math.sqrt(before.variance + after.variance);
}

/** Whether nothing of a scheme is in a world: no score and no list. */
export function isControl({ kinds }: Legend): boolean {
  return kinds.every(({ score, lists }) => score === undefined && lists.length === 0);
}

/** The means and shares that a scenario asks for, but for those that are meant to drift, and those that only count on. */
function watchedIn({ plan, legend }: Lowered): Watched[] {
  const isCounter = openCounters({ plan });
  return legend.kinds.flatMap(({ declared }) =>
    declared.flatMap(({ measure, isShare, drifts }): Watched[] => {
      const place = plan.measures.findIndex(({ name }) => name === measure);
      const of = plan.measures[place]!;
      if (drifts || !(isShare || of.figure === "mean") || isCounter(of)) return [];
      return [{ measure, place, id: legend.measures[place]!.id, isShare, range: of.value.range }];
    }),
  );
}

/** Ticks of a year, at least one. */
function yearOf({ data }: Scenario): number {
  return Math.max(1, Math.round(calendarOf(data.time).ticksPerYear));
}

/** What a measure was a year, or years, before, and what it is. */
interface Moved {
  readonly id: string;
  readonly text: string;
}

function told({ id, isShare }: Watched, before: Level, after: Level, where: readonly [string, string]): Moved {
  const by = isShare ? 100 : 1;
  const [was, is] = sayApart(before.mean * by, after.mean * by).map((one) => (isShare ? `${one} %` : one));
  const text = `${id} is not at rest: ${was} in ${where[0]}, ${is} in ${where[1]}; settle longer, or say that it should drift`;
  return { id, text };
}

/** Watches a world settle: what its last year of it came to, and the one before. */
export class SettleWatch {
  readonly #watched: readonly Watched[];
  readonly #year: number;
  readonly #ticks: { figures: number[]; counts: number[] }[];
  readonly #figureOf: (row: MeasureRow) => number;

  constructor(scenario: Scenario, lowered: Lowered) {
    const { measures } = lowered.plan;
    this.#watched = watchedIn(lowered);
    this.#year = yearOf(scenario);
    this.#ticks = this.#watched.map(() => ({ figures: [], counts: [] }));
    this.#figureOf = ({ measure, count, sum }) => (count === 0 ? 0 : (sum * measures[measure]!.resolution) / count);
  }

  /** Takes the rows of a tick of settling. */
  note(rows: readonly MeasureRow[]): void {
    const all = rows.filter(({ group }) => group < 0);
    for (const [i, { place }] of this.#watched.entries()) {
      const row = all.find(({ measure }) => measure === place)!;
      const { figures, counts } = this.#ticks[i]!;
      figures.push(this.#figureOf(row));
      counts.push(row.count);
      if (figures.length <= 2 * this.#year) continue;
      figures.shift();
      counts.shift();
    }
  }

  /** What still moved when settling ended; nothing of a world that settled for less than two years. */
  moved(): Moved[] {
    return SettleWatch.moved([this]);
  }

  /** The same over several worlds of one scenario. */
  static moved(worlds: readonly SettleWatch[]): Moved[] {
    const [first] = worlds;
    if (!first) return [];
    const levels = first.#watched.map((_, i) => worlds.flatMap((one) => one.#levelsOf(i)));
    return movedIn(first.#watched, levels, ["the last year but one of settling", "the last"]);
  }

  #levelsOf(i: number): Years[] {
    const [before, after] = yearsOf(this.#ticks[i]!, this.#year, this.#watched[i]!.range);
    return before && after ? [{ before, after }] : [];
  }
}

/** Levels of a year and of a later one. */
interface Years {
  readonly before: Level;
  readonly after: Level;
}

/** What moved, over all worlds of which there are levels, by measure. */
function movedIn(
  watched: readonly Watched[],
  levels: readonly (readonly Years[])[],
  where: readonly [string, string],
): Moved[] {
  return watched.flatMap((one, i): Moved[] => {
    const years = levels[i]!;
    if (years.length === 0) return [];
    const [before, after] = [pooled(years.map((each) => each.before)), pooled(years.map((each) => each.after))];
    return hasMoved(before, after, one.isShare) ? [told(one, before, after, where)] : [];
  });
}

/** The levels of the first year and of the last; none where these are not two. */
function yearsOf({ figures, counts }: Ticks, year: number, range: Range): (Level | undefined)[] {
  if (figures.length < 2 * year) return [];
  const cut = (from: number, to: number): Level | undefined =>
    levelOf({ figures: figures.slice(from, to), counts: counts.slice(from, to) }, range);
  return [cut(0, year), cut(figures.length - year, figures.length)];
}

/** Watches worlds without a scheme, one for each seed: what moves from their first year to their last. */
export class ControlWatch {
  readonly #watched: readonly Watched[];
  readonly #year: number;
  readonly #levels: Years[][];

  constructor(scenario: Scenario, lowered: Lowered) {
    this.#watched = isControl(lowered.legend) ? watchedIn(lowered) : [];
    this.#year = yearOf(scenario);
    this.#levels = this.#watched.map(() => []);
  }

  add(results: Results): void {
    for (const [i, { measure, range }] of this.#watched.entries()) {
      const of = results.of(measure);
      const [before, after] = yearsOf({ figures: of.series(), counts: of.counts() }, this.#year, range);
      if (before && after) this.#levels[i]!.push({ before, after });
    }
  }

  /** What moved, over all worlds; nothing of worlds that ran for less than two years. */
  moved(): Moved[] {
    return movedIn(this.#watched, this.#levels, ["the first year", "the last, without a scheme"]);
  }
}

/** The mean of independent levels. */
function pooled(levels: readonly Level[]): Level {
  const variance = levels.reduce((sum, one) => sum + one.variance, 0) / levels.length ** 2;
  return { mean: meanOf(levels.map(({ mean }) => mean)), variance };
}

/** Sentences of what moved; of a measure that moved in two ways, the first. */
export function sayMoved(moved: readonly Moved[]): string[] {
  return moved.filter(({ id }, i) => moved.findIndex((one) => one.id === id) === i).map(({ text }) => text);
}
