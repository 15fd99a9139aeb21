import type { Lowered } from "../model/lower.ts";
import { footprintsOf } from "../plan/footprint.ts";
import type { Measure, Plan } from "../plan/plan.ts";
import { isTruth, type NumberTree, type TruthTree } from "../rules/tree.ts";

/** Columns of a plan that no step ever makes less: counters. */
function countersOf(plan: Plan): ReadonlySet<string> {
  const counters = new Set(plan.columns.filter(({ role }) => role === "stored").map(({ name }) => name));
  const written = new Set<string>();
  for (const step of plan.steps) {
    for (const { column } of footprintsOf(plan).get(step)!.writes) {
      written.add(column);
      if (step.kind !== "map") counters.delete(column);
    }
    if (step.kind !== "map") continue;
    for (const { column, mode, value } of step.writes) {
      const isUp = mode === "change" ? rises(value, column) : isNoLess(value, column);
      if (!isUp) counters.delete(column);
    }
  }
  // What nothing writes only stays as it is.
  return new Set([...counters].filter((column) => written.has(column)));
}

/** Whether what is added to a column can never take from it: something above 0, or what it grows to less what it was. */
function rises(tree: NumberTree, column: string): boolean {
  if (tree.range.from >= 0) return true;
  if (tree.op === "choose") return rises(tree.then, column) && rises(tree.other, column);
  const isOwn = tree.op === "subtract" && tree.right.op === "column" && tree.right.name === column;
  return isOwn && isNoLess(tree.left, column);
}

/** Whether a number is never less than a column, whatever that is. */
function isNoLess(tree: NumberTree, column: string): boolean {
  const below = (one: NumberTree): boolean => isNoLess(one, column);
  switch (tree.op) {
    case "column":
      return tree.name === column;
    case "add":
      return (below(tree.left) && tree.right.range.from >= 0) || (below(tree.right) && tree.left.range.from >= 0);
    case "max":
      return below(tree.left) || below(tree.right);
    case "min":
      return isCapped(tree.left, tree.right, column) || isCapped(tree.right, tree.left, column);
    case "choose":
      return below(tree.then) && below(tree.other);
    default:
      return false;
  }
}

/** Held at an end that the column itself cannot pass: a counter that is full. */
function isCapped(one: NumberTree, cap: NumberTree, column: string): boolean {
  const most = cap.op === "constant" ? cap.value : Number.NEGATIVE_INFINITY;
  return isNoLess(one, column) && highestOf(one, column) <= most;
}

function highestOf(tree: NumberTree, column: string): number {
  if (tree.op === "column") return tree.name === column ? tree.range.to : Number.NEGATIVE_INFINITY;
  const below = "left" in tree ? [tree.left, tree.right] : tree.op === "choose" ? [tree.then, tree.other] : [];
  return Math.max(Number.NEGATIVE_INFINITY, ...below.map((one) => highestOf(one, column)));
}

/** Whether a number can never fall while the columns that `isUp` names do not, and nothing else of it moves. */
function grows(tree: NumberTree, isUp: (column: string) => boolean): boolean {
  const below = (one: NumberTree): boolean => grows(one, isUp);
  switch (tree.op) {
    case "constant":
      return true;
    case "column":
      return isUp(tree.name);
    case "add":
      return isSum(tree, below);
    case "min":
    case "max":
      return below(tree.left) && below(tree.right);
    case "multiply":
      return (below(tree.left) && isPositive(tree.right)) || (below(tree.right) && isPositive(tree.left));
    case "divide":
      return below(tree.left) && isPositive(tree.right);
    case "choose":
      return isStepUp(tree, below) || (!isMoving(tree.when, isUp) && below(tree.then) && below(tree.other));
    default:
      return false;
  }
}

/** What grows and something that is never below 0 is no less than what grows. */
function isSum({ left, right }: { left: NumberTree; right: NumberTree }, below: (one: NumberTree) => boolean): boolean {
  return (below(left) && (right.range.from >= 0 || below(right))) || (below(right) && left.range.from >= 0);
}

function isPositive(tree: NumberTree): boolean {
  return tree.op === "constant" && tree.value >= 0;
}

/** 1 once something that grows has passed a constant, 0 before. */
function isStepUp(
  { when, then, other }: Extract<NumberTree, { op: "choose" }>,
  below: (one: NumberTree) => boolean,
): boolean {
  if (then.op !== "constant" || other.op !== "constant") return false;
  const isOver = (when.op === "gt" || when.op === "ge") && below(when.left) && when.right.op === "constant";
  const isUnder = (when.op === "lt" || when.op === "le") && below(when.left) && when.right.op === "constant";
  return (isOver && then.value >= other.value) || (isUnder && then.value <= other.value);
}

/** Whether a truth hangs on a column that grows: then a choice may fall at once. */
function isMoving(when: TruthTree, isUp: (column: string) => boolean): boolean {
  if (when.op === "truth") return false;
  if (when.op === "not") return isMoving(when.of, isUp);
  return [when.left, when.right].some((one) => (isTruth(one) ? isMoving(one, isUp) : reads(one, isUp)));
}

function reads(tree: NumberTree, isUp: (column: string) => boolean): boolean {
  if (tree.op === "column") return isUp(tree.name);
  if (tree.op === "choose") return isMoving(tree.when, isUp) || reads(tree.then, isUp) || reads(tree.other, isUp);
  if ("left" in tree) return reads(tree.left, isUp) || reads(tree.right, isUp);
  return "of" in tree && reads(tree.of, isUp);
}

/**
 * Tells which figures count what has happened since the start, and so can never be at rest: a mean or share, over everyone,
 * of something that only grows.
 */
export function openCounters({ plan }: Pick<Lowered, "plan">): (measure: Measure) => boolean {
  const counters = countersOf(plan);
  return ({ where, value }) =>
    where.op === "truth" &&
    grows(value, (column) => counters.has(column)) &&
    reads(value, (column) => counters.has(column));
}
