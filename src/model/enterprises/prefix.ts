import type { Draft } from "../draft/draft.ts";

/** Names that the plan of enterprises has made, and what stands before them in the whole plan. */
interface Renaming {
  readonly prefix: string;
  readonly globals: ReadonlySet<string>;
  /** Rules share parts, and must go on sharing them: written out they could be endless. */
  readonly met: Map<object, object>;
}

/** Keys under which plans name what has a name of its own; the names of locals, groups and labels stay as they are. */
const naming = new Set(["column", "table", "purpose", "measure", "queue"]);

/**
 * Moves all that a draft has made for another kind of entity into the draft of the whole plan: each name with `prefix`
 * before it, each column, step and measure with the kind's name.
 */
export function absorb(other: Draft, of: string, prefix: string, into: Draft): void {
  const globals = new Set(other.globals.map(({ name }) => name));
  const renaming: Renaming = { prefix, globals, met: new Map() };
  const named = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
    all.map((one) => ({ ...renamed(one, renaming), name: `${prefix}${one.name}` }));
  const ours = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
    named(all).map((one) => ({ ...one, of }));
  into.columns.push(...ours(other.columns));
  into.start.push(...ours(other.start));
  into.deliveries.push(...ours(other.deliveries));
  into.acts.push(...ours(other.acts));
  into.maps.push(...ours(other.maps));
  into.measures.push(...ours(other.measures));
  into.globals.push(...named(other.globals));
  into.tables.push(...named(other.tables));
  into.queues.push(...named(other.queues));
  into.updates.push(...other.updates.map((update) => renamed(update, renaming)));
}

function renamed<T>(value: T, renaming: Renaming): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  const known = renaming.met.get(value);
  if (known !== undefined) return known as T;
  const made = (
    Array.isArray(value)
      ? value.map((one) => renamed(one, renaming))
      : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamedAt(key, one, value, renaming)]))
  ) as T & object;
  renaming.met.set(value, made);
  return made;
}

/** The value under a key of `within`: a name with the prefix before it where it names something of this plan. */
function renamedAt(key: string, value: unknown, within: object, renaming: Renaming): unknown {
  if (typeof value !== "string") return renamed(value, renaming);
  const op = "op" in within ? within.op : undefined;
  const isGlobal = key === "global" || (op === "global" && key === "name");
  const isOwn = isGlobal ? renaming.globals.has(value) : naming.has(key) || (op === "column" && key === "name");
  return isOwn ? `${renaming.prefix}${value}` : value;
}
