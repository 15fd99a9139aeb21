import { describe, expect, test } from "vitest";
import { readScenario, run } from "../../src/index.ts";
import { interval } from "../../src/results/intervals.ts";
import type { Results } from "../../src/results/results.ts";
import { countScore } from "./check.ts";

/** Of 100 people 5 healthy ones fall ill in a tick and 20 ill ones get well: a fifth are ill in the long run. */
const [into, out] = [0.05, 0.2];
const longRun = into / (into + out);

/** A world without a scheme, in which nobody is ill at the start and debts follow from illness. */
function worldOf(settle: string | undefined): string {
  return `
title: a chain of two states
time: { tick: 1 week, span: 4 years${settle ? `, settle: ${settle}` : ""} }
population: { size: 100_000, traits: { weak: { chance: 0.25 } } }
state:
  ill:
    { from: 0, to: 1, resolution: 1, start: 0, draws: { falls: { chance: ${into} }, mends: { chance: ${out} } },
      update: "ill > 0 ? (mends ? 0 : 1) : (falls ? 1 : 0)" }
  debt: { from: 0, to: 8, start: 0, update: "debt * 0.95 + (ill > 0 ? (weak ? 0.4 : 0.2) : 0)" }
conduct: { misses: { per_year: 6 * debt, at_most: 50 } }
measures:
  sick: { share: ill > 0 }
  burden: { mean: debt }
  weak_burden: { mean: debt, where: weak }
`;
}

test.each([
  ["5 ticks", 5],
  ["1 tick", 1],
  [undefined, 0],
])("a chain that settles for %s is where so many steps take it", async (settle, ticks) => {
  const done = await run(readScenario(worldOf(settle)), { ticks: 1 });
  const share = longRun * (1 - (1 - into - out) ** (ticks + 1));
  // Beyond 4 standard errors by chance once in 16,000.
  expect(Math.abs(countScore(done.last("sick") * 100_000, 100_000, share))).toBeLessThan(4);
});

describe("a control that has settled", () => {
  const seeds = [1, 2, 3, 4, 5, 6];
  const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [settled, not] = ["3 years", undefined].map(async (settle) => {
    const scenario = readScenario(worldOf(settle));
    const results = [];
    for (const seed of seeds) results.push((await run(scenario, { seed })).results);
    return results;
  }) as [Promise<Results[]>, Promise<Results[]>];

  /** Of each seed: the mean of the first year, and by how much that of the last is more. */
  function yearsOf(all: readonly Results[], measure: string): { first: number[]; moved: number[] } {
    const years = all.map((results) => {
      const series = results.series(measure);
      return [meanOf(series.slice(0, 52)), meanOf(series.slice(-52))] as const;
    });
    return { first: years.map(([first]) => first), moved: years.map(([first, last]) => last - first) };
  }

  test.each([
    ["sick", 0.002],
    ["burden", undefined],
    ["weak_burden", undefined],
    ["acts.misses", undefined],
  ])("has the same %s in its last year as in its first, the 95 % interval inside", async (measure, bound) => {
    const { first, moved: of } = yearsOf(await settled, measure);
    const within = bound ?? 0.01 * meanOf(first);
    const { from, to } = interval(of);
    expect(Math.max(Math.abs(from), Math.abs(to))).toBeLessThan(within);
    // Without settling it moves by more than that: the first year begins with nobody ill.
    const moved = interval(yearsOf(await not, measure).moved);
    expect(moved.from).toBeGreaterThan(within);
  });
});
