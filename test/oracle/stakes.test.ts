import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { AtStake, conducts } from "./stakes.ts";

const { plan, legend } = readScenario(readFileSync(new URL("stakes.yaml", import.meta.url), "utf8")).lower();
const all = Array.from({ length: plan.size }, (_, e) => e);

test.each([1, 2, 3])("stakes, and what responds to them, are what the model says, tick by tick: seed %i", (seed) => {
  const world = new World(plan, seed);
  const value = (column: string): number[] => all.map((e) => world.valueOf(column, e));
  const atStake = new AtStake(
    seed,
    value("bold"),
    value("poor").map((one) => one === 1),
  );
  const stakes = legend.kinds[0].responses!.flatMap((one) => one.stakes);
  const most: Record<string, number> = {};
  for (let tick = 0; tick <= 120; tick++) {
    expect(value("score"), `score before tick ${tick}`).toEqual([...atStake.score]);
    expect(value("owing.left"), `stays before tick ${tick}`).toEqual(all.map((e) => atStake.left(e)));
    expect(value("fine.left"), `fines before tick ${tick}`).toEqual([...atStake.fine]);
    for (const { in: conduct, stake } of stakes) {
      const reckon = world.reckoner(stake);
      for (const e of all) {
        const expected = atStake.stake(conduct as (typeof conducts)[number], e) + extra(conduct, value("poor")[e]!);
        // Binary32, of sums up to 3,000 yuan.
        expect(Math.abs(reckon(e) - expected), `${conduct} of ${e} in tick ${tick}`).toBeLessThan(0.002);
        most[conduct] = Math.max(most[conduct] ?? 0, Math.abs(expected));
      }
    }
    world.step();
    atStake.step();
    for (const conduct of conducts)
      expect(world.figures.get(`acts.${conduct}`), `${conduct} in tick ${tick}`).toBe(atStake.acts[conduct]);
  }
  for (const conduct of conducts) expect(most[conduct], conduct).toBeGreaterThan(100);
});

/** The response to cheating has a stake of its own, which the poor have more of. */
function extra(conduct: string, poor: number): number {
  return conduct === "cheats" ? 100 * poor : 0;
}
