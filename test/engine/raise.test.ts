import { describe, expect, test } from "vitest";
import type { Effect, Plan } from "../../src/plan/plan.ts";
import { differenceOf, inParts, onThreads } from "../conformance/rows.ts";
import { actingPlan, anyRange, col, loc, map, scratch, setTo, stored, traceWorld } from "./plans.ts";

/** Acts carry a day of the tick, drawn for each of them: the last day of a tick is what is left. */
function raisingPlan(): Plan {
  const plan = actingPlan(300, 2, [1, 2]);
  const [acts] = plan.steps;
  if (acts?.kind !== "act") throw new Error("no acts");
  const raise: Effect = { kind: "raise", column: "last", value: { ...loc("luck"), range: { from: 0, to: 1 } } };
  const event = { ...acts.event, before: [raise] };
  return {
    ...plan,
    columns: [...plan.columns, stored("kept", { lowest: -3, initial: -3 }), scratch("last", lastOf)],
    steps: [{ ...acts, event }, map("keep", { writes: [setTo("kept", { ...col("last"), range: anyRange })] })],
  };
}

const lastOf = { lowest: -3, highest: 20, initial: -3, resolution: 1 / 32 };

describe("raising a column", () => {
  test("keeps the largest of what events bring", () => {
    const plan = raisingPlan();
    const { world, events } = traceWorld(plan, 4, 3);
    const highest = new Float64Array(plan.size).fill(-3);
    let acts = 0;
    for (const event of events) {
      if (event.kind !== "act" || event.tick !== 2) continue;
      const units = Math.min(20, Math.round((event.locals.luck ?? 0) * 32));
      highest[event.entity] = Math.max(highest[event.entity] ?? 0, units);
      acts += 1;
    }
    expect(acts).toBeGreaterThan(500);
    for (let entity = 0; entity < plan.size; entity++) expect(world.unitOf("last", entity)).toBe(highest[entity]);
  });

  test("is the same as WebAssembly", async () => {
    expect(await differenceOf(raisingPlan(), 4, 3, [onThreads(1), onThreads(2), inParts(3)])).toBeUndefined();
  });
});
