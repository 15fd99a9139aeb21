import { eventOf, recordOf } from "../../plan/effects.ts";
import type { Measure, Plan } from "../../plan/plan.ts";

/**
 * What the function of a step follows from besides its step and the layout. Nothing else of a plan is given to whoever emits
 * one, so that a function can be taken from another text of the same surroundings: see `Pieces`.
 */
export interface Surroundings {
  readonly communitySize: number;
  readonly ties: Plan["ties"];
  /** Who lives a script, where somebody does. */
  readonly script: { readonly entity: number } | undefined;
  /** The measures that steps add to. */
  readonly tallies: readonly Measure[];
  readonly delays: ReadonlyMap<string, Delays>;
}

/** The delays that acts of a plan, and records that arrive, can give a record of a queue, in whole ticks of at least one. */
export interface Delays {
  readonly shortest: number;
  readonly longest: number;
}

export function surroundingsOf(plan: Plan): Surroundings {
  const { communitySize, ties, script, measures, queues } = plan;
  return {
    communitySize,
    ties,
    script: script && { entity: script.entity },
    tallies: measures.filter(({ kind }) => kind === "tally"),
    delays: new Map(queues.map(({ name, longest }) => [name, delaysOf(plan, name, longest)])),
  };
}

function delaysOf({ steps }: Plan, queue: string, most: number): Delays {
  const ranges = steps.flatMap((step) => {
    const waits = [eventOf(step)?.wait, ...(recordOf(step)?.posts ?? [])];
    return waits.flatMap((wait) => (wait?.queue === queue ? [wait.delay.range] : []));
  });
  const shortest = Math.max(1, Math.min(most, ...ranges.map(({ from }) => Math.floor(from))));
  const longest = Math.max(1, Math.min(most, Math.max(...ranges.map(({ to }) => Math.ceil(to)))));
  return { shortest, longest };
}
