import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Dice } from "../hostile/texts.ts";
import {
  type Ended,
  faultsOfEnd,
  faultsOfManifestIn,
  faultsOfPageAt,
  faultsOfRefusal,
  go,
  inFolder,
  leftoversIn,
} from "./command.ts";
import { destinations } from "./destinations.ts";
import { sources } from "./sources.ts";
import { Trial, twoAtATime } from "./trial.ts";

/** Hostile files: by size, by link, by kind, by name, where something is read and where something is written. */

const small = ["littering", "--people", "200", "--ticks", "3"];

/** Calls of a verb on a scenario that is somewhere. */
const readers: readonly ((path: string) => readonly string[])[] = [
  (path) => ["check", path],
  (path) => ["run", path, "--ticks", "2"],
  (path) => ["plan", path, "--json"],
  (path) => ["run", path, "--ticks", "2", "--json"],
  (path) => ["explain", path, "--person", "1"],
  (path) => ["compare", path, path, "--seeds", "1"],
  (path) => ["plan", path, "--wat"],
  (path) => ["bench", path, "--quick"],
];

/** Calls that write to somewhere, or go on from there. */
const writers: readonly ((path: string) => readonly string[])[] = [
  (path) => ["run", ...small, "--out", path],
  (path) => ["run", ...small, "--html", path],
  (path) => ["run", ...small, "--checkpoint", "1", "--out", path, "--html", `${path}/page.html`],
  (path) => ["run", "--resume", path],
  (path) => ["verify", path],
  (path) => ["new", path],
];

/** All that is in a folder, with what is in it and when that was written. */
function portrait(path: string): string {
  const found = lstatSync(path);
  const own = `${path} ${found.mode} ${found.mtimeMs}`;
  if (found.isSymbolicLink()) return `${own} -> ${readlinkSync(path)}`;
  if (found.isDirectory()) return [own, ...readdirSync(path).map((name) => portrait(join(path, name)))].join("\n");
  return `${own} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`;
}

/** Root may write anywhere: the command is then somebody who may not. */
const nobody = 65_534;
const asNobody = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"];
const isRoot = process.getuid?.() === 0;

/** What is wrong with what a command left in a folder that it could write to: looked at as far as there is something. */
function faultsBelow(path: string, holds: boolean): string[] {
  if (!lstatSync(path).isDirectory()) return [];
  chmodSync(path, 0o755);
  const names = readdirSync(path);
  // What was put there as a lock is no leftover of ours, but where a dead one was in the way of a command that holds a folder.
  const left = leftoversIn(path).filter((name) => name !== "lock" || (holds && lstatSync(join(path, name)).isFile()));
  return [
    ...left.map((name) => `${join(path, name)} is left`),
    ...names.flatMap((name) => faultsBelow(join(path, name), holds)),
  ];
}

/** That what a run said it kept is there and whole. */
function faultsOfKept(folder: string, args: readonly string[], { code }: Ended): string[] {
  if (code !== 0 || args[0] !== "run") return [];
  const to = (option: string): string | undefined =>
    args.includes(option) ? args[args.indexOf(option) + 1]! : undefined;
  const [out, html] = [to("--out") ?? to("--resume"), to("--html")];
  return [
    ...(out === undefined ? [] : faultsOfManifestIn(join(folder, out))),
    ...(html === undefined ? [] : faultsOfPageAt(join(folder, html))),
  ];
}

/** Runs one command in a folder of its own, beside which precious things are. */
async function tryOne(
  path: string,
  make: (folder: string) => readonly string[],
): Promise<{ faults: string[]; ended: Ended }> {
  const folder = join(path, "work");
  for (const each of [path, folder, join(path, "treasures")]) mkdirSync(each);
  writeFileSync(join(path, "precious"), "precious: true\n");
  writeFileSync(join(path, "treasures", "ring"), "gold");
  const args = make(folder);
  if (isRoot) for (const each of [path, folder, join(path, "treasures")]) chownSync(each, nobody, nobody);
  if (isRoot) for (const name of readdirSync(folder, { recursive: true }) as string[]) own(join(folder, name));
  const before = portrait(join(path, "precious")) + portrait(join(path, "treasures"));
  const ended = await go(folder, args, { under: isRoot ? asNobody : [] });
  const after = portrait(join(path, "precious")) + portrait(join(path, "treasures"));
  const faults = [...faultsOfEnd(ended), ...faultsOfRefusal(ended), ...faultsOfKept(folder, args, ended)];
  if (before !== after) faults.push("what is precious is not what it was");
  const beside = readdirSync(path).filter((name) => !["work", "precious", "treasures", "nothing"].includes(name));
  faults.push(...beside.map((name) => `${name} is new outside of its folder`));
  const holds = args.includes("--out") || args.includes("--resume");
  faults.push(...faultsBelow(folder, holds));
  rmSync(path, { recursive: true });
  return { faults: faults.map((fault) => `${JSON.stringify(args)}: ${fault}`), ended };
}

function own(path: string): void {
  if (!lstatSync(path).isSymbolicLink()) chownSync(path, nobody, nobody);
}

/** Tries hostile files in so many ways, each kind about as often. */
export async function tryFiles(attempts: number): Promise<Trial> {
  const trial = new Trial("hostile files");
  await inFolder(async (path) => {
    chmodSync(path, 0o755);
    const good = await go(path, ["run", ...small, "--out", "good", "--checkpoint", "1"]);
    if (good.code !== 0) throw new Error(good.err);
    const [reading, writing] = [Object.entries(sources), Object.entries(destinations)];
    await twoAtATime(attempts, async (i) => {
      const dice = new Dice(i);
      const place = Math.floor(i / 2);
      if (i % 2 === 0) {
        const [name, make] = reading[place % reading.length]!;
        const call = readers[(place + Math.floor(place / reading.length)) % readers.length]!;
        await one(i, `${i}, ${name}`, (folder) => call(make(folder, dice)));
      } else {
        const [name, make] = writing[place % writing.length]!;
        const call = writers[(place + Math.floor(place / writing.length)) % writers.length]!;
        await one(i, `${i}, ${name}`, (folder) => call(make(folder, dice)));
      }
    });
    async function one(i: number, what: string, make: (folder: string) => readonly string[]): Promise<void> {
      await trial.attempt(what, async () => {
        const { faults, ended } = await tryOne(join(path, String(i)), make);
        trial.note(ended.code === 0 ? "done" : "refused");
        return faults;
      });
    }
  });
  return trial;
}
