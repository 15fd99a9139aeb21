import { binaryMeaning, comparisonMeaning, unaryMeaning } from "../../src/rules/build.ts";
import {
  type BinaryNumber,
  type Comparison,
  isTruth,
  type NumberTree,
  type Tree,
  type TruthTree,
  type UnaryNumber,
} from "../../src/rules/tree.ts";

/** A number with how far it may be from the value that exact arithmetic gives: rounding errors, carried along. */
export interface Sure {
  readonly value: number;
  readonly error: number;
}

/** Half a unit in the last place of a binary32, relative. */
const half = 2 ** -24;

/** A tree by the meaning of its operations, each rounded to binary32; leaves by name. */
export function numberOf(tree: NumberTree, leaves: Readonly<Record<string, number>>): number {
  switch (tree.op) {
    case "constant":
      return tree.value;
    case "column":
    case "global":
    case "local":
      return leaves[tree.name]!;
    case "choose":
      return numberOf(truthOf(tree.when, leaves) ? tree.then : tree.other, leaves);
    default:
      if ("of" in tree) return unaryMeaning[tree.op as UnaryNumber](numberOf(tree.of, leaves));
      return binaryMeaning[tree.op as BinaryNumber](numberOf(tree.left, leaves), numberOf(tree.right, leaves));
  }
}

export function truthOf(tree: TruthTree, leaves: Readonly<Record<string, number>>): boolean {
  if (tree.op === "truth") return tree.value;
  if (tree.op === "not") return !truthOf(tree.of, leaves);
  if (tree.op === "and") return truthOf(tree.left, leaves) && truthOf(tree.right, leaves);
  if (tree.op === "or") return truthOf(tree.left, leaves) || truthOf(tree.right, leaves);
  return comparisonMeaning[tree.op as Comparison](
    numberOf(tree.left as NumberTree, leaves),
    numberOf(tree.right as NumberTree, leaves),
  );
}

/** The value with a bound on its rounding error; undefined where rounding could change which way a choice goes. */
export function sureOf(tree: Tree, leaves: Readonly<Record<string, number>>): Sure | undefined {
  if (isTruth(tree)) return sureTruth(tree, leaves);
  if (tree.op === "constant") return { value: tree.value, error: 0 };
  if (tree.op === "column" || tree.op === "global" || tree.op === "local")
    return { value: leaves[tree.name]!, error: 0 };
  if (tree.op === "choose") {
    const when = sureOf(tree.when, leaves);
    return when && sureOf(when.value === 1 ? tree.then : tree.other, leaves);
  }
  if (tree.op === "negate" && "of" in tree) {
    const of = sureOf(tree.of, leaves);
    return of && { value: -of.value, error: of.error };
  }
  if (!("left" in tree)) throw new Error(`${tree.op} is not common to both`);
  const a = sureOf(tree.left, leaves);
  const b = sureOf(tree.right, leaves);
  if (!a || !b) return undefined;
  const value = binaryMeaning[tree.op](a.value, b.value);
  const carried = carriedBy(tree.op, a, b, value);
  return carried === undefined ? undefined : { value, error: carried + Math.abs(value) * half + 2 ** -149 };
}

function carriedBy(op: BinaryNumber, a: Sure, b: Sure, value: number): number | undefined {
  if (op === "add" || op === "subtract") return a.error + b.error;
  if (op === "multiply") return Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error;
  if (op === "min" || op === "max") return Math.max(a.error, b.error);
  const least = Math.abs(b.value) - b.error;
  return op === "divide" && least > 0 ? (a.error + Math.abs(value) * b.error) / least : undefined;
}

function sureTruth(tree: TruthTree, leaves: Readonly<Record<string, number>>): Sure | undefined {
  const sure = (holds: boolean): Sure => ({ value: holds ? 1 : 0, error: 0 });
  if (tree.op === "truth") return sure(tree.value);
  if (tree.op === "not") {
    const of = sureOf(tree.of, leaves);
    return of && sure(of.value === 0);
  }
  const left = sureOf(tree.left, leaves);
  const right = sureOf(tree.right, leaves);
  if (!left || !right) return undefined;
  if (tree.op === "and") return sure(left.value === 1 && right.value === 1);
  if (tree.op === "or") return sure(left.value === 1 || right.value === 1);
  const apart = Math.abs(left.value - right.value) > left.error + right.error;
  const exact = left.error === 0 && right.error === 0;
  return apart || exact ? sure(comparisonMeaning[tree.op as Comparison](left.value, right.value)) : undefined;
}
