import { expect, test } from "vitest";
import { footprintsOf } from "../../src/plan/footprint.ts";
import { shippedNames } from "../../src/scenario/published.ts";
import { readScenario, readShipped, shippedLibrary } from "../../src/scenario/scenario.ts";
import { libraryOf, namesIn, textOf } from "../language/folder.ts";

const library = { ...shippedLibrary, ...libraryOf("test/good"), shipped: shippedLibrary.shipped };
const scenarios = [
  ...shippedNames().map(readShipped),
  ...namesIn("test/good", ".yaml").map((name) => readScenario(textOf(`test/good/${name}.yaml`), { name, library })),
];

test.each(scenarios.map((one) => [one.name, one] as const))("every state of %s is written by a step", (_, scenario) => {
  const { plan, legend } = scenario.lower({ people: 1001, ticks: 2 });
  const prints = footprintsOf(plan);
  const written = new Set(plan.steps.flatMap((step) => prints.get(step)!.writes.map(({ column }) => column)));
  const states = legend.kinds.flatMap(({ states }) => states.map(({ column }) => column as string));
  expect(states.filter((column) => !written.has(column))).toEqual([]);
});

test("states are among what is looked at", () => {
  const states = scenarios.flatMap((one) => one.lower({ people: 1001 }).legend.kinds.flatMap(({ states }) => states));
  expect(states.length).toBeGreaterThan(10);
});
