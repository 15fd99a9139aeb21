import { argv } from "node:process";
import { readOption, refuseUnlessQuiet, runScript, verdict } from "./child.js";
import { layMarkdown, sayMillions, writeSection } from "./page.js";

// usage: nation.js [--people N] [--anyway] [--write]
// R1 on the whole country: peak memory, and what a person-tick costs beside ten million people.

/** @typedef {{ people: number, backend: string, threads: number, firstSeconds: number, laterSeconds: number,
 *   laterTicks: number, startSeconds: number, peakBytes: number, stateHash: string }} Report */

const people = Number(readOption("--people") ?? 1_400_000_000);
const small = 10_000_000;
const ticks = 4;
/** What is asked: so much for the program itself, so much for each person, and so much dearer than ten million. */
const asked = { fixedBytes: 2 ** 30, bytesPerPerson: 12, dearer: 1.25 };

/** @param {number} count @returns {Promise<Report>} */
const runWorld = (count, length = ticks) => runScript("nation-world.js", count, length);

/** @param {Report} report */
const nanosecondsOf = ({ people: count, laterSeconds, laterTicks }) => (laterSeconds * 1e9) / (count * laterTicks);

/** @param {Report} report */
function layRow({ people: count, firstSeconds, startSeconds, laterSeconds, laterTicks, peakBytes, threads }) {
  return [
    String(count),
    String(threads),
    startSeconds.toFixed(1),
    firstSeconds.toFixed(2),
    (laterSeconds / laterTicks).toFixed(2),
    sayMillions((count * laterTicks) / laterSeconds),
    (peakBytes / 2 ** 30).toFixed(2),
  ];
}

refuseUnlessQuiet(people * asked.bytesPerPerson + asked.fixedBytes);
const before = await runWorld(small, 20);
const nation = await runWorld(people);
const after = await runWorld(small, 20);
const usual = (nanosecondsOf(before) + nanosecondsOf(after)) / 2;
const dearer = nanosecondsOf(nation) / usual;
const allowed = asked.fixedBytes + asked.bytesPerPerson * people;
const head = ["people", "threads", "start s", "first tick s", "later ticks s", "million person-ticks/s", "peak GiB"];
const lines = [
  ...layMarkdown(head, [before, nation, after].map(layRow)),
  "",
  ...layMarkdown(
    ["what", "asked", "measured", "reached"],
    [
      [
        "peak resident memory",
        `≤ ${(allowed / 2 ** 30).toFixed(2)} GiB (1 GiB and 12 bytes a person)`,
        `${(nation.peakBytes / 2 ** 30).toFixed(2)} GiB`,
        verdict(nation.peakBytes <= allowed),
      ],
      [
        `a person-tick, beside ${small.toLocaleString("en-US")} people`,
        `≤ ${asked.dearer}`,
        `${dearer.toFixed(2)} (${nanosecondsOf(nation).toFixed(2)} ns to ${usual.toFixed(2)} ns)`,
        verdict(dearer <= asked.dearer),
      ],
    ],
  ),
];
console.log(lines.join("\n"));
if (argv.includes("--write")) writeSection("nation", lines);
