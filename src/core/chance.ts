/**
 * Chance is an address, not a stream: a draw is a pure function of
 * (seed, purpose, tick) as a 64-bit key and (entity or community, ordinal) as a 64-bit counter,
 * so nothing depends on order, threads or who else is there.
 *
 * The generator is Threefry-2x32 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"):
 * 13 rounds for draws, the fewest that pass every battery there; 20 rounds where keys are made.
 */

/** 64 bits as two unsigned 32-bit words. */
export interface Words {
  readonly hi: number;
  readonly lo: number;
}

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const parity = 0x1bd11bda;

/** Rounds of a draw; the emitter unrolls the same number. */
export const drawRounds = 13;
const keyRounds = 20;

/** The words of the last block; a pair of module variables spares the hot loop an allocation per draw. */
let word0 = 0;
let word1 = 0;

/** Threefry-2x32: leaves its two output words for `first()` and `second()`. */
function threefry(rounds: number, key0: number, key1: number, counter0: number, counter1: number): void {
  const keys = [key0 | 0, key1 | 0, parity ^ key0 ^ key1];
  let x0 = (counter0 + keys[0]!) | 0;
  let x1 = (counter1 + keys[1]!) | 0;
  for (let round = 0; round < rounds; round++) {
    const turn = rotations[round & 7]!;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << turn) | (x1 >>> (32 - turn))) ^ x0;
    if ((round & 3) === 3) {
      const injection = (round >> 2) + 1;
      x0 = (x0 + keys[injection % 3]!) | 0;
      x1 = (x1 + keys[(injection + 1) % 3]! + injection) | 0;
    }
  }
  word0 = x0 >>> 0;
  word1 = x1 >>> 0;
}

/** One block at any number of rounds, as the published test vectors have it. */
export function block(rounds: number, key: Words, counter: Words): Words {
  threefry(rounds, key.hi, key.lo, counter.hi, counter.lo);
  return { hi: word0, lo: word1 };
}

/** Draws the block at (entity, ordinal) under a key; read it with `first()` and `second()` before the next draw. */
export function draw(key: Words, entity: number, ordinal: number): void {
  threefry(drawRounds, key.hi, key.lo, entity, ordinal);
}

/** First word of the last block drawn, 0 to 2^32 − 1. */
export function first(): number {
  return word0;
}

/** Second word of the last block drawn, 0 to 2^32 − 1. */
export function second(): number {
  return word1;
}

/**
 * Sixteen bits for one entity, four entities to a block: enough for rounding, a quarter of the price.
 * Entities 16g to 16g+15 share the blocks 4g to 4g+3: lane = entity & 3, part = (entity >> 2) & 3.
 */
export function coarse(key: Words, entity: number): number {
  threefry(drawRounds, key.hi, key.lo, (entity >>> 4) * 4 + (entity & 3), 0);
  const part = (entity >>> 2) & 3;
  const word = part < 2 ? word0 : word1;
  return (part & 1) === 0 ? word & 0xffff : word >>> 16;
}

/** A part of the second word of a block that several draws share: its upper twenty bits, or its lower twelve. */
export type Part = "upper" | "lower";

/** How many bits a part has. */
export const partBits: Readonly<Record<Part, number>> = { upper: 20, lower: 12 };

/** A word that begins with the bits of a part and goes on with those that an own word begins with. */
export function joined(shared: number, part: Part, own: number): number {
  const begin = part === "upper" ? shared & 0xfffff000 : shared << 20;
  return (begin | (own >>> partBits[part])) >>> 0;
}

const two32 = 2 ** 32;
const belowOne = 1 - 2 ** -24;

/** A word as a binary32 in [0, 1): nearest to word / 2^32, so that small values keep their full precision. */
export function unit(word: number): number {
  return Math.min(Math.fround(Math.fround(word) / two32), belowOne);
}

/** The 64 bits of a text under a key: a chain of 20-round blocks, so that names cannot collide by design. */
export function hashText(text: string, key: Words = { hi: 0, lo: 0 }): Words {
  let state: Words = { hi: text.length, lo: 0 };
  for (let i = 0; i < text.length; i += 2) {
    const chunk = (text.charCodeAt(i) << 16) | (i + 1 < text.length ? text.charCodeAt(i + 1) : 0);
    state = block(keyRounds, key, { hi: (state.hi ^ chunk) >>> 0, lo: state.lo });
  }
  return block(keyRounds, key, state);
}

/** A seed (a whole number from 0 to 2^53 − 1) as key words. */
export function seedWords(seed: number): Words {
  return { hi: Math.floor(seed / two32) >>> 0, lo: seed >>> 0 };
}

/** The key of a purpose under a seed. The purpose is named by what it is in the scenario and serves one thing only. */
export function purposeKey(seed: number, purpose: string): Words {
  return hashText(purpose, seedWords(seed));
}

/** The key of a purpose in one tick; tick −1 is the start of the world. */
export function tickKey(purpose: Words, tick: number): Words {
  return block(keyRounds, purpose, { hi: tick >>> 0, lo: 0x7469636b });
}
