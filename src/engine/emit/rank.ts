import { type Code, read, type Value } from "./code.ts";
import { gathered, placedAt, placedColumn } from "./columns.ts";
import type { Layout } from "./layout.ts";
import type { EntityLeaves } from "./whole.ts";

/** The ranks of four units, from the table that the host has written. */
export function emitRank(name: string, code: Code, layout: Layout, leaves: EntityLeaves): Value {
  const { lowest } = placedColumn(layout, name).column;
  const cells = code.isub(leaves.unitsOf(name), code.iconst(lowest));
  const at = placedAt(layout.ranks, name);
  const rank = (lane: number): string =>
    `(i32.load offset=${at} (i32.shl (i32x4.extract_lane ${lane} ${read(cells)}) (i32.const 2)))`;
  return gathered(code, [0, 1, 2, 3].map(rank));
}
