import { drawRounds, type Words } from "../../core/chance.ts";
import type { Range } from "../../rules/tree.ts";
import { type Code, read, type Value } from "./code.ts";
import { type Block, splatAt, zero } from "./idioms.ts";
import { scheduleWords } from "./placing.ts";

/**
 * Threefry-2x32 with thirteen rounds, four blocks at once. The host writes the schedule of each key: the two words
 * that are added at first, and the two that are added after rounds 4, 8 and 12.
 */
const rotations = [13, 15, 26, 6, 17, 29, 16, 24];
const parity = 0x1bd11bda;

/** The eight words of a key's schedule, in the order in which they are added. */
export function scheduleOf(key: Words): Uint32Array {
  const words = new Uint32Array(scheduleWords);
  writeSchedule(words, 0, 1, key);
  return words;
}

/** Writes them among other words: from a place on, so many words apart. */
export function writeSchedule(words: Uint32Array, at: number, apart: number, { hi, lo }: Words): void {
  const third = parity ^ hi ^ lo;
  words[at] = hi;
  words[at + apart] = lo;
  words[at + 2 * apart] = lo;
  words[at + 3 * apart] = third + 1;
  words[at + 4 * apart] = third;
  words[at + 5 * apart] = hi + 2;
  words[at + 6 * apart] = hi;
  words[at + 7 * apart] = lo + 3;
}

/** Four blocks; `word` reads the i-th word of the schedule in all lanes. */
export function emitBlock(code: Code, word: (i: number) => Value, counter0: Value, counter1: Value): Block {
  let x0 = code.iadd(counter0, word(0));
  let x1 = code.iadd(counter1, word(1));
  for (let round = 0; round < drawRounds; round++) {
    const turn = rotations[round & 7]!;
    x0 = code.iadd(x0, x1);
    x1 = code.ixor(rotate(code, x1, turn), x0);
    if ((round & 3) === 3) {
      const injection = (round >> 2) + 1;
      x0 = code.iadd(x0, word(2 * injection));
      x1 = code.iadd(x1, word(2 * injection + 1));
    }
  }
  return { first: x0, second: x1 };
}

/** A turn by half a word is a shuffle that the hardware has; others are two shifts, of which none has to be given where bytes go. */
function rotate(code: Code, x: Value, turn: number): Value {
  if (turn !== 16) return code.ior(code.ishl(x, turn), code.ushr(x, 32 - turn));
  return code.value("v128", `(i8x16.shuffle 2 3 0 1 6 7 4 5 10 11 8 9 14 15 12 13 ${read(x)} ${read(x)})`);
}

/** Reads a schedule that lies at an address, from a base on: the same word in all lanes. */
export function scheduleAt(code: Code, at: number, base = zero): (i: number) => Value {
  return (i) => splatAt(code, at + 4 * i, base);
}

/** Reads four schedules that lie side by side from an address on, one a lane. */
export function schedulesAt(code: Code, address: Value): (i: number) => Value {
  return (i) => code.value("v128", `(v128.load offset=${16 * i} ${read(address)})`);
}

/** Words as numbers from 0 up to 1: see `unit`. */
export function emitUnit(code: Code, words: Value): Value {
  const scaled = code.mul(code.op("f32x4.convert_i32x4_u", words), code.const(2 ** -32));
  return code.min(scaled, code.const(1 - 2 ** -24));
}

/**
 * Which words are below p × 2^32: never for p ≤ 0, always for p ≥ 1. What is known of p spares tests, and the conversion to
 * unsigned numbers, which takes many instructions of the hardware; ranges are not rounded as p is, so it keeps away from the edge.
 */
export function emitChance(code: Code, words: Value, p: Value, known: Range = anything): Value {
  const threshold = code.ceil(code.mul(p, code.const(2 ** 32)));
  if (known.from >= 0 && known.to <= 0.49) return code.op("i32x4.lt_u", words, code.toInt(threshold));
  const below = code.op("i32x4.lt_u", words, code.op("i32x4.trunc_sat_f32x4_u", threshold));
  return known.to <= 0.99 ? below : code.ior(below, code.ge(p, code.const(1)));
}

const anything: Range = { from: -Infinity, to: Infinity };
