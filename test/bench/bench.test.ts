import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kinds } from "../../bench/peers/r1.js";
import { readLine } from "../../src/cli/arguments.ts";
import { benchVerb } from "../../src/cli/bench.ts";
import { bench, measureCopies, ProblemError, readScenario } from "../../src/index.ts";
import { root } from "../tidy/tree.ts";
import { terminalInto } from "./terminal.ts";

const r1 = readScenario(readFileSync(join(root, "bench/r1.yaml"), "utf8"), { name: "bench/r1.yaml" });

// The emitted modules are compiled here, which takes its time on a machine that is busy.
const patience = { timeout: 120_000 };

describe("bench", patience, () => {
  test("measures each size on one thread and on all, and lays it beside the bound", async () => {
    const copies = await measureCopies(2 ** 20, 2);
    expect(copies.map(({ threads }) => threads)).toEqual([1, 2]);
    const told: number[] = [];
    const done = await bench(r1, {
      sizes: [2048, 4096],
      threads: 2,
      seconds: 0,
      copies,
      onSize: (people) => told.push(people),
    });
    expect(told).toEqual([2048, 4096]);
    expect(done.rows.map(({ people, threads }) => [people, threads])).toEqual([
      [2048, 1],
      [2048, 2],
      [4096, 1],
      [4096, 2],
    ]);
    expect(done.start.read).toBeUndefined();
    expect(done.start.assemble).toBeGreaterThan(0);
    for (const row of done.rows) {
      expect(row.ticks).toBeGreaterThanOrEqual(5);
      expect(row.personTicksPerSecond * row.nanosecondsPerPersonTick).toBeCloseTo(1e9, 0);
      expect(row.ofBound! * row.bound!).toBeCloseTo(row.personTicksPerSecond, 0);
    }
  });

  test("measures a world once where it has fewer communities than there are threads", async () => {
    const { rows } = await bench(r1, { sizes: [100], threads: 2, seconds: 0 });
    expect(rows.map(({ people, threads }) => [people, threads])).toEqual([[100, 1]]);
  });

  test("leaves out what was not measured to its end", async () => {
    const signal = { aborted: false };
    const onSize = (people: number): void => {
      signal.aborted = people === 200;
    };
    const { rows } = await bench(r1, { sizes: [100, 200, 300], threads: 1, seconds: 0, signal, onSize });
    expect(rows.map(({ people }) => people)).toEqual([100]);
  });

  test("refuses what does not fit before it measures anything", async () => {
    const told: number[] = [];
    const attempt = bench(r1, { sizes: [1024, 10_000_000], memoryBytes: 2 ** 20, onSize: (size) => told.push(size) });
    await expect(attempt).rejects.toThrow(ProblemError);
    expect(told).toEqual([]);
  });
});

describe("glasshouse bench", patience, () => {
  const call = (out: unknown[], json: boolean, words: string[]) => {
    return { line: readLine(["bench", ...words]), terminal: terminalInto(out), json };
  };

  test("knows the benchmark model by its name, and tells in lines of at most 80 cells", async () => {
    const out: unknown[] = [];
    await benchVerb(["r1"], { quick: true, people: "3000" }, call(out, false, ["r1"]));
    expect(out).toContain("R1, the benchmark model");
    expect(out.join("\n")).toMatch(/Seconds before its worlds: read [\d.]+, assembled [\d.]+\./);
    expect(out.filter((line) => String(line).length > 80)).toEqual([]);
  });

  test("gives plain data to programs", async () => {
    const out: { benches: { scenario: string; rows: unknown[] }[]; copies: unknown[] }[] = [];
    await benchVerb(["r1", "littering"], { quick: true, people: "3000", threads: "1" }, call(out, true, ["r1"]));
    expect(out[0]!.benches.map(({ rows }) => rows.length)).toEqual([1, 1]);
    expect(out[0]!.copies).toHaveLength(1);
  });
});

describe("the benchmark model", () => {
  test("is shipped with the package", () => {
    const { files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(files).toContain("bench/r1.yaml");
    expect(existsSync(join(root, "bench/r1.yaml"))).toBe(true);
  });

  test("has the kinds and points that the peers have", () => {
    const { conduct, scheme } = JSON.parse(r1.text);
    expect(Object.keys(conduct).sort()).toEqual(kinds.map(({ name }) => name).sort());
    for (const { name, points } of kinds) expect(scheme.points[name]).toBe(points);
  });
});
