import type { Cuts } from "../../core/cuts.ts";
import type { Plan, Table } from "../../plan/plan.ts";
import { type Cursor, withRoom } from "./placing.ts";

/** Where tables of distributions lie, and the guides by which they are searched. */
export interface PlacedTable {
  readonly at: number;
  /** Cut points of a row. */
  readonly length: number;
  readonly rows: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  /** A guide by row for long tables of cuts, and for those that layers count by. */
  readonly guide: PlacedGuide | undefined;
  readonly table: Table;
}

/**
 * A guide says for each of so many equal parts of the draws how many cut points lie below the part: a search then
 * begins among few, however long the table is. One word more than there are parts, per row.
 */
export interface PlacedGuide {
  readonly at: number;
  readonly parts: number;
}

/** The guides of long tables, by which all are searched that a rule draws from. */
export const longParts = 1024;
const longFrom = 256;
/** The guides of tables that layers count by: few words, since all of them are looked into in every community. */
export const countedParts = 256;

export function bytesOfGuide(parts: number): number {
  return (parts + 1) * 4;
}

/**
 * Places the tables of a plan. Layers of different kinds of act lie on one grid, and those of one height count by one
 * table: what all of them look into stays in the cache.
 */
export function placeTables(plan: Plan, cursor: Cursor): Map<string, PlacedTable> {
  const counted = new Set(
    plan.steps.flatMap((step) => (step.kind === "act" ? step.layers : [])).map((one) => one.table),
  );
  const alike = new Map<string, PlacedTable>();
  return new Map(
    plan.tables.map((table) => {
      if (!counted.has(table.name) || table.kind !== "cuts") return [table.name, placeTable(table, longParts, cursor)];
      const points = pointsOf(table.rows[0]!);
      const placed = alike.get(points) ?? placeTable(table, countedParts, cursor);
      alike.set(points, placed);
      return [table.name, { ...placed, table }];
    }),
  );
}

function placeTable(table: Table, parts: number, cursor: Cursor): PlacedTable {
  const width = table.kind === "cuts" ? 8 : 4;
  const length = table.kind === "cuts" ? table.rows[0]!.hi.length : table.rows[0]!.length;
  const stride = length * width;
  const rows = table.rows.length;
  const at = cursor.take(withRoom(stride * rows));
  const guided = table.kind === "cuts" && (parts === countedParts || length >= longFrom);
  const guide = guided ? { at: cursor.take(bytesOfGuide(parts) * rows), parts } : undefined;
  return { at, length, rows, stride, guide, table };
}

/** Cut points as text: the same for the same. */
function pointsOf(cuts: Cuts): string {
  const before = texts.get(cuts);
  if (before !== undefined) return before;
  const text = `${cuts.hi.join()} ${cuts.lo.join()}`;
  texts.set(cuts, text);
  return text;
}

const texts = new WeakMap<Cuts, string>();

/** How many cut points lie below each part of the draws, by their first words: the parts follow from the first bits. */
function guideOf(hi: Uint32Array, parts: number): Uint32Array {
  const guide = new Uint32Array(parts + 1);
  let cut = 0;
  for (let part = 0; part < parts; part++) {
    const begin = part * (2 ** 32 / parts);
    while (cut < hi.length && hi[cut]! < begin) cut++;
    guide[part] = cut;
  }
  guide[parts] = hi.length;
  return guide;
}

interface Searched {
  /** Two words a cut point, as one of 64 bits lies in memory. */
  readonly words: Uint32Array;
  readonly guideOfParts: (parts: number) => Uint32Array;
}

/** Cut points as they are searched. A distribution has the same ones in every world. */
export function searchedOf(cuts: Cuts): Searched {
  const before = searched.get(cuts);
  if (before) return before;
  const { hi, lo } = cuts;
  const words = new Uint32Array(hi.length * 2);
  for (let k = 0; k < hi.length; k++) {
    words[2 * k] = lo[k]!;
    words[2 * k + 1] = hi[k]!;
  }
  const guides = new Map<number, Uint32Array>();
  const guideOfParts = (parts: number): Uint32Array => {
    const guide = guides.get(parts) ?? guideOf(hi, parts);
    guides.set(parts, guide);
    return guide;
  };
  const made = { words, guideOfParts };
  searched.set(cuts, made);
  return made;
}

const searched = new WeakMap<Cuts, Searched>();
