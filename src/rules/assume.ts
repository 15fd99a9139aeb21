import * as build from "./build.ts";
import { surely } from "./fit.ts";
import { type Comparison, comparisons, type NumberTree, type Tree, type TruthTree } from "./tree.ts";

/** What is not the same whatever is known. */
type Hanging = Exclude<Tree, { op: "constant" | "truth" }>;

type Leaf = NumberTree & { readonly op: "column" | "global" | "local" };

/**
 * A tree as it is where some columns, globals or locals are known, those aside for which `by` gives none: what follows from that
 * alone is reckoned, so that only what still hangs on anything is left. Parts that nothing changes stay the same objects.
 */
export function assume<T extends Tree>(tree: T, by: (leaf: Leaf) => NumberTree | undefined): T {
  const met = new Map<Tree, Tree>();
  const assumed = <U extends Tree>(one: U): U => {
    if (one.op === "constant" || one.op === "truth") return one;
    const known = met.get(one) ?? within(one, by, assumed);
    met.set(one, known);
    return known as U;
  };
  return assumed(tree);
}

function within(
  tree: Hanging,
  by: (leaf: Leaf) => NumberTree | undefined,
  assumed: <U extends Tree>(one: U) => U,
): Tree {
  switch (tree.op) {
    case "column":
    case "global":
    case "local":
      return by(tree as Leaf) ?? tree;
    case "choose": {
      const [when, then, other] = [assumed(tree.when), assumed(tree.then), assumed(tree.other)];
      if (when === tree.when && then === tree.then && other === tree.other) return tree;
      return ranged(build.choose(when, then, other), tree);
    }
    case "not": {
      const of = assumed(tree.of);
      return of === tree.of ? tree : build.not(of);
    }
    case "and":
    case "or": {
      const [left, right] = [assumed(tree.left), assumed(tree.right)];
      if (left === tree.left && right === tree.right) return tree;
      return tree.op === "and" ? build.and(left, right) : build.or(left, right);
    }
    default:
      return "of" in tree ? ofOne(tree, assumed) : ofTwo(tree, assumed);
  }
}

function ofOne(tree: NumberTree & { readonly of: NumberTree }, assumed: <U extends Tree>(one: U) => U): NumberTree {
  const of = assumed(tree.of);
  return of === tree.of ? tree : ranged(build.unary(tree.op as never, of), tree);
}

function ofTwo(
  tree: Tree & { readonly left: Tree; readonly right: Tree },
  assumed: <U extends Tree>(one: U) => U,
): Tree {
  const [left, right] = [assumed(tree.left as NumberTree), assumed(tree.right as NumberTree)];
  if (left === tree.left && right === tree.right) return tree;
  if ((comparisons as readonly string[]).includes(tree.op)) return compared(tree.op as Comparison, left, right);
  return ranged(build.binary(tree.op as never, left, right), tree as NumberTree);
}

/** What was known of the range of a number is known of it still. */
function ranged(made: NumberTree, { range, known }: NumberTree): NumberTree {
  return known === undefined || made.op === "constant" ? made : build.known(made, range, known);
}

/** A comparison of a choice between figures is a choice between truths: of two that agree, nothing is left. */
function compared(op: Comparison, left: NumberTree, right: NumberTree): TruthTree {
  const plain = build.compare(op, left, right);
  const sure = surely(plain);
  if (sure !== undefined) return build.truth(sure);
  const [choice, turned] = left.op === "choose" ? [left, false] : [right, true];
  if (choice.op !== "choose" || (turned ? left : right).op !== "constant") return plain;
  const [then, other] = [choice.then, choice.other].map((one) =>
    turned ? compared(op, left, one) : compared(op, one, right),
  ) as [TruthTree, TruthTree];
  if (then.op !== "truth" && other.op !== "truth") return plain;
  if (then.op === "truth" && other.op === "truth") {
    if (then.value === other.value) return then;
    return then.value ? choice.when : build.not(choice.when);
  }
  if (then.op === "truth") return then.value ? build.or(choice.when, other) : build.and(build.not(choice.when), other);
  return other.op === "truth" && other.value ? build.or(build.not(choice.when), then) : build.and(choice.when, then);
}
