import type { Column } from "../../plan/plan.ts";
import { eachFour, entitiesFrom, openBody, printOver } from "./body.ts";
import { emitBlock, scheduleAt } from "./chance.ts";
import type { Printed } from "./code.ts";
import { own, read } from "./code.ts";
import { loadRow, placedColumn } from "./columns.ts";
import { below, here, sumOfLanes } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import type { Surroundings } from "./surroundings.ts";

/** Adds the cells of one community to the hash of a column; its key lies in the schedule of the hash. */
export function emitHash(column: Column, name: string, around: Surroundings, layout: Layout): Printed {
  const body = openBody(around, layout);
  const { code } = body;
  const slot = code.local("i32", "$s");
  const sums = [code.local("v128"), code.local("v128")];
  eachFour(body, slot, () => {
    const units = loadRow(code, placedColumn(layout, column.name), slot);
    const there = below(code, slot, read(here.filled));
    const { first, second } = emitBlock(
      code,
      scheduleAt(code, layout.worker.hashKey, own()),
      entitiesFrom(body, slot),
      units,
    );
    for (const [i, word] of [first, second].entries()) {
      code.line(`(local.set ${sums[i]} (i32x4.add ${read(sums[i]!)} ${read(code.iand(there, word))}))`);
    }
  });
  sums.forEach((sum, i) => {
    const at = layout.worker.hash + 4 * i;
    const across = sumOfLanes(code, sum);
    code.line(`(i32.store offset=${at} ${own()} (i32.add (i32.load offset=${at} ${own()}) ${across}))`);
  });
  return printOver(body, name);
}
