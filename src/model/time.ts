import { may, need, type Of, record } from "../language/shape.ts";
import { parameter } from "../language/tagged.ts";
import { perYear, type Quantity } from "../language/units.ts";
import { type Day, date, quantity } from "../language/values.ts";
import * as build from "../rules/build.ts";
import { clockUpdate, type Draft } from "./draft.ts";

/** `time`: when the world begins, how long a tick is, how long it runs. */
export const timeShape = record(
  {
    start: may(date, "the first day of the world", "2000-01-01"),
    tick: need(quantity("duration", { from: 1 }), "the length of one step, from a day to a year"),
    span: need(parameter(quantity("duration", { from: 1 })), "how long the world runs"),
  },
  "a mapping with tick and span, such as { tick: 1 week, span: 4 years }",
);
export type Time = Of<typeof timeShape>;

const firstDay: Day = { year: 2000, month: 1, day: 1 };
const mostTicks = 1_000_000;

/** The calendar of a world: a year is 365 days, 52 weeks or 12 months, whichever the tick is counted in. */
export class Calendar {
  readonly start: Day;
  readonly ticksPerYear: number;
  readonly #tick: Quantity;

  constructor(start: Day, tick: Quantity) {
    this.start = start;
    this.#tick = tick;
    this.ticksPerYear = tick.per === "tick" ? 52 : perYear[tick.per ?? "week"] / tick.amount;
  }

  /** Ticks in a duration, not rounded to whole ones. */
  ticksOf(duration: Quantity): number {
    const { amount, per = "tick" } = duration;
    if (per === "tick") return amount;
    if (per === this.#tick.per) return amount / this.#tick.amount;
    return (amount / perYear[per]) * this.ticksPerYear;
  }

  /** Years from the start to a day, by 365-day years; below 0 before the start. */
  yearsTo(day: Day): number {
    return day.year - this.start.year + (dayOfYear(day) - dayOfYear(this.start)) / 365;
  }

  /** The tick in which a day lies. */
  tickOf(day: Day): number {
    return Math.floor(this.yearsTo(day) * this.ticksPerYear + 1e-6);
  }

  /** The day on which a tick begins, for charts and lives. */
  dayOf(tick: number): Day {
    const days = Math.floor((tick / this.ticksPerYear) * 365 + dayOfYear(this.start) + 1e-6);
    const year = this.start.year + Math.floor(days / 365);
    const inYear = days - (year - this.start.year) * 365;
    const month = monthStarts.findLastIndex((start) => start <= inYear);
    return { year, month: month + 1, day: inYear - monthStarts[month]! + 1 };
  }
}

const monthStarts = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Days since 1 January, at most 364: 29 February counts as 28 February. */
function dayOfYear({ month, day }: Day): number {
  return monthStarts[month - 1]! + (month === 2 ? Math.min(day, 28) : day) - 1;
}

export function calendarOf(time: Time): Calendar {
  return new Calendar(time.start?.value ?? firstDay, time.tick);
}

/** Whole ticks of the run, at least one. */
export function ticksOfRun(time: Time, calendar: Calendar): number {
  return Math.max(1, Math.round(calendar.ticksOf(time.span)));
}

/** Checks the tick and gives rules the clock: `tick`, `years` since the start and the calendar `year`. */
export function lowerTime(time: Time, draft: Draft): void {
  const { calendar } = draft;
  if (time.tick.per === "tick" || calendar.ticksPerYear > 365 || calendar.ticksPerYear < 1) {
    draft.problem(
      "bad-tick",
      "a tick is from a day to a year long",
      draft.placeOf("time.tick"),
      "a duration such as 1 week",
    );
  }
  if (time.span.per === "tick" ? time.span.amount > mostTicks : calendar.ticksOf(time.span) > mostTicks) {
    draft.problem(
      "span-too-long",
      "this world runs for more than a million ticks",
      draft.placeOf("time.span"),
      "a shorter span or a longer tick",
    );
  }
  const begin = calendar.start.year + dayOfYear(calendar.start) / 365;
  const clocks = [
    { name: "tick", perTick: 1, offset: 0, doc: "ticks since the start" },
    { name: "years", perTick: 1 / calendar.ticksPerYear, offset: 0, doc: "years since the start" },
    { name: "year", perTick: 1 / calendar.ticksPerYear, offset: begin, doc: "the calendar year, with its fraction" },
  ];
  for (const { name, perTick, offset, doc } of clocks) {
    // The range must not follow the length of the run, or running longer would change everyone's luck.
    const range = { from: Math.fround(offset), to: Math.fround(offset + perTick * mostTicks) };
    draft.addGlobal({ name, start: offset, range, doc }, clockUpdate(name, perTick, offset));
    draft.globalScope.add(name, { kind: "number", tree: build.global(name, range), doc });
  }
}
