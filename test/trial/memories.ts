import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { everything } from "../experiment/worlds.ts";
import { faultsOfEnd, faultsOfRefusal, go, inFolder } from "./command.ts";
import { chancesOf, Trial } from "./trial.ts";

/** Processes that may have little memory: refused at the start, or run to the right state. */

const uniform = chancesOf("memories");
const calls = [
  ["run", "everything.yaml", "--people", "2000", "--ticks", "20", "--json"],
  ["run", "everything.yaml", "--people", "300_000", "--ticks", "3", "--json"],
  ["run", "everything.yaml", "--people", "2000", "--ticks", "20", "--threads", "4", "--json"],
  ["run", "everything.yaml", "--people", "2000", "--ticks", "20", "--backend", "interpret", "--json"],
] as const;

/** A way to hold memory back, in KiB. */
interface Limit {
  readonly name: string;
  readonly under: (kib: number) => readonly string[];
  /** From and up to. */
  readonly from: number;
  readonly to: number;
}

function ulimit(flag: "-v" | "-d", from: number, to: number): Limit {
  const under = (kib: number): string[] => ["bash", "-c", `ulimit ${flag} ${kib} && exec "$@"`, "trial"];
  return { name: `ulimit ${flag}`, under, from, to };
}

/** Under the second version of control groups, where we may make one that holds memory. */
function group(): Limit | undefined {
  const root = "/sys/fs/cgroup";
  const path = join(root, `glasshouse-trial-${process.pid}`);
  try {
    if (!readFileSync(join(root, "cgroup.subtree_control"), "utf8").split(/\s/).includes("memory")) return undefined;
    mkdirSync(path);
    process.on("exit", () => existsSync(path) && rmdirSync(path));
    writeFileSync(join(path, "memory.swap.max"), "0");
    const script = `echo $(($1 * 1024)) > ${path}/memory.max && echo $$ > ${path}/cgroup.procs && shift && exec "$@"`;
    return {
      name: "a control group",
      under: (kib) => ["bash", "-c", script, "trial", String(kib)],
      from: 60_000,
      to: 600_000,
    };
  } catch {
    return undefined;
  }
}

/** Whether Node itself comes up under a limit with one module of its own, and goes down again: of less we hear nothing. */
function isEnoughForNode(limit: Limit, kib: number): boolean {
  const [program, ...args] = [...limit.under(kib), process.execPath, "--input-type=module", "-e", 'import "node:fs"'];
  return spawnSync(program!, args, { stdio: "ignore", timeout: 20_000 }).status === 0;
}

async function hashesOf(path: string): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (const call of calls) {
    const ended = await go(path, call);
    if (ended.code !== 0) throw new Error(ended.out);
    hashes.push(JSON.parse(ended.out).stateHash);
  }
  return hashes;
}

/** So many processes, at sizes that rise from the smallest on which Node comes up. */
export async function tryMemories(attempts: number): Promise<Trial> {
  const trial = new Trial("small memories");
  await inFolder(async (path) => {
    writeFileSync(join(path, "everything.yaml"), everything.text);
    const hashes = await hashesOf(path);
    const third = group();
    if (third === undefined) trial.skip("no control group (version 2) that holds memory can be made here");
    const limits = [ulimit("-v", 600_000, 4_000_000), ulimit("-d", 60_000, 2_000_000), ...(third ? [third] : [])];
    for (let attempt = 0; attempt < attempts; attempt++) {
      const limit = limits[attempt % limits.length]!;
      const { from, to } = limit;
      // More of them where there is little.
      let kib = Math.floor(from * (to / from) ** (uniform(attempt, 0) ** 2));
      while (!isEnoughForNode(limit, kib)) kib = Math.floor(kib * 1.1);
      const place = Math.floor(uniform(attempt, 1) * calls.length);
      const call = calls[place]!;
      await trial.attempt(`${attempt}, ${limit.name} ${kib}: ${call.join(" ")}`, async () => {
        const ended = await go(path, call, { under: limit.under(kib) });
        trial.note(`${limit.name} ${ended.code === 0 ? "run" : "refused"}`);
        const faults = [...faultsOfEnd(ended), ...faultsOfRefusal(ended)];
        const isRight = ended.code !== 0 || JSON.parse(ended.out).stateHash === hashes[place];
        return isRight ? faults : [...faults, "the state is not the right one"];
      });
    }
  });
  return trial;
}
