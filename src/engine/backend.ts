import { isWithin, runLimits, sayWhole } from "../core/limits.ts";
import { checkArguments, grouped, nearest, type Problem, ProblemError } from "../core/problem.ts";
import { quoted } from "../core/visible.ts";
import type { Plan } from "../plan/plan.ts";
import { aPlan } from "../plan/planKind.ts";
import type { NumberTree } from "../rules/tree.ts";
import type { Histogram } from "./common/histogram.ts";
import type { MeasureRow } from "./common/measured.ts";
import type { Stateful } from "./common/snapshot.ts";
import { communitiesOf, layOut } from "./emit/layout.ts";
import { emitText } from "./emit/text.ts";
import { misfitOfHandOver } from "./handOver.ts";
import { World } from "./meaning/interpret.ts";
import { misfitOfWasm } from "./memory.ts";
import { countProcessors, faultOfThreads } from "./platform/threads.ts";
import { WasmWorld } from "./wasm/world.ts";

export type { Histogram } from "./common/histogram.ts";
export type { MeasureRow } from "./common/measured.ts";

/** A world that runs a plan. All engines give the same bits; they differ in speed and in where they keep things. */
export interface Engine extends Stateful {
  readonly backend: string;
  readonly threads: number;
  /** Ticks done; below 0 while it settles, by as many as are still to be done. */
  readonly tick: number;
  /** Runs one tick. */
  step(): void | Promise<void>;
  /** What was measured in the last tick, unless it settled: measures in the plan's order, everyone before the groups. */
  readonly rows: readonly MeasureRow[];
  /** The same of the last tick of settling, which is in no table: what tells whether a world has come to rest. */
  readonly settleRows: readonly MeasureRow[];
  /** The last figure of each measure; 0 before the first tick. */
  readonly figures: ReadonlyMap<string, number>;
  /** How often a rate was above the bound that the plan has for it, by step. */
  readonly warnings: ReadonlyMap<string, number>;
  /** Sixteen hex digits of the state. */
  hash(): string | Promise<string>;
  /** The whole number that an entity has in a column. */
  unitOf(column: string, entity: number): number;
  /** The value of a global in the last tick. */
  globalOf(name: string): number;
  /** The rank of each unit of a ranked column in the last tick, by the column as it was when the tick began. */
  ranksOf(column: string): Float32Array;
  /** A number over columns and globals, to be reckoned for any entity from the state as it stands by then. */
  reckoner(tree: NumberTree): (entity: number) => number;
  /** How a column is distributed as it stands. */
  histogram(column: string, bins: number): Histogram;
  /** The same world under another plan, where the engine can hand it over: see `handOver`. */
  goOnUnder?(plan: Plan): Promise<Engine | undefined>;
  /** Ends what steps need, such as threads. What has come to be can still be read. */
  close?(): void;
}

/** Whatever reckons numbers over a world as it stands. */
export type Reckoner = Pick<Engine, "globalOf" | "reckoner">;

export interface EngineOptions {
  /** "auto" is the best there is. */
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
}

/** An engine that was opened, and why it is not the one that was hoped for, as a sentence; undefined when it is. */
export interface Opened {
  readonly engine: Engine;
  readonly fallback: string | undefined;
}

/**
 * A plan as the WebAssembly text that the engine assembles: that of one memory, not shared. Throws ProblemError
 * (backend-misfit) for a plan that cannot be emitted.
 */
export function wasmTextOf(plan: Plan): string {
  checkArguments("wasmTextOf", { plan: [plan, aPlan] });
  const misfit = misfitOfWasm(plan);
  if (misfit !== undefined) throw new ProblemError([cannotEmit(misfit)]);
  const layout = layOut(plan, { first: 0, end: communitiesOf(plan) }, 1);
  return emitText(plan, layout, { shared: false }).text();
}

export const backendNames = ["auto", "wasm", "interpret"] as const;

