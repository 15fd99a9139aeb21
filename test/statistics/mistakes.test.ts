import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { countScore } from "./check.ts";
import { valuesOf } from "./worlds.ts";

/** Full communities, so that whatever goes astray falls on another. */
const people = 4096;
const ticks = 52;

interface Made {
  readonly channel?: string;
  readonly conduct?: string;
  readonly scheme?: string;
  readonly more?: string;
}

/** A town where people litter, and what it keeps of that. */
function town({ channel = "coverage: 0.8", conduct = "", scheme = "", more = "" }: Made): string {
  return `
title: Town
time: { start: 2020-01-01, tick: 1 week, span: 1 year }
population: { size: ${people}, traits: { urban: { chance: 0.5 } } }
channels:
  camera: { ${channel} }
  hotline: { coverage: 0.6 }
conduct:
  littering: { per_year: 3, channel: camera }
${conduct}
scheme:
  truth: true
  score: { start: 10_000, from: 0, to: 20_000, resolution: 1 }
  points: { littering: -5 }
${scheme}
groups:
  town: { when: urban }
${more}`;
}

interface Total {
  readonly count: number;
  readonly sum: number;
}

/** A world after a year, and what its measures have counted by then: everyone first, then each group. */
function live(text: string, seed: number): { readonly world: World; readonly totalOf: (measure: string) => Total[] } {
  const world = new World(readScenario(text).plan(), seed);
  const totals = new Map<string, Total[]>();
  for (let tick = 0; tick < ticks; tick++) {
    world.step();
    for (const { measure, group, count, sum } of world.rows) {
      const { name } = world.plan.measures[measure]!;
      const before = totals.get(name) ?? [];
      const one = before[group + 1] ?? { count: 0, sum: 0 };
      before[group + 1] = { count: one.count + count, sum: one.sum + sum };
      totals.set(name, before);
    }
  }
  return { world, totalOf: (measure) => totals.get(measure) ?? [] };
}

describe("of records are false", () => {
  test("those that go astray: the share of the channel, of everyone and of each group, within 4 standard errors", () => {
    const { totalOf } = live(town({ channel: "coverage: 0.8, misattribution: 0.1" }), 11);
    const [all] = totalOf("false.littering");
    expect(all!.count).toBeGreaterThan(9000);
    expect(Math.abs(countScore(all!.sum, all!.count, 0.1))).toBeLessThan(4);
    const apart = totalOf("false.littering by town").slice(1);
    expect(apart).toHaveLength(2);
    expect(apart.map(({ count }) => count).reduce((a, b) => a + b)).toBe(all!.count);
    for (const { count, sum } of apart) expect(Math.abs(countScore(sum, count, 0.1))).toBeLessThan(4);
    // They are true records of nobody: each makes one score wrong, and leaves another as it would be without.
    expect(totalOf("records.littering")[0]!.count).toBe(all!.count);
  });

  test("those that are claimed, beside those that go astray, within 4 standard errors", () => {
    const lies = "  accuses: { per_year: 1, claims: littering, channel: hotline }";
    const text = town({ channel: "coverage: 0.8, misattribution: 0.1", conduct: lies });
    const { world, totalOf } = live(text, 12);
    // Of 3 × 0.8 records of what was done a tenth, and all of 1 × 0.6 of what was not.
    const share = (3 * 0.8 * 0.1 + 1 * 0.6) / (3 * 0.8 + 1 * 0.6);
    const [all] = totalOf("false.littering");
    expect(Math.abs(countScore(all!.sum, all!.count, share))).toBeLessThan(4);
    // It is counted as what it is, and as nothing that it is not.
    const names = world.plan.measures.map(({ name }) => name);
    expect(names).toContain("acts.accuses");
    expect(names.filter((name) => name === "records.accuses" || name === "false.accuses")).toEqual([]);
    const acts = totalOf("acts.littering")[0]!.count;
    const expected = (3 * people * ticks * 7) / 365;
    expect(Math.abs(acts - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  test("none where nothing errs", () => {
    const { totalOf } = live(town({}), 13);
    expect(totalOf("false.littering")[0]!.sum).toBe(0);
  });
});

const onlyLies = "  accuses: { per_year: 2, claims: littering, channel: hotline }";

test("of false records alone a score is, with true ones, that of a world in which nobody lies, in every cell", () => {
  const scheme = "  decay: { towards: 9000, half_life: 1 year }";
  const lying = (rate: number): string =>
    town({ channel: "coverage: 0", conduct: onlyLies.replace("2", String(rate)), scheme });
  const [liars, honest] = [2, 0].map((rate) => new World(readScenario(lying(rate)).plan(), 14)) as [World, World];
  for (let tick = 0; tick < ticks; tick++) {
    liars.step();
    honest.step();
    expect(valuesOf(liars, "score, if true")).toEqual(valuesOf(honest, "score"));
  }
  const [wrong, right] = [valuesOf(liars, "score"), valuesOf(liars, "score, if true")];
  expect(wrong.filter((score, person) => score < right[person]!).length).toBeGreaterThan(people / 2);
});

test("scores are wrong by the points of the false records of each, and bands where these reach across", () => {
  const scheme = "  bands: { good: 9990, bad: 0 }";
  const more = `
consequences:
  shunned: { when: "band == bad", costs: 52 yuan per year }
`;
  const text = town({ channel: "coverage: 0.8, misattribution: 0.2", conduct: onlyLies, scheme, more });
  const { world, totalOf } = live(text, 15);
  const falses = totalOf("false.littering")[0]!.sum;
  expect(falses).toBeGreaterThan(4000);
  // Five points each; nothing forgets, and no end of the scale is near.
  expect(world.figures.get("wrong.points")! * people).toBeCloseTo(5 * falses, 3);
  const [is, would] = [valuesOf(world, "score"), valuesOf(world, "score, if true")];
  const moved = is.filter((score, person) => score < 9990 !== would[person]! < 9990).length;
  expect(moved).toBeGreaterThan(200);
  expect(world.figures.get("wrong.band")).toBeCloseTo(moved / people, 6);
  // Whoever is shunned and would not be pays 52 yuan a year, of which a week is one in 52.14.
  expect(world.figures.get("wrong.cost")).toBeCloseTo((moved * 52 * 7) / 365, -1);
});

test("of a list those are wrong who are on it by false records, or off it by a false exit", () => {
  const more = `
lists:
  seen: { grounds: littering, term: 4 weeks }
  watched: { grounds: littering, term: 1 year, exits: { atones: { within: 0 days } } }
`;
  const conduct = `${onlyLies}
  atones: { per_year: 1, channel: camera }
  pretends: { per_year: 3, claims: atones, channel: hotline }`;
  const { world } = live(town({ conduct, more }), 16);
  for (const list of ["seen", "watched"]) {
    const [is, would] = [valuesOf(world, `${list}.left`), valuesOf(world, `${list}.left, if true`)];
    const on = is.filter((left) => left > 0).length;
    const wrong = is.filter((left, person) => left > 0 && would[person] === 0).length;
    const missing = is.filter((left, person) => left === 0 && would[person]! > 0).length;
    expect(wrong).toBeGreaterThan(50);
    if (list === "watched") expect(missing).toBeGreaterThan(50);
    expect(world.figures.get(`wrong.on ${list}`)).toBeCloseTo(wrong / on, 6);
    expect(world.figures.get(`wrong.off ${list}`)).toBeCloseTo(missing / (people - on), 6);
  }
});
