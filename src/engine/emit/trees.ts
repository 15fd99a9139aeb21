import { exp, finite, largest, log, normalQuantile, pow, quotient, squareRoot } from "../../core/arithmetic.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { Code, Value } from "./code.ts";

/** Where a tree finds the values of its leaves: four entities at once. */
export interface Leaves {
  readonly column: (name: string) => Value;
  readonly global: (name: string) => Value;
  readonly local: (name: string) => Value;
}

/** A number tree as lanes: the same operations in the same order as the interpreter, hence the same bits. */
export function emitNumber(tree: NumberTree, code: Code, leaves: Leaves): Value {
  switch (tree.op) {
    case "constant":
      return code.const(tree.value);
    case "column":
    case "global":
    case "local":
      return leaves[tree.op](tree.name);
    case "choose": {
      const when = emitTruth(tree.when, code, leaves);
      return code.select(when, emitNumber(tree.then, code, leaves), emitNumber(tree.other, code, leaves));
    }
  }
  if ("of" in tree) return unaryOf(tree.op, code, emitNumber(tree.of, code, leaves));
  const left = emitNumber(tree.left, code, leaves);
  const right = emitNumber(tree.right, code, leaves);
  switch (tree.op) {
    case "add":
      return bounded(tree, code, code.add(left, right));
    case "subtract":
      return bounded(tree, code, code.sub(left, right));
    case "multiply":
      return bounded(tree, code, code.mul(left, right));
    case "divide":
      return divideOf(tree, code, left, right);
    case "min":
      return areNumbers(tree) ? code.lesser(left, right) : code.min(left, right);
    case "max":
      return areNumbers(tree) ? code.greater(left, right) : code.max(left, right);
    case "pow":
      return pow(code, left, right);
  }
}

/** Held within the finite numbers, unless its range shows that it cannot overflow. */
function bounded({ range }: NumberTree, code: Code, value: Value): Value {
  return Math.abs(range.from) <= largest && Math.abs(range.to) <= largest ? value : finite(code, value);
}

/** Whether both sides are sure to be numbers: what has a bounded range cannot be anything else. */
function areNumbers({ left, right }: Extract<NumberTree, { left: NumberTree }>): boolean {
  return [left, right].every(({ range }) => range.from > -largest && range.to < largest);
}

/** A divisor that is known not to be 0 needs no test, and a quotient that is known to be finite no bounds. */
function divideOf(tree: Extract<NumberTree, { left: NumberTree }>, code: Code, left: Value, right: Value): Value {
  if (tree.right.op !== "constant" || tree.right.value === 0) return quotient(code, left, right);
  const ratio = code.div(left, right);
  const bounded = Math.max(Math.abs(tree.range.from), Math.abs(tree.range.to)) < largest;
  return bounded ? ratio : finite(code, ratio);
}

type Unary = Extract<NumberTree, { of: NumberTree }>["op"];

function unaryOf(op: Unary, code: Code, of: Value): Value {
  switch (op) {
    case "negate":
      return code.neg(of);
    case "abs":
      return code.abs(of);
    case "floor":
      return code.floor(of);
    case "ceil":
      return code.ceil(of);
    case "round":
      return code.nearest(of);
    case "sqrt":
      return squareRoot(code, of);
    case "exp":
      return exp(code, of);
    case "log":
      return log(code, of);
    case "normalQuantile":
      return normalQuantile(code, of);
  }
}

/** A truth tree as a mask: all bits of a lane set, or none. */
export function emitTruth(tree: TruthTree, code: Code, leaves: Leaves): Value {
  switch (tree.op) {
    case "truth":
      return code.iconst(tree.value ? -1 : 0);
    case "not":
      return code.op("v128.not", emitTruth(tree.of, code, leaves));
    case "and":
      return code.iand(emitTruth(tree.left, code, leaves), emitTruth(tree.right, code, leaves));
    case "or":
      return code.ior(emitTruth(tree.left, code, leaves), emitTruth(tree.right, code, leaves));
    default:
      return code[tree.op](emitNumber(tree.left, code, leaves), emitNumber(tree.right, code, leaves));
  }
}
