import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { reckon } from "../../src/engine/memory.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { checkPlan } from "../../src/plan/check.ts";
import { sharedBytesOf, sharedIn } from "../../src/plan/memory.ts";
import type { Column, Plan } from "../../src/plan/plan.ts";
import { add, choose, compare, multiply } from "../../src/rules/build.ts";
import { differenceOf, inMemories, inParts, onThreads } from "../conformance/rows.ts";
import { kindOf, shareOf } from "./kindsPlan.ts";
import { changeBy, col, loc, map, number, planOf, setTo, stored } from "./plans.ts";

/** A stored column of so many units, the lowest of which is `lowest`. */
function of(units: number, lowest = 0, parts: Partial<Column> = {}): Column {
  const name = parts.name ?? `c${units} from ${lowest}`;
  return stored(name, { lowest, highest: lowest + units - 1, initial: lowest, ...parts, name });
}

const sizes = [2, 3, 4, 5, 8, 9, 15, 16, 17, 256, 300] as const;

describe("columns of few units", () => {
  test("have as many bits as their units need, and lie in the first byte that has room, from the widest down", () => {
    const plan = planOf({ columns: sizes.map((units) => of(units, 0, { name: String(units) })) });
    expect(Object.fromEntries(sharedIn(plan))).toEqual({
      "9": { byte: 0, shift: 0, bits: 4 },
      "15": { byte: 0, shift: 4, bits: 4 },
      "16": { byte: 1, shift: 0, bits: 4 },
      "5": { byte: 1, shift: 4, bits: 3 },
      "2": { byte: 1, shift: 7, bits: 1 },
      "8": { byte: 2, shift: 0, bits: 3 },
      "3": { byte: 2, shift: 3, bits: 2 },
      "4": { byte: 2, shift: 5, bits: 2 },
    });
    expect(sharedBytesOf(plan, undefined)).toBe(3);
    // Three bytes for eight columns; then 17 and 256 units in a byte each, and 300 in two.
    expect(reckon(plan).bytesPerPerson).toBe(3 + 1 + 1 + 2);
  });

  test("share with those of their kind alone; one by itself is plain, and so is what does not outlive a tick", () => {
    const firm = kindOf("firm", 64, shareOf(10));
    const plan = planOf({
      kinds: [firm],
      columns: [
        of(2, 0, { name: "a" }),
        of(2, 0, { name: "b" }),
        of(2, 0, { name: "theirs", of: "firm" }),
        of(2, 0, { name: "briefly", role: "scratch" }),
      ],
    });
    expect([...sharedIn(plan).keys()]).toEqual(["a", "b"]);
    expect(sharedBytesOf(plan, "firm")).toBe(0);
  });

  test("stay plain where far friends see them", () => {
    const gather = { kind: "gather", name: "see", column: "a", sum: "sum", count: "count" } as const;
    const columns = [of(2, 0, { name: "a" }), of(2, 0, { name: "b" }), of(4, 0, { name: "c" })];
    const sums = ["sum", "count"].map((name) => of(256, 0, { name, role: "scratch" }));
    const plan = planOf({
      columns: [...columns, ...sums],
      steps: [gather],
      ties: { near: 2, far: 1, purpose: "ties" },
    });
    expect([...sharedIn(plan).keys()]).toEqual(["c", "b"]);
    expect([...sharedIn({ ...plan, ties: { near: 2, far: 0, purpose: "ties" } }).keys()]).toEqual(["c", "a", "b"]);
  });
});

/** Columns of all widths, below and above 0, that draw, change and read each other in every tick. */
function restless(parts: Partial<Plan> = {}): Plan {
  const few = [of(2), of(2, 7), of(3, -1), of(4), of(5, -5), of(8), of(16, -8), of(16), of(11)];
  const wide = of(70_000);
  const luck = { name: "luck", kind: "uniform", purpose: "luck" } as const;
  const start = map("begin", {
    lets: [luck],
    writes: [...few, wide].map((one) =>
      setTo(one.name, add(number(one.lowest), multiply(loc("luck"), number(one.highest - one.lowest + 1)))),
    ),
  });
  const turn = map("turn", {
    lets: [luck],
    writes: few.map((one, i) => {
      const next = few[(i + 1) % few.length]!;
      const up = choose(compare("gt", loc("luck"), number(i / 9)), number(1), number(-1));
      const held = choose(compare("gt", col(next.name), number(next.lowest)), up, number(0));
      return i % 2 === 0 ? changeBy(one.name, held, `round ${i}`) : changeBy(one.name, up);
    }),
  });
  const grow = map("grow", { writes: [changeBy(wide.name, multiply(col(few[3]!.name), number(3)))] });
  return planOf({ size: 333, columns: [...few, wide], start: [start], steps: [turn, grow], ...parts });
}

describe("bytes that are shared", () => {
  test.each([7, 300, 333, 1000])("hold what the interpreter holds: %i people", async (size) => {
    const plan = restless({ size });
    checkPlan(plan);
    expect(sharedIn(plan).size).toBe(9);
    const rows = [onThreads(1), onThreads(2), inMemories(1), inParts(3, 2, 17)];
    expect(await differenceOf(plan, 5, 12, rows)).toBeUndefined();
  });

  test("are read one by one, in a row, as a histogram and in part", async () => {
    const plan = restless();
    const [meant, world] = [new World(plan, 3), await WasmWorld.open(plan, 3, 2)];
    for (let tick = 0; tick < 5; tick++) {
      meant.step();
      await world.step();
    }
    const within = { first: 2, end: 4 };
    const all = (cells: readonly ArrayLike<number>[]): number[] => cells.flatMap((part) => Array.from(part));
    let varied = 0;
    for (const { name } of plan.columns) {
      const units = Array.from({ length: plan.size }, (_, entity) => meant.unitOf(name, entity));
      varied += new Set(units).size > 1 ? 1 : 0;
      expect(Array.from({ length: plan.size }, (_, entity) => world.unitOf(name, entity))).toEqual(units);
      const reads = [meant, world].map((each) => each.reckoner(col(name)));
      expect(reads[1]!(77)).toBe(reads[0]!(77));
      expect(world.histogram(name, 4)).toEqual(meant.histogram(name, 4));
      expect(all(world.cells(name, within))).toEqual(all(meant.cells(name, within)));
      expect(all(world.cells(name)).slice(0, plan.size)).toEqual(all(meant.cells(name)));
    }
    expect(varied).toBeGreaterThan(7);
    world.close();
  });

  test("begin at the initial unit, and take a life's values, each its own", async () => {
    const columns = [
      of(2, 0, { name: "a", initial: 1 }),
      of(16, -8, { name: "b", initial: 3 }),
      of(4, 0, { name: "c" }),
    ];
    const plan = planOf({ columns, script: { entity: 0, columns: { a: 0, c: 3 }, acts: [] } });
    const world = await WasmWorld.open(plan, 1, 1);
    const unitsOf = (entity: number): number[] => columns.map(({ name }) => world.unitOf(name, entity));
    expect(unitsOf(0)).toEqual([0, 3, 3]);
    expect(unitsOf(1)).toEqual([1, 3, 0]);
    world.close();
  });
});
