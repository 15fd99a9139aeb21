import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { everything } from "../experiment/worlds.ts";
import {
  type Ended,
  faultsOfEnd,
  faultsOfManifestIn,
  faultsOfPageAt,
  go,
  inFolder,
  keptIn,
  leftoversIn,
  textAt,
} from "./command.ts";
import { type Mode, modes, prepare, type Scenes, ticks } from "./killModes.ts";
import { chancesOf, pause, Trial, twoAtATime } from "./trial.ts";

/** Kills of every verb that takes a while, at any moment: what they leave, and what the next call makes of it. */

const uniform = chancesOf("kills");

/** When a process is killed: so long after its start, or so long after a file of such a name has come. */
interface Moment {
  readonly name: RegExp | undefined;
  readonly milliseconds: number;
  readonly signal: NodeJS.Signals;
}

const names = [undefined, undefined, /\.part$/, /\.part$/, /\.part$/, /^lock$/, /^measures\.csv$/, /^x$/];

/** A moment of an attempt; `usual` is how long the command takes when it is let go. */
function momentOf(attempt: number, again: number, usual: number): Moment {
  const at = (place: number): number => uniform(attempt, 10 * again + place);
  const name = names[Math.floor(at(0) * names.length)];
  const milliseconds = name ? at(1) ** 2 * 60 : at(1) * usual;
  const signal = at(2) < 0.7 ? "SIGKILL" : at(2) < 0.85 ? "SIGTERM" : "SIGINT";
  return { name, milliseconds, signal };
}

/** All names in a folder and in that of the run in it. */
function namesIn(folder: string): string[] {
  return [folder, join(folder, "x")].flatMap((path) => (existsSync(path) ? readdirSync(path) : []));
}

/** Runs a command and kills it; `isKilled` is false where it had ended by then. */
async function kill(folder: string, args: readonly string[], moment: Moment): Promise<Ended & { isKilled: boolean }> {
  let [isOver, isKilled] = [false, false];
  const before = new Set(namesIn(folder));
  const isThere = (): boolean => namesIn(folder).some((name) => moment.name!.test(name) && !before.has(name));
  const ended = await go(folder, args, {
    meanwhile: (child) => {
      child.on("exit", () => {
        isOver = true;
      });
      void (async () => {
        while (moment.name && !isOver && !isThere()) await pause(1);
        await pause(moment.milliseconds);
        isKilled = !isOver && child.kill(moment.signal);
      })();
    },
  });
  return { ...ended, isKilled };
}

/** What must not be in a folder after a kill: half of anything under the name of a whole one. */
function faultsAfter(folder: string, mode: Mode, scenes: Scenes, isGraceful: boolean): string[] {
  const out = join(folder, "x");
  const faults = [...faultsOfPageAt(join(folder, "page.html")), ...faultsOfPageAt(join(out, "page.html"))];
  const town = textAt(folder, "town.yaml");
  if (town !== undefined && town !== scenes.starter) faults.push("town.yaml is half written");
  if (!existsSync(out)) return faults;
  const figures = textAt(out, "measures.csv");
  // One that could still say goodbye may have kept the ticks that it did.
  const isPart = isGraceful && figures !== undefined && /\n$/.test(figures) && scenes.csv.startsWith(figures);
  if (figures !== undefined && !isPart && ![scenes.csv, scenes.formerCsv(mode)].includes(figures))
    faults.push(`measures.csv is neither the former nor the new one (${figures.length} letters)`);
  faults.push(...faultsOfManifestIn(out));
  return faults;
}

