import { library, readR1 } from "./engine.js";
import { layMarkdown } from "./page.js";
import { compilePeer, faultOfCompiler } from "./peers/c.js";
import { openSeat } from "./peers/seat.js";
import { faultsOfStatistics, reference, tolerancesFor } from "./reference.js";

/** @typedef {{ who: string, people: number, seed: number, mean: number, bands: number[] }} Outcome */

/** From the lowest up. */
const bandNames = ["lowest", "low", "middle", "high"];

/** @param {number} people @param {number} seed @returns {Promise<Outcome>} */
export async function runOurs(people, seed) {
  const done = await library.run(readR1(), { people, seed, ticks: reference.ticks });
  const mean = done.last("score");
  const bands = bandNames.map((name) => done.last("people", name) / people);
  return { who: "Glasshouse", people, seed, mean, bands };
}

/** @param {"naive" | "thinning"} source @param {number} people @param {number} seed @returns {Promise<Outcome>} */
export async function runC(source, people, seed) {
  const { run, remove } = compilePeer(source);
  try {
    const report = await run({ people, ticks: reference.ticks, seed, threads: 2 });
    return { who: `C, ${source}`, people: report.people, seed, mean: report.mean, bands: report.bands };
  } finally {
    remove();
  }
}

/** @param {string} peer @param {number} people @param {number} seed @returns {Promise<Outcome>} */
export async function runScript(peer, people, seed) {
  const seat = await openSeat(peer, people, seed);
  try {
    const { people: count, statistics } = await seat.run(reference.ticks);
    return { who: peer, people: count, seed, mean: statistics.mean, bands: statistics.bands };
  } finally {
    seat.close();
  }
}

/** Runs R1 on everyone and lays it beside the reference. @param {boolean} quick at a fiftieth of the size */
export async function tellStatistics(quick) {
  const scale = quick ? 0.02 : 1;
  const { people } = reference;
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const seed of [1, 2, 3]) outcomes.push(await runOurs(people * scale, seed));
  if (!faultOfCompiler()) {
    outcomes.push(await runC("naive", people * scale, 1));
    outcomes.push(await runC("thinning", people * scale, 1));
  }
  outcomes.push(await runScript("typed", 102_400 * (quick ? 0.2 : 1), 1));
  for (const peer of ["agentscript", "flocc"]) outcomes.push(await runScript(peer, 20_480, 1));
  const rows = outcomes.map(({ who, people: count, seed, mean, bands }) => {
    const faults = faultsOfStatistics({ mean, bands }, count);
    const within = tolerancesFor(count);
    const cells = bands.map((share) => share.toFixed(4));
    return [
      who,
      String(count),
      String(seed),
      `${mean.toFixed(2)} (± ${within.mean.toFixed(1)})`,
      ...cells,
      faults.length === 0 ? "yes" : `**no**: ${faults.join(", ")}`,
    ];
  });
  const stated = ["reference", String(people), "several", `${reference.mean} (± ${reference.meanWithin})`];
  rows.unshift([...stated, ...reference.bands.map((share) => share.toFixed(4)), "–"]);
  return layMarkdown(["who", "people", "seed", "mean", ...bandNames, "within tolerance"], rows);
}
