import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { Moments } from "./moments.ts";

const plan = readScenario(readFileSync(new URL("moments.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);
const sum = (of: ArrayLike<number>): number => Array.from(of).reduce((total, one) => total + one, 0);

test.each([1, 2, 3])("what is due and done together is what the model says, tick by tick: seed %i", (seed) => {
  const world = new World(plan, seed);
  const value = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  const moments = new Moments(seed, { calm: value("calm"), owes: value("owes").map((one) => one === 1) });
  const seen: Record<string, number> = {};
  for (let tick = 0; tick <= 90; tick++) {
    for (const column of ["debt", "trust", "score"] as const)
      expect(value(column), `${column} before tick ${tick}`).toEqual([...moments[column]]);
    world.step();
    moments.step();
    const { did, recorded, blocked, met } = moments;
    const expected: Record<string, number> = {
      records_of_missed: sum(recorded.missed),
      in_vain: sum(all.map((e) => (met.gave[e]! > 0 ? blocked.borrowed[e]! : 0))),
    };
    for (const [name, done] of Object.entries(did)) expected[`acts.${name}`] = sum(done);
    for (const name of ["missed", "borrowed", "helped", "gave"] as const)
      expected[`records.${name}`] = sum(recorded[name]);
    for (const name of ["borrowed", "gave"] as const) expected[`blocked.${name}`] = sum(blocked[name]);
    for (const [name, figure] of Object.entries(expected)) {
      expect(world.figures.get(name), `${name} in tick ${tick}`).toBe(figure);
      seen[name] = (seen[name] ?? 0) + figure;
    }
    for (const { measure, group, sum: found } of world.rows)
      if (plan.measures[measure]!.name === "records_of_missed by busy" && group >= 0)
        expect(found, `group ${group}`).toBe(
          sum(all.map((e) => (did.borrowed[e]! > 0 === (group === 1) ? recorded.missed[e]! : 0))),
        );
  }
  for (const [name, total] of Object.entries(seen)) expect(total, name).toBeGreaterThan(20);
});
