import { describe, expect, test } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";
import { differences, missing, sharedColumns, tallyOf, trace } from "./worlds.ts";

/** A world in which nothing follows from lists, enrolment, encounters, friendship or enterprises but themselves. */
const base = `
title: parts
time: { start: 2010-01-01, tick: 1 week, span: 2 years }
population:
  size: 320
  traits: { careful: { beta: [4, 2] }, age: { uniform: [18, 80] } }
  ties: { community: 64, friends: 4, far: 1, family: 2, cuttable: true }
state:
  hardship: { from: 0, to: 1, start: { beta: [2, 5] }, draws: { shock: { chance: 0.03 } }, update: "shock ? 0.9 : hardship * 0.97" }
channels: { court: { coverage: 0.6, misattribution: 0.1, delay: { from: 0 weeks, to: 3 weeks } }, app: { coverage: 1 } }
conduct:
  defaults: { per_year: "6 * (1 - careful)", channel: court, severity: { 1: 0.6, 2: 0.4 } }
  repays: { per_year: 3, channel: court }
  flies: { per_year: 4 }
encounters: { strangers: { with: strangers, per_week: 2 }, friends: { with: friends, per_week: 1.5 } }
scheme:
  score: { start: 100, from: 0, to: 200 }
  points: { defaults: -3.3, repays: 2.7 }
  files: { late: { of: { defaults: 1 }, half_life: 1 year } }
  bands: { fine: 90, low: 0 }
consequences: { banned: { on: "score < 95", lasts: 6 weeks } }
measures: { worry: { mean: hardship } }
`;

const lists = `
lists:
  defaulters: { grounds: [defaults], notice: 10 days, term: { 1: 3 months, 2: 1 year }, extension: 1 month, exits: { repays: { within: 3 days, after: 1 month } }, exempt: "age > 70" }
  honoured: { color: red, when: "score > 105", term: 60 days }
`;
const enrolment = `
institutions:
  rollouts: { courts: { dated: { 2010-01-01: 0, 2011-01-01: 1 }, between: lines } }
  enrolment: { take_up: { dated: { 2010-01-01: 0.1, 2011-06-01: 0.9 }, between: lines }, may: "age >= 20", opt_out: { per_year: 0.2 } }
`;
const friendship = `
friendship: { dropped: { per_year: "friend(score) < 95 ? 3 : 0.2" }, mended: { per_year: 0.5 }, dormant: 0.2 }
`;
const enterprises = `
enterprises:
  one_for_every: 8 people
  traits: { sound: { beta: [3, 2] } }
  conduct: { violates: { per_year: "6 * (1 - sound) + (owner(banned) ? 1 : 0)", channel: court } }
  scheme: { score: { start: 100, from: 0, to: 200 }, points: { violates: -5 }, bands: { good: 80, bad: 0 } }
  lists: { shamed: { grounds: [violates], term: 6 months } }
`;
/** Done at encounters, and put down to others, but worth no points. */
const rating = base.replace(
  "encounters:",
  '  rates: { at: [strangers, friends], chance: "0.3 + 0.4 * other(careful)", falls_on: other, severity: "3 + other(hardship)", channel: app }\nencounters:',
);
const family = base.replace(
  "consequences: { ",
  "consequences: { watched: { when: band == low, family: true, family_costs: 20 yuan per year, costs: 50 yuan per year }, ",
);
const meeting = base.replace("with: friends, per_week: 1.5", "with: friends, per_week: 5");

const ticks = 30;
const seed = 9;
const plain = trace(readScenario(base).plan(), seed, ticks);

describe("a world", () => {
  test.each([
    ["lists", base + lists],
    ["enrolment and roll-outs", base + enrolment],
    ["friendship", base + friendship],
    ["enterprises", base + enterprises],
    ["conduct at encounters", rating],
    ["a consequence that families feel", family],
    ["more meetings", meeting],
    ["all of them", rating + lists + enrolment + friendship + enterprises],
  ])("with %s has the same people and the same luck for all else as without", (part, text) => {
    const other = trace(readScenario(text).plan(), seed, ticks);
    // Cut ties are what friendship is about; nothing else here asks for them.
    const own = text.includes("friendship:") ? ["ties.cut"] : [];
    const { columns } = differences(plain.world, other.world);
    expect(
      [...columns].filter((column) => !isCut(column)),
      part,
    ).toEqual([]);
    if (own.length > 0) expect([...columns].some(isCut)).toBe(true);
    expect(sharedColumns(plain.world.plan, other.world.plan).length).toBeGreaterThan(6);
    expect(missing(told(plain.events), told(other.events)).slice(0, 3)).toEqual([]);
  });

  test("has something happen in it", () => {
    expect(plain.events.filter(({ kind }) => kind === "act").length).toBeGreaterThan(800);
    expect(plain.events.filter(({ kind }) => kind === "record").length).toBeGreaterThan(150);
  });
});

describe("switched off again", () => {
  test.each([
    ["on.defaulters", "a list that nobody is put on", lists.replace('exempt: "age > 70"', "exempt: true")],
    ["enrolled", "an enrolment that nobody joins", enrolment.replace("0.1,", "0,").replace("0.9", "0")],
  ])("%s stays at 0 with %s", (measure, _, part) => {
    expect(trace(readScenario(base + part).plan(), seed, ticks).world.figures.get(measure)).toBe(0);
    expect(
      trace(readScenario(base + lists + enrolment).plan(), seed, ticks).world.figures.get(measure),
    ).toBeGreaterThan(0);
  });
});

/** All events but bare meetings: who is dropped is met no more, and more meetings are other meetings. */
function told(events: typeof plain.events): Map<string, number> {
  return tallyOf(events.filter((event) => !("step" in event && event.step.endsWith(" meet"))).map(tellBare));
}

function isCut(column: string): boolean {
  return column.includes("cut");
}

/** An event without the day of its tick, which is drawn where a list wants to know it, and without what it adds to. */
function tellBare(event: (typeof plain.events)[number]): string {
  return JSON.stringify(event, (key, value) => (key === "adds" || /\bday\b/.test(key) ? undefined : value));
}
