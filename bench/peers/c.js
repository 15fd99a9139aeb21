import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a C program reports of its last tick; `seconds` were spent on all ticks. */
/** @typedef {import("./r1.js").Statistics & { people: number, ticks: number, threads: number, seconds: number }} Report */

/** What the C peers are compiled with. */
export const compiling = ["-O3", "-pthread"];

/** Why the C peers cannot be compiled here, as a sentence; undefined where they can. */
export function faultOfCompiler() {
  const run = spawnSync("gcc", ["--version"], { encoding: "utf8" });
  if (run.status === 0) return undefined;
  return "there is no gcc here, so the C peers are left out: install gcc to compare with them";
}

/** @returns {string} the compiler and its version */
export function sayCompiler() {
  return spawnSync("gcc", ["--version"], { encoding: "utf8" }).stdout.split("\n")[0];
}

/**
 * A C peer, compiled into a folder of its own.
 * @param {"naive" | "thinning"} name
 */
export function compilePeer(name) {
  const folder = mkdtempSync(join(tmpdir(), "glasshouse-peer-"));
  const program = join(folder, name);
  const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
  const run = spawnSync("gcc", [...compiling, "-Wall", "-Wextra", source, "-o", program, "-lm"], { encoding: "utf8" });
  if (run.status !== 0) {
    rmSync(folder, { recursive: true });
    throw new Error(`${source} does not compile:\n${run.stderr}`);
  }
  return {
    /**
     * @param {{ people: number, ticks: number, seed: number, threads: number }} scale
     * @returns {Promise<Report>}
     */
    run: ({ people, ticks, seed, threads }) => start(program, [people, ticks, seed, threads].map(String)),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** @param {string} program @param {string[]} words @returns {Promise<Report>} */
function start(program, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (part) => {
      text += part;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`${program}: code ${code}`)),
    );
  });
}
