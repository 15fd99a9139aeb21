import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { everything } from "../experiment/worlds.ts";
import {
  type Ended,
  faultsOfEnd,
  faultsOfManifestIn,
  faultsOfPageAt,
  go,
  inFolder,
  leftoversIn,
  textAt,
} from "./command.ts";
import { chancesOf, Trial } from "./trial.ts";

/** Disks on which there is little room, or none. */

const uniform = chancesOf("disks");
const scale = ["--people", "2000", "--seed", "8"];
const world = (ticks: number): string[] => ["run", "../everything.yaml", ...scale, "--ticks", String(ticks)];
const keeping = ["--checkpoint", "10", "--html", "page.html"];

/** Calls, and the folder of the run that they begin or go on with. */
const calls: readonly (readonly [out: string, ...args: string[]])[] = [
  ["new-run", ...world(60), "--out", "new-run"],
  ["new-run", ...world(60), "--out", "new-run", ...keeping],
  ["good", "run", "--resume", "good", "--ticks", "60"],
  ["good", "run", "--resume", "good", "--ticks", "60", ...keeping],
  ["good", "verify", "good"],
  ["new-run", ...world(60), "--html", "page.html"],
  ["good", ...world(40), "--out", "good", ...keeping],
  ["new-run", "new", "town"],
];

function system(...words: readonly string[]): boolean {
  const [program, ...args] = words;
  return spawnSync(program!, args, { stdio: "ignore" }).status === 0;
}

/** A disk of its own, in memory; undefined where we may not have one. */
function mount(path: string, bytes: number): boolean {
  mkdirSync(path, { recursive: true });
  return process.platform === "linux" && system("mount", "-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path);
}

/** Fills a disk but for so many bytes: where little is left, all of it is first taken and then some given back. */
function fill(path: string, left: number): void {
  const file = openSync(path, "w");
  const piece = new Uint8Array(4096);
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
  const { length } = readFileSync(path);
  writeFileSync(path, new Uint8Array(Math.max(0, length - left)));
}

interface Scenes {
  readonly hash: string;
  readonly csv: string;
  /** Bytes of a whole run with its page. */
  readonly bytes: number;
}

function faultsOfFull(ended: Ended): string[] {
  if (ended.code === 0) return [];
  const lines = ended.err.split("\n").filter((line) => /^error/.test(line));
  if (lines.length > 0 && lines.every((line) => /the disk is full|there is no more room/.test(line))) return [];
  return [`it does not say that the disk is full: ${JSON.stringify(ended.err.slice(0, 400))}`];
}

async function tryDisk(path: string, attempt: number, scenes: Scenes, trial: Trial): Promise<string[]> {
  const disk = join(path, "disk");
  const size = 4 * 2 ** 20 + scenes.bytes;
  if (!mount(disk, size)) {
    trial.skip("nothing can be mounted here");
    return [];
  }
  const faults: string[] = [];
  try {
    const good = join(disk, "good");
    const made = await go(disk, [...world(40), "--out", "good", "--checkpoint", "10"]);
    if (made.code !== 0) return [`the trial itself: ${made.err}`];
    const checkpoint = readFileSync(join(good, "checkpoint.bin"));
    const before = textAt(good, "measures.csv");
    const [out, ...args] = calls[attempt % calls.length]!;
    // From nothing at all to what a run takes.
    fill(join(disk, "ballast"), Math.floor(uniform(attempt, 0) ** 2 * scenes.bytes));
    const ended = await go(disk, args);
    trial.note(ended.code === 0 ? "had room" : "refused");
    faults.push(...faultsOfEnd(ended), ...faultsOfFull(ended), ...faultsOfPageAt(join(disk, "page.html")));
    const left = [
      ...leftoversIn(disk),
      ...leftoversIn(good),
      ...(existsSync(join(disk, out)) ? leftoversIn(join(disk, out)) : []),
    ];
    faults.push(...left.map((name) => `${name} is left`));
    for (const name of ["good", "new-run"].filter((each) => existsSync(join(disk, each)))) {
      faults.push(...faultsOfManifestIn(join(disk, name)));
      const csv = textAt(disk, name, "measures.csv");
      if (csv !== undefined && csv !== before && csv !== scenes.csv)
        faults.push(`measures.csv of ${name} is half of one`);
    }
    if (args[0] === "new" && existsSync(join(disk, "town.yaml")) !== (ended.code === 0))
      faults.push("town.yaml is there");
    const now = readFileSync(join(good, "checkpoint.bin"));
    if (out !== "good" && !now.equals(checkpoint)) faults.push("the checkpoint of another run is not what it was");
    // Room is made: whatever has a checkpoint goes on from it.
    rmSync(join(disk, "ballast"));
    for (const name of readdirSync(disk).filter((each) => existsSync(join(disk, each, "checkpoint.bin")))) {
      const again = await go(disk, ["run", "--resume", name, "--ticks", "60", "--json"]);
      const hash = again.code === 0 ? JSON.parse(again.out).stateHash : again.out;
      if (hash !== scenes.hash) faults.push(`${name} does not go on to the right state: ${hash}`);
      if (textAt(disk, name, "measures.csv") !== scenes.csv) faults.push(`${name} has other figures in the end`);
    }
    return faults.map((fault) => `${args.join(" ")}: ${fault}`);
  } finally {
    if (!system("umount", disk)) system("umount", "-l", disk);
  }
}

/** So many commands on small disks, one at a time. */
export async function tryDisks(attempts: number): Promise<Trial> {
  const trial = new Trial("small disks");
  await inFolder(async (path) => {
    writeFileSync(join(path, "everything.yaml"), everything.text);
    mkdirSync(join(path, "whole"));
    const whole = await go(join(path, "whole"), [...world(60), "--out", "x", ...keeping, "--json"]);
    if (whole.code !== 0) throw new Error(whole.out);
    const names = [...readdirSync(join(path, "whole", "x")).map((name) => join("x", name)), "page.html"];
    const scenes = {
      hash: JSON.parse(whole.out).stateHash,
      csv: textAt(path, "whole", "x", "measures.csv")!,
      bytes: names.reduce((sum, name) => sum + readFileSync(join(path, "whole", name)).length, 0),
    };
    for (let attempt = 0; attempt < attempts && trial.skipped.length === 0; attempt++)
      await trial.attempt(String(attempt), () => tryDisk(path, attempt, scenes, trial));
  });
  return trial;
}
