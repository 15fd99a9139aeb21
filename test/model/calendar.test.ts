import { describe, expect, test } from "vitest";
import type { Quantity } from "../../src/language/units.ts";
import { Calendar, dayOfYear } from "../../src/model/draft/calendar.ts";

/** A duration, as the language reads one. */
function lasting(amount: number, per: Quantity["per"]): Quantity {
  return { amount, per, dimension: "duration" } as Quantity;
}

/** The days of a common year as the machine's own calendar has them. */
const yearOfDays = Array.from({ length: 365 }, (_, i) => {
  const day = new Date(Date.UTC(2001, 0, 1 + i));
  return { year: 2001, month: day.getUTCMonth() + 1, day: day.getUTCDate() };
});

const starts = [
  { year: 2001, month: 1, day: 1 },
  { year: 2000, month: 2, day: 29 },
  { year: 2010, month: 7, day: 15 },
  { year: 1999, month: 12, day: 31 },
];
const lengths: [string, Quantity, number][] = [
  ["day", lasting(1, "day"), 365],
  ["week", lasting(1, "week"), 52],
  ["two weeks", lasting(2, "week"), 26],
  ["month", lasting(1, "month"), 12],
  ["half a year", lasting(0.5, "year"), 2],
  ["year", lasting(1, "year"), 1],
  ["tick that nothing says the length of", lasting(1, "tick"), 52],
];

describe("days of the year", () => {
  test("are counted from 0, as in any calendar without a 29 February", () => {
    expect(yearOfDays.map(dayOfYear)).toEqual(yearOfDays.map((_, i) => i));
    expect(dayOfYear({ month: 2, day: 29, year: 2004 })).toBe(dayOfYear({ month: 2, day: 28, year: 2004 }));
  });
});

describe.each(lengths)("with ticks of a %s", (_, tick, perYear) => {
  test("a year has so many ticks", () => {
    const { ticksPerYear, ...calendar } = new Calendar(starts[0]!, tick);
    expect(ticksPerYear).toBe(perYear);
    expect(calendar.start).toEqual(starts[0]);
  });

  test("a year later is the same day, so many ticks later", () => {
    for (const start of starts) {
      const calendar = new Calendar(start, tick);
      for (const day of yearOfDays) {
        const later = { ...day, year: day.year + 1 };
        expect(calendar.tickOf(later) - calendar.tickOf(day)).toBe(perYear);
        expect(calendar.daysTo(later) - calendar.daysTo(day)).toBe(365);
      }
    }
  });

  test("every day lies in the tick whose days it is one of", () => {
    const calendar = new Calendar(starts[2]!, tick);
    for (let days = 0; days < 800; days++) {
      const day = calendar.dayAfter(days);
      expect(calendar.daysTo(day)).toBe(days);
      const at = calendar.tickOf(day);
      expect(calendar.daysUntil(at)).toBeLessThanOrEqual(days);
      expect(calendar.daysUntil(at + 1)).toBeGreaterThan(days);
      expect(calendar.dayIn(at, day)).toBe(days - calendar.daysUntil(at));
    }
  });

  test("a tick begins on the day in which it begins, and not later than its first own day", () => {
    const calendar = new Calendar(starts[3]!, tick);
    for (let at = 0; at < 2 * perYear; at++) {
      const begin = (at * 365) / perYear;
      expect(calendar.daysTo(calendar.dayOf(at))).toBe(Math.floor(begin + 1e-6));
      expect(calendar.daysUntil(at) - begin).toBeGreaterThanOrEqual(-1 / 256);
      expect(calendar.daysUntil(at) - begin).toBeLessThan(1);
    }
  });

  test("a day before a tick counts as its first, and one after it as its last", () => {
    const calendar = new Calendar(starts[0]!, tick);
    expect(calendar.dayIn(3, calendar.dayAfter(calendar.daysUntil(3) - 5))).toBe(0);
    const last = calendar.daysUntil(4) - calendar.daysUntil(3) - 1;
    expect(calendar.dayIn(3, calendar.dayAfter(calendar.daysUntil(4) + 5))).toBe(last);
  });

  test("a duration of n ticks is n ticks", () => {
    const calendar = new Calendar(starts[0]!, tick);
    expect(calendar.ticksOf(tick)).toBe(1);
    expect(calendar.ticksOf(lasting(2.5, "tick"))).toBe(2.5);
    for (const [per, many] of [
      ["day", 365],
      ["week", 52],
      ["month", 12],
      ["year", 1],
    ] as const) {
      expect(calendar.ticksOf(lasting(many, per))).toBeCloseTo(perYear, 9);
    }
  });
});

test.each<[Quantity, number]>([
  [lasting(0, "day"), 0],
  [lasting(0.1, "day"), 1],
  [lasting(1, "day"), 1],
  [lasting(1.6, "day"), 2],
  [lasting(1, "week"), 7],
  [lasting(3, "week"), 21],
  [lasting(1, "month"), 30],
  [lasting(6, "month"), 183],
  [lasting(2, "year"), 730],
  [lasting(4, "tick"), 28],
])("in days %o is %d", (duration, days) => {
  expect(new Calendar(starts[0]!, lasting(1, "week")).daysIn(duration)).toBe(days);
});

test("years to a day are counted from the start, and are below 0 before it", () => {
  const calendar = new Calendar({ year: 2010, month: 7, day: 15 }, lasting(1, "day"));
  expect(calendar.yearsTo({ year: 2010, month: 7, day: 15 })).toBe(0);
  expect(calendar.yearsTo({ year: 2013, month: 7, day: 15 })).toBe(3);
  expect(calendar.yearsTo({ year: 2010, month: 7, day: 14 })).toBeCloseTo(-1 / 365, 12);
  expect(calendar.tickOf({ year: 2010, month: 7, day: 14 })).toBe(-1);
});
