import { aNumber, anObject } from "../core/kinds.ts";
import { checkArguments } from "../core/problem.ts";
import { footprintsOf, publishedIn } from "./footprint.ts";
import type { Column, Plan } from "./plan.ts";
import { aPlan } from "./planKind.ts";

const aColumn = anObject("a column of a plan", { lowest: aNumber, highest: aNumber });

/** Bytes of a unit in storage: the narrowest of 1, 2 and 4 that holds the column's span. */
export function bytesOf(column: Column): Bytes {
  checkArguments("bytesOf", { column: [column, aColumn] });
  return narrowestOf(bitsOf(column));
}

/** Where the cells of a column lie that leaves bits of its own integer empty: on some bits of a word that others have too. */
export interface Shared {
  /** Which of the shared words of its kind, from 0, and the bytes that this one has. */
  readonly word: number;
  readonly bytes: Bytes;
  /** Its lowest bit, and how many it has. */
  readonly shift: number;
  readonly bits: number;
}

/** The bytes of an integer that memory is read and written by. */
export type Bytes = 1 | 2 | 4;

/** The largest number that so many bits hold, which are all set in it. */
export function maskOf({ bits }: Pick<Shared, "bits">): number {
  return 2 ** bits - 1;
}

/**
 * The stored columns that share words, by name. Who fills an integer, or would have a word alone, keeps it plain; and so
 * does what far friends see, since that is copied whole. What is shared is no part of the meaning: see `Column`.
 */
export function sharedIn(plan: Plan): ReadonlyMap<string, Shared> {
  const known = found.get(plan);
  if (known) return known;
  checkArguments("sharedIn", { plan: [plan, aPlan] });
  const published = new Set(publishedIn(plan));
  const kinds = [undefined, ...(plan.kinds ?? []).map(({ name }) => name)];
  const touched = touchesIn(plan);
  const made = new Map(
    kinds.flatMap((of) => {
      const free = storedIn(plan, of).filter(({ name }) => !published.has(name));
      return [...densest(free.sort((a, b) => (touched.get(b.name) ?? 0) - (touched.get(a.name) ?? 0)))];
    }),
  );
  found.set(plan, made);
  return made;
}

const found = new WeakMap<Plan, ReadonlyMap<string, Shared>>();

/** The bytes of each word that columns of a kind share, in order. */
export function sharedWordsOf(plan: Plan, of: string | undefined): Bytes[] {
  return wordsIn(storedIn(plan, of), sharedIn(plan));
}

/** Bytes of an entity of a kind: those of its stored columns. */
export function storedBytesOf(plan: Plan, of: string | undefined): number {
  return bytesIn(storedIn(plan, of), sharedIn(plan));
}

function storedIn(plan: Plan, of: string | undefined): Column[] {
  return plan.columns.filter((column) => column.role === "stored" && column.of === of);
}

function wordsIn(columns: readonly Column[], shared: ReadonlyMap<string, Shared>): Bytes[] {
  const words: Bytes[] = [];
  for (const { name } of columns) {
    const place = shared.get(name);
    if (place) words[place.word] = place.bytes;
  }
  return words;
}

function bytesIn(columns: readonly Column[], shared: ReadonlyMap<string, Shared>): number {
  const plain = columns.filter(({ name }) => !shared.has(name)).map(bytesOf);
  return [...plain, ...wordsIn(columns, shared)].reduce((sum, bytes) => sum + bytes, 0);
}

const widths: readonly Bytes[] = [1, 2, 4];

/** How often the steps of a tick read or write each column: of everyone's friends once for each. */
function touchesIn(plan: Plan): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  const touch = (column: string, often: number): void => void times.set(column, (times.get(column) ?? 0) + often);
  const prints = footprintsOf(plan);
  for (const step of plan.steps) {
    const { reads, writes } = prints.get(step)!;
    for (const { column, whose } of reads) touch(column, whose === "near" ? (plan.ties?.near ?? 1) : 1);
    for (const { column } of writes) touch(column, 1);
  }
  return times;
}

/** A column with the bits that it takes. */
interface Loose {
  readonly column: Column;
  readonly bits: number;
  /** Those of an integer of its own. */
  readonly bytes: Bytes;
}

/** What lies in a word, from its lowest bit on, and how many bits these are. */
interface Word {
  readonly within: readonly Loose[];
  readonly bits: number;
}

/**
 * The layout that takes the fewest bytes, of those over words of at most one, two and four: the narrowest of equals. Then one
 * column after the other is made plain, where the words of the others take no byte more for it.
 */
function densest(columns: readonly Column[]): Map<string, Shared> {
  let loose = columns.map(looseOf).sort((a, b) => b.bits - a.bits);
  const tried = widths.map((width) => ({ width, words: packed(loose, width) }));
  const most = Math.max(...tried.map(({ words }) => savedBy(words)));
  let { width, words } = tried.find((each) => savedBy(each.words) === most)!;
  for (const column of columns) {
    const others = loose.filter((other) => other.column !== column);
    const without = packed(others, width);
    if (savedBy(without) === most) [loose, words] = [others, without];
  }
  return placesIn(words);
}

/** The words that several of the columns share: from the widest down, each column lies in the first word that has room. */
function packed(widestFirst: readonly Loose[], width: Bytes): Word[] {
  const room = width * 8;
  const words: { readonly within: Loose[]; bits: number }[] = [];
  for (const one of widestFirst) {
    if (one.bits >= room || one.bits === one.bytes * 8) continue;
    const open = words.find(({ bits }) => bits + one.bits <= room);
    if (open) {
      open.within.push(one);
      open.bits += one.bits;
    } else words.push({ within: [one], bits: one.bits });
  }
  return words.filter(({ within }) => within.length > 1);
}

/** How many bytes less words take than their columns would alone. */
function savedBy(words: readonly Word[]): number {
  const saved = (word: Word): number => word.within.reduce((sum, { bytes }) => sum + bytes, -narrowestOf(word.bits));
  return words.reduce((sum, word) => sum + saved(word), 0);
}

/** The narrowest integer that holds so many bits. */
function narrowestOf(bits: number): Bytes {
  return widths.find((width) => bits <= width * 8)!;
}

function placesIn(words: readonly Word[]): Map<string, Shared> {
  const places = new Map<string, Shared>();
  for (const [place, word] of words.entries()) {
    const bytes = narrowestOf(word.bits);
    let shift = 0;
    for (const { column, bits } of word.within) {
      places.set(column.name, { word: place, bytes, shift, bits });
      shift += bits;
    }
  }
  return places;
}

function looseOf(column: Column): Loose {
  const bits = bitsOf(column);
  return { column, bits, bytes: narrowestOf(bits) };
}

/** Bits that the units of a column take. */
function bitsOf({ lowest, highest }: Column): number {
  return Math.max(1, Math.ceil(Math.log2(highest - lowest + 1)));
}
