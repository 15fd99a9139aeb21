import { expect, test } from "vitest";
import { checkPlan } from "../../src/plan/check.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { planOf } from "../engine/plans.ts";

/** What is taken at the edge, and what is refused just beyond it. */
export function taken(plans: readonly [string, Partial<Plan>][]): void {
  test.each(plans)("takes %s", (_, parts) => {
    expect(() => checkPlan(planOf(parts))).not.toThrow();
  });
}

export function refused(plans: readonly [string, Partial<Plan>, string][]): void {
  test.each(plans)("refuses %s", (_, parts, message) => {
    expect(() => checkPlan(planOf(parts))).toThrow(`bug: ${message}`);
  });
}
