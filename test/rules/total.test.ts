import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { largest } from "../../src/core/arithmetic.ts";
import * as build from "../../src/rules/build.ts";
import { numberFunctions } from "../../src/rules/functions.ts";
import {
  binaryNumbers,
  comparisons,
  type NumberTree,
  nodesIn,
  type TruthTree,
  unaryNumbers,
} from "../../src/rules/tree.ts";
import { numberOf } from "./evaluate.ts";

/** Finite binary32 numbers: everyday ones, extreme ones, and those at which functions turn. */
const figure = fc
  .oneof(
    fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(
      0,
      1,
      -1,
      0.5,
      -0.5,
      2,
      largest,
      -largest,
      2 ** -149,
      -(2 ** -149),
      2 ** -126,
      88.8,
      -104,
      16_777_216,
    ),
  )
  .map(Math.fround);

const names = ["a", "b", "c"] as const;
const everything = { from: -largest, to: largest };

const { number } = fc.letrec<{ number: NumberTree; truth: TruthTree }>((tie) => ({
  number: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constantFrom(...names).map((name) => build.column(name, everything)),
    figure.map(build.constant),
    fc.tuple(fc.constantFrom(...unaryNumbers), tie("number")).map(([op, of]) => build.unary(op, of)),
    fc
      .tuple(fc.constantFrom(...binaryNumbers), tie("number"), tie("number"))
      .map(([op, a, b]) => build.binary(op, a, b)),
    fc.tuple(tie("truth"), tie("number"), tie("number")).map(([when, a, b]) => build.choose(when, a, b)),
    fc
      .tuple(fc.constantFrom(...numberFunctions.values()), fc.array(tie("number"), { minLength: 3, maxLength: 3 }))
      .map(([{ build: made, most }, of]) => made(of.slice(0, Math.min(most, 3)))),
  ),
  truth: fc
    .tuple(fc.constantFrom(...comparisons), tie("number"), tie("number"))
    .map(([op, a, b]) => build.compare(op, a, b)),
}));

const leaves = fc.record({ a: figure, b: figure, c: figure });

describe("every expression", () => {
  test("has a finite value for finite inputs, within the range that it claims", () => {
    fc.assert(
      fc.property(number, leaves, (tree, inputs) => {
        const value = numberOf(tree, inputs);
        expect(Number.isFinite(value)).toBe(true);
        expect(Math.fround(value)).toBe(value);
        const { from, to } = tree.range;
        expect(from <= to).toBe(true);
        // Functions that are near to a power of two can round past the value at the end of their range.
        const slack = Math.abs(value) * 2 ** -20;
        expect(value).toBeGreaterThanOrEqual(from - slack);
        expect(value).toBeLessThanOrEqual(to + slack);
      }),
      { seed: 20_140_614, numRuns: 20_000 },
    );
  });

  test.each([...numberFunctions.keys()])("%s is finite at the ends of all numbers", (name) => {
    const { build: made, least } = numberFunctions.get(name)!;
    const ends = [0, 1, -1, largest, -largest, 2 ** -149, -(2 ** -149)];
    for (const a of ends)
      for (const b of ends)
        for (const c of ends) {
          const tree = made([a, b, c].slice(0, least).map(build.constant));
          expect(tree.op).toBe("constant");
          expect(Number.isFinite(numberOf(tree, {}))).toBe(true);
        }
  });

  test("what overflows is the largest number of its sign", () => {
    const wide = build.column("a", everything);
    expect(numberOf(build.add(wide, wide), { a: largest })).toBe(largest);
    expect(numberOf(build.multiply(wide, wide), { a: largest })).toBe(largest);
    expect(numberOf(build.subtract(build.multiply(wide, wide), build.multiply(wide, wide)), { a: largest })).toBe(0);
  });

  test("is no larger than its text makes it: choices between truths do not double what they ask", () => {
    const a = build.column("a", everything);
    let tree: TruthTree = build.compare("gt", a, build.constant(0));
    const once = nodesIn(tree);
    for (let i = 0; i < 50; i++) {
      const chosen = build.choose(tree, build.number(build.compare("lt", a, build.constant(i))), build.constant(1));
      tree = build.compare("ne", chosen, build.constant(0));
    }
    expect(nodesIn(tree)).toBeLessThan(once + 50 * 20);
  });
});
