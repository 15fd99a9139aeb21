import { readFileSync } from "node:fs";
import { argv, versions } from "node:process";

/**
 * Prints what the built library comes to in this version of Node, as JSON: hashes at the start and after each tick, by
 * scenario and engine. Usage: node hashes.js LIBRARY PEOPLE TICKS FILE..., with the address of the library's folder
 */
const [library, people, ticks, ...files] = argv.slice(2);
const { openEngine } = await import(new URL("engine/backend.js", library).href);
const { readScenario } = await import(new URL("scenario/scenario.js", library).href);

const engines = [
  { backend: "interpret", threads: 1 },
  { backend: "wasm", threads: 1 },
  { backend: "wasm", threads: 2 },
];

/** @type {Record<string, Record<string, string[]>>} */
const found = {};
for (const path of files) {
  const plan = readScenario(readFileSync(path, "utf8"), { name: path }).plan({ people: Number(people) });
  found[path] = {};
  for (const options of engines) {
    const { engine } = await openEngine(plan, 1, options);
    const hashes = [await engine.hash()];
    for (let tick = 0; tick < Number(ticks); tick++) {
      await engine.step();
      hashes.push(await engine.hash());
    }
    found[path][`${options.backend} ${options.threads}`] = hashes;
    engine.close?.();
  }
}
console.log(JSON.stringify({ version: versions.node, found }));
