import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { freemem, loadavg } from "node:os";
import { argv, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { layMarkdown, sayMillions, writeSection } from "./page.js";

// usage: national.js [--people N] [--anyway] [--write]
// The scenario `national` for its whole year: peak memory, time, and the published figures that it is calibrated to.

/** @typedef {{ blacklisted: number, planes: number, trains: number, performed: number }} Figures */
/** @typedef {{ people: number, enterprises: number, ticks: number, backend: string, threads: number,
 *   startSeconds: number, seconds: number, peakBytes: number, stateHash: string, figures: Figures }} Report */

const country = 1_400_000_000;
const people = Number(readOption("--people") ?? country);
/** What is asked: so much for the program itself, so much for each entity, and figures as near as that. */
const asked = { fixedBytes: 2 ** 30, bytesPerEntity: 14, within: 0.05 };
/** As published, for the whole country. @type {Record<keyof Figures, { says: string, count: number }>} */
const published = {
  blacklisted: { says: "enterprises on the blacklist at the end of the year", count: 3_590_000 },
  planes: { says: "refused purchases of plane tickets", count: 17_460_000 },
  trains: { says: "refused purchases of high-speed train tickets", count: 5_470_000 },
  performed: { says: "paid under pressure, people and enterprises", count: 3_510_000 },
};

/** @param {string} name */
function readOption(name) {
  const at = argv.indexOf(name);
  return at < 0 ? undefined : argv[at + 1].replaceAll("_", "");
}

/** A run in a process of its own: the peak of memory is a process's. @returns {Promise<Report>} */
function runWorld() {
  return new Promise((resolve, reject) => {
    const words = [fileURLToPath(new URL("national-world.js", import.meta.url)), String(people)];
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

const gibibytes = (/** @type {number} */ bytes) => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
const needed = people * asked.bytesPerEntity + asked.fixedBytes;
const load = loadavg()[0];
if (!argv.includes("--anyway") && (availableBytes() < needed || load >= 2)) {
  console.error(
    `not now: ${gibibytes(availableBytes())} of memory to be had, ${gibibytes(needed)} wanted; load ${load.toFixed(1)}, ` +
      "below 2 wanted. --anyway runs it all the same.",
  );
  process.exit(1);
}
const report = await runWorld();
const entities = report.people + report.enterprises;
const allowed = asked.fixedBytes + asked.bytesPerEntity * entities;
const scale = country / report.people;
const verdict = (/** @type {boolean} */ good) => (good ? "yes" : "**no**");

/** @param {keyof Figures} name */
function layFigure(name) {
  const { says, count } = published[name];
  const found = report.figures[name] * scale;
  const off = found / count - 1;
  return [
    says,
    `${(count / 1e6).toFixed(2)} million, within ${asked.within * 100} %`,
    `${(found / 1e6).toFixed(3)} million (${off < 0 ? "−" : "+"}${Math.abs(off * 100).toFixed(1)} %)`,
    verdict(Math.abs(off) <= asked.within),
  ];
}

const names = /** @type {(keyof Figures)[]} */ (Object.keys(published));
const head = ["people", "enterprises", "ticks", "threads", "start s", "ticks s", "million person-ticks/s", "peak GiB"];
const lines = [
  ...layMarkdown(head, [
    [
      String(report.people),
      String(report.enterprises),
      String(report.ticks),
      String(report.threads),
      report.startSeconds.toFixed(1),
      report.seconds.toFixed(1),
      sayMillions((report.people * report.ticks) / report.seconds),
      (report.peakBytes / 2 ** 30).toFixed(2),
    ],
  ]),
  "",
  ...layMarkdown(
    ["what", "asked", "measured", "reached"],
    [
      [
        "peak resident memory",
        `≤ ${gibibytes(allowed)} (1 GiB and ${asked.bytesPerEntity} bytes an entity)`,
        gibibytes(report.peakBytes),
        verdict(report.peakBytes <= allowed),
      ],
      ...names.map(layFigure),
    ],
  ),
];
if (scale !== 1) lines.push("", `Counts of ${report.people} people, multiplied by ${scale.toPrecision(4)}.`);
console.log(lines.join("\n"));
if (argv.includes("--write")) writeSection("national", lines);
