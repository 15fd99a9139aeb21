import { cellsOf, filledOf, type Peopled, type Stretch, slotsOf } from "../../plan/kinds.ts";
import { maskOf, type Shared } from "../../plan/memory.ts";
import type { Column } from "../../plan/plan.ts";

const { fround } = Math;

/** Units above the lowest, in the narrowest integers that hold a column's span. */
export type Cells = Uint8Array | Uint16Array | Uint32Array;

/**
 * A column of a running world, or of a part of one: the unit of entity e is `lowest + cells[e − from]`; where it shares
 * words with others, its own bits of that cell.
 */
export interface Store {
  readonly column: Column;
  readonly cells: Cells;
  /** The number of the entity in the first cell. */
  readonly from: number;
  readonly lowest: number;
  readonly highest: number;
  /** Rounded to binary32, as every operand is. */
  readonly offset: number;
  readonly resolution: number;
  /** Its bits of a cell, where others have the rest. */
  readonly shared?: Shared | undefined;
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

/** A column of a stretch of a world, all at its initial unit. */
export function openStore(column: Column, plan: Peopled, stretch: Stretch): Store {
  const cells = openCells(column.highest - column.lowest, cellsOf(plan, column.of, stretch));
  const store = storeOf(column, cells, stretch.first * slotsOf(plan, column.of));
  resetStore(store);
  return store;
}

/** A column whose cells are there, the first of which is that of entity `from`. */
export function storeOf(column: Column, cells: Cells, from: number, shared?: Shared): Store {
  const { lowest, highest, offset, resolution } = column;
  return { column, cells, from, lowest, highest, offset: fround(offset), resolution: fround(resolution), shared };
}

/** So many cells, each of which holds a number from 0 to `span`. */
export function openCells(span: number, size: number): Cells {
  if (span < 2 ** 8) return new Uint8Array(size);
  if (span < 2 ** 16) return new Uint16Array(size);
  return new Uint32Array(size);
}

/** Puts every entity of a column that shares no bytes back to the initial unit. */
export function resetStore(store: Store): void {
  store.cells.fill(store.column.initial - store.lowest);
}

export function readUnit(store: Store, entity: number): number {
  const { cells, from, lowest, shared } = store;
  const cell = cells[entity - from];
  return (shared ? (cell >>> shared.shift) & maskOf(shared) : cell) + lowest;
}

/**
 * The cells of those communities of a stretch that a store holds, as the unit less the lowest: not a copy, but where the
 * column shares words.
 */
export function cellsWithin({ column, cells, from, shared }: Store, plan: Peopled, { first, end }: Stretch): Cells {
  const slots = slotsOf(plan, column.of);
  const part = cells.subarray(Math.max(0, first * slots - from), Math.max(0, end * slots - from));
  if (!shared) return part;
  const [own, mask, { shift }] = [openCells(maskOf(shared), part.length), maskOf(shared), shared];
  // A loop: `Uint8Array.from` calls a function for each, and takes fifty times as long.
  for (let i = 0; i < part.length; i++) own[i] = (part[i]! >>> shift) & mask;
  return own;
}

/** Copies all cells of a column to where the same column lies in another world, on whichever bits. */
export function copyCells({ cells: from, shared: given }: Store, { cells: to, shared: taken }: Store): void {
  if (!given && !taken) {
    to.set(from);
    return;
  }
  const [out, mask] = given ? [given.shift, maskOf(given)] : [0, -1];
  const [into, others] = taken ? [taken.shift, ~(maskOf(taken) << taken.shift)] : [0, 0];
  // A loop: with a function for each cell it takes many times as long.
  for (let i = 0; i < from.length; i++) to[i] = (to[i]! & others) | (((from[i]! >>> out) & mask) << into);
}

/** A whole number of units as one that the column can hold; what is no number counts as 0, as in hardware. */
export function holdUnit(store: Store, unit: number): number {
  return Math.max(store.lowest, Math.min(unit || 0, store.highest));
}

/** Stores a unit that the column can hold. */
export function writeUnit(store: Store, entity: number, unit: number): void {
  const { cells, from, lowest, shared } = store;
  const cell = unit - lowest;
  const others = shared ? cells[entity - from] & ~(maskOf(shared) << shared.shift) : 0;
  cells[entity - from] = shared ? others | (cell << shared.shift) : cell;
}

/** The logical value of a unit: offset + unit × resolution, each operation rounded to binary32. */
export function logicalOf(store: Store, unit: number): number {
  return fround(store.offset + fround(fround(unit) * store.resolution));
}
