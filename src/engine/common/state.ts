import { filledOf, type Peopled, slotsOf } from "../../plan/kinds.ts";
import type { Column } from "../../plan/plan.ts";

const { fround } = Math;

/** Units above the lowest, in the narrowest integers that hold a column's span. */
export type Cells = Uint8Array | Uint16Array | Uint32Array;

/** A column of a running world: the unit of entity e is `lowest + cells[e]`. */
export interface Store {
  readonly column: Column;
  readonly cells: Cells;
  readonly lowest: number;
  readonly highest: number;
  /** Rounded to binary32, as every operand is. */
  readonly offset: number;
  readonly resolution: number;
}

/** The cells of those who are there, of cells that begin with a community: all of the first kind, else a copy. */
export function filledCells(cells: Cells, plan: Peopled, of: string | undefined, first = 0): Cells {
  if (of === undefined) return cells;
  const slots = slotsOf(plan, of);
  const filled = cells.slice();
  let end = 0;
  for (let from = 0; from < cells.length; from += slots) {
    const count = filledOf(plan, of, first + from / slots);
    filled.set(cells.subarray(from, from + count), end);
    end += count;
  }
  return filled.subarray(0, end);
}

/** A column of so many cells, all at its initial unit. */
export function openStore(column: Column, cells: number): Store {
  const { lowest, highest } = column;
  const store: Store = {
    column,
    cells: openCells(highest - lowest, cells),
    lowest,
    highest,
    offset: fround(column.offset),
    resolution: fround(column.resolution),
  };
  resetStore(store);
  return store;
}

function openCells(span: number, size: number): Cells {
  if (span < 2 ** 8) return new Uint8Array(size);
  if (span < 2 ** 16) return new Uint16Array(size);
  return new Uint32Array(size);
}

/** Puts every entity back to the initial unit. */
export function resetStore(store: Store): void {
  store.cells.fill(store.column.initial - store.lowest);
}

export function readUnit(store: Store, entity: number): number {
  return store.cells[entity] + store.lowest;
}

/** A whole number of units as one that the column can hold; what is no number counts as 0, as in hardware. */
export function holdUnit(store: Store, unit: number): number {
  return Math.max(store.lowest, Math.min(unit || 0, store.highest));
}

/** Stores a unit that the column can hold. */
export function writeUnit(store: Store, entity: number, unit: number): void {
  store.cells[entity] = unit - store.lowest;
}

/** The logical value of a unit: offset + unit × resolution, each operation rounded to binary32. */
export function logicalOf(store: Store, unit: number): number {
  return fround(store.offset + fround(fround(unit) * store.resolution));
}
