import { describe, expect, test } from "vitest";
import { draw, first, purposeKey, second, tickKey } from "../../src/core/chance.ts";
import type { GatherStep, Plan, SeverStep } from "../../src/plan/plan.ts";
import { networkOf } from "../../src/plan/ties.ts";
import { choose, compare } from "../../src/rules/build.ts";
import type { NumberTree } from "../../src/rules/tree.ts";
import { differenceOf, inParts, onThreads } from "../conformance/rows.ts";
import { anyRange, col, loc, map, number, planOf, runWorld, scratch, setTo, stored } from "./plans.ts";

const ties = { near: 5, far: 1, purpose: "ties", cut: { column: "cut", lanes: 4 } };
const theirs: NumberTree = { ...loc("theirs"), range: { from: 0, to: 100 } };

function severPlan(cut: NumberTree, mend: NumberTree, parts: Partial<Plan> = {}): Plan {
  const gather = (name: string, lanes: GatherStep["lanes"]): GatherStep => ({
    kind: "gather",
    name,
    column: "mark",
    sum: `sum ${name}`,
    count: `count ${name}`,
    lanes,
  });
  const gathers = [
    gather("all", undefined),
    gather("friends", { from: 0, to: 3, far: true }),
    gather("family", { from: 3, to: 5, far: false }),
  ];
  const sever: SeverStep = {
    kind: "sever",
    name: "drop",
    sees: [{ local: "theirs", column: "mark" }],
    cut,
    mend,
    purpose: "drop",
  };
  const kept = gathers.flatMap(({ sum, count }) => [sum, count]);
  return planOf({
    size: 300,
    ties,
    columns: [
      stored("mark", { highest: 100 }),
      stored("cut", { highest: 15 }),
      ...kept.flatMap((name) => [scratch(name, { highest: 2000 }), stored(`kept ${name}`)]),
    ],
    start: [
      map("marks", {
        lets: [{ name: "u", kind: "uniform", purpose: "mark" }],
        writes: [setTo("mark", { op: "multiply", left: loc("u"), right: number(100), range: anyRange })],
      }),
    ],
    steps: [...gathers, sever, map("keep", { writes: kept.map((name) => setTo(`kept ${name}`, col(name))) })],
    ...parts,
  });
}

