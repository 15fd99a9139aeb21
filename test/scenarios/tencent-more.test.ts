import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";

const tencent = readShipped("tencent");

/** The score of a user in the pilot who does only what is written, after a few days. */
function scoreOf(has: object = {}, does: readonly string[] = [], more = ""): number {
  const born = {
    pilot_user: true,
    real_name: true,
    wealth_kept: 0.2,
    secured: 0.5,
    income: 20_000,
    footprint: 1,
    ...has,
  };
  const life = JSON.stringify({ has: born, acts: does.map((one, i) => ({ on: `2017-08-0${i + 2}`, does: one })) });
  const text = `extends: tencent\ntitle: a life\nremove: [time.settle]\n${more}\nlife: ${life}\n`;
  const world = new World(fewOf(readScenario(text), 256), 1);
  for (let tick = 0; tick < 8; tick++) world.step();
  return world.valueOf("score", 0);
}

const plain = scoreOf();
/** How much others keep in the wallet. */
const friendsKeep = (beta: string): string =>
  `population: { traits: { wealth_kept: { beta: ${beta}, assumed: for a test } } }`;

describe("each of the five categories counts, a fifth of a scale of 550 points: 110", () => {
  test("social connections: friends who keep much in the wallet add 0.6 of it", () => {
    const [little, much] = [scoreOf({}, [], friendsKeep("[1, 60]")), scoreOf({}, [], friendsKeep("[60, 1]"))];
    // With little they keep 1 in 61 on average, which counts twice: 0.6 of 110 points, less 2 in 61 of it.
    expect(Math.abs(much - little - 66 * (59 / 61))).toBeLessThanOrEqual(2);
  });

  test("consumption behaviour: diapers add, games and shopping at night take", () => {
    const thrice = (does: string): number => scoreOf({}, [does, does, does]);
    // Three times 0.1 of 110, less what has faded in a week.
    expect(Math.abs(thrice("buys_diapers") - plain - 33)).toBeLessThanOrEqual(2);
    expect(thrice("buys_video_games")).toBeLessThan(plain);
    expect(thrice("shops_at_night")).toBeLessThan(plain);
  });

  test("security: a safely kept account adds 0.7 of it", () => {
    expect(Math.abs(scoreOf({ secured: 1 }) - scoreOf({ secured: 0 }) - 77)).toBeLessThanOrEqual(1);
  });

  test("wealth: a full wallet and a good income add all of it", () => {
    const [poor, rich] = [scoreOf({ wealth_kept: 0, income: 2000 }), scoreOf({ wealth_kept: 1, income: 80_000 })];
    expect(Math.abs(rich - poor - 110 * (1 - (0.4 * 2000) / 80_000))).toBeLessThanOrEqual(1);
  });

  test("compliance: bills that are paid add, late ones and fares that are not take", () => {
    expect(scoreOf({}, ["pays_bill", "pays_bill"])).toBeGreaterThan(plain);
    expect(scoreOf({}, ["late_payment"])).toBeLessThan(plain);
    expect(scoreOf({}, ["dodges_taxi_fare"])).toBeLessThan(plain);
  });
});

test("the weights are unpublished: all five are equal, and tagged as assumed", () => {
  const weights = tencent.parameters.filter(({ path }) => /^scheme\.dimensions\.\w+\.weight/.test(path));
  expect(weights.length).toBe(5);
  expect(weights.filter(({ tag }) => tag !== "assumed")).toEqual([]);
  const stated = (tencent.data.scheme?.dimensions ?? []).map(
    ({ is }) => is.weight.kind === "rule" && is.weight.rule.text,
  );
  expect(new Set(stated).size).toBe(1);
});

test("nobody outside the pilot has a score before the day of the national test", () => {
  expect(scoreOf({ pilot_user: false })).toBe(scoreOf({ pilot_user: false }, ["late_payment", "misses_repayment"]));
  expect(scoreOf({}, ["late_payment", "misses_repayment"])).toBeLessThan(plain);
});
