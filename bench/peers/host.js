import { argv } from "node:process";

// One peer in a process of its own, so that nobody's garbage is collected in another's time.
// usage: host.js NAME PEOPLE SEED, over IPC: { ticks } is answered by { people, seconds, statistics }.

/** @typedef {{ people: number, seconds: number, statistics: import("./r1.js").Statistics }} Answer */

/** @type {Record<string, (people: number, seed: number) => Promise<import("./r1.js").Peer>>} */
const openers = {
  typed: async (people, seed) => (await import("./typed.js")).openTyped(people, seed),
  agentscript: async (people, seed) => (await import("./agentscript.js")).openAgentscript(people, seed),
  "agentscript-lists": async (people, seed) => (await import("./agentscript.js")).openAgentscript(people, seed, false),
  flocc: async (people, seed) => (await import("./flocc.js")).openFlocc(people, seed),
};

const [name, people, seed] = argv.slice(2);
const peer = await openers[name](Number(people), Number(seed));

process.on("message", (message) => {
  const { ticks } = /** @type {{ ticks: number }} */ (message);
  const begin = performance.now();
  for (let tick = 0; tick < ticks; tick++) peer.step();
  const seconds = (performance.now() - begin) / 1000;
  process.send?.({ people: peer.people, seconds, statistics: peer.statistics() });
});
process.send?.({ people: peer.people, seconds: 0 });
