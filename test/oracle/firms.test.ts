import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { Firms } from "./firms.ts";
import { expectRows } from "./rows.ts";

const plan = readScenario(readFileSync(new URL("firms.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);

test.each([1, 2, 3])("enterprises and their owners are what the model says, tick by tick: seed %i", (seed) => {
  const world = new World(plan, seed);
  const firms = new Firms(seed);
  const value = (column: string, those: readonly number[]): number[] => those.map((e) => world.valueOf(column, e));
  const ours = (values: ArrayLike<number>): number[] => firms.numbers.map((e) => values[e]!);
  expect(value("calm", all)).toEqual(firms.calm);
  expect(value("enterprises.big", firms.numbers)).toEqual(firms.numbers.map((e) => (firms.big.get(e) ? 1 : 0)));
  const seen: Record<string, number> = {};
  for (let tick = 0; tick <= 80; tick++) {
    for (const column of ["wealth", "score"] as const)
      expect(value(column, all), `${column} before tick ${tick}`).toEqual([...firms[column]]);
    for (const [column, values] of Object.entries({
      debt: firms.debt,
      score: firms.worth,
      "fined.left": firms.fined,
    }))
      expect(value(`enterprises.${column}`, firms.numbers), `${column} before tick ${tick}`).toEqual(ours(values));
    world.step();
    firms.step();
    expectRows(world, firms.rows);
    for (const [name, row] of Object.entries(firms.rows.by))
      for (const [group, [count]] of Object.entries(row))
        seen[`${name} ${group}`] = (seen[`${name} ${group}`] ?? 0) + count;
  }
  for (const [name, total] of Object.entries(seen)) expect(total, name).toBeGreaterThan(1);
});
