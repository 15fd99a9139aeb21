import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { run } from "../../src/experiment/run.ts";
import { readShipped } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";
import { disclosureOfMarch, pointsOf } from "./suining.ts";
import { unsettled } from "./unsettled.ts";

const suining = readShipped("suining");

/** Points by conduct, as the scenario states them. */
const points = pointsOf(suining);

/** A world in which person 0 does only what is written, from the first full mark. */
function liveLife(acts: readonly { readonly on: string; readonly does: string }[], ticks: number, seed = 1): World {
  const life = JSON.stringify({ acts });
  const plan = fewOf(unsettled("suining", `life: ${life}\n`), 256);
  const world = new World(plan, seed);
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

  test.each(["misses_repayment", "unpaid_power_bill", "traffic_offence", "takes_bribe"])(
    "take 10 to 50 for %s, as published for such items",
    (does) => {
      expect(points.get(does)).toBeLessThanOrEqual(-10);
      expect(points.get(does)).toBeGreaterThanOrEqual(-50);
    },
  );

  test.each(["petitions_repeatedly", "online_defamation"])(
    "are taken for %s, as published without a figure",
    (does) => {
      expect(points.get(does)).toBeLessThan(0);
    },
  );

  test.each(["donates", "cares_for_orphan", "invests"])("are added for %s, as published without a figure", (does) => {
    expect(points.get(does)).toBeGreaterThan(0);
  });

  test("begin at 1000 and never go above it", () => {
    expect(liveLife([], 1).valueOf("score", 0)).toBe(1000);
    expect(liveLife([{ on: "2010-01-04", does: "honour" }], 2).valueOf("score", 0)).toBe(1000);
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
      // In a town of 256 few protests end the pilot: here nobody does so soon.
      2,
    );
    expect(world.valueOf("score", 0)).toBe(580);
    const inD = world.rows.find(({ measure, group }) => world.plan.measures[measure]?.name === "people" && group === 0);
    expect(inD?.count).toBe(1);
  });
});

describe("suining at a quarter of its size", () => {
  // Poisson: 800 records have a standard deviation of 28, the share of negative ones of 0.017. Tolerances are three of each,
  // around what the full size comes to, which a long test holds to what was published.
  test("discloses so many records, two thirds of them negative", { timeout: 120_000 }, async () => {
    const { negative, positive } = await disclosureOfMarch(275_000, 1);
    expect(Math.abs(negative + positive - 800)).toBeLessThan(85);
    expect(Math.abs(negative / (negative + positive) - 2 / 3)).toBeLessThan(0.05);
  });
});

describe("the outcry", () => {
  /** The county with more anger than it has, so that few people and a short time show what comes of it. */
  const angrier = (change = "") =>
    unsettled(
      "suining",
      `reform: { name: angrier, because: for a test, set: { ${change}channels.bank.coverage: 1, institutions.phases.scoring_only.when: "outcry > 0.003", conduct.instalment.one_of.misses_repayment.chance: "hardship > 0.3 ? 0.9 : 0" } }\n`,
    );

  test("ends the grades, and not the scoring", { timeout: 120_000 }, async () => {
    const { results, phases } = await run(angrier(), { people: 20_000, seed: 1, ticks: 150 });
    expect(phases.map(({ name }) => name)).toEqual(["graded", "scoring_only"]);
    const ended = phases[1]!.tick;
    const inD = results.series("in_d");
    expect(inD[ended - 1]).toBeGreaterThan(0);
    expect(inD.slice(ended + 1).every((share) => share === 0)).toBe(true);
    const under = results.of("under.no_government_support").series();
    expect(under[ended - 1]).toBeGreaterThan(0);
    expect(under.slice(ended).every((people) => people === 0)).toBe(true);
    const after = results.of("records.misses_repayment").counts().slice(ended);
    expect(after.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    const score = results.series("score");
    expect(score.at(-1)).toBeLessThan(score[ended + 1]!);
  });

  test("comes of anger: without it grades go on", { timeout: 120_000 }, async () => {
    const calm = angrier('conduct.disturbance.per_year: "0.02 * outspoken * (1 + 2 * hardship)", ');
    const { phases } = await run(calm, { people: 20_000, seed: 1, ticks: 150 });
    expect(phases.map(({ name }) => name)).toEqual(["graded"]);
  });
});
