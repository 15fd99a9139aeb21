import { Worker } from "node:worker_threads";
import { purposeKey, tickKey } from "../../src/core/chance.ts";

/**
 * Calls `countBelow` or `fillWords` of words.js in a worker thread: plain JavaScript, since a worker cannot run
 * TypeScript in every Node that is supported.
 */
export function callWords<T>(name: "countBelow" | "fillWords", ...args: readonly unknown[]): Promise<T> {
  const worker = new Worker(new URL("./words-worker.js", import.meta.url), { workerData: { name, args } });
  return new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
}

const purpose = purposeKey(2026, "conduct.littering/seen by camera");

export interface CountTask {
  /** Each tick has its own key, as in a run. */
  readonly tick: number;
  readonly entities: number;
  /** Whether both words of a block are used, which gives two draws an entity. */
  readonly both: boolean;
  readonly thresholds: readonly [number, number];
}

/** Counts of draws below each threshold for every task, two tasks at a time. */
export async function countAll(tasks: readonly CountTask[]): Promise<[number, number][]> {
  const counts: [number, number][] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let place = next++; place < tasks.length; place = next++) counts[place] = await countOne(tasks[place]);
  };
  await Promise.all([work(), work()]);
  return counts;
}

function countOne({ tick, ...task }: CountTask): Promise<[number, number]> {
  return callWords("countBelow", { ...task, ...tickKey(purpose, tick) });
}

/** What a draw is below, so that it is so with chance p: a draw is below a real number when it is below its ceiling. */
export function thresholdOf(p: number): number {
  return Math.ceil(p * 2 ** 32);
}

/** The chance that it stands for; p to within 2^−32. */
export function chanceOf(threshold: number): number {
  return threshold / 2 ** 32;
}

/**
 * Σ (count − n p)² / (n p (1 − p)): the variance of counts of successes over its closed form, times their number.
 * For sound draws it has the chi-square distribution with as many degrees of freedom as there are counts.
 */
export function varianceChi(counts: readonly number[], draws: number, p: number): number {
  return counts.reduce((sum, count) => sum + (count - draws * p) ** 2 / (draws * p * (1 - p)), 0);
}

/** Of chi-square with 50 degrees, 1 in 1,000 is outside: 0.05 % below, 0.05 % above (tables of quantiles). */
export const within50 = { least: 23.46, most: 89.56 };
