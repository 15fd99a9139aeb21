import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { build, refresh } from "../../scripts/build.js";
import { writeShipped } from "../../scripts/shipped.js";
import { root } from "../tidy/tree.ts";
import { command, mainThat, openClone, say, start, stateOf, textsOf } from "./clone.ts";

let clone = "";
beforeEach(() => {
  clone = openClone();
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

/** Builds that lie in `dist`, and what is left there aside. */
const builds = (): string[] => readdirSync(join(clone, "dist")).filter((name) => /^[0-9a-f]{16}$/.test(name));
const leavings = (): string[] => readdirSync(join(clone, "dist")).filter((name) => name.startsWith(".new-"));
const stamp = (path: string, milliseconds: number): void =>
  utimesSync(join(clone, path), milliseconds / 1000, milliseconds / 1000);
const built = (): string => {
  const outcome = build(clone);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.folder;
};

describe("a build that is there", () => {
  test("is used whatever the milliseconds of the sources, and nothing is written", () => {
    const folder = built();
    for (let fraction = 0; fraction < 1000; fraction += 37) {
      const time = 1_790_000_000_000 + fraction * 1_001;
      for (const path of ["src/index.ts", "src/cli/main.ts", "src", "scenarios/none.yaml", "package.json"]) {
        stamp(path, time);
      }
      const before = stateOf(clone);
      expect(refresh(clone)).toEqual({ ok: true, folder: folder });
      expect(build(clone)).toEqual({ ok: true, folder: folder });
      expect(stateOf(clone)).toEqual(before);
    }
  });

  test("is used by the command, which writes nothing", async () => {
    built();
    stamp("src/cli/main.ts", Date.now() + 3_600_001);
    const before = stateOf(clone);
    expect(await start(clone, command).ended).toEqual({ code: 0, out: "first\n", err: "" });
    expect(stateOf(clone)).toEqual(before);
  });

  test("is used again when the sources come back to it", () => {
    const first = built();
    say(clone, "src/cli/main.ts", mainThat("second"));
    const second = built();
    const before = stateOf(clone, "dist").filter((line) => line.startsWith(`${basename(first)}/`));
    say(clone, "src/cli/main.ts", mainThat("first"));
    expect(second).not.toBe(first);
    expect(readFileSync(join(clone, "dist", "main.js"), "utf8")).toContain(basename(second));
    expect(refresh(clone)).toEqual({ ok: true, folder: first });
    expect(stateOf(clone, "dist").filter((line) => line.startsWith(`${basename(first)}/`))).toEqual(before);
    expect(readFileSync(join(clone, "dist", "main.js"), "utf8")).toContain(basename(first));
  });
});

describe("a build is stale", () => {
  test("when a source says something else, though it is stamped older, in as many bytes", async () => {
    const first = built();
    say(clone, "src/cli/main.ts", mainThat("third"));
    stamp("src/cli/main.ts", 1_000_000_000_000);
    expect((await start(clone, command).ended).out).toBe("third\n");
    expect(builds()).toHaveLength(2);
    expect(existsSync(first)).toBe(true);
  });

  test("when a source is removed, renamed or added: what is gone is not in the build", () => {
    say(clone, "src/cli/more.ts", "export const more = 1;");
    expect(existsSync(join(built(), "cli", "more.js"))).toBe(true);
    renameSync(join(clone, "src/cli/more.ts"), join(clone, "src/cli/most.ts"));
    const renamed = built();
    expect(readdirSync(join(renamed, "cli")).sort()).toEqual(["main.d.ts", "main.js", "most.d.ts", "most.js"]);
    rmSync(join(clone, "src/cli/most.ts"));
    expect(readdirSync(join(built(), "cli")).sort()).toEqual(["main.d.ts", "main.js"]);
  });

  test.each(["scenarios/none.yaml", "scenarios/catalogues/acts.yaml"])("when %s says something else", (path) => {
    const first = built();
    say(clone, path, "title: Other");
    const second = built();
    expect(readFileSync(join(first, "scenario", "shipped.js"), "utf8")).not.toContain("Other");
    expect(readFileSync(join(second, "scenario", "shipped.js"), "utf8")).toContain("Other");
    expect(readFileSync(join(clone, "src", "scenario", "shipped.ts"), "utf8")).toContain("Other");
  });

  test("but not when an editor has left a file of its own, or a link that leads nowhere", () => {
    const first = built();
    say(clone, "src/cli/.main.ts", "half");
    symlinkSync("nobody@nowhere.1", join(clone, "src", "cli", ".#main.ts"));
    expect(refresh(clone)).toEqual({ ok: true, folder: first });
  });

  test("when the settings of the compiler are others", () => {
    const first = built();
    const settings = readFileSync(join(clone, "tsconfig.build.json"), "utf8");
    say(clone, "tsconfig.build.json", settings.replace(`"declaration": true`, `"declaration": false`));
    expect(existsSync(join(first, "index.d.ts"))).toBe(true);
    expect(existsSync(join(built(), "index.d.ts"))).toBe(false);
  });
});

describe("a build in the making", () => {
  test("leaves alone what another process reads", async () => {
    say(clone, "src/cli/late.ts", `export const word = "late";`);
    const waits = `await new Promise((go) => process.stdin.once("data", go)); process.stdin.pause();`;
    const loads = `console.log((await import("./late.ts")).word); return 0;`;
    say(
      clone,
      "src/cli/main.ts",
      `export async function main(_: string[]): Promise<number> { console.log("up"); ${waits} ${loads} }`,
    );
    const first = built();
    const texts = textsOf(first);
    const reader = start(clone, command);
    await new Promise((resolve) => reader.child.stdout!.once("data", resolve));
    say(clone, "src/cli/main.ts", mainThat("second"));
    rmSync(join(clone, "src/cli/late.ts"));
    const second = built();
    expect(existsSync(join(second, "cli", "late.js"))).toBe(false);
    reader.child.stdin!.write("go\n");
    expect(await reader.ended).toEqual({ code: 0, out: "up\nlate\n", err: "" });
    expect(textsOf(first)).toEqual(texts);
  });

  test("is not harmed by others that are made at once, nor are those who read", async () => {
    const words = ["first", "second"];
    built();
    for (let round = 0; round < 2; round++) {
      say(clone, "src/cli/main.ts", mainThat(`round${round}`));
      words.push(`round${round}`);
      const builders = [1, 2, 3].map(() => start(clone, join("scripts", "build.js")));
      const readers = [1, 2].map(() => start(clone, command));
      const packaged = start(clone, "-e", `import("./dist/main.js").then(({ main }) => main([]))`);
      for (const { ended } of builders) expect(await ended).toEqual({ code: 0, out: "", err: "" });
      for (const { ended } of readers) expect(await ended).toEqual({ code: 0, out: `round${round}\n`, err: "" });
      const { code, out, err } = await packaged.ended;
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(words).toContain(out.trim());
    }
    expect(builds()).toHaveLength(3);
    expect(leavings()).toEqual([]);
  });

  test("is of the sources as they were when it began, whatever is edited meanwhile", async () => {
    const first = built();
    say(clone, "src/cli/main.ts", mainThat("begun"));
    const builder = start(clone, join("scripts", "build.js"));
    const isCopied = (): boolean =>
      leavings().some((name) => existsSync(join(clone, "dist", name, "src", "scenario", "shipped.ts")));
    while (!isCopied() && builder.child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
    say(clone, "src/cli/main.ts", mainThat("edited"));
    say(clone, "scenarios/none.yaml", "title: Edited");
    expect(await builder.ended).toEqual({ code: 0, out: "", err: "" });
    const [second] = builds().filter((name) => name !== basename(first));
    const texts = Object.values(textsOf(join(clone, "dist", second))).join("");
    expect(texts).toContain("begun");
    expect(texts).not.toMatch(/edited/i);
    expect((await start(clone, command).ended).out).toBe("edited\n");
  });

  test("is seen when it is whole, and not before, though it is killed at that moment", async () => {
    const count = 300;
    for (let i = 0; i < count; i++) say(clone, `src/many/file${i}.ts`, `export const value${i} = ${i};`);
    const builder = start(clone, join("scripts", "build.js"));
    const latest = performance.now() + 60_000;
    while (!existsSync(join(clone, "dist")) || builds().length === 0) expect(performance.now()).toBeLessThan(latest);
    builder.child.kill("SIGKILL");
    expect(Object.keys(textsOf(join(clone, "dist", builds()[0], "many")))).toHaveLength(2 * count);
    await builder.ended;
    expect((await start(clone, command).ended).out).toBe("first\n");
  });

  test("that is killed at any time leaves what there was, and the next one is made", async () => {
    const lead = `import("./dist/main.js").then(({ main }) => main([]))`;
    const started = performance.now();
    built();
    const takes = performance.now() - started;
    const words = ["first"];
    for (let kill = 0; kill < 6; kill++) {
      say(clone, "src/cli/main.ts", mainThat(`kill${kill}`));
      words.push(`kill${kill}`);
      const builder = start(clone, join("scripts", "build.js"));
      await new Promise((resolve) => setTimeout(resolve, (takes * (kill + 1)) / 5));
      builder.child.kill("SIGKILL");
      await builder.ended;
      expect(words).toContain((await start(clone, "-e", lead).ended).out.trim());
      expect((await start(clone, command).ended).out).toBe(`kill${kill}\n`);
    }
  });

  test("that does not compile is a fault with the place, and what there was stays", () => {
    const first = built();
    say(clone, "src/cli/main.ts", "export const main: number = `one`;");
    const before = stateOf(clone, "dist").filter((line) => line.includes("/"));
    const said = /src\/cli\/main\.ts\(1,14\)[\s\S]*\nglasshouse: the sources do not compile$/;
    expect(build(clone)).toEqual({ ok: false, code: 2, message: expect.stringMatching(said) });
    expect(stateOf(clone, "dist").filter((line) => line.includes("/"))).toEqual(before);
    expect(readFileSync(join(clone, "dist", "main.js"), "utf8")).toContain(basename(first));
    expect(leavings()).toEqual([]);
  });

  test.skipIf(process.platform === "win32")("whose compiler is killed is said so, and is none", () => {
    rmSync(join(clone, "node_modules"));
    say(clone, "node_modules/typescript/bin/tsc", `process.kill(process.pid, "SIGKILL");`);
    const message = "glasshouse: the compiler was ended by SIGKILL before it was done";
    expect(build(clone)).toEqual({ ok: false, code: 2, message });
    expect([builds(), leavings()]).toEqual([[], []]);
  });
});

describe("an old build", () => {
  const day = 24 * 3_600_000;

  test("is removed a day after it was last used, with what killed ones left", () => {
    const old = built();
    mkdirSync(join(clone, "dist", ".new-killed"));
    say(clone, "src/cli/main.ts", mainThat("second"));
    const left = built();
    for (const path of [basename(old), ".new-killed"]) stamp(join("dist", path), Date.now() - 1.1 * day);
    say(clone, "src/cli/main.ts", mainThat("other"));
    const now = built();
    expect(builds().sort()).toEqual([basename(left), basename(now)].sort());
    expect(leavings()).toEqual([]);
  });

  test("stays while a process that reads it lives, which says so each hour", () => {
    vi.useFakeTimers({ now: Date.now() });
    try {
      const old = built();
      for (let hour = 1; hour <= 30; hour++) {
        vi.advanceTimersByTime(day / 24);
        expect(Math.abs(Date.now() - statSync(old).mtimeMs)).toBeLessThan(day / 24);
      }
    } finally {
      vi.useRealTimers();
    }
  });

  test("stays when it was used until now, however long ago it was made", () => {
    const old = built();
    stamp(join("dist", basename(old)), Date.now() - 100 * day);
    expect(refresh(clone)).toEqual({ ok: true, folder: old });
    say(clone, "src/cli/main.ts", mainThat("second"));
    built();
    expect(existsSync(join(old, "cli", "main.js"))).toBe(true);
  });
});

describe("the module of the shipped scenarios", () => {
  test("is not touched when it is right, and is made anew when it is not", () => {
    const path = join(clone, "src", "scenario", "shipped.ts");
    writeShipped(clone);
    stamp("src/scenario/shipped.ts", 1_790_000_000_123);
    const before = stateOf(clone);
    writeShipped(clone);
    expect(stateOf(clone)).toEqual(before);
    const text = readFileSync(path, "utf8");
    say(clone, "src/scenario/shipped.ts", "half");
    writeShipped(clone);
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(text).toContain(`["none", "title: None\\n"]`);
    expect(text).toContain(`["acts", "title: Acts\\n"]`);
  });
});

test("a package holds the one build that is used, and its command runs it", () => {
  // npm prepares as well, and that links the command below node_modules: those of this clone alone.
  rmSync(join(clone, "node_modules"), { recursive: true });
  mkdirSync(join(clone, "node_modules"));
  const compilers = ["typescript", "@typescript", "@types", "undici-types", "rolldown", "@rolldown", "@oxc-project"];
  const used = ["@marcbachmann", "commander", "yaml"];
  for (const name of [...compilers, ...used])
    symlinkSync(join(root, "node_modules", name), join(clone, "node_modules", name), "junction");
  built();
  say(clone, "src/cli/main.ts", mainThat("packed"));
  const folder = basename(built());
  const options = { cwd: clone, encoding: "utf8", shell: process.platform === "win32" } as const;
  const packed = spawnSync("npm", ["pack", "--json", "--pack-destination", clone], options);
  expect(packed.status, packed.stderr).toBe(0);
  const [{ filename, files }] = JSON.parse(packed.stdout);
  const inDist = (files as { path: string }[]).map(({ path }) => path).filter((path) => path.startsWith("dist/"));
  const modules = ["cli/main", "index", "scenario/shipped"].flatMap((name) => [`${name}.d.ts`, `${name}.js`]);
  modules.push("command/main.js");
  modules.push("command/LICENCES.txt");
  const expected = ["index.d.ts", "index.js", "main.js", ...modules.map((name) => `${folder}/${name}`)];
  expect(inDist.sort()).toEqual(expected.map((path) => `dist/${path}`).sort());
  expect(spawnSync("tar", ["-xzf", filename], options).status).toBe(0);
  const licences = readFileSync(join(clone, "package", "dist", folder, "command", "LICENCES.txt"), "utf8");
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies))
    expect(licences).toMatch(new RegExp(`^${name}\\n\\n[^-]*Copyright`, "m"));
  const run = spawnSync(process.execPath, [join("package", command)], { cwd: clone, encoding: "utf8" });
  expect(run).toMatchObject({ status: 0, stdout: "packed\n", stderr: "" });
  // What npm runs by itself finds its files, and nothing to do.
  const unpacked = { ...options, cwd: join(clone, "package") };
  for (const script of ["prepare", "prepack"]) {
    const done = spawnSync("npm", ["run", script, "--silent"], unpacked);
    expect({ script, status: done.status, said: done.stdout + done.stderr }).toEqual({ script, status: 0, said: "" });
  }
  const imports = `import("glasshouse-lab").then(({ shipped }) => console.log(shipped.get("none")))`;
  const library = spawnSync(process.execPath, ["-e", imports], { cwd: join(clone, "package"), encoding: "utf8" });
  expect(library).toMatchObject({ status: 0, stdout: "title: None\n\n", stderr: "" });
});
