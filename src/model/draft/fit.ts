import type { Problems } from "../../core/problem.ts";
import type { Place } from "../../core/source.ts";
import { amountMost } from "../../language/units.ts";
import { type Bounds, faultOfAmount } from "../../language/values.ts";
import { surely } from "../../rules/fit.ts";
import type { RuleText } from "../../rules/parse.ts";
import { readMisfit } from "../../rules/read.ts";
import type { Scope } from "../../rules/scope.ts";
import { faultIn } from "../../rules/syntax.ts";
import type { NumberTree, Range, TruthTree } from "../../rules/tree.ts";
import { sayBounds } from "./bounds.ts";

/** What a rule may give where it stands. */
export interface Fit extends Bounds {
  /** Whether what is never above 0 does nothing, as a rate does: a rule that is below 0 or 0 is a mistake then. */
  readonly does?: boolean;
  /** Whether what does not fit is only warned of, since being held to an end can be meant. */
  readonly warns?: boolean;
}

/** A rate. */
export const fromZero: Fit = { from: 0, does: true };
/** A chance, or a share of those who do. */
export const shareOf: Fit = { from: 0, to: 1, does: true };

/** A figure as messages show it. */
function shown(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** Whether a rule is a figure that is refused whatever it is for, so that there is no more to say of it. */
export function isBeyond(tree: NumberTree): boolean {
  return tree.op === "constant" && Math.abs(tree.value) > amountMost;
}

/** Refuses a plain figure that does not keep to bounds. */
export function checkFigure(
  value: number,
  { from = -Infinity, to = Infinity }: Bounds,
  place: Place,
  problems: Problems,
): void {
  // An empty range has a problem of its own.
  if (from > to) return;
  // As rules keep them: 0.1 as a bound is the same 0.1 as in a rule.
  const fault = faultOfAmount(value, { from: Math.fround(from), to: Math.fround(to) });
  const expected = Math.abs(value) > amountMost ? sayBounds(-Infinity, Infinity) : sayBounds(from, to);
  if (fault) problems.add({ code: "out-of-range", message: `${shown(value)} is ${fault}`, place, expected });
}

/**
 * Refuses a rule that cannot keep to bounds, whoever it is asked of; or that cannot for all those of one branch. What does
 * so for some is held to the bounds as it comes.
 */
export function checkRule(rule: RuleText, tree: NumberTree, fit: Fit, scope: Scope, problems: Problems): void {
  if (tree.op === "constant" && !fit.warns) {
    checkFigure(tree.value, fit, rule.place, problems);
    return;
  }
  const { from = -Infinity, to = Infinity } = fit;
  if (from > to) return;
  const fits = { from: Math.fround(from), to: Math.fround(to) };
  const misfit = readMisfit(rule, tree, scope, fits);
  if (misfit) {
    const { start, end, range, isAll } = misfit;
    const message = sayMisfit(range, fits, isAll);
    const said = faultIn(rule, { code: "out-of-range", message, start, end, expected: sayBounds(from, to) });
    if (fit.warns) problems.warn(said);
    else problems.add(said);
  } else if (fit.does && tree.range.from < 0 && tree.range.to <= 0) {
    const message = "this rule is never above 0, so nothing comes of it";
    problems.add({ code: "out-of-range", message, place: rule.place, expected: sayBounds(from, to) });
  }
}

function sayMisfit(range: Range, fits: Range, isAll: boolean): string {
  const high = range.from > fits.to;
  const fault = high ? "too large" : "too small";
  const end = high ? range.from : range.to;
  const gives = range.from === range.to ? shown(end) : `${high ? "at least" : "at most"} ${shown(end)}`;
  if (isAll && range.from === range.to) return `${gives} is ${fault}`;
  return isAll ? `this gives ${gives}, which is ${fault}` : `with this, the rule gives ${gives}, which is ${fault}`;
}

/** Warns of a rule that holds for nobody, ever, though it does not say so itself; not of one that many scenarios share. */
export function warnNever(rule: RuleText, tree: TruthTree, problems: Problems): void {
  if (rule.parsed.op === "value" || rule.place.source.isShared || surely(tree) !== false) return;
  problems.warn({
    code: "never-true",
    message: "this never holds",
    place: rule.place,
    expected: "a rule that can hold, or a plain false where that is meant",
  });
}
