import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readShipped } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";
import { unsettled } from "./unsettled.ts";

interface Done {
  readonly on: string;
  readonly does: string;
}

/** A world in which person 0, an adult who has long been there, does only what is written. */
function liveLife(acts: readonly Done[], ticks: number, has: object = {}, change = ""): World {
  const life = JSON.stringify({ has: { birth_year: 1980, arrival: 0, ...has }, acts });
  const world = new World(fewOf(unsettled("rongcheng", `life: ${life}\n${change}`), 256), 1);
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
    ["misses_repayment", -10],
    ["contract_breach", -20],
    ["private_loan_breach", -20],
    ["loses_debt_suit", -30],
    ["multi_level_marketing", -30],
    ["counterfeits", -30],
    ["illegal_fundraising", -40],
    ["in_breach_after_suit", -50],
    ["utility_theft", -60],
    ["destroys_public_equipment", -100],
  ])("are as published for %s: %i", (does, published) => {
    expect(scoreOf(liveLife([{ on: "2020-01-03", does }], 2))).toBe(1000 + published);
    expect(scoreOf(liveLife(twice(does), 3))).toBe(1000 + 2 * published);
  });

  test.each([
    ["traffic_offence", -5],
    ["heroic_act", 30],
  ])("are as told of the city for %s: %i", (does, told) => {
    expect(scoreOf(liveLife(twice(does), 3))).toBe(1000 + 2 * told);
  });

  test.each([["unpaid_power_bill", -20]])("come after a warning for %s: %i", (does, published) => {
    expect(scoreOf(liveLife([{ on: "2020-01-03", does }], 2))).toBe(1000);
    expect(scoreOf(liveLife(twice(does), 3))).toBe(1000 + published);
  });

  test.each(["donates", "volunteers"])("are added for %s, as told without a figure", (does) => {
    expect(scoreOf(liveLife([{ on: "2020-01-03", does }], 2))).toBeGreaterThan(1000);
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

  test("begin at 1000, as is told", () => {
    expect(scoreOf(liveLife([], 1))).toBe(1000);
  });

  test("are due by the month for arrears: who always misses loses ten each four weeks", () => {
    const change =
      "reform: { name: always, because: for a test, set: { conduct.instalment.one_of.misses_repayment.chance: 1, conduct.takes_loan.chance: 1 } }\n";
    const world = new World(unsettled("rongcheng", change).plan({ people: 256 }), 1);
    let misses = 0;
    for (let tick = 0; tick < 12; tick++) {
      world.step();
      misses += world.figures.get("acts.misses_repayment")!;
    }
    // Three months: in the first the debts of the start are due, later those of all who may borrow.
    expect(misses).toBeGreaterThan(2.5 * 256 * 0.9);
    expect(misses).toBeLessThanOrEqual(3 * 256);
  });
});

describe("who is scored in Rongcheng", () => {
  const wrecks = [{ on: "2020-01-03", does: "destroys_public_equipment" }];
  const later = [{ on: "2022-02-01", does: "destroys_public_equipment" }];

  test("are those of 18 years", () => {
    expect(scoreOf(liveLife(wrecks, 2, { birth_year: 2003 }))).toBe(1000);
    expect(scoreOf(liveLife(wrecks, 2, { birth_year: 2002 }))).toBe(900);
  });

  test("come of age under the system", () => {
    const grown = [{ on: "2021-02-01", does: "destroys_public_equipment" }];
    expect(scoreOf(liveLife(grown, 60, { birth_year: 2003 }))).toBe(900);
    expect(scoreOf(liveLife(grown, 60, { birth_year: 2004 }))).toBe(1000);
  });

  test("are those who have lived there for a year", () => {
    // Who stands at 0.95 came as 2019 began, at 0.963 as 2020 did.
    expect(scoreOf(liveLife(wrecks, 2, { arrival: 0.95 }))).toBe(900);
    expect(scoreOf(liveLife(wrecks, 2, { arrival: 0.963 }))).toBe(1000);
  });

  test("are, under the current rules, those who consent", { timeout: 60_000 }, () => {
    const consents = { on: "2022-01-15", does: "gives_consent" };
    const { phases } = JSON.parse(readShipped("rongcheng").text).institutions;
    expect(phases.current_rules.from.is).toBe("2022-01-01");
    expect(scoreOf(liveLife(later, 112))).toBe(1000);
    expect(scoreOf(liveLife([consents, ...later], 112))).toBe(900);
    // Under the first rules nobody was asked.
    expect(scoreOf(liveLife(wrecks, 2))).toBe(900);
  });

  test("are, under the current rules, those of 18 years, also those who have just come, if they consent", () => {
    const early =
      "reform: { name: early, because: for a test, set: { institutions.phases.current_rules.from: 2020-01-09 } }\n";
    const consents = { on: "2020-01-17", does: "gives_consent" };
    const wrecked = { on: "2020-02-07", does: "destroys_public_equipment" };
    const scored = (has: object): number => scoreOf(liveLife([consents, wrecked], 7, has, early));
    expect(scored({ birth_year: 2002 })).toBe(900);
    expect(scored({ birth_year: 2003 })).toBe(1000);
    // Who stands at 0.9625 came as 2020 began, and at 0.975 comes as 2021 does.
    expect(scored({ arrival: 0.9625 })).toBe(900);
    expect(scored({ arrival: 0.975 })).toBe(1000);
    expect(scoreOf(liveLife([wrecked], 7, {}, early))).toBe(1000);
  });
});
