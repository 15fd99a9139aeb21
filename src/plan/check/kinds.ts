import { isScriptable } from "../effects.ts";
import { type Footprint, footprintOfMeasure, footprintsOf } from "../footprint.ts";
import { communitiesOf, kindOfQueue, wholeShare } from "../kinds.ts";
import type { Kind, LinkStep, Plan } from "../plan.ts";
import { checkDistinct, fail } from "./names.ts";

/**
 * Holds a plan to what it says of further kinds: each step and measure keeps to columns, measures and queues of its own
 * kind, and only links go from one to another. Names are known to be there. Throws Error "bug: …".
 */
export function checkKinds(plan: Plan): void {
  const kinds = plan.kinds ?? [];
  checkDistinct(
    kinds.map(({ name }) => name),
    "kind",
  );
  for (const kind of kinds) checkKind(kind, plan);
  const known = new Set<string | undefined>([undefined, ...kinds.map(({ name }) => name)]);
  const homes = homesOf(plan);
  for (const [name, of] of [...homes.column, ...homes.measure])
    if (!known.has(of)) fail(`${name} is of an unknown kind: ${of}`);
  for (const [step, print] of footprintsOf(plan)) {
    if (!known.has(print.of)) fail(`step ${step.name} is of an unknown kind: ${print.of}`);
    checkTouched(print, `step ${step.name}`, homes);
    if (step.kind === "link") checkLink(step, plan);
  }
  for (const measure of plan.measures)
    checkTouched(footprintOfMeasure(measure, plan), `measure ${measure.name}`, homes);
  checkScript(plan, homes);
  const cut = plan.ties?.cut?.column;
  if (cut !== undefined && homes.column.get(cut) !== undefined)
    fail(`ties are cut in ${cut}, which is of another kind`);
}

function checkKind({ name, slots, share }: Kind, plan: Plan): void {
  const doublings = Math.log2(slots);
  if (!(Number.isInteger(doublings) && doublings >= 2 && doublings <= 12)) fail(`communities of ${slots} ${name}`);
  if (!(Number.isInteger(share) && share >= 1 && share <= wholeShare)) fail(`a share of ${share} ${name}`);
  if (slots < (plan.communitySize * share) / wholeShare + 1) fail(`${slots} slots are too few for ${name}`);
  if (communitiesOf(plan) * slots > 2 ** 32) fail(`there are more numbers of ${name} than 32 bits hold`);
}

/** The kind of whatever a step can touch. */
type Homes = Readonly<Record<"column" | "measure" | "queue", ReadonlyMap<string, string | undefined>>>;

/** The kind of a queue is that of whoever delivers from it. */
function homesOf(plan: Plan): Homes {
  return {
    column: new Map(plan.columns.map(({ name, of }) => [name, of])),
    measure: new Map(plan.measures.map(({ name, of }) => [name, of])),
    queue: new Map(plan.queues.map(({ name }) => [name, kindOfQueue(plan, name)])),
  };
}

/** All that is touched is of the kind whose it is taken for. */
function checkTouched({ of, reads, writes, tallies, queues }: Footprint, where: string, homes: Homes): void {
  const check = (does: string, what: keyof Homes, name: string, kind: string | undefined): void => {
    if (homes[what].get(name) !== kind) fail(`${where} ${does} ${what} ${name}, which is of another kind`);
  };
  for (const read of reads) check("reads", "column", read.column, read.of);
  for (const { column } of writes) check("writes", "column", column, of);
  for (const measure of tallies) check("adds to", "measure", measure, of);
  for (const { queue, does } of queues) check(does === "posts" ? "posts to" : "delivers from", "queue", queue, of);
}

function checkScript({ script, steps }: Plan, homes: Homes): void {
  for (const name of Object.keys(script?.columns ?? {}))
    if (homes.column.get(name) !== undefined) fail(`the script writes ${name}, which is of another kind`);
  for (const { step } of script?.acts ?? []) {
    const act = steps.find(({ name }) => name === step);
    if (act && isScriptable(act) && act.of !== undefined) fail(`the script does ${step}, which is of another kind`);
  }
}

/** What is linked fits into the columns of who gets it. */
function checkLink(step: LinkStep, plan: Plan): void {
  const where = `step ${step.name}`;
  const find = (name: string) =>
    plan.columns.find((one) => one.name === name) ?? fail(`unknown column in ${where}: ${name}`);
  const [column, sum, count] = [find(step.column), find(step.sum), find(step.count)];
  for (const { name, role } of [sum, count])
    if (role !== "scratch") fail(`${where} writes ${name}, which is no scratch column`);
  if (sum.lowest > Math.min(0, column.lowest) || sum.highest < Math.max(0, column.highest))
    fail(`${sum.name} is too narrow for what ${where} reads`);
  if (count.lowest > 0 || count.highest < 1) fail(`${count.name} is too narrow for what ${where} counts`);
}
