import type { Decision, Linear } from "../model/questions/decision.ts";
import { type Interval, interval, studentQuantile } from "../results/intervals.ts";

/** What a figure came to in a world, and in its control under the same seed; NaN without a control. */
export interface Twin {
  readonly value: number;
  readonly control: number;
}

export type Verdict = "yes" | "no" | "not clear";

/**
 * Whether what is asked holds. For a sum of multiples that has to be below 0: yes where the one-sided 95 % bound of its mean
 * over the twins (Student's t) is below 0, no where the bound on the other side is above 0, not clear else. One twin says nothing
 * of how twins differ. Of two tests both have to be yes, or one; they are no where one is, or both are.
 */
export function decide(decision: Decision, twins: readonly Twin[]): Verdict {
  if (decision.kind !== "below") {
    const parts = decision.parts.map((part) => decide(part, twins));
    const [most, least]: readonly Verdict[] = decision.kind === "both" ? ["no", "yes"] : ["yes", "no"];
    if (parts.includes(most!)) return most!;
    return parts.every((part) => part === least) ? least! : "not clear";
  }
  if (twins.length < 2) return "not clear";
  const { mean, half } = boundOf(twins.map((twin) => at(decision.sum, twin)));
  // Twins that do not differ at all: what they come to is a fact of them, also where it is just the edge.
  if (half === 0) return mean < 0 || (decision.orSame && mean === 0) ? "yes" : "no";
  if (mean + half < 0) return "yes";
  return mean - half > 0 ? "no" : "not clear";
}

function at({ value, control, constant }: Linear, twin: Twin): number {
  // Not 0 × NaN: without a control nothing is asked of it.
  return value * twin.value + (control === 0 ? 0 : control * twin.control) + constant;
}

/** The one-sided bound: what lies beyond the mean with a chance of 5 %, on one side. */
const oneSided = 0.9;

function boundOf(values: readonly number[]): { readonly mean: number; readonly half: number } {
  const { mean, to } = interval(values);
  const degrees = values.length - 1;
  return { mean, half: ((to - mean) * studentQuantile(degrees, oneSided)) / studentQuantile(degrees) };
}

/** Differences of twins, each this world less its control. */
export function differenceOf(twins: readonly Twin[]): Interval {
  return interval(twins.map(({ value, control }) => value - control));
}

/**
 * The mean difference as a share of the control's mean, with its 95 % interval: that of a ratio of means, whose residuals are
 * d − r × c (Cochran 1977, Sampling Techniques, section 6.4). Undefined where the control's mean is not above 0.
 */
export function relativeOf(twins: readonly Twin[]): Interval | undefined {
  const control = interval(twins.map((twin) => twin.control)).mean;
  if (!(control > 0)) return undefined;
  const { mean, n } = differenceOf(twins);
  const ratio = mean / control;
  if (n < 2) return { mean: ratio, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, n };
  const rest = interval(twins.map((twin) => twin.value - twin.control - ratio * twin.control));
  const half = (rest.to - rest.from) / 2 / control;
  return { mean: ratio, from: ratio - half, to: ratio + half, n };
}
