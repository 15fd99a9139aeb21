import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { forge, open } from "../checkpoint/forge.ts";
import { atOnce } from "../scenarios/unsettled.ts";
import { glasshouse, glasshouseHere, useFolder } from "./command.ts";

const folder = useFolder();
const at = (...names: string[]): string => join(folder.path, ...names);
const go = (...args: string[]) => glasshouseHere(folder.path, ...args);
/** A county that begins at once: it is lived again for each question. */
const county = "county.yaml";
const world = ["run", county, "--people", "1500", "--ticks", "30", "--twins", "0"];
const files = ["checkpoint.bin", "manifest.json", "measures.csv"];

beforeAll(async () => {
  writeFileSync(at(county), atOnce("suining"));
  expect((await go(...world, "--out", "good", "--checkpoint", "9")).code).toBe(0);
}, 60_000);

/** A copy of the good folder in which something was changed. */
function changed(name: string, file: string, change: (text: string) => string): string {
  cpSync(at("good"), at(name), { recursive: true });
  writeFileSync(at(name, file), change(readFileSync(at(name, file), "latin1")), "latin1");
  return name;
}

test("a run that nobody changed is what it comes to, and its folder stays as it is", async () => {
  const before = files.map((name) => readFileSync(at("good", name)));
  const { code, out, err } = glasshouse(folder.path, "verify", "good");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/checkpoint {2}of tick 27: figures, phases and the state of all/);
  expect(out).toMatch(/good is what its run comes to\.\n$/);
  const told = JSON.parse((await go("verify", "good", "--json", "--backend", "interpret")).out);
  expect(told).toMatchObject({ folder: "good", checkpoint: 27, measures: true, verified: true });
  expect(files.map((name) => readFileSync(at("good", name)))).toEqual(before);
  expect(readdirSync(at("good")).sort()).toEqual(files);
}, 30_000);

