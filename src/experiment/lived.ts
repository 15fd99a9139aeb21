import { ProblemError } from "../core/problem.ts";
import { type Engine, openEngine } from "../engine/backend.ts";
import type { Watch } from "../engine/common/trace.ts";
import { Recorder } from "../engine/relive/recorder.ts";
import { Replay } from "../engine/relive/recording.ts";
import { type Lived, Relived } from "../engine/relive/relived.ts";
import { slotsOf } from "../plan/kinds.ts";
import { ordinalOf } from "../plan/ordinals.ts";
import type { Plan } from "../plan/plan.ts";
import { checkMemory, type WorldOptions } from "./course.ts";
import { type Recording, recordedIn } from "./recording.ts";

/** How a world is run of which lives are told. */
export interface LivedOptions extends Pick<WorldOptions, "backend" | "threads" | "memoryBytes"> {
  /** Of this world, from `record`: then it is not run again. */
  readonly recording?: Recording | undefined;
}

/** Opens what the lives of some entities are told from, before its first tick. */
export type OpenLived = (plan: Plan, seed: number, watch: Watch, options: LivedOptions) => Promise<Lived>;

/**
 * Opens the communities in which entities live: an engine runs the world beside them, or a recording says what it was.
 * Throws ProblemError (too-large, not-recorded).
 */
export const openRelived: OpenLived = async (plan, seed, watch, { recording, backend, threads, memoryBytes }) => {
  if (recording) return new Relived(replay(plan, recording, watch), watch);
  checkMemory(plan, memoryBytes, { backend, threads, relived: homesOf(plan, watch).length, results: "elsewhere" });
  const { engine } = await openEngine(plan, seed, { backend, threads });
  return openBeside(engine, watch);
};

/** Opens the communities in which entities live, beside an engine that has not run yet, and which is closed with them. */
export function openBeside(engine: Engine, watch: Watch): Lived {
  try {
    return new Relived(new Recorder(engine, homesOf(engine.plan, watch)), watch);
  } catch (error) {
    engine.close?.();
    throw error;
  }
}

function homesOf(plan: Plan, { of, entities }: Watch): number[] {
  return [...new Set([...entities].map((entity) => homeOf(plan, of, entity)))];
}

function homeOf(plan: Plan, of: string | undefined, entity: number): number {
  return Math.floor(entity / slotsOf(plan, of));
}

function replay(plan: Plan, recording: Recording, watch: Watch): Replay {
  const world = recordedIn(recording);
  const { of, entities } = watch;
  const strange = [...entities].find((entity) => !world.communities.includes(homeOf(plan, of, entity)));
  if (strange === undefined) return new Replay(plan, world, homesOf(plan, watch));
  const noun = of ?? "person";
  const message = `${noun} ${ordinalOf(plan, of, strange)} lives in no community of the recording`;
  throw new ProblemError([
    { code: "not-recorded", message, expected: `a recording of ${noun} ${ordinalOf(plan, of, strange)}` },
  ]);
}
