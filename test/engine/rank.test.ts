import { expect, test } from "vitest";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { checkPlan } from "../../src/plan/check.ts";
import type { MapStep, Plan } from "../../src/plan/plan.ts";
import { midRanks } from "../../src/plan/ranks.ts";
import { add, compare, multiply } from "../../src/rules/build.ts";
import { changeBy, col, loc, map, measureOf, number, planOf, runWorld, setTo, stored, unitsOf } from "./plans.ts";

test("mid-ranks are those below and half of those equal, of all", () => {
  expect([...midRanks([2, 0, 3])]).toEqual([0.2, 0.4, 0.7].map(Math.fround));
  expect([...midRanks([5])]).toEqual([0.5]);
  expect([...midRanks([0, 0])]).toEqual([0, 0]);
});

test("of two thousand million they are exact before they are rounded, and their mean is a half", () => {
  const counts = [1_999_999_999, 1];
  const [low, high] = midRanks(counts);
  expect([low, high]).toEqual([Math.fround(1_999_999_999 / 2 / 2e9), Math.fround((1_999_999_999 + 0.5) / 2e9)]);
});

// Entities move up by one each tick before they ask for their rank: they compare what they have become with what all
// others were.
const plan = planOf({
  size: 150,
  columns: [stored("x", { lowest: -5, highest: 200, initial: -5 }), stored("r", { highest: 1000 })],
  start: [
    map("begin", {
      lets: [{ name: "u", kind: "uniform", purpose: "u" }],
      writes: [setTo("x", multiply(loc("u"), number(50)))],
    }),
  ],
  steps: [
    map("move", { writes: [changeBy("x", number(1))] }),
    map("rank", {
      lets: [{ name: "rank", kind: "rank", column: "x" }],
      writes: [setTo("r", multiply(loc("rank"), number(1000)))],
    }),
  ],
  measures: [measureOf("mean", { value: add(col("r"), number(0)) })],
});

test("a rank is that of what one has become, among all as they were when the tick began", () => {
  checkPlan(plan);
  const before = unitsOf(runWorld(plan, 3, 1), "x");
  const world = runWorld(plan, 3, 2);
  const now = unitsOf(world, "x");
  const ranks = now.map((x) => {
    const below = before.filter((y) => y < x).length;
    const equal = before.filter((y) => y === x).length;
    return Math.round(1000 * ((below + equal / 2) / 150));
  });
  expect(unitsOf(world, "r")).toEqual(ranks);
});

test.each([
  ["one thread", 1, undefined],
  ["three threads", 3, undefined],
  ["memories of their own", 2, 200_000],
])("is the same on %s", async (_, threads, bytes) => {
  const world = await WasmWorld.open(plan, 3, threads, bytes);
  for (let tick = 0; tick < 5; tick++) await world.step();
  expect(await world.hash()).toBe(runWorld(plan, 3, 5).hash());
  world.close();
});

const amongHigh = {
  name: "rank",
  kind: "rank",
  column: "x",
  among: compare("gt", col("x"), number(20)),
} as const;

test("a rank among some is that among those for whom it held when the tick began, in every engine", async () => {
  const [move, rank] = plan.steps as [MapStep, MapStep];
  const some: Plan = { ...plan, steps: [move, { ...rank, lets: [amongHigh] }] };
  checkPlan(some);
  const before = unitsOf(runWorld(some, 3, 1), "x").filter((x) => x > 20);
  const world = runWorld(some, 3, 2);
  const ranks = unitsOf(world, "x").map((x) => {
    const below = before.filter((y) => y < x).length;
    const equal = before.filter((y) => y === x).length;
    return Math.round(1000 * ((below + equal / 2) / before.length));
  });
  expect(unitsOf(world, "r")).toEqual(ranks);
  for (const [threads, bytes] of [[1], [3], [2, 200_000]]) {
    const compiled = await WasmWorld.open(some, 3, threads, bytes);
    for (let tick = 0; tick < 2; tick++) await compiled.step();
    expect(await compiled.hash()).toBe(world.hash());
    compiled.close();
  }
});

test("a rank at the start, of a scratch column or of a wide one is refused", () => {
  const ranked = (column: string) => map("ranked", { lets: [{ name: "rank", kind: "rank", column }] });
  const wide = stored("wide", { highest: 65_536 });
  const broken = [
    { ...plan, start: [ranked("x")] },
    { ...plan, columns: [...plan.columns, wide], steps: [ranked("wide")] },
    { ...plan, columns: [...plan.columns, { ...wide, role: "scratch" as const }], steps: [ranked("wide")] },
    { ...plan, steps: [ranked("nobody")] },
    { ...plan, steps: [ranked("x"), map("again", { lets: [{ ...amongHigh, name: "again" }] })] },
  ];
  for (const [i, each] of broken.entries())
    expect(() => checkPlan(each)).toThrow(
      [/before there is a tick/, /too many units/, /not stored/, /unknown column/, /among different people/][i],
    );
});
