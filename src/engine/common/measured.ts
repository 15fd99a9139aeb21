import type { Measure } from "../../plan/plan.ts";

/** One row of what was measured in a tick. `sum` counts units of the measure's resolution; both numbers are exact. */
export interface MeasureRow {
  /** Below 0 while the world settles. */
  readonly tick: number;
  /** Place of the measure in the plan. */
  readonly measure: number;
  /** Place of the group in the measure's words; −1 is everyone who is counted, in a group or not. */
  readonly group: number;
  readonly count: number;
  readonly sum: number;
}

/** The figure that a count and a sum of units make. */
export function figureOf({ figure, resolution }: Measure, count: number, units: number): number {
  if (figure === "count") return count;
  const sum = units * resolution;
  if (figure === "sum") return sum;
  return count === 0 ? 0 : sum / count;
}
