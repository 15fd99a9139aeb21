import { describe, expect, test } from "vitest";
import { OptionReader, readLine, wholes } from "../../src/cli/arguments.ts";
import { drawAdvance, openProgress } from "../../src/cli/progress.ts";
import { openTerminal } from "../../src/cli/terminal.ts";
import { run } from "../../src/experiment/run.ts";
import type { Entry, StateMove } from "../../src/index.ts";
import { bar, coarsen, resample, sparkline } from "../../src/report/chart.ts";
import { digest } from "../../src/report/digest.ts";
import { noPaint } from "../../src/report/paint.ts";
import { laySummary } from "../../src/report/summary.ts";
import { layTable, widthOf, wrap } from "../../src/report/table.ts";
import {
  firstSentence,
  plain,
  sayBytes,
  sayCount,
  sayFigure,
  sayLarge,
  saySeconds,
  sayShare,
  saySigned,
} from "../../src/report/wording.ts";
import { readShipped } from "../../src/scenario/scenario.ts";

describe("wording", () => {
  test("of numbers", () => {
    expect([0, 999, 1000, -1234567, 2e9].map(sayCount)).toEqual(["0", "999", "1,000", "−1,234,567", "2,000,000,000"]);
    expect([0, 0.03123, 999.97, 971.24, -12345.6, 3e-7, Number.NaN].map(sayFigure)).toEqual([
      "0",
      "0.0312",
      "1,000",
      "971.2",
      "−12,346",
      "3.0e-7",
      "–",
    ]);
    expect([5, -5, 0].map(saySigned)).toEqual(["+5", "−5", "0"]);
    expect([0, 0.0001, 0.1234, 1].map(sayShare)).toEqual(["0.0 %", "<0.1 %", "12.3 %", "100.0 %"]);
    expect([-0.0001, -0.1234].map(sayShare)).toEqual(["−<0.1 %", "−12.3 %"]);
    expect([12, 1536, 3 * 2 ** 30, 200 * 2 ** 30].map(sayBytes)).toEqual(["12 bytes", "1.5 KiB", "3.0 GiB", "200 GiB"]);
    expect([0.84, 9.96, 59.4, 185, 7800].map(saySeconds)).toEqual([
      "0.8 s",
      "10 s",
      "59 s",
      "3 min 05 s",
      "2 h 10 min",
    ]);
    expect([26_130_000, 999, 1_500].map(sayLarge)).toEqual(["26.1 million", "999", "1.5 thousand"]);
  });

  test("of text that may be hostile", () => {
    expect(plain("a\u001b[31mb\u0007\u202ec\n")).toBe("a\\u{1b}[31mb\\u{7}\\u{202e}c");
    expect(firstSentence("Of 1.1 million people.\nMore. Of it.")).toBe("Of 1.1 million people.");
  });
});

describe("tables", () => {
  test("wrap what may be wrapped, and no line is wider than asked", () => {
    const lines = layTable(
      [{ head: "name" }, { head: "what", wraps: true }, { head: "n", align: "right" }],
      [
        ["one", "a text that is much too long for its column", "1"],
        ["three", "short", "12,345"],
      ],
      { width: 40 },
    );
    expect(lines).toEqual([
      "  name   what                          n",
      "  one    a text that is much too       1",
      "         long for its column",
      "  three  short                    12,345",
    ]);
  });

  test("know that East Asian letters are wide", () => {
    expect(widthOf("睢宁县")).toBe(6);
    expect(wrap("睢宁县睢宁县", 6)).toEqual(["睢宁县", "睢宁县"]);
    expect(wrap("channels.committee.coverage", 20)).toEqual(["channels.committee.", "coverage"]);
  });
});

describe("charts", () => {
  test("bars are eighths of a cell, and whoever is there is seen", () => {
    expect(bar(1, 2, 4)).toBe("██");
    expect(bar(3, 16, 2)).toBe("▍");
    expect(bar(1, 1e9, 10)).toBe("▏");
    expect(bar(0, 10, 10)).toBe("");
  });

  test("a series becomes a line of blocks, gaps blanks", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline([7, Number.NaN, 0], 8)).toBe("█ ▁");
    expect(sparkline([5, 6], 8, 5)).toBe("▁█");
    expect(resample([1, 3, 5, 7], 2)).toEqual([2, 6]);
  });

  test("fine bins are merged to round edges, and no one is lost", () => {
    const counts = Array.from({ length: 1000 }, (_, i) => (i >= 612 && i < 987 ? 1 : 0));
    const { edges, counts: merged } = coarsen({ from: 0, to: 1000, counts }, 20);
    expect([edges[0], edges[1], edges.at(-1)]).toEqual([600, 620, 1000]);
    expect(merged.reduce((sum, count) => sum + count, 0)).toBe(375);
    expect(merged.length).toBeLessThanOrEqual(20);
  });
});

