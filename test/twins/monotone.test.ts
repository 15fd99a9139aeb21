import { describe, expect, test } from "vitest";
import type { TraceEvent } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { runOf } from "../statistics/worlds.ts";
import { missing, tallyOf, trace } from "./worlds.ts";

interface Parts {
  readonly factor?: number;
  readonly coverage?: string;
  readonly misattribution?: number;
}

/** Rates of several sizes, one of which passes a power of two when it is raised by a twentieth. */
function worldOf({ factor = 1, coverage = "0.3 + 0.5 * urban_share", misattribution = 0.1 }: Parts): string {
  return `
title: monotone
time: { tick: 1 week, span: 2 years }
population: { size: 1000, traits: { careful: { beta: [5, 2] }, urban_share: { uniform: [0, 1] } }, ties: { community: 128 } }
channels: { camera: { coverage: "${coverage}", misattribution: ${misattribution}, delay: { from: 0 weeks, to: 6 weeks } } }
conduct:
  littering: { per_year: "${factor} * 12 * (1 - careful)", severity: { 1: 0.7, 2: 0.2, 3: 0.1 }, channel: camera }
  greets: { per_tick: "${factor} * 0.98", severity: { 1: 0.5, 2: 0.5 }, channel: camera }
  steals: { per_year: "${factor} * 0.05", channel: camera }
  wins: { per_tick: "${factor} * 0.00001", channel: camera }
scheme:
  score: { start: 1000, from: 0, to: 2000 }
  points: { littering: -3, greets: 0.1, steals: -50, wins: 100 }
`;
}

/** Acts with all their luck; records with when, on whom and by whom. */
const actsIn = (events: readonly TraceEvent[]): Map<string, number> =>
  tallyOf(
    events.flatMap((event) => {
      if (event.kind !== "act") return [];
      const { tick, entity, step, locals, onto, recorded, due } = event;
      return [JSON.stringify([tick, entity, step, locals, onto, recorded, due])];
    }),
  );
const recordsIn = (events: readonly TraceEvent[]): Map<string, number> =>
  tallyOf(
    events.flatMap((event) => {
      if (event.kind !== "record") return [];
      const { tick, entity, by, label, adds } = event;
      return [JSON.stringify([tick, entity, by, label, adds])];
    }),
  );
const sumOf = (tally: Map<string, number>): number => [...tally.values()].reduce((a, b) => a + b, 0);

const ticks = 30;
const plain = trace(readScenario(worldOf({})).plan(), 21, ticks);

describe("a rate", () => {
  test.each([1.05, 1.3, 4])("raised %f times leaves every act and record as it was, and adds to them", (factor) => {
    const raised = trace(readScenario(worldOf({ factor })).plan(), 21, ticks);
    expect(missing(actsIn(plain.events), actsIn(raised.events))).toEqual([]);
    expect(missing(recordsIn(plain.events), recordsIn(raised.events))).toEqual([]);
    const share = sumOf(actsIn(raised.events)) / sumOf(actsIn(plain.events));
    // Some 34,000 acts: one standard error of what is added is below 2 % of it.
    expect(Math.abs((share - 1) / (factor - 1) - 1)).toBeLessThan(0.1);
  });

  test("of zero leaves nothing", () => {
    expect(sumOf(actsIn(trace(readScenario(worldOf({ factor: 0 })).plan(), 21, ticks).events))).toBe(0);
  });

  test("raised shows in no total of a tick as fewer", () => {
    const names = ["littering", "greets", "steals", "wins"].flatMap((name) => [`acts.${name}`, `records.${name}`]);
    const [few, many] = [1, 1.05].map((factor) => runOf(readScenario(worldOf({ factor })).plan(), 22, 104, names));
    for (const name of names) {
      expect(
        few.series[name].filter((count, tick) => count > many.series[name][tick]),
        name,
      ).toEqual([]);
    }
  });
});

describe("coverage", () => {
  test("lowered takes records away and leaves all else as it was", () => {
    const lowered = trace(readScenario(worldOf({ coverage: "0.2 + 0.5 * urban_share" })).plan(), 21, ticks);
    expect(missing(recordsIn(lowered.events), recordsIn(plain.events))).toEqual([]);
    const [few, many] = [lowered, plain].map(({ events }) => sumOf(recordsIn(events)));
    expect(few / many).toBeGreaterThan(0.75);
    expect(few / many).toBeLessThan(0.85);
    // Acts are the same in number and in who does them.
    const who = (events: readonly TraceEvent[]): string[] =>
      events.flatMap((event) => (event.kind === "act" ? [`${event.tick} ${event.entity} ${event.step}`] : [])).sort();
    expect(who(lowered.events)).toEqual(who(plain.events));
  });

  test("of nothing takes all away", () => {
    expect(sumOf(recordsIn(trace(readScenario(worldOf({ coverage: "0" })).plan(), 21, ticks).events))).toBe(0);
  });
});

describe("misattribution", () => {
  test("lowered returns records to those who did it, and sends none elsewhere", () => {
    const lowered = trace(readScenario(worldOf({ misattribution: 0.06 })).plan(), 21, ticks);
    const astray = (events: readonly TraceEvent[]): Map<string, number> =>
      tallyOf(
        events.flatMap((event) =>
          event.kind === "record" && event.entity !== event.by
            ? [`${event.tick} ${event.by} ${event.entity} ${event.label}`]
            : [],
        ),
      );
    expect(missing(astray(lowered.events), astray(plain.events))).toEqual([]);
    expect(sumOf(astray(lowered.events))).toBeLessThan(0.75 * sumOf(astray(plain.events)));
    expect(sumOf(recordsIn(lowered.events))).toBe(sumOf(recordsIn(plain.events)));
  });
});
