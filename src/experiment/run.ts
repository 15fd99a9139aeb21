import { aNumber } from "../core/kinds.ts";
import { checkArguments } from "../core/problem.ts";
import { version } from "../core/version.ts";
import { type Engine, type Histogram, openEngine } from "../engine/backend.ts";
import { figuresOf, TickLog } from "../engine/common/tickLog.ts";
import { reckon } from "../engine/memory.ts";
import { besidesIn, besidesOf } from "../engine/relive/sample.ts";
import type { Legend } from "../model/legend/legend.ts";
import type { ColumnRef } from "../model/legend/refs.ts";
import type { Lowered } from "../model/lower.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Plan } from "../plan/plan.ts";
import { Results, withheld } from "../results/results.ts";
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
import { checkColumn, sayDay, sayWarnings } from "./phrases.ts";
import { agree, type CheckpointOptions, CheckpointWriter, type LogFile, type ResumePoint } from "./resume.ts";

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
  /** Keeps what is measured in a file; in memory unless told. */
  readonly log?: LogFile | undefined;
  /**
   * Goes on from there. Seed and people are those of the checkpoint; ticks may be more. A checkpoint is anybody's file, so
   * a world of at most `provenUpTo` people is lived again from its first tick, and the checkpoint has to be what it comes to.
   * In a larger one without far ties 200 communities are lived again, picked then. Such a run tells no figure of fewer
   * than 100, and writes no checkpoint: its states are not proven.
   */
  readonly resume?: ResumePoint | undefined;
  /** 3,000,000 people unless told. */
  readonly provenUpTo?: number | undefined;
}

/** Whether states are known to follow from scenario and seed. */
export type States = "proven" | "not proven";

/** A phase of the institutions, and when the world entered it. */
export interface PhaseEntered {
  readonly tick: number;
  /** The day the tick begins, such as 2010-03-05. */
  readonly date: string;
  readonly name: string;
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
  /** Whether all of it is known to follow from scenario and seed: it is, but where a state was taken from a file. */
  readonly states: States;
  readonly results: Results;
  /** As of `Results`. */
  last(measure: string, group?: string): number;
  series(measure: string, group?: string): readonly number[];
  /**
   * How many people there are in equal stretches of a trait, a state or the score, in the last state: at most `bins`
   * of them, 50 unless told. NaN where that is withheld. Throws ProblemError (unknown-column).
   */
  distribution(column: string, bins?: number): Histogram;
  /** The same of a column that the legend names. */
  spread(column: ColumnRef, bins?: number): Histogram;
  /** In order, beginning with that of tick 0; none where the scenario has no phases. */
  readonly phases: readonly PhaseEntered[];
  /** Sentences for a person. */
  readonly warnings: readonly string[];
  readonly stateHash: string;
  /** Spent in ticks, without the start and, where it was resumed, without those before. */
  readonly wallSeconds: number;
  readonly personTicksPerSecond: number;
  /** Of the state that outlives a tick. */
  readonly bytesPerPerson: number;
  toJSON(): RunJson;
}

/** A run as plain data. Figures of groups are called `measure[group]`. */
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
  readonly stopped: boolean;
  readonly resumed?: number | undefined;
  readonly states: States;
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
  const { seed = 1, people, ticks } = resume ? agree(resume, scenario, options) : options;
  checkSeed(seed);
  const lowered = scenario.lower({ people, ticks });
  const { plan, legend } = lowered;
  const going = openGoing(scenario, lowered, options);
  const { log, phases, results, writer, states } = going;
  resume?.check(plan, log.shape);
  checkMemory(plan, memoryBytes, { backend, threads, results: options.log ? "elsewhere" : "memory" });
  const { engine, fallback } = await openEngine(plan, seed, { backend, threads });
  try {
    if (states === "not proven") await resume!.restore(engine, log, mostSampled);
    const from = engine.tick;
    const hold = async (): Promise<void> => resume!.hold(engine, log, phases);
    const isDue = (): boolean => states === "proven" && engine.tick === resume?.tick;
    const afterTick = (): Promise<void> | undefined => {
      notePhase(phases, scenario, legend, engine);
      if (isDue()) return hold();
      return engine.tick < plan.ticks ? writer?.writeDue(engine) : undefined;
    };
    if (isDue()) await hold();
    // Also before the first tick: a run that was begun can always be resumed.
    await writer?.writeDue(engine);
    const done = await runTicks(engine, plan, {
      tell: onProgress && ((ticked, seconds) => onProgress(progressOf(ticked, plan.ticks, plan.size, seconds, from))),
      signal,
      afterTick,
      record: (rows) => results.record(rows, log.shape.besides > 0 ? besidesIn(engine) : undefined),
    });
    if (done.stopped) await writer?.write(engine);
    const notes = fallback === undefined ? [] : [fallback];
    const more = { results, states, phases, notes, from, resumed: resume?.tick };
    return runOf(scenario, lowered, seed, engine, { ...done, ...more }, await engine.hash());
  } finally {
    engine.close?.();
  }
}

