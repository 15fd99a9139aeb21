import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { freemem, loadavg } from "node:os";
import { argv, execPath } from "node:process";
import { fileURLToPath } from "node:url";
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

/** @param {string} name */
function readOption(name) {
  const at = argv.indexOf(name);
  return at < 0 ? undefined : argv[at + 1].replaceAll("_", "");
}

/** A run in a process of its own: the peak of memory is a process's. @param {number} count @returns {Promise<Report>} */
function runWorld(count, length = ticks) {
  return new Promise((resolve, reject) => {
    const words = [fileURLToPath(new URL("nation-world.js", import.meta.url)), String(count), String(length)];
    const child = spawn(execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (part) => {
      text += part;
    });
    child.on("close", (code) => (code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`the run ended: ${code}`))));
  });
}

/** Memory that can be had, in bytes: what is free, and what is only kept as a copy of files. */
function availableBytes() {
  try {
    const found = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"));
    return found ? Number(found[1]) * 1024 : freemem();
  } catch {
    return freemem();
  }
}

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

const needed = people * asked.bytesPerPerson + asked.fixedBytes;
const load = loadavg()[0];
if (!argv.includes("--anyway") && (availableBytes() < needed || load >= 2)) {
  const gibibytes = (/** @type {number} */ bytes) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  console.error(
    `not now: ${gibibytes(availableBytes())} of memory to be had, ${gibibytes(needed)} wanted; load ${load.toFixed(1)}, ` +
      "below 2 wanted. --anyway runs it all the same.",
  );
  process.exit(1);
}
const before = await runWorld(small, 20);
const nation = await runWorld(people);
const after = await runWorld(small, 20);
const usual = (nanosecondsOf(before) + nanosecondsOf(after)) / 2;
const dearer = nanosecondsOf(nation) / usual;
const allowed = asked.fixedBytes + asked.bytesPerPerson * people;
const verdict = (/** @type {boolean} */ good) => (good ? "yes" : "**no**");
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
