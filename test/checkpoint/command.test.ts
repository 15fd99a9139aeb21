import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { glasshouseHere, useFolder } from "../cli/command.ts";
import { atOnce } from "../scenarios/unsettled.ts";
import { root } from "../tidy/tree.ts";

const folder = useFolder();
const go = (...args: string[]) => glasshouseHere(folder.path, ...args);
const read = (...path: string[]) => readFileSync(join(folder.path, ...path));
/** A county that begins at once. */
const county = "county.yaml";
const world = [county, "--people", "1500", "--ticks", "30", "--twins", "0"];

beforeAll(() => writeFileSync(join(folder.path, county), atOnce("suining")));

test("a run with checkpoints is kept as any other, and its checkpoint beside it", async () => {
  expect((await go("run", ...world, "--out", "plain")).code).toBe(0);
  expect((await go("run", ...world, "--out", "kept", "--checkpoint", "7")).code).toBe(0);
  expect(readdirSync(join(folder.path, "kept")).sort()).toEqual(["checkpoint.bin", "manifest.json", "measures.csv"]);
  for (const name of ["manifest.json", "measures.csv"]) expect(read("kept", name)).toEqual(read("plain", name));
  // The last checkpoint is that of tick 28.
  const again = await go("run", "--resume", "kept", "--backend", "interpret");
  expect(again.code).toBe(0);
  expect(read("kept", "measures.csv")).toEqual(read("plain", "measures.csv"));
}, 60_000);

test("without --out it is kept in a folder of its own", async () => {
  const { code, out } = await go("run", ...world, "--checkpoint", "20");
  expect(code).toBe(0);
  const path = /^kept {7}(runs\/[0-9a-f]{16})$/m.exec(out)![1]!;
  expect(existsSync(join(folder.path, path, "checkpoint.bin"))).toBe(true);
});

test("a resumed run may be made longer, and nothing else", async () => {
  expect((await go("run", ...world, "--out", "short", "--checkpoint", "9")).code).toBe(0);
  expect((await go("run", "--resume", "short", "--ticks", "45")).code).toBe(0);
  expect((await go("run", county, "--people", "1500", "--ticks", "45", "--twins", "0", "--out", "long")).code).toBe(0);
  expect(read("short", "measures.csv")).toEqual(read("long", "measures.csv"));
  // Those that say the same are welcome.
  expect((await go("run", county, "--resume", "short", "--seed", "1", "--people", "1500")).code).toBe(0);
  const cases = [
    ["checkpoint-foreign", ["run", "--resume", "short", "--seed", "2"]],
    ["checkpoint-foreign", ["run", "none", "--resume", "short"]],
    ["checkpoint-beyond", ["run", "--resume", "short", "--ticks", "3"]],
    ["resume-elsewhere", ["run", "--resume", "short", "--out", "other"]],
    ["checkpoint-missing", ["run", "--resume", "long"]],
    ["missing-argument", ["run"]],
  ] as const;
  for (const [code, args] of cases) {
    const ended = await go(...args);
    expect(ended.err, args.join(" ")).toMatch(new RegExp(`^error\\[${code}\\]`));
    expect(ended.err, args.join(" ")).toMatch(/^ *--> the command line/m);
    expect(ended.code).toBe(1);
  }
}, 90_000);

test("a resumed run says so where its scenario has changed since, or is gone", async () => {
  const text = readFileSync(join(root, "scenarios/littering.yaml"), "utf8");
  const path = join(folder.path, "town.yaml");
  const note = /^Note: the scenario of this run has changed since it began, or is gone/m;
  writeFileSync(path, text);
  expect(
    (await go("run", "town.yaml", "--people", "500", "--ticks", "6", "--checkpoint", "2", "--out", "town")).code,
  ).toBe(0);
  expect((await go("run", "--resume", "town", "--ticks", "8")).out).not.toMatch(note);
  // What stands in a remark is not what is run.
  writeFileSync(path, `# A remark.\n${text}`);
  expect((await go("run", "--resume", "town", "--ticks", "9")).out).not.toMatch(note);
  writeFileSync(path, text.replace("title: ", "title: Another "));
  expect((await go("run", "--resume", "town", "--ticks", "10")).out).toMatch(note);
  rmSync(path);
  const gone = await go("run", "--resume", "town", "--ticks", "11");
  expect(gone.out).toMatch(note);
  expect(gone.code).toBe(0);
}, 60_000);

test("a file that came to harm is refused as what it is", async () => {
  expect((await go("run", ...world, "--out", "harmed", "--checkpoint", "9")).code).toBe(0);
  const path = join(folder.path, "harmed", "checkpoint.bin");
  const good = readFileSync(path);
  const bad = Buffer.from(good);
  bad[good.length >> 1]! ^= 4;
  writeFileSync(path, bad);
  expect((await go("run", "--resume", "harmed")).err).toMatch(/^error\[checkpoint-damaged\].*"harmed\/checkpoint.bin"/);
  writeFileSync(path, good.subarray(0, -1));
  expect((await go("run", "--resume", "harmed")).err).toMatch(
    /^error\[checkpoint-truncated\](.|\n)* --> the command line/,
  );
  mkdirSync(join(folder.path, "folder", "checkpoint.bin"), { recursive: true });
  expect((await go("run", "--resume", "folder")).err).toMatch(/^error\[checkpoint-unreadable\].*no regular file/);
}, 60_000);

test("Ctrl-C keeps what was reckoned, and a checkpoint of it that no other run may write over", async () => {
  const out = join(folder.path, "stopped");
  const args = [
    "run",
    county,
    "--people",
    "1500",
    "--twins",
    "0",
    "--ticks",
    "900000",
    "--checkpoint",
    "500000",
    "--out",
    "stopped",
  ];
  const child = spawn(process.execPath, [join(root, "bin", "glasshouse.js"), ...args], { cwd: folder.path });
  const ended = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  let said = "";
  child.stdout.on("data", (data) => {
    said += data;
  });
  while (!existsSync(join(out, "checkpoint.bin"))) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 300));
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(said).toMatch(/resume {5}glasshouse run --resume stopped/);
  const { ticks, stopped } = JSON.parse(read("stopped", "manifest.json").toString());
  expect(stopped).toBe(true);
  expect(ticks).toBeGreaterThan(0);
  expect((await go("run", ...args.slice(1))).err).toMatch(
    /^error\[out-unfinished\][\s\S]*glasshouse run --resume stopped/,
  );
  expect((await go("run", "--resume", "stopped", "--ticks", String(ticks + 4))).code).toBe(0);
  expect(
    (await go("run", county, "--people", "1500", "--ticks", String(ticks + 4), "--twins", "0", "--out", "through"))
      .code,
  ).toBe(0);
  expect(read("stopped", "measures.csv").equals(read("through", "measures.csv"))).toBe(true);
}, 120_000);

test("a run that will not fit is refused with figures before it begins, and plan tells what it takes", async () => {
  const { code, err } = await go("run", "suining", "--people", "2_000_000_000", "--ticks", "1");
  expect(code).toBe(1);
  expect(err).toMatch(/^error\[too-large\]: 2,000,000,000 people need [\d.]+ GiB.*\n.*at most [\d,]+ people/);
  const { totalBytes, backend } = JSON.parse((await go("plan", "suining", "--people", "100_000_000", "--json")).out);
  expect(backend).toMatch(/wasm|interpret/);
  expect(totalBytes).toBeGreaterThan(1e9);
});
