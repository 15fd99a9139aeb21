import { recordOf } from "../../plan/effects.ts";
import { treesOfLet } from "../../plan/lets.ts";
import type { Arrival, Let, MapStep, Plan, Step } from "../../plan/plan.ts";
import { leavesOf, type Tree } from "../../rules/tree.ts";
import type { Sieve } from "./sieve.ts";

/** A column that is written somewhere, and those that it is made of there. */
interface Flow {
  readonly column: string;
  readonly from: ReadonlySet<string>;
  /** Whether records write it, each of which counts or does not. */
  readonly recorded: boolean;
}

type Planned = Pick<Plan, "start" | "steps">;

/**
 * The columns that hang on which records there are, among those that are needed to say what some of them would be with
 * records that pass a sieve alone. `facts` are steps that say what is so, which no record makes otherwise.
 */
export function fedColumns(
  plan: Planned,
  asked: readonly string[],
  facts: ReadonlySet<string>,
  { counts, leaves, isForced }: Sieve,
): ReadonlySet<string> {
  const flows = plan.steps
    .filter(({ name }) => !facts.has(name))
    .flatMap((step) => flowsOf(step, (record) => counts(record) !== undefined))
    .filter(({ column }) => !leaves(column));
  const fed = new Set(flows.flatMap(({ column, recorded }) => (recorded ? [column] : [])));
  grow(
    fed,
    flows.map(({ column, from }) => ({ to: column, from })),
  );
  const begins = plan.start.flatMap(flowsOfMap);
  const back = [...flows, ...begins].flatMap(({ column, from }) =>
    [...from].map((one) => ({ to: one, from: new Set([column]) })),
  );
  const wanted = new Set(isForced ? asked : asked.filter((name) => fed.has(name)));
  grow(
    wanted,
    back.filter(({ to }) => fed.has(to)),
  );
  return wanted;
}

/** Adds whatever comes from what is there already, until there is no more. */
function grow(all: Set<string>, ways: readonly { readonly to: string; readonly from: ReadonlySet<string> }[]): void {
  for (let before = -1; before < all.size; ) {
    before = all.size;
    for (const { to, from } of ways) if (!all.has(to) && [...from].some((one) => all.has(one))) all.add(to);
  }
}

type IsRecord = (record: Arrival) => boolean;

function flowsOf(step: Step, isRecord: IsRecord): Flow[] {
  const record = recordOf(step);
  if (record) return flowsOfRecord(record, isRecord);
  if (step.kind === "map") return flowsOfMap(step);
  if (step.kind !== "gather" && step.kind !== "link") return [];
  const from = new Set([step.column]);
  return [step.sum, step.count].map((column) => ({ column, from, recorded: false }));
}

function flowsOfMap({ lets, writes }: MapStep): Flow[] {
  const columns = columnsThrough(lets);
  return writes.map(({ column, value }) => ({ column, from: columns(value), recorded: false }));
}

function flowsOfRecord(record: Arrival, isRecord: IsRecord): Flow[] {
  const columns = columnsThrough(record.lets);
  return record.effects.flatMap((effect) =>
    effect.kind === "tally" ? [] : [{ column: effect.column, from: columns(effect.value), recorded: isRecord(record) }],
  );
}

/** The columns that a tree reads, itself or through locals. */
function columnsThrough(lets: readonly Let[]): (tree: Tree) => Set<string> {
  const known = new Map<string, Set<string>>();
  const columns = (tree: Tree): Set<string> =>
    new Set([...leavesOf(tree, "column"), ...leavesOf(tree, "local").flatMap((name) => [...(known.get(name) ?? [])])]);
  for (const each of lets) {
    const among = each.kind === "rank" ? [each.column, ...(each.among ? leavesOf(each.among, "column") : [])] : [];
    known.set(each.name, new Set([...treesOfLet(each).flatMap((tree) => [...columns(tree)]), ...among]));
  }
  return columns;
}
