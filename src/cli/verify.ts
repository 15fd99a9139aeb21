import { closeSync, constants, existsSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { type Answers, type Place, type Problem, ProblemError, type ResumePoint, type Run, run } from "../index.ts";
import { layTitle } from "../report/summary.ts";
import { fitted, layTable } from "../report/table.ts";
import { sayNumber } from "../report/wording.ts";
import { given, OptionReader, placeOfWord, quote, wholes } from "./arguments.ts";
import type { Call } from "./call.ts";
import { openResume } from "./checkpointFile.ts";
import { codeOf, reasonOf } from "./files.ts";
import { clean, foreignIn, holdFolder, unwritable } from "./folder.ts";
import { FileLog } from "./logFile.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { memoryBytes, threadsOf } from "./memory.ts";
import { checkpointName, manifestName, measuresName } from "./names.ts";
import { isOurPage } from "./pageFile.ts";
import { advanceOf, advanceOfTwins, openProgress } from "./progress.ts";
import { catchInterrupt, sayNothingKept } from "./stop.ts";
import { openTwins, type TwinWishes } from "./twins.ts";

export interface VerifyFlags {
  readonly backend?: string;
  readonly threads?: string;
}

/** What stands in the folder of a run. */
interface Kept {
  readonly manifest: Manifest | undefined;
  readonly point: ResumePoint | undefined;
}

/**
 * `verify`: lives all of a run again that a folder keeps, from its first tick, and holds to it whatever the folder says: the
 * manifest word by word, the figures row by row, the state and the checkpoint by their hashes. It writes nothing. Throws
 * ProblemError (out-foreign, run-false, checkpoint-false, manifest-unreadable, run-missing).
 */
export async function verifyVerb(word: string, flags: VerifyFlags, call: Call): Promise<void> {
  const { line, terminal, json } = call;
  const reader = new OptionReader(line);
  const threads = reader.whole("--threads", flags.threads, wholes.threads);
  const backend = reader.backend(flags.backend);
  reader.throwAny();
  const place = placeOfWord(line, word);
  if (![manifestName, checkpointName].some((name) => existsSync(join(word, name)))) throw noRun(word, place);
  const lock = holdFolder(word, place);
  const stop = catchInterrupt(call);
  const progress = openProgress(terminal, json);
  const live = async (
    of: Pick<Manifest, "scenario" | "seed" | "people" | "ticks">,
    resume: ResumePoint | undefined,
    see?: (done: Run) => Promise<void>,
  ): Promise<Run> => {
    const log = new FileLog(word, (error) => unwritable(word, error, place));
    try {
      const done = await run(of.scenario, {
        ...given({ backend, threads: threadsOf(threads), memoryBytes: memoryBytes(), signal: stop.signal }),
        ...{ seed: of.seed, people: of.people, ticks: of.ticks, log, resume },
        onProgress: (far) => progress.update(advanceOf(far)),
      });
      if (done.stopped) stop.end(sayNothingKept);
      // What it measured is in the log, which ends here.
      await see?.(done);
      return done;
    } finally {
      log.close();
    }
  };
  const answer = async (of: Manifest, wishes: TwinWishes): Promise<Answers | undefined> => {
    const runner = { backend, threads: threadsOf(threads), memoryBytes: memoryBytes(), signal: stop.signal };
    const pending = openTwins(of.scenario, { ...of, ...wishes }, runner);
    const answers = await pending?.((far) => progress.update(advanceOfTwins(far)));
    if (answers?.stopped) stop.end(sayNothingKept);
    return answers;
  };
  try {
    clean(word, place);
    refuseForeign(word, place);
    const kept = await readKept(word, place);
    const { manifest, point } = kept;
    // A checkpoint that is ahead is of a run that was made longer, and has not ended: each is lived to its own end.
    const isAhead = manifest !== undefined && point !== undefined && point.tick > manifest.ticks;
    const holdAll = async (done: Run): Promise<void> => {
      const answers = manifest!.twins && (await answer(manifest!, manifest!.twins));
      hold(word, manifest!, { done, answers }, place);
    };
    const done = manifest && (await live(manifest, isAhead ? undefined : point, holdAll));
    const further =
      point && (isAhead || !manifest) ? await live({ ...point, ticks: Math.max(1, point.tick) }, point) : undefined;
    progress.end();
    tell(word, (further ?? done)!, kept, call);
  } finally {
    progress.end();
    stop.release();
    lock.release();
  }
}

/** Refuses a folder with anything in it that no run leaves there: nobody would have held it to anything. Throws ProblemError. */
function refuseForeign(folder: string, place: Place | undefined): void {
  const foreign = foreignIn(
    folder,
    readdirSync(folder),
    (name) => /\.html$/.test(name) && isOurPage(join(folder, name)),
  );
  const remedy = "take it out: only what a run leaves there can be held to the run";
  if (foreign) throw new ProblemError([{ ...foreign, place, remedy }]);
}

/** What stands in a folder, where it is of one run. Throws ProblemError. */
async function readKept(folder: string, place: Place | undefined): Promise<Kept> {
  const manifest = readManifest(folder, place);
  const point = existsSync(join(folder, checkpointName)) ? await openResume(folder, place) : undefined;
  const fault = (why: string): ProblemError => falseRun(folder, [why], place);
  if (!manifest && existsSync(join(folder, measuresName)))
    throw fault(`${measuresName} stands there without ${manifestName}, so nothing says of which run it is`);
  if (!manifest || !point) return { manifest, point };
  const isOne =
    manifest.scenario.hash === point.scenario.hash && manifest.seed === point.seed && manifest.people === point.people;
  if (!isOne) throw fault(`${manifestName} and ${checkpointName} are of different runs`);
  return { manifest, point };
}

function noRun(folder: string, place: Place | undefined): ProblemError {
  const message = `there is no run in ${quote(folder)}`;
  return new ProblemError([{ code: "run-missing", message, place, expected: "the folder of a run, from --out" }]);
}

function falseRun(folder: string, faults: readonly string[], place: Place | undefined): ProblemError {
  const remedy = "run the scenario again from its start: somebody or something has changed these files";
  return new ProblemError(
    faults.map((fault): Problem => {
      return { code: "run-false", message: `${quote(folder)} is not what its run comes to: ${fault}`, place, remedy };
    }),
  );
}

/** Throws ProblemError (run-false) with all in which a folder is not what its run comes to. */
function hold(
  folder: string,
  manifest: Manifest,
  { done, answers }: { readonly done: Run; readonly answers: Answers | undefined },
  place: Place | undefined,
): void {
  const faults: string[] = [];
  const [theirs, ours] = [manifest.text.split("\n"), manifest.of(done, answers).split("\n")];
  const at = ours.findIndex((text, i) => text !== theirs[i]);
  if (at >= 0 || ours.length !== theirs.length) {
    const other = at < 0 ? ours.length : at;
    faults.push(
      `${manifestName} is another from line ${other + 1} on, where this should stand: ${quote(ours[other] ?? "nothing")}`,
    );
  }
  const line = otherLine(join(folder, measuresName), done.results.csvParts(), place);
  if (line !== undefined) faults.push(`${measuresName} is another from line ${line} on`);
  if (faults.length > 0) throw falseRun(folder, faults, place);
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

function tell(folder: string, done: Run, { manifest, point }: Kept, { terminal, json }: Call): void {
  const { scenario, seed, people, ticks, stateHash } = done;
  if (json) {
    const of = { scenario: scenario.name, scenarioHash: scenario.hash, synthetic: true, seed, people, ticks };
    terminal.printJson({
      folder,
      ...of,
      stateHash,
      checkpoint: point?.tick,
      measures: manifest !== undefined,
      verified: true,
    });
    return;
  }
  const { paint, width } = terminal;
  const lived = `${sayNumber(people, "synthetic person", "synthetic people")}, ${sayNumber(ticks, "tick")}, seed ${seed}`;
  const rows = [
    ["lived", lived],
    ...(manifest
      ? [["kept", `${measuresName}: every row; ${manifestName}: every word that follows from the run`]]
      : []),
    ...(point ? [["checkpoint", `of tick ${point.tick}: figures, phases and the state of all`]] : []),
    ["state hash", stateHash],
  ];
  const lines = [
    ...layTitle(scenario.title, width, paint),
    ...layTable([{ paint: paint.quiet }, { wraps: true }], rows, { width, indent: "" }),
    "",
    paint.good(`${folder} is what its run comes to.`),
  ];
  terminal.print(fitted(lines, width));
}
