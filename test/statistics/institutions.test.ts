import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { countScore } from "./check.ts";
import { runOf, valuesOf } from "./worlds.ts";

const people = 10_000;

function textOf(institutions: string, more = ""): string {
  return `
title: institutions
time: { start: 2010-01-01, tick: 1 month, span: 10 years }
population:
  size: ${people}
  traits: { town: { chance: 0.4 }, rank: { uniform: [0, 1], resolution: 0.001 }, grows_up: { uniform: [0, 60], resolution: 1 } }
institutions: ${institutions}
${more}
`;
}

describe("enrolment", () => {
  const curve = "take_up: { dated: { 2010-01-01: 0.1, 2012-01-01: 0.7, 2014-01-01: 1 }, between: lines }";

  test("follows its curve: at the end of each tick the share that has joined, within 4 standard errors", () => {
    const { series } = runOf(readScenario(textOf(`{ enrolment: { ${curve} } }`)).plan(), 1, 50, ["enrolled"]);
    series.enrolled.forEach((count, tick) => {
      const share = tick < 24 ? 0.1 + (0.6 * tick) / 24 : Math.min(1, 0.7 + (0.3 * (tick - 24)) / 24);
      if (share === 1) expect(count).toBe(people);
      else expect(Math.abs(countScore(count, people, share)), `tick ${tick}`).toBeLessThan(4);
      if (tick > 0) expect(count).toBeGreaterThanOrEqual(series.enrolled[tick - 1]);
    });
  });

  test("begins with the last of several dates before the start", () => {
    const steps = "take_up: { dated: { 2000-01-01: 0, 2005-01-01: 0.1, 2009-01-01: 0.4 } }";
    const { series } = runOf(readScenario(textOf(`{ enrolment: { ${steps} } }`)).plan(), 5, 2, ["enrolled"]);
    for (const count of series.enrolled) expect(Math.abs(countScore(count, people, 0.4))).toBeLessThan(4);
  });

  test("of those who come to be allowed follows it too, and nobody else joins", () => {
    const text = textOf(`{ enrolment: { take_up: 0.5, may: "tick >= grows_up" } }`);
    const { world } = runOf(readScenario(text).plan(), 2, 30, []);
    const [states, grown] = [valuesOf(world, "enrolment.state"), valuesOf(world, "grows_up")];
    const allowed = grown.map((tick) => Number(tick <= 29));
    const joined = states.filter((state, i) => state === 2 && allowed[i] === 1).length;
    expect(states.filter((state, i) => state !== 0 && allowed[i] === 0).length).toBe(0);
    const many = allowed.reduce((a, b) => a + b);
    expect(Math.abs(countScore(joined, many, 0.5))).toBeLessThan(4);
  });

  test("loses those who opt out for good, at their rate, until it is mandatory", () => {
    const text = textOf("{ enrolment: { take_up: 1, opt_out: { per_year: 0.3 }, mandatory: 2013-01-01 } }");
    const { series } = runOf(readScenario(text).plan(), 3, 40, ["enrolled", "opted_out"]);
    for (let tick = 0; tick < 36; tick++) {
      const left = 1 - Math.exp((-0.3 * (tick + 1)) / 12);
      expect(series.enrolled[tick] + series.opted_out[tick]).toBe(people);
      expect(Math.abs(countScore(series.opted_out[tick], people, left)), `tick ${tick}`).toBeLessThan(4);
    }
    expect(series.enrolled.slice(36)).toEqual([people, people, people, people]);
  });

  test("that is mandatory takes in everyone who may, and nobody else", () => {
    const text = textOf("{ enrolment: { take_up: 0, may: town, mandatory: 2010-03-05 } }");
    const { world, series } = runOf(readScenario(text).plan(), 4, 4, ["enrolled"]);
    const towns = valuesOf(world, "town").reduce((a, b) => a + b);
    expect(series.enrolled).toEqual([0, 0, towns, towns]);
  });
});

