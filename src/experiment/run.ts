import { checkArguments } from "../core/problem.ts";
import { openEngine } from "../engine/backend.ts";
import type { TickStore } from "../engine/common/tickLog.ts";
import { firstTick } from "../plan/settle.ts";
import { checkRead, type Scenario } from "../scenario/scenario.ts";
import { aScenario } from "../scenario/scenarioKind.ts";
import { Account, notesOf } from "./account.ts";
import { runOptions } from "./askedKinds.ts";
import {
  checkMemory,
  checkSeed,
  type Progress,
  progressOf,
  runTicks,
  type StopSignal,
  type WorldOptions,
} from "./course.ts";
import { LossWatch } from "./losses.ts";
import { agree, type CheckpointOptions, CheckpointWriter, checkPoint, hold, type ResumePoint } from "./resume.ts";
import type { Run } from "./told.ts";

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
  const account = new Account(scenario, lowered, options.log);
  const { results } = account;
  const writer = options.checkpoint && new CheckpointWriter(options.checkpoint, account, resume?.tick);
  checkMemory(plan, memoryBytes, { backend, threads, results: options.log ? "elsewhere" : "memory" });
  const { engine, fallback } = await openEngine(plan, seed, { backend, threads });
  try {
    const holdDue = (): Promise<void> | undefined =>
      resume && engine.tick === resume.tick ? hold(resume, engine, account) : undefined;
    const afterTick = (): Promise<void> | undefined => {
      account.note(engine);
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
    const losses = done.stopped ? undefined : await watch?.tell();
    return await account.tell(engine, done, notesOf(fallback), { losses, resumed: resume?.tick });
  } finally {
    engine.close?.();
  }
}
