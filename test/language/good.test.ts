import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { checkPlan } from "../../src/plan/check.ts";
import { firstExample } from "../../src/scenario/manual.ts";
import { askedExample } from "../../src/scenario/manualAsked.ts";
import { hiringExample } from "../../src/scenario/manualSeen.ts";
import { readScenario, shippedLibrary } from "../../src/scenario/scenario.ts";
import { libraryOf, namesIn, textOf } from "./folder.ts";

const library = { ...shippedLibrary, ...libraryOf("test/good"), shipped: shippedLibrary.shipped };

describe("a good scenario", () => {
  test.each(namesIn("test/good", ".yaml"))("%s is read, planned and run for three ticks", (name) => {
    const scenario = readScenario(textOf(`test/good/${name}.yaml`), { name: `${name}.yaml`, library });
    const plan = scenario.plan({ people: 1001, ticks: 3 });
    checkPlan(plan);
    const world = new World(plan, 1);
    while (world.tick < 3) world.step();
    expect(world.rows[0]?.tick ?? 2).toBe(2);
    for (const { name: measure } of plan.measures) expect(world.figures.get(measure), measure).not.toBeNaN();
    expect([...world.warnings]).toEqual([]);
  });

  test.each(namesIn("test/good", ".yaml"))("%s means the same when it is read from its own text", (name) => {
    const scenario = readScenario(textOf(`test/good/${name}.yaml`), { name: `${name}.yaml`, library });
    const again = readScenario(scenario.text);
    expect(again.hash).toBe(scenario.hash);
    expect(again.plan({ people: 1001 })).toEqual(scenario.plan({ people: 1001 }));
  });
});

test("the manual's first example is a good scenario", () => {
  expect(readScenario(firstExample).plan({ people: 100 }).size).toBe(100);
  expect(readScenario(hiringExample).plan({ people: 100 }).size).toBe(100);
  expect(readScenario(askedExample).questions).toHaveLength(2);
});
