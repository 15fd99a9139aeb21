import type { Ranking } from "../../plan/ranks.ts";
import { openBody, printOver } from "./body.ts";
import type { Printed } from "./code.ts";
import { own, read } from "./code.ts";
import { loadRow, placedAt, placedColumn, rowLeaves } from "./columns.ts";
import { below, here, laneOf, lanes, zero } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import type { Surroundings } from "./surroundings.ts";
import { emitTruth } from "./trees.ts";

/** Adds the units of one community to the counts of a thread, from which the host makes ranks. */
export function emitCount({ column, among }: Ranking, name: string, around: Surroundings, layout: Layout): Printed {
  const body = openBody(around, layout);
  const { code } = body;
  const at = placedAt(layout.worker.counts, column.name);
  const placed = placedColumn(layout, column.name);
  const slot = code.local("i32", "$s");
  code.loop(slot, zero, read(here.filled), 4, () => {
    const cells = code.isub(loadRow(code, placed, slot), code.iconst(column.lowest));
    const bytes = code.value("v128", `(i32x4.shl ${read(cells)} (i32.const 2))`);
    // An unfilled slot adds nothing to what is counted there.
    const filled = below(code, slot, read(here.filled));
    const there = among ? code.iand(filled, emitTruth(among, code, rowLeaves(body, slot, new Map()))) : filled;
    for (const lane of lanes) {
      const address = own(laneOf(bytes, lane));
      const one = `(i32.and (i32.const 1) ${laneOf(there, lane)})`;
      code.line(`(i32.store offset=${at} ${address} (i32.add (i32.load offset=${at} ${address}) ${one}))`);
    }
  });
  return printOver(body, name);
}