/**
 * Opens a world. "auto" takes WebAssembly on all processors where it can: it falls back to one thread where memory
 * cannot be shared, and to the interpreter where the plan cannot be emitted, and says so. Throws ProblemError
 * (unknown-backend, backend-misfit, bad-threads) for what is not there.
 */
export async function openEngine(plan: Plan, seed: number, options: EngineOptions = {}): Promise<Opened> {
  const { backend = "auto", threads } = options;
  checkThreads(threads);
  if (backend === "interpret") return { engine: new World(plan, seed), fallback: undefined };
  if (backend !== "auto" && backend !== "wasm") throw new ProblemError([unknownBackend(backend)]);
  const misfit = misfitOfWasm(plan);
  if (misfit === undefined) return openWasm(plan, seed, threads);
  if (backend === "wasm") throw new ProblemError([cannotEmit(misfit)]);
  return { engine: new World(plan, seed), fallback: `the interpreter runs this world, since ${misfit}` };
}

/** A thread for so many communities at least, unless told: fewer are done sooner than one is told of each tick. */
const fewCommunities = 8;
/** And for so many ticks of a person in all, about as many as one thread does while another is started. */
const fewPersonTicks = 2_000_000;

async function openWasm(plan: Plan, seed: number, threads: number | undefined): Promise<Opened> {
  const wanted = threads ?? Math.min(await countProcessors(), worthOf(plan));
  const fault = wanted > 1 ? faultOfThreads() : undefined;
  const engine = await opened(plan, seed, wanted);
  return { engine, fallback: fault && `one thread runs this world, since ${fault}` };
}

/** How many threads a plan gives enough to do. */
function worthOf(plan: Plan): number {
  const personTicks = plan.size * (plan.ticks + (plan.settle ?? 0));
  return Math.max(1, Math.floor(Math.min(communitiesOf(plan) / fewCommunities, personTicks / fewPersonTicks)));
}

/** Throws ProblemError (too-large) where the system does not give the memories, whatever was reckoned. */
async function opened(plan: Plan, seed: number, threads: number): Promise<WasmWorld> {
  try {
    return await WasmWorld.open(plan, seed, threads);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `the system does not give the memory that ${grouped(plan.size)} people need`;
    const expected = "fewer people, more memory, or fewer threads";
    throw new ProblemError([{ code: "too-large", message, expected }]);
  }
}

/**
 * Goes on with a world under another plan that has the same past: all that outlives a tick is copied, and the world before is closed.
 * That the past is the same is for the caller to know. Gives a clause that says why not, where it cannot be; then the world is as
 * it was.
 */
export async function handOver(engine: Engine, plan: Plan): Promise<Engine | string> {
  if (!engine.goOnUnder) return "the interpreter hands no world over";
  const misfit = misfitOfWasm(plan) ?? misfitOfHandOver(engine.plan, plan, engine.warnings);
  if (misfit !== undefined) return misfit;
  try {
    return (await engine.goOnUnder(plan)) ?? "it would not find room";
  } catch (error) {
    // Both are held for a moment: the system may not give that much.
    if (error instanceof RangeError) return "the system does not give the memory for two at once";
    throw error;
  }
}

/** Throws ProblemError (bad-threads) for what is no number of threads. */
export function checkThreads(threads: number | undefined): void {
  if (threads === undefined || isWithin(runLimits.threads, threads)) return;
  const message = `${threads} is not a number of threads`;
  throw new ProblemError([{ code: "bad-threads", message, expected: sayWhole(runLimits.threads) }]);
}

function unknownBackend(backend: string): Problem {
  const message = `there is no backend ${quoted(backend)}`;
  return {
    code: "unknown-backend",
    message,
    expected: `one of ${backendNames.join(", ")}`,
    nearest: nearest(backend, backendNames),
  };
}

/** That a plan does not run as WebAssembly, and why. */
export function cannotEmit(misfit: string): Problem {
  const message = `this world cannot run as WebAssembly, since ${misfit}`;
  return { code: "backend-misfit", message, expected: "the backend auto or interpret" };
}
