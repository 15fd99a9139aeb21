import { communitiesOf, wholeShare } from "./kinds.ts";
import type { Kind, LinkStep, Plan } from "./plan.ts";

/**
 * Holds a plan to what it says of further kinds: each step and measure keeps to columns, measures and queues of its own
 * kind, and only links go from one to another. Names are known to be there. Throws Error "bug: …".
 */
export function checkKinds(plan: Plan): void {
  const kinds = plan.kinds ?? [];
  const names = kinds.map(({ name }) => name);
  if (new Set(names).size < names.length) fail(`a kind is there twice: ${names.join(", ")}`);
  for (const kind of kinds) checkKind(kind, plan);
  const homes = homesOf(plan);
  for (const { name, of } of [...plan.columns, ...plan.measures])
    if (of !== undefined && !names.includes(of)) fail(`${name} is of an unknown kind: ${of}`);
  for (const step of [...plan.start, ...plan.steps]) {
    const of = "of" in step ? step.of : undefined;
    if (of !== undefined && !names.includes(of)) fail(`step ${step.name} is of an unknown kind: ${of}`);
    if (step.kind === "link") checkLink(step, plan);
    else checkNames(step, of, `step ${step.name}`, homes);
  }
  for (const measure of plan.measures) checkNames(measure, measure.of, `measure ${measure.name}`, homes);
  for (const name of Object.keys(plan.script?.columns ?? {}))
    if (homes.column.get(name) !== undefined) fail(`the script writes ${name}, which is of another kind`);
  for (const { step } of plan.script?.acts ?? []) {
    const act = plan.steps.find(({ name }) => name === step);
    if (act?.kind === "act" && act.of !== undefined) fail(`the script does ${step}, which is of another kind`);
  }
  const cut = plan.ties?.cut?.column;
  if (cut !== undefined && homes.column.get(cut) !== undefined)
    fail(`ties are cut in ${cut}, which is of another kind`);
}

function fail(what: string): never {
  throw new Error(`bug: ${what}`);
}

function checkKind({ name, slots, share }: Kind, plan: Plan): void {
  const doublings = Math.log2(slots);
  if (!(Number.isInteger(doublings) && doublings >= 2 && doublings <= 12)) fail(`communities of ${slots} ${name}`);
  if (!(Number.isInteger(share) && share >= 1 && share <= wholeShare)) fail(`a share of ${share} ${name}`);
  if (slots < (plan.communitySize * share) / wholeShare + 1) fail(`${slots} slots are too few for ${name}`);
  if (communitiesOf(plan) * slots > 2 ** 32) fail(`there are more numbers of ${name} than 32 bits hold`);
}

/** The kind of whatever a step can name, by the key under which it names it. */
type Homes = Readonly<Record<"column" | "measure" | "queue", ReadonlyMap<string, string | undefined>>>;

/** The kind of a queue is that of whoever delivers from it. */
function homesOf({ columns, measures, steps }: Plan): Homes {
  return {
    column: new Map(columns.map(({ name, of }) => [name, of])),
    measure: new Map(measures.map(({ name, of }) => [name, of])),
    queue: new Map(steps.flatMap((step) => (step.kind === "deliver" ? [[step.queue, step.of]] : []))),
  };
}

/** A step is plain data: whatever it names, in rules and beside them, must be of its kind. */
function checkNames(part: object, of: string | undefined, where: string, homes: Homes, met = new Set<object>()): void {
  if (ArrayBuffer.isView(part) || met.has(part)) return;
  met.add(part);
  const check = (key: keyof Homes, name: unknown): void => {
    if (typeof name === "string" && homes[key].has(name) && homes[key].get(name) !== of)
      fail(`${where} meets ${key} ${name}, which is of another kind`);
  };
  const isLeaf = "op" in part && part.op === "column" && "name" in part;
  if (isLeaf) check("column", part.name);
  for (const [key, inner] of Object.entries(part)) {
    if (typeof inner === "object" && inner !== null) checkNames(inner, of, where, homes, met);
    if (key === "measure" || key === "queue") check(key, inner);
    if (key === "column" || key === "sum" || key === "count") check("column", inner);
  }
}

function checkLink(step: LinkStep, plan: Plan): void {
  const where = `step ${step.name}`;
  const find = (name: string) =>
    plan.columns.find((one) => one.name === name) ?? fail(`unknown column in ${where}: ${name}`);
  const [column, sum, count] = [find(step.column), find(step.sum), find(step.count)];
  const [giver, taker] = step.direction === "from owner" ? [undefined, step.of] : [step.of, undefined];
  if (column.of !== giver) fail(`${where} reads ${column.name}, which is not on the side it comes from`);
  for (const { name, of, role } of [sum, count])
    if (of !== taker || role !== "scratch") fail(`${where} writes ${name}, which is no scratch column of who gets`);
  if (sum.lowest > Math.min(0, column.lowest) || sum.highest < Math.max(0, column.highest))
    fail(`${sum.name} is too narrow for what ${where} reads`);
  if (count.lowest > 0 || count.highest < 1) fail(`${count.name} is too narrow for what ${where} counts`);
}
