import { aNumber } from "../core/kinds.ts";
import { checkArguments } from "../core/problem.ts";
import { version } from "../core/version.ts";
import { type Engine, type Histogram, openEngine } from "../engine/backend.ts";
import { figuresOf, TickLog, type TickStore } from "../engine/common/tickLog.ts";
import { reckon } from "../engine/memory.ts";
import type { Legend } from "../model/legend/legend.ts";
import type { ColumnRef, MeasureRef } from "../model/legend/refs.ts";
import type { Lowered } from "../model/lower.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Plan } from "../plan/plan.ts";
import { firstTick } from "../plan/settle.ts";
import { Results } from "../results/results.ts";
import { checkRead, type Scenario } from "../scenario/scenario.ts";
import { aScenario } from "../scenario/scenarioKind.ts";
import { aColumnOf, runOptions } from "./askedKinds.ts";
import {
  type Course,
  checkMemory,
  checkSeed,
  type Progress,
  progressOf,
  runTicks,
  type StopSignal,
  type WorldOptions,
} from "./course.ts";
import { type Losses, LossWatch } from "./losses.ts";
import { sayWhy } from "./phases.ts";
import { checkColumn, sayDay, sayWarnings } from "./phrases.ts";
import { ControlWatch, SettleWatch, sayMoved } from "./rest.ts";
import { agree, type CheckpointOptions, CheckpointWriter, checkPoint, hold, type ResumePoint } from "./resume.ts";
import { type RunningCost, runningCostOf } from "./runningCost.ts";
import { openUntouched } from "./untouched.ts";

/** How to run a scenario. */
export interface RunOptions extends WorldOptions {
  /** A whole number from 0 to 2^53 − 1; 1 unless told. */
  readonly seed?: number | undefined;
  /** Called about twenty times a second, and at the end. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Stops the run cleanly after a tick. */
  readonly signal?: StopSignal | undefined;
  /** Keeps a checkpoint: at the start, every so many ticks, and where it is stopped. */
  readonly checkpoint?: CheckpointOptions | undefined;
  /** Keeps what is measured, tick by tick; in memory unless told. */
  readonly log?: TickStore | undefined;
  /**
   * Goes on from there. Seed and people are those of the checkpoint; ticks may be more. A checkpoint is anybody's file, so the
   * world is lived again from its first tick, and the checkpoint has to be what it comes to.
   */
  readonly resume?: ResumePoint | undefined;
  /** Tells what took the points of those in the lowest band: some communities are lived again for it, about two seconds. */
  readonly losses?: boolean | undefined;
}

/** A phase of the institutions, and when the world entered it. */
export interface PhaseEntered {
  readonly tick: number;
  /** The day the tick begins, such as 2010-03-05. */
  readonly date: string;
  readonly name: string;
  /** Why it began, where it followed another by itself: "because outcry passed 0.003 (the threshold is assumed)". */
  readonly because?: string;
}

/** A world that was run, its results and its last state. */
export interface Run {
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** What the plan's columns and measures mean. */
  readonly legend: Legend;
  readonly seed: number;
  readonly people: number;
  /** Ticks done. */
  readonly ticks: number;
  readonly backend: string;
  readonly threads: number;
  /** Whether it was stopped before its last tick. */
  readonly stopped: boolean;
  /** The tick of the checkpoint it went on from, where it was resumed. */
  readonly resumed: number | undefined;
  readonly results: Results;
  /** As of `Results`. */
  last(measure: string, group?: string): number;
  series(measure: string, group?: string): readonly number[];
  /**
   * How many people there are in equal stretches of a trait, a state or the score, in the last state: at most `bins`
   * of them, 50 unless told. Throws ProblemError (unknown-column).
   */
  distribution(column: string, bins?: number): Histogram;
  /** The same of a column that the legend names. */
  spread(column: ColumnRef, bins?: number): Histogram;
  /** In order, beginning with that of tick 0; none where the scenario has no phases. */
  readonly phases: readonly PhaseEntered[];
  /** Measures that nothing of a scheme can reach: they would be the same without it. None where there is no scheme. */
  readonly untouched: readonly MeasureRef[];
  /** What the system costs those who run; undefined where the scenario declares nothing. */
  readonly runningCost: RunningCost | undefined;
  /** What took the points of those in the lowest band; undefined where that was not asked, or is nothing. */
  readonly losses: Losses | undefined;
  /** Sentences for a person. */
  readonly warnings: readonly string[];
  readonly stateHash: string;
  /** Spent in ticks, without the start. */
  readonly wallSeconds: number;
  readonly personTicksPerSecond: number;
  /** Of the state that outlives a tick. */
  readonly bytesPerPerson: number;
  toJSON(): RunJson;
}

