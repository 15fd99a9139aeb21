import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { Reasons } from "./reasons.ts";
import { expectRows } from "./rows.ts";

const plan = readScenario(readFileSync(new URL("reasons.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);

test.each([1, 2, 3])("why friends are dropped, and who is seen less, is what the model says: seed %i", (seed) => {
  const world = new World(plan, seed);
  const reasons = new Reasons(seed);
  const value = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  const counted: Record<string, number> = {};
  for (let tick = 0; tick <= 60; tick++) {
    for (const [column, values] of Object.entries({ score: reasons.score, "ties.cut": reasons.cut }))
      expect(value(column), `${column} before tick ${tick}`).toEqual([...values]);
    world.step();
    reasons.step();
    expectRows(world, reasons.rows);
    for (const [name, row] of Object.entries(reasons.rows.by))
      for (const [group, [, sum]] of Object.entries(row))
        counted[`${name} ${group}`] = (counted[`${name} ${group}`] ?? 0) + Math.abs(sum);
  }
  for (const [name, total] of Object.entries(counted)) expect(total, name).toBeGreaterThan(10);
});
