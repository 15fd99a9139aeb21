import { describe, expect, test } from "vitest";
import { reckon } from "../../src/engine/memory.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { readShipped } from "../../src/index.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { differenceOf, inParts, onThreads } from "../conformance/rows.ts";

/** A world in which records are struck out after a year, unless told, in ticks of a week. */
function planOf(conduct: string, of: string, { more = "", misattribution = 0, people = 5000, weeks = 52 } = {}): Plan {
  return readScenario(`
title: room
time: { start: 2010-01-01, tick: 1 week, span: 10 years }
population: { size: ${people}, traits: { town: { chance: 0.5 } } }
state:
  behind: { from: 0, to: 2, resolution: 1, start: 2 * town, update: "behind >= 2 ? 0 : behind + 1" }
channels: { desk: { coverage: 1, misattribution: ${misattribution} }, slow: { coverage: 1, delay: 3 weeks } }
conduct: { ${conduct} }
scheme: { score: { start: 0, from: -99, to: 99 }, points: { ${of.split(", ").map((one) => `${one}: -1`)} } }
redress: { struck_out: { of: [${of}], after: ${weeks} weeks, takes_back: points } ${more} }
`).plan();
}

function ratesOf(plan: Plan): Record<string, number> {
  return Object.fromEntries(plan.queues.map(({ name, rate }) => [name, rate]));
}

const struckOut = "redress.struck_out, 52 ticks";
const a = (chance: string, more = "channel: desk"): string => `a: { every: 1 week, chance: ${chance}, ${more} }`;
const outcomes = (...all: string[]): string =>
  `m: { every: 1 week, one_of: { ${all.map((chance, i) => `${"abc"[i]}: { chance: ${chance}, channel: desk }`).join(", ")} } }`;
const two = (one: string, other: string): string =>
  `a: { every: 1 week, chance: ${one}, channel: desk }, b: { every: 1 week, chance: ${other}, channel: desk }`;

describe("records of what is due reserve room for as many as its chance can bring", () => {
  test.each([
    ["one chance", a("0.2"), "a", 0.2],
    ["the highest of a chance by a rule", a('"town ? 0.05 : 0.2"'), "a", 0.2],
    ["no more than one each", a('"town ? 0.05 : 12 * (behind + 0.01)"'), "a", 1],
    ["two outcomes", outcomes("0.2", "0.3"), "a, b", 0.5],
    ["one of them", outcomes("0.2", "0.3"), "b", 0.3],
    ["what others leave", outcomes("0.2", "rest"), "b", 0.8],
    ["what others leave, where they can be nothing", outcomes('"town ? 0.2 : 0"', "rest"), "b", 1],
    ["all outcomes of a moment, of which one follows", outcomes("0.2", "0.3", "rest"), "a, b, c", 1],
    ["outcomes that are each likely for some", outcomes('"town ? 0.9 : 0.1"', '"town ? 0.1 : 0.9"'), "a, b", 1],
    ["two moments", two("0.7", "0.8"), "a, b", 1.5],
    [
      "two moments that are never of one person",
      two('0.7, when: "behind == 0"', '0.8, when: "behind > 0"'),
      "a, b",
      0.8,
    ],
    ["two that are now and then", two('0.7, when: "behind < 2"', '0.8, when: "behind > 0"'), "a, b", 1.5],
    ["a chance that goes with a state", two('"behind == 0 ? 0.7 : 0.1"', '0.8, when: "behind > 0"'), "a, b", 0.9],
    ["what is due and waits before it arrives", two("0.7", "0.8").replaceAll("desk", "slow"), "a, b", 1.5],
    ["severities that wait as long", a("0.2", "channel: desk, severity: { 1: 0.25, 2: 0.75 }"), "a", 0.2],
  ])("%s", (_, conduct, of, rate) => {
    expect(ratesOf(planOf(conduct, of))[struckOut]).toBeCloseTo(rate, 5);
  });

  test("on their way as much as waiting for a case", () => {
    const rates = ratesOf(planOf(two("0.25", '"town ? 0.5 : 0"').replaceAll("desk", "slow"), "a, b"));
    expect(rates).toEqual({ "a under way": 0.25, "b under way": 0.5, [struckOut]: 0.75 });
  });

  test("which two channels of other delays can bring in one tick", () => {
    expect(ratesOf(planOf(a("0.25", "channel: [desk, slow]"), "a"))[struckOut]).toBe(0.5);
  });

  test.each([
    [0, 0.125],
    [0.5, 0.5],
  ])(
    "and of cases that can be disputed, as many as can be: of records of which %d go astray",
    (misattribution, share) => {
      const dispute = 'dispute: { of: a, after: 2 weeks, takes_back: points, disputes: "is_true ? 0.125 : 0.5" }';
      const rates = ratesOf(planOf(a("0.5"), "a", { more: `, ${dispute}`, misattribution }));
      expect(rates).toEqual({
        "redress.dispute, 2 ticks": 0.5 * share,
        "redress.struck_out, 50 ticks": 0.5 * share,
        [struckOut]: 0.5,
      });
    },
  );

  test("and what is done by a rate as many as it brings at the highest", () => {
    const conduct = 'a: { per_tick: "town ? 0.25 : 0.1", channel: desk }';
    expect(ratesOf(planOf(conduct, "a"))[struckOut]).toBeCloseTo(0.25, 5);
  });
});

describe("the room that is reserved", () => {
  const likely = two('0.9, when: "behind == 0"', '0.95, when: "behind > 0"');
  const soon = { people: 1000, weeks: 8 };
  const plans = {
    "of moments apart": planOf(likely, "a, b", soon),
    "of outcomes": planOf(outcomes("0.5", '"town ? 0.5 : 0"'), "a, b", soon),
    "of what waits first": planOf(likely.replaceAll("desk", "slow"), "a, b", soon),
    "of a chance of one": planOf(a("1"), "a", soon),
  };

  test.each(Object.entries(plans))("holds all that comes, on every engine the same: %s", async (_, plan) => {
    // A record arrives within three weeks and stands for eight: by then there are as many as there will ever be.
    expect(await differenceOf(plan, 1, 14, [onThreads(2), inParts(3)])).toBeUndefined();
  });

  test("is no larger than that: with half of it a run ends in an error that says so", async () => {
    const plan = plans["of moments apart"];
    const short = { ...plan, queues: plan.queues.map((queue) => ({ ...queue, rate: queue.rate / 2 })) };
    const world = await WasmWorld.open(short, 1, 1);
    await expect(async () => {
      for (let tick = 0; tick < 3; tick++) await world.step();
    }).rejects.toThrow("bug: more records are under way than can be");
    world.close();
  });

  test("is in fico less than 900 bytes a person, of bills that go unpaid and stand for seven years", () => {
    const { bytesPerPerson } = reckon(readShipped("fico").plan());
    expect(bytesPerPerson).toBeGreaterThan(700);
    expect(bytesPerPerson).toBeLessThan(900);
  });
});
