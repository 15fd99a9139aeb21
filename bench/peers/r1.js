/**
 * The facts of R1 and the draws that it needs, for the peers in JavaScript. Each peer keeps people and steps them in
 * its own way.
 */

/** @typedef {() => number} Random uniform, from 0 to below 1 */
/** @typedef {{ conscientious: number, outspoken: number, urban: boolean }} Traits */
/** @typedef {{ mean: number, bands: number[], sanctioned: number, points: Record<string, number> }} Statistics */
/**
 * A world of R1 that can be run: `step` does a tick, `statistics` tells of the last.
 * @typedef {{ people: number, step: () => void, statistics: () => Statistics }} Peer
 */

export const communitySize = 1024;
export const friends = 4;
export const start = 1000;
export const resolution = 1 / 16;
export const sanctionTicks = 26;
/** Share of the way to 1000 that is forgotten in a tick. */
export const forgotten = 1 - 0.5 ** (1 / 104);

/** @typedef {{ name: string, base: number, factor: "always" | "c" | "1-c" | "o" | "(1-c)o", points: number }} Kind */

/** @type {Kind[]} Acts a year, what that is multiplied by, points. */
export const kinds = [
  { name: "pays_bill", base: 12, factor: "c", points: 2 },
  { name: "late_payment", base: 4, factor: "1-c", points: -25 },
  { name: "default", base: 0.3, factor: "1-c", points: -150 },
  { name: "traffic_offence", base: 1.5, factor: "1-c", points: -20 },
  { name: "littering", base: 6, factor: "1-c", points: -3 },
  { name: "picks_up", base: 3, factor: "c", points: 4 },
  { name: "volunteers", base: 1, factor: "c", points: 25 },
  { name: "donates", base: 0.8, factor: "c", points: 20 },
  { name: "opinion", base: 5, factor: "o", points: -8 },
  { name: "unofficial_news", base: 2, factor: "o", points: -25 },
  { name: "disturbance", base: 0.2, factor: "o", points: -100 },
  { name: "false_accusation", base: 0.1, factor: "(1-c)o", points: -100 },
  { name: "games", base: 8, factor: "1-c", points: -2 },
  { name: "diapers", base: 0.75, factor: "always", points: 2 },
  { name: "helps_neighbour", base: 4, factor: "c", points: 5 },
  { name: "award", base: 0.1, factor: "c", points: 100 },
];
const volunteers = kinds.findIndex(({ name }) => name === "volunteers");

/**
 * sfc32 by Chris Doty-Humphrey.
 * @param {number} seed
 * @returns {Random}
 */
export function randomOf(seed) {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88 | 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

/**
 * The k-th smallest of n uniforms, which is Beta(k, n + 1 − k).
 * @param {Random} random
 * @param {number} k
 * @param {number} n
 */
function orderStatistic(random, k, n) {
  return Array.from({ length: n }, random).sort((a, b) => a - b)[k - 1];
}

/**
 * In binary32, so that a peer may keep them in that.
 * @param {Random} random
 * @returns {Traits}
 */
export function drawTraits(random) {
  return {
    conscientious: Math.fround(orderStatistic(random, 5, 6)),
    outspoken: Math.fround(orderStatistic(random, 2, 9)),
    urban: random() < 0.6,
  };
}

/**
 * The friend of each slot of a community: a random perfect matching.
 * @param {Random} random
 */
export function drawMatching(random) {
  const order = Array.from({ length: communitySize }, (_, i) => i);
  for (let i = communitySize - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const friend = new Uint16Array(communitySize);
  for (let i = 0; i < communitySize; i += 2) {
    friend[order[i]] = order[i + 1];
    friend[order[i + 1]] = order[i];
  }
  return friend;
}

/**
 * A Poisson number, by inversion.
 * @param {Random} random
 * @param {number} mean
 */
function poisson(random, mean) {
  const u = random();
  let chance = Math.exp(-mean);
  let sum = chance;
  let k = 0;
  while (u >= sum && k < 64) {
    k++;
    chance *= mean / k;
    sum += chance;
  }
  return k;
}

/** @param {Kind["factor"]} factor @param {number} c conscientious @param {number} o outspoken */
function factorOf(factor, c, o) {
  if (factor === "c") return c;
  if (factor === "1-c") return 1 - c;
  if (factor === "o") return o;
  return factor === "always" ? 1 : (1 - c) * o;
}

/**
 * Draws what one person does in a tick, and gives each act that is recorded to `record`, with its kind and points.
 * @param {Random} random
 * @param {number} c conscientious
 * @param {number} o outspoken
 * @param {boolean} urban
 * @param {boolean} sanctioned
 * @param {(kind: number, points: number) => void} record
 */
export function act(random, c, o, urban, sanctioned, record) {
  for (let k = 0; k < kinds.length; k++) {
    const { base, factor, points } = kinds[k];
    const yearly = base * factorOf(factor, c, o) * (sanctioned && k === volunteers ? 0.5 : 1);
    for (let acts = poisson(random, yearly / 52); acts > 0; acts--) {
      if (random() >= (urban ? 0.8 : 0.3)) continue;
      const u = random();
      record(k, points * (u < 0.7 ? 1 : u < 0.9 ? 2 : 3));
    }
  }
}

/**
 * The slot on which a record of the person in `slot` falls: one in a hundred is another's.
 * @param {Random} random
 * @param {number} slot
 */
export function slotOfRecord(random, slot) {
  if (random() >= 0.01) return slot;
  const other = Math.floor(random() * (communitySize - 1));
  return other < slot ? other : other + 1;
}

/**
 * The score after a tick: records, friends' pull, decay, rounded by chance, kept in range.
 * @param {Random} random
 * @param {number} before
 * @param {number} points of the tick's records
 * @param {number} friendsMean of what friends published
 */
export function scoreAfter(random, before, points, friendsMean) {
  const exact = before + points + (friendsMean - before) / 256 + (start - before) * forgotten;
  const rounded = Math.floor(exact / resolution + random()) * resolution;
  return Math.min(2000, Math.max(0, rounded));
}

/** @param {number} score */
export function bandOf(score) {
  if (score < 600) return 0;
  if (score < 850) return 1;
  return score < 1150 ? 2 : 3;
}

/** Counts of one tick. */
export class Tally {
  #sum = 0;
  #people = 0;
  #sanctioned = 0;
  #bands = [0, 0, 0, 0];
  #points = kinds.map(() => 0);

  /** @param {number} kind @param {number} points */
  record(kind, points) {
    this.#points[kind] += points;
  }

  /** @param {number} score @param {number} band @param {number} sanctioned ticks left */
  count(score, band, sanctioned) {
    this.#people++;
    this.#sum += score;
    this.#bands[band]++;
    if (sanctioned > 0) this.#sanctioned++;
  }

  /** @returns {Statistics} */
  statistics() {
    return {
      mean: this.#sum / this.#people,
      bands: this.#bands.map((count) => count / this.#people),
      sanctioned: this.#sanctioned / this.#people,
      points: Object.fromEntries(kinds.map(({ name }, k) => [name, this.#points[k]])),
    };
  }
}
