import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Problem, ProblemError, type Run } from "../index.ts";
import { commandName } from "./commandName.ts";
import { checkpointName } from "./names.ts";
import { asShellWord } from "./report/wording.ts";
import type { RunJob } from "./runJob.ts";
import { sayNothingKept } from "./stop.ts";
import type { Terminal } from "./terminal.ts";

/** What became of keeping something. */
export interface Attempt {
  readonly isDone: boolean;
  /** Why it could not be kept; none where there was nothing to keep. */
  readonly faults: readonly Problem[];
  /** What is no fault of the person's or the disk's. */
  readonly bug?: unknown;
}

/** Keeps something, where there is something to keep: an hour of reckoning must be told even where it cannot be kept. */
export function attempt(keep: (() => void) | undefined): Attempt {
  try {
    keep?.();
    return { isDone: keep !== undefined, faults: [] };
  } catch (error) {
    return error instanceof ProblemError
      ? { isDone: false, faults: error.problems }
      : { isDone: false, faults: [], bug: error };
  }
}

/** Where a run was kept, and how it goes on, as lines. */
export function layKept({ folder, options }: RunJob, stopped: boolean): string[] {
  const path = folder!.path;
  const again = stopped && options.checkpoint ? [`resume     ${resumeOf(path)}`] : [];
  return [`kept       ${path}`, ...again];
}

/** What is kept of a run that was interrupted, in a clause. */
export function sayKept(
  { folder, options }: RunJob,
  { ticks, stopped, resumed = 0 }: Run,
  page: string | undefined,
): string {
  const told = page === undefined ? [] : [`it is told in ${page}`];
  if (!folder) return told[0] ?? `${sayNothingKept}; --checkpoint would let it go on`;
  const kept = `its first ${Math.max(ticks, resumed)} ticks are kept in ${folder.path}`;
  const again = options.checkpoint ? `${resumeOf(folder.path)} goes on` : "it cannot go on without --checkpoint";
  return [...(stopped ? [kept, again] : [`it was at its end, and is kept in ${folder.path}`]), ...told].join("; ");
}

/** A fault that ended a run after it began, with how to go on from its last checkpoint where there is one. */
export function withResume(error: unknown, { folder, options }: RunJob, terminal: Terminal): unknown {
  if (!folder || !options.checkpoint || !existsSync(join(folder.path, checkpointName))) return error;
  const remedy = `${resumeOf(folder.path)} goes on from its last checkpoint`;
  if (error instanceof ProblemError)
    return new ProblemError(error.problems.map((one) => ({ ...one, remedy: one.remedy ?? remedy })));
  terminal.note(remedy);
  return error;
}

function resumeOf(path: string): string {
  return `${commandName()} run --resume ${asShellWord(path)}`;
}
