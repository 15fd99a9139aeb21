import { draw, first, purposeKey, second, tickKey, type Words } from "../core/chance.ts";
import type { Ties } from "./plan.ts";

/**
 * Friendships that are computed, not stored: who is whose friend follows from the seed and the two indices alone,
 * never from the number of people, and being friends is mutual because every step below is its own inverse.
 */

/** Slots that go together over a far tie: what makes far ties cheap, since a whole block is read at once. */
export const blockSize = 32;
/** A far tie reaches at most this many doublings of the distance between communities. */
export const mostLevels = 26;

/**
 * Chance that a far tie which is not longer than level k has exactly level k: level k has weight 2^(−k/2), so that
 * reaching twice as far is √½ as likely, at every distance.
 */
export const levelThresholds: readonly number[] = (() => {
  const weights = Array.from({ length: mostLevels + 1 }, (_, k) => (k === 0 ? 0 : Math.SQRT2 ** -k));
  let below = 0;
  return weights.map((weight) => {
    below += weight;
    return below === 0 ? 0 : Math.round((weight / below) * 2 ** 32);
  });
})();

/** The share of far ties that reach no further than `levels` doublings: the closed form the tests hold it to. */
export function shareWithin(levels: number): number {
  const sum = (to: number): number =>
    Array.from({ length: to }, (_, i) => Math.SQRT2 ** -(i + 1)).reduce((a, b) => a + b, 0);
  return sum(levels) / sum(mostLevels);
}

export interface Network {
  readonly lanes: number;
  /** The friend of an entity in a lane (near ones first), or −1: a far friend beyond the last entity is absent. */
  friend(entity: number, lane: number): number;
}

/** The network of a plan under a seed. */
export function networkOf(ties: Ties, communitySize: number, size: number, seed: number): Network {
  const start = (part: string): Words => tickKey(purposeKey(seed, `${ties.purpose}/${part}`), -1);
  const masks = start("mask");
  const far = start("far");
  const matchings = Array.from({ length: ties.near }, (_, lane) =>
    drawMatching(start(`matching ${lane}`), communitySize),
  );
  const friend = (entity: number, lane: number): number => {
    const community = Math.floor(entity / communitySize);
    const slot = entity - community * communitySize;
    if (lane >= ties.near) return present(farFriend(far, lane - ties.near, community, slot, communitySize), size);
    draw(masks, community, lane);
    const mask = first() & (communitySize - 1);
    return present(community * communitySize + (matchings[lane]![slot ^ mask]! ^ mask), size);
  };
  return { lanes: ties.near + ties.far, friend };
}

function present(entity: number, size: number): number {
  return entity < size ? entity : -1;
}

/** Slots of a community, at most. */
const slotsMost = 2 ** 16;

/** Slots in a uniformly drawn order: that of their draws. */
export function drawOrder(key: Words, slots: number): Uint16Array {
  const low = new Uint32Array(slots);
  // A draw's upper word before its slot in one number: a plain sort of numbers, which most orders need no more than.
  const drawn = new Float64Array(slots);
  for (let slot = 0; slot < slots; slot++) {
    draw(key, slot, 0);
    drawn[slot] = first() * slotsMost + slot;
    low[slot] = second();
  }
  drawn.sort();
  const order = Uint16Array.from(drawn, (one) => one % slotsMost);
  const upper = (place: number): number => Math.floor(drawn[place]! / slotsMost);
  for (let from = 0, end = 1; from < slots; from = end++) {
    while (end < slots && upper(end) === upper(from)) end++;
    if (end - from > 1) order.subarray(from, end).sort((a, b) => low[a]! - low[b]! || a - b);
  }
  return order;
}

/** A uniformly drawn perfect matching: slots in the order of their draws, two by two. */
export function drawMatching(key: Words, slots: number): Uint16Array {
  const order = drawOrder(key, slots);
  const matching = new Uint16Array(slots);
  for (let i = 0; i < slots; i += 2) {
    const [a, b] = [order[i]!, order[i + 1]!];
    matching[a] = b;
    matching[b] = a;
  }
  return matching;
}

/**
 * The level of a block is the highest k whose draw, which is the same for all 2^k communities that share their upper
 * bits, says so; the partner is the community with the bits below changed by that draw's mask. Both sides see the
 * same draws, so the tie is mutual.
 */
function farFriend(key: Words, lane: number, community: number, slot: number, communitySize: number): number {
  const block = slot >>> 5;
  for (let level = mostLevels; level >= 1; level--) {
    draw(key, community >>> level, (lane * 128 + block) * 32 + level);
    if (level > 1 && first() >= levelThresholds[level]!) continue;
    const half = 2 ** (level - 1);
    const partner = (community ^ (half + (second() & (half - 1)))) >>> 0;
    return partner * communitySize + block * blockSize + ((slot & 31) ^ (second() >>> 27));
  }
  return -1;
}
