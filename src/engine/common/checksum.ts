/**
 * A checksum of bytes that are handed over in pieces: MurmurHash3 x86 128 (Appleby 2011, public domain), seed 0, of
 * whole blocks of sixteen bytes.
 *
 * Each step is a bijection of the state, and of the word it takes in, so damage within one block is found for certain;
 * any other accidental damage is missed once in 2^128. It is no signature: who means to can forge it.
 */
export class Checksum {
  #h1 = 0;
  #h2 = 0;
  #h3 = 0;
  #h4 = 0;
  #bytes = 0;

  /** Adds words; their number is a multiple of four. */
  add(words: Uint32Array): void {
    let [h1, h2, h3, h4] = [this.#h1, this.#h2, this.#h3, this.#h4];
    const { imul } = Math;
    for (let i = 0; i < words.length; i += 4) {
      const k1 = imul(words[i]!, c1);
      h1 ^= imul((k1 << 15) | (k1 >>> 17), c2);
      h1 = (((h1 << 19) | (h1 >>> 13)) + h2) | 0;
      h1 = (imul(h1, 5) + 0x561ccd1b) | 0;
      const k2 = imul(words[i + 1]!, c2);
      h2 ^= imul((k2 << 16) | (k2 >>> 16), c3);
      h2 = (((h2 << 17) | (h2 >>> 15)) + h3) | 0;
      h2 = (imul(h2, 5) + 0x0bcaa747) | 0;
      const k3 = imul(words[i + 2]!, c3);
      h3 ^= imul((k3 << 17) | (k3 >>> 15), c4);
      h3 = (((h3 << 15) | (h3 >>> 17)) + h4) | 0;
      h3 = (imul(h3, 5) + 0x96cd1c35) | 0;
      const k4 = imul(words[i + 3]!, c4);
      h4 ^= imul((k4 << 18) | (k4 >>> 14), c1);
      h4 = (((h4 << 13) | (h4 >>> 19)) + h1) | 0;
      h4 = (imul(h4, 5) + 0x32ac3b17) | 0;
    }
    this.#bytes += words.length * 4;
    [this.#h1, this.#h2, this.#h3, this.#h4] = [h1, h2, h3, h4];
  }

  /** Four words of all that was added so far; more can be added after. */
  digest(): Uint32Array {
    const mixed = gather([this.#h1, this.#h2, this.#h3, this.#h4].map((word) => word ^ this.#bytes));
    return new Uint32Array(gather(mixed.map(finish)));
  }
}

const c1 = 0x239b961b;
const c2 = 0xab0e9789;
const c3 = 0x38b34ae5;
const c4 = 0xa1e38b93;

/** The sum of all into the first, then that into the others. */
function gather([h1, h2, h3, h4]: readonly number[]): number[] {
  const all = (h1! + h2! + h3! + h4!) | 0;
  return [all, h2! + all, h3! + all, h4! + all].map((word) => word | 0);
}

function finish(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
