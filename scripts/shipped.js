import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";

/** The made module, from the root. */
export const shippedPath = join("src", "scenario", "shipped.ts");

/**
 * Writes the shipped scenarios and catalogues into a module, so that a browser has them as well as Node: dropping a file
 * into `scenarios/` or `scenarios/catalogues/` ships it. The module is made, never edited, and not kept in git.
 * @param {string} root folder of the clone
 */
export function writeShipped(root) {
  const folder = join(root, "scenarios");
  const maps = [mapOf("shipped", folder), mapOf("catalogues", join(folder, "catalogues"))];
  const text = `// Made by scripts/shipped.js from scenarios/. Do not edit.\n${maps.join("\n")}\n`;
  const path = join(root, shippedPath);
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  // Aside and then renamed: somebody may be compiling it.
  writeFileSync(`${path}.${pid}.tmp`, text);
  renameSync(`${path}.${pid}.tmp`, path);
}

/**
 * @param {string} name what the map is called
 * @param {string} folder where its files are
 */
function mapOf(name, folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  const lines = files
    .sort()
    .map(
      (file) =>
        `  [${JSON.stringify(file.slice(0, -5))}, ${JSON.stringify(readFileSync(join(folder, file), "utf8"))}],`,
    );
  return `export const ${name}: ReadonlyMap<string, string> = new Map<string, string>([\n${lines.join("\n")}\n]);`;
}
