import { parse, stringify } from "yaml";
import { corpus, type Luck, luckOf, numbers, pick, words } from "./fuzz.ts";

/**
 * Mutations of what a scenario says, not of its letters: the YAML stays right, so that more of them get past the reader
 * and into the language, the plan and the engine.
 */

type Tree = { [key: string]: unknown };

interface Spot {
  readonly parent: Tree | unknown[];
  readonly key: string | number;
  readonly value: unknown;
}

const trees: readonly Tree[] = corpus.map((text) => parse(text, { version: "1.2" }) as Tree);

function spotsOf(root: Tree): Spot[] {
  const spots: Spot[] = [];
  const visit = (parent: unknown): void => {
    if (typeof parent !== "object" || parent === null) return;
    for (const [key, value] of Object.entries(parent)) {
      if (["about", "notes", "sources", "title", "because"].includes(key)) continue;
      spots.push({ parent: parent as Tree, key, value });
      visit(value);
    }
  };
  visit(root);
  return spots;
}

/** Every value that stands under a key anywhere: what could stand there. */
const byKey = new Map<string, unknown[]>();
const rules: string[] = [];
for (const { key, value } of trees.flatMap(spotsOf)) {
  byKey.set(String(key), [...(byKey.get(String(key)) ?? []), value]);
  if (typeof value === "string" && /[*+/?(<>=]/.test(value)) rules.push(value);
}

function put({ parent, key }: Spot, value: unknown): void {
  (parent as Tree)[key] = structuredClone(value);
}

const operators = ["+", "-", "*", "/", "<", ">=", "==", "&&", "||"];

/** A rule made of others: most are read, for their names are known where they come from. */
function madeRule(luck: Luck, root: Tree): string {
  const names = [...spotsOf(root).map(({ key }) => String(key)), ...words];
  const part = (): string =>
    pick([() => pick(rules, luck), () => pick(names, luck), () => pick(numbers, luck), () => String(luck(5))], luck)();
  const forms: readonly (() => string)[] = [
    () => `(${part()}) ${pick(operators, luck)} (${part()})`,
    () => `(${part()}) ? (${part()}) : (${part()})`,
    () => `${pick(["exp", "log", "sqrt", "floor", "abs", "round", "logistic"], luck)}(${part()})`,
    () => `${pick(["pow", "min", "max"], luck)}(${part()}, ${part()})`,
    () => `clamp(${part()}, ${part()}, ${part()})`,
    () => `friends_mean(${pick(names, luck)})`,
  ];
  return pick(forms, luck)();
}

type Change = (root: Tree, spot: Spot, luck: Luck) => void;

const changes: readonly Change[] = [
  (_, spot, luck) => put(spot, pick(byKey.get(String(spot.key)) ?? [1], luck)),
  (_, spot, luck) => put(spot, pick(byKey.get(String(spot.key)) ?? [1], luck)),
  (_, spot, luck) => typeof spot.value === "number" && put(spot, spot.value * pick([-1, 0, 0.01, 3, 1e4], luck)),
  (_, spot, luck) => typeof spot.value === "number" && put(spot, parse(pick(numbers, luck))),
  (_, spot) => typeof spot.key === "string" && delete (spot.parent as Tree)[spot.key],
  (root, spot, luck) => typeof spot.value !== "object" && put(spot, madeRule(luck, root)),
  (root, spot, luck) => typeof spot.value !== "object" && put(spot, madeRule(luck, root)),
  (root, spot, luck) => {
    const other = pick(spotsOf(root), luck);
    put(spot, other.value);
  },
  (root, spot, luck) => {
    // The same thing under another name, beside it.
    if (!Array.isArray(spot.parent))
      spot.parent[pick([...words, ...Object.keys(root)], luck)] = structuredClone(spot.value);
  },
  (root, _, luck) => {
    // A whole part of another scenario.
    const other = pick(trees, luck);
    const key = pick(Object.keys(other), luck);
    const own = root[key];
    const both = typeof own === "object" && own !== null && luck(2) === 0;
    root[key] = structuredClone(both ? { ...own, ...(other[key] as object) } : other[key]);
  },
];

/** The text of a scenario with one to four things in it changed. */
export function grafted(seed: number): string {
  const luck = luckOf(seed);
  const root = structuredClone(pick(trees, luck));
  const times = 1 + luck(1 + luck(4));
  for (let i = 0; i < times; i++) {
    const spots = spotsOf(root);
    if (spots.length > 0) pick(changes, luck)(root, pick(spots, luck), luck);
  }
  return stringify(root, { version: "1.2", aliasDuplicateObjects: false, lineWidth: 0 });
}
