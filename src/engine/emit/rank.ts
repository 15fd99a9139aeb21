import type { Column } from "../../plan/plan.ts";
import { Code, read, type Value } from "./code.ts";
import { gathered, loadRow, placedAt, placedColumn } from "./columns.ts";
import type { Layout } from "./layout.ts";
import { communityParameters } from "./mapStep.ts";
import type { EntityLeaves } from "./whole.ts";

/** Adds the units of one community to the counts of a thread, from which the host makes ranks. */
export function emitCount(column: Column, name: string, layout: Layout): string {
  const code = new Code();
  const at = placedAt(layout.worker.counts, column.name);
  const placed = placedColumn(layout, column.name);
  const slot = code.local("i32", "$s");
  code.loop(slot, "(i32.const 0)", "(local.get $filled)", 4, () => {
    const cells = code.isub(loadRow(code, placed, slot, "$cell"), code.iconst(column.lowest));
    const bytes = code.value("v128", `(i32x4.shl ${read(cells)} (i32.const 2))`);
    // An unfilled slot adds nothing to what is counted there.
    const there = code.below(slot, "(local.get $filled)");
    for (let lane = 0; lane < 4; lane++) {
      const address = `(i32x4.extract_lane ${lane} ${read(bytes)})`;
      const one = `(i32.and (i32.const 1) (i32x4.extract_lane ${lane} ${read(there)}))`;
      code.line(`(i32.store offset=${at} ${address} (i32.add (i32.load offset=${at} ${address}) ${one}))`);
    }
  });
  return code.print(`${name} ${communityParameters}`);
}

/** The ranks of four units, from the table that the host has written. */
export function emitRank(name: string, code: Code, layout: Layout, leaves: EntityLeaves): Value {
  const { lowest } = placedColumn(layout, name).column;
  const cells = code.isub(leaves.unitsOf(name), code.iconst(lowest));
  const at = placedAt(layout.ranks, name);
  const rank = (lane: number): string =>
    `(i32.load offset=${at} (i32.shl (i32x4.extract_lane ${lane} ${read(cells)}) (i32.const 2)))`;
  return gathered(code, [0, 1, 2, 3].map(rank));
}
