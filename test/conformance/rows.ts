import type { Engine } from "../../src/engine/backend.ts";
import { communitiesOf, layOut } from "../../src/engine/emit/layout.ts";
import { World } from "../../src/engine/meaning/interpret.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { numbersOf } from "../../src/plan/kinds.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { firstTick } from "../../src/plan/settle.ts";

/** One way to run a plan. All rows must have the bits of the first, which is the meaning. */
export interface Row {
  readonly name: string;
  /** Why it cannot run a plan, or undefined. */
  readonly misfit?: (plan: Plan) => string | undefined;
  readonly open: (plan: Plan, seed: number) => Engine | Promise<Engine>;
}

export const meaning: Row = { name: "interpret", open: (plan, seed) => new World(plan, seed) };

/** WebAssembly on so many threads, in one memory. */
export function onThreads(threads: number): Row {
  return {
    name: `wasm on ${threads} ${threads === 1 ? "thread" : "threads"}`,
    open: (plan, seed) => WasmWorld.open(plan, seed, threads),
  };
}

/** WebAssembly in memories of which the largest holds so many communities, with bytes to spare. */
export function inMemories(communities: number, threads = 1, spare = 0): Row {
  return memories(`${communities} communities`, () => communities, threads, spare);
}

/** WebAssembly in about so many memories. */
export function inParts(parts: number, threads = 1, spare = 0): Row {
  return memories(`1/${parts} of all`, (plan) => Math.ceil(communitiesOf(plan) / parts), threads, spare);
}

function memories(of: string, held: (plan: Plan) => number, threads: number, spare: number): Row {
  return {
    name: `wasm on ${threads}, in memories of ${of} and ${spare} bytes`,
    misfit: (plan) => {
      return communitiesOf(plan) <= held(plan) ? "one memory holds all" : undefined;
    },
    open: (plan, seed) => {
      const most = layOut(plan, { first: 0, end: held(plan) }, 1).bytes + spare;
      return WasmWorld.open(plan, seed, threads, most);
    },
  };
}

/** Every row that a computer with two processors can run in good time. */
export const rows: readonly Row[] = [onThreads(1), onThreads(2), onThreads(7), inParts(5), inParts(3, 2, 17)];

/** What was compared with what, and where they first differ: as text, undefined where they do not. */
export async function differenceOf(
  plan: Plan,
  seed: number,
  ticks: number,
  others: readonly Row[],
): Promise<string | undefined> {
  const fit = others.filter((row) => row.misfit?.(plan) === undefined);
  const expected = await meaning.open(plan, seed);
  const engines: { row: Row; engine: Engine }[] = [];
  try {
    for (const row of fit) engines.push({ row, engine: await row.open(plan, seed) });
    const begin = firstTick(plan);
    for (let tick = begin - 1; tick < ticks; tick++) {
      if (tick >= begin) await expected.step();
      const state = await stateOf(plan, expected);
      for (const { row, engine } of engines) {
        if (tick >= begin) await engine.step();
        const fault = await faultOf(plan, state, engine);
        if (fault) return `seed ${seed}, ${tick < begin ? "start" : `tick ${tick}`}: ${fault} on ${row.name}`;
      }
    }
    return undefined;
  } finally {
    for (const { engine } of engines) engine.close?.();
  }
}

interface State {
  readonly columns: ReadonlyMap<string, Float64Array>;
  readonly figures: ReadonlyMap<string, number>;
  readonly hash: string;
}

async function stateOf(plan: Plan, engine: Engine): Promise<State> {
  const stored = plan.columns.filter(({ role }) => role === "stored");
  return {
    columns: new Map(
      stored.map(({ name, of }) => [
        name,
        Float64Array.from(entitiesOf(plan, of), (entity) => engine.unitOf(name, entity)),
      ]),
    ),
    figures: figuresOf(plan, engine),
    hash: await engine.hash(),
  };
}

/** The numbers of all entities of a kind. */
function entitiesOf(plan: Plan, of: string | undefined): number[] {
  return [...numbersOf(plan, of)].flatMap(({ from, end }) => Array.from({ length: end - from }, (_, i) => from + i));
}

/** All that is not of one person, by what it is. */
function figuresOf(plan: Plan, engine: Engine): Map<string, number> {
  const figures = new Map<string, number>([["ticks done", engine.tick]]);
  for (const { measure, group, count, sum, tick } of [...engine.settleRows, ...engine.rows]) {
    const what = `${plan.measures[measure]!.name}, group ${group}, in tick ${tick}`;
    figures.set(`count of ${what}`, count);
    figures.set(`sum of ${what}`, sum);
  }
  for (const [name, figure] of engine.figures) figures.set(`figure of ${name}`, figure);
  for (const [name, count] of engine.warnings) figures.set(`warnings: ${name}`, count);
  for (const { name } of plan.globals) figures.set(`global ${name}`, engine.globalOf(name));
  return figures;
}

async function faultOf(plan: Plan, expected: State, engine: Engine): Promise<string | undefined> {
  for (const [name, units] of expected.columns) {
    const { of } = plan.columns.find((column) => column.name === name)!;
    for (const [place, entity] of entitiesOf(plan, of).entries()) {
      const unit = engine.unitOf(name, entity);
      if (unit !== units[place]) return `${name} of ${of ?? "person"} ${entity} is ${units[place]}, but ${unit}`;
    }
  }
  const figures = figuresOf(plan, engine);
  for (const name of new Set([...expected.figures.keys(), ...figures.keys()])) {
    const [right, is] = [expected.figures.get(name), figures.get(name)];
    if (!same(right, is)) return `${name} is ${right}, but ${is}`;
  }
  const hash = await engine.hash();
  return hash === expected.hash ? undefined : `the hash is ${expected.hash}, but ${hash}`;
}

/** Zero has no sign here: nothing that is counted has one. */
function same(a: number | undefined, b: number | undefined): boolean {
  return a === b || Object.is(a, b);
}
