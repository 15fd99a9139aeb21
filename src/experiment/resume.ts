import { aFunction, maybe } from "../core/kinds.ts";
import { isWithin, runLimits, sayWhole } from "../core/limits.ts";
import { checkArguments, ProblemError } from "../core/problem.ts";
import type { Engine } from "../engine/backend.ts";
import { Checkpoint, type CheckpointSource, foreign, untrue } from "../engine/checkpoint/checkpoint.ts";
import type { Sink } from "../engine/checkpoint/chunks.ts";
import { writeCheckpoint } from "../engine/checkpoint/write.ts";
import type { RecordShape, TickLog, TickStore } from "../engine/common/tickLog.ts";
import { faultOfSample, hasFarTies, pickCommunities } from "../engine/relive/sample.ts";
import type { Plan } from "../plan/plan.ts";
import { readScenario, type Scenario } from "../scenario/scenario.ts";
import { aCheckpointSource, aPendingCheckpoint } from "./askedKinds.ts";

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

/** Where a run keeps what was measured, tick by tick, when that is not in memory: a file beside its checkpoint. */
export interface LogFile extends TickStore {
  /** What a checkpoint calls it: a word, a dash, sixteen hexadecimal digits and ".bin". */
  readonly name: string;
}

/** Opens the file beside a checkpoint that keeps its log. */
export type OpenLog = (name: string) => Promise<CheckpointSource> | CheckpointSource;

/** What a run has come to, and knows besides its world. */
export interface Course {
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly log: TickLog;
  readonly logName: string | undefined;
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
  /** The file beside it that keeps what was measured; undefined where it keeps that itself. */
  readonly logName: string | undefined;
  /** Phases by the tick in which they were entered. */
  readonly phases: readonly { readonly name: string; readonly tick: number }[];
  /** Throws ProblemError where it cannot be of this plan and its log: before any world is opened. */
  check(plan: Plan, shape: RecordShape): void;
  /**
   * Gives what was reckoned to a world that has started and to an empty log. In a world without far ties so many
   * communities, picked now, are lived again, and have to come to the same. Throws ProblemError.
   */
  restore(engine: Engine, log: TickLog, sample: number): Promise<void>;
  /** Holds it to a world that came to its tick by itself. Throws ProblemError. */
  hold(engine: Engine, log: TickLog, phases: Course["phases"]): Promise<void>;
}

/**
 * Reads what a checkpoint says of its run; `openLog` finds the file beside it, where it has one. Throws ProblemError
 * (checkpoint-damaged, checkpoint-truncated, checkpoint-version, checkpoint-foreign, checkpoint-without-log).
 */
export async function openCheckpoint(source: CheckpointSource, openLog?: OpenLog): Promise<ResumePoint> {
  checkArguments("openCheckpoint", { source: [source, aCheckpointSource], openLog: [openLog, maybe(aFunction)] });
  const checkpoint = await Checkpoint.open(source);
  const { seed, people, ticks, tick, every, phases, logName } = checkpoint.head;
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
    logName: logName ?? undefined,
    phases: phases.map(([name, entered]) => ({ name, tick: entered })),
    check: (plan, shape) => checkpoint.check(plan, shape),
    restore: async (engine, log, sample) => {
      await checkpoint.restore(engine, log, logName === null ? undefined : await openLog?.(logName));
      const { plan } = engine;
      const fault = hasFarTies(plan) ? undefined : await faultOfSample(engine, log, pickCommunities(plan, sample));
      if (fault) throw untrue(source.name, tick, fault);
    },
    hold: async (engine, log, lived) => {
      const same = phases.length === lived.length;
      if (!same || phases.some(([name, entered], i) => name !== lived[i]!.name || entered !== lived[i]!.tick))
        throw untrue(source.name, tick, "its phases are others");
      await checkpoint.hold(engine, log, logName === null ? undefined : await openLog?.(logName));
    },
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
    // A resumed run is behind its checkpoint while it is lived again.
    if (this.#written !== undefined && this.#written >= engine.tick) return;
    const { scenario, plan, log, logName, phases } = this.#course;
    const { hash, text } = scenario;
    const draft = await this.#options.store.begin();
    checkArguments("checkpoint.store.begin", { "what it gives": [draft, aPendingCheckpoint] });
    const story = {
      scenario: { name: scenario.sources[0]!.name, hash, text },
      ticks: plan.ticks,
      every: this.#options.every,
      phases,
      log,
      logName,
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
  if (isWithin(runLimits.checkpoint, every)) return;
  const message = `${every} is not a number of ticks`;
  throw new ProblemError([{ code: "bad-checkpoint", message, expected: sayWhole(runLimits.checkpoint) }]);
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
