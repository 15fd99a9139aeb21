import { argv } from "node:process";
import { gibibytes, readOption, refuseUnlessQuiet, runScript, verdict } from "./child.js";
import { layMarkdown, sayMillions, writeSection } from "./page.js";

// usage: national.js [--people N] [--anyway] [--write]
// The scenario `national` for its whole year: peak memory, time, and the published figures that it is calibrated to; and a
// few weeks of it with the account of truth, which keeps the score and the list a second time: peak memory alone.

/** @typedef {{ blacklisted: number, planes: number, trains: number, performed: number }} Figures */
/** @typedef {{ people: number, enterprises: number, ticks: number, backend: string, threads: number,
 *   startSeconds: number, seconds: number, peakBytes: number, stateHash: string, figures: Figures }} Report */

const country = 1_400_000_000;
const ticksOfAccount = 4;
const people = Number(readOption("--people") ?? country);
/** What is asked: so much for the program itself, so much for each entity, and figures as near as that. */
const asked = { fixedBytes: 2 ** 30, bytesPerEntity: 14.5, within: 0.05 };
/** As published, for the whole country. @type {Record<keyof Figures, { says: string, count: number }>} */
const published = {
  blacklisted: { says: "enterprises added to the blacklist in the year", count: 3_590_000 },
  planes: { says: "refused purchases of plane tickets", count: 17_460_000 },
  trains: { says: "refused purchases of high-speed train tickets", count: 5_470_000 },
  performed: { says: "paid under pressure, people and enterprises", count: 3_510_000 },
};

refuseUnlessQuiet(people * asked.bytesPerEntity + asked.fixedBytes);
/** @type {Report} */
const report = await runScript("national-world.js", people);
/** @type {Report} */
const accounted = await runScript("national-world.js", people, ticksOfAccount);
const entities = report.people + report.enterprises;
const allowed = asked.fixedBytes + asked.bytesPerEntity * entities;
const scale = country / report.people;

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

/** @param {string} what @param {Report} of */
function layPeak(what, { peakBytes }) {
  const limit = `≤ ${gibibytes(allowed)} (1 GiB and ${asked.bytesPerEntity} bytes an entity)`;
  return [what, limit, gibibytes(peakBytes), verdict(peakBytes <= allowed)];
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
      layPeak("peak resident memory", report),
      layPeak(`the same with the account of truth, in ${ticksOfAccount} weeks`, accounted),
      ...names.map(layFigure),
    ],
  ),
];
if (scale !== 1) lines.push("", `Counts of ${report.people} people, multiplied by ${scale.toPrecision(4)}.`);
console.log(lines.join("\n"));
if (argv.includes("--write")) writeSection("national", lines);
