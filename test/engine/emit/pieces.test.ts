import { describe, expect, test } from "vitest";
import { divide } from "../../../src/core/arithmetic.ts";
import { unit } from "../../../src/core/chance.ts";
import { type Cuts, pickByScore, pickUnit } from "../../../src/core/cuts.ts";
import { emitChance, emitUnit } from "../../../src/engine/emit/chance.ts";
import { Code, type Value } from "../../../src/engine/emit/code.ts";
import { countFew, emitChanceOf, guideOf } from "../../../src/engine/emit/draws.ts";
import { guideSteps } from "../../../src/engine/emit/layout.ts";
import { type EntityLeaves, emitWhole, isWhole, nearestWhole } from "../../../src/engine/emit/whole.ts";
import type { Column } from "../../../src/plan/plan.ts";
import * as build from "../../../src/rules/build.ts";
import type { NumberTree } from "../../../src/rules/tree.ts";
import { lanesOf, nextTo, openSearches } from "./tiny.ts";

const last = 2 ** 32 - 1;

/** Words around some others, and both ends. */
function around(...words: readonly number[]): number[] {
  const near = words.flatMap((word) => [word - 1, word, word + 1]);
  return [0, 1, ...near.filter((word) => word > 1 && word < last), last];
}

/** The bits of a binary32. */
function bitsOf(x: number): number {
  return new Int32Array(Float32Array.of(x).buffer)[0]!;
}

describe("a word as a number from 0 up to 1", () => {
  test("is that of the interpreter, and never 1", async () => {
    const run = await lanesOf(["word"], emitUnit);
    const words = around(2 ** 24, 2 ** 31, last - 64, last - 127, last - 128, last - 129, last - 255, last - 256);
    const { f32 } = run(words);
    expect(f32).toEqual(words.map(unit));
    expect(Math.max(...f32)).toBe(1 - 2 ** -24);
  });
});

describe("a choice by a mask", () => {
  const sides = [0, 1.5, -0, -7.25] as const;

  test.each(sides.flatMap((a) => sides.map((b) => [a, b] as const)))(
    "has the bits of %d or of %d, constant or not",
    async (a, b) => {
      const masks = [0, 0xffffffff, 0x0f0f0f0f, 0x80000000];
      for (const [first, second] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ]) {
        const run = await lanesOf(["word", "number", "number"], (code, mask, x, y) => {
          return code.select(mask, first ? x : code.const(a), second ? y : code.const(b));
        });
        const { u32 } = run(masks, [a, a, a, a], [b, b, b, b]);
        expect(u32).toEqual(masks.map((mask) => ((bitsOf(a) & mask) | (bitsOf(b) & ~mask)) >>> 0));
      }
    },
  );
});

/** Chances whose threshold is a whole number of words, and others that lie between two. */
const chances = [-1, 0, 2 ** -32, 1.5 * 2 ** -32, 1e-9, 3.3e-7, 0.001, 1 / 3, 0.5, 0.75, 1 - 2 ** -24, 1, 1.5];

describe("a chance", () => {
  test.each(chances)("of %d comes true of the words that the interpreter says", async (of) => {
    const p = Math.fround(of);
    const run = await lanesOf(["word"], (code, words) => emitChance(code, words, code.const(p)));
    const threshold = p * 2 ** 32;
    const words = around(Math.floor(threshold), Math.ceil(threshold), 2 ** 31);
    expect(run(words).u32.map((mask) => mask !== 0)).toEqual(words.map((word) => word < threshold));
  });

  test.each(chances)("of %d that is known to be near it comes true of the same words", async (of) => {
    const p = Math.fround(of);
    const known = { from: p - 0.005, to: p + 0.005 };
    for (const range of [known, { ...known, from: Math.min(p, Math.max(0, known.from)) }]) {
      const run = await lanesOf(["word", "number"], (code, words, x) => emitChance(code, words, x, range));
      const words = around(Math.min(Math.max(Math.ceil(p * 2 ** 32), 2), last - 2), 2 ** 31);
      const given = words.map(() => p);
      expect(run(words, given).u32.map((mask) => mask !== 0)).toEqual(words.map((word) => word < p * 2 ** 32));
    }
  });

  test.each(chances)("of %d among constants comes true of the same words", async (of) => {
    const p = Math.fround(of);
    const tree = build.choose(
      build.compare("gt", build.local("x", { from: 0, to: 1 }), build.constant(0)),
      build.constant(p),
      build.constant(0.25),
    );
    const run = await lanesOf(["word", "number"], (code, words, x) =>
      emitChanceOf(tree, code, words, {
        column: () => x,
        global: () => x,
        local: () => x,
      }),
    );
    for (const [chosen, chance] of [
      [1, p],
      [0, 0.25],
    ] as const) {
      const threshold = chance * 2 ** 32;
      const words = around(Math.floor(threshold), Math.ceil(threshold), 2 ** 31);
      const found = run(
        words,
        words.map(() => chosen),
      );
      expect(found.u32.map((mask) => mask !== 0)).toEqual(words.map((word) => word < threshold));
    }
  });
});

