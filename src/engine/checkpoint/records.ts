import { block, drawRounds, type Words } from "../../core/chance.ts";
import type { WaitingRecord } from "../common/snapshot.ts";
import { unforeseen } from "../platform/random.ts";

/** A record as words: onto, posted, due, and what it carries in binary32. */
export function wordsOf({ onto, posted, due, carried }: WaitingRecord): Uint32Array {
  const words = new Uint32Array(3 + carried.length);
  words.set([onto, posted, due]);
  new Float32Array(words.buffer, 12).set(carried);
  return words;
}

/**
 * Tells whether two lots of records are the same, in whatever order they come, without keeping them: each adds 64 bits that
 * follow from it under a key drawn for this one comparison, so nobody can have made two lots that only look alike.
 */
export class Lot {
  readonly #key: Words;
  #hi = 0;
  #lo = 0;

  constructor(key: Words = drawKey()) {
    this.#key = key;
  }

  /** A lot to compare with this one. */
  other(): Lot {
    return new Lot(this.#key);
  }

  /** Adds a record as words. When it was posted makes no difference to what becomes of it, and engines need not keep it. */
  add(words: Uint32Array): void {
    let state: Words = { hi: words[0]!, lo: words[2]! };
    state = block(drawRounds, this.#key, state);
    for (let i = 3; i < words.length; i++)
      state = block(drawRounds, this.#key, { hi: (state.hi ^ words[i]!) >>> 0, lo: (state.lo ^ i) >>> 0 });
    this.#hi = (this.#hi + state.hi) >>> 0;
    this.#lo = (this.#lo + state.lo) >>> 0;
  }

  isSameAs(other: Lot): boolean {
    return this.#hi === other.#hi && this.#lo === other.#lo;
  }
}

function drawKey(): Words {
  const [hi, lo] = unforeseen(2);
  return { hi: hi!, lo: lo! };
}
