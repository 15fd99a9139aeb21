import { describe, expect, test } from "vitest";
import type { GatherStep, Plan } from "../../src/plan/plan.ts";
import { constant } from "../../src/rules/build.ts";
import { differenceOf, inMemories, inParts, meaning, onThreads } from "../conformance/rows.ts";
import { liveBeside, runners } from "../relive/worlds.ts";
import { anyRange, changeBy, col, loc, map, planOf, runWorld, scratch, setTo, stored } from "./plans.ts";

const size = 300;
const C = 64;

/** What marks are, which changes by what everyone in the community adds up to. */
function neighbourPlan(parts: Partial<Plan> = {}): Plan {
  const gather: GatherStep = {
    kind: "gather",
    name: "neighbours' mark",
    column: "mark",
    sum: "sum",
    count: "count",
    whom: "community",
  };
  const draw = { op: "multiply", left: loc("u"), right: constant(100), range: anyRange } as const;
  const less = { op: "subtract", left: draw, right: constant(30), range: anyRange } as const;
  return planOf({
    size,
    columns: [
      stored("mark", { lowest: -50, highest: 100_000 }),
      scratch("sum", { lowest: -64 * 50, highest: 6_400_000 }),
      scratch("count", { highest: 64 }),
      stored("kept sum", { lowest: -64 * 50, highest: 6_400_000 }),
      stored("kept count"),
    ],
    start: [map("marks", { lets: [{ name: "u", kind: "uniform", purpose: "mark" }], writes: [setTo("mark", less)] })],
    steps: [
      gather,
      map("keep", { writes: [setTo("kept sum", col("sum")), setTo("kept count", col("count"))] }),
      map("grow", {
        writes: [changeBy("mark", { op: "divide", left: col("sum"), right: col("count"), range: anyRange })],
      }),
    ],
    ...parts,
  });
}

describe("what neighbours show", () => {
  test("is the sum over all who live in the community, oneself among them, as the tick began", () => {
    const plan = neighbourPlan();
    for (const ticks of [1, 3]) {
      const before = runWorld(plan, 5, ticks - 1);
      const after = runWorld(plan, 5, ticks);
      const marks = Array.from({ length: size }, (_, e) => before.unitOf("mark", e));
      for (let e = 0; e < size; e++) {
        const first = e - (e % C);
        const those = marks.slice(first, Math.min(size, first + C));
        expect(after.unitOf("kept sum", e)).toBe(those.reduce((a, b) => a + b, 0));
        expect(after.unitOf("kept count", e)).toBe(those.length);
      }
      expect(Math.min(...marks)).toBeLessThan(ticks === 1 ? -20 : 100_000);
      // The last community is not full.
      expect(after.unitOf("kept count", size - 1)).toBe(size % C);
    }
  });

  test.each([size, 256, 64, 65, 31])("is the same on every engine: %d people", async (people) => {
    const rows = [onThreads(1), onThreads(2), inMemories(1), inMemories(2, 2, 5), inParts(3, 2, 17)];
    expect(await differenceOf(neighbourPlan({ size: people }), 7, 6, rows)).toBeUndefined();
  });

  test.each([meaning, ...runners.slice(0, 2)])("can be lived again, community by community: $name", async (row) => {
    const plan = neighbourPlan();
    const engine = await row.open(plan, 3);
    const relived = await liveBeside(engine, [1, 4], 6);
    const whole = runWorld(plan, 3, 6);
    for (const e of [C, C + 5, 4 * C, size - 1]) expect(relived.unitOf("mark", e)).toBe(whole.unitOf("mark", e));
  });
});