describe("the nearest whole number", () => {
  const small = 2 ** 22;
  const edges = [0, 0.5, 1.5, 2.5, small - 1, small - 0.5, small, small + 0.5, small + 1, small + 1.5, 2 ** 23 - 0.5];
  const beyond = [2 ** 23, 2 ** 23 + 1, 2 ** 24 - 1, 2 ** 24];
  const both = (all: readonly number[]): number[] => all.flatMap((x) => [x, -x]);

  test.each([
    ["small", { from: -small, to: small }, both(edges.filter((x) => x <= small))],
    ["a little too large to be small", { from: -small - 1, to: small + 1 }, both(edges.filter((x) => x <= small + 1))],
    ["large", { from: -(2 ** 24), to: 2 ** 24 }, both([...edges, ...beyond])],
    ["without a bound", { from: -Infinity, to: Infinity }, both([...edges, ...beyond, 2 ** 29])],
  ])("of what is %s rounds halves to even, as the interpreter does", async (_, range, numbers) => {
    const run = await lanesOf(["number"], (code, x) => nearestWhole(code, x, range));
    expect(run(numbers).i32).toEqual(numbers.map((x) => build.roundHalfEven(x) + 0));
  });

  test.each([small, small + 1, 2 ** 24 - 1])("is held within ±%d", async (most) => {
    const run = await lanesOf(["number"], (code, x) => nearestWhole(code, x, { from: -1e9, to: 1e9 }, most));
    const numbers = both([0.5, most - 1, nextTo(most, false), most, nextTo(most, true), 1e9]);
    const expected = numbers.map((x) => Math.max(-most, Math.min(most, build.roundHalfEven(x))) + 0);
    expect(run(numbers).i32).toEqual(expected);
  });
});

describe("a rule's value in whole units", () => {
  const numbers = [-7.5, -0.5, 0, 0.024, 0.025, 0.026, 0.1, 0.25, 0.5, 0.75, 1, 12.34, 1e4].map(Math.fround);
  const range = { from: -7.5, to: 1e4 };
  const x = build.local("x", range);
  const asked = (name: string): never => {
    throw new Error(`the piece asks for ${name}`);
  };
  const given = (value: Value): EntityLeaves => {
    return { local: () => value, column: asked, global: asked, unitsOf: asked, columnOf: asked };
  };
  const unitsOf = (value: number, resolution: number): number =>
    build.roundHalfEven(divide(value, Math.fround(resolution))) + 0;

  test.each([1, 0.5, 0.1, 0.05, 0.01, 3])("is the interpreter's at a resolution of %d", async (resolution) => {
    const run = await lanesOf(["number"], (code, value) => emitWhole(x, resolution, code, given(value)));
    expect(run(numbers).i32).toEqual(numbers.map((value) => unitsOf(value, resolution)));
  });

  test.each([1, 0.5, 0.1, 0.05, 0.01, 3])("of a choice of constants is, too, at %d", async (resolution) => {
    for (const then of numbers) {
      const tree = build.choose(build.compare("ge", x, build.constant(0)), build.constant(then), build.constant(0.75));
      const run = await lanesOf(["number"], (code, value) => emitWhole(tree, resolution, code, given(value)));
      expect(run(numbers).i32).toEqual(numbers.map((value) => unitsOf(value >= 0 ? then : 0.75, resolution)));
    }
  });
});

/** A column of a state, as far as whole numbers go. */
function columnOf(name: string, resolution: number, offset = 0, highest = 2 ** 20): Column {
  return { name, role: "stored", lowest: 0, highest, offset, resolution, initial: 0, doc: "" } as Column;
}

describe("a column in its own resolution", () => {
  test.each([0.01, 0.1, 1 / 3, 0.007, 1e-4, 12 / 13, 0.25])(
    "at %d is its units, as the interpreter has them",
    (resolution) => {
      const step = Math.fround(resolution);
      const column = columnOf("x", resolution);
      const tree = { op: "column", name: "x", range: { from: 0, to: 1e9 } } as const;
      const given = { columnOf: () => column, unitsOf: () => "units" as Value } as unknown as EntityLeaves;
      expect(emitWhole(tree, resolution, new Code(), given)).toBe("units");
      for (let unit = 0; unit <= column.highest; unit += 1 + (unit >> 4))
        expect(build.roundHalfEven(Math.fround(Math.fround(unit * step) / step))).toBe(unit);
    },
  );
});

