import { loadavg } from "node:os";
import { argv } from "node:process";
import { contestants, library, openWorld } from "./engine.js";
import { layMarkdown, medianOf, sayMillions, writeSection } from "./page.js";

// usage: scenarios.js [--quick] [--write]
// How fast each shipped scenario runs on two threads, beside R1, all in turn. --quick: whether it runs, not how fast.

/** @typedef {import("../src/index.ts").Scenario} Scenario */
/** @typedef {{ name: string, scenario: Scenario, people: number, rates: number[] }} Contestant */

const quick = argv.includes("--quick");
const threads = 2;
const rounds = quick ? 1 : 3;
const seconds = quick ? 0.02 : 3;
const mostPeople = quick ? 5_000 : 1_000_000;

/** @param {{ name: string, scenario: Scenario, size: number }} one @returns {Contestant} */
function enter({ name, scenario, size }) {
  return { name, scenario, people: Math.min(mostPeople, size), rates: [] };
}

/**
 * Person-ticks a second. A world runs for as long as the scenario says, from its start; then the next, until there are
 * seconds enough. The first tick of each is not counted: in it pages are made and code is compiled.
 * @param {Contestant} contestant
 */
async function rate({ scenario, people }) {
  const { ticks } = scenario.plan({ people });
  let done = 0;
  let spent = 0;
  while (spent < seconds) {
    const world = await openWorld(scenario, { people, threads, ticks: Math.max(2, ticks) });
    try {
      await world.step();
      const begin = performance.now();
      let now = 0;
      do {
        await world.step();
        done += 1;
        now = (performance.now() - begin) / 1000;
      } while (world.tick < ticks && spent + now < seconds);
      spent += now;
    } finally {
      world.close?.();
    }
  }
  return (people * done) / spent;
}

/** @param {Contestant} contestant */
function layRow({ name, scenario, people, rates }) {
  const { amount, per = "tick" } = scenario.data.time.tick;
  const { bytesPerPerson } = library.reckon(scenario.plan({ people }));
  return [
    name,
    `${amount} ${per}${amount === 1 ? "" : "s"}`,
    String(people),
    sayMillions(medianOf(rates)),
    `${sayMillions(Math.min(...rates))} to ${sayMillions(Math.max(...rates))}`,
    bytesPerPerson.toFixed(1),
  ];
}

const entered = contestants().map(enter);
for (let round = 0; round < rounds; round++) {
  for (const one of entered) one.rates.push(await rate(one));
  console.error(`round ${round + 1} of ${rounds}, load ${loadavg()[0].toFixed(1)}`);
}
const head = ["scenario", "tick", "people", "million person-ticks/s", "lowest to highest", "bytes a person"];
const lines = [
  ...layMarkdown(head, entered.map(layRow)),
  "",
  `${rounds} rounds in turn, ${threads} threads; load of the machine at the end ${loadavg()[0].toFixed(1)} (2 is this run alone).`,
];
console.log(lines.join("\n"));
if (argv.includes("--write")) writeSection("scenarios", lines);
