import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { argv, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { digestOf, isAbsent, made, readInputs } from "./inputs.js";
import { openAside, put, textOf } from "./put.js";
import { shippedModule, writeShipped } from "./shipped.js";

/**
 * What a build came to. `code` is the exit code to end with when `ok` is false; `message` is for the person; `folder` is
 * where the compiled library is when `ok` is true.
 * @typedef {{ ok: false, code: number, message: string }} Failed
 * @typedef {{ ok: true, folder: string } | Failed} Outcome
 */

/** How long a build is kept that no process has said it reads, in milliseconds; and how often a process says so. */
const kept = 24 * 3_600_000;
const said = 3_600_000;

/**
 * Finds the build of the sources as they stand, and makes it when there is none. Each build is a folder of its own,
 * `dist/DIGEST`, called by the digest of what it was made of and never changed: so no clock has a say in what is stale,
 * and nobody who reads a build has it replaced under them. `dist/index.js` and `dist/main.js` lead to the last one used.
 * @param {string} root folder of the clone
 * @returns {Outcome}
 */
export function refresh(root) {
  if (!existsSync(join(root, "node_modules"))) return fail(1, `run npm ci first (no node_modules in ${root})`);
  const inputs = readInputs(root);
  const digest = digestOf(inputs);
  const folder = join(root, "dist", digest);
  if (!existsSync(folder)) {
    const failed = compile(root, inputs, folder);
    if (failed) return failed;
  }
  lead(root, digest);
  // Does not keep the process from ending; a short one never comes to it and writes nothing.
  setInterval(touch, said, folder).unref();
  return { ok: true, folder };
}

/**
 * Finds or makes the build, and tidies: the module of the scenarios is written, old builds are removed.
 * @param {string} root folder of the clone
 * @returns {Outcome}
 */
export function build(root) {
  writeShipped(root);
  const outcome = refresh(root);
  if (outcome.ok) removeOld(root, outcome.folder);
  return outcome;
}

/**
 * Compiles a copy of the inputs, so that a build is made of the very bytes that its name is the digest of, whatever is
 * edited meanwhile; and moves it to its place whole, so that a killed build leaves none.
 * @param {string} root
 * @param {import("./inputs.js").Inputs} inputs
 * @param {string} folder where the build goes
 * @returns {Failed | undefined} undefined when it is there
 */
function compile(root, inputs, folder) {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  if (!existsSync(compiler)) return fail(1, "run npm ci first (the compiler is not installed)");
  const aside = openAside(root);
  try {
    for (const [path, bytes] of inputs) if (!path.startsWith("node_modules/")) write(join(aside, path), bytes);
    write(join(aside, made), shippedModule(inputs));
    const args = ["-p", "tsconfig.build.json", "--outDir", "out", "--pretty", "false"];
    const run = spawnSync(execPath, [compiler, ...args], { cwd: aside, encoding: "utf8" });
    if (run.signal) return fail(2, `the compiler was ended by ${run.signal} before it was done`);
    if (run.status !== 0) return fail(2, "the sources do not compile", told(run));
    const bundled = spawnSync(execPath, [join(root, "scripts", "bundle.js"), join(aside, "out")], { encoding: "utf8" });
    if (bundled.status !== 0) return fail(2, "the command cannot be bundled", told(bundled));
    move(join(aside, "out"), folder);
    return undefined;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * All that a process said.
 * @param {import("node:child_process").SpawnSyncReturns<string>} run
 */
function told({ stdout, stderr, error }) {
  return `${`${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`.trim()}\n`;
}

/**
 * @param {string} path
 * @param {string | Buffer} content
 */
function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/**
 * @param {string} from
 * @param {string} to
 */
function move(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    // Another process that built the same bytes was quicker: its build is ours.
    if (!existsSync(to)) throw error;
  }
}

/**
 * Makes `dist` lead to a build: for who imports the package, for the command of an installed package, and for who
 * packs it, so that one build is packed and not all. Each file is replaced whole, and each reader reads one of them.
 * @param {string} root
 * @param {string} digest
 */
function lead(root, digest) {
  const text = `export * from "./${digest}/command/main.js";\n`;
  const before = /\/([0-9a-f]+)\//.exec(textOf(join(root, "dist", "main.js")) ?? "")?.[1];
  // It was read until now, however long ago it was made.
  if (before !== undefined && before !== digest) touch(join(root, "dist", before));
  put(root, "dist/index.js", `export * from "./${digest}/index.js";\n`);
  put(root, "dist/index.d.ts", `export * from "./${digest}/index.js";\n`);
  put(root, "dist/.npmignore", `*\n!/index.js\n!/index.d.ts\n!/main.js\n!/${digest}/\n!/${digest}/**\n`);
  put(root, "dist/main.js", text);
}

/**
 * Removes what has lain in `dist` for a day without being used: builds, and what killed ones have left.
 * @param {string} root
 * @param {string} folder the build that is used
 */
function removeOld(root, folder) {
  const dist = join(root, "dist");
  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    const path = join(dist, entry.name);
    const time = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN;
    if (!entry.isDirectory() || path === folder || !(Date.now() - time > kept)) continue;
    const aside = openAside(root);
    try {
      // Moved away first, so that nobody finds half of it.
      renameSync(path, join(aside, "old"));
    } catch (error) {
      if (!isAbsent(error)) throw error;
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
}

/**
 * Says that a build is in use: its folder gets the present time.
 * @param {string} folder
 */
function touch(folder) {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

/**
 * @param {number} code
 * @param {string} message
 * @param {string} before what comes before it
 * @returns {Failed}
 */
function fail(code, message, before = "") {
  return { ok: false, code, message: `${before}glasshouse: ${message}` };
}

if (argv[1] !== undefined && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  const outcome = build(fileURLToPath(new URL("../", import.meta.url)));
  if (!outcome.ok) {
    console.error(outcome.message);
    process.exitCode = outcome.code;
  }
}
