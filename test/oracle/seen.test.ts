import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { expectRows } from "./rows.ts";
import { Seen } from "./seen.ts";

const plan = readScenario(readFileSync(new URL("seen.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);

test.each([1, 2, 3])("what is shown to whom is what the model says, tick by tick: seed %i", (seed) => {
  const world = new World(plan, seed);
  const seen = new Seen(seed);
  const value = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  const counted: Record<string, number> = {};
  for (let tick = 0; tick <= 60; tick++) {
    for (const [column, values] of Object.entries({
      score: seen.score,
      worry: seen.worry,
      "ties.cut": seen.cut,
      "listed.left": seen.listed,
      "noted.left": seen.noted,
    }))
      expect(value(column), `${column} before tick ${tick}`).toEqual([...values]);
    world.step();
    seen.step();
    expectRows(world, seen.rows);
    for (const [name, row] of Object.entries(seen.rows.by))
      for (const [group, [count]] of Object.entries(row))
        counted[`${name} ${group}`] = (counted[`${name} ${group}`] ?? 0) + count;
  }
  for (const [name, total] of Object.entries(counted)) expect(total, name).toBeGreaterThan(1);
});
