import { perYear, type Quantity } from "../../language/units.ts";
import type { Day } from "../../language/values.ts";

export const firstDay: Day = { year: 2000, month: 1, day: 1 };
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

  /** Whole days from the start to a day; below 0 before it. */
  daysTo(day: Day): number {
    return Math.round(this.yearsTo(day) * 365);
  }

  /** Days from the start until the first day that lies in a tick: a tick of a week has 7 of them, or 8 once a year. */
  daysUntil(tick: number): number {
    return Math.ceil((tick / this.ticksPerYear) * 365 - dayMargin);
  }

  /** Which of the days of a tick a day is, from 0. */
  dayIn(tick: number, day: Day): number {
    const last = this.daysUntil(tick + 1) - 1;
    return Math.max(0, Math.min(this.daysTo(day), last) - this.daysUntil(tick));
  }

  /** A duration in whole days, at least one where it is not 0. */
  daysIn(duration: Quantity): number {
    const { amount, per = "tick" } = duration;
    const years = per === "tick" ? amount / this.ticksPerYear : amount / perYear[per];
    const days = per === "week" ? 7 * amount : years * 365;
    return amount > 0 ? Math.max(1, Math.round(days)) : 0;
  }

  /** The day on which a tick begins, for charts and lives. */
  dayOf(tick: number): Day {
    return this.dayAfter(Math.floor((tick / this.ticksPerYear) * 365 + 1e-6));
  }

  /** The day so many days after the start. */
  dayAfter(days: number): Day {
    const sinceNewYear = days + dayOfYear(this.start);
    const year = this.start.year + Math.floor(sinceNewYear / 365);
    const inYear = sinceNewYear - (year - this.start.year) * 365;
    const month = monthStarts.findLastIndex((start) => start <= inYear);
    return { year, month: month + 1, day: inYear - monthStarts[month]! + 1 };
  }
}

/** Where a tick begins is a multiple of a fraction of a day: what is this much above a whole day is meant to be one. */
export const dayMargin = 1 / 256;

const monthStarts = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Days since 1 January, at most 364: 29 February counts as 28 February. */
export function dayOfYear({ month, day }: Day): number {
  return monthStarts[month - 1]! + (month === 2 ? Math.min(day, 28) : day) - 1;
}
