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

// The package asks for a canvas as it is loaded; its models never draw.
const host = /** @type {{ OffscreenCanvas?: unknown }} */ (globalThis);
host.OffscreenCanvas ??= class {
  getContext() {
    return {};
  }
};
const { Model } = await import("agentscript");

/**
 * A turtle with what R1 adds to it.
 * @typedef {import("./r1.js").Traits & {
 *   score: number, published: number, points: number, band: number, sanctioned: number,
 *   slot: number, community: Turtle[], friends: Turtle[], linkNeighbors: () => Turtle[],
 * }} Turtle
 */

/** R1 as a model of agentscript: people are turtles, friendships are links, a step asks all turtles. */
class R1 extends Model {
  /** @param {number} communities @param {number} seed @param {boolean} linked */
  constructor(communities, seed, linked) {
    // Nobody moves: the smallest world there can be.
    super({ minX: 0, maxX: 1, minY: 0, maxY: 1 });
    this.linked = linked;
    this.random = randomOf(seed);
    this.tally = new Tally();
    for (let c = 0; c < communities; c++) this.settle();
  }

  /** Adds a community. */
  settle() {
    /** @type {Turtle[]} */
    const community = [];
    this.turtles.create(communitySize, (/** @type {Turtle} */ turtle) => {
      Object.assign(turtle, drawTraits(this.random), { score: start, published: start, points: 0, band: 2 });
      Object.assign(turtle, { sanctioned: 0, slot: community.length, community, friends: [] });
      community.push(turtle);
    });
    for (let f = 0; f < friends; f++) {
      for (const [slot, other] of drawMatching(this.random).entries()) {
        if (!this.linked) community[slot].friends.push(community[other]);
        else if (slot < other) this.links.createOne(community[slot], community[other]);
      }
    }
  }

  /** @override */
  step() {
    const { random, turtles, linked } = this;
    const tally = new Tally();
    this.tally = tally;
    turtles.ask((/** @type {Turtle} */ turtle) => {
      const { conscientious, outspoken, urban, sanctioned, slot, community } = turtle;
      act(random, conscientious, outspoken, urban, sanctioned > 0, (kind, points) => {
        community[slotOfRecord(random, slot)].points += points;
        tally.record(kind, points);
      });
    });
    turtles.ask((/** @type {Turtle} */ turtle) => {
      let sum = 0;
      for (const friend of linked ? turtle.linkNeighbors() : turtle.friends) sum += friend.published;
      turtle.score = scoreAfter(random, turtle.score, turtle.points, sum / friends);
      turtle.points = 0;
      const band = bandOf(turtle.score);
      if (band === 0 && turtle.band !== 0) turtle.sanctioned = sanctionTicks;
      else if (turtle.sanctioned > 0) turtle.sanctioned--;
      turtle.band = band;
      tally.count(turtle.score, band, turtle.sanctioned);
    });
    turtles.ask((/** @type {Turtle} */ turtle) => {
      turtle.published = turtle.score;
    });
  }
}

/**
 * @param {number} people rounded down to whole communities
 * @param {number} seed
 * @param {boolean} linked whether friends are found over links, as the package's own models of networks do; else each
 *   turtle keeps a plain array of its friends, which is quicker and not the package's way
 * @returns {import("./r1.js").Peer}
 */
export function openAgentscript(people, seed, linked = true) {
  const communities = Math.floor(people / communitySize);
  const model = new R1(communities, seed, linked);
  return {
    people: communities * communitySize,
    step: () => model.step(),
    statistics: () => model.tally.statistics(),
  };
}
