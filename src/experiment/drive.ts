import { ProblemError } from "../core/problem.ts";
import type { Engine } from "../engine/backend.ts";
import { pause, readClock } from "../engine/platform/clock.ts";
import { type Memory, peopleWithin, reckon } from "../plan/memory.ts";
import type { Plan } from "../plan/plan.ts";
import { Results } from "../results/results.ts";

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
  /** Ticks done. */
  readonly tick: number;
  readonly ticks: number;
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
export interface Driven {
  readonly results: Results;
  readonly stopped: boolean;
  /** Spent in ticks alone. */
  readonly seconds: number;
}

/** The longest that everything else waits between two ticks. */
const patienceSeconds = 0.05;
const usualMemoryBytes = 8 * 2 ** 30;
/** A record under way in the interpreter is an object with a list. */
const looseRecordBytes = 120;

/** Runs a world to its last tick, or until it is told to stop; tells of each breath it takes. */
export async function drive(
  engine: Engine,
  plan: Plan,
  tell: ((done: number, seconds: number) => void) | undefined,
  signal?: StopSignal,
  afterTick?: () => void,
): Promise<Driven> {
  const results = new Results(plan.measures);
  const begin = readClock();
  let breath = begin;
  let idle = 0;
  while (engine.tick < plan.ticks && !signal?.aborted) {
    const going = engine.step();
    if (going) await going;
    results.record(engine.rows);
    afterTick?.();
    if (readClock() - breath < patienceSeconds) continue;
    const rest = readClock();
    tell?.(engine.tick, rest - begin - idle);
    await pause();
    breath = readClock();
    idle += breath - rest;
  }
  const seconds = Math.max(1e-6, readClock() - begin - idle);
  tell?.(engine.tick, seconds);
  return { results, stopped: engine.tick < plan.ticks, seconds };
}

/** What is left of some work, by the pace so far. */
export function progressOf(tick: number, ticks: number, people: number, seconds: number): Progress {
  const pace = tick / Math.max(1e-6, seconds);
  return {
    tick,
    ticks,
    people,
    personTicksPerSecond: pace * people,
    secondsLeft: pace > 0 ? (ticks - tick) / pace : Number.POSITIVE_INFINITY,
  };
}

/** What a plan takes. Throws ProblemError (too-large) where that is more than there is, before anything is taken. */
export function checkMemory(plan: Plan, limit: number = usualMemoryBytes): Memory {
  const memory = reckon(plan, looseRecordBytes);
  if (memory.totalBytes <= limit) return memory;
  const most = peopleWithin(plan, limit, looseRecordBytes);
  throw new ProblemError([
    {
      code: "too-large",
      message: `${count(plan.size)} people need ${sayBytes(memory.totalBytes)} of memory, and there are ${sayBytes(limit)}`,
      expected: most > 0 ? `at most ${count(most)} people of this scenario` : "more memory",
    },
  ]);
}

/** Throws ProblemError (bad-seed) for what is no whole number from 0 to 2^53 − 1. */
export function checkSeed(seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new ProblemError([
    { code: "bad-seed", message: `${seed} is not a seed`, expected: "a whole number from 0 to 9_007_199_254_740_991" },
  ]);
}

function count(figure: number): string {
  return figure.toLocaleString("en-US");
}

function sayBytes(bytes: number): string {
  const gigabytes = bytes / 2 ** 30;
  return gigabytes >= 0.1 ? `${gigabytes.toFixed(1)} GiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
