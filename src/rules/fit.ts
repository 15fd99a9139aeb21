import * as build from "./build.ts";
import type { Comparison, NumberTree, Range, TruthTree } from "./tree.ts";

/** A part of a rule with which it gives nothing that fits where the rule stands. */
export interface Misfit {
  /** From the whole rule down to the part. */
  readonly path: readonly NumberTree[];
  /** What the rule gives with it. */
  readonly range: Range;
  /** Whether the part is what the rule then gives, and not only something that goes into it. */
  readonly isAll: boolean;
}

/**
 * The first branch of a choice with which a rule lies wholly outside `fits`, or the rule itself where all of it does. What
 * is only sometimes outside is none: it is held to what fits as it comes.
 */
export function misfitIn(tree: NumberTree, fits: Range): Misfit | undefined {
  const isOutside = ({ from, to }: Range): boolean => to < fits.from || from > fits.to;
  if (isOutside(tree.range)) return { path: [tree], range: tree.range, isAll: true };
  // No branch gives what the whole cannot.
  if (tree.range.from >= fits.from && tree.range.to <= fits.to) return undefined;
  type Whole = (part: NumberTree) => NumberTree;
  const search = (part: NumberTree, path: readonly NumberTree[], whole: Whole, isAll: boolean): Misfit | undefined => {
    const here = [...path, part];
    if (part.known !== undefined) return undefined;
    if (part.op === "choose") {
      const outside = [part.then, part.other].find((branch) => isOutside(whole(branch).range));
      if (outside) return { path: [...here, outside], range: whole(outside).range, isAll };
      return search(part.then, here, whole, isAll) ?? search(part.other, here, whole, isAll);
    }
    if ("of" in part) return search(part.of, here, (of) => whole(build.unary(part.op, of)), false);
    if (!("left" in part)) return undefined;
    const { op, left, right } = part;
    return (
      search(left, here, (one) => whole(build.binary(op, one, right)), false) ??
      search(right, here, (one) => whole(build.binary(op, left, one)), false)
    );
  };
  return search(tree, [], (part) => part, true);
}

/** Whether a truth holds whatever the values of its columns; undefined where that hangs on them. */
export function surely(tree: TruthTree): boolean | undefined {
  if (tree.op === "truth") return tree.value;
  if (tree.op === "not") {
    const of = surely(tree.of);
    return of === undefined ? undefined : !of;
  }
  if (tree.op === "and" || tree.op === "or") {
    const decides = tree.op === "or";
    const sides = [surely(tree.left), surely(tree.right)];
    if (sides.includes(decides)) return decides;
    return sides.includes(undefined) ? undefined : !decides;
  }
  return surelyCompared(tree.op, (tree.left as NumberTree).range, (tree.right as NumberTree).range);
}

function surelyCompared(op: Comparison, a: Range, b: Range): boolean | undefined {
  const isApart = a.to < b.from || a.from > b.to;
  const isOne = a.from === a.to && b.from === b.to;
  if (isApart || isOne) return build.comparisonMeaning[op](a.from, b.from);
  if (op === "le" && a.to <= b.from) return true;
  if (op === "ge" && a.from >= b.to) return true;
  if (op === "lt" && a.from >= b.to) return false;
  if (op === "gt" && a.to <= b.from) return false;
  return undefined;
}
