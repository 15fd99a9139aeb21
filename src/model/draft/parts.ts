import type {
  ActStep,
  Column,
  DeliverStep,
  DueStep,
  Global,
  GlobalUpdate,
  MapStep,
  Measure,
  Plan,
  Queue,
  Step,
  Table,
} from "../../plan/plan.ts";
import type { MeasureLegend } from "../legend/legend.ts";

/** The order in which kinds of step are done in a tick: friends and owners are seen first, maps come last. */
const order = [
  "gather",
  "link",
  "deliver",
  "act",
  "due",
  "meet",
  "sever",
  "map",
] as const satisfies readonly Step["kind"][];

/** What has been made for a plan so far. */
export class Parts {
  readonly columns: Column[] = [];
  readonly globals: Global[] = [];
  readonly updates: GlobalUpdate[] = [];
  readonly tables: Table[] = [];
  readonly queues: Queue[] = [];
  readonly start: MapStep[] = [];
  readonly measures: Measure[] = [];
  /** What each measure is to a reader. */
  readonly said: MeasureLegend[] = [];
  readonly #steps: Step[] = [];

  addStep(step: Step): void {
    this.#steps.push(step);
  }

  /** Steps of one kind, in the order in which they were added. */
  steps<K extends Step["kind"]>(kind: K): (Step & { kind: K })[] {
    return this.#steps.filter((step): step is Step & { kind: K } => step.kind === kind);
  }

  /** Puts all that another has made behind what is here. */
  join(other: Parts): void {
    this.columns.push(...other.columns);
    this.globals.push(...other.globals);
    this.updates.push(...other.updates);
    this.tables.push(...other.tables);
    this.queues.push(...other.queues);
    this.start.push(...other.start);
    this.measures.push(...other.measures);
    this.said.push(...other.said);
    this.#steps.push(...other.#steps);
  }

  /** As a plan has them. */
  get planned(): Pick<Plan, "columns" | "globals" | "updates" | "tables" | "queues" | "start" | "steps" | "measures"> {
    const { columns, globals, updates, tables, queues, start, measures } = this;
    return {
      columns,
      globals,
      updates,
      tables,
      queues,
      start,
      steps: order.flatMap((kind): Step[] => this.steps(kind)),
      measures,
    };
  }
}

/** Friends, encounters and ties are people's alone, and a link is between kinds. */
export function isOfOneKind(step: Step): step is MapStep | ActStep | DueStep | DeliverStep {
  return step.kind === "map" || step.kind === "act" || step.kind === "due" || step.kind === "deliver";
}
