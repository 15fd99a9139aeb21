import { describe, expect, test } from "vitest";
import { holdClaims } from "../../src/engine/meaning/claims.ts";
import { World } from "../../src/engine/meaning/interpret.ts";
import { checkPlan } from "../../src/plan/check.ts";
import { footprintsOf, publishedIn } from "../../src/plan/footprint.ts";
import { filledOf, slotsOf } from "../../src/plan/kinds.ts";
import type { GatherStep, Plan } from "../../src/plan/plan.ts";
import { readScenario, readShipped, shippedLibrary } from "../../src/scenario/scenario.ts";
import { differenceOf, onThreads } from "../conformance/rows.ts";
import { changeBy, col, map, number, planOf, scratch, setTo, stored } from "../engine/plans.ts";
import { textOf } from "../language/folder.ts";

const gather: GatherStep = { kind: "gather", name: "friends", column: "a", sum: "sum", count: "count" };
const nearOnly = { ...gather, lanes: { from: 0, to: 2, far: false } };
const change = map("change", { writes: [changeBy("a", number(1))] });
const total = map("total", { writes: [setTo("b", col("sum"))] });
const good = planOf({
  columns: [stored("a"), stored("b"), scratch("c"), scratch("sum", { highest: 1e6 }), scratch("count")],
  ties: { near: 2, far: 2, purpose: "ties" },
  start: [
    map("start", {
      lets: [{ name: "luck", kind: "uniform", purpose: "luck" }],
      writes: [{ ...setTo("a", number(500.5)), rounding: { kind: "chance", purpose: "luck" } }],
    }),
  ],
  steps: [gather, total, change],
});
const late = { ...good, steps: [change, gather, total] };

describe("a plan", () => {
  test("that asks far friends for what they were when the tick began is taken, and near ones for what they are", () => {
    expect(() => checkPlan(good)).not.toThrow();
    expect(() => checkPlan({ ...good, steps: [change, nearOnly, total] })).not.toThrow();
    expect(() => checkPlan({ ...late, ties: { ...good.ties!, far: 0 } })).not.toThrow();
  });

  test.each<[string, Plan, string]>([
    ["what was written in the tick", late, "asks far friends for a, which change has written in this tick"],
    [
      "what was written in the tick, by far ties alone",
      { ...late, steps: [change, { ...gather, lanes: { from: 0, to: 0, far: true } }] },
      "asks far friends for a, which change has written in this tick",
    ],
    ["what does not outlive a tick", { ...good, steps: [{ ...gather, column: "c" }] }, "c, which is not stored"],
    [
      "ranks of what does not outlive a tick",
      { ...good, steps: [map("ranked", { lets: [{ name: "rank", kind: "rank", column: "c" }] })] },
      "asks everywhere for c, which is not stored",
    ],
  ])("that asks others for %s is refused", (_, plan, message) => {
    expect(() => checkPlan(plan)).toThrow(new RegExp(`^bug: .*${message}`));
  });

  test("that is refused would mean something else community after community", async () => {
    expect(await differenceOf(good, 3, 4, [onThreads(1)])).toBeUndefined();
    expect(await differenceOf(late, 3, 4, [onThreads(1)])).toContain("tick 0");
  });
});

/** The columns of a plan that are looked at from everywhere. */
function lookedAt(plan: Plan): Set<string> {
  const reads = [...footprintsOf(plan).values()].flatMap((print) => print.reads);
  const ranked = reads.flatMap(({ column, whose }) => (whose === "everyone" ? [column] : []));
  return new Set([...publishedIn(plan), ...ranked]);
}

/** Other units for the entities of a community, in columns of which it holds: any that these can hold. */
function stir(world: World, community: number, holds: (column: string) => boolean): void {
  const { plan } = world;
  for (const { name, of, role, lowest, highest } of plan.columns) {
    if (role !== "stored" || !holds(name)) continue;
    const [cells] = world.cells(name);
    const from = community * slotsOf(plan, of);
    for (let slot = 0; slot < filledOf(plan, of, community); slot++)
      cells![from + slot] = (cells![from + slot]! + 1 + slot * 7919) % (highest - lowest + 1);
  }
}

/** Whether anyone outside of a community differs between two worlds. */
function differsOutside(community: number, [one, other]: readonly [World, World]): boolean {
  return one.plan.columns.some(({ name, of, role }) => {
    if (role !== "stored") return false;
    const slots = slotsOf(one.plan, of);
    const theirs = other.cells(name)[0]!;
    return one.cells(name)[0]!.some((cell, e) => Math.floor(e / slots) !== community && cell !== theirs[e]);
  });
}

// Other units in a community make no world that could be: friends there need not be mutual, whatever a plan claims of them.
holdClaims(false);

/** Two worlds after a tick, one of which had other units in a community before it. */
function parted(plan: Plan, holds: (column: string) => boolean): readonly [World, World] {
  const worlds = [new World(plan, 5), new World(plan, 5)] as const;
  for (const world of worlds) for (let tick = 0; tick < 2; tick++) world.step();
  stir(worlds[1], 1, holds);
  for (const world of worlds) world.step();
  return worlds;
}

const worlds: [string, (people: number) => Plan][] = [
  ...shippedLibrary.shippedNames().map((name): [string, (people: number) => Plan] => {
    return [name, (people) => readShipped(name).plan({ people, ticks: 3 })];
  }),
  ...["ties", "relative", "encounters", "inspections"].map((name): [string, (people: number) => Plan] => {
    return [name, (people) => readScenario(textOf(`test/good/${name}.yaml`)).plan({ people, ticks: 3 })];
  }),
];
/** Four communities, the last of which is not full. */
const plansOf = worlds.map(([name, make]) => [name, make(4 * make(1000).communitySize - 9)] as const);

describe("what happens in a community", () => {
  test.each(plansOf)("of %s hangs in a tick on nothing of others but what they publish or are ranked by", (_, plan) => {
    const looked = lookedAt(plan);
    expect(
      differsOutside(
        1,
        parted(plan, (name) => !looked.has(name)),
      ),
    ).toBe(false);
  });

  test("does hang on that", () => {
    const moved = plansOf.filter(([, plan]) => {
      const looked = lookedAt(plan);
      return (
        looked.size > 0 &&
        differsOutside(
          1,
          parted(plan, (name) => looked.has(name)),
        )
      );
    });
    expect(moved.map(([name]) => name)).toEqual(expect.arrayContaining(["suining", "ties", "relative"]));
  });
});
