import { ProblemError, run } from "../index.ts";
import { given, OptionReader, placeOfOption, wholes } from "./arguments.ts";
import { type Call, memoryBytes } from "./call.ts";
import { commandName } from "./commandName.ts";
import { claimPage } from "./html/file.ts";
import { layPage } from "./html/page.ts";
import { openProgress } from "./progress.ts";
import { laySummary } from "./report/summary.ts";
import { fitted, wrap } from "./report/table.ts";
import { asShellWord, plain } from "./report/wording.ts";
import { beginRun, type RunJob, type RunWishes, resumeRun } from "./runJob.ts";
import { catchInterrupt } from "./stop.ts";
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
  reader.throwAny();
  const wishes: RunWishes = { people, ticks, seed, out, checkpoint, html };
  const job = from === undefined ? beginRun(nameOf(word), wishes, line) : await resumeRun(from, word, wishes, line);
  if (!json) for (const one of warningLines(job.scenario)) terminal.note(plain(one));
  const progress = openProgress(terminal, json);
  const stop = catchInterrupt(terminal);
  const print = (lines: readonly string[]): void => terminal.print(fitted(lines, terminal.width));
  try {
    // Claimed before anything runs, as the folder is.
    const page = html === undefined ? undefined : claimPage(html, placeOfOption(line, "--html"));
    const options = given({ ...job.options, backend, threads, memoryBytes: memoryBytes(), signal: stop.signal });
    const done = await run(job.scenario, {
      ...options,
      onProgress: ({ tick, ticks: of, personTicksPerSecond, secondsLeft }) =>
        progress.update({ done: tick, total: of, noun: "ticks", personTicksPerSecond, secondsLeft }),
    });
    progress.end();
    const warned = warningLines(job.scenario);
    if (json) terminal.printJson({ ...done.toJSON(), warnings: [...warned, ...done.warnings] });
    else print([...laySummary(done, job.word, terminal.width, terminal.paint), ...layStale(job, terminal.width)]);
    job.folder?.keep(done);
    if (job.folder && !json) print(layKept(job, done.stopped));
    page?.keep(layPage(done, job.word));
    if (page && !json) print([`page       ${page.path}`]);
  } finally {
    progress.end();
    stop.release();
    await job.close();
  }
}

/** Says so where the command that is told gives another run. */
function layStale({ isStale, word }: RunJob, width: number): string[] {
  if (!isStale) return [];
  return wrap(
    `Note: ${asShellWord(word)} has changed since this run began, or is gone, so that command gives another run. What was run is kept in the checkpoint, and in manifest.json.`,
    width,
  );
}

function layKept({ folder, options }: RunJob, stopped: boolean): string[] {
  const path = folder!.path;
  const again = stopped && options.checkpoint ? [`resume     ${commandName()} run --resume ${asShellWord(path)}`] : [];
  return [`kept       ${path}`, ...again];
}

function nameOf(word: string | undefined): string {
  if (word !== undefined) return word;
  const message = '"run" needs scenario';
  throw new ProblemError([
    { code: "missing-argument", message, expected: `${commandName()} run [options] <scenario>` },
  ]);
}
