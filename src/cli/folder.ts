import { readdirSync, rmdirSync, rmSync, unlinkSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isWithin, runLimits } from "../core/limits.ts";
import {
  type Answers,
  type CheckpointStore,
  type Place,
  type Problem,
  ProblemError,
  type Run,
  type TickStore,
} from "../index.ts";
import { asShellWord } from "../report/wording.ts";
import { quote } from "./arguments.ts";
import { Aside, isLeftover, leftoverOf } from "./aside.ts";
import { openStore } from "./checkpointFile.ts";
import { commandName } from "./commandName.ts";
import { codeOf, makeFolders, readText, reasonOf, sayEmptyLink, whyUnwritable } from "./files.ts";
import { isLockName, type Lock, lockFolder, removeDeadLocks } from "./lock.ts";
import { FileLog, logName } from "./logFile.ts";
import { manifestText, mostOfManifest } from "./manifest.ts";
import { checkpointName, manifestName, measuresName } from "./names.ts";

const ours = [manifestName, measuresName, checkpointName];

/** A folder that holds one run, that no other process uses by now, and in which nothing has its name before it is whole. */
export interface RunFolder {
  readonly path: string;
  /** Keeps what is measured, tick by tick, as it comes. */
  readonly log: TickStore;
  readonly store: CheckpointStore;
  /** Writes the run: each file aside and then named, the manifest last. Throws ProblemError. */
  keep(run: Run, answers?: Answers): void;
  /** Ticks of the same world that it keeps already: 0 where it keeps none. */
  heldTicks(run: Run): number;
  /** Lets others use it, and leaves nothing in it that is of no use. */
  close(): void;
}

/**
 * Makes the folder, or takes one that is empty or holds the same run, and perhaps its `page`. Throws ProblemError
 * (out-not-folder, out-foreign, out-taken, out-unfinished, out-in-use, out-unwritable) where it holds anything else.
 */
