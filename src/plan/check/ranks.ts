import { leavesOf } from "../../rules/tree.ts";
import { footprintsOf, type Ranked } from "../footprint.ts";
import type { Plan } from "../plan.ts";
import { rankedUnits, rankingsOf, unitsOf } from "../ranks.ts";
import { fail } from "./names.ts";

/**
 * Ranks are asked for in map steps of a tick alone, of columns that are narrow enough. That what is ranked is stored,
 * `checkLocality` says; that it is of the same kind, `checkKinds`. Throws Error "bug: …".
 */
export function checkRanks(plan: Plan): void {
  const prints = footprintsOf(plan);
  for (const step of plan.start)
    if (prints.get(step)!.ranks.length > 0) fail(`${step.name} ranks before there is a tick`);
  for (const step of plan.steps) {
    const { ranks } = prints.get(step)!;
    if (ranks.length > 0 && step.kind !== "map") fail(`an event of ${step.name} ranks`);
    for (const each of ranks) checkRanked(each, plan);
  }
}

/** Who counts is known before the tick: by no local, and the same wherever the column is ranked. */
function checkRanked({ column, among }: Ranked, plan: Plan): void {
  const ranking = rankingsOf(plan).find((one) => one.column.name === column)!;
  if (unitsOf(ranking.column) > rankedUnits) fail(`${column} has too many units for ranks`);
  if (ranking.among !== among) fail(`${column} is ranked among different people`);
  if (among && leavesOf(among, "local").length > 0) fail(`${column} is ranked by a local`);
}
