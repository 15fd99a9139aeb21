import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { countScore, mean, meanScore, moment, varianceScore } from "./check.ts";
import { runCompiled, valuesOf } from "./worlds.ts";

const people = 100_000;

/** Everyone litters at one rate; nothing else moves a score that starts at 0 and has no end in reach. */
function littering(parts: {
  channel?: string;
  conduct?: string;
  points?: string;
  scheme?: string;
  tick?: string;
}): string {
  return `
title: littering
time: { tick: ${parts.tick ?? "1 week"}, span: 10 years }
population: { size: ${people}, ties: { community: 32 } }
channels: { camera: ${parts.channel ?? "{ coverage: 1 }"} }
conduct: { littering: { per_year: 6, channel: camera, ${parts.conduct ?? ""} } }
scheme:
  score: { start: 0, from: -10_000, to: 10_000 }
  points: { littering: ${parts.points ?? "-3"} }
  ${parts.scheme ?? ""}
`;
}

describe("points of a constant rate", () => {
  // Acts are Poisson, λ = 6 a year; each is recorded with chance c = 0.4 and worth p S, S the severity: a compound
  // Poisson sum, whose mean after t years is c λ t p E[S] and whose variance is c λ t p² E[S²].
  test.each([
    ["weekly", "1 week", 104, 2],
    ["monthly", "1 month", 36, 3],
  ])("have their mean and variance at %s ticks, within 4 standard errors", async (_, tick, ticks, years) => {
    const text = littering({ channel: "{ coverage: 0.4 }", conduct: "severity: { 1: 0.7, 2: 0.2, 3: 0.1 }", tick });
    const { world } = await runCompiled(readScenario(text).plan(), 1, ticks);
    const scores = valuesOf(world, "score");
    const records = 0.4 * 6 * years;
    expect(Math.abs(meanScore(scores, records * -3 * (0.7 + 2 * 0.2 + 3 * 0.1)))).toBeLessThan(4);
    expect(Math.abs(varianceScore(scores, records * 9 * (0.7 + 4 * 0.2 + 9 * 0.1)))).toBeLessThan(4);
  });

  // Points of 0.01 are less than the step of the score, 1/16: they are made by chance, and the mean is kept. A tick's
  // points are −k/100 for k records, rounded to a 4096th in the record: −41/4096 each.
  test("of less than the score's step have their mean, within 4 standard errors", async () => {
    const { world } = await runCompiled(readScenario(littering({ points: "-0.01" })).plan(), 2, 52);
    expect(Math.abs(meanScore(valuesOf(world, "score"), (-6 * 41) / 4096))).toBeLessThan(4);
  });

  test("multiply by the severity's factor and the area's weight", async () => {
    const text = littering({
      conduct: "area: commercial, severity: { 1: 0.5, 4: 0.5 }",
      scheme: "severity: { 1: 1, 4: 10 }\n  areas: { commercial: { weight: 0.5 } }",
    });
    const { world } = await runCompiled(readScenario(text).plan(), 3, 52);
    // E[factor] = 5.5, E[factor²] = 50.5; p = −1.5.
    expect(Math.abs(meanScore(valuesOf(world, "score"), 6 * -1.5 * 5.5))).toBeLessThan(4);
    expect(Math.abs(varianceScore(valuesOf(world, "score"), 6 * 2.25 * 50.5))).toBeLessThan(4);
  });

  test("are of a severity with its mean: 1.4 within 4 standard errors", async () => {
    const text = littering({ conduct: "severity: { 1: 0.7, 2: 0.2, 3: 0.1 }", points: "1" });
    const { sums } = await runCompiled(readScenario(text).plan(), 4, 20, ["points.littering", "records.littering"]);
    const records = sums["records.littering"];
    // Var S = 1.9 + 0.5 − 1.4² = 0.44: E[S²] = 0.7 + 0.8 + 0.9 = 2.4.
    expect(Math.abs(sums["points.littering"] / records - 1.4)).toBeLessThan(4 * Math.sqrt(0.44 / records));
  });
});

