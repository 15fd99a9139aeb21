import { describe, expect, test } from "vitest";
import type { Parameter } from "../../src/language/provenance.ts";
import { sayBounds } from "../../src/model/draft/bounds.ts";
import { CutRoom, cutPointsOf, cutsMost, gridOf, normalCutsOf } from "../../src/model/draft/cuts.ts";
import { Texts } from "../../src/model/draft/texts.ts";
import { decode } from "../../src/model/legend/legend.ts";
import { choleskyOf } from "../../src/model/population/correlation.ts";

describe("the factor of a correlation matrix", () => {
  const names = ["a", "b", "c", "d"];
  const pairs = [
    { a: "b", b: "a", is: 0.5 },
    { a: "a", b: "c", is: -0.3 },
    { a: "c", b: "d", is: 0.7 },
  ];
  const factor = choleskyOf(names, pairs)!;

  test("times itself turned over is the matrix", () => {
    const is = (i: number, j: number): number => {
      const key = [names[i], names[j]].sort().join();
      if (i === j) return 1;
      return pairs.find(({ a, b }) => [a, b].sort().join() === key)?.is ?? 0;
    };
    for (let i = 0; i < names.length; i++)
      for (let j = 0; j < names.length; j++) {
        const product = names.reduce((sum, _, k) => sum + factor[i]![k]! * factor[j]![k]!, 0);
        expect(product).toBeCloseTo(is(i, j), 12);
      }
  });

  test("is lower triangular, with a positive diagonal", () => {
    factor.forEach((row, i) => {
      expect(row[i]).toBeGreaterThan(0);
      expect(row.slice(i + 1).every((one) => one === 0)).toBe(true);
    });
  });

  test.each<[number, boolean]>([
    [0.999, true],
    [1, false],
    [-1, false],
    [1.1, false],
  ])("of two that go together by %d: there is one is %o", (is, there) => {
    expect(choleskyOf(["a", "b"], [{ a: "a", b: "b", is }]) !== undefined).toBe(there);
  });

  test("of three that cannot all go together there is none", () => {
    const all = ["ab", "ac", "bc"].map(([a, b]) => ({ a: a!, b: b!, is: -0.6 }));
    expect(choleskyOf(["a", "b", "c"], all)).toBeUndefined();
  });
});

describe("the room for tables", () => {
  test("is enough up to the last cut, runs out once, and then there is none", () => {
    const room = new CutRoom();
    expect(room.take(cutsMost - 1)).toBe("enough");
    expect(room.take(1)).toBe("enough");
    expect(room.take(1)).toBe("run out");
    expect(room.take(1)).toBe("none");
    expect(new CutRoom().take(cutsMost + 1)).toBe("run out");
  });
});

describe("cuts that were asked for", () => {
  const row = { kind: "uniform", from: 0, to: 1 } as const;
  const grid = gridOf({ offset: 2, resolution: 0.5, lowest: -4, highest: 3 });

  test("are over the units of a column", () => {
    expect(grid).toEqual({ from: 0, resolution: 0.5, units: 8 });
  });

  test("are kept for who asks again, for the same and for nothing else", () => {
    const cuts = cutPointsOf(row, grid);
    expect(cutPointsOf({ ...row }, { ...grid })).toBe(cuts);
    expect(cutPointsOf(row, { ...grid, from: 1 })).not.toBe(cuts);
    expect(cutPointsOf(row, { ...grid, resolution: 0.25 })).not.toBe(cuts);
    expect(cutPointsOf(row, { ...grid, units: 9 })).not.toBe(cuts);
    expect(cutPointsOf({ ...row, to: 2 }, grid)).not.toBe(cuts);
    expect(normalCutsOf(row, grid)).not.toBe(cuts);
    expect(normalCutsOf(row, grid)).toBe(normalCutsOf(row, grid));
  });

  test("make room for others, the longest unasked first", () => {
    const largest = 2 ** 16;
    const large = (to: number) => cutPointsOf({ ...row, to }, { from: 0, resolution: to / largest, units: largest });
    const [first, second] = [large(1), large(2)];
    // As many more as there is room for, the first asked for all the while.
    for (let to = 3; to <= 33; to++) {
      large(to);
      expect(large(1)).toBe(first);
    }
    expect(large(33)).toBe(large(33));
    expect(large(2)).not.toBe(second);
  });
});

test.each<[number, number, string]>([
  [-Infinity, Infinity, "a figure nearer to 0"],
  [-Infinity, 4, "at most 4"],
  [-4, Infinity, "at least -4"],
  [-1, 1, "a number from -1 to 1"],
])("bounds from %d to %d are told as %s", (from, to, said) => {
  expect(sayBounds(from, to)).toBe(said);
});

describe("where parts stand, and where their figures come from", () => {
  const source = { name: "a.yaml", text: "scheme: { score: 1 }" };
  const placeAt = (start: number) => ({ source, start, end: start + 1 });
  const places = new Map([
    ["", placeAt(0)],
    ["scheme", placeAt(1)],
    ["scheme.score", placeAt(2)],
  ]);
  const parameters = ["scheme.score.start", "scheme.score", "conduct.a"].map((path) => ({ path }) as Parameter);
  const texts = new Texts(places, parameters);

  test.each([
    ["scheme.score", 2],
    ["scheme.score.start.is", 2],
    ["scheme.points.a", 1],
    ["conduct.a", undefined],
    ["conduct", undefined],
  ])("the value of %s stands at %s: its own place, or that of the nearest part it is in", (path, start) => {
    expect(texts.placeOf(path)?.start).toBe(start);
  });

  test.each([
    ["scheme", ["scheme.score.start", "scheme.score"]],
    ["scheme.score", ["scheme.score.start", "scheme.score"]],
    ["scheme.score.start", ["scheme.score.start"]],
    ["scheme.sc", []],
    ["conduct", ["conduct.a"]],
  ])("figures under %s are %o, in their order", (path, figures) => {
    const said = texts.said(path, "a name");
    expect(said.provenance.map((one) => one.path)).toEqual(figures);
    expect(said).toMatchObject({ path, name: "a name", place: texts.placeOf(path) });
  });
});

test.each([
  [0, 0, 0],
  [3, 0, 0],
  [0, 4, 0],
  [2, 1, 7],
  [3, 4, 7],
])("of a code of %d, %d and %d each comes out again", (first, second, third) => {
  const code = { first: { by: 1, below: 4 }, second: { by: 4, below: 5 }, third: { by: 20, below: 8 } };
  const all = first + 4 * second + 20 * third;
  expect([decode(all, code.first), decode(all, code.second), decode(all, code.third)]).toEqual([first, second, third]);
});
