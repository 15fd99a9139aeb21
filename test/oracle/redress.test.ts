import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { Redress } from "./redress.ts";
import { expectRows } from "./rows.ts";

const plan = readScenario(readFileSync(new URL("redress.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);

test.each([1, 2, 3])("what records lead to is what the model says, tick by tick: seed %i", (seed) => {
  const world = new World(plan, seed);
  const value = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  const redress = new Redress(
    seed,
    value("home").map((home) => ["north", "south"][home]!),
  );
  const seen: Record<string, number> = {};
  for (let tick = 0; tick <= 110; tick++) {
    expect(value("score"), `score before tick ${tick}`).toEqual([...redress.score]);
    expect(value("list.left"), `days on the list before tick ${tick}`).toEqual([...redress.left]);
    expect(value("list.notice"), `notice before tick ${tick}`).toEqual([...redress.notice]);
    world.step();
    redress.step();
    expectRows(world, redress.rows);
    for (const [name, row] of Object.entries(redress.rows.by))
      for (const [group, [, sum]] of Object.entries(row))
        seen[`${name} ${group}`] = (seen[`${name} ${group}`] ?? 0) + sum;
  }
  // What a review takes back before it counts has brought no points.
  expect(seen["taken_back.check "]).toBe(0);
  delete seen["taken_back.check "];
  for (const [name, total] of Object.entries(seen)) expect(Math.abs(total), name).toBeGreaterThan(1);
});
