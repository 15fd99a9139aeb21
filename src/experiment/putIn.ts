import { measureCalled } from "../model/legend/legend.ts";
import type { Lowered } from "../model/lower.ts";
import type { AskedFigure } from "../model/questions/figure.ts";
import { footprintOfMeasure, footprintsOf } from "../plan/footprint.ts";
import type { GlobalUpdate, Plan } from "../plan/plan.ts";
import { walk } from "../rules/tree.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** Something of how people respond that was put in and that an answer hangs on. */
export interface PutIn {
  /** Where it stands, such as `response.deterrence.sensitivity`. */
  readonly path: string;
  /** As written. */
  readonly text: string;
  /** An effect is what is asked itself; a strength, a belief or a stake is how people come to it. */
  readonly is: "effect" | "strength" | "belief" | "stake";
  readonly range?: { readonly from: number; readonly to: number } | undefined;
  /** Whether it changes what is asked itself; else something that this follows from. */
  readonly direct: boolean;
}

const kinds = { factor: "effect", sensitivity: "strength", belief: "belief", stake: "stake" } as const;

/**
 * The responses that act on a figure and are assumed, by way of the plan: the steps of the conducts that they change, and all
 * that follows from what these write.
 */
export function putInOf(scenario: Scenario, { plan, legend }: Lowered, figure: AskedFigure): PutIn[] {
  const whole = [
    { at: "response", said: scenario.data.response ?? [] },
    { at: "enterprises.response", said: scenario.data.enterprises?.response ?? [] },
  ];
  const asked = measureCalled(figure.id, legend).measure;
  const enrolment = plan.measures.find((one) => one.name === legend.enrolment?.left);
  const others = (word: string): readonly string[] =>
    word === "leaving" && enrolment ? footprintOfMeasure(enrolment, plan).reads.map(({ column }) => column) : [word];
  const conducts = legend.kinds.flatMap((kind) => kind.conducts);
  return whole.flatMap(({ at, said }) =>
    said.flatMap(({ name, is }): PutIn[] => {
      const of = is.of.map(({ value }) => value);
      const direct = figure.counts !== undefined && of.includes(figure.counts.conduct);
      const changed = new Set(
        of.flatMap((one) => conducts.find((conduct) => conduct.name === one)?.acts ?? others(one)),
      );
      if (!direct && !isReached(plan, asked, changed)) return [];
      return scenario.parameters.flatMap(({ path, text, tag, range }): PutIn[] => {
        const key = Object.keys(kinds).find((each) => path === `${at}.${name}.${each}`) as keyof typeof kinds;
        return key && tag === "assumed" ? [{ path, text, is: kinds[key], ...(range && { range }), direct }] : [];
      });
    }),
  );
}

/** What a plan touches, as it is followed. */
interface Touch {
  readonly tallies: readonly string[];
  readonly reads: readonly { readonly column: string }[];
  readonly globals: readonly string[];
}

/** Whether a measure can become another because acts that other measures count are more or fewer. */
function isReached(plan: Plan, measure: string, changed: ReadonlySet<string>): boolean {
  const touched = new Set(changed);
  const isTouched = ({ tallies, reads, globals }: Touch): boolean =>
    tallies.some((one) => changed.has(one)) ||
    reads.some(({ column }) => touched.has(column)) ||
    globals.some((one) => touched.has(one));
  const prints = footprintsOf(plan);
  const measures = plan.measures.map((one) => ({ name: one.name, print: footprintOfMeasure(one, plan) }));
  for (let before = -1; before < touched.size; ) {
    before = touched.size;
    for (const step of plan.steps) {
      const print = prints.get(step)!;
      const arrives = print.queues.some(({ queue, does }) => does === "delivers" && touched.has(queue));
      if (!isTouched(print) && !arrives && !(step.kind === "sever" && touched.has("dropped"))) continue;
      for (const { column } of print.writes) touched.add(column);
      for (const { queue } of print.queues) touched.add(queue);
      for (const tally of print.tallies) touched.add(tally);
    }
    for (const { name, print } of measures) if (isTouched(print)) touched.add(name);
    for (const update of plan.updates) if (isMoved(update, touched)) touched.add(update.global);
  }
  return touched.has(measure);
}

/** Whether a global follows from a figure that is touched. */
function isMoved(update: GlobalUpdate, touched: ReadonlySet<string>): boolean {
  if (update.kind === "measure") return touched.has(update.measure);
  let moved = false;
  if (update.kind === "tree")
    walk(update.is, (node) => {
      if (node.op === "global" && touched.has(node.name)) moved = true;
    });
  return moved;
}
