import { describe, expect, test } from "vitest";
import { run } from "../../src/experiment/run.ts";
import { readShipped } from "../../src/scenario/scenario.ts";

const tencent = readShipped("tencent");
const world = await run(tencent, { people: 20_000, seed: 2 });

test("the scale goes from 300 to 850, over five categories", () => {
  const { score, dimensions } = tencent.data.scheme!;
  expect([score.from.amount, score.to.amount]).toEqual([300, 850]);
  expect((dimensions ?? []).map(({ name }) => name).sort()).toEqual([
    "compliance",
    "consumption_behaviour",
    "security",
    "social_connections",
    "wealth",
  ]);
});

describe("the trial", () => {
  const scored = world.series("scored");
  const dayOf = (date: string): number => (Date.parse(date) - Date.parse("2017-08-01")) / 86_400_000;

  test("has the share of users that are in the pilot", () => {
    // Five standard deviations of 1 in 20 among 20,000.
    expect(Math.abs(scored[100]! - 0.05)).toBeLessThan(0.0078);
  });

  test("is opened to everyone for one day, and withdrawn after it", () => {
    const tested = dayOf("2018-01-30");
    expect(scored[tested - 1]).toBeLessThan(0.06);
    expect(scored[tested]).toBe(1);
    expect(scored[tested + 1]).toBe(0);
    expect(scored.at(-1)).toBe(0);
  });
});

test("connections narrow the distance between rich and poor, whose friends are much the same", async () => {
  const alone = tencent.with({ "scheme.dimensions.social_connections.weight": 0 });
  const without = await run(alone, { people: 20_000, seed: 2, ticks: 183 });
  const gap = (of: typeof world): number => {
    const rich = of.series("score_of_the_rich by wealth", "rich")[182]!;
    return rich - of.series("score_of_the_rich by wealth", "poor")[182]!;
  };
  // Friends are drawn without regard to wealth, so their part narrows the distance between rich and poor.
  expect(gap(without)).toBeGreaterThan(gap(world));
});
