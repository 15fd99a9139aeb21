import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { run } from "../../src/experiment/run.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";

const rongcheng = readShipped("rongcheng");

interface Done {
  readonly on: string;
  readonly does: string;
}

/** A world in which person 0, an adult who was born here and consents unless told, does only what is written. */
function liveLife(acts: readonly Done[], ticks: number, has: object = {}): World {
  const born = { birth_year: 1980, resident_since: "born_here", consents: true, ...has };
  const life = JSON.stringify({ has: born, acts });
  const plan = fewOf(readScenario(`extends: rongcheng\ntitle: a life\nlife: ${life}\n`), 256);
  const world = new World(plan, 1);
  for (let tick = 0; tick < ticks; tick++) world.step();
  return world;
}

const scoreOf = (world: World): number => world.valueOf("score", 0);
/** Two acts of a kind, in two weeks: what is met with a warning first has then cost its points once. */
const twice = (does: string): Done[] => [
  { on: "2020-01-03", does },
  { on: "2020-01-10", does },
];

describe("the published points of Rongcheng", () => {
  test.each([
    ["bank_arrears", -10],
    ["contract_breach", -20],
    ["private_loan_breach", -20],
    ["loses_debt_suit", -30],
    ["multi_level_marketing", -30],
    ["counterfeits", -30],
    ["illegal_fundraising", -40],
    ["in_breach_after_suit", -50],
    ["utility_theft", -60],
    ["destroys_public_equipment", -100],
    ["heroic_act", 30],
  ])("are as published for %s: %i", (does, published) => {
    expect(scoreOf(liveLife([{ on: "2020-01-03", does }], 2))).toBe(1000 + published);
    expect(scoreOf(liveLife(twice(does), 3))).toBe(1000 + 2 * published);
  });

  test.each([
    ["late_utilities", -20],
    ["traffic_ticket", -5],
  ])("come after a warning for %s: %i", (does, published) => {
    expect(scoreOf(liveLife([{ on: "2020-01-03", does }], 2))).toBe(1000);
    expect(scoreOf(liveLife(twice(does), 3))).toBe(1000 + published);
  });

  test("put whoever drives drunk in grade C at once, from any grade above", () => {
    const drunk = { on: "2020-01-10", does: "drunk_driving" };
    const world = liveLife([{ on: "2020-01-03", does: "heroic_act" }, drunk], 3);
    expect(scoreOf(world)).toBeLessThan(850);
    expect(scoreOf(world)).toBeGreaterThanOrEqual(600);
    const low = Array.from({ length: 5 }, () => ({ on: "2020-01-03", does: "destroys_public_equipment" }));
    // Whoever is below already stays where they are.
    expect(scoreOf(liveLife([...low, drunk], 3))).toBe(500);
  });

  test("begin at 1000, as published", () => {
    expect(scoreOf(liveLife([], 1))).toBe(1000);
  });
});

describe("who is scored in Rongcheng", () => {
  const wrecks = [{ on: "2020-01-03", does: "destroys_public_equipment" }];
  const later = [{ on: "2022-02-01", does: "destroys_public_equipment" }];

  test("are those of 18 years", () => {
    expect(scoreOf(liveLife(wrecks, 2, { birth_year: 2005 }))).toBe(1000);
  });

  test("are those who have lived there for a year", () => {
    expect(scoreOf(liveLife(wrecks, 2, { resident_since: "y2019" }))).toBe(900);
    expect(scoreOf(liveLife(wrecks, 2, { resident_since: "y2020" }))).toBe(1000);
  });

  test("are, under the current rules, those who consent", () => {
    expect(scoreOf(liveLife(wrecks, 2, { consents: false }))).toBe(900);
    expect(scoreOf(liveLife(later, 112, { consents: false }))).toBe(1000);
    expect(scoreOf(liveLife(later, 112))).toBe(900);
  });
});

test("under the current rules a low score alone never leads to a penalty", async () => {
  const world = await run(rongcheng, { people: 40_000, ticks: 120, seed: 3 });
  const before = world.series("penalised_for_score").slice(52, 104);
  const after = world.series("penalised_for_score").slice(105);
  expect(Math.min(...before)).toBeGreaterThan(0);
  expect(Math.max(...after)).toBe(0);
  // There are low scores still, and the court's own list still has its sanctions.
  expect(world.last("below_850")).toBeGreaterThan(0);
  expect(world.last("under.court_sanctions")).toBeGreaterThan(0);
});
