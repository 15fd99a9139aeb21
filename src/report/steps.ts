import { bytesOf, type Footprint, footprintsOf, type Plan, type Step, sharedIn } from "../index.ts";

/** One step of a tick, and what it touches: as data. */
export interface StepRow extends Omit<Footprint, "ranks"> {
  readonly when: "start" | "tick";
  readonly name: string;
  readonly kind: Step["kind"];
  /** Columns whose ranks it asks for. */
  readonly ranks: readonly string[];
}

/** The steps of a plan, as they are taken. */
export function stepRows(plan: Plan): StepRow[] {
  const prints = footprintsOf(plan);
  const rowOf = (when: StepRow["when"], step: Step): StepRow => {
    const { ranks, ...print } = prints.get(step)!;
    const { name, kind } = step;
    return { when, name, kind, ...print, ranks: ranks.map(({ column }) => column) };
  };
  return [...plan.start.map((step) => rowOf("start", step)), ...plan.steps.map((step) => rowOf("tick", step))];
}

/** What each kind of step does, in a few words. */
export const sayKind: Readonly<Record<Step["kind"], string>> = {
  gather: "sums over friends, of what they showed as the tick began",
  link: "what is seen of an owner, or of what is owned",
  deliver: "records that have been under way and are due",
  act: "what is done, as often as each one's rate says, and the records of it",
  due: "what is due of each one, once, and the records of it",
  meet: "two by two, and what either does to the other",
  sever: "friendships that are dropped and taken back",
  map: "everyone's own columns, each by itself",
};

type Whose = Footprint["reads"][number]["whose"];

/** Whose columns are read that are not one's own. */
const sayWhose: Readonly<Record<Exclude<Whose, "own">, string>> = {
  onto: "of whom it falls on",
  other: "of who is met",
  near: "of friends",
  neighbours: "of neighbours",
  far: "of friends",
  owner: "of the owner",
  owned: "of what is owned",
  everyone: "of everyone",
};

type Decision = Footprint["draws"][number]["decides"];

/** What the draws of a step decide. */
const sayDecision: Readonly<Record<Exclude<Decision["kind"], "local">, string>> = {
  rounding: "rounding",
  candidates: "who acts",
  pairs: "who is joined to whom",
  meets: "who meets",
  acts: "who acts",
  astray: "whom it falls on",
  ties: "which ties",
};

/** What a step does, and to what: only what it does. */
export function sayTouched(row: StepRow): (readonly [does: string, what: string])[] {
  const { draws, writes, tallies, queues } = row;
  const drawn = draws.map(({ decides }) => (decides.kind === "local" ? decides.name : sayDecision[decides.kind]));
  const clauses = [
    ["takes", list(queues.flatMap(({ queue, does }) => (does === "delivers" ? [queue] : [])))],
    ["reads", sayReads(row)],
    ["draws", list(drawn)],
    ["writes", list(writes.map(({ column }) => column))],
    ["posts", list(queues.flatMap(({ queue, does }) => (does === "posts" ? [queue] : [])))],
    ["counts", list(tallies)],
  ] as const;
  return clauses.filter(([, what]) => what !== "");
}

/** One's own columns and what is the same for everyone, then columns of others. */
function sayReads({ reads, globals }: StepRow): string {
  const own = reads.flatMap(({ column, whose }) => (whose === "own" ? [column] : []));
  const others = new Map<string, string[]>();
  for (const { column, whose } of reads) {
    if (whose === "own") continue;
    others.set(sayWhose[whose], [...(others.get(sayWhose[whose]) ?? []), column]);
  }
  const clauses = [...others].map(([words, columns]) => `${words}: ${list(columns)}`);
  return [list([...own, ...globals]), ...clauses].filter((clause) => clause !== "").join("; ");
}

/** Names, each once. */
function list(names: readonly string[]): string {
  return [...new Set(names)].join(", ");
}

/** A column of the state, as a reader of the plan meets it. */
export interface ColumnRow {
  readonly name: string;
  /** The kind of entity that has it, where that is not people. */
  readonly of?: string | undefined;
  /** Of an entity: a part of one where it shares it with other columns. */
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly kept: boolean;
  readonly doc: string;
}

export function columnRows(plan: Plan): ColumnRow[] {
  const shared = sharedIn(plan);
  return plan.columns.map((column) => ({
    name: column.name,
    of: column.of,
    bytes: shared.has(column.name) ? shared.get(column.name)!.bits / 8 : bytesOf(column),
    from: column.offset + column.lowest * column.resolution,
    to: column.offset + column.highest * column.resolution,
    step: column.resolution,
    kept: column.role === "stored",
    doc: column.doc,
  }));
}
