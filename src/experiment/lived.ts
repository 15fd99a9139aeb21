import { ProblemError } from "../core/problem.ts";
import { openEngine } from "../engine/backend.ts";
import type { Watch } from "../engine/common/trace.ts";
import { Recorder } from "../engine/relive/recorder.ts";
import { Replay } from "../engine/relive/recording.ts";
import { type Lived, Relived } from "../engine/relive/relived.ts";
import { slotsOf } from "../plan/kinds.ts";
import type { Plan } from "../plan/plan.ts";
import { checkMemory, type WorldOptions } from "./drive.ts";
import type { Recording } from "./recording.ts";

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
  const slots = slotsOf(plan, watch.of);
  const homes = new Set([...watch.entities].map((entity) => Math.floor(entity / slots)));
  if (recording) return new Relived(replay(plan, recording, homes), watch);
  checkMemory(plan, memoryBytes, { backend, threads, relived: homes.size });
  const { engine } = await openEngine(plan, seed, { backend, threads });
  try {
    return new Relived(new Recorder(engine, homes), watch);
  } catch (error) {
    engine.close?.();
    throw error;
  }
};

function replay(plan: Plan, { world }: Recording, homes: ReadonlySet<number>): Replay {
  const strange = [...homes].find((community) => !world.communities.includes(community));
  if (strange === undefined) return new Replay(plan, world, [...homes]);
  throw new ProblemError([
    {
      code: "not-recorded",
      message: `community ${strange} is not in the recording`,
      expected: `someone of communities ${world.communities.join(", ")}`,
    },
  ]);
}
