import type { NumberTree, Tree } from "./tree.ts";

/**
 * A tree with every column in it replaced. Trees share parts: what was shared stays shared.
 */
export function replaceColumns<T extends Tree>(tree: T, by: (leaf: NumberTree & { op: "column" }) => NumberTree): T {
  const made = new Map<object, object>();
  const visit = (of: object): object => {
    const before = made.get(of);
    if (before !== undefined) return before;
    const found =
      "op" in of && of.op === "column"
        ? by(of as NumberTree & { op: "column" })
        : Object.fromEntries(Object.entries(of).map(([key, part]) => [key, isNode(part) ? visit(part) : part]));
    made.set(of, found);
    return found;
  };
  return visit(tree) as T;
}

function isNode(part: unknown): part is object {
  return typeof part === "object" && part !== null && "op" in part;
}
