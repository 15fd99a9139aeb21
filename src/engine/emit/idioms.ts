import { type Code, type Local, own, read, type Text, type Value } from "./code.ts";
import type { Layout } from "./layout.ts";

/**
 * What is written again and again in lanes, each under one name. A number that is the same for all lanes is text of one
 * instruction; a `Value` is four lanes, or a local.
 */

/** Parameters of every function over one community: its number, its first cell, and how many of its slots are filled. */
export const here = {
  community: "$community" as Local,
  cell: "$cell" as Local,
  filled: "$filled" as Local,
} as const;

/** The same of the other kind, in functions that go from one kind to another. */
export const there = { cell: "$cell_of" as Local, filled: "$filled_of" as Local } as const;

export const zero: Text = "(i32.const 0)";

/** Four lanes of one whole number. */
export function splat(code: Code, number: Text): Value {
  return code.value("v128", `(i32x4.splat ${number})`);
}

/** Four lanes of the 32 bits at an address. */
export function splatAt(code: Code, offset: number, address: Text = zero): Value {
  return code.value("v128", `(v128.load32_splat offset=${offset} ${address})`);
}

/** The whole number of one lane. */
export function laneOf(value: Value, lane: number): Text {
  return `(i32x4.extract_lane ${lane} ${read(value)})`;
}

export const lanes = [0, 1, 2, 3] as const;

/** Something for each of the four lanes, in order. */
export function eachLane<T>(of: (lane: number) => T): T[] {
  return lanes.map(of);
}

/** Four whole numbers as lanes. */
export function packed(code: Code, [a, b, c, d]: readonly Text[]): Value {
  return code.value(
    "v128",
    `(i32x4.replace_lane 3 (i32x4.replace_lane 2 (i32x4.replace_lane 1 (i32x4.splat ${a}) ${b}) ${c}) ${d})`,
  );
}

/** A whole number and the three behind it. */
export function fourFrom(code: Code, first: Text): Value {
  return code.iadd(splat(code, first), code.upwards);
}

/** Which of the four numbers from a local on are below an end: whole numbers below 2^31. */
export function below(code: Code, index: Value, end: Text): Value {
  return code.op("i32x4.lt_s", fourFrom(code, read(index)), splat(code, end));
}

/** Which slots have an entity. */
export function isFilled(code: Code, slots: Value): Value {
  return code.op("i32x4.lt_s", slots, splat(code, read(here.filled)));
}

/** A bit for each lane of a mask, as a whole number. */
export function bitsOfMask(code: Code, mask: Value): Value {
  return code.value("i32", `(i32x4.bitmask ${read(mask)})`);
}

/** The sum of four lanes, modulo 2^32. */
export function sumOfLanes(code: Code, value: Value): Text {
  const halves = code.iadd(value, otherHalf(code, value));
  return laneOf(code.iadd(halves, shuffled(code, halves, "4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11")), 0);
}

/** Two lanes and two lanes in each other's place. */
export function otherHalf(code: Code, value: Value): Value {
  return shuffled(code, value, "8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7");
}

function shuffled(code: Code, value: Value, bytes: string): Value {
  return code.value("v128", `(i8x16.shuffle ${bytes} ${read(value)} ${read(value)})`);
}

/** Does something where any lane of a mask is set. */
export function whereAny(code: Code, mask: Value, inside: () => void): void {
  code.block(`(if (v128.any_true ${read(mask)}) (then`, "))", inside);
}

/** The two words of four blocks: see chance.ts. */
export interface Block {
  readonly first: Value;
  readonly second: Value;
}

/** The 64 bits of a lane of a block: its first word above its second. */
export function wordsOfLane({ first, second }: Block, lane: number): Text {
  const half = (value: Value): Text => `(i64.extend_i32_u ${laneOf(value, lane)})`;
  return `(i64.or (i64.shl ${half(first)} (i64.const 32)) ${half(second)})`;
}

/** The address of a word, by its number in a list of the working area of the thread. */
export function ownWord(index: Text): Text {
  return own(scaled(index, 4));
}

/** Adds to a binary64 in the working area of the thread. */
export function addToOwn(code: Code, at: number, amount: Text): void {
  code.line(`(f64.store offset=${at} ${own()} (f64.add (f64.load offset=${at} ${own()}) ${amount}))`);
}

/**
 * Puts the lanes of a mask behind each other at the end of lists of words, without a branch: four words are written, and
 * those behind the lanes of the mask are written over by what comes next. `count` is a local: how long the lists are.
 */
export function packInto(
  { code, layout }: { readonly code: Code; readonly layout: Layout },
  mask: Value,
  count: Value,
  lists: readonly { at: number; words: Value }[],
): void {
  const bits = bitsOfMask(code, mask);
  const together = code.value("v128", `(v128.load offset=${layout.packing} ${scaled(read(bits), 16)})`);
  const to = code.value("i32", ownWord(read(count)));
  for (const { at, words } of lists)
    code.line(`(v128.store offset=${at} ${read(to)} ${read(code.op("i8x16.swizzle", words, together))})`);
  code.line(`(local.set ${count} (i32.add ${read(count)} (i32.popcnt ${read(bits)})))`);
}

/** For each mask of four lanes, by its bits, from which bytes its lanes are put together: see `packInto`. */
export function packingOf(bits: number): number[] {
  const set = lanes.filter((lane) => (bits >> lane) & 1);
  return eachLane((place) => eachLane((byte) => 4 * (set[place] ?? 0) + byte)).flat();
}

/** Four words of a list of the working area of the thread, at the address of the first among them. */
export function loadOwnFour(code: Code, at: number, address: Value): Value {
  return code.value("v128", `(v128.load offset=${at} ${read(address)})`);
}

/** The words of four slots in a list of the working area of the thread. */
export function lookUpOwn(code: Code, at: number, slots: Value): Value {
  return loadLanes(code, { at, bytes: 4 }, ownWords(code, slots));
}

/** The addresses of four words, by their numbers, in lists of the working area of the thread. */
export function ownWords(code: Code, indices: Value): Value {
  return code.iadd(code.ishl(indices, 2), splat(code, own()));
}

/** Four cells of so many bytes at four addresses, each behind `at`: what is not read of a lane is 0. */
export function loadLanes(code: Code, { at, bytes }: { at: number; bytes: 1 | 2 | 4 }, addresses: Value): Value {
  const load = (lane: number, into: Text): Text =>
    `(v128.load${8 * bytes}_lane offset=${at} ${(4 / bytes) * lane} ${laneOf(addresses, lane)} ${into})`;
  const first = bytes === 4 ? `(v128.load32_zero offset=${at} ${laneOf(addresses, 0)})` : load(0, read(code.iconst(0)));
  return code.value("v128", load(3, load(2, load(1, first))));
}

/** An index as bytes of an array of numbers of so many bytes: a power of two. */
export function scaled(index: Text, bytes: number): Text {
  return bytes === 1 ? index : `(i32.shl ${index} (i32.const ${Math.log2(bytes)}))`;
}
