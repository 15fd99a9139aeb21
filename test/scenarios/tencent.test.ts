import { describe, expect, test } from "vitest";
import { run } from "../../src/experiment/run.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { atOnce } from "./unsettled.ts";

const tencent = readShipped("tencent");
/** It begins at once, without the years in which work and loans settle. */
const soon = atOnce("tencent");
const world = await run(readScenario(soon), { people: 8192, seed: 2 });

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
  const scored = world.series("scored_share");
  const dayOf = (date: string): number => (Date.parse(date) - Date.parse("2017-08-01")) / 86_400_000;

  test("has the share of users that are in the pilot", () => {
    // Five standard deviations of 1 in 20 among 8,192.
    expect(Math.abs(scored[100]! - 0.05)).toBeLessThan(0.012);
  });

  test("is opened to everyone for one day, and withdrawn after it", () => {
    const tested = dayOf("2018-01-30");
    expect(scored[tested - 1]).toBeLessThan(0.06);
    expect(scored[tested]).toBe(1);
    expect(scored[tested + 1]).toBe(0);
    expect(scored.at(-1)).toBe(0);
  });
});

test("connections leave the distance between rich and poor as it is: friends are drawn without regard to wealth", async () => {
  // The same for everyone, with the same weight: without the weight the others would weigh more.
  const alike = readScenario(
    `${soon}scheme: { dimensions: { social_connections: { value: { is: 0.7, assumed: none } } } }\n`,
  );
  const without = await run(alike, { people: 8192, seed: 2, ticks: 183 });
  const gap = (of: typeof world): number => {
    const rich = of.series("score_that_day by wealth", "rich")[182]!;
    return rich - of.series("score_that_day by wealth", "poor")[182]!;
  };
  // Over four seeds the two differ by 0.5 at most, of a distance of 35; without the weight it would be nine more.
  expect(gap(world)).toBeGreaterThan(30);
  expect(Math.abs(gap(without) - gap(world))).toBeLessThan(1.5);
});

test("equally careful people are scored apart by what they own: the rich stand above the poor", () => {
  // The one day on which everyone has a score. Found are some 90 points; 30 is above ten standard errors.
  const of = (group: string): number => world.series("score_of_equals by wealth", group)[182]!;
  expect(of("rich") - of("poor")).toBeGreaterThan(30);
});

test("a score is shown while there is one, and by nobody once it is withdrawn", () => {
  expect(
    world
      .series("acts.shares_score")
      .slice(190)
      .reduce((sum, count) => sum + count, 0),
  ).toBe(0);
  expect(
    world
      .series("acts.shares_score")
      .slice(1, 180)
      .reduce((sum, count) => sum + count, 0),
  ).toBeGreaterThan(0);
});

test("the range, the trial, the day and its end are each reported by the one source that says so", () => {
  const by = (path: string): string | undefined =>
    tencent.parameters.find((one) => one.path.replace(/\.is$/, "") === path)?.source;
  expect(by("scheme.score.from")).toContain("miley");
  expect(by("scheme.score.to")).toContain("miley");
  expect(by("institutions.phases.pilot.from")).toContain("ejinsight");
  expect(by("institutions.phases.national_test.from")).toContain("caixin");
  expect(by("institutions.phases.withdrawn.from")).toContain("caixin");
});
