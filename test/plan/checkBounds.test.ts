import { describe, expect, test } from "vitest";
import { checkPlan } from "../../src/plan/check.ts";
import { treesOfLet } from "../../src/plan/lets.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { levelThresholds, mostLevels, shareWithin } from "../../src/plan/ties.ts";
import { glob, number, planOf } from "../engine/plans.ts";

const checked = (parts: Partial<Plan>) => () => checkPlan(planOf(parts));
const dated = (...ticks: readonly number[]): Partial<Plan> => ({
  globals: [{ name: "g", start: 0, range: { from: 0, to: 1 }, doc: "" }],
  updates: [{ kind: "dated", global: "g", from: ticks.map((tick) => ({ tick, value: 0 })) }],
});

describe("the bounds of a plan", () => {
  test.each([32, 64, 4096])("let communities have %d slots", (communitySize) => {
    expect(checked({ communitySize })).not.toThrow();
  });

  test.each([16, 48, 8192])("refuse communities of %d slots", (communitySize) => {
    expect(checked({ communitySize })).toThrow(`bug: communities of ${communitySize}`);
  });

  test.each([-1, 0.5, Number.NaN])("refuse a queue that holds %d ticks", (longest) => {
    expect(checked({ queues: [{ name: "q", longest, rate: 1 }] })).toThrow(`bug: queue q holds ${longest} ticks`);
  });

  test("let dated values follow each other, two of them on one tick too", () => {
    expect(checked(dated(0, 3, 3, 9))).not.toThrow();
  });

  test("refuse dated values that go back in time", () => {
    expect(checked(dated(0, 3, 2))).toThrow("bug: the update of g goes back in time");
  });
});

test("a pick by score reads the row and the score", () => {
  const [row, score] = [number(2), glob("g")];
  expect(treesOfLet({ name: "x", kind: "pickByScore", table: "t", row, score })).toEqual([row, score]);
});

test("levels of far ties are the nearest words to their shares", () => {
  for (let level = 1; level <= mostLevels; level++) {
    const weight = Math.SQRT2 ** -level;
    const below = shareWithin(level) / shareWithin(1) / Math.SQRT2;
    expect(Math.abs(levelThresholds[level]! - (weight / below) * 2 ** 32)).toBeLessThanOrEqual(0.5001);
  }
});
