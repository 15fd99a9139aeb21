import type { NumberTree, Tree } from "./tree.ts";

/** What stands for a number that is known by a name. */
export type Leaf = Extract<NumberTree, { op: "column" | "global" | "local" }>;

/**
 * A tree with other numbers in the place of columns, those aside for which `by` gives none; the tree itself where
 * nothing is replaced. Trees share parts: what was shared stays shared, since written out it could be endless.
 */
export function replaceColumns<T extends Tree>(
  tree: T,
  by: (leaf: NumberTree & { op: "column" }) => NumberTree | undefined,
): T {
  return replaceParts(tree, (part) => (part.op === "column" ? by(part) : undefined));
}

/** The same in the place of columns, globals and locals. */
export function replaceLeaves<T extends Tree>(tree: T, by: (leaf: Leaf) => NumberTree | undefined): T {
  return replaceParts(tree, (part) =>
    part.op === "column" || part.op === "global" || part.op === "local" ? by(part) : undefined,
  );
}

/**
 * The same of any parts: `by` is asked for each before what is below it, and gives a number for a number and a truth for
 * a truth, of no wider range. What it gives is not looked into.
 */
export function replaceParts<T extends Tree>(tree: T, by: (part: Tree) => Tree | undefined): T {
  const met = new Map<Tree, Tree>();
  const replaced = (one: Tree): Tree => {
    const known = met.get(one);
    if (known !== undefined) return known;
    const made = by(one) ?? replaceWithin(one, replaced);
    met.set(one, made);
    return made;
  };
  return replaced(tree) as T;
}

const parts = ["left", "right", "of", "when", "then", "other"] as const;

function replaceWithin(tree: Tree, replaced: (one: Tree) => Tree): Tree {
  const old = parts.flatMap((part) => (part in tree ? [[part, (tree as never)[part] as Tree] as const] : []));
  const made = old.map(([part, one]) => [part, replaced(one)] as const);
  return made.every(([, one], place) => one === old[place]![1]) ? tree : { ...tree, ...Object.fromEntries(made) };
}
