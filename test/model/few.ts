import type { Plan } from "../../src/plan/plan.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

/**
 * A plan with fewer people than a world with a life may have: what a life comes to does not hang on how many others there
 * are, and 64 are reckoned sooner than a thousand. Nothing public runs it.
 */
export function fewOf(scenario: Scenario, people: number, ticks?: number): Plan {
  return { ...scenario.plan({ people: 1001, ticks }), size: people };
}
