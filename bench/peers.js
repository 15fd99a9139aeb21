import { loadavg } from "node:os";
import { argv } from "node:process";
import { openR1 } from "./engine.js";
import { layMarkdown, medianOf, sayMillions, writeSection } from "./page.js";
import { compilePeer, faultOfCompiler } from "./peers/c.js";
import { openSeat } from "./peers/seat.js";
import { tellStatistics } from "./statistics.js";

// usage: peers.js [--quick] [--timings] [--statistics] [--rounds=N] [--write]
// All peers in one run, in turn (A B C A B C …), so that whatever else the machine does falls on all of them.

/** @typedef {{ name: string, says: string, people: number, rate: () => Promise<number>, close: () => void }} Contestant */

const quick = argv.includes("--quick");
const told = argv.find((word) => word.startsWith("--rounds="))?.slice("--rounds=".length);
const rounds = Number(told ?? (quick ? 2 : 9));
/** Factor of all sizes. */
const scale = quick ? 0.02 : 1;

/** @param {string} name @param {string} says @param {number} threads @returns {Promise<Contestant>} */
async function enterOurs(name, says, threads) {
  const people = 1_000_000 * scale;
  const ticks = 40;
  const engine = await openR1({ people, threads });
  const rate = async () => {
    const begin = performance.now();
    for (let tick = 0; tick < ticks; tick++) await engine.step();
    return (people * ticks * 1000) / (performance.now() - begin);
  };
  return { name, says, people, rate, close: () => engine.close?.() };
}

/** @param {"naive" | "thinning"} source @param {string} says @returns {Contestant} */
function enterC(source, says) {
  const people = 1_000_000 * scale;
  const ticks = source === "naive" ? 10 : 40;
  const { run, remove } = compilePeer(source);
  const rate = async () => {
    const report = await run({ people, ticks, seed: 1, threads: 2 });
    return (report.people * ticks) / report.seconds;
  };
  return { name: `C, ${source}`, says, people, rate, close: remove };
}

/**
 * @param {string} name
 * @param {string} says
 * @param {{ peer: string, people: number, ticks: number }} how
 * @returns {Promise<Contestant>}
 */
async function enterScript(name, says, { peer, people: full, ticks }) {
  const people = Math.max(1024, full * scale);
  const seat = await openSeat(peer, people, 1);
  const rate = async () => {
    const answer = await seat.run(ticks);
    return (answer.people * ticks) / answer.seconds;
  };
  return { name, says, people, rate, close: () => seat.close() };
}

async function enterAll() {
  const lacking = faultOfCompiler();
  if (lacking) console.error(lacking);
  return [
    await enterOurs("Glasshouse", "2 threads", 2),
    ...(lacking ? [] : [enterC("naive", "2 threads")]),
    await enterOurs("Glasshouse, one thread", "1 thread", 1),
    ...(lacking ? [] : [enterC("thinning", "2 threads")]),
    await enterScript("JavaScript, typed arrays", "1 thread", { peer: "typed", people: 262_144, ticks: 4 }),
    await enterScript("agentscript", "friends over links", { peer: "agentscript", people: 51_200, ticks: 6 }),
    await enterScript("agentscript, lists", "friends in arrays", {
      peer: "agentscript-lists",
      people: 51_200,
      ticks: 12,
    }),
    await enterScript("flocc", "agents as data", { peer: "flocc", people: 20_480, ticks: 5 }),
  ];
}

/** @param {Contestant[]} contestants @returns {Promise<Map<string, number[]>>} rates by name, round by round */
async function contest(contestants) {
  /** @type {Map<string, number[]>} */
  const rates = new Map(contestants.map(({ name }) => [name, []]));
  // A round that does not count: pages are made and code is compiled.
  for (const { rate } of contestants) await rate();
  for (let round = 0; round < rounds; round++) {
    for (const { name, rate } of contestants) rates.get(name)?.push(await rate());
    console.error(`round ${round + 1} of ${rounds}, load ${loadavg()[0].toFixed(1)}`);
  }
  return rates;
}

/** What is asked of the ratio of medians. */
const asked = [
  { of: "Glasshouse", to: ["C, naive"], least: 4 },
  { of: "Glasshouse", to: ["C, thinning"], least: 2 },
  { of: "Glasshouse", to: ["agentscript", "flocc"], least: 50 },
  { of: "Glasshouse", to: ["Glasshouse, one thread"], least: 1.8 },
];

/** @param {Map<string, number[]>} rates */
function layRatios(rates) {
  return asked.flatMap(({ of, to, least }) => {
    const there = to.filter((name) => rates.has(name));
    if (there.length === 0) return [];
    const middle = (/** @type {string} */ name) => medianOf(rates.get(name) ?? []);
    const best = there.reduce((a, b) => (middle(a) >= middle(b) ? a : b));
    const ratios = (rates.get(of) ?? []).map((rate, i) => rate / (rates.get(best) ?? [])[i]);
    const ratio = medianOf(ratios);
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    const name = to.length > 1 ? `the faster of ${to.join(" and ")} (${best})` : best;
    return [[`${of} to ${name}`, `≥ ${least}`, ratio.toFixed(2), spread, ratio >= least ? "yes" : "**no**"]];
  });
}

async function time() {
  const contestants = await enterAll();
  try {
    const rates = await contest(contestants);
    const rows = contestants.map(({ name, says, people }) => {
      const all = rates.get(name) ?? [];
      const spread = `${sayMillions(Math.min(...all))} to ${sayMillions(Math.max(...all))}`;
      return [name, says, String(Math.round(people)), sayMillions(medianOf(all)), spread];
    });
    return [
      ...layMarkdown(["who", "how", "people", "million person-ticks/s", "lowest to highest"], rows),
      "",
      ...layMarkdown(["ratio", "asked", "median of rounds", "lowest to highest", "reached"], layRatios(rates)),
      "",
      `${rounds} rounds in turn; load of the machine at the end ${loadavg()[0].toFixed(1)} (2 is this run alone).`,
    ];
  } finally {
    for (const { close } of contestants) close();
  }
}

const all = !argv.includes("--timings") && !argv.includes("--statistics");
/** @type {[string, () => Promise<string[]>][]} */
const sections = [];
if (all || argv.includes("--timings")) sections.push(["peers", time]);
if ((all && !quick) || argv.includes("--statistics")) sections.push(["statistics", () => tellStatistics(quick)]);
for (const [name, tell] of sections) {
  const lines = await tell();
  console.log(`${lines.join("\n")}\n`);
  if (argv.includes("--write")) writeSection(name, lines);
}
