import type { Column } from "../../plan/plan.ts";
import type { Cells } from "./state.ts";

/** How many entities there are in equal stretches of a column, from one logical value to another. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  /** By stretch: each holds its lower end, the last one both its ends. */
  readonly counts: number[];
}

/** More than anybody looks at. */
const mostBins = 100_000;

/**
 * Counts a column in at most so many bins. Every bin has the same whole number of units, so that counts are exact and
 * no bin is favoured; a column with no more units than bins has a bin per unit, each as wide as its resolution.
 */
export function histogramOf(
  { lowest, highest, offset, resolution }: Column,
  units: { readonly cells: Cells; readonly lowest: number },
  bins: number,
): Histogram {
  const steps = highest - lowest;
  const most = bins >= 1 ? Math.min(Math.floor(bins), mostBins) : 1;
  const single = steps < most;
  const width = single ? 1 : Math.ceil(steps / most);
  const counts = new Array<number>(single ? steps + 1 : Math.ceil(steps / width)).fill(0);
  const last = counts.length - 1;
  const shift = units.lowest - lowest;
  const add = (cell: number, count: number): void => {
    counts[Math.min(Math.floor((cell + shift) / width), last)] += count;
  };
  if (units.cells instanceof Uint32Array) for (const cell of units.cells) add(cell, 1);
  else for (const [cell, count] of countCells(units.cells).entries()) if (count > 0) add(cell, count);
  const from = offset + lowest * resolution;
  return { from, to: from + counts.length * width * resolution, counts };
}

/** How often each cell stands there. Counted by cell: a division for each of a million people takes ten times as long. */
function countCells(cells: Uint8Array | Uint16Array): Uint32Array {
  const counts = new Uint32Array(2 ** (8 * cells.BYTES_PER_ELEMENT));
  for (let i = 0; i < cells.length; i++) counts[cells[i]!] += 1;
  return counts;
}
