import type { MeasureRef } from "../model/legend/refs.ts";
import type { Lowered } from "../model/lower.ts";
import { type Footprint, footprintOfMeasure, footprintsOf } from "../plan/footprint.ts";
import { treesOfLet } from "../plan/lets.ts";
import type { MapStep, Step } from "../plan/plan.ts";
import { leavesOf, type Tree } from "../rules/tree.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** What a scheme reaches of a plan. */
interface Reached {
  readonly columns: Set<string>;
  readonly globals: Set<string>;
  readonly steps: Set<Step>;
  readonly queues: Set<string>;
}

/**
 * Tells which measures nothing of a scheme can reach: they would be the same, to the last bit, without it. What they do is
 * the world's own doing, such as its coming to rest. None where there is no scheme, or where that cannot be told.
 */
export function openUntouched(scenario: Scenario, lowered: Lowered): (measure: MeasureRef) => boolean {
  const { plan, legend } = lowered;
  const reached = seedsOf(scenario, lowered);
  if (reached.columns.size === 0) return () => false;
  const prints = footprintsOf(plan);
  const measures = new Map(plan.measures.map((one) => [one.name, { one, print: footprintOfMeasure(one, plan) }]));
  const isMeasured = (name: string): boolean => {
    const { one, print } = measures.get(name)!;
    if (one.kind === "census") return isRead(print, reached);
    return [...reached.steps].some((step) => prints.get(step)!.tallies.includes(name));
  };
  for (let before = -1; before < sizeOf(reached); ) {
    before = sizeOf(reached);
    for (const step of plan.steps) spread(step, prints.get(step)!, reached);
    for (const update of plan.updates) {
      if (
        update.kind === "measure" ? isMeasured(update.measure) : update.kind === "tree" && isAsked(update.is, reached)
      )
        reached.globals.add(update.global);
    }
  }
  // A consequence of something else entirely is of the scheme all the same, and what follows from it cannot be told.
  const isBlind = legend.kinds.some(({ consequences }) => consequences.some(({ holds }) => !isAsked(holds, reached)));
  return isBlind ? () => false : (measure) => !isMeasured(measure);
}

function sizeOf({ columns, globals, steps, queues }: Reached): number {
  return columns.size + globals.size + steps.size + queues.size;
}

function isAsked(tree: Tree, { columns, globals }: Reached): boolean {
  return (
    leavesOf(tree, "column").some((name) => columns.has(name)) ||
    leavesOf(tree, "global").some((name) => globals.has(name))
  );
}

function isRead({ reads, globals }: Footprint, reached: Reached): boolean {
  return reads.some(({ column }) => reached.columns.has(column)) || globals.some((name) => reached.globals.has(name));
}

/** What a step that is reached writes, and lets wait, is reached too. */
function spread(step: Step, print: Footprint, reached: Reached): void {
  const waits = print.queues.some(({ queue, does }) => does === "delivers" && reached.queues.has(queue));
  if (!(waits || reached.steps.has(step) || isRead(print, reached))) return;
  // Its writes do not hang on one another: each is reached, or not, by itself.
  if (step.kind === "map" && print.queues.length === 0 && print.tallies.length === 0) {
    spreadMap(step, reached);
    return;
  }
  reached.steps.add(step);
  for (const { column } of print.writes) reached.columns.add(column);
  for (const { queue } of print.queues) reached.queues.add(queue);
}

function spreadMap({ when, lets, writes }: MapStep, reached: Reached): void {
  const locals = new Set<string>();
  const always = when !== undefined && isAsked(when, reached);
  const isMet = (tree: Tree): boolean =>
    always || isAsked(tree, reached) || leavesOf(tree, "local").some((name) => locals.has(name));
  for (const one of lets) {
    const isRanked = one.kind === "rank" && reached.columns.has(one.column);
    if (isRanked || treesOfLet(one).some(isMet)) locals.add(one.name);
  }
  for (const { column, value } of writes) if (isMet(value)) reached.columns.add(column);
}

/** Scores, lists, enrolment, phases, what is rolled out, and all that people do otherwise because of these. */
function seedsOf({ data }: Scenario, { plan, legend }: Lowered): Reached {
  const columns = legend.kinds.flatMap(({ score, lists }): (string | undefined)[] => [
    score?.column,
    score?.gathers.column,
    ...lists.flatMap(({ left, notice }) => [left, notice]),
  ]);
  const { enrolment, phases } = legend;
  for (const measure of enrolment ? [enrolment.enrolled, enrolment.left] : []) {
    const of = plan.measures.find(({ name }) => name === measure)!;
    columns.push(...leavesOf(of.value, "column"), ...leavesOf(of.where, "column"));
  }
  const answered = new Set(
    [data.response, data.enterprises?.response].flatMap((all) =>
      (all ?? []).flatMap(({ is }) => (is.of ?? []).map(({ value }) => value)),
    ),
  );
  const labels = legend.acts.filter(({ id }) => answered.has(id)).map(({ step }) => step as string);
  const dated = plan.updates.flatMap(({ kind, global }) => (kind === "dated" ? [global] : []));
  return {
    columns: new Set(columns.filter((one) => one !== undefined)),
    globals: new Set([...dated, ...(phases ? [phases.global] : [])]),
    steps: new Set(plan.steps.filter((step) => labels.includes(step.name))),
    queues: new Set(),
  };
}