const cases: readonly (readonly [file: string, change: (text: string) => string, says: RegExp])[] = [
  [
    "measures.csv",
    (text) => text.replace(/^(7,indebted,,1500,)\d+/m, "$13"),
    /measures\.csv is another from line \d+ on/,
  ],
  ["measures.csv", (text) => text.slice(0, -1), /measures\.csv is another from line/],
  ["measures.csv", (text) => `${text}30,indebted,,1,1\n`, /measures\.csv is another from line/],
  [
    "manifest.json",
    (text) => text.replace(/"stateHash": "../, '"stateHash": "zz'),
    /another from line \d+ on, where .*stateHash/,
  ],
  ["manifest.json", (text) => text.replace('"name": "graded"', '"name": "scored"'), /where .*graded/],
  ["manifest.json", (text) => text.replace('"warnings": []', '"warnings": ["x"]'), /where .*warnings/],
  ["manifest.json", (text) => text.replace(/"assumed": \d+/, '"assumed": 0'), /where .*assumed/],
  ["manifest.json", (text) => text.replace('"synthetic": true', '"synthetic": false'), /where .*synthetic/],
  [
    "manifest.json",
    (text) => text.replace('"runs": 1', '"runs": 1,\n  "real": "somebody"'),
    /manifest\.json is another/,
  ],
  ["manifest.json", (text) => text.replace('"runs": 1', '"stateHash": "0",\n  "runs": 1'), /manifest\.json is another/],
  ["manifest.json", (text) => text.replace('"title": "s', '"title": "Another s'), /where .*title/],
  ["manifest.json", (text) => `${text} `, /manifest\.json is another/],
  ["manifest.json", (text) => text.replace('"seed": 1', '"seed": 2'), /are of different runs/],
  ["manifest.json", (text) => text.replace('"ticks": 30', '"ticks": 28'), /measures\.csv is another/],
  ["manifest.json", (text) => text.replace('"ticks": 30', '"ticks": 5'), /measures\.csv is another/],
  [
    "manifest.json",
    (text) => text.replace('"scenarioHash": "', '"scenarioHash": "0'),
    /its scenario is none, or another/,
  ],
  ["manifest.json", (text) => text.replace('"engineVersion": "', '"engineVersion": "9'), /it is of version 9/],
  ["manifest.json", (text) => text.replace(/"run": "..../, '"run": "0000'), /where .*"run": "[0-9a-f]{16}"/],
  ["manifest.json", (text) => text.replace(/"run": ".*"/, '"run": ""'), /where .*"run": "[0-9a-f]{16}"/],
  ["manifest.json", (text) => text.replace(/"run": ".*"/, '"run": "zhangsan"'), /where .*"run": "[0-9a-f]{16}"/],
  ["manifest.json", (text) => text.replace('"ticksAsked": 30', '"ticksAsked": 40'), /manifest\.json is another/],
  ["manifest.json", (text) => text.replace('"ticksAsked": 30', '"ticksAsked": 3'), /where .*"ticksAsked": 30/],
  ["manifest.json", (text) => text.replace('"stopped": false', '"stopped": true'), /where .*"stopped": false/],
  ["manifest.json", (text) => text.slice(0, 200), /it is no manifest of a run/],
  ["manifest.json", () => "[]", /it is no manifest of a run/],
  ["checkpoint.bin", (text) => `${text.slice(0, -40)}${"x".repeat(40)}`, /checkpoint-damaged/],
];

test.each(cases.map((one, i) => [i, one[0], ...one.slice(1)] as const))(
  "change %i, of %s, is found",
  async (i, file, change, says) => {
    const name = changed(`changed-${i}`, file, change as (text: string) => string);
    const { code, err } = await go("verify", name);
    expect(err).toMatch(says as RegExp);
    expect(code).toBe(1);
    expect(readdirSync(at(name)).sort()).toEqual(files);
  },
);

test("a checkpoint with right sums that its world did not come to is found, by verify and by a resume", async () => {
  const name = changed("forged", "measures.csv", (text) => text);
  const path = at(name, "checkpoint.bin");
  const head = await open(readFileSync(path));
  writeFileSync(path, await forge(JSON.stringify({ ...head, stateHash: "0123456789abcdef" })));
  expect((await go("verify", name)).err).toMatch(/^error\[checkpoint-false\]/);
  expect((await go("run", "--resume", name)).err).toMatch(/^error\[checkpoint-false\]/);
  // What it calls its scenario is nobody's word but the file's.
  const words = { ...head, scenarioName: "somebody-owes-12220.yaml" };
  writeFileSync(path, await forge(JSON.stringify(words)));
  const resumed = await go("run", "--resume", name);
  expect(resumed.code).toBe(0);
  expect(resumed.out).toMatch(/^Note: the scenario of this run has changed since it began, or is gone/m);
  expect(resumed.out).not.toContain("12220");
}, 60_000);

test("a run that was killed is verified by its checkpoint alone, and figures without a manifest are none", async () => {
  const name = changed("killed", "measures.csv", (text) => text);
  rmSync(at(name, "manifest.json"));
  expect((await go("verify", name)).err).toMatch(/^error\[run-false\].*stands there without manifest.json/);
  rmSync(at(name, "measures.csv"));
  const { code, out } = await go("verify", name);
  expect(code).toBe(0);
  expect(out).toMatch(/27 ticks/);
  expect(out).not.toMatch(/measures\.csv/);
  rmSync(at(name, "checkpoint.bin"));
  expect((await go("verify", name)).err).toMatch(/^error\[run-missing\]/);
  mkdirSync(at("empty"));
  expect((await go("verify", "empty")).err).toMatch(/^error\[run-missing\]: there is no run in "empty"/);
  expect(readdirSync(at("empty"))).toEqual([]);
  expect((await go("verify", "nowhere")).err).toMatch(/^error\[run-missing\]/);
  expect(existsSync(at("nowhere"))).toBe(false);
}, 60_000);

test("a folder with anything in it that no run leaves there is refused, and one with its page is not", async () => {
  const name = changed("strangers", "measures.csv", (text) => text);
  const page = (file: string) => [...world, "--html", `${name}/${file}`];
  expect((await go(...page("page.html"))).code).toBe(0);
  expect((await go("verify", name)).code).toBe(0);
  const refused = async (stranger: string): Promise<void> => {
    const { code, err } = await go("verify", name);
    expect([code, err.split("\n")[0]]).toEqual([
      1,
      `error[out-foreign]: "${name}" holds other things, such as "${stranger}"`,
    ]);
    rmSync(at(name, stranger), { recursive: true });
  };
  writeFileSync(at(name, "people.csv"), "somebody\n");
  await refused("people.csv");
  mkdirSync(at(name, "people"));
  await refused("people");
  writeFileSync(at(name, "other.html"), "somebody\n");
  await refused("other.html");
  symlinkSync(at(name, "page.html"), at(name, "link.html"));
  await refused("link.html");
  expect((await go("verify", name)).code).toBe(0);
}, 60_000);

test("a run that was made longer and killed is verified to the end of each", async () => {
  const name = changed("longer", "measures.csv", (text) => text);
  const kept = ["manifest.json", "measures.csv"].map((file) => [file, readFileSync(at(name, file))] as const);
  expect((await go("run", "--resume", name, "--ticks", "50")).code).toBe(0);
  expect((await go("verify", name)).out).toMatch(/50 ticks/);
  // As if it had been killed before its end: the checkpoint is ahead.
  for (const [file, text] of kept) writeFileSync(at(name, file), text);
  const { code, out } = await go("verify", name);
  expect([code, /checkpoint {2}of tick 45/.test(out), /measures\.csv: every row/.test(out)]).toEqual([0, true, true]);
  writeFileSync(at(name, "measures.csv"), `${kept[1]![1]}1`);
  expect((await go("verify", name)).err).toMatch(/measures\.csv is another/);
}, 60_000);
