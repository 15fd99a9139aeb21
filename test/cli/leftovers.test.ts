import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { Aside, removeForgotten } from "../../src/cli/aside.ts";
import { glasshouse, glasshouseWith, useFolder } from "./command.ts";

/** What a process leaves that was killed: it hinders nobody, and is gone after the next. */

const folder = useFolder();
const at = (...names: string[]): string => join(folder.path, ...names);
const go = (...args: string[]) => glasshouse(folder.path, ...args);
const world = ["run", "littering", "--people", "300", "--ticks", "9", "--checkpoint", "4"];
const digits = "0123456789abcdef";
const dead = { pid: 2 ** 22 + 1, host: hostname(), begun: "1", token: digits };

test("in the folder of a run: parts of its files, of its log and of its page, and locks on their way", () => {
  expect(go(...world, "--out", "x", "--html", "x/page.html").code).toBe(0);
  const leave = (...more: string[]): void => {
    const parts = ["measures.csv", "manifest.json", "checkpoint.bin", "ticks", "page.html", ...more];
    for (const name of parts) writeFileSync(at("x", `.${name}.${digits}.part`), "half");
    writeFileSync(at("x", `lock.${digits}`), JSON.stringify(dead));
    writeFileSync(at("x", "lock"), JSON.stringify(dead));
  };
  const page = ["--html", "x/page.html"];
  for (const args of [
    [...world, "--out", "x", ...page],
    ["run", "--resume", "x"],
    ["verify", "x"],
  ]) {
    leave();
    const { code, err } = go(...args);
    expect({ code, err }, args.join(" ")).toEqual({ code: 0, err: "" });
    expect(readdirSync(at("x")).sort()).toEqual(["checkpoint.bin", "manifest.json", "measures.csv", "page.html"]);
  }
  // A page may have any name, where it is that of this run.
  leave("told");
  expect(go(...world, "--out", "x", ...page).err).toMatch(/^error\[out-foreign\].*told/);
});

test("a lock that somebody living is about to put back stays", () => {
  expect(go(...world, "--out", "y").code).toBe(0);
  writeFileSync(at("y", `lock.${digits}`), JSON.stringify({ ...dead, pid: process.pid, host: "elsewhere" }));
  expect(go("verify", "y").code).toBe(0);
  expect(existsSync(at("y", `lock.${digits}`))).toBe(true);
});

test("a manifest does not speak of figures that are not its own, should a process die between the two", () => {
  expect(go(...world, "--out", "z").code).toBe(0);
  // The new figures cannot take their name: the manifest before must be there, or none.
  const before = readFileSync(at("z", "manifest.json"), "utf8");
  const hook = `import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module"; const { renameSync } = fs; fs.renameSync = (from, to) => { renameSync(from, to); if (to.endsWith("measures.csv")) process.kill(process.pid, "SIGKILL"); }; syncBuiltinESMExports();`;
  const preload = `--import data:text/javascript,${encodeURIComponent(hook)}`;
  const env = { NODE_OPTIONS: preload };
  expect(glasshouseWith(env, folder.path, "run", "--resume", "z", "--ticks", "12").code).toBe(null);
  expect(existsSync(at("z", "manifest.json"))).toBe(false);
  expect(go("run", "--resume", "z", "--ticks", "12").code).toBe(0);
  expect(readFileSync(at("z", "manifest.json"), "utf8")).not.toBe(before);
  expect(go("verify", "z").code).toBe(0);
});

test("beside a page and a new scenario: gone once nobody can be writing it any more", () => {
  const left = at(`.page.html.${digits}.part`);
  writeFileSync(left, "half");
  removeForgotten(at("page.html"));
  expect(existsSync(left)).toBe(true);
  const before = new Date(Date.now() - 3_600_000);
  for (const name of [left, at(`.town.yaml.${digits}.part`)]) {
    writeFileSync(name, "half");
    utimesSync(name, before, before);
  }
  expect(go("run", "littering", "--people", "300", "--ticks", "2", "--html", "page.html").code).toBe(0);
  expect(go("new", "town").code).toBe(0);
  expect(readdirSync(folder.path).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("a new file never takes the place of another, and has its name only when it is whole", () => {
  writeFileSync(at("there"), "precious");
  const file = new Aside(at("there"));
  file.write("ours");
  expect(() => file.keepNew()).toThrow(/EEXIST/);
  file.drop();
  expect(readFileSync(at("there"), "utf8")).toBe("precious");
  const other = new Aside(at("fresh"));
  other.write("ours");
  expect(existsSync(at("fresh"))).toBe(false);
  other.keepNew();
  expect(readFileSync(at("fresh"), "utf8")).toBe("ours");
  expect(readdirSync(folder.path).filter((name) => name.endsWith(".part"))).toEqual([]);
});
