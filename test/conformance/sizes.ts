import { readFileSync } from "node:fs";
import type { Plan } from "../../src/plan/plan.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { inParts, onThreads } from "./rows.ts";

/** A world of every kind of step, at a size and with communities of a size. */
export function planOf(people: number, community: number, far = 0): Plan {
  const text = readFileSync(new URL("sizes.yaml", import.meta.url), "utf8");
  const ties = { "population.ties.community": community, "population.ties.far": far };
  return readScenario(text).with(ties).plan({ people });
}

export const few = [onThreads(1), onThreads(2), inParts(3)];
