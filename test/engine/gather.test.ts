import { describe, expect, test } from "vitest";
import { sharedIn } from "../../src/plan/memory.ts";
import type { Column, GatherStep, Plan } from "../../src/plan/plan.ts";
import { constant } from "../../src/rules/build.ts";
import { differenceOf, inMemories, inParts, onThreads } from "../conformance/rows.ts";
import { anyRange, col, loc, map, planOf, runWorld, scratch, setTo, stored } from "./plans.ts";

/** What near friends show, of columns however they are kept, in communities that are full and in one that is not. */

const C = 64;

/** Columns of one, two and four bytes, from 0 and from below it; and some of a few bits, which share words. */
const kept: readonly Column[] = [
  stored("byte", { highest: 255 }),
  stored("low byte", { lowest: -200, highest: 50 }),
  stored("half", { highest: 65_000 }),
  stored("low half", { lowest: -30_000, highest: 20_000 }),
  stored("word", { lowest: -70_000, highest: 70_000 }),
  stored("eleven bits", { highest: 2_000 }),
  stored("low eleven bits", { lowest: -1_000, highest: 1_000 }),
  stored("nine bits", { lowest: -3, highest: 500 }),
];

function friendly(size: number): Plan {
  const draw = (column: Column) => {
    const share = {
      op: "multiply",
      left: loc("u"),
      right: constant(column.highest - column.lowest),
      range: anyRange,
    } as const;
    return setTo(column.name, { op: "add", left: share, right: constant(column.lowest), range: anyRange });
  };
  return planOf({
    size,
    communitySize: C,
    ties: { near: 5, far: 0, purpose: "ties" },
    columns: [
      ...kept,
      ...kept.flatMap(({ name }) => [
        scratch(`sum ${name}`, { lowest: -(2 ** 29), highest: 2 ** 29 }),
        scratch(`count ${name}`, { highest: 5 }),
        stored(`total ${name}`, { lowest: -(2 ** 20), highest: 2 ** 20 }),
      ]),
      stored("friends", { highest: 40 }),
    ],
    start: kept.map((column) =>
      map(`some ${column.name}`, {
        lets: [{ name: "u", kind: "uniform", purpose: column.name }],
        writes: [draw(column)],
      }),
    ),
    steps: [
      ...kept.map(
        ({ name }): GatherStep => ({ kind: "gather", name, column: name, sum: `sum ${name}`, count: `count ${name}` }),
      ),
      map("keep", {
        writes: [
          ...kept.map(({ name }) => setTo(`total ${name}`, col(`sum ${name}`))),
          setTo("friends", col(`count ${kept[0]!.name}`)),
        ],
      }),
    ],
  });
}

describe("what near friends show", () => {
  test("is kept in columns of every width, and in bits of shared words", () => {
    const plan = friendly(3 * C);
    const shared = sharedIn(plan);
    expect(kept.filter(({ name }) => shared.has(name)).length).toBeGreaterThanOrEqual(3);
    expect(kept.filter(({ name }) => !shared.has(name)).length).toBeGreaterThanOrEqual(3);
  });

  test.each([3 * C, 3 * C + 17, C - 1, 4, 1])("adds up alike on every engine: %d people", async (people) => {
    const rows = [onThreads(1), onThreads(2), inMemories(1), inMemories(1, 2, 3), inParts(2, 1, 2)];
    expect(await differenceOf(friendly(people), 11, 2, rows)).toBeUndefined();
  });

  test("may lie so low that five of it are below what 32 bits hold", async () => {
    const plan = planOf({
      size: 3 * C + 5,
      communitySize: C,
      ties: { near: 5, far: 0, purpose: "ties" },
      columns: [
        stored("wide", { lowest: -(2 ** 29), highest: 100, initial: 7 }),
        scratch("sum", { lowest: -(2 ** 31), highest: 2 ** 31 - 1 }),
        scratch("count", { highest: 5 }),
        stored("total", { lowest: -(2 ** 20), highest: 2 ** 20 }),
      ],
      steps: [
        { kind: "gather", name: "low", column: "wide", sum: "sum", count: "count" },
        map("keep", { writes: [setTo("total", col("sum"))] }),
      ],
    });
    expect(await differenceOf(plan, 5, 2, [onThreads(1), inMemories(1)])).toBeUndefined();
  });

  test("is written in the order of the steps, where two of them write to one column", async () => {
    const plan = planOf({
      size: 3 * C,
      communitySize: C,
      ties: { near: 5, far: 0, purpose: "ties" },
      columns: [
        stored("a", { initial: 1 }),
        stored("b", { initial: 3 }),
        ...["x", "y", "z"].map((name) => scratch(name)),
        ...["x", "y", "z"].map((name) => stored(`kept ${name}`)),
      ],
      steps: [
        { kind: "gather", name: "of a", column: "a", sum: "x", count: "y" },
        { kind: "gather", name: "of b", column: "b", sum: "y", count: "z" },
        map("keep", { writes: ["x", "y", "z"].map((name) => setTo(`kept ${name}`, col(name))) }),
      ],
    });
    const world = runWorld(plan, 5, 1);
    expect(["x", "y", "z"].map((name) => world.unitOf(`kept ${name}`, 7))).toEqual([5, 15, 5]);
    expect(await differenceOf(plan, 5, 2, [onThreads(1), inMemories(1)])).toBeUndefined();
  });
});