describe("decay", () => {
  /** Scores that start at a distance from where they drift to. */
  function drifting(tick: string, start: number, towards: number): string {
    return `
title: decay
time: { tick: ${tick}, span: 20 years }
population: { size: ${people} }
scheme:
  score: { start: ${start}, from: 0, to: 2000 }
  decay: { towards: ${towards}, half_life: 1 year }
`;
  }

  test.each([
    ["weekly", "1 week", 52],
    ["daily", "1 day", 365],
  ])("has its half-life within 1 %%, %s", async (_, tick, ticks) => {
    for (const [start, towards] of [
      [400, 1000],
      [1010, 1000],
    ]) {
      const plan = readScenario(drifting(tick, start, towards)).plan({ people: 5000 });
      const { world } = await runCompiled(plan, 5, ticks);
      const left = (mean(valuesOf(world, "score")) - towards) / (start - towards);
      const halfLife = -1 / Math.log2(left);
      expect(Math.abs(halfLife - 1)).toBeLessThan(0.01);
    }
  });

  // A score that moved only when its drift is half a step or more would stick 0.5 / 16 / (1 − 2^(−1/365)) = 16 points
  // short at daily ticks. Rounding by chance in 65,536ths lifts the mean by at most 1 / 65,536 of a step a tick, which
  // holds it at most (1 / 2^20) / (1 − 2^(−1/365)) = 0.0005 points above.
  test.each([400, 990, 1000, 1003, 2000])("does not stick short of its target daily, from %i", async (start) => {
    const { world } = await runCompiled(
      readScenario(drifting("1 day", start, 1000)).plan({ people: 500 }),
      6,
      16 * 365,
    );
    const scores = valuesOf(world, "score");
    // What is left of the distance after 16 half-lives is 2^−16 of it.
    const expected = 1000 + (start - 1000) / 2 ** 16;
    expect(Math.abs(mean(scores) - expected)).toBeLessThan(0.0005 + 4 * Math.sqrt(moment(scores, 2) / scores.length));
  });
});

describe("misattribution", () => {
  const text = littering({ channel: "{ coverage: 1, misattribution: 0.2 }", points: "1" });

  test("conserves records: those on everyone are the acts that were recorded, exactly", async () => {
    // 30 people of the last community's 32 slots: some records find nobody and stay.
    const plan = readScenario(text).plan({ people: 20_030 });
    const { world, series } = await runCompiled(plan, 7, 26, ["acts.littering", "records.littering"]);
    expect(series["records.littering"]).toEqual(series["acts.littering"]);
    const acts = series["acts.littering"].reduce((a, b) => a + b, 0);
    expect(acts).toBeGreaterThan(50_000);
    expect(valuesOf(world, "score").reduce((a, b) => a + b, 0)).toBe(acts);
  });

  test("has its share, never falls on the one who did it, and on each other slot alike, within 4 standard errors", () => {
    const plan = readScenario(text).plan({ people: 32 * 128 });
    const further = new Uint32Array(32);
    const see = (event: { kind: string; entity: number; onto?: number }): void => {
      if (event.kind === "act") further[(event.onto! - event.entity + 32) % 32]++;
      if (event.kind === "act") expect(Math.floor(event.onto! / 32)).toBe(Math.floor(event.entity / 32));
    };
    const entities = new Set(Array.from({ length: plan.size }, (_, entity) => entity));
    const world = new World(plan, 8, { entities, see });
    for (let tick = 0; tick < 104; tick++) world.step();
    const acts = further.reduce((a, b) => a + b, 0);
    expect(Math.abs(countScore(acts - further[0], acts, 0.2))).toBeLessThan(4);
    for (const count of further.subarray(1)) expect(Math.abs(countScore(count, acts, 0.2 / 31))).toBeLessThan(4);
  });
});

describe("a delay", () => {
  const measures = ["acts.littering", "records.littering", "points.littering"];
  const conduct = "severity: { 1: 0.7, 2: 0.2, 3: 0.1 }";
  const channel = "coverage: 0.5, misattribution: 0.1";

  test("shifts records and points by exactly itself, with the same luck", async () => {
    const now = await runCompiled(
      readScenario(littering({ conduct, channel: `{ ${channel} }` })).plan({ people: 5000 }),
      9,
      40,
      measures,
    );
    for (const weeks of [1, 3, 11]) {
      const text = littering({ conduct, channel: `{ ${channel}, delay: ${weeks} weeks }` });
      const later = await runCompiled(readScenario(text).plan({ people: 5000 }), 9, 40 + weeks, measures);
      expect(later.series["acts.littering"].slice(0, 40)).toEqual(now.series["acts.littering"]);
      for (const name of measures.slice(1)) {
        expect(later.series[name]).toEqual([...Array(weeks).fill(0), ...now.series[name]]);
      }
      expect(valuesOf(later.world, "score")).toEqual(valuesOf(now.world, "score"));
    }
  });

  test("between two ends is uniform over the ticks from one to the other: its mean within 4 standard errors", () => {
    const plan = readScenario(littering({ channel: "{ coverage: 1, delay: { from: 2 weeks, to: 9 weeks } }" })).plan({
      people: 4096,
    });
    const delays: number[] = [];
    const see = (event: { kind: string; tick: number; due?: number }): void => {
      if (event.kind === "act") delays.push(event.due! - event.tick);
    };
    const entities = new Set(Array.from({ length: plan.size }, (_, entity) => entity));
    const world = new World(plan, 10, { entities, see });
    for (let tick = 0; tick < 52; tick++) world.step();
    expect([Math.min(...delays), Math.max(...delays)]).toEqual([2, 9]);
    expect(Math.abs(meanScore(delays, 5.5))).toBeLessThan(4);
    // Eight values: variance (8² − 1) / 12.
    expect(Math.abs(varianceScore(delays, 63 / 12))).toBeLessThan(4);
  });
});
