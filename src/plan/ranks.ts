import type { TruthTree } from "../rules/tree.ts";
import { footprintsOf } from "./footprint.ts";
import type { Column, Plan } from "./plan.ts";

/** The most units that a column can have whose ranks are asked for. */
export const rankedUnits = 65_536;

/** A column whose ranks a plan asks for, and who is counted for them. */
export interface Ranking {
  readonly column: Column;
  /** Everyone of the column's kind where there is none. */
  readonly among: TruthTree | undefined;
}

/** The rankings of a plan, one a column, in the order in which the columns first appear. */
export function rankingsOf(plan: Plan): readonly Ranking[] {
  const asked = new Map<string, TruthTree | undefined>();
  for (const step of plan.steps)
    for (const { column, among } of footprintsOf(plan).get(step)!.ranks)
      if (!asked.has(column)) asked.set(column, among);
  return [...asked].map(([name, among]) => {
    const column = plan.columns.find((each) => each.name === name);
    if (column === undefined) throw new Error(`bug: no column is named ${name}`);
    return { column, among };
  });
}

/** Units that a column can have. */
export function unitsOf({ lowest, highest }: Column): number {
  return highest - lowest + 1;
}

/**
 * Where each unit stands among all that were counted, by how many there are of each: (those below + half of those equal)
 * / all, in double precision, then rounded to binary32. 0 where there are none.
 */
export function midRanks(counts: ArrayLike<number>): Float32Array {
  const ranks = new Float32Array(counts.length);
  let all = 0;
  for (let unit = 0; unit < counts.length; unit++) all += counts[unit]!;
  let below = 0;
  for (let unit = 0; unit < counts.length; unit++) {
    ranks[unit] = (below + counts[unit]! / 2) / Math.max(1, all);
    below += counts[unit]!;
  }
  return ranks;
}
