import type { Engine } from "../../src/engine/backend.ts";
import { World } from "../../src/engine/meaning/interpret.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import type { Plan } from "../../src/plan/plan.ts";
import * as build from "../../src/rules/build.ts";

export interface Run<W = World> {
  readonly world: W;
  /** The figure of each measure that was asked for, tick by tick. */
  readonly series: Readonly<Record<string, readonly number[]>>;
  /** The sum of each series. */
  readonly sums: Readonly<Record<string, number>>;
}

/** Runs a plan for so many ticks and keeps the figures of some measures. */
export function runOf(plan: Plan, seed: number, ticks: number, measures: readonly string[] = []): Run {
  const world = new World(plan, seed);
  const series: Record<string, number[]> = Object.fromEntries(measures.map((name) => [name, []]));
  for (let tick = 0; tick < ticks; tick++) {
    world.step();
    note(world, series);
  }
  return { world, series, sums: sumsOf(series) };
}

/** The same as WebAssembly, which has the bits of the interpreter (test/conformance): for many people or many ticks. */
export async function runCompiled(
  plan: Plan,
  seed: number,
  ticks: number,
  measures: readonly string[] = [],
): Promise<Run<WasmWorld>> {
  const world = await WasmWorld.open(plan, seed);
  const series: Record<string, number[]> = Object.fromEntries(measures.map((name) => [name, []]));
  for (let tick = 0; tick < ticks; tick++) {
    await world.step();
    note(world, series);
  }
  return { world, series, sums: sumsOf(series) };
}

/** Adds the last figures of a world to series of them. */
function note(world: Engine, series: Record<string, number[]>): void {
  for (const [name, all] of Object.entries(series)) {
    const figure = world.figures.get(name);
    if (figure === undefined) throw new Error(`no measure is named ${name}`);
    all.push(figure);
  }
}

function sumsOf(series: Readonly<Record<string, readonly number[]>>): Record<string, number> {
  return Object.fromEntries(Object.entries(series).map(([name, all]) => [name, all.reduce((a, b) => a + b, 0)]));
}

/** The logical values of a column of people. */
export function valuesOf(world: Engine & { readonly plan: Plan }, column: string): Float64Array {
  const anything = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const read = world.reckoner(build.column(column, anything));
  return Float64Array.from({ length: world.plan.size }, (_, entity) => read(entity));
}
