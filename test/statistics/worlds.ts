import { World } from "../../src/engine/meaning/interpret.ts";
import type { Plan } from "../../src/plan/plan.ts";

export interface Run {
  readonly world: World;
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
    for (const name of measures) {
      const figure = world.figures.get(name);
      if (figure === undefined) throw new Error(`no measure is named ${name}`);
      series[name].push(figure);
    }
  }
  const sums = Object.fromEntries(Object.entries(series).map(([name, all]) => [name, all.reduce((a, b) => a + b, 0)]));
  return { world, series, sums };
}

/** The logical values of a column. */
export function valuesOf(world: World, column: string): Float64Array {
  return Float64Array.from({ length: world.plan.size }, (_, entity) => world.valueOf(column, entity));
}
