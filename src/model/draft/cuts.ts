import { type Cuts, cutPoints, type Grid, normalCuts, poissonCuts } from "../../core/cuts.ts";
import type { Distribution } from "../../core/distribution.ts";
import type { Column } from "../../plan/plan.ts";

/** How many cut points the tables of one scenario may have together: 32 MiB, and some seconds of work at most. */
export const cutsMost = 2 ** 22;
/** So many are kept for the next to ask: reading, planning and every arm of a comparison ask for the same ones. */
const keptMost = 2 ** 21;

const kept = new Map<string, Cuts | Float32Array>();
let keptCuts = 0;

/** `cutPoints`, from memory where they were asked for lately. Not to be written to. */
export function cutPointsOf(row: Distribution, grid: Grid): Cuts {
  return remembered(["cuts", row, grid.from, grid.resolution, grid.units], () => cutPoints(row, grid)) as Cuts;
}

/** `normalCuts`, from memory where they were asked for lately. Not to be written to. */
export function normalCutsOf(row: Distribution, grid: Grid): Float32Array {
  const key = ["scores", row, grid.from, grid.resolution, grid.units];
  return remembered(key, () => normalCuts(row, grid)) as Float32Array;
}

/** `poissonCuts`, from memory where they were asked for lately. Not to be written to. */
export function poissonCutsOf(mean: number): Cuts {
  return remembered(["poisson", mean], () => poissonCuts(mean)) as Cuts;
}

function remembered(of: readonly unknown[], make: () => Cuts | Float32Array): Cuts | Float32Array {
  const key = JSON.stringify(of);
  const known = kept.get(key);
  if (known) {
    // Behind all others: the first of the map is the one longest unasked for.
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const made = make();
  keptCuts += lengthOf(made);
  for (const [oldest, cuts] of kept) {
    if (keptCuts <= keptMost) break;
    kept.delete(oldest);
    keptCuts -= lengthOf(cuts);
  }
  kept.set(key, made);
  return made;
}

function lengthOf(cuts: Cuts | Float32Array): number {
  return "hi" in cuts ? cuts.hi.length : cuts.length;
}

/** What a table of cuts needs to know of a column. */
export type Units = Pick<Column, "offset" | "resolution" | "lowest" | "highest">;

/** The grid of a column's units. */
export function gridOf({ offset, resolution, lowest, highest }: Units): Grid {
  return { from: offset + lowest * resolution, resolution, units: highest - lowest + 1 };
}

/** How much room is left for the tables of a scenario. */
export class CutRoom {
  #taken = 0;

  /** Takes room for so many cuts: there is enough, it has just run out, or there was none before. */
  take(cuts: number): "enough" | "run out" | "none" {
    const before = this.#taken;
    this.#taken += cuts;
    if (this.#taken <= cutsMost) return "enough";
    return before > cutsMost ? "none" : "run out";
  }
}
