import {
  act,
  bandOf,
  communitySize,
  drawMatching,
  drawTraits,
  friends,
  randomOf,
  sanctionTicks,
  scoreAfter,
  slotOfRecord,
  start,
  Tally,
} from "./r1.js";

/**
 * R1 in plain JavaScript: an array per property, a loop over people, one thread.
 * @param {number} people rounded down to whole communities
 * @param {number} seed
 * @returns {import("./r1.js").Peer}
 */
export function openTyped(people, seed) {
  const random = randomOf(seed);
  const count = Math.floor(people / communitySize) * communitySize;
  const conscientious = new Float32Array(count);
  const outspoken = new Float32Array(count);
  const urban = new Uint8Array(count);
  const score = new Float32Array(count).fill(start);
  const published = new Float32Array(count).fill(start);
  const points = new Int32Array(count);
  const band = new Uint8Array(count).fill(2);
  const sanctioned = new Uint8Array(count);
  const friend = new Uint32Array(count * friends);
  for (let first = 0; first < count; first += communitySize) {
    for (let i = first; i < first + communitySize; i++) {
      const traits = drawTraits(random);
      conscientious[i] = traits.conscientious;
      outspoken[i] = traits.outspoken;
      urban[i] = Number(traits.urban);
    }
    for (let f = 0; f < friends; f++) {
      for (const [slot, other] of drawMatching(random).entries()) friend[(first + slot) * friends + f] = first + other;
    }
  }
  let tally = new Tally();

  const step = () => {
    tally = new Tally();
    let i = 0;
    const record = (/** @type {number} */ kind, /** @type {number} */ value) => {
      const slot = i % communitySize;
      points[i - slot + slotOfRecord(random, slot)] += value;
      tally.record(kind, value);
    };
    for (; i < count; i++) act(random, conscientious[i], outspoken[i], urban[i] === 1, sanctioned[i] > 0, record);
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let f = 0; f < friends; f++) sum += published[friend[j * friends + f]];
      score[j] = scoreAfter(random, score[j], points[j], sum / friends);
      points[j] = 0;
      const now = bandOf(score[j]);
      if (now === 0 && band[j] !== 0) sanctioned[j] = sanctionTicks;
      else if (sanctioned[j] > 0) sanctioned[j]--;
      band[j] = now;
      tally.count(score[j], now, sanctioned[j]);
    }
    published.set(score);
  };
  return { people: count, step, statistics: () => tally.statistics() };
}
