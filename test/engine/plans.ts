import { cutPoints, poissonCuts } from "../../src/core/cuts.ts";
import type { Distribution } from "../../src/core/distribution.ts";
import { type TraceEvent, World } from "../../src/engine/meaning/interpret.ts";
import type { ActStep, Column, Event, Layer, MapStep, Measure, Plan, Table, Write } from "../../src/plan/plan.ts";
import { column, constant, global, local, truth } from "../../src/rules/build.ts";
import type { NumberTree } from "../../src/rules/tree.ts";

/** Builders of plans that are just large enough to show one thing. */

export const anyRange = { from: -1e9, to: 1e9 };
export const number = constant;
export const col = (name: string): NumberTree => column(name, anyRange);
export const glob = (name: string): NumberTree => global(name, anyRange);
export const loc = (name: string): NumberTree => local(name, anyRange);

const communitySize = 64;

export function planOf(parts: Partial<Plan>): Plan {
  return {
    title: "test",
    size: 1000,
    communitySize,
    ticks: 10,
    columns: [],
    globals: [],
    tables: [],
    ties: undefined,
    queues: [],
    start: [],
    steps: [],
    measures: [],
    updates: [],
    script: undefined,
    ...parts,
  };
}

export function stored(name: string, parts: Partial<Column> = {}): Column {
  return { name, offset: 0, resolution: 1, lowest: 0, highest: 65535, initial: 0, role: "stored", doc: "", ...parts };
}

export function scratch(name: string, parts: Partial<Column> = {}): Column {
  return stored(name, { role: "scratch", highest: 255, ...parts });
}

export function setTo(name: string, value: NumberTree): Write {
  return { column: name, mode: "set", value, rounding: { kind: "nearest" } };
}

export function changeBy(name: string, value: NumberTree, purpose?: string): Write {
  const rounding = purpose === undefined ? ({ kind: "nearest" } as const) : ({ kind: "chance", purpose } as const);
  return { column: name, mode: "change", value, rounding };
}

export function map(name: string, parts: Partial<MapStep>): MapStep {
  return { kind: "map", name, lets: [], writes: [], ...parts };
}

/** The layers of one conduct and their tables, from the ends of the layers. */
export function layersOf(name: string, ends: readonly number[]): { layers: Layer[]; tables: Table[] } {
  const layers = ends.map((to, k) => {
    const called = `${name} layer ${k}`;
    return { from: k === 0 ? 0 : ends[k - 1], to, purpose: called, table: called };
  });
  const tables = layers.map(({ from, to, table }): Table => {
    return { name: table, kind: "cuts", rows: [poissonCuts(communitySize * (to - from))] };
  });
  return { layers, tables };
}

export function eventOf(name: string, parts: Partial<Event> = {}): Event {
  return {
    lets: [],
    before: [],
    when: truth(true),
    misdirect: undefined,
    wait: undefined,
    record: { carry: [], lets: [], effects: [], label: name },
    ...parts,
  };
}

export function act(name: string, layers: readonly Layer[], rate: NumberTree, event: Event): ActStep {
  return { kind: "act", name, layers, rate, event };
}

export function addOne(name: string): { kind: "add"; column: string; value: NumberTree } {
  return added(name, constant(1));
}

export function added(name: string, value: NumberTree): { kind: "add"; column: string; value: NumberTree } {
  return { kind: "add", column: name, value };
}

export function measureOf(name: string, parts: Partial<Measure> = {}): Measure {
  const defaults = { where: truth(true), value: constant(1), resolution: 1, figure: "mean", doc: "" } as const;
  return { name, kind: "census", groups: undefined, ...defaults, ...parts };
}

export function tableOf(name: string, d: Distribution, from: number, resolution: number, units: number): Table {
  return { name, kind: "cuts", rows: [cutPoints(d, { from, resolution, units })] };
}

export function runWorld(plan: Plan, seed: number, ticks: number): World {
  const world = new World(plan, seed);
  for (let tick = 0; tick < ticks; tick++) world.step();
  return world;
}

/** Everything that happens in a world. */
export function traceWorld(plan: Plan, seed: number, ticks: number): { world: World; events: TraceEvent[] } {
  const events: TraceEvent[] = [];
  const entities = new Set(Array.from({ length: plan.size }, (_, entity) => entity));
  const world = new World(plan, seed, { entities, see: (event) => events.push(event) });
  for (let tick = 0; tick < ticks; tick++) world.step();
  return { world, events };
}

/** The units of a column. */
export function unitsOf(world: World, name: string): number[] {
  return Array.from({ length: world.plan.size }, (_, entity) => world.unitOf(name, entity));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

/** Everyone acts at one rate; acts are counted by entity and added up. */
export function actingPlan(size: number, rate: number, ends: readonly number[], parts: Partial<Plan> = {}): Plan {
  const { layers, tables } = layersOf("acts", ends);
  const event = eventOf("acts", {
    lets: [{ name: "luck", kind: "uniform", purpose: "luck" }],
    record: { carry: [], lets: [], effects: [addOne("fresh")], label: "acts" },
  });
  return planOf({
    size,
    columns: [stored("all"), scratch("fresh")],
    tables,
    steps: [act("acts", layers, number(rate), event), map("add", { writes: [changeBy("all", col("fresh"))] })],
    ...parts,
  });
}
