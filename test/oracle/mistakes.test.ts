import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { Mistakes } from "./mistakes.ts";
import { expectRows } from "./rows.ts";

const plan = readScenario(readFileSync(new URL("mistakes.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);

test.each([1, 2, 3])("false records, and what would be without them, are what the model says: seed %i", (seed) => {
  const world = new World(plan, seed);
  const value = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  const mistakes = new Mistakes(
    seed,
    value("urban").map((one) => one === 1),
  );
  let wronged = 0;
  for (let tick = 0; tick < 100; tick++) {
    expect(value("score"), `score before tick ${tick}`).toEqual([...mistakes.is.score]);
    expect(value("score, if true"), `if true, before tick ${tick}`).toEqual([...mistakes.would.score]);
    expect(value("litters.earlier, if true")).toEqual([...mistakes.would.earlier]);
    world.step();
    mistakes.step();
    expectRows(world, mistakes.rows);
    wronged += mistakes.rows.by["innocent by fates"]!.wronged![1];
  }
  expect(wronged).toBeGreaterThan(200);
});
