import { aNumber, valuesThat } from "../core/kinds.ts";
import { checkArguments, ProblemError } from "../core/problem.ts";
import { type Engine, type Histogram, handOver, openEngine } from "../engine/backend.ts";
import type { Cells } from "../engine/common/state.ts";
import { readClock } from "../engine/platform/clock.ts";
import type { Legend } from "../model/legend/legend.ts";
import type { ColumnRef } from "../model/legend/refs.ts";
import { isEntity } from "../plan/kinds.ts";
import type { Column, Plan } from "../plan/plan.ts";
import { firstTick } from "../plan/settle.ts";
import type { Results } from "../results/results.ts";
import * as build from "../rules/build.ts";
import { isTruth, leavesOf, type NumberTree, type Tree } from "../rules/tree.ts";
import { isChangedFrom } from "../scenario/from.ts";
import { checkRead, type Scenario } from "../scenario/scenario.ts";
import { aScenario } from "../scenario/scenarioKind.ts";
import { Account, notesOf } from "./account.ts";
import { aColumnOf, openWorldOptions } from "./askedKinds.ts";
import {
  checkMemory,
  checkSeed,
  type Progress,
  progressOf,
  runTicks,
  type StopSignal,
  type WorldOptions,
} from "./course.ts";
import { accountOfFriends } from "./friends.ts";
import type { PhaseEntered } from "./phases.ts";
import { readerOf } from "./reader.ts";
import type { Run } from "./told.ts";

/** How to open a world. */
export interface OpenWorldOptions extends WorldOptions {
  /** A whole number from 0 to 2^53 − 1; 1 unless told. */
  readonly seed?: number | undefined;
  /** Hands it over before it has settled: its first steps are those in which it does. */
  readonly unsettled?: boolean | undefined;
  /** Called about twenty times a second while it settles, and when it has. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Breaks off the opening of a world that is settling: it throws (stopped). */
  readonly signal?: StopSignal | undefined;
}

/** The whole numbers of a column as they stand. Not to be written; in the next tick they are others. */
export interface ColumnCells {
  /**
   * In the order of numbers of entities, in as many pieces as the world has memories. The whole number of an entity, in units, is
   * `lowest` + its cell. Of people each is there; of enterprises each slot is.
   */
  readonly pieces: readonly Cells[];
  readonly lowest: number;
}

/** A world under way, which whoever opened it takes on tick by tick. */
export interface WorldUnderWay {
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** What the plan's columns and measures mean. */
  readonly legend: Legend;
  /** Where people are moved by friends alone, as `pulled` of a life has it; undefined where no such account is kept. */
  readonly pulledBy: ColumnRef | undefined;
  readonly seed: number;
  readonly people: number;
  /** Ticks that it can do in all. */
  readonly ticks: number;
  /** Ticks done; below 0 while it settles, by as many as are still to be done. */
  readonly tick: number;
  readonly backend: string;
  readonly threads: number;
  /** Why the engine is not the one that was hoped for, as a sentence; undefined where it is. */
  readonly fallback: string | undefined;
  /** What was measured so far. It grows with each tick but those in which the world settles. */
  readonly results: Results;
  /** As of `run`, so far. */
  readonly phases: readonly PhaseEntered[];
  /** Sentences for a person, as of `run`, so far. */
  readonly warnings: readonly string[];
  /**
   * Does the next tick. One at a time: the next may be asked for when it has come to its end. Throws ProblemError (world-ended,
   * world-closed, world-busy).
   */
  step(): Promise<void>;
  /** Sixteen hex digits of the state: those of a run of as many ticks. */
  hash(): Promise<string>;
  /** A column that outlives a tick, as it stands: no copy but where it shares words with others. */
  cells(column: ColumnRef): ColumnCells;
  /** What an entity has in a column that outlives a tick, as it stands. */
  valueOf(column: ColumnRef, entity: number): number;
  /**
   * A number that the legend has, such as the place of a band, for any person as the world stands by then. A truth, such as whether
   * a consequence holds, is 1 or 0.
   */
  reckoner(tree: Tree): (person: number) => number;
  /**
   * The same of everyone at once, into a list that is as long as there are people. What follows from one column alone is reckoned
   * once for each number that stands there.
   */
  reckonAll(tree: NumberTree, into: Int8Array | Float32Array): void;
  /** As of `run`. */
  spread(column: ColumnRef, bins?: number): Histogram;
  /**
   * The same world as it goes on under another scenario: this one, changed from its next tick on as `changesFrom` has it. What it has
   * come to is handed over, so that nothing is lived again, and this one is closed. Throws ProblemError (other-past, no-hand-over,
   * world-closed, world-busy); then this one is as it was.
   */
  goOnAs(scenario: Scenario): Promise<WorldUnderWay>;
  /** The run so far, as `run` gives it: stopped, where ticks are left. */
  told(): Promise<Run>;
  /** Ends its threads. What has come to be can still be read. */
  close(): void;
}

