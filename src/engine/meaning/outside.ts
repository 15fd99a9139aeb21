import type { Stretch } from "../../plan/kinds.ts";

/**
 * What a stretch of a world cannot know of itself: the rest of that world, in the tick that runs. Given this, its
 * communities live as they do in the whole.
 */
export interface Outside {
  readonly stretch: Stretch;
  /** Values of all globals, in the plan's order. */
  readonly globals: Float32Array;
  /** The rank of each unit of a ranked column. */
  ranksOf(column: string): Float32Array;
  /** The unit that an entity's friend in a lane, a far one who is there, had in a column when the tick began. */
  farUnit(column: string, entity: number, lane: number): number;
}
