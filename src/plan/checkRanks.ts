import { leavesOf } from "../rules/tree.ts";
import type { Let, Plan } from "./plan.ts";
import { rankedUnits, rankingsOf, unitsOf } from "./ranks.ts";

/** Ranks are asked for in map steps of a tick alone, of stored columns of the same kind that are narrow enough. */
export function checkRanks(plan: Plan): void {
  const isRank = (each: Let): each is Extract<Let, { kind: "rank" }> => each.kind === "rank";
  for (const { name, lets } of plan.start) if (lets.some(isRank)) fail(`${name} ranks before there is a tick`);
  for (const step of plan.steps) {
    if (step.kind === "act" || step.kind === "meet") {
      const lets = [...step.event.lets, ...step.event.record.lets];
      if (lets.some(isRank)) fail(`an event of ${step.name} ranks`);
    }
    if (step.kind === "deliver" && step.record.lets.some(isRank)) fail(`a record of ${step.name} ranks`);
    if (step.kind !== "map") continue;
    for (const each of step.lets.filter(isRank)) {
      const column = plan.columns.find(({ name }) => name === each.column);
      if (column === undefined) fail(`step ${step.name} ranks ${each.column}, which is not there`);
      if (column.role !== "stored") fail(`step ${step.name} ranks ${each.column}, which is not stored`);
      if (column.of !== step.of) fail(`step ${step.name} ranks ${each.column} of another kind`);
      if (unitsOf(column) > rankedUnits) fail(`${each.column} has too many units for ranks`);
      checkAmong(each, step.of, plan);
    }
  }
}

/** Who counts is known before the tick: from stored columns of the kind, and the same wherever the column is ranked. */
function checkAmong({ column, among }: Extract<Let, { kind: "rank" }>, of: string | undefined, plan: Plan): void {
  if (rankingsOf(plan).find((ranking) => ranking.column.name === column)!.among !== among)
    fail(`${column} is ranked among different people`);
  if (!among) return;
  if (leavesOf(among, "local").length > 0) fail(`${column} is ranked by a local`);
  for (const name of leavesOf(among, "column")) {
    const read = plan.columns.find((one) => one.name === name);
    if (read?.role !== "stored" || read.of !== of) fail(`${column} is ranked among those of ${name}`);
  }
}

function fail(what: string): never {
  throw new Error(`bug: ${what}`);
}
