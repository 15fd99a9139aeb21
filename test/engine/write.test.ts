import { describe, expect, test } from "vitest";
import { checkPlan } from "../../src/plan/check.ts";
import { add, multiply, subtract } from "../../src/rules/build.ts";
import {
  actingPlan,
  changeBy,
  col,
  glob,
  loc,
  map,
  mean,
  measureOf,
  number,
  planOf,
  runWorld,
  setTo,
  stored,
  traceWorld,
  unitsOf,
  variance,
} from "./plans.ts";

describe("a write", () => {
  test("rounded by chance keeps the mean, within 4 standard errors", () => {
    const [size, ticks, step] = [40_000, 5, -0.3];
    const plan = planOf({
      size,
      columns: [stored("score", { lowest: -100, highest: 100 })],
      steps: [map("drift", { writes: [changeBy("score", number(step), "drift")] })],
    });
    const units = unitsOf(runWorld(plan, 11, ticks), "score");
    expect(Math.abs(mean(units) - step * ticks)).toBeLessThan(4 * Math.sqrt((ticks * 0.3 * 0.7) / size));
    expect(Math.abs(variance(units) / (ticks * 0.21) - 1)).toBeLessThan(4 * Math.sqrt(2 / size));
  });

  test("rounded to the nearest has halves to even and is held within the column", () => {
    const values = [0.5, 1.5, -0.5, 2.5, 99, -99];
    const columns = values.map((_, k) => stored(`c${k}`, { lowest: -4, highest: 4 }));
    const writes = values.map((value, k) => setTo(`c${k}`, number(value)));
    const world = runWorld(planOf({ size: 1, columns, steps: [map("set", { writes })] }), 12, 1);
    expect(columns.map(({ name }) => world.unitOf(name, 0))).toEqual([0, 2, 0, 2, 4, -4]);
  });

  test("is reckoned from what was there before the step", () => {
    const columns = [stored("a", { initial: 1 }), stored("b", { initial: 2 })];
    const steps = [map("swap", { writes: [setTo("a", col("b")), setTo("b", col("a"))] })];
    const world = runWorld(planOf({ columns, steps }), 13, 1);
    expect([world.unitOf("a", 0), world.unitOf("b", 0)]).toEqual([2, 1]);
  });

  test("has a ledger that adds up: before + parts + rounding + held = after, within 1e-3", () => {
    const pay = multiply(loc("z"), number(7));
    const plan = planOf({
      columns: [
        stored("score", { resolution: 0.5, lowest: -40, highest: 40 }),
        stored("level", { offset: 5, resolution: 0.1, highest: 100 }),
      ],
      steps: [
        map("reckon", {
          lets: [{ name: "z", kind: "normal", purpose: "z" }],
          writes: [
            {
              ...changeBy("score", add(pay, number(0.3)), "score"),
              ledger: [
                { label: "pay", part: pay },
                { label: "gift", part: number(0.3) },
              ],
            },
            setTo("level", add(loc("z"), number(6))),
          ],
        }),
      ],
    });
    checkPlan(plan);
    const writes = traceWorld(plan, 14, 5).events.filter((event) => event.kind === "write");
    expect(writes.length).toBeGreaterThan(9000);
    for (const { before, after, ledger, rounding, held, column } of writes) {
      const parts = ledger.reduce((sum, { value }) => sum + value, 0);
      expect(Math.abs(before + parts + rounding + held - after)).toBeLessThan(1e-3);
      expect(Math.abs(rounding)).toBeLessThan((column === "score" ? 0.5 : 0.05) + 1e-4);
    }
    const away = writes.filter(({ held }) => held !== 0);
    expect(away.length).toBeGreaterThan(10);
    for (const { column, after, held } of away) {
      expect(after).toBeCloseTo(column === "score" ? (held < 0 ? 20 : -20) : held < 0 ? 15 : 5, 5);
    }
  });
});

