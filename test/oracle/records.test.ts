import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { Records } from "./records.ts";
import { expectRows } from "./rows.ts";

const plan = readScenario(readFileSync(new URL("records.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);
const homes = ["middle", "north", "south"];

test.each([1, 2, 3])("channels, points, bands and groups are what the model says, tick by tick: seed %i", (seed) => {
  const world = new World(plan, seed);
  const value = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  const born = all.map((e) => {
    const [urban, age, home] = ["urban", "age", "home"].map((trait) => world.valueOf(trait, e));
    return { urban: urban === 1, age: age!, home: homes[home!]! };
  });
  const records = new Records(seed, born);
  const seen: Record<string, number> = {};
  for (let tick = 0; tick <= 110; tick++) {
    expect(value("score"), `score before tick ${tick}`).toEqual([...records.score]);
    expect(value("barred.left"), `barred before tick ${tick}`).toEqual([...records.barred]);
    world.step();
    records.step();
    expectRows(world, records.rows);
    for (const [name, row] of Object.entries(records.rows.by))
      for (const [group, [count]] of Object.entries(row))
        seen[`${name} ${group}`] = (seen[`${name} ${group}`] ?? 0) + count;
  }
  // Who begged more often than is forgiven is below the highest band at the end of the tick.
  expect(seen["points.begs high"]).toBe(0);
  delete seen["points.begs high"];
  for (const [name, total] of Object.entries(seen)) expect(total, name).toBeGreaterThan(1);
  expect(records.phase).toBe(2);
});
