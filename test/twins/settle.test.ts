import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { differenceOf, inMemories, onThreads } from "../conformance/rows.ts";
import { differences, sharedColumns, trace } from "./worlds.ts";

/** A world that has come to tick 0, and perhaps some ticks further. */
function settled(text: string, people = 700, further = 0): World {
  const world = new World(readScenario(text).plan({ people }), 5);
  while (world.tick < further) world.step();
  return world;
}

/** With `scheme`, whatever a scheme brings about; without, the same people and what they do by themselves. */
function worldOf(scheme: boolean, settle: string): string {
  const only = (text: string): string => (scheme ? text : "");
  return `
title: with a scheme and without
time: { start: 2010-01-01, tick: 1 week, span: 3 years, settle: ${settle} }
population:
  size: 700
  traits: { calm: { uniform: [0, 1] }, urban: { chance: 0.5 }, born: { uniform: [10, 70] } }
  derived: { age: born + years }
  ties: { community: 64, friends: 4, far: 1, family: 2, cuttable: true }
state:
  debt: { from: 0, to: 10, start: 0, draws: { bill: { chance: 0.3 } }, update: "debt * 0.9 + (bill ? 1 : 0) + ${scheme ? "(fined ? 0.5 : 0) + (shamed ? 0.2 : 0) + (barred_through_family ? 0.1 : 0) + (band == low ? 0.1 : 0)" : "0"}" }
  mood: { from: 0, to: 1, start: calm, update: "mood * 0.9 + friends_mean(mood) * 0.05 + trouble / 200 + (age > 60 ? 0.01 : 0)" }
conduct:
  misses: { per_year: 12 * debt, at_most: 80, channel: bank${scheme ? ', blocked: "barred"' : ""} }
  greets: { per_year: 10 * mood, channel: bank }
  snubs: { at: meets, chance: "0.3 * (1 - other(mood))", falls_on: other, channel: bank }
encounters: { meets: { per_week: 1, with: strangers } }
friendship: { dropped: { per_year: "0.5 * mood${scheme ? " + (friend(barred) ? 1 : 0)" : ""}" }, mended: { per_year: 1 } }
channels: { bank: { coverage: 0.9, misattribution: 0.1, delay: { from: 0 weeks, to: 4 weeks } } }
${only(`scheme:
  score: { start: 700 + 50 * calm, from: 0, to: 1000 }
  points: { misses: { is: -20, repetition: { factor: 1.5 } }, greets: { is: 5, cap: { gain: 20 } }, snubs: { is: -5, warnings: 1 } }
  files: { late: { of: { misses: 1 }, half_life: 1 year, start: 3 }, quiet: { since: misses, up_to: 2 years, start: 1 } }
  decay: { towards: 500, half_life: 1 year }
  friends: { pull_per_tick: 0.05 }
  bands: { high: 700, low: 0 }
lists:
  shamed: { grounds: misses, term: 1 year }
  noted: { when: urban, term: 1 year }
consequences:
  fined: { on: score < 720, lasts: 8 weeks }
  barred: { when: urban || late > 2, family: true, blocks: greets }
response: { fear: { of: [misses, snubs], factor: "score < 720 ? 0.5 : 0.8" } }
institutions:
  phases: { easy: { from: start }, hard: { after: easy, when: trouble > 0.1 } }
  enrolment: { take_up: 0.5, may: debt < 2, opt_out: { per_year: 2 } }`)}
measures: { trouble: { mean: debt } }
`;
}

describe("a world with a scheme and its control", () => {
  test("are the same in every column that both have when they have settled, and part then", () => {
    const [a, b] = [settled(worldOf(true, "1 year")), settled(worldOf(false, "1 year"))];
    expect(sharedColumns(a.plan, b.plan).length).toBeGreaterThan(5);
    expect([...differences(a, b).columns]).toEqual([]);
    for (const name of ["trouble", "acts.misses", "acts.greets", "acts.snubs"])
      expect(a.figures.get(name), name).toBe(b.figures.get(name));
    // Settling did something.
    expect([...differences(settled(worldOf(true, "1 tick")), a).columns]).toEqual(
      expect.arrayContaining(["debt", "mood", "ties.cut"]),
    );
    const further = differences(settled(worldOf(true, "1 year"), 700, 12), settled(worldOf(false, "1 year"), 700, 12));
    expect([...further.columns]).toEqual(expect.arrayContaining(["debt", "mood"]));
  });

  test("begin with the scheme's own columns at their starts", () => {
    const long = settled(worldOf(true, "1 year"));
    const start = new World(readScenario(worldOf(true, "1 year")).plan({ people: 700 }), 5);
    const own = ["score", "late", "quiet.ticks", "shamed.left", "noted.left", "fined.left", "enrolment.state"];
    for (const name of [...own, "misses.earlier", "points.greets.counted", "snubs.warned"])
      for (let one = 0; one < 700; one++) expect(long.unitOf(name, one), name).toBe(start.unitOf(name, one));
    expect([...long.waiting()]).toEqual([]);
    expect(long.globalOf("phase")).toBe(0);
    expect(long.globalOf("years")).toBe(0);
    long.step();
    // It begins at once: those whom it holds of are listed, and the phase follows the last figure.
    expect(long.globalOf("phase")).toBe(1);
    const noted = Array.from({ length: 700 }, (_, one) => long.unitOf("noted.left", one) > 0);
    expect(noted).toEqual(Array.from({ length: 700 }, (_, one) => long.valueOf("urban", one) === 1));
  });
});

