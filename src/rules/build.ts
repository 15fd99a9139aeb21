import { divide, expF32, largest, logF32, normalQuantileF32, powF32, sqrtF32 } from "../core/arithmetic.ts";
import type { BinaryNumber, Comparison, NumberTree, Range, TruthTree, UnaryNumber } from "./tree.ts";

/** Builders of typed trees: they fold constants with the engine's own arithmetic and reckon ranges. */

const fround = Math.fround;

export function constant(value: number): NumberTree {
  const rounded = fround(value);
  return { op: "constant", value: rounded, range: { from: rounded, to: rounded } };
}

export function truth(value: boolean): TruthTree {
  return { op: "truth", value };
}

export function column(name: string, range: Range): NumberTree {
  return { op: "column", name, range };
}

export function global(name: string, range: Range): NumberTree {
  return { op: "global", name, range };
}

export function local(name: string, range: Range): NumberTree {
  return { op: "local", name, range };
}

/**
 * The same number with a range that we know better than its operation says. Guards are left out on the strength of it,
 * so `why` has to hold wherever the number is reckoned; under test the interpreter throws for a value beyond it.
 */
export function known(tree: NumberTree, range: Range, why: string): NumberTree {
  return { ...tree, range, known: why };
}

/** Rounded to binary32; what overflows is the largest finite number of its sign, so that no rule can give NaN. */
export function held(x: number): number {
  const rounded = fround(x);
  if (rounded > largest) return largest;
  return rounded < -largest ? -largest : rounded;
}

/** What each operation does to binary32 numbers: the meaning, used by folding and by the interpreter alike. */
export const unaryMeaning: Record<UnaryNumber, (x: number) => number> = {
  negate: (x) => -x,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
  sqrt: sqrtF32,
  exp: expF32,
  log: logF32,
  normalQuantile: normalQuantileF32,
};

export const binaryMeaning: Record<BinaryNumber, (x: number, y: number) => number> = {
  add: (x, y) => held(x + y),
  subtract: (x, y) => held(x - y),
  multiply: (x, y) => held(x * y),
  divide,
  min: Math.min,
  max: Math.max,
  pow: powF32,
};

export const comparisonMeaning: Record<Comparison, (x: number, y: number) => boolean> = {
  lt: (x, y) => x < y,
  le: (x, y) => x <= y,
  gt: (x, y) => x > y,
  ge: (x, y) => x >= y,
  eq: (x, y) => x === y,
  ne: (x, y) => x !== y,
};

/** Nearest whole number, halves to even: what the hardware's rounding does. */
export function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

export function unary(op: UnaryNumber, of: NumberTree): NumberTree {
  const meaning = unaryMeaning[op];
  if (of.op === "constant") return constant(meaning(of.value));
  if (op === "negate") return { op, of, range: { from: -of.range.to, to: -of.range.from } };
  if (op === "abs") return { op, of, range: absRange(of.range) };
  return { op, of, range: { from: meaning(of.range.from), to: meaning(of.range.to) } };
}

function absRange({ from, to }: Range): Range {
  const ends = [Math.abs(from), Math.abs(to)];
  return { from: from <= 0 && to >= 0 ? 0 : Math.min(...ends), to: Math.max(...ends) };
}

export function binary(op: BinaryNumber, left: NumberTree, right: NumberTree): NumberTree {
  if (left.op === "constant" && right.op === "constant") return constant(binaryMeaning[op](left.value, right.value));
  if (op === "add" && isConstant(right, 0)) return left;
  if (op === "add" && isConstant(left, 0)) return right;
  if (op === "subtract" && isConstant(right, 0)) return left;
  if ((op === "multiply" || op === "divide") && isConstant(right, 1)) return left;
  if (op === "multiply" && isConstant(left, 1)) return right;
  return { op, left, right, range: binaryRange(op, left.range, right.range) };
}

function isConstant(tree: NumberTree, value: number): boolean {
  return tree.op === "constant" && tree.value === value;
}

function binaryRange(op: BinaryNumber, a: Range, b: Range): Range {
  if (op === "add") return { from: fround(a.from + b.from), to: fround(a.to + b.to) };
  if (op === "subtract") return { from: fround(a.from - b.to), to: fround(a.to - b.from) };
  if (op === "min") return { from: Math.min(a.from, b.from), to: Math.min(a.to, b.to) };
  if (op === "max") return { from: Math.max(a.from, b.from), to: Math.max(a.to, b.to) };
  if (op === "divide" && b.from <= 0 && b.to >= 0) return { from: -Infinity, to: Infinity };
  if (op === "pow" && (a.from < 1 || b.from < 0)) return powRange(a, b);
  // A product that may overflow is one without a bound, and says so.
  const meaning = op === "multiply" ? (x: number, y: number) => fround(x * y) : binaryMeaning[op];
  const corners = [meaning(a.from, b.from), meaning(a.from, b.to), meaning(a.to, b.from), meaning(a.to, b.to)];
  const sure = corners.map((corner) => (Number.isNaN(corner) ? 0 : corner));
  return { from: Math.min(...sure), to: Math.max(...sure) };
}

/** Below one a power falls as its exponent rises; between zero and nothing it is safe to say "not negative". */
function powRange(a: Range, b: Range): Range {
  if (b.from < 0) return { from: 0, to: Infinity };
  return { from: 0, to: Math.max(1, powF32(Math.max(a.to, 0), b.to)) };
}

export function compare(op: Comparison, left: NumberTree, right: NumberTree): TruthTree {
  if (left.op === "constant" && right.op === "constant") {
    return truth(comparisonMeaning[op](left.value, right.value));
  }
  return { op, left, right };
}

export function and(left: TruthTree, right: TruthTree): TruthTree {
  if (left.op === "truth") return left.value ? right : left;
  if (right.op === "truth") return right.value ? left : right;
  return { op: "and", left, right };
}

export function or(left: TruthTree, right: TruthTree): TruthTree {
  if (left.op === "truth") return left.value ? left : right;
  if (right.op === "truth") return right.value ? right : left;
  return { op: "or", left, right };
}

export function not(of: TruthTree): TruthTree {
  if (of.op === "truth") return truth(!of.value);
  if (of.op === "not") return of.of;
  return { op: "not", of };
}

export function choose(when: TruthTree, then: NumberTree, other: NumberTree): NumberTree {
  if (when.op === "truth") return when.value ? then : other;
  const range = { from: Math.min(then.range.from, other.range.from), to: Math.max(then.range.to, other.range.to) };
  return { op: "choose", when, then, other, range };
}

/** A truth as a number: 1 or 0. */
export function number(of: TruthTree): NumberTree {
  return choose(of, constant(1), constant(0));
}

export const add = (left: NumberTree, right: NumberTree): NumberTree => binary("add", left, right);
export const subtract = (left: NumberTree, right: NumberTree): NumberTree => binary("subtract", left, right);
export const multiply = (left: NumberTree, right: NumberTree): NumberTree => binary("multiply", left, right);
export const divideBy = (left: NumberTree, right: NumberTree): NumberTree => binary("divide", left, right);
export const lesser = (left: NumberTree, right: NumberTree): NumberTree => binary("min", left, right);
export const greater = (left: NumberTree, right: NumberTree): NumberTree => binary("max", left, right);
export const clamp = (of: NumberTree, from: number, to: number): NumberTree =>
  greater(lesser(of, constant(to)), constant(from));
