import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { runOf } from "./worlds.ts";

/** A global tick by tick. */
function globalsOf(text: string, name: string, ticks: number): number[] {
  const world = new World(readScenario(text).plan(), 1);
  return Array.from({ length: ticks }, () => {
    world.step();
    return world.globalOf(name);
  });
}

describe("phases", () => {
  // Weeks of a 365-day year: 2010-07-01 is day 181, in week floor(181 / 365 × 52) = 25; 2011-01-01 begins week 52.
  test("are entered by date in the tick that the day lies in", () => {
    const text = `
title: dates
time: { start: 2010-01-01, tick: 1 week, span: 2 years }
population: { size: 32 }
institutions:
  phases: { pilot: { from: start }, wide: { from: 2010-07-01 }, late: { from: 2011-01-01 } }
`;
    const phases = globalsOf(text, "phase", 104);
    const order = ["late", "pilot", "wide"];
    const expected = Array.from({ length: 104 }, (_, tick) => (tick < 25 ? "pilot" : tick < 52 ? "wide" : "late"));
    expect(phases.map((phase) => order[phase])).toEqual(expected);
  });

  test("are entered by a threshold in the tick after the measure passes it, once and in order", () => {
    const text = `
title: thresholds
time: { tick: 1 month, span: 2 years }
population: { size: 32 }
state: { grown: { from: 0, to: 100, resolution: 1, start: 0, update: "grown + (phase == shrinking ? -1 : 1)" } }
measures: { height: { mean: grown } }
institutions:
  phases:
    growing: { from: start }
    shrinking: { after: growing, when: "height >= 5" }
    done: { after: shrinking, when: "height <= 3" }
`;
    const world = new World(readScenario(text).plan(), 1);
    const order = ["done", "growing", "shrinking"];
    const seen = Array.from({ length: 10 }, () => {
      world.step();
      return `${order[world.globalOf("phase")]} ${world.figures.get("height")}`;
    });
    // Height is 5 at the end of tick 4, so tick 5 shrinks; it is 3 at the end of tick 6, so from tick 7 on it grows.
    expect(seen.slice(0, 5)).toEqual([1, 2, 3, 4, 5].map((height) => `growing ${height}`));
    expect(seen.slice(5)).toEqual(["shrinking 4", "shrinking 3", "done 4", "done 5", "done 6"]);
  });
});

describe("dated values", () => {
  test("hold from the tick that their day lies in", () => {
    const text = `
title: dated
time: { start: 2010-01-01, tick: 1 day, span: 1 year }
population: { size: 65_536 }
conduct: { littering: { per_tick: { dated: { 2009-01-01: 1, 2010-02-01: 0, 2010-03-01: 2 } } } }
`;
    const { series } = runOf(readScenario(text).plan(), 2, 70, ["acts.littering"]);
    const acts = series["acts.littering"];
    const people = 65_536;
    // 1 February is day 31, 1 March day 59. Poisson: within 5 standard errors each day, 42 of them.
    for (const [day, count] of acts.entries()) {
      const rate = day < 31 ? 1 : day < 59 ? 0 : 2;
      expect(Math.abs(count - rate * people), `day ${day}`).toBeLessThanOrEqual(5 * Math.sqrt(rate * people));
    }
  });
});

describe("a consequence that lasts", () => {
  const text = (lasts: number): string => `
title: lasts
time: { tick: 1 week, span: 2 years }
population: { size: 1000, traits: { day: { uniform: [0, 40], resolution: 1 } } }
state: { seen: { from: 0, to: 100, resolution: 1, start: 0, update: "seen + 1" } }
consequences: { banned: { on: "seen > day + 0.5", lasts: ${lasts} weeks } }
measures: { under: { sum: "banned ? 1 : 0" } }
`;

  // The trigger comes to hold once for each and never ends: it must neither begin again nor last a tick more.
  test.each([1, 2, 26])("holds exactly %i ticks", (lasts) => {
    const world = new World(readScenario(text(lasts)).plan(), 3);
    const begun = new Map<number, number>();
    const held = new Uint32Array(1000);
    for (let tick = 0; tick < 90; tick++) {
      world.step();
      for (let entity = 0; entity < 1000; entity++) {
        if (world.unitOf("banned.left", entity) === 0) continue;
        held[entity]++;
        if (!begun.has(entity)) begun.set(entity, tick);
        expect(tick - begun.get(entity)!).toBeLessThan(lasts);
      }
    }
    expect(held.every((ticks) => ticks === lasts)).toBe(true);
    for (const [entity, tick] of begun) expect(tick).toBe(world.valueOf("day", entity));
  });

  test("holds for everyone it began for in the last ticks", () => {
    const { series } = runOf(readScenario(text(5)).plan(), 3, 60, ["under", "under.banned"]);
    const { world } = runOf(readScenario(text(5)).plan(), 3, 1);
    const starts = new Uint32Array(60);
    for (let entity = 0; entity < 1000; entity++) starts[world.valueOf("day", entity)]++;
    const expected = Array.from({ length: 60 }, (_, tick) =>
      starts.subarray(Math.max(0, tick - 4), tick + 1).reduce((a, b) => a + b, 0),
    );
    expect(series.under).toEqual(expected);
    expect(series["under.banned"]).toEqual(expected);
  });
});

describe("days", () => {
  // In binary fractions a tick of 43 or 59 days comes out a little short of as many.
  test.each([1, 2, 7, 43, 59, 86])(
    "of a tick of %i days are so many: who is listed at its end for that long is so for all of the next",
    (days) => {
      const text = `
title: days
time: { start: 2010-01-01, tick: ${days} days, span: ${days * 6} days }
population: { size: 32 }
lists: { noted: { when: tick >= 0, term: ${days} days } }
`;
      const { series } = runOf(readScenario(text).plan(), 1, 6, ["days.noted", "entries.noted"]);
      expect(series["days.noted"]).toEqual([0, ...Array.from({ length: 5 }, () => 32 * days)]);
      expect(series["entries.noted"]).toEqual(Array.from({ length: 6 }, () => 32));
    },
  );
});
