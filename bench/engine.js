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

/** R1 and the shipped scenarios, with how many people each has. */
export function contestants() {
  const all = [
    { name: "R1", scenario: readR1() },
    ...library.shippedNames().map((name) => ({ name, scenario: library.readShipped(name) })),
  ];
  return all.map((one) => ({ ...one, size: one.scenario.data.population.size.amount }));
}

/** Pieces of the engine, for whoever looks into it. */
export async function inside() {
  const load = (/** @type {string} */ path) => import(new URL(path, built).href);
  const [{ Code }, { emitBlock }, { communitiesOf, layOut }, { declarationsOf }, { compiled }] = await Promise.all([
    /** @type {Promise<typeof import("../src/engine/emit/code.ts")>} */ (load("engine/emit/code.js")),
    /** @type {Promise<typeof import("../src/engine/emit/chance.ts")>} */ (load("engine/emit/chance.js")),
    /** @type {Promise<typeof import("../src/engine/emit/layout.ts")>} */ (load("engine/emit/layout.js")),
    /** @type {Promise<typeof import("../src/engine/emit/constants.ts")>} */ (load("engine/emit/constants.js")),
    /** @type {Promise<typeof import("../src/engine/wasm/assemble.ts")>} */ (load("engine/wasm/assemble.js")),
  ]);
  /** The one function of a module, which is called $run. @param {import("../src/engine/emit/constants.ts").Printed} printed */
  const printedModule = async (printed) => {
    const { imports, globals } = declarationsOf([printed]);
    const text = ["(module", ...imports, "  (memory 1)", ...globals, printed.text(), ")"].join("\n");
    const { exports } = await WebAssembly.instantiate(await compiled(text), { $run: { ...printed.numbers } });
    return /** @type {(n: number) => number} */ (exports.run);
  };
  return { Code, emitBlock, communitiesOf, layOut, printedModule };
}
