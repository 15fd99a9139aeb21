import { describe, expect, test } from "vitest";
import { communitiesOf, layOut } from "../../src/engine/emit/layout.ts";
import { World } from "../../src/engine/meaning/interpret.ts";
import { intoMemories, WasmWorld } from "../../src/engine/wasm/world.ts";
import { numbersOf } from "../../src/plan/kinds.ts";
import * as build from "../../src/rules/build.ts";
import { differenceOf, inMemories, rows } from "./rows.ts";
import { few, planOf } from "./sizes.ts";

describe("rows agree on worlds of odd sizes", () => {
  // Around what a vector and a community hold. Every size with every community is in the long tests.
  test.each([
    [1, 4096],
    [31, 64],
    [32, 32],
    [33, 32],
    [1023, 64],
    [1025, 4096],
  ])("%i people in communities of %i", async (people, community) => {
    expect(await differenceOf(planOf(people, community), 7, 3, few)).toBeUndefined();
  });

  test.each([
    [4103, 32, 0],
    [8207, 4096, 1],
    [1025, 32, 3],
  ])(
    "%i people in communities of %i with %i far friends, on all threads",
    async (people, community, far) => {
      expect(await differenceOf(planOf(people, community, far), 8, 3, rows)).toBeUndefined();
    },
    120_000,
  );

  test("whatever the memories hold, down to one community each", async () => {
    const plan = planOf(163, 32);
    const odd = [1, 2, 5].flatMap((held) => [inMemories(held), inMemories(held, 3, 40)]);
    expect(await differenceOf(plan, 9, 3, odd)).toBeUndefined();
  }, 120_000);
});

describe("a world in several memories", () => {
  test("has them of equal size, all of it and nothing twice", () => {
    const plan = planOf(10_007, 32);
    const all = communitiesOf(plan);
    for (const held of [1, 2, 7, 100, all - 1, all]) {
      const parts = intoMemories(plan, 3, layOut(plan, { first: 0, end: held }, 1).bytes);
      expect(parts[0]!.stretch.first).toBe(0);
      expect(parts.at(-1)!.stretch.end).toBe(all);
      parts.slice(1).forEach(({ stretch }, i) => {
        expect(stretch.first).toBe(parts[i]!.stretch.end);
      });
      const lengths = parts.map(({ stretch }) => stretch.end - stretch.first);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    }
  });

  test("is looked at as one: rules, columns and histograms", async () => {
    const plan = planOf(1025, 32);
    const whole = new World(plan, 4);
    const parts = await WasmWorld.open(plan, 4, 2, layOut(plan, { first: 0, end: 3 }, 1).bytes);
    try {
      for (let tick = 0; tick < 3; tick++) {
        whole.step();
        await parts.step();
      }
      const anything = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
      const tree = build.multiply(build.column("score", anything), build.global("years", anything));
      const [right, is] = [whole.reckoner(tree), parts.reckoner(tree)];
      for (let person = 0; person < plan.size; person++) expect(is(person)).toBe(right(person));
      const ours = build.column("enterprises.cash", anything);
      const [cash, seen] = [whole.reckoner(ours), parts.reckoner(ours)];
      for (const { from, end } of numbersOf(plan, "enterprise"))
        for (let each = from; each < end; each++) {
          expect(seen(each)).toBe(cash(each));
          expect(parts.unitOf("enterprises.score", each)).toBe(whole.unitOf("enterprises.score", each));
        }
      for (const { name, role } of plan.columns)
        if (role === "stored") expect(parts.histogram(name, 12)).toEqual(whole.histogram(name, 12));
    } finally {
      parts.close();
    }
  });
});
