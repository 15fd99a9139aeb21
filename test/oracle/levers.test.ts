import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { Levers } from "./levers.ts";

const plan = readScenario(readFileSync(new URL("levers.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);

test.each([1, 2, 3])("what may touch what, and all that is taken back, is what the model says: seed %i", (seed) => {
  const world = new World(plan, seed);
  const levers = new Levers(seed);
  const value = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  const moved = new Set<string>();
  for (let tick = 0; tick <= 120; tick++) {
    world.step();
    levers.step();
    const expected: [string, number[]][] = [
      ["relief", [...levers.relief]],
      ["no_trains.left", [...levers.trains]],
      ...(
        [
          ["", levers.all, ["score", "late", "clean", "earlier", "lost"]],
          [", by records of money", levers.money, ["score", "late", "lost"]],
          [", by records of order", levers.order, ["score", "clean", "earlier"]],
          [", by no records", levers.none, ["score"]],
        ] as const
      ).flatMap(([by, { files }, names]) =>
        names.map((name): [string, number[]] => {
          const column = { clean: "clean.ticks", earlier: "litters.earlier", lost: "score.grade.lost" }[name as string];
          return [`${column ?? name}${by}`, files.map((file) => file[name])];
        }),
      ),
    ];
    for (const [column, values] of expected) {
      expect(value(column), `${column} after tick ${tick}`).toEqual(values);
      if (new Set(values).size > 2) moved.add(column);
    }
    for (const [name, count] of Object.entries(levers.under()))
      expect(world.figures.get(`under.${name}`), `${name} after tick ${tick}`).toBe(count);
  }
  expect(moved.size).toBe(13);
});
