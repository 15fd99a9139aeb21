import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { footprintsOf } from "../../src/plan/footprint.ts";
import { readScenario, readShipped, shippedLibrary } from "../../src/scenario/scenario.ts";

/** The same tree with all keys the other way round, but for those of a categorical, whose order is its meaning. */
function reversed(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => reversed(one, key));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, one]): [string, unknown] => [name, reversed(one, name)]);
  return Object.fromEntries(key === "categorical" ? entries : entries.reverse());
}

/** The state and the figures after some ticks of a small world. */
function afterwards(text: string): { readonly state: string; readonly figures: Record<string, number> } {
  const world = new World(readScenario(text).plan({ people: 600, ticks: 12 }), 3);
  for (let tick = 0; tick < 12; tick++) world.step();
  return { state: world.hash(), figures: Object.fromEntries(world.figures) };
}

test.each(["sesame", "nosedive", "national", "fico"])(
  "the order in which %s says things is no part of it: states and figures stay, to the bit",
  (name) => {
    const { text } = readShipped(name);
    const other = JSON.stringify(reversed(JSON.parse(text)));
    expect(other).not.toBe(text);
    expect(afterwards(other)).toEqual(afterwards(text));
  },
);

/** Purposes of a plan, each with the steps that draw under it. */
function purposesOf(name: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [{ name: step }, { draws }] of footprintsOf(readShipped(name).plan({ people: 600 })))
    for (const { purpose } of draws) found.set(purpose, [...(found.get(purpose) ?? []), step]);
  return found;
}

describe.each(shippedLibrary.shippedNames())("draws of %s", (name) => {
  test("have a purpose each, but for who meets whom, which is one draw for all that is done there", () => {
    // What would be with true records alone is a step of the same name, and has the same luck.
    const shared = [...purposesOf(name)].filter(([, steps]) => new Set(steps).size > 1).map(([purpose]) => purpose);
    // At the start they are made under another tick. One draw says which of several outcomes comes about.
    const known = /^encounters\.\w+\/(pairs|happens)$|^enrolment\/joins$|^conduct\.\w+\/due$/;
    expect(shared.filter((purpose) => !known.test(purpose))).toEqual([]);
  });
});
