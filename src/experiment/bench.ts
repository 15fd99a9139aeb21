import { aNumber, aNumberFrom, maybe } from "../core/kinds.ts";
import { checkArguments } from "../core/problem.ts";
import { checkThreads, type Engine, openEngine, wasmTextOf } from "../engine/backend.ts";
import { misfitOfWasm, reckon } from "../engine/memory.ts";
import { readClock } from "../engine/platform/clock.ts";
import { countProcessors } from "../engine/platform/threads.ts";
import { assemble } from "../engine/wasm/assemble.ts";
import { measureCopy } from "../engine/wasm/copy.ts";
import type { Plan } from "../plan/plan.ts";
import { unsettled } from "../plan/settle.ts";
import { checkRead, type Scenario } from "../scenario/scenario.ts";
import { aScenario } from "../scenario/scenarioKind.ts";
import { benchOptions } from "./askedKinds.ts";
import { checkMemory, openBreath, type StopSignal } from "./course.ts";

/** How fast this machine copies memory. */
export interface CopyRate {
  readonly threads: number;
  /** Each byte read once and written once. */
  readonly bytesPerSecond: number;
}

export interface BenchOptions {
  /** Numbers of people, each measured by itself; 10^5, 10^6 and 10^7 unless told. */
  readonly sizes?: readonly number[] | undefined;
  /** The most threads; all processors unless told. Sizes up to 10^7 are measured on one as well. */
  readonly threads?: number | undefined;
  /** Spent on the ticks of a size, at least; 1 unless told. */
  readonly seconds?: number | undefined;
  /** As of `measureCopies`, for the bound. Without them there is none. */
  readonly copies?: readonly CopyRate[] | undefined;
  /** Bytes that a world may take. */
  readonly memoryBytes?: number | undefined;
  /** Seconds that reading the scenario took, to be told beside the others. */
  readonly readSeconds?: number | undefined;
  /** Stops it cleanly after a tick: what was not measured to its end is left out. */
  readonly signal?: StopSignal | undefined;
  /** Called before each size. */
  readonly onSize?: ((people: number) => void) | undefined;
}

/** One size on so many threads. */
export interface BenchRow {
  readonly people: number;
  readonly threads: number;
  /** Ticks that were timed, without the first, which also makes pages and compiles. */
  readonly ticks: number;
  /** Spent on opening the world and on its start. */
  readonly openSeconds: number;
  /** By the median tick. */
  readonly personTicksPerSecond: number;
  readonly nanosecondsPerPersonTick: number;
  /** Person-ticks a second, were its stored columns only copied; undefined where nothing was measured. */
  readonly bound: number | undefined;
  /** Share of the bound that is reached. */
  readonly ofBound: number | undefined;
}

/** Seconds from a text to what threads are sent: each is done once, however many threads there are. */
export interface StartCosts {
  /** Reading and checking the text, and making its plan; undefined where the scenario was not read for this. */
  readonly read: number | undefined;
  /** Printing that plan as WebAssembly and assembling it; undefined where it cannot be printed. */
  readonly assemble: number | undefined;
}

/** A scenario's speed on this machine, as plain data. */
export interface Bench {
  readonly scenario: string;
  readonly title: string;
  readonly backend: string;
  /** Why it is not the backend that was hoped for. */
  readonly fallback: string | undefined;
  readonly bytesPerPerson: number;
  readonly start: StartCosts;
  readonly rows: readonly BenchRow[];
}

const usualSizes = [1e5, 1e6, 1e7];
/** Two worlds of more people than this would crowd each other. */
const mostSideBySide = 1e7;
const leastTicks = 5;
const mostTicks = 2000;
/** The interpreter is there to be right: more people would only be a long wait. */
const mostInterpreted = 1e5;

/** Bytes a second that this machine copies, on one thread and on all. */
export async function measureCopies(bytes = 2 ** 29, threads?: number): Promise<CopyRate[]> {
  // Both halves of a memory.
  checkArguments("measureCopies", { bytes: [bytes, aNumberFrom(1, 2 ** 31)], threads: [threads, maybe(aNumber)] });
  checkThreads(threads);
  const most = threads ?? (await countProcessors());
  const rates: CopyRate[] = [];
  for (const count of new Set([1, most]))
    rates.push({ threads: count, bytesPerSecond: await measureCopy(bytes, count) });
  return rates;
}