describe("ties that are cut", () => {
  test("count for neither side, whoever has cut them", () => {
    const plan = severPlan(number(0.3), number(0));
    const before = runWorld(plan, 3, 2);
    const after = runWorld(plan, 3, 3);
    const { friend } = networkOf(ties, plan.communitySize, plan.size, 3);
    for (let entity = 0; entity < plan.size; entity++) {
      let [sum, count] = [0, 0];
      for (let lane = 0; lane < 6; lane++) {
        const other = friend(entity, lane);
        if (other < 0) continue;
        const bits = before.unitOf("cut", entity) | before.unitOf("cut", other);
        if (lane < 4 && (bits >> lane) & 1) continue;
        sum += after.unitOf("mark", other);
        count += 1;
      }
      expect(after.unitOf("kept sum all", entity)).toBe(sum);
      expect(after.unitOf("kept count all", entity)).toBe(count);
      const parts = ["friends", "family"].map((name) => after.unitOf(`kept count ${name}`, entity));
      expect(parts[0]! + parts[1]!).toBe(count);
    }
  });

  test("are cut with their chance once, and mended by who cut them", () => {
    const size = 64 * 40;
    const cutOnce = runWorld(severPlan(number(0.2), number(0), { size }), 3, 1);
    const bits = (world: { unitOf: (column: string, entity: number) => number }): number => {
      let sum = 0;
      for (let entity = 0; entity < size; entity++)
        for (let lane = 0; lane < 4; lane++) sum += (world.unitOf("cut", entity) >> lane) & 1;
      return sum;
    };
    // 10,240 sides of ties, each with chance 0.2; within four standard deviations.
    expect(Math.abs(bits(cutOnce) - 2048)).toBeLessThan(4 * Math.sqrt(10_240 * 0.2 * 0.8));
    const restored = runWorld(severPlan(number(0.2), number(1), { size }), 3, 2);
    // What was cut is mended; of the sides that were free of a cut by either, a fifth is cut anew.
    expect(Math.abs(bits(restored) - 10_240 * 0.64 * 0.2)).toBeLessThan(4 * Math.sqrt(10_240 * 0.64 * 0.2));
  });

  test("for reasons are cut as without, and each cut is put down to the first that its word allows", () => {
    const plan = becausePlan(number(0.3), [0.1, 0.15], number(0));
    const [with_, without] = [runWorld(plan, 3, 1), runWorld(severPlan(number(0.3), number(0)), 3, 1)];
    const { friend } = networkOf(ties, plan.communitySize, plan.size, 3);
    const key = tickKey(purposeKey(3, "drop"), 0);
    const all = [0, 0, 0];
    for (let entity = 0; entity < plan.size; entity++) {
      expect(with_.unitOf("cut", entity)).toBe(without.unitOf("cut", entity));
      const counts = [0, 0, 0];
      for (let lane = 0; lane < 4; lane++) {
        if (friend(entity, lane) < 0) continue;
        draw(key, entity, Math.floor(lane / 2));
        const part = (lane % 2 === 0 ? first() : second()) / 2 ** 32;
        const why = part < 0.1 ? 0 : part < 0.15 ? 1 : 2;
        if (part < 0.3) counts[why]! += 1;
      }
      for (const [place, name] of ["why 0", "why 1", "why else"].entries()) {
        expect(with_.unitOf(`kept ${name}`, entity)).toBe(counts[place]);
        all[place]! += counts[place]!;
      }
    }
    expect(Math.min(...all)).toBeGreaterThan(20);
  });

  const rows = [onThreads(1), onThreads(2), onThreads(7), inParts(3), inParts(5, 2, 17)];
  const poor = choose(compare("lt", theirs, col("mark")), number(0.5), number(0.1));
  const worlds: [string, Plan][] = [
    ["by constants", severPlan(number(0.3), number(0.2))],
    ["by what is seen", severPlan(poor, choose(compare("lt", theirs, number(50)), number(0), number(0.7)))],
    [
      "that seldom change",
      severPlan(choose(compare("lt", theirs, col("mark")), number(0.1), number(0.02)), number(0.05)),
    ],
    ["in full communities", severPlan(poor, number(0.5), { size: 256 })],
    ["in sixteen lanes", severPlan(poor, number(0.5), sixteen())],
    ["for reasons", becausePlan(poor, [0.25, 0.5])],
    [
      "for reasons by what is seen",
      becausePlan(poor, [choose(compare("lt", theirs, number(30)), number(0.05), number(0.4))]),
    ],
    ["for reasons that seldom hold", becausePlan(number(0.02), [0.01], number(0.05))],
    ["without far ties", severPlan(poor, number(0.5), { ties: { ...ties, far: 0 }, communitySize: 32 })],
  ];
  test.each(worlds)("%s are the same as WebAssembly", async (_, plan) => {
    expect(await differenceOf(plan, 11, 6, rows)).toBeUndefined();
  });
});

/** Counts of why ties are cut, kept from tick to tick: a reason for each bound, and one for all the rest. */
function becausePlan(cut: NumberTree, until: readonly (number | NumberTree)[], mend = number(0.2)): Plan {
  const plan = severPlan(cut, mend);
  const names = [...until.map((_, place) => `why ${place}`), "why else"];
  const because = names.map((column, place) => {
    const bound = until[place];
    return bound === undefined ? { column } : { column, until: typeof bound === "number" ? number(bound) : bound };
  });
  const writes = names.map((name) => setTo(`kept ${name}`, col(name)));
  return {
    ...plan,
    columns: [
      ...plan.columns,
      ...names.flatMap((name) => [scratch(name, { highest: 4 }), stored(`kept ${name}`, { highest: 4 })]),
    ],
    steps: [
      ...plan.steps.map((step) => (step.kind === "sever" ? { ...step, because } : step)),
      map("keep why", { writes }),
    ],
  };
}

function sixteen(): Partial<Plan> {
  const { columns } = severPlan(number(0), number(0));
  return {
    ties: { ...ties, near: 17, cut: { column: "cut", lanes: 16 } },
    columns: columns.map((each) => (each.name === "cut" ? { ...each, highest: 65_535 } : each)),
  };
}
