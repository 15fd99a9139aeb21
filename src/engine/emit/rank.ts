import type { Code, Value } from "./code.ts";
import { placedAt, placedColumn } from "./columns.ts";
import { eachLane, laneOf, packed } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import type { EntityLeaves } from "./whole.ts";

/** The ranks of four units, from the table that the host has written. */
export function emitRank(name: string, code: Code, layout: Layout, leaves: EntityLeaves): Value {
  const { lowest } = placedColumn(layout, name).column;
  const cells = code.isub(leaves.unitsOf(name), code.iconst(lowest));
  const at = placedAt(layout.ranks, name);
  const rank = (lane: number): string => `(i32.load offset=${at} (i32.shl ${laneOf(cells, lane)} (i32.const 2)))`;
  return packed(code, eachLane(rank));
}
