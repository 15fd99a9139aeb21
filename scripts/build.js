import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv, execPath, pid } from "node:process";
import { fileURLToPath } from "node:url";
import { writeShipped } from "./shipped.js";

/**
 * What a build came to. `code` is the exit code to end with when `ok` is false; `message` is for the person.
 * @typedef {{ ok: boolean, code: number, message: string }} Outcome
 */

/** Compiled last, so its time is that of the sources it was made from. */
const stamp = ".built";

/**
 * Builds `dist` when it is missing or older than the newest source.
 * @param {string} root folder of the clone
 * @returns {Outcome}
 */
export function refresh(root) {
  if (!existsSync(join(root, "node_modules"))) {
    return { ok: false, code: 1, message: `glasshouse: run npm ci first (no node_modules in ${root})` };
  }
  const built = timeOf(join(root, "dist", stamp));
  if (built >= newest(root)) return { ok: true, code: 0, message: "" };
  return build(root);
}

/**
 * Compiles `src` into `dist`, all or nothing: a half-written `dist` is never seen, even by a process that runs meanwhile.
 * @param {string} root folder of the clone
 * @returns {Outcome}
 */
export function build(root) {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  if (!existsSync(compiler)) {
    return { ok: false, code: 1, message: "glasshouse: run npm ci first (the compiler is not installed)" };
  }
  writeShipped(root);
  const made = newest(root);
  const aside = join(root, `dist-${pid}`);
  rmSync(aside, { recursive: true, force: true });
  const config = join(root, "tsconfig.build.json");
  const run = spawnSync(execPath, [compiler, "-p", config, "--outDir", aside, "--pretty", "false"], {
    cwd: root,
    encoding: "utf8",
  });
  if (run.status !== 0) {
    rmSync(aside, { recursive: true, force: true });
    const said = `${run.stdout ?? ""}${run.stderr ?? ""}${run.error?.message ?? ""}`.trim();
    return { ok: false, code: 2, message: `${said}\nglasshouse: the sources do not compile` };
  }
  mkdirSync(aside, { recursive: true });
  writeFileSync(join(aside, stamp), "");
  utimesSync(join(aside, stamp), made, made);
  swap(aside, join(root, "dist"));
  return { ok: true, code: 0, message: "" };
}

/**
 * @param {string} aside the new folder
 * @param {string} target where it goes
 */
function swap(aside, target) {
  const old = `${aside}-old`;
  try {
    if (existsSync(target)) renameSync(target, old);
    renameSync(aside, target);
  } catch (error) {
    // Another process that built the same sources was quicker: its result is as good as ours.
    if (!existsSync(target)) throw error;
    rmSync(aside, { recursive: true, force: true });
  }
  rmSync(old, { recursive: true, force: true });
}

/**
 * Folders count as well as files, so that removing or renaming a source is noticed.
 * @param {string} root
 * @returns {number} seconds since 1970
 */
function newest(root) {
  const inputs = ["tsconfig.json", "tsconfig.build.json", "package.json"].map((name) => timeOf(join(root, name)));
  return Math.max(...inputs, newestIn(join(root, "scenarios")), newestIn(join(root, "src")));
}

/**
 * @param {string} folder
 * @returns {number} seconds since 1970
 */
function newestIn(folder) {
  let latest = timeOf(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newestIn(path) : timeOf(path));
  }
  return latest;
}

/**
 * Whole milliseconds, because `utimes` keeps no more than that everywhere.
 * @param {string} path
 * @returns {number} seconds since 1970; 0 when there is no such file
 */
function timeOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? Math.floor(found.mtimeMs) / 1000 : 0;
}

if (argv[1] !== undefined && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  const outcome = build(fileURLToPath(new URL("../", import.meta.url)));
  if (!outcome.ok) console.error(outcome.message);
  process.exitCode = outcome.code;
}
