import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { Opinion } from "./opinion.ts";
import { expectRows } from "./rows.ts";

const plan = readScenario(readFileSync(new URL("opinion.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);

test.each([1, 2, 3])(
  "surveys, places and prices of attempts are what the model says, tick by tick: seed %i",
  (seed) => {
    const world = new World(plan, seed);
    const born = all.map((e) => {
      const [town, warm, mood] = ["town", "warm", "mood"].map((column) => world.valueOf(column, e));
      return { town: town === 1, warm: warm!, mood: mood! };
    });
    const opinion = new Opinion(seed, born);
    const seen: Record<string, number> = {};
    for (let tick = 0; tick <= 110; tick++) {
      expect(
        all.map((e) => world.valueOf("mood", e)),
        `mood before tick ${tick}`,
      ).toEqual(opinion.mood);
      world.step();
      opinion.step();
      expectRows(world, opinion.rows);
      for (const [name, row] of Object.entries(opinion.rows.by))
        for (const [group, [, sum]] of Object.entries(row))
          seen[`${name} ${group}`] = (seen[`${name} ${group}`] ?? 0) + Math.abs(sum);
    }
    // Nothing records any conduct, and what a conduct itself blocks costs nothing.
    for (const name of ["records.tries ", "records.begs ", "records.enrols ", "yuan.idle "]) {
      expect(seen[name], name).toBe(0);
      delete seen[name];
    }
    for (const [name, total] of Object.entries(seen)) expect(total, name).toBeGreaterThan(1);
  },
);
