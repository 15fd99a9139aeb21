import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { freemem, loadavg } from "node:os";
import { argv, execPath, exit } from "node:process";
import { fileURLToPath } from "node:url";

// What the benches of whole countries share: a run in a process of its own, on a machine that has room for it.

/** The word behind an option of the command line, without the marks of thousands. @param {string} name */
export function readOption(name) {
  const at = argv.indexOf(name);
  return at < 0 ? undefined : argv[at + 1].replaceAll("_", "");
}

/**
 * What a script of this folder prints as JSON, run in a process of its own: the peak of memory is a process's.
 * @param {string} script @param {readonly number[]} words @returns {Promise<any>}
 */
export function runScript(script, ...words) {
  return new Promise((resolve, reject) => {
    const path = fileURLToPath(new URL(script, import.meta.url));
    const child = spawn(execPath, [path, ...words.map(String)], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (part) => {
      text += part;
    });
    child.on("close", (code) => (code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`the run ended: ${code}`))));
  });
}

export const gibibytes = (/** @type {number} */ bytes) => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
export const verdict = (/** @type {boolean} */ good) => (good ? "yes" : "**no**");

/** Ends the program where the machine has too little room or something else to do. @param {number} needed bytes */
export function refuseUnlessQuiet(needed) {
  const load = loadavg()[0];
  if (argv.includes("--anyway") || (availableBytes() >= needed && load < 2)) return;
  console.error(
    `not now: ${gibibytes(availableBytes())} of memory to be had, ${gibibytes(needed)} wanted; load ${load.toFixed(1)}, ` +
      "below 2 wanted. --anyway runs it all the same.",
  );
  exit(1);
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
