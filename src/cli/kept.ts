import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Problem, ProblemError, type Run } from "../index.ts";
import { asShellWord, sayNumber } from "../report/wording.ts";
import { openResume } from "./checkpointFile.ts";
import { commandName } from "./commandName.ts";
import { checkpointName } from "./names.ts";
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

/**
 * What there is of a run that was stopped before its first tick, or before where its folder had been before, in a clause:
 * neither is kept. Nothing of one that got further.
 */
export function sayLeft({ folder, options }: RunJob, done: Run): string | undefined {
  if (!done.stopped) return undefined;
  const held = Math.max(done.resumed ?? 0, folder?.heldTicks(done) ?? 0);
  if (done.ticks > 0 && done.ticks >= held) return undefined;
  const isBegun = folder !== undefined && options.checkpoint !== undefined;
  const again = isBegun ? [`${resumeOf(folder.path)} goes on`] : [];
  const kept =
    held > 0
      ? `${folder!.path} keeps the ${sayNumber(held, "tick")} that it held before`
      : `it was stopped before its first tick, and ${isBegun ? `its start is kept in ${folder.path}` : sayNothingKept}`;
  return [kept, ...again].join("; ");
}

/** What is kept of a run that was interrupted, in a clause. */
export function sayKept({ folder, options }: RunJob, { ticks, stopped }: Run, page: string | undefined): string {
  const told = page === undefined ? [] : [`it is told in ${page}`];
  if (!folder) return told[0] ?? `${sayNothingKept}; --checkpoint would let it go on`;
  const kept = `its first ${ticks} ticks are kept in ${folder.path}`;
  const again = options.checkpoint ? `${resumeOf(folder.path)} goes on` : "it cannot go on without --checkpoint";
  return [...(stopped ? [kept, again] : [`it was at its end, and is kept in ${folder.path}`]), ...told].join("; ");
}

/** A fault that ended a run after it began, with what is kept and how to go on from there where there is a checkpoint. */
export async function withResume(error: unknown, { folder, options }: RunJob, terminal: Terminal): Promise<unknown> {
  if (!folder || !options.checkpoint || !existsSync(join(folder.path, checkpointName))) return error;
  const point = await openResume(folder.path, undefined).catch(() => undefined);
  const of = point ? `, that of tick ${point.tick}` : "";
  const remedy = `${resumeOf(folder.path)} goes on from its last checkpoint${of}`;
  if (error instanceof ProblemError) {
    const whole = (one: Problem): string => (one.remedy === undefined ? remedy : `${one.remedy}; ${remedy}`);
    return new ProblemError(error.problems.map((one) => ({ ...one, remedy: whole(one) })));
  }
  terminal.note(remedy);
  return error;
}

function resumeOf(path: string): string {
  return `${commandName()} run --resume ${asShellWord(path)}`;
}
