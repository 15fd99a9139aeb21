import { isWithin, runLimits, sayWhole } from "../core/limits.ts";
import { ProblemError } from "../core/problem.ts";
import { checkThreads, type Engine } from "../engine/backend.ts";
import { figuresOf } from "../engine/common/tickLog.ts";
import { type Memory, peopleWithin, type Runner, reckon } from "../engine/memory.ts";
import { pause, readClock } from "../engine/platform/clock.ts";
import type { Plan } from "../plan/plan.ts";

/** Which engine runs a world and at what scale: what a run may choose without being another experiment. */
export interface WorldOptions {
  /** Instead of the scenario's own number. */
  readonly people?: number | undefined;
  /** Instead of the scenario's own length. */
  readonly ticks?: number | undefined;
  /** "auto", the default, is the best there is. */
  readonly backend?: "interpret" | "wasm" | "auto" | undefined;
  readonly threads?: number | undefined;
  /** Bytes that a world may take; 8 GiB unless told. */
  readonly memoryBytes?: number | undefined;
}

/** How far a run is. */
export interface Progress {
  /** Ticks done; below 0 while the world settles, by as many as are still to be done. */
  readonly tick: number;
  readonly ticks: number;
  /** Ticks of settling, 0 where there are none. */
  readonly settle: number;
  readonly people: number;
  readonly personTicksPerSecond: number;
  /** Reckoned from the pace so far; 0 at the end. */
  readonly secondsLeft: number;
}

/** Asks a run to stop: an AbortSignal is one. */
export interface StopSignal {
  readonly aborted: boolean;
}

/** A world that was run. */
export interface Course {
  readonly stopped: boolean;
  /** Spent in ticks alone, but for those in which the world settled. */
  readonly seconds: number;
}

/** The longest that everything else waits between two ticks. */
const patienceSeconds = 0.05;
const usualMemoryBytes = 8 * 2 ** 30;

/** What goes on, tick by tick. */
export type Steps = Pick<Engine, "tick" | "step" | "rows">;

/** What goes along with a world while it runs. */
export interface Company {
  readonly tell?: ((done: number, seconds: number) => void) | undefined;
  readonly signal?: StopSignal | undefined;
  /** Lets everything else have its turn, about twenty times a second; no longer than it takes unless told. */
  readonly rest?: (() => Promise<void>) | undefined;
  /** Also while the world settles. What it takes its time for is not counted as the world's. */
  readonly afterTick?: (() => Promise<void> | void) | undefined;
  /** Takes the rows of each tick from 0 on. */
  readonly record?: ((rows: Steps["rows"]) => void) | undefined;
}

/** Runs a world to its last tick, or until it is told to stop; tells of each breath it takes. It settles first. */
export async function runTicks(engine: Steps, plan: Pick<Plan, "ticks">, company: Company = {}): Promise<Course> {
  const { tell, signal, afterTick, record, rest: breathe = pause } = company;
  const begin = readClock();
  let breath = begin;
  let idle = 0;
  let settling = 0;
  while (engine.tick < plan.ticks && !signal?.aborted) {
    const settles = engine.tick < 0;
    const going = engine.step();
    if (going) await going;
    if (!settles) record?.(engine.rows);
    const rest = readClock();
    if (settles) settling = rest - begin - idle;
    const after = afterTick?.();
    if (after) {
      await after;
      idle += readClock() - rest;
    }
    if (readClock() - breath < patienceSeconds) continue;
    const stop = readClock();
    tell?.(engine.tick, stop - begin - idle);
    await breathe();
    breath = readClock();
    idle += breath - stop;
  }
  const seconds = Math.max(1e-6, readClock() - begin - idle);
  tell?.(engine.tick, seconds);
  return { stopped: engine.tick < plan.ticks, seconds: Math.max(1e-6, seconds - settling) };
}

/** Lets everything else have its turn, where it has waited long enough: also a signal to stop. */
export function openBreath(): () => Promise<void> {
  let last = readClock();
  return async () => {
    if (readClock() - last < patienceSeconds) return;
    await pause();
    last = readClock();
  };
}

/** What is left of some work, by the pace since tick `from`. */
export function progressOf(tick: number, ticks: number, people: number, seconds: number, from = 0): Progress {
  const pace = (tick - from) / Math.max(1e-6, seconds);
  return {
    tick,
    ticks,
    settle: Math.max(0, -from),
    people,
    personTicksPerSecond: pace * people,
    secondsLeft: pace > 0 ? (ticks - tick) / pace : Number.POSITIVE_INFINITY,
  };
}

/**
 * What a plan takes, results and all. Throws ProblemError (too-large, too-many-rows) where that is more than there is,
 * before anything is taken.
 */
export function checkMemory(plan: Plan, limit: number = usualMemoryBytes, runner: Runner = {}): Memory {
  checkThreads(runner.threads);
  const memory = reckon(plan, runner);
  const { totalBytes, resultBytes } = memory;
  const forResults = Math.min(mostResultBytes, limit - totalBytes + resultBytes);
  if (resultBytes > forResults && forResults > 0) throw tooManyRows(plan, resultBytes, forResults);
  if (totalBytes <= limit) return memory;
  const most = peopleWithin(plan, limit, runner);
  throw new ProblemError([
    {
      code: "too-large",
      message: `${count(plan.size)} people need ${sayBytes(totalBytes)} of memory, and there are ${sayBytes(limit)}`,
      expected: most > 0 ? `at most ${count(most)} people of this scenario` : "more memory",
    },
  ]);
}

/** Results in memory, at most: eight million figures. */
const mostResultBytes = 128 * 2 ** 20;

/** A world that fits, and results that do not. */
function tooManyRows(plan: Plan, bytes: number, most: number): ProblemError {
  const message = `${count(figuresOf(plan))} figures in each of ${count(plan.ticks)} ticks take ${sayBytes(bytes)} of memory, and there are ${sayBytes(most)} for them`;
  const expected = `at most ${count(Math.floor(most / (bytes / plan.ticks)))} ticks, or fewer measures or groups`;
  return new ProblemError([
    { code: "too-many-rows", message, expected, remedy: "run --out FOLDER keeps them on disk" },
  ]);
}

/** Throws ProblemError (bad-seed) for what is no whole number from 0 to 2^53 − 1. */
export function checkSeed(seed: number): void {
  if (isWithin(runLimits.seed, seed)) return;
  throw new ProblemError([{ code: "bad-seed", message: `${seed} is not a seed`, expected: sayWhole(runLimits.seed) }]);
}

function count(figure: number): string {
  return figure.toLocaleString("en-US");
}

function sayBytes(bytes: number): string {
  const gigabytes = bytes / 2 ** 30;
  return gigabytes >= 0.1 ? `${gigabytes.toFixed(1)} GiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
