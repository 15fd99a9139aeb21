import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { daysUntil } from "./luck.ts";
import { Oracle } from "./oracle.ts";

const plan = readScenario(readFileSync(new URL("world.yaml", import.meta.url), "utf8")).plan();
const all = Array.from({ length: plan.size }, (_, e) => e);

/** What the world has in each column that the oracle speaks of, and what the oracle has there. */
function pairsOf(world: World, oracle: Oracle): Record<string, readonly [ArrayLike<number>, ArrayLike<number>]> {
  const days = daysUntil(oracle.tick);
  const values = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  const left = (stays: Oracle["owers"]): number[] => stays.map(({ v }) => Math.max(0, v - days));
  const notice = (stays: Oracle["owers"]): number[] =>
    stays.map(({ n, v }) => Math.max(0, Math.min(n - days, v - days)));
  return {
    late: [values("late"), oracle.late],
    clean: [values("clean.ticks"), oracle.clean],
    "points so far": [values("score.points"), oracle.soFar],
    standing: [values("standing"), oracle.standing],
    score: [values("score"), oracle.score],
    "cut ties": [values("ties.cut"), oracle.cut],
    enrolment: [values("enrolment.state"), oracle.enrolment],
    "left of owers": [values("owers.left"), left(oracle.owers)],
    "notice of owers": [values("owers.notice"), notice(oracle.owers)],
    "left of praised": [values("praised.left"), left(oracle.praised)],
    "notice of praised": [values("praised.notice"), notice(oracle.praised)],
  };
}

test.each([1, 2, 3])("a small world is what the model says, person by person and tick by tick: seed %i", (seed) => {
  const world = new World(plan, seed);
  const traits = (name: string): number[] => all.map((e) => world.valueOf(name, e));
  const oracle = new Oracle(
    seed,
    traits("student").map((one) => one === 1),
    traits("warmth"),
  );
  const seen: Record<string, number> = {};
  for (let tick = 0; tick <= 110; tick++) {
    for (const [what, [found, expected]] of Object.entries(pairsOf(world, oracle)))
      expect(Array.from(found), `${what} before tick ${tick}`).toEqual(Array.from(expected));
    world.step();
    oracle.step();
    for (const [name, expected] of Object.entries(oracle.counts)) {
      expect(world.figures.get(name), `${name} in tick ${tick}`).toBe(expected);
      seen[name] = (seen[name] ?? 0) + expected;
    }
  }
  for (const [name, total] of Object.entries(seen)) expect(total, name).toBeGreaterThan(20);
});
