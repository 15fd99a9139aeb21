// Threefry-2x32 with 13 rounds, unrolled: billions of words for the batteries, in a file that plain Node can run as a
// worker or a child. It is held to `draw` of src/core/chance.ts word by word in chance.test.ts.

let word0 = 0;
let word1 = 0;

/**
 * Leaves the two words of a block, as signed integers, in `word0` and `word1`.
 *
 * @param {number} k0
 * @param {number} k1
 * @param {number} c0
 * @param {number} c1
 */
function block(k0, k1, c0, c1) {
  const k2 = 0x1bd11bda ^ k0 ^ k1;
  let x = (c0 + k0) | 0;
  let y = (c1 + k1) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + k1) | 0;
  y = (y + k2 + 1) | 0;
  x = (x + y) | 0;
  y = ((y << 17) | (y >>> 15)) ^ x;
  x = (x + y) | 0;
  y = ((y << 29) | (y >>> 3)) ^ x;
  x = (x + y) | 0;
  y = ((y << 16) | (y >>> 16)) ^ x;
  x = (x + y) | 0;
  y = ((y << 24) | (y >>> 8)) ^ x;
  x = (x + k2) | 0;
  y = (y + k0 + 2) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + k0) | 0;
  y = (y + k1 + 3) | 0;
  word0 = (x + y) | 0;
  word1 = ((y << 17) | (y >>> 15)) ^ word0;
}

/**
 * Fills words two by two with the blocks of entities from `entity` on; for each entity a block under every key.
 *
 * @param {Uint32Array} words
 * @param {Uint32Array} keys high and low words of each key
 * @param {number} entity of the first block, under the first key; past 2^32 entities the ordinal goes up
 * @returns {number} the entity that comes next: `words` must end with one
 */
export function fillWords(words, keys, entity) {
  for (let i = 0; i < words.length; ) {
    const ordinal = Math.floor(entity / 2 ** 32);
    for (let k = 0; k < keys.length && i < words.length; k += 2) {
      block(keys[k] | 0, keys[k + 1] | 0, entity | 0, ordinal);
      words[i++] = word0;
      words[i++] = word1;
    }
    entity++;
  }
  return entity;
}

/** Acts of a community, as the two streams below take them: their ordinals follow each other. */
const actsOfCommunity = 64;

/**
 * Fills words two by two with the blocks of acts: ordinals 1 to 64 of a community, then the next. Candidates have both words.
 *
 * @param {Uint32Array} words
 * @param {Uint32Array} keys
 * @param {number} act of the first block
 * @returns {number} the act that comes next: `words` must end with one
 */
export function fillActs(words, keys, act) {
  for (let i = 0; i < words.length; act++) {
    block(keys[0] | 0, keys[1] | 0, Math.floor(act / actsOfCommunity) | 0, 1 + (act % actsOfCommunity));
    words[i++] = word0;
    words[i++] = word1;
  }
  return act;
}

/**
 * Fills words three by three with the lower twelve bits of the second words of eight acts, which decide by themselves.
 *
 * @param {Uint32Array} words so many as three goes into
 * @param {Uint32Array} keys
 * @param {number} act of the first block
 * @returns {number} the act that comes next
 */
export function fillParts(words, keys, act) {
  const parts = new Uint32Array(8);
  for (let i = 0; i < words.length; i += 3) {
    for (let k = 0; k < 8; k++, act++) {
      block(keys[0] | 0, keys[1] | 0, Math.floor(act / actsOfCommunity) | 0, 1 + (act % actsOfCommunity));
      parts[k] = word1 & 0xfff;
    }
    words[i] = parts[0] | (parts[1] << 12) | (parts[2] << 24);
    words[i + 1] = (parts[2] >>> 8) | (parts[3] << 4) | (parts[4] << 16) | (parts[5] << 28);
    words[i + 2] = (parts[5] >>> 4) | (parts[6] << 8) | (parts[7] << 20);
  }
  return act;
}

/**
 * How many of so many entities' first (and second) words are below each of two thresholds from 0 to 2^32 − 1.
 *
 * @param {{ hi: number, lo: number, entities: number, both: boolean, thresholds: readonly [number, number] }} task
 * @returns {[number, number]}
 */
export function countBelow({ hi, lo, entities, both, thresholds }) {
  // Signed comparison after the top bit is flipped orders words as unsigned ones.
  const a = (thresholds[0] ^ 0x80000000) | 0;
  const b = (thresholds[1] ^ 0x80000000) | 0;
  let belowA = 0;
  let belowB = 0;
  for (let entity = 0; entity < entities; entity++) {
    block(hi | 0, lo | 0, entity | 0, 0);
    const first = word0 ^ 0x80000000;
    if (first < a) belowA++;
    if (first < b) belowB++;
    if (!both) continue;
    const second = word1 ^ 0x80000000;
    if (second < a) belowA++;
    if (second < b) belowB++;
  }
  return [belowA, belowB];
}
