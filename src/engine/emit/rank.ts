import type { Body } from "./body.ts";
import type { Text, Value } from "./code.ts";
import { placedAt, placedColumn } from "./columns.ts";
import { eachLane, laneOf, packed, scaled } from "./idioms.ts";
import type { EntityLeaves } from "./whole.ts";

/** The ranks of four units, from the table that the host has written. */
export function emitRank({ code, layout }: Body, name: string, leaves: EntityLeaves): Value {
  const { lowest } = placedColumn(layout, name).column;
  const cells = code.isub(leaves.unitsOf(name), code.iconst(lowest));
  const at = placedAt(layout.ranks, name);
  const rank = (lane: number): Text => `(i32.load offset=${at} ${scaled(laneOf(cells, lane), 4)})`;
  return packed(code, eachLane(rank));
}
