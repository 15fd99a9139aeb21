import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { purposeKey, tickKey, type Words } from "../../src/core/chance.ts";

/** A stream of words: under which keys, and how words.js fills with them. */
interface Stream {
  readonly keys: readonly Words[];
  readonly fill: "fillWords" | "fillActs" | "fillParts";
}

const littering = purposeKey(1, "conduct.littering/act");

/**
 * Streams of the words that draws are made of, in the order in which one address changes: with each block the next
 * entity, tick, purpose, or act of a community; and what acts share of their second words. Those of ticks and purposes go round
 * 65,536 keys, then on to the next entity.
 */
export const streams: Readonly<Record<"entity" | "tick" | "purpose" | "act" | "part", () => Stream>> = {
  entity: () => ({ keys: [tickKey(littering, 0)], fill: "fillWords" }),
  tick: () => ({ keys: Array.from({ length: 65_536 }, (_, tick) => tickKey(littering, tick)), fill: "fillWords" }),
  purpose: () => ({
    keys: Array.from({ length: 65_536 }, (_, i) => tickKey(purposeKey(1, `conduct.c${i}/act`), 0)),
    fill: "fillWords",
  }),
  act: () => ({ keys: [tickKey(littering, 0)], fill: "fillActs" }),
  part: () => ({ keys: [tickKey(littering, 0)], fill: "fillParts" }),
};
export const streamNames = Object.keys(streams) as (keyof typeof streams)[];

export interface Assessment {
  readonly test: string;
  readonly p: number;
  readonly verdict: "PASSED" | "WEAK" | "FAILED";
}

/** Whether the battery is there. Says so where it is not; under CI a battery that is never run is a failure. */
export function hasDieharder(): boolean {
  const found = (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, "dieharder"), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) console.warn("skipped: dieharder is not installed (Debian: apt-get install dieharder)");
  return found || process.env.CI === "true";
}

/** Runs tests of dieharder over a stream of words, one run of the battery for each list of arguments. */
export async function assess({ keys, fill }: Stream, runs: readonly (readonly string[])[]): Promise<Assessment[]> {
  const folder = await mkdtemp(join(tmpdir(), "glasshouse-"));
  try {
    const file = join(folder, "keys");
    await writeFile(file, new Uint8Array(new Uint32Array(keys.flatMap(({ hi, lo }) => [hi, lo])).buffer));
    const found: Assessment[] = [];
    for (const args of runs) found.push(...parseAssessments(await pipe(file, fill, args)));
    return found;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `stream.js KEYS FILL | dieharder`: raw words on standard input are generator 200. */
function pipe(keys: string, fill: Stream["fill"], args: readonly string[]): Promise<string> {
  const stream = fileURLToPath(new URL("./stream.js", import.meta.url));
  const line = '"$0" "$1" "$2" "$3" | { shift 3; dieharder -g 200 "$@"; }';
  const shell = spawn("sh", ["-c", line, process.execPath, stream, keys, fill, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  shell.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    shell.once("error", reject);
    shell.once("close", (code) =>
      code === 0 ? resolve(said) : reject(new Error(`dieharder ended with ${code}:\n${said}`)),
    );
  });
}

/** Lines such as `diehard_runs|   0|    100000|     100|0.44361439|  PASSED  `. */
export function parseAssessments(text: string): Assessment[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*([a-z]\w*)\s*\|\s*(\d+)\s*\|\s*\d+\s*\|\s*\d+\s*\|\s*([\d.]+)\s*\|\s*(PASSED|WEAK|FAILED)/.exec(
      line,
    );
    if (!match) return [];
    const [, name, ntuple, p, verdict] = match;
    return [{ test: `${name} ${ntuple}`, p: Number(p), verdict: verdict as Assessment["verdict"] }];
  });
}

/**
 * The share of WEAK ones that sound generators have. dieharder calls a p-value weak below 0.005 and above 0.995, which
 * should be 1 %, but its p-values of 100 samples lean upwards whatever the words are: over 200 keys its permutations
 * of three called AES in counter mode weak 8 times, 7 of them from above, and this generator 8 times, 6 from above.
 */
const weakShare = 0.04;

/** The most WEAK ones among n that a sound generator exceeds but once in a thousand times: a binomial quantile. */
export function weakMost(n: number): number {
  let term = (1 - weakShare) ** n;
  let below = term;
  let count = 0;
  for (; below < 0.999; below += term) {
    term *= ((n - count) / (count + 1)) * (weakShare / (1 - weakShare));
    count++;
  }
  return count;
}
