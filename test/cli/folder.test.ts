import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { Aside } from "../../src/cli/aside.ts";
import { lockFolder } from "../../src/cli/lock.ts";
import { FileLog } from "../../src/cli/logFile.ts";
import { MemoryTicks, TickLog } from "../../src/engine/common/tickLog.ts";
import { ProblemError } from "../../src/index.ts";
import { root } from "../tidy/tree.ts";
import { glasshouse, useFolder } from "./command.ts";

const folder = useFolder();
const at = (...names: string[]): string => join(folder.path, ...names);
const world = ["run", "littering", "--people", "1500", "--ticks", "9"];
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A run that goes on until it is killed, once it has a folder of its own. */
async function begin(out: string, ...more: string[]): Promise<ChildProcess> {
  const args = [
    "run",
    "littering",
    "--people",
    "1500",
    "--ticks",
    "1_000_000",
    "--checkpoint",
    "500_000",
    "--out",
    out,
  ];
  const child = spawn(process.execPath, [join(root, "bin/glasshouse.js"), ...args, ...more], {
    cwd: folder.path,
    stdio: "ignore",
  });
  children.push(child);
  while (!existsSync(at(out, "checkpoint.bin"))) await new Promise((resolve) => setTimeout(resolve, 20));
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.on("close", resolve));
  child.kill("SIGKILL");
  await ended;
}

/** The code of the problem that is thrown; "" where there is none. */
function codeOf(act: () => unknown): string {
  try {
    act();
    return "";
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!.code;
    throw error;
  }
}

describe("what is written aside", () => {
  test("follows no link, under the names that it had once or those it takes", () => {
    writeFileSync(at("precious"), "precious");
    mkdirSync(at("linked"));
    const aside = ["measures.csv.part", "manifest.json.part", "checkpoint.bin.part"];
    for (const name of aside) symlinkSync(at("precious"), at(`linked-${name}`));
    const parts = ["a.html.part", "a.html"].map((name) => at(name));
    for (const path of parts) symlinkSync(at("precious"), path);
    // The page's own name is a link.
    expect(glasshouse(folder.path, ...world, "--html", "a.html").err).toMatch(/^error\[html-is-link\]/);
    rmSync(parts[1]!);
    expect(glasshouse(folder.path, ...world, "--html", "a.html").code).toBe(0);
    expect(readlinkSync(parts[0]!)).toBe(at("precious"));
    expect(lstatSync(parts[1]!).isFile()).toBe(true);
    // Links in a folder that is kept: none of the old names is ours, and ours are replaced, not followed.
    for (const name of ["measures.csv", "manifest.json"]) symlinkSync(at("precious"), at("linked", name));
    expect(glasshouse(folder.path, ...world, "--out", "linked", "--checkpoint", "4").err).toMatch(
      /^error\[out-taken\]/,
    );
    rmSync(at("linked", "manifest.json"));
    expect(glasshouse(folder.path, ...world, "--out", "linked", "--checkpoint", "4").code).toBe(0);
    expect(lstatSync(at("linked", "measures.csv")).isFile()).toBe(true);
    for (const name of aside) {
      renameSync(at(`linked-${name}`), at("linked", name));
      expect(glasshouse(folder.path, ...world, "--out", "linked").err).toMatch(/^error\[out-foreign\]/);
      rmSync(at("linked", name));
    }
    expect(readFileSync(at("precious"), "utf8")).toBe("precious");
  });

  test.skipIf(process.platform === "win32")("does not wait for a manifest that is a pipe", () => {
    mkdirSync(at("piped"));
    spawnSync("mkfifo", [at("piped", "manifest.json")]);
    expect(glasshouse(folder.path, ...world, "--out", "piped").err).toMatch(/^error\[out-taken\]/);
    expect(glasshouse(folder.path, "verify", "piped").err).toMatch(/^error\[manifest-unreadable\]/);
    expect(readdirSync(at("piped"))).toEqual(["manifest.json"]);
  });

  test("does not take its name where something else was put in its place, and leaves nothing", () => {
    const path = at("exchanged");
    const file = new Aside(path);
    file.write("ours");
    const [aside] = readdirSync(folder.path).filter((name) => name.startsWith(".exchanged."));
    rmSync(at(aside!));
    writeFileSync(at(aside!), "theirs");
    expect(() => file.keep()).toThrow(/was exchanged/);
    expect(existsSync(path)).toBe(false);
    file.drop();
    expect(existsSync(at(aside!))).toBe(false);
    const gone = new Aside(path);
    gone.drop();
    gone.drop();
    expect(readdirSync(folder.path).filter((name) => name.includes("exchanged"))).toEqual([]);
  });

  test("is taken away by the next run where a process died while it wrote", () => {
    mkdirSync(at("died"));
    const left = [
      ".measures.csv.0123456789abcdef.part",
      ".checkpoint.bin.0123456789abcdef.part",
      ".ticks.0123456789abcdef.part",
    ];
    for (const name of left) writeFileSync(at("died", name), "half");
    expect(glasshouse(folder.path, ...world, "--out", "died").code).toBe(0);
    expect(readdirSync(at("died")).sort()).toEqual(["manifest.json", "measures.csv"]);
    // A name like theirs is not theirs.
    writeFileSync(at("died", ".measures.csv.mine.part"), "mine");
    expect(glasshouse(folder.path, ...world, "--out", "died").err).toMatch(/^error\[out-foreign\]/);
  });
});

