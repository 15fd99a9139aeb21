import type { Stretch } from "../../plan/kinds.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Cells } from "./state.ts";

/** A record that waits, as every engine has it. Who did the act is not known of it. */
export interface WaitingRecord {
  readonly queue: string;
  readonly onto: number;
  /** Ticks in which it was posted and is due. */
  readonly posted: number;
  readonly due: number;
  readonly carried: readonly number[];
}

/** A world whose state can be looked at. Nothing can be put into one: what it comes to follows from its plan and seed. */
export interface Stateful {
  readonly plan: Plan;
  readonly seed: number;
  /** A stored column as it stands, of the communities of a stretch or of all, memory by memory: not to be written. */
  cells(column: string, within?: Stretch): readonly Cells[];
  /** Records that wait, of the communities of a stretch; of all unless told. */
  waiting(within?: Stretch): Iterable<WaitingRecord>;
}
