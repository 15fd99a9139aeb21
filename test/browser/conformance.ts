import { World } from "../../src/engine/meaning/interpret.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { shipped } from "../../src/scenario/shipped.ts";

/** What conformance is tried with: the same code in Node and in the page. */

/** Texts of the shipped scenarios by name, as this side has them. */
export function shippedTexts(): Record<string, string> {
  return Object.fromEntries(shipped);
}

/** State hashes of a scenario at the start, halfway and at the end of 20 ticks, with 5,000 people. */
export function hashesOf(text: string, seed: number): string[] {
  return hashesOfPlan(readScenario(text).plan({ people: 5000 }), seed);
}

export function hashesOfPlan(plan: Plan, seed: number): string[] {
  const world = new World(plan, seed);
  const hashes = [world.hash()];
  for (let tick = 1; tick <= 20; tick++) {
    world.step();
    if (tick % 10 === 0) hashes.push(world.hash());
  }
  return hashes;
}
