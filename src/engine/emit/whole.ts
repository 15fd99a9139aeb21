import { finite } from "../../core/arithmetic.ts";
import type { Column, Write } from "../../plan/plan.ts";
import type { NumberTree, Range } from "../../rules/tree.ts";
import type { Code, Value } from "./code.ts";
import { emitNumber, emitTruth, type Leaves } from "./trees.ts";

/**
 * Numbers as whole 32-bit numbers of units. The general conversion of WebAssembly saturates and takes many instructions
 * of the hardware; where a rule shows that a number is small, or which few values it can have, one or two will do.
 */

/** Up to here a binary32 plus one and a half times 2^23 has its nearest whole number in its low bits. */
const mostSmall = 2 ** 22;
const shift = 1.5 * 2 ** 23;
const shiftBits = 0x4b400000;
const mostWhole = 2 ** 30;

/** A value in units of a resolution, not yet rounded. Dividing by a power of two is the same as multiplying. */
export function inUnits(code: Code, value: Value, resolution: number): Value {
  const step = Math.fround(resolution);
  if (step === 1) return value;
  if (Number.isInteger(Math.log2(step))) return code.mul(value, code.const(1 / step));
  return finite(code, code.div(value, code.const(step)));
}

/** The nearest whole numbers (halves to even), held within ±most, where `range` is what is known of them; no number is 0. */
export function nearestWhole(code: Code, units: Value, range: Range, most = mostWhole): Value {
  if (isSmall(range)) return fromShifted(code, units);
  if (isBounded(range) && most <= mostSmall) return fromShifted(code, held(code, units, most));
  return code.toInt(held(code, code.nearest(units), most));
}

function held(code: Code, units: Value, most: number): Value {
  return code.max(code.min(units, code.const(most)), code.const(-most));
}

function fromShifted(code: Code, units: Value): Value {
  return code.isub(code.add(units, code.const(shift)), code.iconst(shiftBits));
}

function isSmall({ from, to }: Range): boolean {
  return from >= -mostSmall && to <= mostSmall;
}

function isBounded({ from, to }: Range): boolean {
  return from > -3e38 && to < 3e38;
}

/** A range in units of a resolution, with room for rounding. */
export function rangeInUnits({ from, to }: Range, resolution: number): Range {
  return { from: from / resolution - 1, to: to / resolution + 1 };
}

/** Leaves over entities, whose columns can also be had as the units that are stored. */
export interface EntityLeaves extends Leaves {
  readonly unitsOf: (column: string) => Value;
  readonly columnOf: (name: string) => Column;
}

/**
 * A rule's value as the nearest whole number of units, for the rules that most figures are: a constant, a choice of
 * constants, a column in its own resolution. Others are reckoned.
 */
export function emitWhole(tree: NumberTree, resolution: number, code: Code, leaves: EntityLeaves): Value {
  const constant = (value: number): number | undefined => {
    const whole = Math.fround(value / Math.fround(resolution));
    return Number.isInteger(whole) && Math.abs(whole) < mostWhole ? whole : undefined;
  };
  if (tree.op === "constant") {
    const whole = constant(tree.value);
    if (whole !== undefined) return code.iconst(whole);
  }
  if (tree.op === "choose" && isChoice(tree)) {
    const then = emitWhole(tree.then, resolution, code, leaves);
    const other = emitWhole(tree.other, resolution, code, leaves);
    return code.iselect(emitTruth(tree.when, code, leaves), then, other);
  }
  if (tree.op === "column") {
    const column = leaves.columnOf(tree.name);
    const same = column.offset === 0 && Math.fround(column.resolution) === Math.fround(resolution);
    // A number of units times a resolution, divided by it, is off by less than half a unit as long as there are so few.
    const isPower = Number.isInteger(Math.log2(Math.fround(resolution)));
    const exact = Math.max(-column.lowest, column.highest) <= (isPower ? 2 ** 24 : 2 ** 20);
    if (same && exact) return leaves.unitsOf(tree.name);
  }
  const value = emitNumber(tree, code, leaves);
  return nearestWhole(code, inUnits(code, value, resolution), rangeInUnits(tree.range, resolution));
}

/** Whether a choice is among constants alone. */
export function isChoice(tree: NumberTree): boolean {
  if (tree.op === "choose") return isChoice(tree.then) && isChoice(tree.other);
  return tree.op === "constant";
}

/** Up to here whole numbers are binary32, and so are their sums and differences. */
const mostExact = 2 ** 24;

/**
 * Whether a value is sure to be a whole number of units of the column that it is written to: counts of acts added to a count,
 * choices of whole numbers. Of units that are no power of two nothing is said.
 */
export function isWhole(
  tree: NumberTree,
  { resolution, offset }: Column,
  mode: Write["mode"],
  columnOf: (name: string) => Column,
): boolean {
  const step = Math.fround(resolution);
  if (!Number.isInteger(Math.log2(step)) || (mode === "set" && !Number.isInteger(offset / step))) return false;
  const inSteps = (value: number): boolean => Number.isInteger(value / step);
  const isOne = (one: NumberTree): boolean => {
    if (Math.max(Math.abs(one.range.from), Math.abs(one.range.to)) > mostExact * step) return false;
    switch (one.op) {
      case "constant":
        return inSteps(one.value);
      case "column": {
        const column = columnOf(one.name);
        return inSteps(Math.fround(column.resolution)) && inSteps(column.offset);
      }
      case "choose":
        return isOne(one.then) && isOne(one.other);
      case "add":
      case "subtract":
      case "min":
      case "max":
        return isOne(one.left) && isOne(one.right);
      case "negate":
      case "abs":
        return isOne(one.of);
      default:
        return false;
    }
  };
  return isOne(tree);
}
