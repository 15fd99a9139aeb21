import { layPage } from "../html/page.ts";
import { type Answers, ProblemError, type Run, reckon, run } from "../index.ts";
import { laySummary } from "../report/summary.ts";
import { fitted, wrap } from "../report/table.ts";
import { asArgument, plain } from "../report/wording.ts";
import { type CommandLine, given, OptionReader, placeOfOption, placeOfWord, wholes } from "./arguments.ts";
import type { Call } from "./call.ts";
import { commandName } from "./commandName.ts";
import { tellProblem } from "./faults.ts";
import { attempt, layKept, sayKept, sayLeft, withResume } from "./kept.ts";
import { memoryBytes, threadsOf } from "./memory.ts";
import { claimPage, type PageFile } from "./pageFile.ts";
import { advanceOf, advanceOfTwins, openProgress } from "./progress.ts";
import { beginRun, type RunJob, type RunWishes, resumeRun } from "./runJob.ts";
import { catchInterrupt, Ended } from "./stop.ts";
import { jsonOfAnswers, openTwins, readTwins, type TwinsOf } from "./twins.ts";
import { warningLines } from "./warnings.ts";

export interface RunFlags {
  readonly people?: string;
  readonly ticks?: string;
  readonly seed?: string;
  readonly backend?: string;
  readonly threads?: string;
  readonly out?: string;
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly html?: string;
  readonly twins?: string;
  readonly twinPeople?: string;
}

/**
 * `run`: one world, told as a summary or as JSON, and kept in a folder where one is given; from its start, or from a
 * checkpoint.
 */
export async function runVerb(word: string | undefined, flags: RunFlags, call: Call): Promise<void> {
  const { line, terminal, json } = call;
  const reader = new OptionReader(line);
  const people = reader.whole("--people", flags.people, wholes.people);
  const ticks = reader.whole("--ticks", flags.ticks, wholes.ticks);
  const seed = reader.whole("--seed", flags.seed, wholes.seed);
  const threads = reader.whole("--threads", flags.threads, wholes.threads);
  const backend = reader.backend(flags.backend);
  const out = reader.path("--out", flags.out);
  const checkpoint = reader.whole("--checkpoint", flags.checkpoint, wholes.checkpoint);
  const from = reader.path("--resume", flags.resume);
  const html = reader.path("--html", flags.html);
  const twins = readTwins(reader, flags);
  reader.throwAny();
  const wishes: RunWishes = { people, ticks, seed, out, checkpoint, html };
  const job =
    from === undefined ? beginRun(nameOf(word, line), wishes, line) : await resumeRun(from, word, wishes, line);
  if (!json) for (const one of warningLines(job.scenario)) terminal.note(plain(one));
  const progress = openProgress(terminal, json);
  const stop = catchInterrupt(call);
  let begun = false;
  try {
    if (json) checkJson(job, line);
    // Claimed before anything runs, as the folder is.
    const page = html === undefined ? undefined : claimPage(html, placeOfOption(line, "--html"));
    const options = given({
      ...job.options,
      backend,
      threads: threadsOf(threads),
      memoryBytes: memoryBytes(),
      signal: stop.signal,
    });
    // Checked before an hour of reckoning, too.
    const pending = openTwins(
      job.scenario,
      { ...scaleOf(job), ...twins },
      { ...options, note: (text) => terminal.note(text) },
    );
    const done = await run(job.scenario, {
      ...options,
      // A program that runs many worlds does not wait for what a person reads.
      losses: !json,
      onProgress: (far) => {
        begun = true;
        progress.update(advanceOf(far));
      },
    }).catch(async (error: unknown) => {
      // Nothing is written there before a world runs.
      const isUnwritten = error instanceof ProblemError && error.problems.some(({ code }) => code === "out-unwritable");
      throw begun || isUnwritten ? await withResume(error, job, terminal) : error;
    });
    progress.end();
    const left = sayLeft(job, done);
    if (left !== undefined) stop.end(left);
    const answers = done.stopped ? undefined : await pending?.((far) => progress.update(advanceOfTwins(far)));
    progress.end();
    keepAndTell({ run: done, answers }, job, page, call);
    stop.end(sayKept(job, done, page?.path), true);
  } finally {
    progress.end();
    stop.release();
    await job.close();
  }
}