/**
 * Opens a world and lets it settle, unless told; then it stands at its first tick. The same scenario, seed and people give, tick by tick, the
 * state and results of `run`. It has to be closed. Throws ProblemError as `run` does, and (stopped).
 */
export async function openWorld(scenario: Scenario, options: OpenWorldOptions = {}): Promise<WorldUnderWay> {
  checkArguments("openWorld", { scenario: [scenario, aScenario], options: [options, openWorldOptions] });
  checkRead(scenario);
  const { seed = 1, people, ticks, backend, threads, memoryBytes } = options;
  checkSeed(seed);
  const lowered = scenario.lower({ people, ticks });
  const { plan } = lowered;
  const account = new Account(scenario, lowered);
  checkMemory(plan, memoryBytes, { backend, threads });
  const { engine, fallback } = await openEngine(plan, seed, { backend, threads });
  if (options.unsettled !== true) await settle(account, engine, options);
  return underWay(account, lowered.legend, engine, fallback);
}

/** Takes a world to its first tick. Ends it where that does not come about. */
async function settle(account: Account, engine: Engine, { onProgress, signal }: OpenWorldOptions): Promise<void> {
  const { plan } = account;
  const from = firstTick(plan);
  const tell = (done: number, spent: number): void =>
    onProgress?.(progressOf(done, plan.ticks, plan.size, spent, from));
  try {
    const company = { tell, signal, afterTick: () => account.note(engine) };
    if ((await runTicks(engine, { ticks: 0 }, company)).stopped) throw stopped();
  } catch (error) {
    engine.close?.();
    throw error;
  }
}

function underWay(
  account: Account,
  legend: Legend,
  engine: Engine,
  fallback: string | undefined,
  spent = 0,
): WorldUnderWay {
  const { scenario, plan, results, phases } = account;
  const notes = notesOf(fallback);
  const steps = stepper(account, engine, spent);
  const aColumn = aColumnOf({ columns: plan.columns.filter(({ role }) => role === "stored") });
  const trees = treesIn(legend);
  const aTree = valuesThat("a number, as the legend has it", (value) => trees.includes(value as Tree));
  const everyone = valuesThat(`an Int8Array or a Float32Array of ${plan.size}`, (value) => isOfAll(value, plan.size));
  const of = (column: ColumnRef): Column => plan.columns.find(({ name }) => name === column)!;
  const cells = (column: ColumnRef): ColumnCells => {
    checkArguments("cells", { column: [column, aColumn] });
    return { pieces: engine.cells(column), lowest: of(column).lowest };
  };
  return {
    scenario,
    plan,
    legend,
    pulledBy: accountOfFriends(legend.kinds[0]),
    seed: engine.seed,
    people: plan.size,
    ticks: plan.ticks,
    get tick() {
      return engine.tick;
    },
    backend: engine.backend,
    threads: engine.threads,
    fallback,
    results,
    phases,
    get warnings() {
      return account.warnings(engine, notes);
    },
    step: steps.step,
    hash: async () => engine.hash(),
    cells,
    valueOf: (column, entity) => {
      checkArguments("valueOf", { column: [column, aColumn] });
      const isOne = isThere(plan, of(column).of);
      checkArguments("valueOf", { entity: [entity, valuesThat("the number of one who is there", isOne)] });
      return readerOf(column, engine)(entity);
    },
    reckoner: (tree) => {
      checkArguments("reckoner", { tree: [tree, aTree] });
      return engine.reckoner(isTruth(tree) ? build.number(tree) : tree);
    },
    reckonAll: (tree, into) => {
      checkArguments("reckonAll", { tree: [tree, aTree], into: [into, everyone] });
      const columns = leavesOf(tree, "column");
      const once = columns.length === 1 ? cells(columns[0] as ColumnRef) : undefined;
      reckonInto(engine.reckoner(tree), once, into);
    },
    spread: (column, bins = 50) => {
      checkArguments("spread", { column: [column, aColumn], bins: [bins, aNumber] });
      return engine.histogram(column, Math.max(1, Math.floor(bins)));
    },
    goOnAs: async (other) => {
      const next = await steps.alone(() => takenOver(account, engine, other));
      steps.close();
      return underWay(next.account, next.legend, next.engine, fallback, steps.seconds());
    },
    told: () => account.tell(engine, { stopped: engine.tick < plan.ticks, seconds: steps.seconds() }, notes),
    close: steps.close,
  };
}

