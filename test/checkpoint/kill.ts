import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { refresh } from "../../scripts/build.js";
import { draw, first, hashText } from "../../src/core/chance.ts";
import { everything } from "../experiment/worlds.ts";
import { root } from "../tidy/tree.ts";

/** Runs that are killed and resumed, as processes of the command, and what an undisturbed one comes to. */

const engines = [
  ["--backend", "interpret"],
  ["--backend", "wasm", "--threads", "1"],
  ["--backend", "wasm", "--threads", "2"],
] as const;
const world = ["everything.yaml", "--people", "1000", "--ticks", "100", "--seed", "8"];

interface Ended {
  readonly killed: boolean;
  readonly out: string;
  readonly err: string;
}

/** When a process is killed: so long after its start, or so long after its checkpoint has come to a tick. */
interface Moment {
  readonly tick: number | undefined;
  readonly milliseconds: number;
}

/** Runs the command; kills it at a moment, unless it has ended by then. */
function start(folder: string, args: readonly string[], out?: string, moment?: Moment): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "bin", "glasshouse.js"), ...args, "--json"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let over = false;
  const kill = async ({ tick = -1, milliseconds }: Moment): Promise<void> => {
    while (!over && tickOf(out!) < tick) await pause(2);
    await pause(milliseconds);
    child.kill("SIGKILL");
  };
  if (moment) void kill(moment);
  const texts = { out: "", err: "" };
  child.stdout.on("data", (data) => {
    texts.out += data;
  });
  child.stderr.on("data", (data) => {
    texts.err += data;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (_, signal) => {
      over = true;
      resolve({ killed: signal === "SIGKILL", ...texts });
    });
  });
}

/** What became of all of them. */
export interface Tally {
  runs: number;
  kills: number;
  /** Kills that left a checkpoint of a tick after the first. */
  midway: number;
}

/** Runs that many worlds, kills each at moments that follow from its number, resumes it, and compares its end. */
export async function killAndResume(runs: number): Promise<Tally> {
  const built = refresh(root);
  if (!built.ok) throw new Error(built.message);
  const folder = mkdtempSync(join(tmpdir(), "glasshouse-kill-"));
  try {
    writeFileSync(join(folder, "everything.yaml"), everything.text);
    const whole = await start(folder, ["run", ...world, ...engines[1], "--out", "whole"]);
    const expected = JSON.parse(whole.out).stateHash as string;
    const tally: Tally = { runs, kills: 0, midway: 0 };
    const csv = readFileSync(join(folder, "whole", "measures.csv"), "utf8");
    for (let run = 0; run < runs; run++) {
      const hash = await endOf(folder, run, tally);
      expect(hash, `run ${run}`).toBe(expected);
      expect(readFileSync(join(folder, `run${run}`, "measures.csv"), "utf8") === csv, `run ${run}`).toBe(true);
      rmSync(join(folder, `run${run}`), { recursive: true });
    }
    return tally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Begins a run, kills it once or twice, each time resumed on some engine; gives its state hash. */
async function endOf(folder: string, run: number, tally: Tally): Promise<string> {
  const name = `run${run}`;
  const out = join(folder, name, "checkpoint.bin");
  const key = hashText("test/kill");
  const uniform = (ordinal: number): number => {
    draw(key, run, ordinal);
    return first() / 2 ** 32;
  };
  const kills = 1 + Math.floor(uniform(0) * 2);
  let killed = 0;
  for (let session = 0; ; session++) {
    const engine = engines[Math.floor(uniform(4 * session + 1) * engines.length)]!;
    const every = String(1 + Math.floor(uniform(4 * session + 2) * 4));
    const from = tickOf(out);
    const what = from >= 0 ? ["run", "--resume", name] : ["run", ...world, "--out", name];
    const moment = killed < kills ? momentOf(uniform(4 * session + 3), uniform(4 * session + 4), from) : undefined;
    const ended = await start(folder, [...what, "--checkpoint", every, ...engine], out, moment);
    if (ended.killed) {
      killed += 1;
      tally.kills += 1;
      if (tickOf(out) > 0) tally.midway += 1;
      continue;
    }
    expect(ended.err).toBe("");
    if (killed > 0) return JSON.parse(ended.out).stateHash;
    // It was quicker than we were: once more.
    rmSync(join(folder, name), { recursive: true });
  }
}

/** One in five while it starts up, the others while it runs from a tick on; in the middle of a write as well. */
function momentOf(what: number, when: number, from: number): Moment {
  if (what < 0.2) return { tick: undefined, milliseconds: when * 600 };
  return { tick: Math.max(0, from) + Math.floor(when * (95 - Math.max(0, from))), milliseconds: what * 25 };
}

/** The tick of a checkpoint, as its head has it; −1 where there is none. */
function tickOf(path: string): number {
  if (!existsSync(path)) return -1;
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(2 ** 16);
    const text = bytes.toString("latin1", 0, readSync(file, bytes));
    return Number(/"tick":(\d+),"every"/.exec(text)![1]);
  } finally {
    closeSync(file);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
