import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Outcome, refresh } from "../../scripts/build.js";
import { root } from "../tidy/tree.ts";

/** A clone with two sources, which compile in a moment. */
const folders: string[] = [];
let clone = "";

function put(path: string, text: string): void {
  mkdirSync(join(clone, path, ".."), { recursive: true });
  writeFileSync(join(clone, path), text);
}

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "glasshouse-build-"));
  folders.push(clone);
  for (const path of ["scripts", "bin", "tsconfig.json", "tsconfig.build.json", "package.json"])
    cpSync(join(root, path), join(clone, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"), "junction");
  put("scenarios/a.yaml", "title: a\n");
  mkdirSync(join(clone, "scenarios", "catalogues"));
  put("src/scenario/own.ts", "export const own = 1;\n");
  put(
    "src/cli/main.ts",
    'import { said } from "./said.ts";\nexport const main = async () => (console.log(said), 0);\n',
  );
  put("src/cli/said.ts", 'export const said = "one";\n');
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderOf(outcome: Outcome): string {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.folder;
}

function buildsIn(path = clone): string[] {
  return readdirSync(join(path, "builds")).sort();
}

function say(): string {
  return spawnSync(process.execPath, [join(clone, "bin", "glasshouse.js")], { encoding: "utf8" }).stdout.trim();
}

/** All files of a folder but those of others, with the time of their last change. */
function timesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith("node_modules"))
    .map((path) => `${path} ${statSync(join(folder, path)).mtimeMs}`)
    .sort();
}

describe("a build", () => {
  test.each([0.0001, 0.2501, 0.333_333, 0.499_999_9, 0.9995, 0.999_999_9])(
    "is found again whatever the fraction of a second of its sources' times (%d s)",
    (fraction) => {
      const at = 1_790_000_000 + fraction;
      for (const path of ["src/cli/main.ts", "src/cli/said.ts", "package.json"]) utimesSync(join(clone, path), at, at);
      refresh(clone);
      const before = timesIn(clone);
      for (let i = 0; i < 3; i++) refresh(clone);
      expect(timesIn(clone)).toEqual(before);
    },
  );

  test("is found again when sources only look newer, or older", () => {
    const first = folderOf(refresh(clone));
    utimesSync(join(clone, "src/cli/said.ts"), 4e9, 4e9);
    expect(folderOf(refresh(clone))).toBe(first);
    utimesSync(join(clone, "src/cli/said.ts"), 1, 1);
    expect(folderOf(refresh(clone))).toBe(first);
  });

  test("is made anew when a source changes within the same time, and the older one is found again", () => {
    const first = folderOf(refresh(clone));
    const { atime, mtime } = statSync(join(clone, "src/cli/said.ts"));
    put("src/cli/said.ts", 'export const said = "two";\n');
    utimesSync(join(clone, "src/cli/said.ts"), atime, mtime);
    const second = folderOf(refresh(clone));
    expect(second).not.toBe(first);
    expect(say()).toBe("two");
    put("src/cli/said.ts", 'export const said = "one";\n');
    expect(folderOf(refresh(clone))).toBe(first);
    expect(say()).toBe("one");
    expect(realpathSync(join(clone, "dist"))).toBe(realpathSync(first));
  });

  test.each([
    ["a source goes", () => rmSync(join(clone, "src/scenario/own.ts"))],
    ["a scenario comes", () => put("scenarios/b.yaml", "title: b\n")],
    [
      "the settings of the compiler change",
      () => put("tsconfig.json", readFileSync(join(root, "tsconfig.json"), "utf8").replace("ES2022", "ES2023")),
    ],
  ])("is made anew when %s", (_, change) => {
    const first = folderOf(refresh(clone));
    change();
    expect(folderOf(refresh(clone))).not.toBe(first);
  });

  test("stays whole for whoever runs it while the next one is made", async () => {
    put(
      "src/cli/main.ts",
      'export const main = async () => { await new Promise((done) => setTimeout(done, 4000)); console.log((await import("./said.ts")).said); return 0; };\n',
    );
    refresh(clone);
    const running = spawn(process.execPath, [join(clone, "bin", "glasshouse.js")]);
    let heard = "";
    running.stdout.on("data", (text) => (heard += text));
    running.stderr.on("data", (text) => (heard += text));
    const ended = new Promise((done) => running.on("exit", done));
    await new Promise((done) => setTimeout(done, 1500));
    put("src/cli/said.ts", 'export const said = "two";\n');
    refresh(clone);
    await ended;
    expect(heard.trim()).toBe("one");
  });

  test("by several at once is one, and nothing is left beside it", async () => {
    const each = Array.from({ length: 4 }, () => spawn(process.execPath, [join(clone, "bin", "glasshouse.js")]));
    const said = await Promise.all(
      each.map((one) => {
        let heard = "";
        one.stdout.on("data", (text) => (heard += text));
        one.stderr.on("data", (text) => (heard += text));
        return new Promise((done) => one.on("close", () => done(heard.trim())));
      }),
    );
    expect(said).toEqual(["one", "one", "one", "one"]);
    expect(buildsIn()).toHaveLength(1);
    expect(readlinkSync(join(clone, "dist"))).toContain(buildsIn()[0]);
  });

  test("that was killed is no build: the next makes it, and clears away what is left after an hour", () => {
    mkdirSync(join(clone, "builds", "part-1-abc"), { recursive: true });
    writeFileSync(join(clone, "builds", "part-1-abc", "index.js"), "half");
    utimesSync(join(clone, "builds", "part-1-abc"), Date.now() / 1000 - 7200, Date.now() / 1000 - 7200);
    mkdirSync(join(clone, "builds", "part-2-abc"));
    refresh(clone);
    expect(say()).toBe("one");
    expect(buildsIn().filter((name) => name.startsWith("part-"))).toEqual(["part-2-abc"]);
  });

  test("that another has taken the place of is kept for a week", () => {
    const first = folderOf(refresh(clone));
    put("src/cli/said.ts", 'export const said = "two";\n');
    refresh(clone);
    expect(existsSync(first)).toBe(true);
    const old = Date.now() / 1000 - 8 * 24 * 3600;
    utimesSync(first, old, old);
    put("src/cli/said.ts", 'export const said = "three";\n');
    refresh(clone);
    expect(existsSync(first)).toBe(false);
    expect(say()).toBe("three");
  });

  test("of sources that do not compile is said, and leaves the last one as it is", () => {
    const first = folderOf(refresh(clone));
    put("src/cli/said.ts", "export const said: number = false;\n");
    expect(refresh(clone)).toMatchObject({ ok: false, code: 2, message: expect.stringContaining("said.ts") });
    expect(buildsIn()).toHaveLength(1);
    expect(existsSync(first)).toBe(true);
  });

  test("is a folder of files in a package, and a link again after that", () => {
    const pack = (...args: string[]) => spawnSync(process.execPath, [join(clone, "scripts", "build.js"), ...args]);
    expect(pack("--package").status).toBe(0);
    expect(readdirSync(join(clone, "dist"), { withFileTypes: true }).map(({ name }) => name)).toContain("cli");
    expect(realpathSync(join(clone, "dist"))).toBe(join(realpathSync(clone), "dist"));
    expect(pack().status).toBe(0);
    expect(realpathSync(join(clone, "dist"))).toContain("builds");
  });
});