describe("what is sure to be whole", () => {
  const columns = [columnOf("count", 1), columnOf("half", 0.5), columnOf("shifted", 1, 0.25), columnOf("third", 1 / 3)];
  const [count, half, shifted, third] = columns.map(
    ({ name }) => ({ op: "column", name, range: { from: 0, to: 100 } }) as const,
  ) as [NumberTree, NumberTree, NumberTree, NumberTree];
  const one = build.constant(1);
  const whole = (tree: NumberTree, into: Column, mode: "set" | "change" = "set"): boolean =>
    isWhole(tree, into, mode, (name) => columns.find((column) => column.name === name)!);

  test("are counts, and sums and choices of these, in a column of ones or of halves", () => {
    const sums = [
      count,
      build.add(count, one),
      build.subtract(count, build.choose(build.compare("gt", half, one), one, count)),
    ];
    for (const tree of sums) for (const into of columns.slice(0, 2)) expect(whole(tree, into)).toBe(true);
    expect(whole(half, columns[1]!)).toBe(true);
  });

  test("is nothing that may lie between two units, or is too large to be exact", () => {
    const parts = [
      half,
      shifted,
      third,
      build.multiply(count, build.constant(0.5)),
      build.add(count, build.constant(0.5)),
    ];
    for (const tree of [...parts, build.divideBy(count, build.constant(3)), build.add(count, build.constant(2 ** 25))])
      expect(whole(tree, columns[0]!)).toBe(false);
    expect(whole(count, columns[3]!)).toBe(false);
    expect(whole(count, columns[2]!)).toBe(false);
    expect(whole(count, columns[2]!, "change")).toBe(true);
  });
});

/** Ascending pairs of words, as tables have them. */
function cutsOf(...pairs: readonly (readonly [number, number])[]): Cuts {
  return { hi: Uint32Array.from(pairs, ([hi]) => hi), lo: Uint32Array.from(pairs, ([, lo]) => lo) };
}

/** Draws on which a table could be read wrongly: each cut, and those next to it. */
function drawsAround({ hi, lo }: Cuts): bigint[] {
  const cuts = [...hi].map((word, i) => (BigInt(word) << 32n) | BigInt(lo[i]!));
  const all = cuts.flatMap((cut) => [cut - 1n, cut, cut + 1n, cut ^ (1n << 31n), cut ^ (1n << 63n)]);
  const ends = [0n, 1n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 64n - 2n, 2n ** 64n - 1n];
  return [...ends, ...all.filter((draw) => draw >= 0n && draw < 2n ** 64n)];
}

const halves = (draw: bigint): [number, number] => [Number(draw >> 32n), Number(draw & 0xffffffffn)];
const signed = (draw: bigint): bigint => BigInt.asIntN(64, draw);

const tables: readonly (readonly [string, Cuts])[] = [
  ["one cut", cutsOf([2 ** 31, 5])],
  ["cuts with one first word", cutsOf([7, 0], [7, 1], [7, last])],
  ["a cut of all ones", cutsOf([1, 1], [last, last - 1], [last, last])],
  ["cuts at both ends", cutsOf([0, 0], [0, 1], [last, 0])],
];

describe("a pick from a few cut points", () => {
  test.each(tables)("of %s is that of the interpreter", async (_, cuts) => {
    const table = { name: "t", kind: "cuts", rows: [cuts] } as const;
    const run = await lanesOf(["word", "word"], (code, first, second) => countFew(code, { table }, { first, second }));
    const draws = drawsAround(cuts).map(halves);
    const found = run(
      draws.map(([hi]) => hi),
      draws.map(([, lo]) => lo),
    );
    expect(found.i32).toEqual(draws.map(([hi, lo]) => pickUnit(cuts, hi, lo)));
  });
});

describe("a search of cut points", () => {
  /** Many cuts: some in one part of the guide, some at the very edges of parts, some parts without any. */
  const part = 2 ** 32 / guideSteps;
  const many = cutsOf(
    ...[
      0,
      1,
      part - 1,
      part,
      part + 1,
      5 * part,
      5 * part + 3,
      5 * part + 4,
      40 * part - 1,
      40 * part,
      last - part,
      last - 1,
    ].map((hi, i) => [hi, (i * 0x9e3779b9) >>> 0] as const),
  );

  test.each([...tables, ["many cuts", many] as const])(
    "of %s, guided or not, is that of the interpreter",
    async (_, cuts) => {
      const { buffer, pick, pickGuided } = await openSearches();
      const words = new Uint32Array(buffer, 64, cuts.hi.length * 2);
      for (const [i, hi] of cuts.hi.entries()) words.set([cuts.lo[i]!, hi], 2 * i);
      const guide = 65_536;
      new Uint32Array(buffer, guide, guideSteps + 1).set(guideOf(cuts.hi));
      for (const draw of drawsAround(cuts)) {
        const expected = pickUnit(cuts, ...halves(draw));
        expect([draw, pick(64, cuts.hi.length, signed(draw))]).toEqual([draw, expected]);
        expect([draw, pickGuided(64, guide, signed(draw))]).toEqual([draw, expected]);
      }
    },
  );

  test("of none finds the first unit", async () => {
    const { pick } = await openSearches();
    expect(pick(64, 0, -1n)).toBe(0);
  });

  test("of scores is that of the interpreter", async () => {
    const { buffer, pickScore } = await openSearches();
    const cuts = Float32Array.of(-1.5, -0.25, 0, 0.125, 2);
    new Float32Array(buffer, 64, cuts.length).set(cuts);
    for (const cut of [-Infinity, ...cuts, Infinity])
      for (const score of [cut, nextTo(cut, true), nextTo(cut, false)].filter((one) => !Number.isNaN(one)))
        expect([score, pickScore(64, cuts.length, score)]).toEqual([score, pickByScore(cuts, score)]);
  });
});