describe("a roll-out", () => {
  test("records what is done × how far it has come, tick by tick, within 4 standard errors", () => {
    const parts = `
channels:
  camera: { coverage: cameras }
  court: { coverage: "courts > rank ? 0.8 : 0.2" }
conduct:
  litters: { per_month: 1, channel: camera }
  sues: { per_month: 1, channel: court }
`;
    const rollouts = `{ rollouts: { courts: { dated: { 2010-01-01: 0, 2011-01-01: 1 } }, cameras: { dated: { 2010-01-01: 0, 2012-01-01: 1 }, between: lines } } }`;
    const names = ["acts.litters", "records.litters", "acts.sues", "records.sues"];
    const { series } = runOf(readScenario(textOf(rollouts, parts)).plan(), 5, 26, names);
    for (let tick = 0; tick < 26; tick++) {
      const [acts, records] = [series["acts.litters"][tick], series["records.litters"][tick]];
      const cameras = Math.min(1, tick / 24);
      if (cameras === 0 || cameras === 1) expect(records).toBe(acts * cameras);
      else expect(Math.abs(countScore(records, acts, cameras)), `tick ${tick}`).toBeLessThan(4);
      const courts = tick < 12 ? 0.2 : 0.8;
      // Those of the highest rank, a thousandth, are never reached: that is well within an error.
      expect(Math.abs(countScore(series["records.sues"][tick], series["acts.sues"][tick], courts))).toBeLessThan(4);
    }
  });
});

describe("what is blocked", () => {
  const parts = (blocked: string): string => `
channels: { gate: { coverage: 1 } }
conduct: { flies: { per_month: 2, channel: gate${blocked} } }
consequences: { no_flights: { when: town, blocks: [flies], costs: 100 yuan per year } }
`;

  test("is counted as attempted and not done, and leaves no record; all attempts are those of a world without", () => {
    const names = ["acts.flies", "blocked.flies", "records.flies"];
    const both = runOf(
      readScenario(textOf("{ phases: { now: { from: start } } }", parts(", blocked: rank > 0.5"))).plan(),
      6,
      3,
      names,
    );
    const free = runOf(
      readScenario(textOf("{ phases: { now: { from: start } } }", parts("").replace("blocks: [flies], ", ""))).plan(),
      6,
      3,
      ["acts.flies"],
    );
    for (let tick = 0; tick < 3; tick++) {
      const attempts = both.series["acts.flies"][tick] + both.series["blocked.flies"][tick];
      expect(attempts).toBe(free.series["acts.flies"][tick]);
      expect(both.series["records.flies"][tick]).toBe(both.series["acts.flies"][tick]);
      // Independent of each other: 0.4 are of a town, half are above the middle (a thousandth of a rank aside).
      expect(Math.abs(countScore(both.series["blocked.flies"][tick], attempts, 1 - 0.6 * 0.5))).toBeLessThan(4);
    }
  });
});

describe("a consequence for the family", () => {
  const text = (family: string): string => `
title: family
time: { tick: 1 month, span: 10 years }
population: { size: 8192, traits: { town: { chance: 0.2 } }, ties: { ${family} } }
consequences:
  no_school: { when: town, family: true, costs: 1200 yuan per year, family_costs: 600 yuan per year }
`;
  const names = [
    "under.no_school",
    "under.no_school through family",
    "yuan.no_school",
    "yuan.no_school through family",
  ];

  test("is felt by whom one of the family is under it, and has its own costs", () => {
    const { series } = runOf(readScenario(text("family: 2")).plan(), 7, 3, names);
    const [under, through, yuan, families] = names.map((name) => series[name]);
    // Two members, each under it with chance 0.2; neighbours share members, so the count spreads up to 3 times as far.
    const share = 1 - 0.8 ** 2;
    expect(Math.abs(countScore(through[2], 8192, share))).toBeLessThan(8);
    expect(yuan[2]).toBe(-100 * under[2]);
    expect(families[2]).toBe(-50 * through[2]);
    // It is shown from the start, and nothing changes here.
    expect(through).toEqual([through[0], through[0], through[0]]);
  });

  test("is felt by nobody where there are no families", () => {
    const { series } = runOf(readScenario(text("friends: 2")).plan(), 7, 2, names);
    expect(series["under.no_school through family"]).toEqual([0, 0]);
  });
});

test("two scenarios that differ in nothing but whom enrolment takes in have the same people", () => {
  const one = new World(readScenario(textOf("{ enrolment: { take_up: 0.3 } }")).plan({ people: 100 }), 8);
  const two = new World(readScenario(textOf("{ enrolment: { take_up: 0.6 } }")).plan({ people: 100 }), 8);
  expect(valuesOf(one, "rank")).toEqual(valuesOf(two, "rank"));
  const [few, many] = [valuesOf(one, "enrolment.state"), valuesOf(two, "enrolment.state")];
  expect(few.every((state, i) => state !== 2 || many[i] === 2)).toBe(true);
});
