import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openResume } from "../../src/cli/checkpointFile.ts";
import { holdFolder, openFolder } from "../../src/cli/folder.ts";
import { layPage } from "../../src/cli/html/page.ts";
import { noPaint } from "../../src/cli/report/paint.ts";
import { laySummary } from "../../src/cli/report/summary.ts";
import { run } from "../../src/index.ts";
import { forge, open } from "../checkpoint/forge.ts";
import { glasshouse, useFolder } from "./command.ts";

const folder = useFolder();
const at = (...names: string[]): string => join(folder.path, ...names);
const go = (...args: string[]) => glasshouse(folder.path, ...args);
const world = ["run", "suining", "--people", "1500", "--ticks", "30"];
const listed = (name: string): string[] => readdirSync(at(name)).map((each) => each.replace(/-[0-9a-f]{16}/, ""));

beforeAll(() => {
  expect(go(...world, "--out", "good", "--checkpoint", "9").code).toBe(0);
}, 60_000);

/** A copy of the good folder in which something was changed. */
function changed(name: string, file: string, change: (text: string) => string): string {
  cpSync(at("good"), at(name), { recursive: true });
  writeFileSync(at(name, file), change(readFileSync(at(name, file), "latin1")), "latin1");
  return name;
}

test("a run that nobody changed is what it comes to, and its folder stays as it is", () => {
  const before = readFileSync(at("good", "measures.csv"));
  const { code, out, err } = go("verify", "good");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/checkpoint {2}of tick 27: every cell, record and figure agrees/);
  expect(out).toMatch(/good is what its run comes to: states proven\.\n$/);
  expect(JSON.parse(go("verify", "good", "--json").out)).toMatchObject({
    folder: "good",
    checkpoint: 27,
    states: "proven",
  });
  expect(readFileSync(at("good", "measures.csv")).equals(before)).toBe(true);
  expect(listed("good").sort()).toEqual(["checkpoint.bin", "manifest.json", "measures.csv", "ticks.bin"]);
});

