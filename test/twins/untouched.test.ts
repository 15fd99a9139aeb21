import { describe, expect, test } from "vitest";
import type { TraceEvent } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { differences, missing, reversed, sharedColumns, tallyOf, trace } from "./worlds.ts";

/** Something of every kind that draws, while nothing passes from one person to another. */
const base = `
title: twins
time: { tick: 1 week, span: 2 years }
population:
  size: 700
  traits:
    urban: { chance: 0.6 }
    conscientious: { beta: [5, 2] }
    age: { uniform: [18, 80] }
    school: { given: { urban: { true: { categorical: { low: 0.2, high: 0.8 } }, false: { categorical: { low: 0.7, high: 0.3 } } } } }
  correlations: [{ between: [conscientious, age], is: 0.4 }]
  ties: { community: 64, friends: 4, far: 1 }
state:
  hardship:
    from: 0
    to: 1
    start: { beta: [2, 5] }
    draws: { shock: { chance: 0.02 }, size: { uniform: [0, 1] } }
    update: "shock ? size : hardship * 0.97"
channels:
  camera: { coverage: "urban ? 0.8 : 0.3", delay: { from: 0 weeks, to: 4 weeks } }
  report: { coverage: 0.2 }
conduct:
  littering: { per_year: "12 * (1 - conscientious)", severity: { 1: 0.7, 3: 0.3 }, channel: [camera, report] }
  late_payment: { per_year: "6 * hardship", channel: report }
  volunteers: { per_year: "8 * conscientious * (banned ? 0.2 : 1)", channel: camera }
scheme:
  score: { start: 1000, from: 0, to: 2000 }
  points:
    littering: { is: -12.3, repetition: { factor: 1.5, at_most: 4 } }
    late_payment: { is: -40, cap: { loss: 200 } }
    volunteers: 5
  decay: { towards: 1000, half_life: 1 year }
  bands: { high: 1000, low: 0 }
consequences:
  banned: { on: "score < 950", lasts: 8 weeks }
response:
  caution: { of: littering, factor: "band == low ? 0.7 : 1" }
measures: { mean_hardship: { mean: hardship } }
`;

const after = (line: string, more: string): string => {
  expect(base).toContain(`${line}\n`);
  return base.replace(`${line}\n`, `${line}\n${more}\n`);
};

const changed: readonly (readonly [string, string])[] = [
  ["one more person", base.replace("size: 700", "size: 701")],
  ["twice the people", base.replace("size: 700", "size: 1400")],
  ["a longer span", base.replace("span: 2 years", "span: 9 years")],
  [
    "one more conduct",
    after("conduct:", "  averts_eyes: { per_year: 30, severity: { 1: 0.5, 2: 0.5 }, channel: camera }"),
  ],
  [
    "one more conduct that is due, with its outcomes",
    after(
      "conduct:",
      "  bill: { every: 4 weeks, when: urban, one_of: { missed: { chance: 0.2, channel: report }, paid: { chance: rest } } }",
    ),
  ],
  ["one more channel", after("channels:", "  audit: { coverage: 0.5 }")],
  [
    "one more consequence",
    after("consequences:", '  audited: { on: "score < 990", lasts: 3 weeks }\n  barred: { when: "score < 900" }'),
  ],
  [
    "one more measure",
    after("response:", "  none_at_all: { of: volunteers, factor: 1 }").replace(
      "measures: {",
      'measures: { mean_score: { mean: score }, poor: { share: "hardship > 0.5", by: school },',
    ),
  ],
  [
    "one more state",
    after(
      "state:",
      "  anger: { from: 0, to: 1, start: { beta: [2, 8] }, draws: { luck: { uniform: [0, 1] } }, update: luck }",
    ),
  ],
  ["one more trait", after("  traits:", "    brave: { chance: 0.5 }")],
  ["one more group", `${base}groups: { old: { when: "age > 60" } }\n`],
  ["another title", base.replace("title: twins", "title: other")],
  ["the file the other way round", reversed(base)],
];

/** What is said of an event that two worlds may share. */
const tell = (event: TraceEvent): string => JSON.stringify(event);

describe("a world without contagion", () => {
  const ticks = 60;
  const plain = trace(readScenario(base).plan(), 5, ticks);

  test("has something happen in it", () => {
    expect(plain.events.filter(({ kind }) => kind === "act").length).toBeGreaterThan(3000);
    expect(sharedColumns(plain.world.plan, plain.world.plan)).toEqual(
      expect.arrayContaining([
        "score",
        "hardship",
        "banned.left",
        "littering.earlier",
        "points.late_payment.counted",
        "school",
      ]),
    );
  });

  test.each(changed)("and with %s has the same columns and the same lives for everyone", (_, text) => {
    const other = trace(readScenario(text).plan(), 5, ticks);
    expect(sharedColumns(plain.world.plan, other.world.plan).length).toBe(
      plain.world.plan.columns.filter(({ role }) => role === "stored").length,
    );
    expect([...differences(plain.world, other.world).columns]).toEqual([]);
    const events = tallyOf(other.events.map(tell));
    expect(missing(tallyOf(plain.events.map(tell)), events)).toEqual([]);
  });

  test("and with counts of what is done has the same columns", () => {
    const counts = "tally + did(littering) + recorded(littering)";
    const state = `  tally: { from: 0, to: 999, resolution: 1, start: 0, update: ${counts} }`;
    const other = trace(readScenario(after("state:", state)).plan(), 5, ticks);
    expect([...differences(plain.world, other.world).columns]).toEqual([]);
    expect(other.world.figures.size).toBe(plain.world.figures.size);
  });

  test("and of another seed has other lives", () => {
    const other = trace(readScenario(base).plan(), 6, ticks);
    expect(differences(plain.world, other.world).entities.size).toBe(700);
  });

  test("read the other way round is the same scenario with the same state hash", () => {
    const other = trace(readScenario(reversed(base)).plan(), 5, ticks);
    expect(readScenario(reversed(base)).hash).toBe(readScenario(base).hash);
    expect(other.world.hash()).toBe(plain.world.hash());
  });
});
