import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes the shipped scenarios into a module, so that a browser has them as well as Node: dropping a file into
 * `scenarios/` ships it. The module is made, never edited, and not kept in git.
 * @param {string} root folder of the clone
 */
export function writeShipped(root) {
  const folder = join(root, "scenarios");
  const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  const lines = names
    .sort()
    .map(
      (name) =>
        `  [${JSON.stringify(name.slice(0, -5))}, ${JSON.stringify(readFileSync(join(folder, name), "utf8"))}],`,
    );
  const text = `// Made by scripts/shipped.js from scenarios/. Do not edit.\nexport const shipped: ReadonlyMap<string, string> = new Map<string, string>([\n${lines.join("\n")}\n]);\n`;
  const path = join(root, "src", "scenario", "shipped.ts");
  // Left alone when it is right: its time would otherwise make every build look stale.
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}
