import type { Words } from "../../core/chance.ts";
import { footprintsOf } from "../../plan/footprint.ts";
import type { Stretch } from "../../plan/kinds.ts";
import type { Column, Plan } from "../../plan/plan.ts";
import { figureOf, type MeasureRow } from "../common/measured.ts";
import type { Cells } from "./state.ts";

/** What a world knows after a tick besides its columns and the records that wait. */
export interface Snapshot {
  /** Ticks done. */
  readonly tick: number;
  /** Values of the globals in the plan's order. */
  readonly globals: Float32Array;
  /** What was measured in the last tick. */
  readonly rows: readonly MeasureRow[];
  readonly warnings: ReadonlyMap<string, number>;
}

/** A record that waits, as every engine has it. Who did the act is not known of it. */
export interface WaitingRecord {
  readonly queue: string;
  readonly onto: number;
  /** Ticks in which it was posted and is due. */
  readonly posted: number;
  readonly due: number;
  readonly carried: readonly number[];
}

/** A world whose state can be taken out and given to another one of the same plan and seed, of any engine. */
export interface Stateful {
  readonly plan: Plan;
  readonly seed: number;
  save(): Snapshot;
  /** Goes on from a snapshot: for a world that has not run yet. Its columns and records are given besides. */
  load(snapshot: Snapshot): void;
  /** A stored column as it stands, in stretches by entity: not copies. */
  cells(column: string): readonly Cells[];
  /** What a stored column adds to the state hash. */
  columnHash(column: string): Words | Promise<Words>;
  /** Records that wait, of the communities of a stretch; of all unless told. */
  waiting(within?: Stretch): Iterable<WaitingRecord>;
  /** Lets a record wait. Gives false where there is no room for it. */
  admit(record: WaitingRecord): boolean;
}

/** Writes the figure of each measure in a tick's rows. */
export function readFigures(plan: Plan, rows: readonly MeasureRow[], figures: Map<string, number>): void {
  for (const { measure, group, count, sum } of rows) {
    const of = plan.measures[measure]!;
    if (group === -1) figures.set(of.name, figureOf(of, count, sum));
  }
}

/** Stored columns that steps write, and those that stay as the start made them: the latter follow from the seed. */
export function sortColumns(plan: Plan): { readonly written: readonly Column[]; readonly drawn: readonly Column[] } {
  const prints = footprintsOf(plan);
  const names = new Set(plan.steps.flatMap((step) => prints.get(step)!.writes.map(({ column }) => column)));
  const stored = plan.columns.filter(({ role }) => role === "stored");
  return {
    written: stored.filter(({ name }) => names.has(name)),
    drawn: stored.filter(({ name }) => !names.has(name)),
  };
}
