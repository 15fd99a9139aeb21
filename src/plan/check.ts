import { leavesOf, type NumberTree } from "../rules/tree.ts";
import { checkKinds } from "./check/kinds.ts";
import { checkLocality } from "./check/locality.ts";
import { checkLocals, checkTouched, fail, know, type Names, namesOf } from "./check/names.ts";
import { checkOrderless, checkWaiting } from "./check/order.ts";
import { checkRanks } from "./check/ranks.ts";
import { checkSteps } from "./check/steps.ts";
import { isScriptable } from "./effects.ts";
import { footprintOfMeasure } from "./footprint.ts";
import type { Column, Measure, Plan, Table } from "./plan.ts";

/**
 * Holds a plan to what every engine takes for granted. A scenario with faults never becomes a plan, so whatever is
 * found here is a mistake of the program: throws Error "bug: …".
 */
export function checkPlan(plan: Plan): void {
  const names = namesOf(plan);
  checkShape(plan);
  plan.columns.forEach(checkColumn);
  plan.tables.forEach(checkTable);
  checkSteps(plan, names);
  checkCut(plan, names);
  checkWaiting(plan);
  checkOrderless(plan);
  checkLocality(plan);
  for (const measure of plan.measures) checkMeasure(measure, plan, names);
  checkUpdates(plan, names);
  checkScript(plan, names);
  checkKinds(plan);
  checkRanks(plan);
}

function checkShape({ size, communitySize, ticks, settle, queues }: Plan): void {
  if (!(Number.isInteger(size) && size >= 1)) fail(`${size} entities`);
  if (!(Number.isInteger(ticks) && ticks >= 0)) fail(`${ticks} ticks`);
  if (settle !== undefined && !(Number.isInteger(settle) && settle >= 1)) fail(`${settle} ticks of settling`);
  const doublings = Math.log2(communitySize);
  if (!(Number.isInteger(doublings) && doublings >= 5 && doublings <= 12)) fail(`communities of ${communitySize}`);
  for (const { name, longest } of queues) {
    if (!(Number.isInteger(longest) && longest >= 0)) fail(`queue ${name} holds ${longest} ticks`);
  }
}

function checkColumn({ name, lowest, highest, initial, resolution }: Column): void {
  if (![lowest, highest, initial].every(Number.isInteger)) fail(`column ${name} has ends that are not whole`);
  if (!(lowest <= initial && initial <= highest)) fail(`column ${name} begins outside its ends`);
  if (highest - lowest >= 2 ** 32) fail(`column ${name} is wider than 32 bits`);
  if (!(resolution > 0)) fail(`column ${name} has resolution ${resolution}`);
}

function checkTable(table: Table): void {
  if (table.rows.length === 0) fail(`table ${table.name} has no rows`);
  if (table.kind === "cuts") {
    for (const { hi, lo } of table.rows) {
      if (hi.length !== lo.length) fail(`table ${table.name} has halves of different lengths`);
      for (let k = 1; k < hi.length; k++) {
        if (hi[k] < hi[k - 1] || (hi[k] === hi[k - 1] && lo[k] < lo[k - 1])) fail(`table ${table.name} falls`);
      }
    }
  }
  if (table.kind !== "scores") return;
  for (const row of table.rows) if (row.some((cut, k) => cut < row[k - 1])) fail(`table ${table.name} falls`);
}

function checkCut({ ties }: Plan, names: Names): void {
  if (ties?.cut === undefined) return;
  const { column, lanes } = ties.cut;
  if (!(lanes >= 1 && lanes <= Math.min(16, ties.near))) fail(`ties are cut in ${lanes} lanes`);
  const { role, lowest, highest } = know(names.columns, column, "column of cut ties");
  if (role !== "stored" || lowest !== 0 || highest !== 2 ** lanes - 1) fail(`${column} does not hold ${lanes} bits`);
}

function checkMeasure(measure: Measure, plan: Plan, names: Names): void {
  const { name, where, value, resolution, groups } = measure;
  const inside = `measure ${name}`;
  checkTouched(footprintOfMeasure(measure, plan), inside, names);
  for (const tree of [where, value, groups?.index]) if (tree !== undefined) checkLocals(tree, inside, new Set());
  if (!(resolution > 0)) fail(`${inside} has resolution ${resolution}`);
}

function checkUpdates({ updates }: Plan, names: Names): void {
  for (const update of updates) {
    const where = `the update of ${update.global}`;
    if (!names.globals.has(update.global)) fail(`unknown global: ${update.global}`);
    if (update.kind === "measure") know(names.measures, update.measure, `measure in ${where}`);
    if (update.kind === "tree") checkUpdateTree(update.is, where, names);
    if (update.kind !== "dated") continue;
    if (update.from.some(({ tick }, k) => tick < update.from[k - 1]?.tick)) fail(`${where} goes back in time`);
  }
}

/** It reads globals and measures alike, and nothing else. */
function checkUpdateTree(tree: NumberTree, where: string, { globals, measures }: Names): void {
  const [column] = leavesOf(tree, "column");
  if (column !== undefined) fail(`${where} reads column ${column}`);
  for (const name of leavesOf(tree, "global"))
    if (!globals.has(name) && !measures.has(name)) fail(`unknown global in ${where}: ${name}`);
  checkLocals(tree, where, new Set());
}

function checkScript({ script, size, steps }: Plan, names: Names): void {
  if (script === undefined) return;
  if (!(Number.isInteger(script.entity) && script.entity >= 0 && script.entity < size))
    fail(`no entity ${script.entity}`);
  for (const column of Object.keys(script.columns)) know(names.columns, column, "column in the script");
  const acts = new Map(steps.flatMap((step) => (isScriptable(step) ? [[step.name, step]] : [])));
  for (const act of script.acts) {
    const { event } = know(acts, act.step, "act in the script");
    const locals = new Set(event.lets.map(({ name }) => name));
    for (const name of Object.keys(act.set)) if (!locals.has(name)) fail(`the script sets ${name}, which is no local`);
  }
}
