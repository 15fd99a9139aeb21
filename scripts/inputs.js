import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What a build is made of: the bytes of each file by its path from the folder of the clone, in the order of the paths.
 * @typedef {ReadonlyMap<string, Buffer>} Inputs
 */

/** The sources by folder and ending; whatever else lies there, such as an editor's own files, is not compiled. */
const folders = [
  { path: "scenarios", ending: ".yaml" },
  { path: "src", ending: ".ts" },
];
/** What says how they are compiled and bundled, and by what. */
const files = [
  "node_modules/@marcbachmann/cel-js/package.json",
  "node_modules/commander/package.json",
  "node_modules/rolldown/package.json",
  "node_modules/typescript/package.json",
  "node_modules/yaml/package.json",
  "package-lock.json",
  "package.json",
  "scripts/build.js",
  "scripts/bundle.js",
  "scripts/inputs.js",
  "scripts/shipped.js",
  "tsconfig.build.json",
  "tsconfig.json",
];
/** Made from the scenarios, so it is no source itself. */
export const made = "src/scenario/shipped.ts";

/**
 * Reads all that a build depends on.
 * @param {string} root folder of the clone
 * @returns {Inputs}
 */
export function readInputs(root) {
  const paths = [...files, ...folders.flatMap(({ path, ending }) => pathsIn(root, path, ending))];
  return readFiles(
    root,
    paths.filter((path) => path !== made),
  );
}

/**
 * Reads the scenarios and catalogues only.
 * @param {string} root folder of the clone
 * @returns {Inputs}
 */
export function readScenarios(root) {
  return readFiles(root, pathsIn(root, "scenarios", ".yaml"));
}

/**
 * A name for the inputs: the same paths with the same bytes have the same, and no clock has a say.
 * @param {Inputs} inputs
 * @returns {string} 16 hexadecimal digits
 */
export function digestOf(inputs) {
  const hash = createHash("sha256");
  for (const [path, bytes] of inputs) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest("hex").slice(0, 16);
}

/**
 * @param {string} root
 * @param {string[]} paths
 * @returns {Inputs}
 */
function readFiles(root, paths) {
  /** @type {Map<string, Buffer>} */
  const found = new Map();
  for (const path of paths.sort()) {
    try {
      found.set(path, readFileSync(join(root, path)));
    } catch (error) {
      // Not there, or gone since the folder was listed: then it is no input. Anything else is a fault.
      if (!isAbsent(error)) throw error;
    }
  }
  return found;
}

/**
 * @param {string} root
 * @param {string} folder from the root, with slashes
 * @param {string} ending
 * @returns {string[]}
 */
function pathsIn(root, folder, ending) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return pathsIn(root, path, ending);
    return entry.name.endsWith(ending) && !entry.name.startsWith(".") ? [path] : [];
  });
}

/**
 * @param {unknown} error
 * @returns {boolean} whether it says that there is no such file or folder
 */
export function isAbsent(error) {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
