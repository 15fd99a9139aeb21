import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { argv, execPath, pid } from "node:process";
import { fileURLToPath } from "node:url";
import { shippedPath, writeShipped } from "./shipped.js";

/**
 * Compiles `src` where it has changed. Each build has a folder of its own in `builds`, called by a digest of all that it
 * is made from, and is never written again: whoever reads a build can go on reading it. What is compiled is decided by
 * content alone, so no clock and no time of a file matters. `dist` is a link to the newest build, for `exports`.
 */

/**
 * What a build came to. `code` is the exit code to end with when `ok` is false; `message` is for the person; `folder` is
 * where the compiled library is when `ok` is true.
 * @typedef {{ ok: true, folder: string } | { ok: false, code: number, message: string }} Outcome
 */

const builds = "builds";
/** What stands before the names of builds that are still being made. */
const unfinished = "part-";
/** A build that another has taken the place of is kept for a week: a process that runs may still load from it. */
const keptMs = 7 * 24 * 3600 * 1000;
/** What is left of a build that was killed. */
const abandonedMs = 3600 * 1000;

/**
 * The build of the sources as they are, made where there is none. Where there is one, nothing is written.
 * @param {string} root folder of the clone
 * @returns {Outcome}
 */
export function refresh(root) {
  const compiler = join(root, "node_modules", "typescript");
  if (!existsSync(compiler)) {
    const message = `glasshouse: run npm ci first (the compiler is not in ${join(root, "node_modules")})`;
    return { ok: false, code: 1, message };
  }
  const folder = folderOf(root, digestOf(root));
  if (!existsSync(folder)) return build(root);
  link(root, folder);
  return { ok: true, folder };
}

/**
 * Compiles the sources, aside and then renamed: a half-written build is never seen.
 * @param {string} root folder of the clone
 * @returns {Outcome}
 */
function build(root) {
  writeShipped(root);
  // Sources may be written while they are compiled: then the build is of neither state, and is made again.
  for (let tries = 0; tries < 5; tries++) {
    const digest = digestOf(root);
    const folder = folderOf(root, digest);
    const aside = join(root, builds, `${unfinished}${pid}-${randomBytes(4).toString("hex")}`);
    const fault = compile(root, aside);
    if (fault === undefined && digestOf(root) === digest) {
      settle(aside, folder);
      link(root, folder);
      sweep(root, folder);
      return { ok: true, folder };
    }
    rmSync(aside, { recursive: true, force: true });
    if (fault !== undefined) return { ok: false, code: 2, message: `${fault}\nglasshouse: the sources do not compile` };
  }
  return { ok: false, code: 1, message: "glasshouse: the sources change while they are compiled; try again" };
}

/**
 * @param {string} root
 * @param {string} folder where the output goes
 * @returns {string | undefined} what the compiler says, where it fails
 */
function compile(root, folder) {
  mkdirSync(folder, { recursive: true });
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const args = [compiler, "-p", join(root, "tsconfig.build.json"), "--outDir", folder, "--pretty", "false"];
  const run = spawnSync(execPath, args, { cwd: root, encoding: "utf8" });
  if (run.status === 0) return undefined;
  return `${run.stdout ?? ""}${run.stderr ?? ""}${run.error?.message ?? ""}`.trim();
}

/**
 * Gives a build its name. Where another process was quicker, its build is the same.
 * @param {string} aside
 * @param {string} folder
 */
function settle(aside, folder) {
  try {
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * Points `dist` to a build in one step. Modules that were loaded through it stand in their own build's folder, and go on
 * loading from there. A folder that stands there is being packed, or is of an older version, and is left alone.
 * @param {string} root
 * @param {string} folder
 */
function link(root, folder) {
  const dist = join(root, "dist");
  const found = lstatSync(dist, { throwIfNoEntry: false });
  if (found && !found.isSymbolicLink()) return;
  if (found && resolve(root, readlinkSync(dist)) === folder) return;
  const aside = join(root, builds, `${unfinished}link-${pid}`);
  // Windows has no links without a privilege, but for those of this kind to folders.
  symlinkSync(process.platform === "win32" ? folder : relative(root, folder), aside, "junction");
  try {
    renameSync(aside, dist);
  } catch (error) {
    rmSync(aside, { force: true });
    if (process.platform !== "win32") throw error;
    // A link to a folder cannot be renamed over another there.
    rmSync(dist, { force: true });
    symlinkSync(folder, dist, "junction");
  }
}

/**
 * Removes builds that nothing can be reading any more.
 * @param {string} root
 * @param {string} newest
 */
function sweep(root, newest) {
  for (const name of readdirSync(join(root, builds))) {
    const path = join(root, builds, name);
    const age = Date.now() - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (path !== newest && age > (name.startsWith(unfinished) ? abandonedMs : keptMs))
      rmSync(path, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {string} digest
 */
function folderOf(root, digest) {
  return join(root, builds, digest);
}

/**
 * Follows from the paths and contents of all that a build is made from, and from nothing else.
 * @param {string} root
 * @returns {string} 24 hexadecimal digits
 */
function digestOf(root) {
  const hash = createHash("sha256");
  const fixed = ["tsconfig.json", "tsconfig.build.json", "package.json", join("scripts", "shipped.js")];
  const compiler = join("node_modules", "typescript", "package.json");
  for (const path of [...fixed, compiler, ...filesIn(root, "scenarios", ".yaml"), ...filesIn(root, "src", ".ts")]) {
    // Made from `scenarios`, which are in it.
    if (path === shippedPath) continue;
    const content = readFileSync(join(root, path));
    hash.update(`${path.replaceAll(sep, "/")}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex").slice(0, 24);
}

/**
 * @param {string} root
 * @param {string} folder within it
 * @param {string} ending of what counts
 * @returns {string[]} paths of all such files in it, in order
 */
function filesIn(root, folder, ending) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const names = entries.map((entry) => ({ path: join(folder, entry.name), isFolder: entry.isDirectory() }));
  names.sort((a, b) => (a.path < b.path ? -1 : 1));
  return names.flatMap(({ path, isFolder }) => {
    if (isFolder) return filesIn(root, path, ending);
    return path.endsWith(ending) ? [path] : [];
  });
}

/**
 * Takes away a `dist` that is a folder and no link. It is kept aside for a while, in case something reads it.
 * @param {string} root
 */
export function clearDist(root) {
  const dist = join(root, "dist");
  const found = lstatSync(dist, { throwIfNoEntry: false });
  if (found === undefined || found.isSymbolicLink()) return;
  mkdirSync(join(root, builds), { recursive: true });
  renameSync(dist, join(root, builds, `${unfinished}dist-${pid}`));
}

/**
 * Makes `dist` a folder of files, as a package has it.
 * @param {string} root
 * @returns {Outcome}
 */
function unpackDist(root) {
  const outcome = refresh(root);
  if (!outcome.ok) return outcome;
  const aside = join(root, builds, `${unfinished}package-${pid}`);
  cpSync(outcome.folder, aside, { recursive: true });
  clearDist(root);
  rmSync(join(root, "dist"), { force: true });
  renameSync(aside, join(root, "dist"));
  return outcome;
}

if (argv[1] !== undefined && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const isPackage = argv[2] === "--package";
  if (!isPackage) clearDist(root);
  const outcome = isPackage ? unpackDist(root) : refresh(root);
  if (!outcome.ok) {
    console.error(outcome.message);
    process.exitCode = outcome.code;
  }
}