describe("a folder that a run goes on in", () => {
  test("is refused to another, to a resume and to verify; and taken over once that run is dead", async () => {
    const child = await begin("busy");
    const others = [
      ["run", "littering", "--people", "1500", "--ticks", "1_000_000", "--out", "busy"],
      ["run", "--resume", "busy"],
      ["verify", "busy"],
    ];
    const codes = others.map((args) => {
      const { code, err, out } = glasshouse(folder.path, ...args);
      expect(`${err}${out}`, args.join(" ")).toMatch(/busy/);
      return [code, /^error\[([a-z-]+)\]/.exec(err)?.[1]];
    });
    // The first does not even get there: what it would have to write over did not come to its end.
    expect(codes).toEqual([
      [1, "out-unfinished"],
      [1, "out-in-use"],
      [1, "out-in-use"],
    ]);
    expect(glasshouse(folder.path, "run", "--resume", "busy").err).toContain(`process ${child.pid}`);
    await killed(child);
    expect(existsSync(at("busy", "lock"))).toBe(true);
    expect(glasshouse(folder.path, "run", "--resume", "busy", "--ticks", "20").code).toBe(0);
    expect(existsSync(at("busy", "lock"))).toBe(false);
  }, 60_000);

  test("is one for two that begin at once", async () => {
    const args = ["run", "littering", "--people", "3000", "--ticks", "3000", "--out", "at-once", "--json"];
    const ends = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise<{ code: number | null; out: string }>((resolve) => {
            const child = spawn(process.execPath, [join(root, "bin/glasshouse.js"), ...args], { cwd: folder.path });
            let out = "";
            child.stdout.on("data", (part) => {
              out += part;
            });
            child.on("close", (code) => resolve({ code, out }));
          }),
      ),
    );
    const told = ends.map(({ code, out }) => (code === 0 ? "kept" : JSON.parse(out).problems[0].code));
    expect(told.filter((each) => each !== "kept").every((code) => code === "out-in-use")).toBe(true);
    expect(told).toContain("kept");
    expect(readdirSync(at("at-once")).sort()).toEqual(["manifest.json", "measures.csv"]);
  }, 60_000);

  test("is told by who holds it", () => {
    const path = mkdtempSync(join(tmpdir(), "glasshouse-lock-"));
    const lock = join(path, "lock");
    const own = { pid: process.pid, host: hostname(), begun: "", token: "a" };
    const begun = JSON.parse(heldText(path)).begun as string;
    const cases: readonly (readonly [text: string, code: string])[] = [
      // This very process; one of the same number that began at another time, and so is dead.
      [JSON.stringify({ ...own, begun }), "out-in-use"],
      [JSON.stringify({ ...own, begun: `${begun}0` }), begun === "" ? "out-in-use" : ""],
      [JSON.stringify({ ...own, pid: 2 ** 22 + 1 }), ""],
      // Of another machine nobody can tell.
      [JSON.stringify({ ...own, host: "elsewhere", pid: 2 ** 22 + 1 }), "out-in-use"],
      ["", ""],
      ["no lock of ours", ""],
      ['{"pid":-1}', ""],
      ["null", ""],
    ];
    for (const [text, code] of cases) {
      writeFileSync(lock, text);
      expect(
        codeOf(() => lockFolder(path, undefined).release()),
        text,
      ).toBe(code);
      rmSync(lock, { force: true });
    }
    mkdirSync(lock);
    expect(codeOf(() => lockFolder(path, undefined))).toBe("out-foreign");
    expect(readdirSync(path)).toEqual(["lock"]);
    rmSync(lock, { recursive: true });
    // A link is no lock, and is not followed.
    writeFileSync(at("precious-lock"), "precious");
    symlinkSync(at("precious-lock"), lock);
    lockFolder(path, undefined).release();
    expect(readFileSync(at("precious-lock"), "utf8")).toBe("precious");
    expect(readdirSync(path)).toEqual([]);
    rmSync(path, { recursive: true });
  });

  test("is not given up for a lock that is somebody else's by now", () => {
    const path = mkdtempSync(join(tmpdir(), "glasshouse-lock-"));
    const { release } = lockFolder(path, undefined);
    writeFileSync(join(path, "lock"), JSON.stringify({ pid: 1, host: hostname(), begun: "", token: "theirs" }));
    release();
    expect(readdirSync(path)).toEqual(["lock"]);
    rmSync(path, { recursive: true });
  });
});

/** What stands in the lock of a folder while it is held. */
function heldText(path: string): string {
  const { release } = lockFolder(path, undefined);
  const text = readFileSync(join(path, "lock"), "utf8");
  release();
  return text;
}

describe("a log of ticks in a file", () => {
  test("is that in memory, whenever it is read", () => {
    const path = mkdtempSync(join(tmpdir(), "glasshouse-log-"));
    const file = new FileLog(path, (error) => error);
    // It has no name: nobody else can open it, and nothing is left of it however this ends.
    if (process.platform === "linux") expect(readdirSync(path)).toEqual([]);
    const [one, other] = [new TickLog(700, file), new TickLog(700, new MemoryTicks())];
    for (let tick = 0; tick < 300; tick++) {
      const rows = Array.from({ length: 700 }, (_, i) => ({
        tick,
        measure: i,
        group: -1,
        count: tick * i,
        sum: -i / 4,
      }));
      for (const log of [one, other]) log.add(rows);
      if (tick % 37 !== 0) continue;
      for (const log of [one, other]) expect(log.figuresAt(tick)[2 * 699]).toBe(tick * 699);
    }
    expect(one.digest()).toBe(other.digest());
    expect(one.course(13)).toEqual(other.course(13));
    expect(one.course(13).counts[299]).toBe(299 * 13);
    file.close();
    expect(readdirSync(path)).toEqual([]);
    rmSync(path, { recursive: true });
  });
});
