import { isWithin, runLimits, sayWhole } from "../core/limits.ts";
import { checkArguments, ProblemError } from "../core/problem.ts";
import type { Engine } from "../engine/backend.ts";
import {
  type CheckpointSource,
  faultOfCheckpoint,
  foreign,
  readCheckpoint,
  refused,
  untrue,
  writeCheckpoint,
} from "../engine/checkpoint/checkpoint.ts";
import type { Sink } from "../engine/checkpoint/chunks.ts";
import type { CheckpointHead } from "../engine/checkpoint/head.ts";
import type { TickLog } from "../engine/common/tickLog.ts";
import { calendarOf, settleIn } from "../model/time/time.ts";
import type { Plan } from "../plan/plan.ts";
import { firstTick } from "../plan/settle.ts";
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

/** What a run has come to, and knows besides its world. */
export interface Course {
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly log: TickLog;
  readonly phases: readonly { readonly name: string; readonly tick: number }[];
}

/** A checkpoint that a run can go on from, as `openCheckpoint` made it: a copy of one is none. */
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
  /** What the file says that its scenario is called: anybody's word, and to be told only where it proves right. */
  readonly calls: string;
}

/** What checkpoints say, by what `openCheckpoint` gave. Nobody else can make one, and nothing can be put into it. */
const heads = new WeakMap<ResumePoint, CheckpointHead>();

/**
 * Reads what a checkpoint says of its run. Throws ProblemError (checkpoint-damaged, checkpoint-truncated, checkpoint-version,
 * checkpoint-foreign).
 */
export async function openCheckpoint(source: CheckpointSource): Promise<ResumePoint> {
  checkArguments("openCheckpoint", { source: [source, aCheckpointSource] });
  const head = await readCheckpoint(source);
  const { seed, people, ticks, tick, every } = head;
  const scenario = scenarioOf(head, source.name);
  // Before it began to settle there was no world, and nothing would ever be held to what the file says of it.
  const { time } = scenario.data;
  if (tick < firstTick(settleIn(time, calendarOf(time)))) throw refused(source, "damaged");
  const point = { scenario, seed, people, ticks, tick, every, name: source.name, calls: head.scenarioName };
  heads.set(point, head);
  return Object.freeze(point);
}

/** Refuses what `openCheckpoint` did not make. Throws ProblemError (checkpoint-unread). */
export function checkPoint(resume: ResumePoint | undefined): void {
  if (resume === undefined || heads.has(resume)) return;
  const message = "this checkpoint was not opened by openCheckpoint";
  throw new ProblemError([
    { code: "checkpoint-unread", message, expected: "what openCheckpoint gave, and no copy of it" },
  ]);
}

/** Holds a checkpoint to a world that came to its tick by itself. Throws ProblemError (checkpoint-false). */
export async function hold(
  resume: ResumePoint,
  engine: Pick<Engine, "warnings" | "hash">,
  course: Pick<Course, "log" | "phases">,
): Promise<void> {
  const fault = await faultOfCheckpoint(heads.get(resume)!, engine, course);
  if (fault !== undefined) throw untrue(resume.name, resume.tick, fault);
}

function scenarioOf(head: CheckpointHead, name: string): Scenario {
  let scenario: Scenario;
  try {
    // Whatever the file calls it is not told before it is known to be true.
    scenario = readScenario(head.scenario, { name: "scenario.yaml" });
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
    const { scenario, plan, log, phases } = this.#course;
    const { hash, text } = scenario;
    const draft = await this.#options.store.begin();
    checkArguments("checkpoint.store.begin", { "what it gives": [draft, aPendingCheckpoint] });
    const story = {
      scenario: { name: scenario.sources[0]!.name, hash, text },
      ticks: plan.ticks,
      every: this.#options.every,
      phases,
      log,
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