/**
 * Measures how fast a scenario runs. Worlds of a size on one thread and on all are stepped in turn, so that whatever
 * else the machine does falls on both. Throws ProblemError (too-large, bad-people, bad-threads).
 */
export async function bench(scenario: Scenario, options: BenchOptions = {}): Promise<Bench> {
  checkArguments("bench", { scenario: [scenario, aScenario], options: [options, benchOptions] });
  checkRead(scenario);
  const { sizes = usualSizes, memoryBytes, onSize, copies = [], seconds = 1, signal } = options;
  const most = options.threads ?? (await countProcessors());
  // What is timed are ticks of the run: a world need not settle for that.
  const planOf = (people: number): Plan => unsettled(scenario.plan({ people, ticks: mostTicks + 1 }));
  const plans = sizes.map(planOf);
  for (const plan of plans) checkMemory(plan, memoryBytes, { results: "elsewhere" });
  const start: StartCosts = { read: options.readSeconds, assemble: timeAssembly(plans[0]!) };
  const rows: BenchRow[] = [];
  const { bytesPerPerson } = reckon(plans[0]!);
  let backend = "";
  let fallback: string | undefined;
  for (const plan of plans) {
    if (signal?.aborted) break;
    if (backend === "interpret" && plan.size > mostInterpreted) continue;
    onSize?.(plan.size);
    const counts = plan.size <= mostSideBySide ? [...new Set([1, most])] : [most];
    const runners: Runner[] = [];
    try {
      for (const threads of counts) {
        const begin = readClock();
        const opened = await openEngine(plan, 1, { threads });
        ({ backend } = opened.engine);
        fallback = opened.fallback;
        // A small world has fewer communities than there are threads: the same would be measured twice.
        if (runners.some(({ engine }) => engine.threads === opened.engine.threads)) {
          opened.engine.close?.();
          continue;
        }
        runners.push({ engine: opened.engine, openSeconds: readClock() - begin, spent: [] });
      }
      await stepInTurn(runners, seconds, signal);
    } finally {
      for (const { engine } of runners) engine.close?.();
    }
    if (signal?.aborted) break;
    rows.push(...runners.map((runner) => rowOf(runner, plan.size, bytesPerPerson, copies)));
  }
  return { scenario: scenario.name, title: scenario.title, backend, fallback, bytesPerPerson, start, rows };
}

function timeAssembly(plan: Plan): number | undefined {
  if (misfitOfWasm(plan) !== undefined) return undefined;
  const begin = readClock();
  assemble(wasmTextOf(plan));
  return readClock() - begin;
}

interface Runner {
  readonly engine: Engine;
  readonly openSeconds: number;
  /** Seconds of each tick but the first. */
  readonly spent: number[];
}

async function stepInTurn(runners: readonly Runner[], seconds: number, signal: StopSignal | undefined): Promise<void> {
  const breathe = openBreath();
  for (const { engine } of runners) await engine.step();
  const begin = readClock();
  for (let round = 0; round < mostTicks; round++) {
    await breathe();
    if (signal?.aborted) return;
    if (round >= leastTicks && readClock() - begin > seconds * runners.length) return;
    for (const { engine, spent } of runners) {
      const start = readClock();
      await engine.step();
      spent.push(readClock() - start);
    }
  }
}

function rowOf(
  { engine, openSeconds, spent }: Runner,
  people: number,
  bytesPerPerson: number,
  copies: readonly CopyRate[],
): BenchRow {
  const personTicksPerSecond = people / medianOf(spent);
  const copy = copies.find(({ threads }) => threads === engine.threads)?.bytesPerSecond;
  const bound = copy && copy / bytesPerPerson;
  return {
    people,
    threads: engine.threads,
    ticks: spent.length,
    openSeconds,
    personTicksPerSecond,
    nanosecondsPerPersonTick: 1e9 / personTicksPerSecond,
    bound,
    ofBound: bound && personTicksPerSecond / bound,
  };
}

/** The middle of some figures. */
export function medianOf(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
