import { aNumber, anObject } from "../core/kinds.ts";
import { checkArguments } from "../core/problem.ts";
import { publishedIn } from "./footprint.ts";
import type { Column, Plan } from "./plan.ts";
import { aPlan } from "./planKind.ts";

const aColumn = anObject("a column of a plan", { lowest: aNumber, highest: aNumber });

/** Bytes of a unit in storage: the narrowest of 1, 2 and 4 that holds the column's span. */
export function bytesOf(column: Column): 1 | 2 | 4 {
  checkArguments("bytesOf", { column: [column, aColumn] });
  const { lowest, highest } = column;
  const span = highest - lowest;
  return span < 2 ** 8 ? 1 : span < 2 ** 16 ? 2 : 4;
}

/** Where the cells of a column of few units lie: on some bits of a byte that others have too. */
export interface Shared {
  /** Which of the shared bytes of its kind, from 0. */
  readonly byte: number;
  /** Its lowest bit, and how many it has: from 1 to 4. */
  readonly shift: number;
  readonly bits: number;
}

/** The largest number that so many bits hold, which are all set in it. */
export function maskOf({ bits }: Pick<Shared, "bits">): number {
  return 2 ** bits - 1;
}

/** As many units as may share. */
const fewUnits = 16;
const bitsOfByte = 8;

/**
 * The stored columns of at most 16 units that share bytes, by name: those of a kind are laid into bytes from the widest
 * down, each into the first that has room. Who would have a byte alone keeps it plain, and so does what far friends see,
 * since that is copied whole. What is shared is no part of the meaning: see `Column`.
 */
export function sharedIn(plan: Plan): ReadonlyMap<string, Shared> {
  const known = found.get(plan);
  if (known) return known;
  checkArguments("sharedIn", { plan: [plan, aPlan] });
  const published = new Set(publishedIn(plan));
  const few = plan.columns
    .filter((column) => column.role === "stored" && unitsIn(column) <= fewUnits && !published.has(column.name))
    .map((column) => ({ column, bits: Math.max(1, Math.ceil(Math.log2(unitsIn(column)))) }));
  const made = new Map([undefined, ...(plan.kinds ?? []).map(({ name }) => name)].flatMap((of) => packed(few, of)));
  found.set(plan, made);
  return made;
}

const found = new WeakMap<Plan, ReadonlyMap<string, Shared>>();

/** Bytes of an entity of a kind that columns share. */
export function sharedBytesOf(plan: Plan, of: string | undefined): number {
  const shared = sharedIn(plan);
  const bytes = plan.columns.flatMap(({ name, of: kind }) => (kind === of ? (shared.get(name)?.byte ?? []) : []));
  return bytes.length === 0 ? 0 : Math.max(...bytes) + 1;
}

function unitsIn({ lowest, highest }: Column): number {
  return highest - lowest + 1;
}

function packed(
  few: readonly { readonly column: Column; readonly bits: number }[],
  of: string | undefined,
): [string, Shared][] {
  const bytes: { name: string; shift: number; bits: number }[][] = [];
  for (const { column, bits } of few.filter(({ column }) => column.of === of).sort((a, b) => b.bits - a.bits)) {
    const taken = (byte: (typeof bytes)[number]): number => byte.reduce((sum, one) => sum + one.bits, 0);
    const room = bytes.find((each) => taken(each) + bits <= bitsOfByte);
    const byte = room ?? [];
    if (!room) bytes.push(byte);
    byte.push({ name: column.name, shift: taken(byte), bits });
  }
  const several = bytes.filter(({ length }) => length > 1);
  return several.flatMap((columns, byte) => columns.map(({ name, shift, bits }) => [name, { byte, shift, bits }]));
}
