import type { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario, type Scenario } from "../../src/scenario/scenario.ts";

/** A shipped scenario that begins at once: what a rule of it does is the same, and a test need not wait for years of rest. */
export function unsettled(name: string, change = ""): Scenario {
  return readScenario(atOnce(name, change));
}

/** The text of it. */
export function atOnce(name: string, change = ""): string {
  return `extends: ${name}\ntitle: ${name} at once\nremove: [time.settle]\n${change}`;
}

/** How often something has been tried in vain in the last tick of a world. */
export function inVain(world: World, conduct: string): number {
  return world.figures.get(`blocked.${conduct}`) ?? 0;
}
