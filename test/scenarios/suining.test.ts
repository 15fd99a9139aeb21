import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";

const suining = readShipped("suining");

/** Points by conduct, as the scenario states them. */
const points = new Map(
  (suining.data.scheme?.points ?? []).map(({ name, is }) => [
    name,
    is.is.kind === "rule" ? Number(is.is.rule.text) : Number.NaN,
  ]),
);

/** A world in which person 0 does only what is written, from the first full mark. */
function liveLife(acts: readonly { readonly on: string; readonly does: string }[], ticks: number): World {
  const life = JSON.stringify({ acts });
  const plan = fewOf(readScenario(`extends: suining\ntitle: a life\nlife: ${life}\n`), 256);
  const world = new World(plan, 1);
  for (let tick = 0; tick < ticks; tick++) world.step();
  return world;
}

const disturbing = { on: "2010-01-04", does: "disturbance" };

describe("the points of suining", () => {
  // A record of a full mark can only lower it, so what adds points is done after losses that it cannot make up for.
  test.each([
    ["misses_repayment", -30],
    ["disturbance", -50],
    ["neglects_parents", -50],
    ["cult_membership", -50],
    ["false_accusation", -100],
    ["model_worker", 100],
    ["honour", 100],
  ])("are as published for %s: %i", (does, published) => {
    const losses = [disturbing, disturbing, disturbing];
    const world = liveLife([...losses, { on: "2010-01-11", does }], 4);
    expect(world.valueOf("score", 0)).toBe(1000 - 150 + published);
  });

  test.each(["misses_repayment", "unpaid_power_bill", "traffic_offence", "petitions_repeatedly", "online_defamation"])(
    "take 10 to 50 for %s, as published for such items",
    (does) => {
      expect(points.get(does)).toBeLessThanOrEqual(-10);
      expect(points.get(does)).toBeGreaterThanOrEqual(-50);
    },
  );

  test.each(["donates", "cares_for_orphan", "invests"])("are added for %s, as published without a figure", (does) => {
    expect(points.get(does)).toBeGreaterThan(0);
  });

  test("are taken for taking bribes, as published without a figure", () => {
    expect(points.get("takes_bribe")).toBeLessThan(0);
  });
});

describe("the documented case", () => {
  test("of 14 missed repayments in two months ends at 580 points and in grade D", () => {
    const days = Array.from(
      { length: 14 },
      (_, i) => `2010-0${i < 7 ? 1 : 2}-${String(2 + (i % 7) * 4).padStart(2, "0")}`,
    );
    const world = liveLife(
      days.map((on) => ({ on, does: "misses_repayment" })),
      9,
    );
    expect(world.valueOf("score", 0)).toBe(580);
    const inD = world.rows.find(({ measure, group }) => world.plan.measures[measure]?.name === "people" && group === 0);
    expect(inD?.count).toBe(1);
  });
});

describe("suining at one to ten", () => {
  // Poisson: about 320 records have a standard deviation of 18, the share of 0.027. Tolerances are three of each,
  // around what was published: over 3,000 records, two thirds of them negative, by 30 March 2010.
  test("discloses over 3,000 records, two thirds of them negative", { timeout: 120_000 }, () => {
    const world = new World(suining.plan({ people: 110_000 }), 1);
    let [negative, positive] = [0, 0];
    for (let tick = 0; tick < 13; tick++) {
      world.step();
      for (const [name, worth] of points) {
        const records = world.figures.get(`records.${name}`) ?? 0;
        if (worth < 0) negative += records;
        else positive += records;
      }
    }
    expect(Math.abs(10 * (negative + positive) - 3200)).toBeLessThan(540);
    expect(Math.abs(negative / (negative + positive) - 2 / 3)).toBeLessThan(0.081);
  });
});

describe("the outcry", () => {
  test("ends the grades within the span, and not the scoring", { timeout: 120_000 }, () => {
    const plan = suining.plan({ people: 5500 });
    const world = new World(plan, 1);
    const people = plan.measures.findIndex(({ name }) => name === "people");
    const inGrades = (): number[] =>
      world.rows.filter(({ measure, group }) => measure === people && group >= 0).map(({ count }) => count);
    let before: number[] = [];
    while (world.globalOf("phase") === 0 && world.tick < plan.ticks) {
      before = inGrades();
      world.step();
    }
    expect(world.tick).toBeLessThan(plan.ticks);
    // Grade D was small, but not nil.
    expect(before[0]! / 5500).toBeGreaterThan(0.005);
    expect(before[0]! / 5500).toBeLessThan(0.03);
    const score = world.figures.get("score");
    world.step();
    expect(inGrades()).toEqual([0, 0, 0, 0]);
    expect(world.figures.get("under.no_government_support")).toBe(0);
    expect(world.figures.get("score")).not.toBe(score);
    const records = [...points.keys()].reduce((sum, name) => sum + (world.figures.get(`records.${name}`) ?? 0), 0);
    expect(records).toBeGreaterThan(0);
  });
});
