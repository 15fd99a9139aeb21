import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { refresh } from "./build.js";
import { scenarioManual, scenarioPages } from "./scenarios.js";

// Writes the manual of the language and the JSON Schema from the shapes that read it, and the catalogue of systems from
// the scenarios, so that none of them can be wrong.
const root = fileURLToPath(new URL("../", import.meta.url));
const outcome = refresh(root);
if (outcome.ok) {
  const { languageManual, languageSchema } = await import(
    pathToFileURL(join(outcome.folder, "scenario", "manual.js")).href
  );
  write("docs/LANGUAGE.md", languageManual());
  write("schema/scenario.schema.json", `${JSON.stringify(languageSchema(), null, 2)}\n`);
  const library = await import(pathToFileURL(join(outcome.folder, "index.js")).href);
  write("docs/SCENARIOS.md", scenarioManual(library, readFileSync(join(root, "docs", "coverage.yaml"), "utf8")));
  for (const [file, page] of scenarioPages(library)) write(`docs/scenarios/${file}`, page);
} else {
  console.error(outcome.message);
  process.exitCode = outcome.code;
}

/**
 * @param {string} path from the folder of the clone
 * @param {string} text
 */
function write(path, text) {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  console.log(`docs: ${path}`);
}
