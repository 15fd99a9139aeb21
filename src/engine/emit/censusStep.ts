import type { Measure } from "../../plan/plan.ts";

import { eachFour, openBody, printOver } from "./body.ts";
import type { Printed } from "./code.ts";
import { read } from "./code.ts";
import { rowLeaves } from "./columns.ts";
import { below, here } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import { Masks } from "./masks.ts";
import type { Surroundings } from "./surroundings.ts";
import { openCensus } from "./totals.ts";
import { emitTruth } from "./trees.ts";

/** All censuses of a kind in one pass over a community: shared parts of their rules are reckoned once. */
export function emitCensus(
  censuses: readonly Measure[],
  of: string | undefined,
  name: string,
  around: Surroundings,
  layout: Layout,
): Printed {
  const body = openBody(around, layout);
  const { code } = body;
  const slot = code.local("i32", "$s");
  const masks = new Masks(body, layout.worker.masks.get(of)!, slot);
  const totals = censuses.map((measure) => openCensus(body, measure, layout.communitySize, masks));
  eachFour(body, slot, () => {
    const leaves = rowLeaves(body, slot, new Map());
    const there = below(code, slot, read(here.filled));
    censuses.forEach((measure, i) => {
      code.remark(measure.name);
      const mask = code.iand(there, emitTruth(measure.where, code, leaves));
      totals[i]!.add(mask, leaves);
    });
  });
  masks.pack();
  for (const total of totals) total.flush();
  return printOver(body, name);
}
