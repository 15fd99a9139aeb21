import { parse } from "yaml";
import { type TraceEvent, World } from "../../src/engine/meaning/interpret.ts";
import { numbersOf } from "../../src/plan/kinds.ts";
import type { Plan } from "../../src/plan/plan.ts";

/** Runs a plan and keeps all that happens. */
export function trace(plan: Plan, seed: number, ticks: number): { world: World; events: TraceEvent[] } {
  const events: TraceEvent[] = [];
  const entities = new Set(Array.from({ length: plan.size }, (_, entity) => entity));
  const world = new World(plan, seed, { entities, see: (event) => events.push(event) });
  for (let tick = 0; tick < ticks; tick++) world.step();
  return { world, events };
}

/** Names of the stored columns that two plans share. */
export function sharedColumns(a: Plan, b: Plan): string[] {
  const names = new Set(b.columns.filter(({ role }) => role === "stored").map(({ name }) => name));
  return a.columns.filter(({ role, name }) => role === "stored" && names.has(name)).map(({ name }) => name);
}

/** Entities of both worlds whose units differ in any column they share, and those columns. */
export function differences(a: World, b: World): { entities: Set<number>; columns: Set<string> } {
  const entities = new Set<number>();
  const columns = new Set<string>();
  for (const name of sharedColumns(a.plan, b.plan)) {
    const { of } = a.plan.columns.find((column) => column.name === name)!;
    for (const { from, end } of numbersOf(a.plan.size < b.plan.size ? a.plan : b.plan, of)) {
      for (let entity = from; entity < end; entity++) {
        if (a.unitOf(name, entity) === b.unitOf(name, entity)) continue;
        entities.add(entity);
        columns.add(name);
      }
    }
  }
  return { entities, columns };
}

/** How often each text is there. */
export function tallyOf(texts: Iterable<string>): Map<string, number> {
  const tally = new Map<string, number>();
  for (const text of texts) tally.set(text, (tally.get(text) ?? 0) + 1);
  return tally;
}

/** What is in `few` more often than in `many`. */
export function missing(few: Map<string, number>, many: Map<string, number>): string[] {
  return [...few].filter(([text, count]) => count > (many.get(text) ?? 0)).map(([text]) => text);
}

/** The same scenario with the entries of every mapping the other way round, as one line of JSON. */
export function reversed(text: string): string {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, turn(inner)]),
    );
  };
  return JSON.stringify(turn(parse(text)));
}
