import type { Column } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { type Comparison, comparisons, type NumberTree, type Tree, walk } from "../../rules/tree.ts";
import type { ColumnHandle } from "../draft/columns.ts";

/** A step of a column at which a comparison turns: its value just beyond, and on this side of it. */
export interface Edge {
  /** The lowest unit of the upper side. */
  readonly unit: number;
  readonly above: number;
  readonly below: number;
}

/** The edges of a column in a rule: where it is compared with a figure. Bands are such comparisons too. */
export function edgesIn(trees: readonly Tree[], { column, ref }: ColumnHandle): Edge[] {
  const units = new Set<number>();
  const visit = (node: Tree): void => {
    if (!(comparisons as readonly string[]).includes(node.op)) return;
    const { left, right, op } = node as { left: NumberTree; right: NumberTree; op: Comparison };
    const [leaf, figure] = left.op === "constant" ? [right, left] : [left, right];
    if (leaf.op !== "column" || leaf.name !== ref || figure.op !== "constant") return;
    for (const unit of turnsAt(leaf === left ? op : turned[op], figure.value, column)) units.add(unit);
  };
  for (const tree of trees) walk(tree, visit);
  return [...units].sort((a, b) => a - b).map((unit) => edgeAt(unit, column));
}

/** The edge below a unit. */
export function edgeAt(unit: number, column: Column): Edge {
  return { unit, above: valueAt(unit, column), below: valueAt(unit - 1, column) };
}

/** The same comparison with its sides changed. */
const turned: Readonly<Record<Comparison, Comparison>> = { lt: "gt", gt: "lt", le: "ge", ge: "le", eq: "eq", ne: "ne" };

/** The lowest units at which a comparison gives something else than a unit below. */
function turnsAt(op: Comparison, figure: number, column: Column): number[] {
  const near = Math.round((figure - column.offset) / column.resolution);
  const at = [near - 1, near, near + 1, near + 2];
  const holds = (unit: number): boolean => build.comparisonMeaning[op](valueAt(unit, column), figure);
  return at.filter((unit) => unit > column.lowest && unit <= column.highest && holds(unit) !== holds(unit - 1));
}

function valueAt(unit: number, { offset, resolution }: Column): number {
  const { fround } = Math;
  return fround(fround(offset) + fround(fround(unit) * fround(resolution)));
}