describe("measures and globals", () => {
  const plan = planOf({
    size: 10,
    columns: [stored("age", { resolution: 0.5 })],
    globals: ["clock", "law", "seen", "twice"].map((name) => ({
      name,
      start: 0.25,
      range: { from: 0, to: 100 },
      doc: "",
    })),
    steps: [map("grow", { writes: [changeBy("age", number(1.5))] })],
    measures: [
      measureOf("age", {
        value: col("age"),
        resolution: 0.5,
        groups: {
          name: "old",
          index: subtract(multiply(col("age"), number(1 / 3)), number(1)),
          words: ["young", "old"],
        },
      }),
      measureOf("law", { value: glob("law"), figure: "share" }),
    ].map((each, k) => (k === 1 ? { ...each, name: "under law" } : each)),
    updates: [
      { kind: "clock", global: "clock", perTick: 0.5, offset: 2020 },
      {
        kind: "dated",
        global: "law",
        from: [
          { tick: 1, value: 0 },
          { tick: 2, value: 1 },
        ],
      },
      { kind: "measure", global: "seen", measure: "age" },
      { kind: "tree", global: "twice", is: add(glob("seen"), glob("under law")) },
    ],
  });

  test("follow each other: a measure is a global's value one tick later", () => {
    const told = [0, 1, 2, 3].map((ticks) => {
      const world = runWorld(plan, 15, ticks + 1);
      return ["clock", "law", "seen", "twice"].map((name) => world.globalOf(name));
    });
    expect(told).toEqual([
      [2020, 0.25, 0, 0],
      [2020.5, 0, 1.5, 1.5],
      [2021, 1, 3, 3],
      [2021.5, 1, 4.5, 5.5],
    ]);
  });

  test("go straight between dates where that is asked for, also from before the start", () => {
    const lines: typeof plan = {
      ...plan,
      updates: plan.updates.map((update) =>
        update.kind === "dated"
          ? {
              ...update,
              between: "lines" as const,
              from: [
                { tick: -2, value: 1 },
                { tick: 2, value: 2 },
                { tick: 2, value: 5 },
                { tick: 3, value: -1 },
              ],
            }
          : update,
      ),
    };
    const told = [0, 1, 2, 3, 4].map((ticks) => runWorld(lines, 15, ticks + 1).globalOf("law"));
    expect(told).toEqual([1.5, 1.75, 5, -1, -1]);
  });

  test("have exact rows by group, everyone first, and none for an index below 0", () => {
    const world = runWorld(plan, 15, 2);
    expect(world.figures.get("age")).toBe(3);
    expect(world.rows).toEqual([
      { tick: 1, measure: 0, group: -1, count: 10, sum: 60 },
      { tick: 1, measure: 0, group: 0, count: 10, sum: 60 },
      { tick: 1, measure: 0, group: 1, count: 0, sum: 0 },
      { tick: 1, measure: 1, group: -1, count: 10, sum: 0 },
    ]);
    const young = runWorld(plan, 15, 1);
    expect(young.rows.slice(0, 3).map(({ count }) => count)).toEqual([10, 0, 0]);
  });
});

describe("a script", () => {
  test("is all that its entity does, with what it sets", () => {
    const script = {
      entity: 5,
      columns: { all: 40 },
      acts: [
        { tick: 1, step: "acts", set: { luck: 0.5 } },
        { tick: 1, step: "acts", set: {} },
        { tick: 3, step: "acts", set: {} },
      ],
    };
    const plan = { ...actingPlan(100, 3, [4]), script };
    checkPlan(plan);
    const { world, events } = traceWorld(plan, 16, 4);
    const mine = events.filter((event) => event.kind === "act" && event.entity === 5);
    expect(mine.map(({ tick }) => tick)).toEqual([1, 1, 3]);
    const lucks = mine.map((event) => (event.kind === "act" ? event.locals.luck : 0));
    expect(lucks[0]).toBe(0.5);
    expect(new Set(lucks).size).toBe(3);
    expect(world.unitOf("all", 5)).toBe(43);
    const without = runWorld(actingPlan(100, 3, [4]), 16, 4);
    for (const entity of [0, 4, 6, 99]) expect(world.unitOf("all", entity)).toBe(without.unitOf("all", entity));
  });
});
