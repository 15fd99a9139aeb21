import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { refresh } from "../scripts/build.js";

/** Folder of the clone, with a slash at the end. */
export const root = fileURLToPath(new URL("../", import.meta.url));

/** @typedef {typeof import("../src/index.ts")} Library */
/** @typedef {import("../src/engine/backend.ts").Engine} Engine */

/** The library as built from the sources that stand here. */
const outcome = refresh(root);
if (!outcome.ok) throw new Error(outcome.message);
const built = pathToFileURL(`${outcome.folder}/`);

/** @type {Library} */
export const library = await import(new URL("index.js", built).href);
/** @type {typeof import("../src/engine/backend.ts")} */
const backend = await import(new URL("engine/backend.js", built).href);

/** @type {typeof import("../src/plan/settle.ts")} */
const { unsettled } = await import(new URL("plan/settle.js", built).href);

export function readR1() {
  return library.readScenario(readFileSync(`${root}bench/r1.yaml`, "utf8"), { name: "bench/r1.yaml" });
}

/**
 * A world that is stepped by hand. What is timed are ticks of the run: it need not settle for that.
 * @param {import("../src/index.ts").Scenario} scenario
 * @param {{ people: number, threads: number, ticks: number, seed?: number }} scale
 * @returns {Promise<Engine>}
 */
export async function openWorld(scenario, { people, threads, ticks, seed = 1 }) {
  return (await backend.openEngine(unsettled(scenario.plan({ people, ticks })), seed, { threads })).engine;
}

/**
 * A world of R1 that is stepped by hand.
 * @param {{ people: number, threads: number, seed?: number }} scale
 * @returns {Promise<Engine>}
 */
export function openR1(scale) {
  return openWorld(readR1(), { ...scale, ticks: 1_000_000 });
}
