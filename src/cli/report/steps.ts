import { bytesOf, type Plan, type Step } from "../../index.ts";

/** One line of the table that a tick is. */
export interface StepRow {
  readonly when: "start" | "tick";
  readonly name: string;
  readonly kind: Step["kind"];
  /** The kind of entity it goes over, where that is not people; for a link, that it ties to people. */
  readonly of?: string | undefined;
  /** Columns and globals, in the order met. */
  readonly reads: readonly string[];
  /** Columns, and queues as `queue …`. */
  readonly writes: readonly string[];
  /** Measures that it adds to. */
  readonly counts: readonly string[];
}

/** The steps of a plan, as they are taken. */
export function stepRows(plan: Plan): StepRow[] {
  return [
    ...plan.start.map((step) => rowOf(step, "start" as const, plan)),
    ...plan.steps.map((step) => rowOf(step, "tick" as const, plan)),
  ];
}

function rowOf(step: Step, when: StepRow["when"], { ties }: Plan): StepRow {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const counts = new Set<string>();
  collectReads(step, reads, new Set());
  if (step.kind === "map") for (const { column } of step.writes) writes.add(column);
  if (step.kind === "gather" || step.kind === "link") {
    reads.add(step.column);
    for (const column of [step.sum, step.count]) writes.add(column);
  }
  if (step.kind === "meet" || step.kind === "sever") for (const { column } of step.sees) reads.add(column);
  if (step.kind === "sever" && ties?.cut) for (const side of [reads, writes]) side.add(ties.cut.column);
  const event = step.kind === "act" || step.kind === "meet" ? step.event : undefined;
  const record = step.kind === "deliver" ? step.record : event?.record;
  const effects = [...(event?.before ?? []), ...(record?.effects ?? [])];
  for (const effect of effects) {
    if (effect.kind === "tally") counts.add(effect.measure);
    else writes.add(effect.column);
  }
  if (event?.wait) writes.add(`queue ${event.wait.queue}`);
  if (step.kind === "deliver") reads.add(`queue ${step.queue}`);
  const of = "of" in step ? step.of : undefined;
  return { when, name: step.name, kind: step.kind, of, reads: [...reads], writes: [...writes], counts: [...counts] };
}

/** A step is plain data: whatever in it is a leaf of a rule is read. Rules share parts, so each is met once. */
function collectReads(value: unknown, reads: Set<string>, met: Set<object>): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || met.has(value)) return;
  met.add(value);
  if ("op" in value && (value.op === "column" || value.op === "global") && "name" in value) {
    reads.add(String(value.name));
  }
  if ("kind" in value && value.kind === "rank" && "column" in value) reads.add(String(value.column));
  for (const inner of Object.values(value)) collectReads(inner, reads, met);
}

/** A column of the state, as a reader of the plan meets it. */
export interface ColumnRow {
  readonly name: string;
  /** The kind of entity that has it, where that is not people. */
  readonly of?: string | undefined;
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly kept: boolean;
  readonly doc: string;
}

export function columnRows({ columns }: Plan): ColumnRow[] {
  return columns.map((column) => ({
    name: column.name,
    of: column.of,
    bytes: bytesOf(column),
    from: column.offset + column.lowest * column.resolution,
    to: column.offset + column.highest * column.resolution,
    step: column.resolution,
    kept: column.role === "stored",
    doc: column.doc,
  }));
}
