import { closeSync, constants, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { fewestTold, type Place, type Problem, ProblemError, type ResumePoint, type Run, run } from "../index.ts";
import { given, OptionReader, placeOfWord, quote, wholes } from "./arguments.ts";
import type { Call } from "./call.ts";
import { hasCheckpoint, type OpenedCheckpoint, openResume } from "./checkpointFile.ts";
import { codeOf, reasonOf } from "./files.ts";
import { clean, holdFolder, sweepLogs, unwritable, writeRun } from "./folder.ts";
import { FileLog } from "./logFile.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { memoryBytes, threadsOf } from "./memory.ts";
import { measuresName } from "./names.ts";
import { openProgress } from "./progress.ts";
import { layTitle } from "./report/summary.ts";
import { layTable } from "./report/table.ts";
import { sayNumber } from "./report/wording.ts";
import { catchInterrupt } from "./stop.ts";

export interface VerifyFlags {
  readonly backend?: string;
  readonly threads?: string;
}

/**
 * `verify`: lives all of a run again that a folder keeps, from its first tick, and holds to it whatever the folder says: its
 * checkpoint cell by cell, its figures row by row, its state by its hash. Where all agrees, states are proven from then on,
 * and figures that were left out are written. Throws ProblemError (run-false, checkpoint-false, manifest-unreadable).
 */
export async function verifyVerb(word: string, flags: VerifyFlags, { line, terminal, json }: Call): Promise<void> {
  const reader = new OptionReader(line);
  const threads = reader.whole("--threads", flags.threads, wholes.threads);
  const backend = reader.backend(flags.backend);
  reader.throwAny();
  const place = placeOfWord(line, word);
  if (readManifest(word, place) === undefined && !hasCheckpoint(word)) throw noRun(word, place);
  const lock = holdFolder(word, place);
  const stop = catchInterrupt(terminal);
  const progress = openProgress(terminal, json);
  let opened: OpenedCheckpoint | undefined;
  let log: FileLog | undefined;
  try {
    // Again: by now nobody else writes it.
    const manifest = readManifest(word, place);
    clean(word, place);
    log = new FileLog(word, (error) => unwritable(word, error, place));
    opened = await openIfThere(word, place);
    const point = opened?.point;
    sweepLogs(word, point?.logName, log.name, place);
    // A checkpoint that is ahead of its manifest is of a run that was made longer, and has not ended.
    const told = manifest && point && point.tick > manifest.ticks ? undefined : manifest;
    if (told === undefined && point === undefined) throw noRun(word, place);
    const { scenario, seed, people } = told ?? point!;
    const done = await run(scenario, {
      ...given({ seed, people, backend, threads: threadsOf(threads), memoryBytes: memoryBytes(), signal: stop.signal }),
      ticks: told?.ticks ?? point!.tick,
      resume: point,
      log,
      provenUpTo: Number.POSITIVE_INFINITY,
      onProgress: ({ tick, ticks: of, personTicksPerSecond, secondsLeft }) =>
        progress.update({ done: tick, total: of, noun: "ticks", personTicksPerSecond, secondsLeft }),
    });
    progress.end();
    stop.end("nothing is proven", json);
    if (done.stopped) return;
    if (told) hold(word, done, told, place);
    if (told && !told.isProven) keepProven(word, done, told, place);
    tell(word, done, point, { line, terminal, json });
  } finally {
    progress.end();
    stop.release();
    await opened?.close();
    log?.remove();
    lock.release();
  }
}

function noRun(folder: string, place: Place | undefined): ProblemError {
  const message = `there is no run in ${quote(folder)}`;
  return new ProblemError([{ code: "run-missing", message, place, expected: "the folder of a run, from --out" }]);
}

async function openIfThere(folder: string, place: Place | undefined): Promise<OpenedCheckpoint | undefined> {
  return hasCheckpoint(folder) ? openResume(folder, place) : undefined;
}

/** Throws ProblemError (run-false) with all in which a folder is not what its run comes to. */
function hold(folder: string, done: Run, told: Manifest, place: Place | undefined): void {
  const faults: string[] = [];
  if (done.stateHash !== told.stateHash)
    faults.push(`its state hash is ${quote(told.stateHash)}, and comes to ${done.stateHash}`);
  if (JSON.stringify(done.phases) !== told.phases) faults.push("its phases are others");
  if (JSON.stringify(done.warnings) !== told.warnings) faults.push("its warnings are others");
  const path = join(folder, measuresName);
  const lineOf = (results: Run["results"]): number | undefined => otherLine(path, results.csvParts(), place);
  const proven = lineOf(done.results);
  // Somebody may have been killed who had written the figures that were left out, and not yet that states are proven.
  const line = told.isProven || proven === undefined ? proven : lineOf(done.results.withholding(fewestTold));
  if (line !== undefined) faults.push(`${measuresName} is another from line ${line} on`);
  if (faults.length === 0) return;
  const remedy = "run the scenario again from its start: somebody or something has changed these files";
  throw new ProblemError(
    faults.map((fault): Problem => {
      return { code: "run-false", message: `${quote(folder)} is not what its run comes to: ${fault}`, place, remedy };
    }),
  );
}

/** The line from which a file is not a text; undefined where it is that text. */
function otherLine(path: string, parts: Iterable<string>, place: Place | undefined): number | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw unreadable(path, error, place);
  }
  try {
    let line = 1;
    for (const part of parts) {
      const ours = Buffer.from(part);
      const theirs = Buffer.alloc(ours.length);
      const length = readSync(file, theirs);
      const at = ours.findIndex((byte, i) => i >= length || byte !== theirs[i]);
      if (at >= 0) return line + ours.subarray(0, at).filter((byte) => byte === 10).length;
      line += ours.filter((byte) => byte === 10).length;
    }
    return readSync(file, Buffer.alloc(1)) === 0 ? undefined : line;
  } catch (error) {
    throw unreadable(path, error, place);
  } finally {
    closeSync(file);
  }
}

function unreadable(path: string, error: unknown, place: Place | undefined): unknown {
  if (codeOf(error) === undefined) return error;
  const message = `${quote(path)} cannot be read: ${reasonOf(error)}`;
  return new ProblemError([{ code: "run-unreadable", message, place }]);
}

/** Writes the figures that were left out, and that states are proven. */
function keepProven(folder: string, done: Run, told: Manifest, place: Place | undefined): void {
  writeRun(folder, done.results.csvParts(), told.provenText, { place, isOther: false });
}

function tell(folder: string, done: Run, point: ResumePoint | undefined, { terminal, json }: Call): void {
  const { scenario, seed, people, ticks, stateHash } = done;
  if (json) {
    const of = { scenario: scenario.name, scenarioHash: scenario.hash, synthetic: true, seed, people, ticks };
    terminal.printJson({ folder, ...of, stateHash, checkpoint: point?.tick, states: "proven" });
    return;
  }
  const { paint, width } = terminal;
  const lived = `${sayNumber(people, "synthetic person", "synthetic people")}, ${sayNumber(ticks, "tick")}, seed ${seed}`;
  const rows = [
    ["lived", lived],
    ...(point ? [["checkpoint", `of tick ${point.tick}: every cell, record and figure agrees`]] : []),
    ["state hash", stateHash],
  ];
  terminal.print([
    ...layTitle(scenario.title, width, paint),
    ...layTable([{ paint: paint.quiet }, { wraps: true }], rows, { width, indent: "" }),
    "",
    paint.good(`${folder} is what its run comes to: states proven.`),
  ]);
}
