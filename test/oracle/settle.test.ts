import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { expectRows } from "./rows.ts";
import { Settled } from "./settle.ts";

const plan = readScenario(readFileSync(new URL("settle.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);

test.each([1, 2, 3])("settling is what the model says, tick by tick: seed %i", (seed) => {
  const world = new World(plan, seed);
  const settled = new Settled(seed);
  while (world.tick < 24) {
    expect(world.tick).toBe(settled.tick);
    for (const column of ["worry", "score"] as const)
      expect(
        all.map((e) => world.valueOf(column, e)),
        `${column} before tick ${settled.tick}`,
      ).toEqual([...settled[column]]);
    world.step();
    settled.step();
    expect(world.figures.get("acts.strays")).toBe(settled.rows.by["acts.strays"]![""]![0]);
    if (world.tick > 0) expectRows(world, settled.rows);
    else expect(world.rows).toEqual([]);
  }
  expect(world.figures.get("acts.strays")).toBeGreaterThan(10);
});