export function claimFolder(path: string, id: string, place: Place | undefined, page?: string): RunFolder {
  const beside = page !== undefined && resolve(dirname(page)) === resolve(path) ? basename(page) : undefined;
  const refuse = (): void => {
    const fault = faultOf(path, id, beside);
    if (fault) throw new ProblemError([{ ...fault, place }]);
  };
  // Before anything is written there, and again when nobody else can.
  refuse();
  const lock = holdFolder(path, place);
  try {
    refuse();
    return openFolder(path, id, lock, place);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Makes a folder where there is none, and takes it for this process until it is released; one that it made and that is empty
 * then does not stay. Throws ProblemError (out-in-use, out-unwritable). */
export function holdFolder(path: string, place: Place | undefined): Lock {
  try {
    const made = makeFolders(path);
    try {
      const lock = lockFolder(path, place);
      const release = (): void => {
        lock.release();
        removeEmpty(made);
      };
      return { release };
    } catch (error) {
      removeEmpty(made);
      throw error;
    }
  } catch (error) {
    throw unwritable(path, error, place);
  }
}

/** Takes away folders, the innermost first, as long as nothing is in them. */
function removeEmpty(made: readonly string[]): void {
  try {
    for (const each of made.toReversed()) rmdirSync(each);
  } catch (error) {
    // Something is in it, or it is gone.
    if (codeOf(error) === undefined) throw error;
  }
}

/** The folder of a run that goes on, whatever stands in it, by whoever holds it. Throws ProblemError (out-unwritable). */
export function openFolder(path: string, id: string, lock: Lock, place: Place | undefined): RunFolder {
  const told = (error: unknown): unknown => unwritable(path, error, place);
  clean(path, place);
  const log = new FileLog(path, told);
  return {
    path,
    log,
    store: openStore(path, told),
    keep: (run, answers) => {
      const held = manifestIn(path);
      writeRun(path, run.results.csvParts(), manifestText(run, { answers }), { place, isOther: held.run !== id });
    },
    heldTicks: ({ scenario, seed, people }) => {
      const held = manifestIn(path);
      const isOne = held.scenarioHash === scenario.hash && held.seed === seed && held.people === people;
      return isOne && isWithin(runLimits.ticks, held.ticks) ? held.ticks : 0;
    },
    close: () => {
      log.close();
      lock.release();
    },
  };
}

/**
 * Writes figures and manifest of a run: both are on disk before either has its name. A manifest of another run, such as the
 * same one before it was made longer, is taken away in between: it would speak of figures that are not its own. Throws
 * ProblemError (out-unwritable).
 */
export function writeRun(
  path: string,
  figures: Iterable<string>,
  manifest: string,
  { place, isOther }: { readonly place: Place | undefined; readonly isOther: boolean },
): void {
  const files: Aside[] = [];
  try {
    for (const [name, parts] of [
      [measuresName, figures],
      [manifestName, [manifest]],
    ] as const) {
      const file = new Aside(join(path, name));
      files.push(file);
      for (const part of parts) file.write(part);
      file.sync();
    }
    if (isOther) removeFile(join(path, manifestName));
    for (const file of files) file.keep();
  } catch (error) {
    for (const file of files) file.drop();
    throw unwritable(path, error, place);
  }
}

/** Takes away a file where there is one; throws what the system says, as of what is no file. */
function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** Takes away what processes were writing when they died. Whoever holds the folder alone may. Throws ProblemError. */
export function clean(path: string, place: Place | undefined): void {
  try {
    for (const name of readdirSync(path)) if (isOurLeftover(name)) rmSync(join(path, name), { force: true });
    removeDeadLocks(path);
  } catch (error) {
    throw unwritable(path, error, place);
  }
}

/** Whether a name is that of a file of a run, or of its page, that was being written. */
function isOurLeftover(name: string): boolean {
  const of = leftoverOf(name);
  return of !== undefined && ([...ours, logName].includes(of) || of.endsWith(".html"));
}

function faultOf(path: string, id: string, beside: string | undefined): Problem | undefined {
  const remedy = "choose another folder, or empty this one";
  let names: string[];
  try {
    names = readdirSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") {
      const message = sayEmptyLink(path);
      return message === undefined
        ? undefined
        : { code: "out-not-folder", message, expected: "a folder, or a new name" };
    }
    if (codeOf(error) === "ENOTDIR") {
      return { code: "out-not-folder", message: `${quote(path)} is not a folder`, expected: "a folder, or a new name" };
    }
    return { code: "out-unwritable", message: `${quote(path)} cannot be used: ${reasonOf(error)}` };
  }
  const isPage = (name: string): boolean => beside !== undefined && (name === beside || isLeftover(name, beside));
  const foreign = foreignIn(path, names, isPage);
  if (foreign) return { ...foreign, remedy };
  const held = names.includes(manifestName) ? manifestIn(path) : undefined;
  if (held && held.run !== id) return { code: "out-taken", message: `${quote(path)} holds another run`, remedy };
  if (!names.includes(checkpointName) || held?.stopped === false) return undefined;
  // Hours may have gone into it.
  return {
    code: "out-unfinished",
    message: `${quote(path)} holds a run that did not come to its end`,
    remedy: `${commandName()} run --resume ${asShellWord(path)} goes on with it; else ${remedy}`,
  };
}

/** What is wrong with a folder that holds anything but the files of a run and its pages; nothing where it does not. */
export function foreignIn(
  path: string,
  names: readonly string[],
  isPage: (name: string) => boolean,
): Problem | undefined {
  const foreign = names.find((name) => !isOurs(name) && !isPage(name));
  if (foreign === undefined) return undefined;
  return { code: "out-foreign", message: `${quote(path)} holds other things, such as ${quote(foreign)}` };
}

function isOurs(name: string): boolean {
  return ours.includes(name) || isOurLeftover(name) || isLockName(name);
}

/** What a folder says of the run that it holds; nothing where its manifest is none. */
function manifestIn(path: string): Readonly<Record<string, unknown>> {
  const read = readText(join(path, manifestName), mostOfManifest);
  if ("code" in read) return {};
  try {
    return Object(JSON.parse(read.text));
  } catch {
    return {};
  }
}

export function unwritable(path: string, error: unknown, place: Place | undefined): unknown {
  if (codeOf(error) === undefined) return error;
  const why = whyUnwritable(error);
  const isFull = ["ENOSPC", "EDQUOT"].includes(codeOf(error)!);
  const remedy = isFull ? "make room there, or choose a folder on another disk" : undefined;
  const message = `${quote(path)} cannot be written: ${why}`;
  return new ProblemError([{ code: "out-unwritable", message, place, remedy }]);
}
