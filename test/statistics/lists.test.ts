import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { sayDay } from "../../src/experiment/phrases.ts";
import { calendarOf } from "../../src/model/time/time.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";
import { meanScore } from "./check.ts";
import { runOf } from "./worlds.ts";

/** A world with one list; `pays` is done, and both conducts are recorded, always and at once. */
function textOf(
  list: string,
  of: { tick?: string; rate?: number; pays?: number; more?: string; people?: number } = {},
): string {
  const { tick = "1 week", rate = 0.05, pays = 0.2, more = "", people = 2000 } = of;
  return `
title: a list
time: { start: 2010-01-01, tick: ${tick}, span: 20 years }
population: { size: ${people}, traits: { student: { chance: 0.3 } } }
channels: { court: { coverage: 1 } }
conduct:
  defaults: { per_tick: ${rate}, channel: court, severity: { 1: 0.6, 2: 0.3, 3: 0.1 } }
  pays: { per_tick: ${pays}, channel: court }
lists: { list: ${list} }
${more}
`;
}

const measures = ["on.list", "days.list", "entries.list", "exits.list"];

/** Runs until nothing more is put on the list, and long enough for all stays to end. */
function finished(list: string, ticks: number, of: Parameters<typeof textOf>[1] = {}): ReturnType<typeof runOf> {
  const text = textOf(list, of).replace(
    /defaults: \{ per_tick: ([\d.]+)/,
    `defaults: { per_tick: "tick < 30 ? $1 : 0"`,
  );
  const asked = list.includes("exits") ? [...measures, "performed.list"] : measures;
  return runOf(readScenario(text).plan(), 1, ticks, asked);
}

describe("a list without exits", () => {
  test.each([
    ["weeks, without notice", "{ grounds: [defaults], term: 100 days }", "1 week", 100],
    ["weeks, after a notice", "{ grounds: [defaults], term: 100 days, notice: 10 days }", "1 week", 100],
    ["days, with a term in months", "{ grounds: [defaults], term: 3 months, notice: 1 day }", "1 day", 91],
    ["months, with a term of days within one of them", "{ grounds: [defaults], term: 5 days }", "1 month", 5],
    ["weeks, with a notice longer than a tick", "{ grounds: defaults, term: 20 days, notice: 30 days }", "1 week", 20],
  ])("in ticks of %s: the stock over time is entries × term, exactly", (_, list, tick, term) => {
    const { sums, series } = finished(list, 200, { tick });
    expect(sums["entries.list"]).toBeGreaterThan(500);
    expect(sums["exits.list"]).toBe(sums["entries.list"]);
    expect(series["on.list"].at(-1)).toBe(0);
    expect(sums["days.list"]).toBe(sums["entries.list"] * term);
  });

  test("has as many people on it as entered and have not left, tick by tick", () => {
    const { series } = runOf(
      readScenario(
        textOf("{ grounds: [defaults], term: 100 days, notice: 10 days, exits: { pays: { within: 3 days } } }"),
      ).plan(),
      2,
      60,
      measures,
    );
    let on = 0;
    for (let tick = 0; tick < 60; tick++) {
      on += series["entries.list"][tick] - series["exits.list"][tick];
      expect(series["on.list"][tick]).toBe(on);
    }
  });

  test("counts the exits of those who leave it on the first day of a tick, where one leaves on the day of the record", () => {
    for (const tick of ["1 day", "1 week"]) {
      const text = textOf("{ grounds: [defaults], term: 100 days, notice: 10 days, exits: { pays: {} } }", { tick });
      const { series, sums } = runOf(readScenario(text).plan(), 2, 60, measures);
      let on = 0;
      for (let t = 0; t < 60; t++) {
        on += series["entries.list"][t] - series["exits.list"][t];
        expect(series["on.list"][t], `${tick}, tick ${t}`).toBe(on);
      }
      expect(sums["exits.list"]).toBeGreaterThan(500);
    }
  });

  test("holds entry rate × mean stay in a steady state (Little), within 4 standard errors", () => {
    // Day by day, whoever is not listed is listed with chance p = 1 − e^−0.1, and is off it (1 − p) / p days on average.
    const people = 4000;
    const text = textOf("{ grounds: [defaults], term: 14 days }", { people, rate: 0.1, tick: "1 day" });
    const { world } = runOf(readScenario(text).plan(), 3, 120);
    const p = 1 - Math.exp(-0.1);
    const listed = Float64Array.from({ length: people }, (_, person) => world.valueOf("list.days", person));
    expect(Math.abs(meanScore(listed, 14 / (14 + (1 - p) / p)))).toBeLessThan(4);
  });
});

type Acts = readonly (readonly [date: string, does: string, severity?: number])[];

interface Stay {
  /** Days on the list in all. */
  readonly days: number;
  /** The days from which and until which it was listed last. */
  readonly from: string;
  readonly until: string;
  readonly performed: number;
}

/** The stays of a life, day by day of the calendar, in a world where nobody does anything else. */
function stayOf(list: string, acts: Acts, tick: string, has = ""): Stay {
  const life = acts.map(([on, does, severity = 1]) => `{ on: ${on}, does: ${does}, severity: ${severity} }`);
  const more = `life: { has: { student: ${has === "student"} }, acts: [${life.join(", ")}] }`;
  const scenario = readScenario(textOf(list, { tick, rate: 0, pays: 0, people: 1001, more }));
  const calendar = calendarOf(scenario.data.time);
  const world = new World(fewOf(scenario, 32), 1);
  let [days, performed, from, until] = [0, 0, "", ""];
  const ticks = calendar.tickOf({ year: 2016, month: 1, day: 1 });
  for (let t = 0; t < ticks; t++) {
    world.step();
    const [begins, ends] = [calendar.daysUntil(t), calendar.daysUntil(t + 1)];
    const left = world.valueOf("list.left", 0);
    const noticed = list.includes("notice") ? world.valueOf("list.notice", 0) : 0;
    const stayed = world.valueOf("list.days", 0);
    const entered = world.valueOf("list.moves", 0) % 3;
    performed += world.valueOf("list.moves", 0) >= 9 ? 1 : 0;
    days += stayed;
    if (entered === 1 && left > noticed) from = sayDay(calendar.dayAfter(ends - stayed));
    if (left > 0) until = sayDay(calendar.dayAfter(ends + left));
    else if (stayed > 0 && entered === 0) until = sayDay(calendar.dayAfter(begins + stayed));
  }
  return { days, from, until, performed };
}

describe.each(["1 day", "1 week", "1 month"])("a life in ticks of %s", (tick) => {
  test("is listed from the day of its act to the day, a term later", () => {
    const stay = stayOf("{ grounds: [defaults], term: 2 years }", [["2010-03-05", "defaults"]], tick);
    expect(stay).toEqual({ days: 730, from: "2010-03-05", until: "2012-03-05", performed: 0 });
  });

  test("is told first, and listed once the notice is over", () => {
    const stay = stayOf("{ grounds: [defaults], term: 2 years, notice: 40 days }", [["2010-03-05", "defaults"]], tick);
    expect(stay).toEqual({ days: 730, from: "2010-04-14", until: "2012-04-14", performed: 0 });
  });

  test("is not listed where it performs while it is told", () => {
    const acts = [
      ["2010-03-05", "defaults"],
      ["2010-04-09", "pays"],
    ] as const;
    const list =
      "{ grounds: [defaults], term: 2 years, notice: 40 days, exits: { pays: { within: 3 days, after: 1 year } } }";
    expect(stayOf(list, acts, tick)).toMatchObject({ days: 0, performed: 1 });
  });

  test("leaves so many days after it performs", () => {
    const acts = [
      ["2010-03-05", "defaults"],
      ["2011-05-07", "pays"],
    ] as const;
    const stay = stayOf("{ grounds: [defaults], term: 2 years, exits: { pays: { within: 3 days } } }", acts, tick);
    expect(stay).toEqual({ days: 365 + 26 + 30 + 7 + 3, from: "2010-03-05", until: "2011-05-10", performed: 1 });
  });

  test("cannot leave before its time, and then leaves for what it performed before", () => {
    const acts = [
      ["2010-03-05", "defaults"],
      ["2010-05-07", "pays"],
    ] as const;
    const exits = "exits: { pays: { within: 3 days, after: { 1: 100 days, 2: 200 days, 3: 300 days } } }";
    const stay = stayOf(`{ grounds: [defaults], term: 2 years, ${exits} }`, acts, tick);
    expect(stay).toEqual({ days: 100, from: "2010-03-05", until: "2010-06-13", performed: 1 });
    const graver = [
      ["2010-03-05", "defaults", 2],
      ["2010-05-07", "pays"],
    ] as const;
    expect(stayOf(`{ grounds: [defaults], term: 2 years, ${exits} }`, graver, tick).days).toBe(200);
  });

  test("stays longer for a further ground, and no longer than what may be left", () => {
    const list = "{ grounds: [defaults], term: 2 years, extension: 1 year, at_most: 800 days }";
    const once = [
      ["2010-03-05", "defaults"],
      ["2011-12-05", "defaults"],
    ] as const;
    expect(stayOf(list, once, tick)).toEqual({ days: 3 * 365, from: "2010-03-05", until: "2013-03-05", performed: 0 });
    const early = [
      ["2010-03-05", "defaults"],
      ["2010-06-13", "defaults"],
    ] as const;
    expect(stayOf(list, early, tick)).toEqual({ days: 900, from: "2010-03-05", until: "2012-08-22", performed: 0 });
  });

  test("stays as it was for a further ground without extension, and is listed anew by one behind its end", () => {
    const list = "{ grounds: [defaults], term: 100 days }";
    const acts = [
      ["2010-03-05", "defaults"],
      ["2010-05-05", "defaults"],
      ["2010-08-20", "defaults"],
    ] as const;
    expect(stayOf(list, acts, tick)).toEqual({ days: 200, from: "2010-08-20", until: "2010-11-28", performed: 0 });
  });

  test("stays by severity, and by ground", () => {
    const tiers = "{ grounds: [defaults], term: { 1: 3 months, 2: 12 months, 3: 3 years } }";
    const days = [1, 2, 3].map((severity) => stayOf(tiers, [["2010-03-05", "defaults", severity]], tick).days);
    expect(days).toEqual([91, 365, 1095]);
    const grounds = "{ grounds: { defaults: 1 year, pays: 10 days }, color: red }";
    expect(stayOf(grounds, [["2010-03-05", "defaults"]], tick).days).toBe(365);
    expect(stayOf(grounds, [["2010-03-05", "pays"]], tick).days).toBe(10);
  });

  test("is not listed where it is exempt", () => {
    const list = "{ grounds: [defaults], term: 1 year, exempt: student }";
    expect(stayOf(list, [["2010-03-05", "defaults"]], tick, "student").days).toBe(0);
    expect(stayOf(list, [["2010-03-05", "defaults"]], tick).days).toBe(365);
  });
});

test("a rule lists at the end of a tick, for the longest term, and again once that is over", () => {
  const list = '{ when: "student && tick < 52", term: { 1: 20 days, 2: 70 days } }';
  const { world, series } = runOf(readScenario(textOf(list)).plan(), 1, 80, measures);
  const students = Array.from({ length: 2000 }, (_, person) => world.valueOf("student", person)).reduce(
    (a, b) => a + b,
  );
  expect(series["on.list"].slice(0, 9)).toEqual(Array(9).fill(students));
  // 70 days end within a tick only in the one that has 8 of them; the rule still holds then, and lists anew.
  expect(series["days.list"].slice(0, 3)).toEqual([0, 7 * students, 7 * students]);
  expect(series["entries.list"].reduce((a, b) => a + b) * 70).toBe(series["days.list"].reduce((a, b) => a + b));
  expect(series["on.list"].at(-1)).toBe(0);
});

test("a delayed record lists on the day of its arrival, and one that goes astray lists somebody else", () => {
  const text = textOf("{ grounds: [defaults], term: 50 days }", {
    rate: 0,
    people: 1024,
    more: "life: { acts: [{ on: 2010-01-03, does: defaults }] }",
  }).replace("coverage: 1", "coverage: 1, delay: 2 weeks, misattribution: 1");
  const world = new World(readScenario(text).plan(), 1);
  for (let tick = 0; tick < 3; tick++) world.step();
  const left = Array.from({ length: 1024 }, (_, person) => world.valueOf("list.left", person));
  expect(left[0]).toBe(0);
  // Day 2 of the third week: 16 days after the start, and 16 + 50 − 21 days from its end.
  expect(left.filter((days) => days > 0)).toEqual([45]);
});
