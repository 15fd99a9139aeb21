import type { Plan } from "../../plan/plan.ts";
import { Code, read } from "./code.ts";
import { rowLeaves } from "./columns.ts";
import { below, here } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import { communityParameters } from "./mapStep.ts";
import { Totals } from "./totals.ts";
import { emitTruth } from "./trees.ts";

/** All censuses of a kind in one pass over a community: shared parts of their rules are reckoned once. */
export function emitCensus(plan: Plan, of: string | undefined, name: string, layout: Layout): string {
  const code = new Code();
  const censuses = plan.measures.filter((measure) => measure.kind === "census" && measure.of === of);
  const totals = censuses.map((measure) => new Totals(measure, measure.value, layout.communitySize, code, layout));
  const slot = code.local("i32", "$s");
  code.loop(slot, "(i32.const 0)", `(i32.const ${layout.communitySize})`, 4, () => {
    const leaves = rowLeaves(code, layout, slot, here.cell, new Map());
    const there = below(code, slot, read(here.filled));
    censuses.forEach((measure, i) => {
      code.remark(measure.name);
      const mask = code.iand(there, emitTruth(measure.where, code, leaves));
      totals[i]!.add(mask, leaves);
    });
  });
  for (const total of totals) total.flush();
  return code.print(`${name} ${communityParameters}`);
}