/**
 * A run as plain data. Figures of groups are called `measure[group]`. Ticks without a survey are NaN in its series, which
 * JSON has as null.
 */
export interface RunJson {
  readonly scenario: string;
  readonly title: string;
  readonly scenarioHash: string;
  readonly engineVersion: string;
  /** Nobody in it is real. */
  readonly synthetic: true;
  readonly runs: 1;
  readonly people: number;
  readonly ticks: number;
  /** Ticks for which it settled before; left out where it did not. */
  readonly settle?: number | undefined;
  readonly stopped: boolean;
  readonly resumed?: number | undefined;
  readonly seed: number;
  readonly backend: string;
  readonly threads: number;
  readonly stateHash: string;
  readonly wallSeconds: number;
  readonly personTicksPerSecond: number;
  readonly bytesPerPerson: number;
  /** Parameters of the scenario that nobody documented or reported. */
  readonly assumed: number;
  readonly phases: readonly PhaseEntered[];
  /** Names of measures that nothing of the scheme can reach. */
  readonly untouched: readonly string[];
  /** Left out where nothing is declared. */
  readonly runningCost?: RunningCost | undefined;
  /** Left out where that was not asked, or is nothing. */
  readonly losses?: Losses | undefined;
  readonly warnings: readonly string[];
  readonly measures: Readonly<Record<string, number>>;
  readonly series: Readonly<Record<string, readonly number[]>>;
}

/**
 * Runs a scenario. The same scenario, seed, people and ticks give the same results and the same state on every
 * machine, resumed or not. Throws ProblemError (scenario-unread, bad-seed, bad-people, bad-ticks, too-large,
 * too-many-rows, unknown-backend; of checkpoints as `openCheckpoint` does, and checkpoint-beyond, checkpoint-false, bad-checkpoint).
 */
export async function run(scenario: Scenario, options: RunOptions = {}): Promise<Run> {
  checkArguments("run", { scenario: [scenario, aScenario], options: [options, runOptions] });
  checkRead(scenario);
  const { backend, threads, onProgress, signal, memoryBytes, resume } = options;
  checkPoint(resume);
  const { seed = 1, people, ticks } = resume ? agree(resume, scenario, options) : options;
  checkSeed(seed);
  const lowered = scenario.lower({ people, ticks });
  const { plan, legend } = lowered;
  const log = new TickLog(figuresOf(plan), options.log);
  const results = new Results(plan.measures, { legend, log });
  const phases: PhaseEntered[] = [];
  const course = { scenario, plan, log, phases };
  const writer = options.checkpoint && new CheckpointWriter(options.checkpoint, course, resume?.tick);
  checkMemory(plan, memoryBytes, { backend, threads, results: options.log ? "elsewhere" : "memory" });
  const settled = new SettleWatch(scenario, lowered);
  const { engine, fallback } = await openEngine(plan, seed, { backend, threads });
  try {
    const holdDue = (): Promise<void> | undefined =>
      resume && engine.tick === resume.tick ? hold(resume, engine, course) : undefined;
    const afterTick = (): Promise<void> | undefined => {
      if (engine.tick > 0) notePhase(phases, scenario, legend, engine);
      else settled.note(engine.settleRows);
      return holdDue() ?? (engine.tick < plan.ticks ? writer?.writeDue(engine) : undefined);
    };
    await holdDue();
    // Also before the first tick: a run that was begun can always be resumed.
    await writer?.writeDue(engine);
    const watch = options.losses === true ? LossWatch.open(lowered, engine) : undefined;
    const counts = legend.kinds[0].count;
    const done = await runTicks(watch?.draft ?? engine, plan, {
      tell:
        onProgress &&
        ((ticked, seconds) => onProgress(progressOf(ticked, plan.ticks, plan.size, seconds, firstTick(plan)))),
      signal,
      afterTick,
      record: (rows) => {
        results.record(rows);
        if (counts) watch?.note((band) => results.of(counts).last(band));
      },
    });
    if (done.stopped) await writer?.write(engine);
    const notes = fallback === undefined ? [] : [fallback];
    const control = new ControlWatch(scenario, lowered);
    control.add(results);
    const moved = sayMoved([...settled.moved(), ...control.moved()]);
    const losses = done.stopped ? undefined : await watch?.tell();
    const more = { results, phases, notes, moved, losses, resumed: resume?.tick };
    return runOf(scenario, lowered, seed, engine, { ...done, ...more }, await engine.hash());
  } finally {
    engine.close?.();
  }
}

