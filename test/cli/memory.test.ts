import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { faultOfRoom } from "../../bin/room.js";
import { type Limits, memoryBytes, threadsOf } from "../../src/cli/memory.ts";
import { readScenario, reckon, run } from "../../src/index.ts";
import { root } from "../tidy/tree.ts";
import { glasshouse, useFolder } from "./command.ts";
import { manyFigures } from "./manyFigures.ts";

const folder = useFolder();
const at = (name: string): string => join(folder.path, name);
const free: Limits = {
  memory: 10e9,
  addresses: Number.POSITIVE_INFINITY,
  addressesTaken: 1e9,
  data: Number.POSITIVE_INFINITY,
  dataTaken: 1e8,
};

test("memory is that of the machine, of its group and of the process, whichever is least", () => {
  expect(memoryBytes(free)).toBe(8e9);
  expect(memoryBytes({ ...free, memory: 1e9 })).toBe(8e8);
  expect(memoryBytes({ ...free, addresses: 2e9 })).toBe(8e8);
  expect(memoryBytes({ ...free, data: 6e8 })).toBe(4e8);
  expect(memoryBytes({ ...free, addresses: 5e8 })).toBe(0);
  // Of this very process: nothing can be more than the machine has.
  expect(memoryBytes()).toBeGreaterThan(1e8);
  expect(threadsOf(7)).toBe(7);
});

test("threads are no more than there is data for, which each takes to come up", () => {
  expect(threadsOf(undefined, free)).toBe(undefined);
  expect(threadsOf(64, { ...free, addresses: 2e9 })).toBe(64);
  expect(threadsOf(undefined, { ...free, data: 1.5e8 })).toBe(1);
  expect(threadsOf(1, { ...free, data: 1e8 })).toBe(1);
  expect(threadsOf(4, { ...free, data: 3e8 })).toBe(4);
  expect(() => threadsOf(4, { ...free, data: 2e8 })).toThrow(
    /too-many-threads.*\n.*expected at most 2, or more memory/,
  );
});

test("a process that may take less than it takes to load all of it is refused before", () => {
  const told = (addresses: string, data: string): string =>
    `Max data size             ${data}            unlimited            bytes\nMax address space         ${addresses}            unlimited            bytes\n`;
  const taken = "VmSize:\t  700000 kB\nVmData:\t   80000 kB\n";
  expect(faultOfRoom(told("unlimited", "unlimited"), taken)).toBe(undefined);
  expect(faultOfRoom("", "")).toBe(undefined);
  expect(faultOfRoom(told("1100000000", "unlimited"), taken)).toBe(undefined);
  expect(faultOfRoom(told("1000000000", "unlimited"), taken)).toBe(
    "there is too little memory to start: ulimit -v is 976562, and has to be 1027680 or more",
  );
  expect(faultOfRoom(told("unlimited", "150000000"), taken)).toMatch(
    /ulimit -d is 146484, and has to be 194688 or more/,
  );
});

// No other system has /proc.
describe.skipIf(process.platform !== "linux")("a process that may not take all", () => {
  const within = (limit: string, ...args: string[]) => {
    const line = `ulimit ${limit} && exec "$0" "$@"`;
    const bin = join(root, "bin/glasshouse.js");
    const ended = spawnSync("sh", ["-c", line, process.execPath, bin, ...args], { cwd: folder.path, encoding: "utf8" });
    return { code: ended.status, out: ended.stdout, err: ended.stderr };
  };
  const world = ["run", "suining", "--people", "1000", "--ticks", "3", "--twins", "0", "--json"];

  test("runs without WebAssembly where its addresses cannot be had, to the same hash", () => {
    const usual = JSON.parse(glasshouse(folder.path, ...world).out);
    for (const kilobytes of [3_000_000, 12_000_000, 22_000_000]) {
      const { code, out, err } = within(`-v ${kilobytes}`, ...world);
      expect([code, err], `${kilobytes}`).toEqual([0, ""]);
      const done = JSON.parse(out);
      expect(done.stateHash).toBe(usual.stateHash);
      expect(done.backend).toBe("interpret");
      expect(done.warnings.join()).toMatch(/ulimit -v/);
    }
    expect(within("-v 3000000", ...world, "--backend", "wasm").out).toMatch(/backend-misfit/);
  }, 60_000);

  test("is refused where it cannot even come up, in one line", () => {
    for (const limit of ["-v 900000", "-d 120000"]) {
      const { code, out, err } = within(limit, ...world.slice(0, -1));
      expect({ code, out }, limit).toEqual({ code: 1, out: "" });
      expect(err).toMatch(/^error\[too-little-memory\]: there is too little memory to start: .*\n$/);
      expect(JSON.parse(within(limit, ...world).out).problems[0].code).toBe("too-little-memory");
    }
    expect(within("-d 300000", ...world, "--threads", "40").out).toMatch(/too-many-threads/);
  }, 60_000);

  test("is refused what it cannot have, before it begins", () => {
    const { code, err } = within("-v 3000000", "run", "suining", "--people", "300_000_000", "--ticks", "1");
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error\[too-large\]: 300,000,000 people need [\d.]+ GiB of memory, and there are [\d.]+ GiB\n.*at most/,
    );
    expect(within("-d 600000", "run", "suining", "--people", "300_000_000", "--ticks", "1").err).toMatch(
      /^error\[too-large\]/,
    );
  });
});

describe("sixty measures by thirty groups", () => {
  beforeAll(() => writeFileSync(at("many.yaml"), manyFigures));

  test("for 20,000 ticks are refused in memory, and as JSON, with what to change", () => {
    const plain = glasshouse(folder.path, "run", "many.yaml");
    expect(plain.code).toBe(1);
    expect(plain.err).toMatch(/^error\[too-many-rows\]: 1,9\d\d figures in each of 20,000 ticks take 0.6 GiB/);
    expect(plain.err).toMatch(/at most 4,\d{3} ticks[\s\S]*run --out FOLDER keeps them on disk/);
    const json = glasshouse(folder.path, "run", "many.yaml", "--out", "many", "--json");
    expect(JSON.parse(json.out).problems[0]).toMatchObject({ code: "too-many-rows", column: expect.any(Number) });
    expect(existsSync(at("many/measures.csv"))).toBe(false);
    expect(existsSync(at("many/lock"))).toBe(false);
  });

  test("are counted as memory by check and plan", async () => {
    const plan = readScenario(manyFigures).plan({ people: 1100 });
    const { resultBytes, totalBytes } = reckon(plan);
    expect(resultBytes).toBeGreaterThan(60 * 31 * 20_000 * 16);
    expect(totalBytes - reckon(plan, { results: "elsewhere" }).totalBytes).toBe(resultBytes);
    await expect(run(readScenario(manyFigures), { people: 1100, memoryBytes: resultBytes })).rejects.toThrow(
      /too-many-rows/,
    );
  });

  test("are on disk to the last row with --out, whatever memory there is for them", () => {
    const { code, out } = glasshouse(folder.path, "run", "many.yaml", "--ticks", "400", "--out", "rows");
    expect([code, out.includes("kept       rows")]).toEqual([0, true]);
    const text = readFileSync(at("rows/measures.csv"), "utf8");
    const figures = (readScenario(manyFigures).plan().measures ?? []).reduce(
      (sum, { groups }) => sum + 1 + (groups?.words.length ?? 0),
      0,
    );
    expect(text.split("\n").length).toBe(400 * figures + 2);
    expect(statSync(at("rows/measures.csv")).size).toBe(Buffer.byteLength(text));
  }, 60_000);
});
