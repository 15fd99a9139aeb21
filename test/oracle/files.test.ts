import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { Files } from "./files.ts";
import { expectRows } from "./rows.ts";

const plan = readScenario(readFileSync(new URL("files.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);

test.each([1, 2, 3])("files, dimensions and grades are what the model says, tick by tick: seed %i", (seed) => {
  const world = new World(plan, seed);
  const value = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  const files = new Files(
    seed,
    value("clean"),
    value("minor").map((one) => one === 1),
  );
  const seen: Record<string, number> = {};
  for (let tick = 0; tick <= 75; tick++) {
    for (const [column, values] of Object.entries({
      debts: files.debts,
      "quiet.ticks": files.quiet,
      kept: files.kept,
      "score.points": files.soFar,
      score: files.score,
    }))
      expect(value(column), `${column} before tick ${tick}`).toEqual([...values]);
    world.step();
    files.step();
    expectRows(world, files.rows);
    for (const [name, row] of Object.entries(files.rows.by))
      for (const [group, [count]] of Object.entries(row))
        seen[`${name} ${group}`] = (seen[`${name} ${group}`] ?? 0) + count;
  }
  for (const [name, total] of Object.entries(seen)) expect(total, name).toBeGreaterThan(1);
});
