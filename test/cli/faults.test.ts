import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../tidy/tree.ts";
import { type Ended, glasshouse, glasshouseHere, glasshouseWith, useFolder } from "./command.ts";

const folder = useFolder();
const at = (name: string): string => join(folder.path, name);

/** What a program is told: exit 1, nothing on stderr, and the problems as JSON. */
async function problems(...args: string[]): Promise<Told[]> {
  return problemsOf(await glasshouseHere(folder.path, ...args, "--json"));
}

type Told = { code: string; nearest?: string; message: string; column?: number };

function problemsOf({ code, out, err }: Ended): Told[] {
  expect({ code, err }).toEqual({ code: 1, err: "" });
  return JSON.parse(out).problems;
}

describe("a life", () => {
  const life = [
    "extends: littering",
    "title: A life",
    "population: { size: 5_000 }",
    "life: { acts: [{ on: 2010-01-09, does: littering }] }",
    "",
  ].join("\n");

  test.each([
    ["run", "life.yaml", "--people", "10"],
    ["plan", "life.yaml", "--people", "10"],
    ["explain", "life.yaml", "--person", "0", "--people", "10"],
    ["compare", "littering", "life.yaml", "--people", "10"],
    ["bench", "life.yaml", "--people", "10"],
    ["bench", "life.yaml", "--steps", "--people", "10"],
  ])("is told among a thousand others: glasshouse %s %s", async (...args) => {
    writeFileSync(at("life.yaml"), life);
    const [problem] = await problems(...args);
    const typed = `glasshouse ${args.join(" ")}`;
    expect(problem).toMatchObject({ code: "life-alone", column: typed.lastIndexOf("10") + 1 });
  });

  test("is told one at a time", async () => {
    writeFileSync(at("life.yaml"), life);
    expect((await problems("explain", "life.yaml", "life.yaml", "--person", "0"))[0]!.code).toBe("too-many-arguments");
    writeFileSync(at("lives.yaml"), life.replace(/life: (.*)/, "life: [$1, $1]"));
    expect((await problems("explain", "lives.yaml", "--person", "0"))[0]!.code).toBe("wrong-kind");
  });
});

