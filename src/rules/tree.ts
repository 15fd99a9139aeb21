/**
 * The typed tree: what a rule means, whatever it was written in. Numbers are binary32, truths are true or false,
 * every node knows the range its value can take, and every operation is total.
 */
export type Tree = NumberTree | TruthTree;

export interface Range {
  readonly from: number;
  readonly to: number;
}

export const unaryNumbers = [
  "negate",
  "abs",
  "floor",
  "ceil",
  "round",
  "sqrt",
  "exp",
  "log",
  "normalQuantile",
] as const;
export type UnaryNumber = (typeof unaryNumbers)[number];

export const binaryNumbers = ["add", "subtract", "multiply", "divide", "min", "max", "pow"] as const;
export type BinaryNumber = (typeof binaryNumbers)[number];

export const comparisons = ["lt", "le", "gt", "ge", "eq", "ne"] as const;
export type Comparison = (typeof comparisons)[number];

/** The range that a number can take; and, where that says more than its operation does, why it is `known`. */
interface Ranged {
  readonly range: Range;
  readonly known?: string;
}

export type NumberTree = Ranged &
  (
    | { readonly op: "constant"; readonly value: number }
    /** The logical value of a column of the entity in hand. */
    | { readonly op: "column"; readonly name: string }
    /** A figure that is the same for everyone in this tick. */
    | { readonly op: "global"; readonly name: string }
    /** A value bound earlier in the same step. */
    | { readonly op: "local"; readonly name: string }
    | { readonly op: UnaryNumber; readonly of: NumberTree }
    | { readonly op: BinaryNumber; readonly left: NumberTree; readonly right: NumberTree }
    | { readonly op: "choose"; readonly when: TruthTree; readonly then: NumberTree; readonly other: NumberTree }
  );

export type TruthTree =
  | { readonly op: "truth"; readonly value: boolean }
  | { readonly op: Comparison; readonly left: NumberTree; readonly right: NumberTree }
  | { readonly op: "and" | "or"; readonly left: TruthTree; readonly right: TruthTree }
  | { readonly op: "not"; readonly of: TruthTree };

const truthOps = new Set<string>(["truth", ...comparisons, "and", "or", "not"]);

/** Whether a tree is a truth, as against a number. */
export function isTruth(tree: Tree): tree is TruthTree {
  return truthOps.has(tree.op);
}

/** The trees directly below a node, in order. */
export function childrenOf(tree: Tree): readonly Tree[] {
  if ("left" in tree) return [tree.left, tree.right];
  if ("of" in tree) return [tree.of];
  if (tree.op === "choose") return [tree.when, tree.then, tree.other];
  return [];
}

/** Visits a node and everything below it, parents first. */
export function walk(tree: Tree, visit: (tree: Tree) => void): void {
  visit(tree);
  for (const child of childrenOf(tree)) walk(child, visit);
}

interface Extent {
  readonly size: number;
  readonly depth: number;
}

const extents = new WeakMap<Tree, Extent>();
/** Trees up to this many nodes are counted again each time: most are, and to remember them takes longer. */
const smallest = 8;
const ofLeaf: Extent = { size: 1, depth: 1 };

function extentOf(tree: Tree): Extent {
  const children = childrenOf(tree);
  if (children.length === 0) return ofLeaf;
  const known = extents.get(tree);
  if (known !== undefined) return known;
  let size = 1;
  let depth = 0;
  for (const child of children) {
    const below = extentOf(child);
    size += below.size;
    depth = Math.max(depth, below.depth);
  }
  const extent = { size, depth: depth + 1 };
  if (size > smallest) extents.set(tree, extent);
  return extent;
}

/** Whether two trees say the same. What both share is not looked into. */
export function isSame(one: Tree, other: Tree): boolean {
  if (one === other) return true;
  const [mine, theirs] = [childrenOf(one), childrenOf(other)];
  return (
    one.op === other.op &&
    leafOf(one) === leafOf(other) &&
    isSameRange(one, other) &&
    mine.every((child, place) => isSame(child, theirs[place]!))
  );
}

function leafOf(tree: Tree): string | number | boolean | undefined {
  if ("name" in tree) return tree.name;
  return "value" in tree ? tree.value : undefined;
}

function isSameRange(one: Tree, other: Tree): boolean {
  if (!("range" in one && "range" in other)) return !("range" in one || "range" in other);
  const [mine, theirs] = [one.range, other.range];
  return mine.from === theirs.from && mine.to === theirs.to && one.known === other.known;
}

/** How many nodes a tree has when every part that it shares is written out: what walking it costs. */
export function nodesIn(tree: Tree): number {
  return extentOf(tree).size;
}

/** How many nodes stand one below another at most: how deep the calls go that walk it. */
export function depthOf(tree: Tree): number {
  return extentOf(tree).depth;
}

/** The names of the leaves of one kind that a tree reads, each once, sorted. */
export function leavesOf(tree: Tree, op: "column" | "global" | "local"): string[] {
  const names = new Set<string>();
  walk(tree, (node) => {
    if (node.op === op) names.add(node.name);
  });
  return [...names].sort();
}

const infix: Record<string, string> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  eq: "==",
  ne: "!=",
  and: "&&",
  or: "||",
};

/** A tree as a person reads it, with as few brackets as is honest. */
export function print(tree: Tree): string {
  switch (tree.op) {
    case "constant":
      return String(Number(tree.value.toPrecision(7)));
    case "truth":
      return String(tree.value);
    case "column":
    case "global":
    case "local":
      return tree.name;
    case "choose":
      return `(${print(tree.when)} ? ${print(tree.then)} : ${print(tree.other)})`;
    case "not":
      return `!${print(tree.of)}`;
    case "negate":
      return `-${print(tree.of)}`;
    default:
      if ("of" in tree) return `${tree.op}(${strip(print(tree.of))})`;
      if (tree.op in infix) return `(${print(tree.left)} ${infix[tree.op]} ${print(tree.right)})`;
      return `${tree.op}(${strip(print(tree.left))}, ${strip(print(tree.right))})`;
  }
}

/** Drops one pair of brackets around the whole, where there is one. */
export function strip(text: string): string {
  if (!text.startsWith("(") || !text.endsWith(")")) return text;
  let depth = 0;
  for (let i = 0; i < text.length - 1; i++) {
    if (text[i] === "(") depth++;
    if (text[i] === ")") depth--;
    if (depth === 0) return text;
  }
  return text.slice(1, -1);
}