/** What must be in a folder at last. */
function faultsAtLast(folder: string, mode: Mode, scenes: Scenes): string[] {
  const faults = [
    ...faultsOfPageAt(join(folder, "page.html")),
    ...leftoversIn(folder).map((name) => `${name} is left`),
  ];
  const strangers = readdirSync(folder).filter((name) => !["everything.yaml", ...mode.leaves].includes(name));
  faults.push(...strangers.map((name) => `${name} is left`));
  faults.push(...mode.leaves.filter((name) => !existsSync(join(folder, name))).map((name) => `${name} is not there`));
  if (!mode.leaves.includes("x")) return faults;
  const out = join(folder, "x");
  const kept = keptIn(out).sort().join(" ");
  const wanted = /^(checkpoint\.bin )?manifest\.json measures\.csv( page\.html)?$/;
  if (!wanted.test(kept)) faults.push(`it holds ${kept}`);
  if (textAt(out, "measures.csv") !== scenes.csv) faults.push("measures.csv is not that of the undisturbed run");
  const manifest = JSON.parse(textAt(out, "manifest.json") ?? "{}");
  if (manifest.stateHash !== scenes.hash) faults.push("the state hash is not that of the undisturbed run");
  return [...faults, ...faultsOfPageAt(join(out, "page.html"))];
}

/** What is called after a kill: the run goes on where it can, or the same again. */
function nextOf(folder: string, mode: Mode): readonly string[] {
  if (!mode.args.includes("--out") || !existsSync(join(folder, "x", "checkpoint.bin"))) return mode.args;
  const manifest = textAt(folder, "x", "manifest.json");
  if (manifest !== undefined && JSON.parse(manifest).stopped === false) return mode.args;
  const html = mode.args.indexOf("--html");
  return ["run", "--resume", "x", "--json", ...(html < 0 ? [] : mode.args.slice(html, html + 2))];
}

/** A page that was being written is taken for one that nobody writes any more after a while. */
function letTimePass(folder: string): void {
  const before = new Date(Date.now() - 3_600_000);
  for (const name of readdirSync(folder)) if (name.endsWith(".part")) utimesSync(join(folder, name), before, before);
}

async function tryKill(path: string, attempt: number, mode: Mode, scenes: Scenes, trial: Trial): Promise<string[]> {
  for (let again = 0; ; again++) {
    const folder = join(path, `${attempt}-${again}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "everything.yaml"), everything.text);
    if (mode.before) cpSync(join(path, mode.before), join(folder, "x"), { recursive: true });
    const moment = momentOf(attempt, again, scenes.usual(mode));
    const killed = await kill(folder, mode.args, moment);
    const isOurs = killed.signal === moment.signal && killed.isKilled;
    const faults = isOurs ? [] : faultsOfEnd(killed, [0, 130, 143]);
    faults.push(...faultsAfter(folder, mode, scenes, moment.signal !== "SIGKILL"));
    if (!killed.isKilled && faults.length === 0 && again < 30) {
      // It was quicker than we were: once more.
      rmSync(folder, { recursive: true });
      continue;
    }
    trial.note(`${mode.name} ${moment.signal === "SIGKILL" ? "killed" : "interrupted"}`);
    const left = namesIn(folder).filter((name) => /\.part$|^lock/.test(name));
    if (left.length > 0) trial.note("left something");
    const isWritten = existsSync(join(folder, "town.yaml"));
    letTimePass(folder);
    const next = nextOf(folder, mode);
    const ended = await go(folder, next);
    if (ended.code !== (isWritten ? 1 : 0))
      faults.push(`${next.join(" ")} ends with ${ended.code}: ${ended.err}${ended.out.slice(0, 300)}`);
    faults.push(...mode.told(ended, scenes), ...faultsAtLast(folder, mode, scenes));
    rmSync(folder, { recursive: true });
    const when = `${moment.signal} ${Math.round(moment.milliseconds)} ms after ${moment.name ?? "its start"}`;
    return faults.map((fault) => `${when}, leaving ${left.join(" ") || "nothing"}: ${fault}`);
  }
}

/** Kills so many commands at moments that follow from their numbers. */
export async function tryKills(kills: number): Promise<Trial> {
  const trial = new Trial(`kills (at any moment of ${ticks} ticks)`);
  await inFolder(async (path) => {
    const scenes = await prepare(path);
    await twoAtATime(kills, async (attempt) => {
      const mode = modes[attempt % modes.length]!;
      await trial.attempt(`${attempt}, ${mode.name}`, () => tryKill(path, attempt, mode, scenes, trial));
    });
  });
  return trial;
}
