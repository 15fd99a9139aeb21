import { aNumber } from "../core/kinds.ts";
import { checkArguments } from "../core/problem.ts";
import { version } from "../core/version.ts";
import type { Engine, Histogram } from "../engine/backend.ts";
import { reckon } from "../engine/memory.ts";
import type { Legend } from "../model/legend/legend.ts";
import type { ColumnRef, MeasureRef } from "../model/legend/refs.ts";
import type { Lowered } from "../model/lower.ts";
import type { Plan } from "../plan/plan.ts";
import type { Results } from "../results/results.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { aColumnOf } from "./askedKinds.ts";
import type { Course } from "./course.ts";
import type { Losses } from "./losses.ts";
import type { PhaseEntered } from "./phases.ts";
import { checkColumn } from "./phrases.ts";
import { type RunningCost, runningCostOf } from "./runningCost.ts";
import { openUntouched } from "./untouched.ts";

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

/** What is only told of some runs. */
export interface Toll {
  readonly losses?: Losses | undefined;
  /** The tick of the checkpoint it went on from. */
  readonly resumed?: number | undefined;
}

interface RunFrom extends Toll {
  readonly scenario: Scenario;
  readonly lowered: Lowered;
  readonly engine: Engine;
  readonly results: Results;
  readonly phases: readonly PhaseEntered[];
}

/** A world as far as an engine has run it. */
export function runOf(from: RunFrom, course: Course, warnings: readonly string[], stateHash: string): Run {
  const { scenario, lowered, engine, results, phases, losses, resumed } = from;
  const { stopped, seconds } = course;
  const { plan, legend } = lowered;
  const ticks = Math.max(0, engine.tick);
  const isUntouched = openUntouched(scenario, lowered);
  const done: Run = {
    scenario,
    plan,
    legend,
    seed: engine.seed,
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
    warnings,
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
