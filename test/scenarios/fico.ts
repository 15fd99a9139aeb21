import { expect } from "vitest";
import { run } from "../../src/experiment/run.ts";
import type { Run } from "../../src/experiment/told.ts";
import { calendarOf } from "../../src/model/time/time.ts";
import { readShipped, type Scenario } from "../../src/scenario/scenario.ts";

export const fico = readShipped("fico");

/** Fair Isaac's distribution of April 2017, in percent of those who have a score, by the least score. */
export const published = { 300: 4.7, 500: 6.8, 550: 8.5, 600: 10, 650: 13.2, 700: 17.1, 750: 19, 800: 20.7 };
export const publishedMean = 700;
/** The tick of the published distribution. */
export const april2017 = calendarOf(fico.data.time).tickOf({ year: 2017, month: 4, day: 1 });
/** The last tick, with which four stretches of two years are over. */
export const lastTick = 103;
/** Ticks of a year, and of a stretch over which people are followed. */
export const year = 13;
export const stretch = 2 * year;

/** A run of the scenario, or of another like it, to its end or to an earlier tick. */
export function runTo(people: number, tick = lastTick, scenario: Scenario = fico): Promise<Run> {
  return run(scenario, { people, seed: 1, ticks: tick + 1 });
}

/** Percent of those who have a score in each of the eight bins at the end of a tick, and how many they are. */
export function binsAt(world: Run, tick: number): { readonly shares: readonly number[]; readonly scored: number } {
  const counts = Object.keys(published).map((from) => world.series("people_scored by bins", `from_${from}`)[tick]!);
  const scored = counts.reduce((sum, count) => sum + count, 0);
  return { shares: counts.map((count) => (100 * count) / scored), scored };
}

/**
 * Holds a world to the published distribution: each bin within 1.5 percentage points and the mean within 5 points, and
 * three standard deviations of the sample beside that.
 */
export function expectPublished(world: Run): void {
  const { shares, scored } = binsAt(world, april2017);
  for (const [place, is] of Object.values(published).entries()) {
    const error = 3 * Math.sqrt((is * (100 - is)) / scored);
    expect(Math.abs(shares[place]! - is), `bin ${place}: ${shares[place]} %`).toBeLessThan(1.5 + error);
  }
  // The standard deviation of a score is below 120 points.
  expect(Math.abs(world.series("mean_score")[april2017]! - publishedMean)).toBeLessThan(
    5 + (3 * 120) / Math.sqrt(scored),
  );
}

/** A figure of a measure for each of its groups, at the end of a tick. */
export function byGroup(world: Run, measure: string, groups: readonly string[], tick = lastTick): number[] {
  return groups.map((group) => world.series(measure, group)[tick]!);
}

/** The mean of a measure over a year, from 0. */
export function yearOf(world: Run, measure: string, which: number, group?: string): number {
  const figures = world.series(measure, group).slice(year * which, year * (which + 1));
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}