test("figures, hashes, phases and warnings that somebody changed are found", () => {
  const cases: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    [
      "measures.csv",
      (text) => text.replace(/^(7,indebted,,1500,)\d+/m, "$13"),
      /measures\.csv is another from line \d+ on/,
    ],
    ["measures.csv", (text) => text.slice(0, -1), /measures\.csv is another from line/],
    ["measures.csv", (text) => `${text}30,indebted,,1,1\n`, /measures\.csv is another from line/],
    ["manifest.json", (text) => text.replace(/"stateHash": "../, '"stateHash": "zz'), /its state hash is "zz/],
    ["manifest.json", (text) => text.replace('"name": "graded"', '"name": "scored"'), /its phases are others/],
    ["manifest.json", (text) => text.replace('"warnings": []', '"warnings": ["x"]'), /its warnings are others/],
    ["manifest.json", (text) => text.replace('"seed": 1', '"seed": 2'), /checkpoint-foreign/],
    [
      "manifest.json",
      (text) => text.replace('"scenarioHash": "', '"scenarioHash": "0'),
      /its scenario is none, or another/,
    ],
    ["manifest.json", (text) => text.replace('"engineVersion": "', '"engineVersion": "9'), /it is of version 9/],
    ["manifest.json", (text) => text.slice(0, 200), /it is no manifest of a run/],
    ["manifest.json", () => "[]", /it is no manifest of a run/],
    ["checkpoint.bin", (text) => `${text.slice(0, -40)}${"x".repeat(40)}`, /checkpoint-damaged/],
  ];
  for (const [i, [file, change, says]] of cases.entries()) {
    const name = changed(`changed-${i}`, file, change);
    const { code, err } = go("verify", name);
    expect(err, `${file}, ${i}`).toMatch(says);
    expect(code).toBe(1);
    expect(listed(name).sort()).toEqual(["checkpoint.bin", "manifest.json", "measures.csv", "ticks.bin"]);
    rmSync(at(name), { recursive: true });
  }
}, 120_000);

test("a checkpoint with right sums that its world did not come to is found, and so is a log", async () => {
  const name = changed("forged", "measures.csv", (text) => text);
  const path = at(name, "checkpoint.bin");
  const { head, body } = await open(readFileSync(path));
  const forged = body.slice();
  // A cell in the middle of all.
  forged[forged.length >> 1]! ^= 1;
  writeFileSync(path, await forge(JSON.stringify(head), forged));
  expect(go("verify", name).err).toMatch(/^error\[checkpoint-false\]/);
  expect(go("run", "--resume", name).err).toMatch(/^error\[checkpoint-false\]/);
  writeFileSync(path, await forge(JSON.stringify({ ...head, logName: `ticks-${"0".repeat(16)}.bin` }), body));
  expect(go("verify", name).err).toMatch(/^error\[checkpoint-without-log\]/);
  writeFileSync(path, await forge(JSON.stringify({ ...head, logName: "../../etc/passwd" }), body));
  expect(go("verify", name).err).toMatch(/^error\[checkpoint-damaged\]/);
  writeFileSync(path, await forge(JSON.stringify(head), body));
  const log = readdirSync(at(name)).find((each) => each.startsWith("ticks-"))!;
  const bytes = readFileSync(at(name, log));
  bytes[5] = bytes[5]! ^ 1;
  writeFileSync(at(name, log), bytes);
  expect(go("verify", name).err).toMatch(/^error\[checkpoint-false\].* is another in tick 0/);
}, 60_000);

test("a run that was killed is verified by its checkpoint alone", () => {
  const name = changed("killed", "measures.csv", (text) => text);
  for (const file of ["manifest.json", "measures.csv"]) rmSync(at(name, file));
  expect(go("verify", name).out).toMatch(/30 ticks|27 ticks/);
  rmSync(at(name, "checkpoint.bin"));
  expect(go("verify", name).err).toMatch(/^error\[run-missing\]/);
  mkdirSync(at("empty"));
  expect(go("verify", "empty").err).toMatch(/^error\[run-missing\]: there is no run in "empty"/);
  expect(readdirSync(at("empty"))).toEqual([]);
  expect(go("verify", "nowhere").err).toMatch(/^error\[run-missing\]/);
  expect(existsSync(at("nowhere"))).toBe(false);
}, 60_000);

test("of states that are not proven figures are left out, until they are", async () => {
  const name = changed("unproven", "measures.csv", (text) => text);
  const opened = await openResume(at(name), undefined);
  const kept = openFolder(
    at(name),
    JSON.parse(readFileSync(at(name, "manifest.json"), "utf8")).run,
    holdFolder(at(name), undefined),
    undefined,
  );
  const done = await run(opened.point.scenario, { resume: opened.point, provenUpTo: 0, log: kept.log });
  const [page, summary] = [layPage(done, "suining"), laySummary(done, "suining", 80, noPaint).join("\n")];
  for (const text of [page, summary]) {
    expect(text).toMatch(/States\s+not\s+proven/);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  }
  expect(summary).toMatch(/no_business_licence +business +– +–/);
  kept.keep(done);
  kept.close();
  await opened.close();
  const text = readFileSync(at(name, "measures.csv"), "utf8");
  expect(text).toMatch(/,,$/m);
  expect(JSON.parse(readFileSync(at(name, "manifest.json"), "utf8"))).toMatchObject({
    states: "not proven",
    resumed: 27,
  });
  expect(go("verify", name).out).toMatch(/states proven/);
  expect(readFileSync(at(name, "measures.csv")).equals(readFileSync(at("good", "measures.csv")))).toBe(true);
  expect(JSON.parse(readFileSync(at(name, "manifest.json"), "utf8")).states).toBe("proven");
}, 60_000);