/** Adds the phase of the last tick where it is not the one before. */
function notePhase(phases: PhaseEntered[], scenario: Scenario, legend: Legend, engine: Engine): void {
  if (!legend.phases) return;
  const { name } = legend.phases.of[engine.globalOf(legend.phases.global)];
  if (phases.at(-1)?.name === name) return;
  phases.push(enter({ name, tick: engine.tick - 1 }, scenario));
}

function enter({ name, tick }: { readonly name: string; readonly tick: number }, scenario: Scenario): PhaseEntered {
  const because = sayWhy(scenario, name);
  return { tick, date: sayDay(calendarOf(scenario.data.time).dayOf(tick)), name, ...(because && { because }) };
}

function runOf(
  scenario: Scenario,
  lowered: Lowered,
  seed: number,
  engine: Engine,
  {
    results,
    stopped,
    seconds,
    phases,
    notes,
    moved,
    losses,
    resumed,
  }: Course & {
    readonly results: Results;
    readonly resumed: number | undefined;
    readonly phases: readonly PhaseEntered[];
    readonly notes: readonly string[];
    /** What is not at rest. */
    readonly moved: readonly string[];
    readonly losses: Losses | undefined;
  },
  stateHash: string,
): Run {
  const { plan, legend } = lowered;
  const ticks = Math.max(0, engine.tick);
  const isUntouched = openUntouched(scenario, lowered);
  const done: Run = {
    scenario,
    plan,
    legend,
    seed,
    people: plan.size,
    ticks,
    backend: engine.backend,
    threads: engine.threads,
    stopped,
    resumed,
    results,
    last: (measure, group) => results.last(measure, group),
    series: (measure, group) => results.series(measure, group),
    distribution: (id, bins) => done.spread(checkColumn(id, legend), bins),
    spread: (column, bins = 50) => {
      checkArguments("spread", { column: [column, aColumnOf(plan)], bins: [bins, aNumber] });
      return engine.histogram(column, Math.max(1, Math.floor(bins)));
    },
    phases,
    untouched: legend.measures.flatMap(({ measure }) => (isUntouched(measure) ? [measure] : [])),
    runningCost: runningCostOf(scenario, plan.size),
    losses,
    warnings: [...notes, ...sayWarnings(engine.warnings, legend), ...moved],
    stateHash,
    wallSeconds: seconds,
    personTicksPerSecond: (plan.size * ticks) / seconds,
    bytesPerPerson: reckon(plan).bytesPerPerson,
    toJSON: () => jsonOf(done),
  };
  return done;
}

function jsonOf(done: Run): RunJson {
  const { scenario, results } = done;
  const measures: Record<string, number> = {};
  const series: Record<string, readonly number[]> = {};
  for (const { name, groups } of results.measures()) {
    for (const group of ["", ...groups]) {
      const key = group === "" ? name : `${name}[${group}]`;
      measures[key] = results.last(name, group);
      series[key] = results.series(name, group);
    }
  }
  return {
    scenario: scenario.name,
    title: scenario.title,
    scenarioHash: scenario.hash,
    engineVersion: version,
    synthetic: true,
    runs: 1,
    people: done.people,
    ticks: done.ticks,
    settle: done.plan.settle,
    stopped: done.stopped,
    resumed: done.resumed,
    seed: done.seed,
    backend: done.backend,
    threads: done.threads,
    stateHash: done.stateHash,
    wallSeconds: done.wallSeconds,
    personTicksPerSecond: done.personTicksPerSecond,
    bytesPerPerson: done.bytesPerPerson,
    assumed: scenario.tally.assumed,
    phases: done.phases,
    untouched: done.untouched.map((one) => results.of(one).id),
    runningCost: done.runningCost,
    losses: done.losses,
    warnings: done.warnings,
    measures,
    series,
  };
}
