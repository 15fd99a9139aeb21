import { lately } from "../../core/lately.ts";
import type { Printed } from "./constants.ts";
import { isFew } from "./draws.ts";
import type { Layout } from "./layout.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Functions that were emitted before, by all that they follow from: a world that is opened again with another figure has
 * nearly all of them as they were. Whoever emits one is given nothing of the plan but its own part and the surroundings.
 */
export class Pieces {
  readonly #layout: Layout;
  readonly #kept: Kept;

  constructor(layout: Layout, kept: Kept) {
    this.#layout = layout;
    this.#kept = kept;
  }

  /** The function of this name that follows from `of`, made where it is not known. */
  take(name: string, of: unknown, make: () => Printed): Printed {
    const kept = this.#kept.get(name) ?? new Map<string, Printed>();
    this.#kept.set(name, kept);
    const text = keyOf(of);
    const key = `${text} ${tablesNamedIn(text, this.#layout)}`;
    return lately(kept, key, mostVersions, make);
  }
}

/** By the name of a function: its versions by their keys, the one used last behind the others. */
type Kept = Map<string, Map<string, Printed>>;

const mostVersions = 4;
const mostSurroundings = 8;
const known = new Map<string, Kept>();

/** The functions of texts of these surroundings, laid out in this way; the ones that were used longest ago are forgotten. */
export function piecesOf(around: Surroundings, layout: Layout): Pieces {
  // Tables are told by those who look into them, and where the last of all lies is asked by nobody.
  const { tables, bytes, ...laid } = layout;
  const key = keyOf([around, laid], (_, value) => (value instanceof Map ? [...value] : value));
  return new Pieces(
    layout,
    lately(known, key, mostSurroundings, (): Kept => new Map()),
  );
}

/** Everything that something says, as text: equal where it is equal. */
function keyOf(of: unknown, replace?: (key: string, value: unknown) => unknown): string {
  const text = JSON.stringify(of, replace);
  if (!text.includes("null")) return text;
  // What is no finite number is "null" in JSON.
  return JSON.stringify(of, (key, value) => {
    const is = replace ? replace(key, value) : value;
    return typeof is === "number" && !Number.isFinite(is) ? `${is}` : is;
  });
}

/** Where the tables are that a part of a plan names, and what is in those that are written into the text. */
function tablesNamedIn(text: string, { tables }: Layout): string {
  const names = [...text.matchAll(/"table":("(?:[^"\\]|\\.)*")/g)].map(([, name]) => JSON.parse(name!) as string);
  const told = names.map((name) => {
    const { table, ...placed } = tables.get(name)!;
    const cuts = isFew({ table, ...placed }) && table.kind === "cuts" ? table.rows[0]! : undefined;
    return [name, placed, table.kind, cuts && [...cuts.hi], cuts && [...cuts.lo]];
  });
  return JSON.stringify(told);
}
