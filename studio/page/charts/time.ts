import { type Axis, timeAxis } from "../../../src/charts/axis.ts";
import { sayShort } from "../numbers.ts";
import type { Language } from "../route.ts";
import { say } from "../told.ts";

const days: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30.4375, year: 365.25 };
const day = 86_400_000;

/** Milliseconds of a tick such as `2 weeks`. */
function lengthOf(tick: string): number {
  const [count = "1", unit = "week"] = tick.split(" ");
  return Number(count) * (days[unit.replace(/s$/, "")] ?? 7) * day;
}

/** An axis of dates for ticks of a world, near enough for its marks. */
export function axisOfTime(start: string, tick: string, ticks: number): Axis {
  const [began, length] = [Date.parse(`${start}T00:00:00Z`), lengthOf(tick)];
  const dayOf = (at: number) => {
    const date = new Date(began + at * length);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
  };
  return timeAxis(dayOf, Math.max(2, ticks));
}

/** An axis as a language writes it: thousands and millions are other units elsewhere, and so are words for what is counted. */
export function axisIn(axis: Axis, language: Language): Axis {
  if (language === "en") return axis;
  const marks = axis.marks.map(({ at, text }) => ({
    at,
    text: / (?:k|m|bn)$/.test(text) ? sayShort(at, language) : text.replace(" %", "%"),
  }));
  return { ...axis, marks, unit: axis.unit && say(`axis: ${axis.unit}`).replace("axis: ", "") };
}
