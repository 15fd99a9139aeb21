import { aListOf, aNumber } from "../core/kinds.ts";
import { checkArguments } from "../core/problem.ts";
import { betaTails } from "../core/special.ts";

/** A mean and its 95 % confidence interval. */
export interface Interval {
  readonly mean: number;
  readonly from: number;
  readonly to: number;
  /** Values that it is made of. */
  readonly n: number;
}

/**
 * The mean of independent values with its 95 % Student t interval (W. S. Gosset 1908). One value says nothing of its
 * spread, so its interval is everything there is; no value at all gives NaN.
 */
export function interval(values: readonly number[]): Interval {
  checkArguments("interval", { values: [values, aListOf(aNumber)] });
  const n = values.length;
  if (n === 0) return { mean: Number.NaN, from: Number.NaN, to: Number.NaN, n };
  const mean = meanOf(values);
  if (n === 1) return { mean, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, n };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = studentQuantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { mean, from: mean - half, to: mean + half, n };
}

/** The mean, exact where all values are the same. */
function meanOf(values: readonly number[]): number {
  const [first] = values;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}

/** Quantiles that were asked for: intervals are of few sizes and many. */
const knownQuantiles = new Map<string, number>();

/** The t that a Student variable of so many degrees of freedom stays within, on both sides, with chance `level`. */
export function studentQuantile(degrees: number, level = 0.95): number {
  const key = `${degrees} ${level}`;
  const known = knownQuantiles.get(key) ?? quantileOf(degrees, level);
  knownQuantiles.set(key, known);
  return known;
}

function quantileOf(degrees: number, level: number): number {
  // P(|T| > t) is the incomplete beta function at degrees / (degrees + t²); it falls as t grows.
  const outside = (t: number): number => {
    const square = t * t;
    const all = degrees + square;
    return betaTails(degrees / all, square / all, degrees / 2, 0.5).below;
  };
  let high = 1;
  while (outside(high) > 1 - level) high *= 2;
  let low = 0;
  for (let round = 0; round < 80; round++) {
    const middle = (low + high) / 2;
    if (outside(middle) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
