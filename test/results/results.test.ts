import { describe, expect, test } from "vitest";
import type { MeasureRow } from "../../src/engine/backend.ts";
import type { Measure } from "../../src/plan/plan.ts";
import { Results } from "../../src/results/results.ts";
import { constant, truth } from "../../src/rules/build.ts";

const usual = { where: truth(true), value: constant(1), doc: "", groups: undefined } as const;
const measures: Measure[] = [
  { ...usual, name: "score", kind: "census", figure: "mean", resolution: 1 / 16 },
  {
    ...usual,
    name: "poor, or not",
    kind: "census",
    figure: "share",
    resolution: 1,
    groups: { name: "where", index: constant(0), words: ["town", "country"] },
  },
  { ...usual, name: "acts", kind: "tally", figure: "count", resolution: 1 },
  { ...usual, name: "points", kind: "tally", figure: "sum", resolution: 0.25 },
];

const row = (tick: number, measure: number, group: number, count: number, sum: number): MeasureRow => ({
  tick,
  measure,
  group,
  count,
  sum,
});

function made(): Results {
  const results = new Results(measures);
  results.record([
    row(0, 0, -1, 4, 100),
    row(0, 1, -1, 4, 1),
    row(0, 1, 0, 3, 1),
    row(0, 1, 1, 1, 0),
    row(0, 2, -1, 7, 7),
    row(0, 3, -1, 7, -10),
  ]);
  results.record([
    row(1, 0, -1, 4, 110),
    row(1, 1, -1, 4, 2),
    row(1, 1, 0, 4, 2),
    row(1, 1, 1, 0, 0),
    row(1, 2, -1, 5, 5),
    row(1, 3, -1, 5, 3),
  ]);
  return results;
}

describe("results", () => {
  test("are figures of exact counts and sums", () => {
    const results = made();
    expect(results.ticks).toBe(2);
    expect(results.series("score")).toEqual([100 / 16 / 4, 110 / 16 / 4]);
    expect(results.series("poor, or not", "town")).toEqual([1 / 3, 1 / 2]);
    expect(results.series("acts")).toEqual([7, 5]);
    expect(results.series("points")).toEqual([-2.5, 0.75]);
    expect(results.last("poor, or not")).toBe(0.5);
  });

  test("of nobody are 0, and of no tick not a number", () => {
    expect(made().last("poor, or not", "country")).toBe(0);
    expect(new Results(measures).last("score")).toBeNaN();
    expect(made().gapped("poor, or not", "country")).toEqual([0, Number.NaN]);
    expect(made().gapped("poor, or not", "town")).toEqual(made().series("poor, or not", "town"));
    expect(made().gapped("acts")).toEqual([7, 5]);
  });

  test("add up over a run", () => {
    expect(made().total("acts")).toBe(12);
    expect(made().total("points")).toBe(-1.75);
    expect(made().total("poor, or not", "town")).toBe(3 / 7);
  });

  test("print as exact comma-separated text", () => {
    expect(made().csv()).toBe(
      [
        "tick,measure,group,count,sum",
        "0,score,,4,6.25",
        '0,"poor, or not",,4,1',
        '0,"poor, or not",town,3,1',
        '0,"poor, or not",country,1,0',
        "0,acts,,7,7",
        "0,points,,7,-2.5",
        "1,score,,4,6.875",
        '1,"poor, or not",,4,2',
        '1,"poor, or not",town,4,2',
        '1,"poor, or not",country,0,0',
        "1,acts,,5,5",
        "1,points,,5,0.75",
        "",
      ].join("\n"),
    );
  });

  test("print in pieces as they do in one", () => {
    const results = new Results(measures);
    for (let tick = 0; tick < 1000; tick++)
      results.record(
        [0, 1, 1, 1, 2, 3].map((measure, i) => row(tick, measure, measure === 1 ? i - 2 : -1, tick + i, tick * i)),
      );
    const parts = [...results.csvParts()];
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join("")).toBe(results.csv());
    expect(results.csv().split("\n")).toHaveLength(6002);
  });

  test("list what is measured", () => {
    expect(made().measures()[1]).toEqual({
      name: "poor, or not",
      figure: "share",
      groups: ["town", "country"],
      doc: "",
    });
  });

  test("name the nearest measure and group for one that is not there", () => {
    expect(() => made().last("scor")).toThrow(/unknown-measure[\s\S]*did you mean "score"/);
    expect(() => made().series("poor, or not", "twon")).toThrow(/unknown-group[\s\S]*did you mean "town"/);
    expect(() => made().series("score", "town")).toThrow(/no group: it is of everyone/);
  });
});
