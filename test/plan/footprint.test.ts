import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Words } from "../../src/core/chance.ts";
import type { Address as Counter } from "../../src/engine/meaning/scene.ts";
import { checkPlan } from "../../src/plan/check.ts";
import { type Footprint, footprintOfMeasure, footprintsOf } from "../../src/plan/footprint.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { leavesOf } from "../../src/rules/tree.ts";
import { readScenario, readShipped, shippedLibrary } from "../../src/scenario/scenario.ts";
import { libraryOf, namesIn, textOf } from "../language/folder.ts";
import { Judge, sortsOf } from "./judge.ts";
import { type Compiled, recordWorld, type Toucher } from "./recorder.ts";

/**
 * Footprints are held to the interpreter itself: to all names that it compiles a step over, and to all that a step does
 * to whom as it runs.
 */

const draws = vi.hoisted(() => ({ see: (_key: Words, _counter: Counter | "coarse"): void => {} }));

vi.mock("../../src/core/chance.ts", async (original) => {
  const chance = await original<typeof import("../../src/core/chance.ts")>();
  return {
    ...chance,
    draw: (key: Words, place: number, ordinal: number) => {
      draws.see(key, { place, ordinal });
      chance.draw(key, place, ordinal);
    },
    coarse: (key: Words, entity: number) => {
      draws.see(key, "coarse");
      return chance.coarse(key, entity);
    },
  };
});

const library = { ...shippedLibrary, ...libraryOf("test/good"), shipped: shippedLibrary.shipped };
const ticks = 5;
const worlds: [string, () => Plan][] = [
  ...shippedLibrary.shippedNames().map((name): [string, () => Plan] => {
    return [name, () => readShipped(name).plan({ people: 400, ticks })];
  }),
  ...namesIn("test/good", ".yaml").map((name): [string, () => Plan] => {
    const options = { name: `${name}.yaml`, library };
    return [name, () => readScenario(textOf(`test/good/${name}.yaml`), options).plan({ people: 1001, ticks })];
  }),
];

/** All that was seen to happen in any world, and all that footprints say, by kind of step. */
const [seen, said] = [new Set<string>(), new Set<string>()];

describe.each(worlds)("footprints of %s", (_, make) => {
  const plan = make();
  const prints = new Map<Toucher, Footprint>([
    ...footprintsOf(plan),
    ...plan.measures.map((each): [Toucher, Footprint] => [each, footprintOfMeasure(each, plan)]),
  ]);
  const judge = new Judge(plan, prints, seen);
  let compiled: Compiled;

  beforeAll(() => {
    compiled = recordWorld(plan, ticks, draws, (who, touch) => judge.see(who, touch));
    for (const [who, print] of prints) for (const sort of sortsOf(who, print)) said.add(sort);
  });

  test("hold all that steps and measures do, to whom, and at which address they draw", () => {
    checkPlan(plan);
    expect([...judge.faults]).toEqual([]);
  });

  test("name what the interpreter compiles a step over, and nothing else", () => {
    for (const [who, print] of prints)
      expect(namesOf(print), who.name).toEqual(compiledNamesOf(who, print, compiled, plan));
  });
});

test("whatever footprints say of a kind of step, some step of it does in one of the worlds", () => {
  expect([...said].filter((sort) => !seen.has(sort)).sort()).toEqual([]);
  expect(said.size).toBeGreaterThan(40);
});

/** All names of a footprint, as the interpreter asks for them. */
function namesOf({ reads, writes, draws: drawn, tallies, queues, globals, tables }: Footprint): string[] {
  // Ranks are made before the steps of a tick: what everyone has, no step asks for.
  const read = reads.filter(({ whose }) => whose !== "everyone");
  const names = [
    ...[...read, ...writes].map(({ column }) => `column ${column}`),
    ...drawn.map(({ purpose }) => `purpose ${purpose}`),
    ...tallies.map((name) => `measure ${name}`),
    ...queues.map(({ queue }) => `queue ${queue}`),
    ...globals.map((name) => `global ${name}`),
    ...tables.map((name) => `table ${name}`),
  ];
  return [...new Set(names)].sort();
}

/** What a step was compiled over, with the groups of the measures that it adds to. */
function compiledNamesOf(who: Toucher, print: Footprint, compiled: Compiled, plan: Plan): string[] {
  const names = new Set(compiled.get(who));
  const { cut } = plan.ties ?? {};
  // Whoever goes over families alone is compiled as if their ties could be cut.
  if (cut && who.kind === "gather" && who.lanes && who.lanes.from >= cut.lanes) names.delete(`column ${cut.column}`);
  const tallied = plan.measures.filter(({ name }) => print.tallies.includes(name));
  for (const measure of tallied) for (const name of compiled.get(measure) ?? []) names.add(name);
  // Ranks are made before the steps of a tick, from the globals of that tick.
  for (const { among } of print.ranks)
    for (const name of among ? leavesOf(among, "global") : []) names.add(`global ${name}`);
  return [...names].sort();
}
