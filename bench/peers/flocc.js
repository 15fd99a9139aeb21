import flocc from "flocc";
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

/** @typedef {import("flocc").Agent} Agent */

/**
 * R1 as an environment of flocc. In its tick an agent acts, and records fall on agents; in what it enqueues, which runs
 * when all have acted, it is scored.
 * @param {number} people rounded down to whole communities
 * @param {number} seed
 * @returns {import("./r1.js").Peer}
 */
export function openFlocc(people, seed) {
  const random = randomOf(seed);
  const environment = new flocc.Environment();
  let tally = new Tally();

  /** @param {Agent} agent */
  const tick = (agent) => {
    const slot = agent.get("slot");
    /** @type {Agent[]} */
    const community = agent.get("community");
    const [c, o] = [agent.get("conscientious"), agent.get("outspoken")];
    act(random, c, o, agent.get("urban"), agent.get("sanctioned") > 0, (kind, points) => {
      community[slotOfRecord(random, slot)].increment("points", points);
      tally.record(kind, points);
    });
    // Scores change only in what is enqueued: all through the ticks, those of friends are as last published.
    let sum = 0;
    for (const friend of agent.get("friends")) sum += friend.get("score");
    agent.set("queue", (/** @type {Agent} */ me) => settle(me, sum / friends));
  };

  /** @param {Agent} agent @param {number} friendsMean */
  const settle = (agent, friendsMean) => {
    const score = scoreAfter(random, agent.get("score"), agent.get("points"), friendsMean);
    const band = bandOf(score);
    let sanctioned = agent.get("sanctioned");
    if (band === 0 && agent.get("band") !== 0) sanctioned = sanctionTicks;
    else if (sanctioned > 0) sanctioned--;
    agent.set({ score, band, sanctioned, points: 0 });
    tally.count(score, band, sanctioned);
  };

  const communities = Math.floor(people / communitySize);
  for (let c = 0; c < communities; c++) {
    /** @type {Agent[]} */
    const community = [];
    for (let slot = 0; slot < communitySize; slot++) {
      const state = { score: start, points: 0, band: 2, sanctioned: 0, slot, community, friends: [], tick };
      const agent = new flocc.Agent({ ...drawTraits(random), ...state });
      community.push(agent);
      environment.addAgent(agent);
    }
    for (let f = 0; f < friends; f++) {
      for (const [slot, other] of drawMatching(random).entries()) community[slot].get("friends").push(community[other]);
    }
  }
  const step = () => {
    tally = new Tally();
    // In any order, since nobody sees what others do in the same tick; that of arrival costs least.
    environment.tick({ randomizeOrder: false });
  };
  return { people: communities * communitySize, step, statistics: () => tally.statistics() };
}