/** A world as it goes on under another scenario. Throws ProblemError (other-past, no-hand-over). */
async function takenOver(before: Account, engine: Engine, scenario: Scenario) {
  checkArguments("goOnAs", { scenario: [scenario, aScenario] });
  checkRead(scenario);
  if (!isChangedFrom(before.scenario, scenario, engine.tick))
    throw refused(
      "other-past",
      "this scenario is not the one of the world, changed from its next tick on",
      "change it by what `changesFrom` gives for that tick",
    );
  const { size: people, ticks } = before.plan;
  const lowered = scenario.lower({ people, ticks });
  const next = await handOver(engine, lowered.plan);
  if (typeof next === "string")
    throw refused("no-hand-over", `the changed world cannot go on from here, since ${next}`, "open it anew");
  const account = new Account(scenario, lowered);
  account.takeOver(before);
  return { account, legend: lowered.legend, engine: next };
}

/** The numbers and truths over columns that a legend has. */
function treesIn({ kinds }: Legend): Tree[] {
  return kinds.flatMap(({ bands, score, consequences, responses = [] }) => [
    ...consequences.map(({ holds }) => holds),
    ...(bands ? [bands.index] : []),
    ...[...(score?.moves ?? []), ...(score?.made ?? [])].flatMap(({ contributes }) => contributes ?? []),
    ...responses.flatMap(({ stakes }) => stakes.flatMap(({ belief, stake }) => [belief, stake])),
  ]);
}

function isThere(plan: Plan, of: string | undefined): (value: unknown) => boolean {
  return (value) => typeof value === "number" && Number.isInteger(value) && isEntity(plan, of, value);
}

function isOfAll(value: unknown, people: number): boolean {
  return (value instanceof Int8Array || value instanceof Float32Array) && value.length === people;
}

/** Takes a world on, and knows how long that took. */
function stepper(account: Account, engine: Engine, before: number) {
  let spent = before;
  let busy = false;
  let closed = false;
  /** Nothing else is done with the world meanwhile. */
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed) throw refused("world-closed", "this world was closed, and has no more ticks");
    if (busy) throw refused("world-busy", "this world is in the middle of a tick", "await the step before");
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };
  return {
    /** Spent in ticks, and never none: paces are reckoned by it. */
    seconds: () => Math.max(1e-6, spent),
    alone,
    step: (): Promise<void> =>
      alone(async () => {
        if (engine.tick >= account.plan.ticks) throw ended(engine.tick);
        const settles = engine.tick < 0;
        const begin = readClock();
        try {
          await engine.step();
        } finally {
          // As of `run`: without the ticks in which it settles.
          if (!settles) spent += readClock() - begin;
        }
        if (!settles) account.results.record(engine.rows);
        account.note(engine);
      }),
    close: (): void => {
      closed = true;
      engine.close?.();
    },
  };
}

/** Reckons a number of everyone; of what follows from one column alone `once` has its cells. */
function reckonInto(
  of: (person: number) => number,
  once: ColumnCells | undefined,
  into: Int8Array | Float32Array,
): void {
  if (once) eachOnce(of, once, into);
  else for (let person = 0; person < into.length; person++) into[person] = of(person);
}

/** Reckons a number that follows from one column, once for each cell that stands there. */
function eachOnce(of: (person: number) => number, { pieces }: ColumnCells, into: Int8Array | Float32Array): void {
  const known = new Map<number, number>();
  let person = 0;
  for (const cells of pieces) {
    const table = cells instanceof Uint32Array ? undefined : new Float64Array(2 ** (8 * cells.BYTES_PER_ELEMENT));
    table?.fill(Number.NaN);
    for (let i = 0; i < cells.length && person < into.length; i++, person++) {
      const cell = cells[i]!;
      let value = table ? table[cell]! : (known.get(cell) ?? Number.NaN);
      if (Number.isNaN(value)) {
        value = of(person);
        if (table) table[cell] = value;
        else known.set(cell, value);
      }
      into[person] = value;
    }
  }
}

function ended(ticks: number): ProblemError {
  const says = `this world has come to its end after ${ticks.toLocaleString("en-US")} ${ticks === 1 ? "tick" : "ticks"}`;
  return refused("world-ended", says, "open it with more `ticks`");
}

function stopped(): ProblemError {
  return refused("stopped", "the world was stopped while it settled");
}

function refused(code: string, message: string, remedy?: string): ProblemError {
  return new ProblemError([{ code, message, remedy }]);
}