/** Communities that are lived again, where not all are. A change in one of twenty is missed once in 28,000 times. */
const mostSampled = 200;
const usualProvenUpTo = 3_000_000;
/** Figures of fewer are not told of states that came from a file. */
export const fewestTold = 100;

/** What goes along with a run. */
interface Going {
  readonly log: TickLog;
  readonly results: Results;
  readonly phases: PhaseEntered[];
  readonly writer: CheckpointWriter | undefined;
  readonly states: States;
}

function openGoing(scenario: Scenario, { plan, legend }: Lowered, options: RunOptions): Going {
  const { resume, checkpoint, provenUpTo = usualProvenUpTo } = options;
  const states = resume && plan.size > provenUpTo ? "not proven" : "proven";
  const keeps = checkpoint !== undefined || resume !== undefined;
  const shape = { figures: figuresOf(plan), besides: keeps ? besidesOf(plan) : 0 };
  const log = new TickLog(shape, options.log);
  const isProven = states === "proven";
  const results = new Results(plan.measures, { legend, log, atLeast: isProven ? 0 : fewestTold });
  const phases = resume && !isProven ? resume.phases.map((phase) => enter(phase, scenario)) : [];
  const course = { scenario, plan, log, logName: options.log?.name, phases };
  // What came from a file and is not proven does not go into another.
  const writer = checkpoint && new CheckpointWriter(checkpoint, course, resume?.tick);
  return { log, results, phases, writer: isProven ? writer : undefined, states };
}

/** Adds the phase of the last tick where it is not the one before. */
function notePhase(phases: PhaseEntered[], scenario: Scenario, legend: Legend, engine: Engine): void {
  if (!legend.phases) return;
  const { name } = legend.phases.of[engine.globalOf(legend.phases.global)];
  if (phases.at(-1)?.name === name) return;
  phases.push(enter({ name, tick: engine.tick - 1 }, scenario));
}

function enter({ name, tick }: { readonly name: string; readonly tick: number }, { data }: Scenario): PhaseEntered {
  return { tick, date: sayDay(calendarOf(data.time).dayOf(tick)), name };
}

function runOf(
  scenario: Scenario,
  { plan, legend }: Lowered,
  seed: number,
  engine: Engine,
  {
    results,
    stopped,
    seconds,
    phases,
    notes,
    from,
    resumed,
    states,
  }: Course & {
    readonly results: Results;
    readonly states: States;
    /** The first tick that was run. */
    readonly from: number;
    readonly resumed: number | undefined;
    readonly phases: readonly PhaseEntered[];
    readonly notes: readonly string[];
  },
  stateHash: string,
): Run {
  const ticks = engine.tick;
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
    states,
    results,
    last: (measure, group) => results.last(measure, group),
    series: (measure, group) => results.series(measure, group),
    distribution: (id, bins) => done.spread(checkColumn(id, legend), bins),
    spread: (column, bins = 50) => {
      checkArguments("spread", { column: [column, aColumnOf(plan)], bins: [bins, aNumber] });
      const histogram = engine.histogram(column, Math.max(1, Math.floor(bins)));
      return results.withholds ? withoutFew(histogram) : histogram;
    },
    phases,
    warnings: [...notes, ...sayWarnings(engine.warnings, legend)],
    stateHash,
    wallSeconds: seconds,
    personTicksPerSecond: (plan.size * (ticks - from)) / seconds,
    bytesPerPerson: reckon(plan).bytesPerPerson,
    toJSON: () => jsonOf(done),
  };
  return done;
}

/** A histogram without bins of few, and without all of them where those left out would be few. */
function withoutFew({ counts, ...ends }: Histogram): Histogram {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const [, ...hidden] = withheld([all, ...counts], fewestTold);
  return { ...ends, counts: counts.map((count, bin) => (hidden[bin] ? Number.NaN : count)) };
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
    stopped: done.stopped,
    resumed: done.resumed,
    states: done.states,
    seed: done.seed,
    backend: done.backend,
    threads: done.threads,
    stateHash: done.stateHash,
    wallSeconds: done.wallSeconds,
    personTicksPerSecond: done.personTicksPerSecond,
    bytesPerPerson: done.bytesPerPerson,
    assumed: scenario.tally.assumed,
    phases: done.phases,
    warnings: done.warnings,
    measures,
    series,
  };
}
