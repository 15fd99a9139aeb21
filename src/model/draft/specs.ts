import type { GlobalUpdate, Measure } from "../../plan/plan.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { MeasureLegend } from "../legend/legend.ts";
import type { GlobalRef } from "../legend/refs.ts";

/** A figure that is the same for everyone. */
export interface GlobalHandle {
  readonly ref: GlobalRef;
  readonly leaf: NumberTree;
}

/** What is counted, before it has a place in a plan. */
export type MeasureSpec = Omit<Measure, "of">;

/** What a measure is to a reader. */
export interface MeasureSaid extends Pick<MeasureLegend, "topic"> {
  /** Its own name without how groups are told apart. */
  readonly stem?: string | undefined;
  /** What it is called in words, where that is not its name. */
  readonly words?: string | undefined;
  /** Whether it is of what happens in a tick; tallies are, unless told. */
  readonly flows?: boolean | undefined;
}

/** What becomes of a global, before it is said of which. */
export type UpdateSpec = GlobalUpdate extends infer U ? (U extends GlobalUpdate ? Omit<U, "global"> : never) : never;
export type CensusSpec = Pick<Measure, "value" | "resolution" | "figure" | "doc"> &
  Partial<Pick<Measure, "where" | "groups">>;
