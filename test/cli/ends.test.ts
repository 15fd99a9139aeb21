import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../tidy/tree.ts";
import { glasshouse, useFolder } from "./command.ts";

const folder = useFolder();
const at = (name: string): string => join(folder.path, name);
const bin = join(root, "bin/glasshouse.js");
const env = { ...process.env, NO_COLOR: "1" };
const small = ["run", "littering", "--people", "200", "--ticks", "3"];

interface Stopped {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command, sends it signals once it runs a world, and gives how it ended. */
async function interrupted(args: readonly string[], ...signals: NodeJS.Signals[]): Promise<Stopped> {
  // Says on stderr when signals are caught for a world, the second time: no test has to guess how long a command takes to load.
  const hook = `const on = process.on; let times = 0; process.on = function (name, act) { const kept = on.call(this, name, act); if (name === "SIGTERM" && ++times === 2) process.stderr.write("(caught)"); return kept; };`;
  const preload = `data:text/javascript,${encodeURIComponent(hook)}`;
  const child = spawn(process.execPath, ["--import", preload, bin, ...args], { cwd: folder.path, env });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => {
    out += part;
  });
  child.stderr.on("data", async (part) => {
    const before = err;
    err += part;
    const isFirst = err.includes("(caught)") && !before.includes("(caught)");
    for (const signal of isFirst ? signals : []) {
      // A second signal at once is taken for the same press of a key.
      await new Promise((resolve) => setTimeout(resolve, 400));
      child.kill(signal);
    }
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err: err.replace("(caught)", "") };
}

// Windows has no such signals to send.
describe.skipIf(process.platform === "win32")("a signal", () => {
  const long = ["--people", "3000", "--ticks", "300_000", "--threads", "1"];
  const signals = [
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const;

  test.each(signals)("%s ends a run with %i, with what was kept and how it goes on", async (signal, code) => {
    const out = `run-${signal}`;
    const ended = await interrupted(
      ["run", "littering", ...long, "--checkpoint", "500_000", "--out", out, "--html", `${out}.html`],
      signal,
    );
    expect(ended.code).toBe(code);
    const { ticks, stopped } = JSON.parse(readFileSync(at(`${out}/manifest.json`), "utf8"));
    expect(stopped).toBe(true);
    expect(ended.err.trim().split("\n")).toEqual([
      "stopping after this tick (once more to stop at once)",
      `interrupted by ${signal}: its first ${ticks} ticks are kept in ${out}; glasshouse run --resume ${out} goes on; it is told in ${out}.html`,
    ]);
    expect(ended.out).toContain(`kept       ${out}`);
    expect(existsSync(at(`${out}.html`))).toBe(true);
  });

  test("ends a run without --out, and one without --checkpoint, with what is not kept", async () => {
    const bare = await interrupted(["run", "littering", ...long, "--json"], "SIGTERM");
    expect(bare.code).toBe(143);
    expect(bare.err).toContain("interrupted by SIGTERM: nothing is kept");
    expect(JSON.parse(bare.out)).toMatchObject({ stopped: true });
    const kept = await interrupted(["run", "littering", ...long, "--out", "no-way-on"], "SIGINT");
    expect(kept.code).toBe(130);
    expect(kept.err).toMatch(/are kept in no-way-on; it cannot go on without --checkpoint\n$/);
  });

  const others = [
    ["compare", ["compare", "none", "littering", "--people", "3000", "--ticks", "100_000"]],
    ["explain", ["explain", "littering", "--person", "1", "--people", "3000", "--tick", "1_000_000"]],
    ["bench", ["bench", "littering", "--people", "3000"]],
    ["bench --steps", ["bench", "littering", "--steps", "--people", "3000"]],
  ] as const;
  test.each(others)("ends %s, which keeps nothing and says so", async (_, args) => {
    const ended = await interrupted(args, "SIGINT");
    expect({ code: ended.code, out: ended.out }).toEqual({ code: 130, out: "" });
    expect(ended.err).toMatch(/^stopping after this tick .*\ninterrupted by SIGINT: nothing is kept\n$/);
    const told = await interrupted([...args, "--json"], "SIGTERM");
    expect(told.code).toBe(143);
    expect(JSON.parse(told.out)).toEqual({
      problems: [{ code: "interrupted", message: "interrupted by SIGTERM: nothing is kept" }],
    });
  });

  test.each(signals)("%s while the command is loaded ends it with %i and one line", (signal, code) => {
    // It sends itself the signal as soon as it is listened for, and goes on to load.
    const hook = `const on = process.on; process.on = function (name, act) { const kept = on.call(this, name, act); if (name === "newListener") process.kill(process.pid, "${signal}"); return kept; };`;
    const early = (...args: string[]) =>
      spawnSync(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(hook)}`, bin, ...args], {
        cwd: folder.path,
        env,
        encoding: "utf8",
        timeout: 20_000,
      });
    const told = early(...small, "--out", "early");
    const message = `interrupted by ${signal}: nothing was begun`;
    expect([told.status, told.stdout, told.stderr]).toEqual([code, "", `${message}\n`]);
    expect(existsSync(at("early"))).toBe(false);
    const json = early(...small, "--json");
    expect([json.status, json.stderr]).toEqual([code, ""]);
    expect(JSON.parse(json.stdout)).toEqual({ problems: [{ code: "interrupted", message }] });
  });

  /** What comes of a signal that is sent as the world is made: before its first tick. */
  const beforeTicks = (...args: string[]) => {
    const hook = `const { compile } = WebAssembly; WebAssembly.compile = async (...all) => { process.kill(process.pid, "SIGTERM"); await new Promise((go) => setTimeout(go, 300)); return compile(...all); };`;
    const command = ["--import", `data:text/javascript,${encodeURIComponent(hook)}`, bin, "run", ...args];
    const ended = spawnSync(process.execPath, command, { cwd: folder.path, env, encoding: "utf8", timeout: 20_000 });
    return { code: ended.status, out: ended.stdout, err: ended.stderr.split("\n")[1] };
  };

  test("before the first tick keeps nothing, or a start that goes on and is verified", () => {
    const world = ["littering", "--people", "3000", "--ticks", "9"];
    expect(beforeTicks(...world, "--out", "unbegun", "--html", "unbegun.html")).toEqual({
      code: 143,
      out: "",
      err: "interrupted by SIGTERM: it was stopped before its first tick, and nothing is kept",
    });
    expect([existsSync(at("unbegun")), existsSync(at("unbegun.html"))]).toEqual([false, false]);
    const begun = beforeTicks(...world, "--out", "begun", "--checkpoint", "4");
    expect([begun.code, begun.out]).toEqual([143, ""]);
    expect(begun.err).toMatch(/its start is kept in begun; glasshouse run --resume begun goes on$/);
    expect(readdirSync(at("begun"))).toEqual(["checkpoint.bin"]);
    expect(glasshouse(folder.path, "verify", "begun")).toMatchObject({ code: 0, err: "" });
    expect(glasshouse(folder.path, "run", "--resume", "begun")).toMatchObject({ code: 0, err: "" });
    // It is at its end now: a resume that is interrupted leaves it so.
    const before = readFileSync(at("begun/manifest.json"), "utf8");
    const again = beforeTicks("--resume", "begun", "--json");
    const message =
      "interrupted by SIGTERM: begun keeps the 9 ticks that it held before; glasshouse run --resume begun goes on";
    expect([again.code, JSON.parse(again.out)]).toEqual([143, { problems: [{ code: "interrupted", message }] }]);
    expect(readFileSync(at("begun/manifest.json"), "utf8")).toBe(before);
    expect(glasshouse(folder.path, "verify", "begun")).toMatchObject({ code: 0, err: "" });
  }, 60_000);

  test("that comes again ends the process at once", async () => {
    // A tick of the interpreter that lasts, between two of which signals are heard.
    const run = ["run", "suining", "--people", "400_000", "--ticks", "50", "--backend", "interpret"];
    const ended = await interrupted(run, "SIGINT", "SIGTERM");
    expect([130, 143]).toContain(ended.code);
    expect(ended.err.trim().split("\n").at(-1)).toMatch(/^interrupted by SIG/);
  });
});

describe("a reader that closes early", () => {
  const closed = (
    args: readonly string[],
    which: "stdout" | "stderr",
  ): Promise<{ code: number | null; err: string }> => {
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder.path, env });
    child[which].destroy();
    let err = "";
    child.stderr.on("data", (part) => {
      err += part;
    });
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, err })));
  };

  test("is no fault, and what is to be kept is kept", async () => {
    expect(await closed(["plan", "littering", "--wat"], "stdout")).toEqual({ code: 0, err: "" });
    expect(await closed([...small, "--out", "piped", "--html", "piped.html"], "stdout")).toEqual({ code: 0, err: "" });
    expect(readdirSync(at("piped")).sort()).toEqual(["manifest.json", "measures.csv"]);
    expect(readFileSync(at("piped.html"), "utf8")).toMatch(/<\/html>\s*$/);
  });

  test("of remarks changes no exit code", async () => {
    expect(await closed(["run", "nowhere"], "stderr")).toMatchObject({ code: 1 });
    expect(await closed([...small, "--out", "deaf"], "stderr")).toMatchObject({ code: 0 });
  });
});

describe.runIf(existsSync("/dev/full"))("a full disk", () => {
  const toFull = (where: 1 | 2, ...args: string[]): { status: number | null; stdout: string; stderr: string } => {
    const full = openSync("/dev/full", "w");
    const stdio = ["ignore", where === 1 ? full : "pipe", where === 2 ? full : "pipe"] as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
      cwd: folder.path,
      stdio: [...stdio],
      encoding: "utf8",
      timeout: 20_000,
    });
    closeSync(full);
    return { status, stdout, stderr };
  };
  const line = "error: what is printed cannot be written: the disk is full\n";

  test("where the answer goes is told in one line, and what is to be kept is kept", () => {
    expect(toFull(1, "list")).toMatchObject({ status: 1, stderr: line });
    expect(toFull(1, ...small, "--json", "--out", "full", "--html", "full.html")).toMatchObject({
      status: 1,
      stderr: line,
    });
    expect(readdirSync(at("full")).sort()).toEqual(["manifest.json", "measures.csv"]);
    expect(existsSync(at("full.html"))).toBe(true);
  });

  test("where remarks go is told by the exit code alone", () => {
    expect(toFull(2, "run", "nowhere")).toMatchObject({ status: 1, stdout: "" });
    expect(toFull(2, ...small).status).toBe(0);
  });
});

describe("a thread that dies", () => {
  const dying = (...args: string[]) => {
    const hook = `import { Worker } from "node:worker_threads"; const { postMessage } = Worker.prototype; let left = 2000; Worker.prototype.postMessage = function (message) { left -= 1; if (left === 0) this.terminate(); else postMessage.call(this, message); };`;
    const preload = `data:text/javascript,${encodeURIComponent(hook)}`;
    const command = ["--import", preload, bin, "run", "littering", "--people", "5000", "--threads", "2", ...args];
    const options = { cwd: folder.path, env, encoding: "utf8", timeout: 20_000 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, command, options);
    return { code: status, out: stdout, err: stderr };
  };

  test("ends the run with what is kept, and the run goes on from there", () => {
    const kept = ["--ticks", "900_000", "--checkpoint", "100", "--out", "died"];
    const ended = dying(...kept);
    expect({ code: ended.code, out: ended.out }).toEqual({ code: 1, out: "" });
    expect(ended.err).toMatch(
      /^error\[thread-died\]: a thread that reckoned this world ended before its time: it left/,
    );
    expect(ended.err.replace(/\s+/g, " ")).toMatch(
      /= glasshouse run --resume died goes on from its last checkpoint, that of tick \d+00 /,
    );
    const again = glasshouse(folder.path, "run", "--resume", "died", "--ticks", "2500", "--twins", "0");
    expect(again).toMatchObject({ code: 0, err: "" });
    const whole = glasshouse(
      folder.path,
      "run",
      "littering",
      "--people",
      "5000",
      "--ticks",
      "2500",
      "--out",
      "lived",
      "--twins",
      "0",
    );
    expect(whole.code).toBe(0);
    expect(readFileSync(at("died/measures.csv"), "utf8")).toBe(readFileSync(at("lived/measures.csv"), "utf8"));
  });

  test("ends a run that keeps nothing", () => {
    const ended = dying("--ticks", "300_000", "--json");
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 1, err: "" });
    expect(JSON.parse(ended.out)).toMatchObject({ problems: [{ code: "thread-died" }] });
  });
});

test("a run that cannot be kept is told all the same, and then why it was not kept", () => {
  // The folder of the page is taken away while the world runs.
  const hook = `import { rmSync } from "node:fs"; const { compile } = WebAssembly; WebAssembly.compile = (...all) => { rmSync(${JSON.stringify(at("gone"))}, { recursive: true, force: true }); return compile(...all); };`;
  const run = (...more: string[]) =>
    spawnSync(
      process.execPath,
      ["--import", `data:text/javascript,${encodeURIComponent(hook)}`, bin, ...small, "--html", "gone/p.html", ...more],
      { cwd: folder.path, env, encoding: "utf8", timeout: 20_000 },
    );
  const told = run();
  expect(told.status).toBe(1);
  expect(told.stdout).toContain("state hash");
  expect(told.stdout).not.toContain("page  ");
  expect(told.stderr).toMatch(
    /^error\[out-unwritable\]: "gone\/p.html" cannot be written: nothing can be made there\n/,
  );
  const json = run("--json");
  expect({ code: json.status, err: json.stderr }).toEqual({ code: 1, err: "" });
  expect(JSON.parse(json.stdout)).toMatchObject({ stopped: false, problems: [{ code: "out-unwritable" }] });
});

test.skipIf(process.platform === "win32")("a run is told where there is no room for what it measured", () => {
  // Neither the log, nor the figures, nor the page fit; the lock does.
  const line = `ulimit -f 2 && exec "$0" "$@"`;
  const args = [
    bin,
    "run",
    "littering",
    "--people",
    "200",
    "--ticks",
    "200",
    "--out",
    "narrow",
    "--html",
    "narrow.html",
  ];
  const options = { cwd: folder.path, env, encoding: "utf8", timeout: 20_000 } as const;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line, process.execPath, ...args], options);
  expect(status).toBe(1);
  expect(stdout).toContain("state hash");
  expect(stderr.match(/^error.*/gm)).toEqual([
    'error[out-unwritable]: "narrow" cannot be written: it is larger than a file may be',
    'error[out-unwritable]: "narrow.html" cannot be written: it is larger than a file may be',
  ]);
  expect(existsSync(at("narrow"))).toBe(false);
});

test("a disk that fills up ends a run with how to go on, and from where", () => {
  // The third time that anything is to be on disk: a checkpoint, the folder of it, and the next checkpoint.
  const hook = `import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module"; const { fsyncSync } = fs; let times = 0; fs.fsyncSync = (file) => { if (++times === 3) throw Object.assign(new Error("full"), { code: "ENOSPC" }); fsyncSync(file); }; syncBuiltinESMExports();`;
  const args = [bin, "run", "littering", "--people", "200", "--ticks", "9", "--out", "filled", "--checkpoint", "4"];
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(hook)}`, ...args],
    { cwd: folder.path, env, encoding: "utf8", timeout: 20_000 },
  );
  expect(status).toBe(1);
  expect(stderr).toMatch(/^error\[out-unwritable\]: "filled" cannot be written: the disk is full\n/);
  const said = stderr.replace(/\s+/g, " ");
  expect(said).toContain("= make room there, or choose a folder on another disk;");
  expect(said).toContain("glasshouse run --resume filled goes on from its last checkpoint, that of tick 0");
  expect(readdirSync(at("filled"))).toEqual(["checkpoint.bin"]);
  expect(glasshouse(folder.path, "run", "--resume", "filled").code).toBe(0);
});

// Node's own recursive mkdir never comes back from there.
test.runIf(process.platform === "linux")("a folder that nothing can be made in is refused at once", () => {
  for (const to of [
    ["--out", "/proc/glasshouse"],
    ["--html", "/proc/glasshouse/page.html"],
  ]) {
    const { code, err } = glasshouse(folder.path, ...small, ...to);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error\[out-unwritable\]: "\/proc\/glasshouse.*" cannot be written: nothing can be made there\n/,
    );
  }
});
