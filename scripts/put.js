import { lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isAbsent } from "./inputs.js";

/**
 * A folder in `dist` to prepare something in that is then moved to its place whole; the caller removes it.
 * @param {string} root folder of the clone
 * @returns {string} its path
 */
export function openAside(root) {
  const dist = join(root, "dist");
  // Clones of an earlier version have a link there, to a build; the build itself stays.
  if (lstatSync(dist, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(dist);
  mkdirSync(dist, { recursive: true });
  return mkdtempSync(join(dist, ".new-"));
}

/**
 * Makes a file say a text: all of it or, when we are killed, none of it. One that says it already is not touched.
 * @param {string} root folder of the clone
 * @param {string} path from there
 * @param {string} text
 */
export function put(root, path, text) {
  const target = join(root, path);
  if (textOf(target) === text) return;
  const aside = openAside(root);
  try {
    writeFileSync(join(aside, "text"), text);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(aside, "text"), target);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * @param {string} path
 * @returns {string | undefined} undefined where there is no such file
 */
export function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