describe("progress", () => {
  const step = { done: 52, total: 208, noun: "ticks", personTicksPerSecond: 26.1e6, secondsLeft: 12 };

  test("is one line of less than 80 cells", () => {
    expect(drawAdvance(step, 79)).toBe(
      "━━━━━━··················   52/208 ticks  26.1 million person-ticks/s  12 s left",
    );
    const slow = { done: 9, total: 200_000, noun: "ticks", personTicksPerSecond: 123_456, secondsLeft: 5999 };
    for (const width of [79, 60, 39]) expect(widthOf(drawAdvance(slow, width))).toBeLessThanOrEqual(width);
  });

  test("is drawn over on a terminal, told every ten seconds elsewhere, and nothing for programs", () => {
    const drawn = (isTTY: boolean, silent: boolean): string[] => {
      const texts: string[] = [];
      const err = { write: (text: string) => texts.push(text), isTTY };
      let now = 0;
      const progress = openProgress(openTerminal({ out: err, err, env: {} }), silent, () => now);
      for (; now < 25_000; now += 50) progress.update(step);
      progress.end();
      return texts;
    };
    expect(drawn(true, false).length).toBe(251);
    expect(drawn(true, false).every((text) => text.startsWith("\r\u001b[K"))).toBe(true);
    expect(drawn(false, false)).toEqual(new Array(2).fill("52 of 208 ticks, 26.1 million person-ticks/s, 12 s left\n"));
    expect(drawn(true, true)).toEqual([]);
  });
});

describe("a life in short", () => {
  const entry = (tick: number, kind: Entry["kind"], text: string, points?: number): Entry => ({
    tick,
    date: `2020-01-0${tick + 1}`,
    kind,
    text,
    ...(points !== undefined && { points }),
  });
  const wants = (tick: number, verb: StateMove["verb"], from: string, to: string): Entry => ({
    ...entry(tick, "state", `want ${verb} from ${from} to ${to}`),
    moved: { name: "want", verb, from, to },
  });
  const entries = [
    wants(0, "rises", "0.1", "0.2"),
    entry(0, "decay", "…", -0.5),
    entry(0, "rounding", "…", 0.25),
    wants(1, "rises", "0.2", "0.4"),
    { ...entry(1, "decay", "…", -0.5), score: 99.25 },
    wants(2, "falls", "0.4", "0.3"),
    entry(2, "points", "+4 points for a gift", 4),
    wants(3, "falls", "0.3", "0.2"),
  ];

  test("leaves out the small steps, and still adds up", () => {
    expect(digest(entries).map(({ date, what }) => `${date} ${what}`)).toEqual([
      "2020-01-01 want rises from 0.1 to 0.4 by 2020-01-02",
      "2020-01-01 until 2020-01-02: decay −1, rounding +0.25",
      "2020-01-03 want falls from 0.4 to 0.3",
      "2020-01-03 +4 points for a gift",
      "2020-01-04 want falls from 0.3 to 0.2",
    ]);
    const sum = (lines: readonly { points?: number | undefined }[]): number =>
      lines.reduce((total, { points = 0 }) => total + points, 0);
    expect(sum(digest(entries))).toBe(sum(entries));
    expect(digest(entries)[1]!.score).toBe(99.25);
  });
});

describe("options", () => {
  test("take whole numbers as people write them", () => {
    const read = (text: string): number | undefined =>
      new OptionReader(readLine([])).whole("--people", text, wholes.people);
    expect(["1", "1_400_000_000", "1e6", "007"].map(read)).toEqual([1, 1.4e9, 1e6, 7]);
    expect(["", " 1", "_1", "1_", "1__0", "0x10", "1.0", "+1", "Infinity", "2_000_000_001"].map(read)).toEqual(
      new Array(10).fill(undefined),
    );
  });
});

describe("the terminal", () => {
  const coloured = (isTTY: boolean, env: Record<string, string>): boolean => {
    const stream = { write: () => {}, isTTY };
    return openTerminal({ out: stream, err: stream, env }).paint.title("x") !== "x";
  };

  test("shows colours only where they are wanted", () => {
    expect(coloured(true, {})).toBe(true);
    expect(coloured(true, { NO_COLOR: "1" })).toBe(false);
    expect(coloured(true, { TERM: "dumb" })).toBe(false);
    expect(coloured(false, {})).toBe(false);
  });
});

describe("who is counted in scores", () => {
  test.each([
    ["fico", /Everyone is counted here, with \d+\.\d % who have no grade, and those whose file is thin/],
    ["tencent", /Everyone is counted here, with \d+\.\d % who have no grade: these/],
    ["littering", undefined],
  ])("%s", async (name, said) => {
    const done = await run(readShipped(name), { people: 800, ticks: 6 });
    const text = laySummary(done, name, 80, noPaint).join(" ").replace(/\s+/g, " ");
    if (said) expect(text).toMatch(said);
    else expect(text).not.toContain("Everyone is counted");
  });
});
