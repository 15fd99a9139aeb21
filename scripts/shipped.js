import { posix } from "node:path";
import { made, readScenarios } from "./inputs.js";
import { put } from "./put.js";

/**
 * Writes the shipped scenarios and catalogues into a module, so that a browser has them as well as Node: dropping a file
 * into `scenarios/` or `scenarios/catalogues/` ships it. The module is made, never edited, and not kept in git. It is
 * left alone when it is right.
 * @param {string} root folder of the clone
 */
export function writeShipped(root) {
  put(root, made, shippedModule(readScenarios(root)));
}

/**
 * @param {import("./inputs.js").Inputs} inputs the scenarios and catalogues, among others
 * @returns {string} text of the module
 */
export function shippedModule(inputs) {
  const maps = [mapOf("shipped", "scenarios", inputs), mapOf("catalogues", "scenarios/catalogues", inputs)];
  return `// Made by scripts/shipped.js from scenarios/. Do not edit.\n${maps.join("\n")}\n`;
}

/**
 * @param {string} name what the map is called
 * @param {string} folder where its files are
 * @param {import("./inputs.js").Inputs} inputs
 */
function mapOf(name, folder, inputs) {
  const lines = [...inputs]
    .filter(([path]) => posix.dirname(path) === folder)
    .map(
      ([path, bytes]) => `  [${JSON.stringify(posix.basename(path, ".yaml"))}, ${JSON.stringify(bytes.toString())}],`,
    );
  return `export const ${name}: ReadonlyMap<string, string> = new Map<string, string>([\n${lines.join("\n")}\n]);`;
}
