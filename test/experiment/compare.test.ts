import { describe, expect, test } from "vitest";
import { compare, run } from "../../src/index.ts";
import { everything, small } from "./worlds.ts";

const harsher = small.with({ "scheme.points.litters": -6 });

describe("a comparison", () => {
  test("of a scenario with itself has no differences, and nobody moves", async () => {
    const same = await compare(everything, everything, { seeds: 2, people: 600, ticks: 30 });
    for (const { difference, a, b } of same.differences()) {
      expect(difference).toMatchObject({ mean: 0, from: 0, to: 0 });
      expect(a).toBe(b);
    }
    const { moved, better, worse } = same.bands!;
    expect(better).toMatchObject({ mean: 0, from: 0, to: 0, n: 2 });
    expect(worse.mean).toBe(0);
    moved.forEach((row, from) => {
      row.forEach((people, to) => {
        if (from !== to) expect(people).toBe(0);
      });
    });
    expect(moved.flat().reduce((sum, people) => sum + people, 0)).toBe(2 * 600);
    expect([same.onlyInA, same.onlyInB]).toEqual([[], []]);
  });

  test("has the figures of the runs it is made of", async () => {
    const found = await compare(small, harsher, { seeds: 3, firstSeed: 7 });
    const runs = await Promise.all(
      [7, 8, 9].map(async (seed) => [await run(small, { seed }), await run(harsher, { seed })]),
    );
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const { a, b, mean: difference } = found.difference("score");
    expect(a).toBeCloseTo(mean(runs.map(([one]) => one.last("score"))), 10);
    expect(b).toBeCloseTo(mean(runs.map(([, one]) => one.last("score"))), 10);
    expect(difference).toBeCloseTo(b - a, 10);
    // A tally is that of the whole run.
    const acts = runs.map(([one]) => one.series("acts.litters").reduce((sum, count) => sum + count, 0));
    expect(found.difference("acts.litters").a).toBeCloseTo(mean(acts), 10);
    expect(found.difference("acts.litters").mean).toBe(0);
    expect(found.difference("people", "poor").a).toBeCloseTo(mean(runs.map(([one]) => one.last("people", "poor"))), 10);
    expect(() => found.difference("people", "por")).toThrow(/did you mean "poor"/);
    expect(() => found.difference("scores")).toThrow(/did you mean "score"/);
  });

  test("counts who moved between bands as the bands themselves do", async () => {
    const seeds = 3;
    const { bands, difference } = await compare(small, harsher, { seeds });
    const { names, moved, worse, better } = bands!;
    expect(names).toEqual(["poor", "fair", "good"]);
    names.forEach((name, place) => {
      const row = moved[place].reduce((sum, people) => sum + people, 0);
      const column = moved.reduce((sum, one) => sum + one[place], 0);
      expect(row / seeds).toBeCloseTo(difference("people", name).a, 10);
      expect(column / seeds).toBeCloseTo(difference("people", name).b, 10);
    });
    const below = moved
      .flatMap((row, from) => row.filter((_, to) => to < from))
      .reduce((sum, people) => sum + people, 0);
    expect(worse.mean).toBeCloseTo(below / seeds, 10);
    expect(better.mean).toBe(0);
  });

  test("of twins varies far less than one of strangers", async () => {
    const seeds = 12;
    const scores = async (scenario: typeof small, firstSeed: number): Promise<number[]> =>
      Promise.all(
        Array.from({ length: seeds }, async (_, i) => (await run(scenario, { seed: firstSeed + i })).last("score")),
      );
    const [a, twins, strangers] = [await scores(small, 1), await scores(harsher, 1), await scores(harsher, 101)];
    const variance = (values: number[]): number => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    };
    const paired = variance(twins.map((score, i) => score - a[i]));
    const unpaired = variance(strangers.map((score, i) => score - a[i]));
    expect(paired).toBeLessThan(unpaired / 2);
  });

  test("says what only one of them has, and leaves bands out where they differ", async () => {
    const other = small.with({
      "scheme.bands": { high: 100, low: 0 },
      "consequences.no_loans.when": "score < 90",
    });
    const found = await compare(small, other, { seeds: 2, ticks: 2 });
    expect(found.bands).toBeUndefined();
    expect(found.onlyInA).toContain("people[poor]");
    expect(found.onlyInB).toContain("people[high]");
  });

  test("that is stopped has the pairs of worlds that came to their end", async () => {
    const signal = { aborted: false };
    const onProgress = ({ worlds }: { worlds: { done: number } }): void => {
      signal.aborted = worlds.done >= 5;
    };
    const found = await compare(small, harsher, { seeds: 4, ticks: 5, signal, onProgress });
    expect(found).toMatchObject({ stopped: true, seeds: 2 });
    const whole = await compare(small, harsher, { seeds: 2, ticks: 5, signal: { aborted: false } });
    expect(whole).toMatchObject({ stopped: false, seeds: 2 });
    expect(found.differences()).toEqual(whole.differences());
    const none = await compare(small, harsher, { seeds: 2, ticks: 5, signal: { aborted: true } });
    expect({ ...none.toJSON(), a: 0, b: 0 }).toMatchObject({ seeds: 0, stopped: true, differences: [], ofNobody: [] });
  });

  test("tells how far it is, and refuses worlds that cannot be twins", async () => {
    const told: number[] = [];
    await compare(small, harsher, { seeds: 2, ticks: 5, onProgress: ({ tick }) => told.push(tick) });
    expect(told.at(-1)).toBe(2 * 2 * 5);
    await expect(compare(small, everything)).rejects.toThrow(/not-comparable/);
    await expect(compare(small, harsher, { seeds: 0 })).rejects.toThrow(/bad-seeds/);
  });
});
