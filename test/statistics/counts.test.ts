import { describe, expect, test } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";
import { chanceOf, countAll, thresholdOf, varianceChi, within50 } from "./counts.ts";
import { runOf } from "./worlds.ts";

const thresholds = [thresholdOf(0.5), thresholdOf(0.01)] as const;

describe("successes among n draws at chance p", () => {
  test("have mean n p and variance n p (1 − p) for p of 0.5 and 0.01: a million draws, 50 times", async () => {
    const draws = 1_000_000;
    const tasks = Array.from({ length: 50 }, (_, tick) => ({ tick, entities: draws / 2, both: true, thresholds }));
    const pairs = await countAll(tasks);
    for (const [which, threshold] of thresholds.entries()) {
      const counts = pairs.map((pair) => pair[which]);
      const p = chanceOf(threshold);
      const chi = varianceChi(counts, draws, p);
      expect(chi).toBeGreaterThan(within50.least);
      expect(chi).toBeLessThan(within50.most);
      const all = counts.reduce((sum, count) => sum + count, 0);
      expect(Math.abs(all - 50 * draws * p)).toBeLessThan(4 * Math.sqrt(50 * draws * p * (1 - p)));
    }
  });
});

describe("rare events", () => {
  test("come at their rate as draws over entities: 1 in 100,000 among 10^8, within 4 standard errors", async () => {
    const threshold = thresholdOf(1e-5);
    const [[count]] = await countAll([{ tick: 0, entities: 1e8, both: false, thresholds: [threshold, 0] }]);
    const expected = 1e8 * chanceOf(threshold);
    expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  // Poisson acts: mean and variance are rate × people × ticks.
  test.each([
    [1e-5, 1_000_000, 200],
    [1e-7, 4_000_000, 500],
  ])(
    "come at their rate as acts: %f a tick among %i people in %i ticks, within 4 standard errors",
    (rate, people, ticks) => {
      const text = `{ title: t, time: { tick: 1 day, span: 1 year }, population: { size: ${people} }, conduct: { a: { per_tick: ${rate} } } }`;
      const { sums } = runOf(readScenario(text).plan(), 4, ticks, ["acts.a"]);
      const expected = rate * people * ticks;
      expect(Math.abs(sums["acts.a"] - expected)).toBeLessThan(4 * Math.sqrt(expected));
    },
  );
});
