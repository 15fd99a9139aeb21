import { ProblemError } from "../core/problem.ts";
import type { Engine } from "../engine/backend.ts";
import { Checkpoint, type CheckpointSource, foreign, writeCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import type { Sink } from "../engine/checkpoint/chunks.ts";
import type { Plan } from "../plan/plan.ts";
import type { Results } from "../results/results.ts";
import { readScenario, type Scenario } from "../scenario/scenario.ts";

/** A checkpoint that is being written, aside from the one before. */
export interface PendingCheckpoint extends Sink {
  /** It is whole: it takes the place of the one before, at once. */
  keep(): Promise<void> | void;
  /** It will not be whole. */
  drop(): Promise<void> | void;
}

/** Where a run keeps its checkpoint. */
export interface CheckpointStore {
  begin(): Promise<PendingCheckpoint> | PendingCheckpoint;
}

/** How a run keeps checkpoints. */
export interface CheckpointOptions {
  /** Ticks from one to the next. */
  readonly every: number;
  readonly store: CheckpointStore;
}

/** What a run has come to, and knows besides its world. */
export interface Course {
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly results: Results;
  readonly phases: readonly { readonly name: string; readonly tick: number }[];
}

/** A checkpoint that a run can go on from; it serves one run. */
export interface ResumePoint {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly people: number;
  /** Of the whole run, as it was planned. */
  readonly ticks: number;
  /** Ticks done. */
  readonly tick: number;
  /** Ticks from one checkpoint to the next, as it was. */
  readonly every: number;
  /** What a person calls it. */
  readonly name: string;
  /** Phases by the tick in which they were entered. */
  readonly phases: readonly { readonly name: string; readonly tick: number }[];
  /** Throws ProblemError where it cannot be of this plan: before any world is opened. */
  check(plan: Plan): void;
  /** Gives what was reckoned to a world that has started and to empty results. Throws ProblemError. */
  restore(engine: Engine, results: Results): Promise<void>;
}

/**
 * Reads what a checkpoint says of its run. Throws ProblemError (checkpoint-damaged, checkpoint-truncated,
 * checkpoint-version, checkpoint-foreign).
 */
export async function openCheckpoint(source: CheckpointSource): Promise<ResumePoint> {
  const checkpoint = await Checkpoint.open(source);
  const { seed, people, ticks, tick, every, phases } = checkpoint.head;
  const scenario = scenarioOf(checkpoint, source.name);
  const known = scenario.data.institutions?.phases?.map(({ name }) => name) ?? [];
  const unknown = phases.find(([name]) => !known.includes(name));
  if (unknown) throw foreign(source.name, `its scenario has no phase ${unknown[0].slice(0, 60)}`);
  return {
    scenario,
    seed,
    people,
    ticks,
    tick,
    every,
    name: source.name,
    phases: phases.map(([name, entered]) => ({ name, tick: entered })),
    check: (plan) => checkpoint.check(plan),
    restore: (engine, results) => checkpoint.restore(engine, (rows) => results.record(rows)),
  };
}

function scenarioOf({ head }: Checkpoint, name: string): Scenario {
  let scenario: Scenario;
  try {
    scenario = readScenario(head.scenario, { name: head.scenarioName });
  } catch (error) {
    if (error instanceof ProblemError) throw foreign(name, "its scenario cannot be read");
    throw error;
  }
  if (scenario.hash !== head.scenarioHash) throw foreign(name, "its scenario is another one");
  return scenario;
}

/** What may be asked for again when a run is resumed. */
interface Asked {
  readonly seed?: number | undefined;
  readonly people?: number | undefined;
  readonly ticks?: number | undefined;
}

/** The seed, people and ticks of a resumed run. Throws ProblemError (checkpoint-foreign, checkpoint-beyond). */
export function agree(resume: ResumePoint, scenario: Scenario, asked: Asked): Required<Asked> {
  const { name, seed, people, tick } = resume;
  if (scenario.hash !== resume.scenario.hash) throw foreign(name, "its scenario is another one");
  if (asked.seed !== undefined && asked.seed !== seed) throw foreign(name, `its seed is ${seed}, not ${asked.seed}`);
  if (asked.people !== undefined && asked.people !== people)
    throw foreign(name, `it has ${people} people, not ${asked.people}`);
  const ticks = asked.ticks ?? resume.ticks;
  if (ticks >= tick) return { seed, people, ticks };
  const message = `the checkpoint ${name} stands at tick ${tick}, beyond the ${ticks} that are asked for`;
  throw new ProblemError([{ code: "checkpoint-beyond", message, expected: `at least ${tick} ticks` }]);
}

/** Writes the checkpoints of one run. */
export class CheckpointWriter {
  readonly #options: CheckpointOptions;
  readonly #course: Course;
  /** Tick of the last one. */
  #written: number | undefined;

  /** Throws ProblemError (bad-checkpoint) for what is no number of ticks. */
  constructor(options: CheckpointOptions, course: Course, resumed: number | undefined) {
    checkEvery(options.every);
    checkText(course.scenario);
    this.#options = options;
    this.#course = course;
    this.#written = resumed;
  }

  /** Writes one where the last is so many ticks ago, or there is none. */
  writeDue(engine: Engine): Promise<void> | undefined {
    const due = this.#written === undefined || engine.tick - this.#written >= this.#options.every;
    return due ? this.write(engine) : undefined;
  }

  /** Writes one unless there is one of this tick. */
  async write(engine: Engine): Promise<void> {
    if (this.#written === engine.tick) return;
    const { scenario, plan, results, phases } = this.#course;
    const { hash, text } = scenario;
    const draft = await this.#options.store.begin();
    const story = {
      scenario: { name: scenario.sources[0]!.name, hash, text },
      ticks: plan.ticks,
      every: this.#options.every,
      phases,
      rowsOf: (tick: number) => results.rowsOf(tick),
    };
    try {
      await writeCheckpoint(engine, story, draft);
      await draft.keep();
    } catch (error) {
      await draft.drop();
      throw error;
    }
    this.#written = engine.tick;
  }
}

function checkEvery(every: number): void {
  if (Number.isInteger(every) && every >= 1 && every <= 1_000_000) return;
  const message = `${every} is not a number of ticks`;
  throw new ProblemError([{ code: "bad-checkpoint", message, expected: "a whole number from 1 to 1_000_000" }]);
}

/** A merged scenario can be longer than what a file may be: better said now than when it is to be resumed. */
function checkText({ text, hash }: Scenario): void {
  const message = "this scenario is too large for a checkpoint";
  try {
    if (readScenario(text).hash === hash) return;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
  }
  throw new ProblemError([{ code: "checkpoint-scenario", message, expected: "a scenario of at most 1 MiB in all" }]);
}
