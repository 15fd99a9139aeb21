import { describe, expect, test } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";
import { chanceOf, countAll, thresholdOf, varianceChi, within50 } from "./counts.ts";
import { runOf } from "./worlds.ts";

describe("successes among a billion draws", () => {
  const thresholds = [thresholdOf(0.5), thresholdOf(0.01)] as const;
  const draws = 1e9;

  test("have variance n p (1 − p) over 50 repetitions, for p of 0.5 and 0.01", async () => {
    const tasks = Array.from({ length: 50 }, (_, tick) => ({ tick, entities: draws / 2, both: true, thresholds }));
    const counts = await countAll(tasks);
    for (const [which, threshold] of thresholds.entries()) {
      const p = chanceOf(threshold);
      const chi = varianceChi(
        counts.map((pair) => pair[which]),
        draws,
        p,
      );
      console.log(`p = ${p}: chi-square ${chi.toFixed(2)} of 50`);
      expect(chi).toBeGreaterThan(within50.least);
      expect(chi).toBeLessThan(within50.most);
    }
  });
});

describe("rare events", () => {
  test("come at their rate: 1 in ten million among 5 × 10^9 draws, within 4 standard errors", async () => {
    const threshold = thresholdOf(1e-7);
    const tasks = Array.from({ length: 5 }, (_, tick) => {
      return { tick, entities: 1e9, both: false, thresholds: [threshold, 0] } as const;
    });
    const counts = await countAll(tasks);
    const count = counts.reduce((sum, [below]) => sum + below, 0);
    const expected = 5e9 * chanceOf(threshold);
    console.log(`${count} rare events; ${expected.toFixed(1)} are expected`);
    expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  test("come at their rate as acts: 1 in ten million a tick, 5 × 10^9 people and ticks", () => {
    const text = `{ title: t, time: { tick: 1 day, span: 1 year }, population: { size: 4_000_000 }, conduct: { a: { per_tick: 1e-7 } } }`;
    const { sums } = runOf(readScenario(text).plan(), 4, 1250, ["acts.a"]);
    console.log(`${sums["acts.a"]} rare acts; 500 are expected`);
    expect(Math.abs(sums["acts.a"] - 500)).toBeLessThan(4 * Math.sqrt(500));
  });
});
