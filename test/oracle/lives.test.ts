import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";
import { Lives } from "./lives.ts";
import { expectRows } from "./rows.ts";

const plan = fewOf(readScenario(readFileSync(new URL("lives.yaml", import.meta.url), "utf8")), 150);
const all = Array.from({ length: plan.size }, (_, e) => e);
const lands = ["bare", "dry", "wet"];

test.each([1, 2, 3])("lives, friends and families are what the model says, tick by tick: seed %i", (seed) => {
  const world = new World(plan, seed);
  const lives = new Lives(seed);
  const value = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  for (const trait of ["calm", "income", "skill", "tall", "wealth", "patience"] as const)
    expect(value(trait), trait).toEqual(lives[trait]);
  expect(value("rich").map((one) => one === 1)).toEqual(lives.rich);
  expect(value("land").map((one) => lands[one])).toEqual(lives.land);
  const seen: Record<string, number> = {};
  for (let tick = 0; tick <= 60; tick++) {
    for (const column of ["worry", "habit", "score"] as const)
      expect(value(column), `${column} before tick ${tick}`).toEqual([...lives[column]]);
    expect(value("helped.left"), `helped before tick ${tick}`).toEqual([...lives.helped]);
    world.step();
    lives.step();
    expectRows(world, lives.rows);
    for (const [name, row] of Object.entries(lives.rows.by))
      for (const [group, [count]] of Object.entries(row))
        seen[`${name} ${group}`] = (seen[`${name} ${group}`] ?? 0) + count;
  }
  for (const [name, total] of Object.entries(seen)) expect(total, name).toBeGreaterThan(1);
});
