import type { KindLegend } from "../model/legend/legend.ts";
import type { Lowered } from "../model/lower.ts";
import type { Let, MapStep, Plan } from "../plan/plan.ts";
import { type Tree, walk } from "../rules/tree.ts";

/**
 * In what the people of two worlds differ under one seed before anything happens to them: traits and the starts of states
 * that are made in another way, by name; "ties", "enterprises" and "life". Nothing where they are the same people. What only
 * one of the worlds knows of them changes nothing else about them, and counts only where the other has something in its place.
 */
export function differencesOfPeople(a: Lowered, b: Lowered): readonly string[] {
  const found = a.legend.kinds.flatMap((kind) => {
    const other = b.legend.kinds.find(({ noun }) => noun === kind.noun);
    return other ? differencesOfKind(kind, other, a.plan, b.plan) : [];
  });
  const [tiesA, tiesB] = [tiesOf(a.plan), tiesOf(b.plan)];
  const haveTies = tiesA !== undefined && tiesB !== undefined;
  if (a.plan.communitySize !== b.plan.communitySize || (haveTies && !isSame(tiesA, tiesB))) found.push("ties");
  const [kindsA, kindsB] = [a.plan.kinds, b.plan.kinds];
  if (kindsA && kindsB && !isSame(kindsA, kindsB)) found.push("enterprises");
  if (!isSame(lifeOf(a.plan), lifeOf(b.plan))) found.push("life");
  return [...new Set(found)];
}

/** What people begin with, as a reader is told of it. */
interface Beginning {
  readonly says: string;
  readonly column: string;
  readonly words?: readonly string[] | undefined;
}

function differencesOfKind(a: KindLegend, b: KindLegend, planA: Plan, planB: Plan): string[] {
  const [saysA, saysB] = [sayColumns(a), sayColumns(b)];
  const named = ({ traits, states }: KindLegend): Map<string, Beginning> =>
    new Map([
      ...traits.map(({ name, column, words }): [string, Beginning] => [name, { says: name, column, words }]),
      ...states.map(({ name, column }): [string, Beginning] => [name, { says: `the start of ${name}`, column }]),
    ]);
  const theirs = named(b);
  return [...named(a)].flatMap(([name, one]) => {
    const other = theirs.get(name);
    if (!other) return [];
    const same =
      one.says === other.says &&
      isSame(one.words, other.words) &&
      isSame(makingOf(one.column, planA, saysA), makingOf(other.column, planB, saysB));
    return same ? [] : [one.says];
  });
}

/** Who is whose friend at the start: ties that are cut are somebody's doing. */
function tiesOf({ ties }: Plan): object | undefined {
  return ties && { near: ties.near, far: ties.far, purpose: ties.purpose };
}

/** What the one whose life is written down begins with. */
function lifeOf({ script }: Plan): object {
  return { entity: script?.entity, columns: script?.columns };
}

/** What columns are to a reader: their names in a plan mean nothing. */
type Says = (column: string) => string;

function sayColumns({ traits, states }: KindLegend): Says {
  const names = new Map<string, string>([...traits, ...states].map(({ column, name }) => [column, name]));
  return (column) => names.get(column) ?? "";
}

/** All that the first value of a column is made of, but for the values of other columns. */
function makingOf(name: string, plan: Plan, says: Says): object {
  const { name: _, label, doc, of, ...units } = plan.columns.find((one) => one.name === name)!;
  const steps = plan.start.filter(({ writes }) => writes.some((write) => write.column === name));
  return { units, steps: steps.map((step) => partOf(step, name, plan, says)) };
}

/** What of a step makes one column. */
function partOf({ lets, writes }: MapStep, name: string, plan: Plan, says: Says): object {
  const own = writes.filter((write) => write.column === name);
  const used: Let[] = [];
  const globals = new Set<string>();
  const follow = (tree: Tree): void =>
    walk(tree, (node) => {
      if (node.op === "global") globals.add(node.name);
      const found = node.op === "local" ? lets.find((one) => one.name === node.name) : undefined;
      if (!found || used.includes(found)) return;
      used.push(found);
      for (const tree of treesOf(found)) follow(tree);
    });
  for (const { value } of own) follow(value);
  const tables = used.map((one) =>
    "table" in one ? plan.tables.find(({ name: table }) => table === one.table)!.rows : undefined,
  );
  const figures = plan.globals.filter((one) => globals.has(one.name)).map(({ start }) => start);
  const spoken = <T>(of: T): T => nameless(of, { says, used, globals: [...globals] });
  return {
    own: spoken(own.map(({ value, mode, rounding }) => ({ value, mode, rounding }))),
    used: spoken(used.map((one) => ({ ...one, name: undefined, table: undefined }))),
    tables,
    figures,
  };
}

/** Plain data in which leaves of trees are called by what they are to a reader, or by their place where they are nothing. */
function nameless<T>(
  of: T,
  names: { readonly says: Says; readonly used: readonly Let[]; readonly globals: readonly string[] },
): T {
  if (typeof of !== "object" || of === null || ArrayBuffer.isView(of)) return of;
  if (Array.isArray(of)) return of.map((one) => nameless(one, names)) as T;
  const { op, name } = of as { readonly op?: unknown; readonly name?: string };
  if (op === "column") return { ...of, name: names.says(name!) };
  if (op === "local") return { ...of, name: names.used.findIndex((one) => one.name === name) };
  if (op === "global") return { ...of, name: names.globals.indexOf(name!) };
  const parts = Object.entries(of).map(([key, part]) => [key, nameless(part, names)]);
  return Object.fromEntries(parts) as T;
}

function treesOf(one: Let): Tree[] {
  const found: Tree[] = [];
  for (const part of ["is", "p", "row", "score"] as const) {
    const tree = (one as Readonly<Record<string, unknown>>)[part];
    if (tree !== undefined) found.push(tree as Tree);
  }
  return found;
}

/** Whether two plain values are the same, field by field; a field that is not there is one that is undefined. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return isSameRow(a as Uint32Array, b as Uint32Array);
  const [one, other] = [a, b] as Readonly<Record<string, unknown>>[];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => isSame(one[key], other[key]));
}

/** The same for rows of numbers, which are long. */
function isSameRow(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((one, i) => Object.is(one, b[i]));
}
