import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Library } from "../../src/scenario/extends.ts";
import { readScenario, type Scenario, shippedLibrary } from "../../src/scenario/scenario.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Every scenario file under some folders, by its path from the root. */
export function scenariosIn(...folders: readonly string[]): (readonly [path: string, scenario: Scenario])[] {
  return folders
    .flatMap((folder) => (existsSync(root + folder) ? filesIn(folder) : []))
    .map((path) => [path, read(path)] as const);
}

function read(path: string): Scenario {
  const library: Library = {
    ...shippedLibrary,
    sibling: (from, asked) => readFileSync(join(root, dirname(from), asked), "utf8"),
  };
  return readScenario(readFileSync(root + path, "utf8"), { name: path, library });
}

function filesIn(folder: string): string[] {
  const names = readdirSync(root + folder, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".yaml") && !name.startsWith("catalogues"))
    .sort()
    .map((name) => `${folder}/${name}`);
}
