/** Where an axis is marked, and what is written there. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  /** What is counted along it; percent and large numbers have theirs at each mark as well. */
  readonly unit?: string | undefined;
  readonly marks: readonly { readonly at: number; readonly text: string }[];
}

/**
 * An axis with about `count` round marks, 4 unless told, from at most `least` to at least `most`; `share` is told in percent.
 */
export function axisOf(
  least: number,
  most: number,
  share: boolean,
  { count = 4, unit: counted }: { count?: number; unit?: string } = {},
): Axis {
  const [low, high] = least < most ? [least, most] : [least - (least === 0 ? 0 : 0.5), least + (share ? 0.01 : 0.5)];
  const step = roundStep((high - low) / count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const unit = share
    ? percent
    : (large.find(({ from }) => Math.max(Math.abs(first), Math.abs(last)) * step >= from) ?? one);
  const marks = Array.from({ length: last - first + 1 }, (_, i) => {
    const at = (first + i) * step;
    return { at, text: sayMark(at, step, unit) };
  });
  return { from: first * step, to: last * step, marks, ...(counted !== undefined && { unit: counted }) };
}

/** The next of 1, 2 and 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= least * (1 - 1e-9)) ?? 10 * power;
}

/** What marks are counted in, so that they are short; all of an axis in the same. */
interface Unit {
  readonly size: number;
  readonly name: string;
  /** From here on, as the largest mark of an axis. */
  readonly from: number;
}

const percent: Unit = { size: 0.01, name: " %", from: 0 };
const one: Unit = { size: 1, name: "", from: 0 };
const large: readonly Unit[] = [
  { size: 1e9, name: " bn", from: 1e9 },
  { size: 1e6, name: " m", from: 1e6 },
  { size: 1e3, name: " k", from: 1e4 },
];

/** A mark as short as it can be and still tell itself from the next one. */
function sayMark(at: number, step: number, { size, name }: Unit): string {
  if (Math.abs(at) < step / 1e6) return size === percent.size ? "0 %" : "0";
  const places = Math.min(8, Math.max(0, -Math.floor(Math.log10(step / size) + 1e-9)));
  const [whole, rest] = Math.abs(at / size)
    .toFixed(places)
    .split(".");
  const grouped = whole!.length > 4 ? whole!.replace(/\B(?=(\d{3})+$)/g, ",") : whole!;
  return `${at < 0 ? "−" : ""}${grouped}${rest === undefined ? "" : `.${rest}`}${name}`;
}

interface Day {
  readonly year: number;
  readonly month: number;
}

/** Marks at the beginnings of years, or of months where there are too few years: at most six of them. */
export function timeAxis(dayOf: (tick: number) => Day, ticks: number): Axis {
  const to = Math.max(1, ticks - 1);
  const months = Array.from({ length: ticks }, (_, tick) => {
    const { year, month } = dayOf(tick);
    return year * 12 + month - 1;
  });
  const begin = (every: number): number[] =>
    months.flatMap((month, tick) => ((tick > 0 && months[tick - 1] === month) || month % every > 0 ? [] : [tick]));
  const span = months.at(-1)! - months[0]!;
  const every = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((one) => span / one <= 5) ?? 6000;
  const text = (tick: number): string => {
    const { year, month } = dayOf(tick);
    return every % 12 === 0 ? String(year) : `${year}-${String(month).padStart(2, "0")}`;
  };
  const at = begin(every);
  // A first mark in the middle of a year would stand for its beginning.
  const unit = every % 12 === 0 ? "year" : "year and month";
  return { from: 0, to, unit, marks: (at.length > 0 ? at : [0]).map((tick) => ({ at: tick, text: text(tick) })) };
}