describe("arguments", () => {
  test.each([
    ["unknown-verb", ["rnu", "none"], "run"],
    ["unknown-verb", ["help", "rnu"], "run"],
    ["unknown-verb", ["rnu", "--help"], "run"],
    ["unknown-option", ["run", "none", "--poeple", "3"], "--people"],
    ["unknown-option", ["--vershun"], "--version"],
    ["missing-argument", ["check"], undefined],
    ["missing-argument", ["compare", "none"], undefined],
    ["missing-option", ["explain", "none"], undefined],
    ["missing-value", ["run", "none", "--seed"], undefined],
    ["missing-value", ["run", "none", "--out"], undefined],
    ["too-many-arguments", ["list", "none"], undefined],
    ["repeated-option", ["run", "none", "--seed", "1", "--seed", "1"], undefined],
    ["repeated-option", ["plan", "none", "--people=5", "--people", "6"], undefined],
    ["repeated-option", ["list", "--json"], undefined],
    ["bad-people", ["run", "none", "--people", "0"], undefined],
    ["bad-people", ["run", "none", "--people", "-1"], undefined],
    ["bad-people", ["run", "none", "--people", "1e99"], undefined],
    ["bad-people", ["plan", "none", "--people", "abc"], undefined],
    ["bad-people", ["plan", "none", "--people", "1__0"], undefined],
    ["bad-ticks", ["run", "none", "--ticks", "1.5"], undefined],
    ["bad-ticks", ["explain", "none", "--person", "0", "--tick", "x"], undefined],
    ["bad-seed", ["run", "none", "--seed", "9007199254740992"], undefined],
    ["bad-threads", ["run", "none", "--threads", "0"], undefined],
    ["bad-seeds", ["compare", "none", "none", "--seeds", "1"], undefined],
    ["bad-seeds", ["compare", "none", "none", "--seeds", "2", "--seed", "9007199254740990"], undefined],
    ["bad-person", ["explain", "none", "--people", "10", "--person", "10"], undefined],
    ["unknown-backend", ["run", "none", "--backend", "interpet"], "interpret"],
    ["no-such-scenario", ["run", "suinning"], "suining"],
    ["no-such-scenario", ["check", "constructor"], undefined],
    ["bad-scenario-name", ["new", "../x"], undefined],
    ...["__proto__", "constructor", "toString"].flatMap((name): [string, string[], undefined][] => [
      ["unknown-verb", [name], undefined],
      ["unknown-verb", ["help", name], undefined],
      ["unknown-verb", ["--help", name], undefined],
      ["unknown-verb", [name, "--help"], undefined],
      ["no-such-scenario", ["run", name], undefined],
      ["no-such-scenario", ["compare", "none", name], undefined],
      ["unknown-option", ["run", "none", `--${name}`], undefined],
      ["unknown-backend", ["run", "none", "--backend", name], undefined],
    ]),
  ])("%s: glasshouse %j", async (code, args, nearest) => {
    expect(await problems(...args)).toEqual([expect.objectContaining({ code, ...(nearest && { nearest }) })]);
  });

  test("that were wrong are answered in lines of 80 columns", () => {
    const { err } = glasshouse(folder.path, "run", "suinning");
    const lines = err.trimEnd().split("\n");
    const at = lines.findIndex((line) => line.startsWith("  = expected one of fico, littering"));
    expect(lines[at + 1]).toMatch(/^ {4}\S/);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(err.replace(/\s+/g, " ")).toContain("tencent, or the path of a .yaml file = did you mean");
  });

  test("that are missing are missed at the verb", async () => {
    expect(await problems("run")).toMatchObject([{ code: "missing-argument", file: "the command line", column: 12 }]);
    expect(await problems("check")).toMatchObject([{ code: "missing-argument", file: "the command line", column: 12 }]);
    writeFileSync(at("blank.yaml"), "");
    expect(await problems("check", "blank.yaml")).toMatchObject([{ code: "file-empty", file: "blank.yaml", line: 1 }]);
  });

  test.each([
    [["list", "none", "rnone"], 17],
    [["run", "none", "none", "none"], 21],
    [["run", "--seed", "3", "none", "--people=4", "none"], 41],
    [["run", "none", "--", "--x"], 24],
  ])("too many are pointed at where they begin: glasshouse %j", async (args, column) => {
    expect(await problems(...args.slice(0, 1), "--json", ...args.slice(1))).toMatchObject([
      { code: "too-many-arguments" },
    ]);
    const { err } = glasshouse(folder.path, ...args);
    expect(err).toContain(`--> the command line:1:${column}\n`);
  });

  test("ask for the text of a plan as JSON", () => {
    const told = JSON.parse(glasshouse(folder.path, "plan", "littering", "--wat", "--json").out);
    expect(told).toMatchObject({ title: expect.any(String), wat: expect.stringMatching(/^\(module\n/) });
  });

  test("ask for the help of help", () => {
    const { code, out } = glasshouse(folder.path, "help", "help");
    expect({ code, out: out.slice(0, 17) }).toEqual({ code: 0, out: "Usage: glasshouse" });
  });

  test.runIf(existsSync("/dev/full"))("where the answer cannot be written, one sentence says so", () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [join(root, "bin/glasshouse.js"), "list"], {
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    closeSync(full);
    expect(stderr).toMatch(/^error: what is printed cannot be written: the disk is full\n$/);
    expect(status).toBe(1);
  });

  test.skipIf(process.platform === "win32")("where a file cannot be written to its end, nothing of it is left", () => {
    const call = `ulimit -f 0; exec "${process.execPath}" "${join(root, "bin/glasshouse.js")}" new half`;
    const { status, stderr } = spawnSync("sh", ["-c", call], { cwd: folder.path, encoding: "utf8" });
    expect({ status, begins: stderr.slice(0, 23) }).toEqual({ status: 1, begins: "error[file-unwritable]:" });
    expect(existsSync(at("half.yaml"))).toBe(false);
  });

  test("are all looked at before any is refused", async () => {
    const found = await problems("run", "none", "--people", "x", "--ticks", "y", "--seed", "z", "--backend", "w");
    expect(found.map(({ code }) => code)).toEqual(["bad-people", "bad-ticks", "bad-seed", "unknown-backend"]);
    expect(found[0]).toMatchObject({ file: "the command line", line: 1, column: 30 });
  });

  test("are pointed at on stderr, and stdout stays empty", async () => {
    const { code, out, err } = glasshouse(folder.path, "run", "none", "--people", "1,100,000");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    await expect(err).toMatchFileSnapshot("../golden/cli/bad-people.txt");
  });

  // A machine with more memory than that would run them.
  test.skipIf(totalmem() > 32 * 2 ** 30)(
    "too many people for the machine are refused with what would fit",
    async () => {
      const [problem] = await problems("run", "none", "--people", "2_000_000_000");
      expect(problem).toMatchObject({ code: "too-large" });
      expect(problem!.message).toMatch(/2,000,000,000 people need \d/);
    },
  );
});

describe("files", () => {
  test("that are missing name their neighbour", async () => {
    writeFileSync(at("village.yaml"), "title: V\n");
    expect(await problems("check", "vilage.yaml")).toMatchObject([{ code: "file-missing", nearest: "village.yaml" }]);
    expect(await problems("check", "village")).toMatchObject([
      { code: "no-such-scenario", remedy: expect.any(String) },
    ]);
  });

  test("that are no scenario are refused without being read", async () => {
    mkdirSync(at("folder.yaml"));
    mkdirSync(at("bare"));
    writeFileSync(at("binary.yaml"), Uint8Array.from([0x74, 0xff, 0xfe, 0x00]));
    writeFileSync(at("nul.yaml"), "title: a\0b\n");
    writeFileSync(at("large.yaml"), "#".repeat(1_048_577));
    for (const [name, code] of [
      ["folder.yaml", "file-is-folder"],
      ["bare", "file-is-folder"],
      ["binary.yaml", "file-binary"],
      ["nul.yaml", "file-binary"],
      ["large.yaml", "file-too-large"],
    ] as const) {
      expect(await problems("check", name), name).toMatchObject([{ code }]);
    }
  });

  test("are refused by every verb alike", async () => {
    for (const args of [["plan"], ["run"], ["explain", "--person", "0"], ["compare", "none"]]) {
      expect(await problems(...args, "binary.yaml"), args[0]).toMatchObject([{ code: "file-binary" }]);
    }
  });

  test.skipIf(process.platform === "win32")("that never end are not waited for", () => {
    // Whoever waited would wait for ever: in a process of its own.
    const check = (name: string): Told[] => problemsOf(glasshouse(folder.path, "check", name, "--json"));
    spawnSync("mkfifo", [at("pipe.yaml")]);
    expect(check("pipe.yaml")).toMatchObject([{ code: "file-not-regular" }]);
    symlinkSync("/dev/zero", at("zero.yaml"));
    expect(check("zero.yaml")).toMatchObject([{ code: "file-not-regular" }]);
  });

  test("with mistakes are told with their lines, all at once", async () => {
    writeFileSync(at("wrong.yaml"), "title: W\ntime: { tick: 1 weak, span: 1 year }\npopulation: { syze: 3 }\n");
    const found = await problems("check", "wrong.yaml");
    expect(found.length).toBeGreaterThanOrEqual(2);
    for (const one of found) expect(one).toMatchObject({ file: "wrong.yaml", line: expect.any(Number) });
    const { code, out, err } = glasshouse(folder.path, "run", "wrong.yaml");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("--> wrong.yaml:2:");
  });
});

describe("extends", () => {
  const child = (path: string): string => `title: C\nextends: ${path}\n`;

  test("reads files below the folder, through links that stay there", () => {
    mkdirSync(at("home/inner"), { recursive: true });
    glasshouse(at("home"), "new", "parent");
    writeFileSync(at("home/child.yaml"), child("./inner/link.yaml"));
    symlinkSync("../parent.yaml", at("home/inner/link.yaml"));
    expect(glasshouse(folder.path, "check", "home/child.yaml")).toMatchObject({ code: 0, err: "" });
  });

  test("refuses links that leave it, folders and what is not there", async () => {
    mkdirSync(at("jail"));
    symlinkSync("../home/parent.yaml", at("jail/escape.yaml"));
    symlinkSync("../home", at("jail/out"));
    mkdirSync(at("jail/sub.yaml"));
    for (const [path, code] of [
      ["./escape.yaml", "extends-unreadable-file"],
      ["./out/parent.yaml", "extends-unreadable-file"],
      ["./sub.yaml", "extends-unreadable-file"],
      ["./nothing.yaml", "extends-missing-file"],
      ["../home/parent.yaml", "extends-path-not-allowed"],
    ]) {
      writeFileSync(at("jail/child.yaml"), child(path!));
      expect(await problems("check", "jail/child.yaml"), path).toMatchObject([{ code }]);
    }
  });
});

test.skipIf(process.platform === "win32")("a link to nothing is called that", async () => {
  symlinkSync(at("nowhere.yaml"), at("dangling.yaml"));
  const [read] = await problems("check", "dangling.yaml");
  expect(read).toMatchObject({
    code: "file-missing",
    message: expect.stringMatching(/^"dangling.yaml" is a link to ".*nowhere.yaml", and there is nothing$/),
  });
  expect(read).not.toMatchObject({ nearest: "dangling.yaml" });
  symlinkSync(at("nowhere"), at("dangling"));
  expect(await problems("run", "littering", "--out", "dangling")).toMatchObject([
    {
      code: "out-not-folder",
      message: expect.stringMatching(/^"dangling" is a link to ".*nowhere", and there is nothing$/),
    },
  ]);
  expect(existsSync(at("nowhere"))).toBe(false);
});

test.skipIf(process.platform === "win32")("too few open files are told in a clear line, whenever they run out", () => {
  for (const most of [22, 30, 40]) {
    const line = `ulimit -n ${most} && exec "$0" "$@"`;
    const args = [join(root, "bin/glasshouse.js"), "run", "littering", "--people", "200", "--ticks", "2"];
    const { status, stderr } = spawnSync("bash", ["-c", line, process.execPath, ...args], { encoding: "utf8" });
    // What is enough on one machine is told as enough.
    if (status === 0) continue;
    expect([status, stderr], `${most}`).toEqual([
      1,
      expect.stringMatching(/^error\[too-many-open\]: .*\n {2}= raise the limit/),
    ]);
  }
});

describe("a fault of ours", () => {
  // Something that every summary needs is broken from outside: no scenario or argument is to blame.
  const broken = "--import data:text/javascript,Array.prototype.findLastIndex=()=>{throw(new(Error)('boom'))}";
  const args = ["run", "littering", "--people", "100", "--ticks", "2"];

  test("is one paragraph and exit 2, with the stack only when asked for", () => {
    const plain = glasshouseWith({ NODE_OPTIONS: broken }, folder.path, ...args);
    expect(plain.code).toBe(2);
    expect(plain.err.replace(/\s+/g, " ")).toContain("a bug in Glasshouse");
    expect(plain.err).not.toMatch(/\n +at /);
    const asked = glasshouseWith({ NODE_OPTIONS: broken, GLASSHOUSE_DEBUG: "1" }, folder.path, ...args);
    expect(asked.code).toBe(2);
    expect(asked.err).toMatch(/\n +at /);
  });
});