/** The same world, whose scheme neither records nor punishes anything. */
function disarmed(text: string): string {
  const scenario = JSON.parse(text);
  const of = (part: Record<string, Record<string, unknown>> | undefined, key: string, is: unknown): void => {
    for (const one of Object.values(part ?? {})) if (one[key] !== undefined) one[key] = is;
  };
  for (const part of [scenario, scenario.enterprises ?? {}]) {
    of(part.consequences, "when", "false");
    of(part.consequences, "on", "false");
    of(part.lists, "when", "false");
    delete part.response;
  }
  of(scenario.channels, "coverage", 0);
  return JSON.stringify(scenario);
}

test.each(["sesame", "nosedive", "suining", "national", "fico", "tencent"])(
  "%s settles as it does without records, consequences, lists by rule and responses",
  (name) => {
    const scenario = JSON.parse(readShipped(name).text);
    // What it is asked may leave out what is left out here.
    delete scenario.questions;
    const text = JSON.stringify({ ...scenario, time: { ...scenario.time, settle: "12 ticks" } });
    const world = settled(text, 1100);
    expect([...differences(world, settled(disarmed(text), 1100)).columns]).toEqual([]);
    // Settling did something: states that live by themselves moved.
    const moved = differences(world, new World(world.plan, 5)).columns;
    const states = Object.keys(scenario.state ?? {});
    if (states.length > 0) expect(states.filter((state) => moved.has(state))).not.toEqual([]);
  },
);

describe("settling", () => {
  const bare = (settle: string): string =>
    worldOf(true, settle)
      .replace(/ {2}mood: .*\n/, "")
      .replaceAll("mood", "calm");

  test("changes no trait, and for how long changes no draw from the first tick on", () => {
    const forgetful = (settle: string): string => `
title: a world that remembers nothing
time: { tick: 1 week, span: 1 year${settle} }
population: { size: 500, traits: { calm: { uniform: [0, 1] } } }
state: { luck: { from: 0, to: 1, start: 0, draws: { luck_now: { uniform: [0, 1] } }, update: luck_now } }
conduct: { strays: { per_week: calm, severity: { 1: 0.5, 2: 0.5 }, channel: eye } }
channels: { eye: { coverage: 0.5, misattribution: 0.2, delay: { from: 0 weeks, to: 3 weeks } } }
scheme: { score: { start: 100, from: 0, to: 100 }, points: { strays: -1 } }
`;
    const of = (settle: string) => {
      const plan = readScenario(forgetful(settle)).plan();
      const { world, events } = trace(plan, 9, 20 + (plan.settle ?? 0));
      return { world, events: events.filter(({ tick, kind }) => tick > 0 || kind !== "write") };
    };
    const [none, one, many] = [of(""), of(", settle: 1 week"), of(", settle: 33 weeks")];
    expect(none.events.length).toBeGreaterThan(1000);
    // Nobody is told of what goes on before the start.
    for (const { world, events } of [one, many]) {
      expect(events.filter(({ tick }) => tick >= 0)).toEqual(none.events.filter(({ tick }) => tick >= 0));
      expect(events.filter(({ tick }) => tick < 0)).toEqual([]);
      expect(world.hash()).toBe(none.world.hash());
      expect(world.rows).toEqual(none.world.rows);
    }
    const lucks = [none, many]
      .map(({ world }) => new World(world.plan, 9))
      .map((world) => {
        while (world.tick < 0) world.step();
        return Array.from({ length: 500 }, (_, person) => world.unitOf("luck", person));
      });
    expect(lucks[1]).not.toEqual(lucks[0]);
  });

  test("with no ticks to settle for is no part of a plan", () => {
    const plan = readScenario(bare("1 tick").replace(", settle: 1 tick", "")).plan();
    expect(Object.keys(plan)).not.toContain("settle");
    expect(JSON.stringify(plan)).not.toContain("settling");
  });

  test("runs alike on the interpreter and compiled, on threads and in memories", async () => {
    for (const text of [worldOf(true, "7 ticks"), readFileSync("test/good/settle.yaml", "utf8")]) {
      const plan = readScenario(text).plan({ people: 300 });
      expect(await differenceOf(plan, 4, 6, [onThreads(1), onThreads(2), inMemories(2), inMemories(1, 2, 17)])).toBe(
        undefined,
      );
    }
  });

  test("of a plan whose records are under way when it ends is delivered in time", async () => {
    // No scenario makes such a plan; the contract allows it.
    const text = worldOf(true, "7 ticks");
    const { settle, ...rest } = readScenario(text.replace(", settle: 7 ticks", "")).plan({ people: 300 });
    const plan = { ...rest, settle: 3 };
    expect(settle).toBeUndefined();
    const world = await WasmWorld.open(plan, 4, 1);
    for (let tick = 0; tick < 3; tick++) await world.step();
    const waiting = [...world.waiting()];
    expect(waiting.length).toBeGreaterThan(10);
    for (const { posted, due } of waiting) {
      expect(posted).toBeLessThan(0);
      expect(due).toBeGreaterThanOrEqual(0);
    }
    expect(await differenceOf(plan, 4, 8, [onThreads(1), onThreads(2), inMemories(1, 2, 17)])).toBe(undefined);
  });
});