/** A run, and what twins of it answer; no answers where nothing is asked, or where it was stopped. */
interface Told {
  readonly run: Run;
  readonly answers: Answers | undefined;
}

/** Seed, people and ticks of a run that is about to begin or to go on. */
function scaleOf({ scenario, options }: RunJob): TwinsOf {
  const { resume } = options;
  return {
    seed: options.seed ?? resume?.seed ?? 1,
    people: options.people ?? resume?.people ?? scenario.data.population.size.amount,
    ticks: options.ticks ?? undefined,
  };
}

/** Figures that fit into one JSON text, at most. */
const mostInJson = 5_000_000;

/** Refuses more figures than one JSON text can hold. Throws ProblemError (too-many-rows). */
function checkJson({ scenario, options: { people, ticks } }: RunJob, line: CommandLine): void {
  const plan = scenario.plan(given({ people, ticks }));
  const figures = reckon(plan).resultBytes / 16;
  if (figures <= mostInJson) return;
  const most = Math.floor(mostInJson / (figures / plan.ticks));
  const message = `${asArgument(figures)} figures are more than one JSON text can hold`;
  const place = placeOfOption(line, "--json");
  const remedy = "leave out --json: with --out FOLDER they are in measures.csv";
  throw new ProblemError([
    { code: "too-many-rows", message, place, expected: `at most ${asArgument(most)} ticks, or fewer measures`, remedy },
  ]);
}

/**
 * Keeps a run and prints it. Kept first: whoever reads what is printed may close early. What could not be kept is told
 * after the summary, which an hour may have gone into.
 */
function keepAndTell(told: Told, job: RunJob, page: PageFile | undefined, { terminal, json }: Call): void {
  const { run: done, answers } = told;
  const folder = attempt(job.folder && (() => job.folder!.keep(done, answers)));
  const html = attempt(page && (() => page.keep(layPage(done, job.word, answers))));
  const faults = [...folder.faults, ...html.faults];
  const bug = folder.bug ?? html.bug;
  // A program is told one thing.
  if (bug !== undefined && json) throw bug;
  if (json) {
    const warnings = [...warningLines(job.scenario), ...done.warnings];
    const problems = faults.length > 0 ? { problems: faults.map(tellProblem) } : {};
    terminal.printJson({ ...done.toJSON(), warnings, ...jsonOfAnswers(answers), ...problems });
  } else {
    const { width, paint } = terminal;
    const lines = [
      ...laySummary(done, job.word, width, paint, answers, commandName()),
      ...layStale(job, width),
      ...(folder.isDone ? layKept(job, done.stopped) : []),
      ...(html.isDone ? [`page       ${page!.path}`] : []),
    ];
    terminal.print(fitted(lines, width));
  }
  if (bug !== undefined) throw bug;
  if (faults.length > 0) throw json ? new Ended(1) : new ProblemError(faults);
}

/** Says so where the command that is told gives another run. */
function layStale({ isStale }: RunJob, width: number): string[] {
  if (!isStale) return [];
  return wrap(
    "Note: the scenario of this run has changed since it began, or is gone, so there is no command that gives it again. What was run is kept in the checkpoint, and in manifest.json.",
    width,
  );
}

function nameOf(word: string | undefined, line: CommandLine): string {
  if (word !== undefined) return word;
  const message = '"run" needs scenario';
  throw new ProblemError([
    {
      code: "missing-argument",
      message,
      place: placeOfWord(line, "run"),
      expected: `${commandName()} run [options] <scenario>`,
    },
  ]);
}
