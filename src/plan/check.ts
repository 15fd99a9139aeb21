import { leavesOf, type NumberTree, type Tree } from "../rules/tree.ts";
import { checkKinds } from "./checkKinds.ts";
import { checkRanks } from "./checkRanks.ts";
import type {
  ActStep,
  Arrival,
  Column,
  DeliverStep,
  Effect,
  Event,
  Let,
  MapStep,
  Measure,
  MeetStep,
  Plan,
  SeverStep,
  Sight,
  Table,
} from "./plan.ts";

/**
 * Holds a plan to what every engine takes for granted. A scenario with faults never becomes a plan, so whatever is
 * found here is a mistake of the program: throws Error "bug: …".
 */
export function checkPlan(plan: Plan): void {
  const names = namesOf(plan);
  checkShape(plan);
  plan.columns.forEach(checkColumn);
  plan.tables.forEach(checkTable);
  for (const step of plan.start) checkMap(step, names);
  for (const step of plan.steps) {
    if (step.kind === "map") checkMap(step, names);
    if (step.kind === "act") checkAct(step, names);
    if (step.kind === "meet") checkMeet(step, names);
    if (step.kind === "sever") checkSever(step, plan, names);
    if (step.kind === "meet" && step.pairs.kind === "friends")
      checkLanes(step.name, plan, { from: 0, to: step.pairs.lanes });
    if (step.kind === "deliver") checkArrival(step.record, `step ${step.name}`, names);
    if (step.kind !== "gather") continue;
    if (plan.ties === undefined) fail(`step ${step.name} gathers where there are no ties`);
    for (const column of [step.column, step.sum, step.count]) know(names.columns, column, `column of ${step.name}`);
    if (step.lanes) checkLanes(step.name, plan, step.lanes);
  }
  checkCut(plan, names);
  checkWaiting(plan);
  checkOrderless(plan);
  for (const measure of plan.measures) checkMeasure(measure, names);
  checkUpdates(plan, names);
  checkScript(plan, names);
  checkKinds(plan);
  checkRanks(plan);
}

function fail(what: string): never {
  throw new Error(`bug: ${what}`);
}

interface Names {
  readonly columns: ReadonlyMap<string, Column>;
  readonly globals: ReadonlySet<string>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly measures: ReadonlyMap<string, Measure>;
}

function know<T>(all: ReadonlyMap<string, T>, name: string, kind: string): T {
  return all.get(name) ?? fail(`unknown ${kind}: ${name}`);
}

function distinct(names: readonly string[], kind: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) fail(`${kind} ${name} is there twice`);
    seen.add(name);
  }
}

function namesOf({ columns, globals, tables, measures, queues, start, steps }: Plan): Names {
  const name = (each: { readonly name: string }): string => each.name;
  distinct(columns.map(name), "column");
  // Updates read globals and measures alike.
  distinct([...globals, ...measures].map(name), "global or measure");
  distinct(tables.map(name), "table");
  distinct(queues.map(name), "queue");
  distinct(start.map(name), "start step");
  distinct(steps.map(name), "step");
  return {
    columns: new Map(columns.map((each) => [each.name, each])),
    globals: new Set(globals.map(name)),
    tables: new Map(tables.map((each) => [each.name, each])),
    measures: new Map(measures.map((each) => [each.name, each])),
  };
}

function checkShape({ size, communitySize, ticks, queues }: Plan): void {
  if (!(Number.isInteger(size) && size >= 1)) fail(`${size} entities`);
  if (!(Number.isInteger(ticks) && ticks >= 0)) fail(`${ticks} ticks`);
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

function checkTree(tree: Tree, where: string, names: Names, locals: ReadonlySet<string>): void {
  for (const name of leavesOf(tree, "column")) know(names.columns, name, `column in ${where}`);
  for (const name of leavesOf(tree, "global"))
    if (!names.globals.has(name)) fail(`unknown global in ${where}: ${name}`);
  for (const name of leavesOf(tree, "local")) if (!locals.has(name)) fail(`unknown local in ${where}: ${name}`);
}

/** Checks lets in order, adding each to the locals that are known. */
function checkLets(lets: readonly Let[], where: string, names: Names, locals: Set<string>): void {
  for (const each of lets) {
    const inside = `${where}, ${each.name}`;
    for (const tree of treesOfLet(each)) checkTree(tree, inside, names, locals);
    if (each.kind === "pick" || each.kind === "pickByScore") {
      const kind = each.kind === "pick" ? "cuts" : "scores";
      if (know(names.tables, each.table, `table in ${inside}`).kind !== kind)
        fail(`${each.table} is no table of ${kind}`);
    }
    if (locals.has(each.name)) fail(`local ${each.name} is there twice in ${where}`);
    locals.add(each.name);
  }
}

function treesOfLet(of: Let): readonly Tree[] {
  switch (of.kind) {
    case "number":
    case "truth":
      return [of.is];
    case "chance":
      return [of.p];
    case "pick":
      return [of.row];
    case "pickByScore":
      return [of.row, of.score];
    case "rank":
      return of.among ? [of.among] : [];
    case "uniform":
    case "normal":
      return [];
  }
}

function checkMap(step: MapStep, names: Names): void {
  const where = `step ${step.name}`;
  const locals = new Set<string>();
  checkLets(step.lets, where, names, locals);
  distinct(
    step.writes.map(({ column }) => column),
    `${where}: write of`,
  );
  for (const { column, value, ledger } of step.writes) {
    know(names.columns, column, `column written in ${where}`);
    for (const tree of [value, ...(ledger ?? []).map(({ part }) => part)]) checkTree(tree, where, names, locals);
  }
}

function checkAct({ name, layers, rate, event }: ActStep, names: Names): void {
  const where = `step ${name}`;
  checkTree(rate, where, names, new Set());
  let reached = 0;
  for (const { from, to, table } of layers) {
    if (from !== reached || !(to > from)) fail(`${where} has layers that do not join at ${reached}`);
    reached = to;
    const { kind, rows } = know(names.tables, table, `table in ${where}`);
    if (kind !== "cuts" || rows.length !== 1) fail(`table ${table} is no single row of cuts`);
  }
  checkEvent(event, where, names, new Set());
}

/** Checks an event, with the locals that are known before it. */
function checkEvent(event: Event, where: string, names: Names, locals: Set<string>): void {
  checkLets(event.lets, where, names, locals);
  checkEffects(event.before, where, names, locals);
  const trees = [event.when, event.misdirect?.chance, event.wait?.delay];
  for (const tree of trees) if (tree !== undefined) checkTree(tree, where, names, locals);
  for (const carried of event.record.carry)
    if (!locals.has(carried)) fail(`${where} carries ${carried}, which is no local`);
  checkArrival(event.record, where, names);
}

/** Encounters see and do as acts do; whether two meet, only globals say. */
function checkMeet({ name, sees, rounds, happens, chance, event }: MeetStep, names: Names): void {
  const where = `step ${name}`;
  if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= 64)) fail(`${where} has ${rounds} rounds`);
  checkTree(happens.chance, where, { ...names, columns: new Map() }, new Set());
  const locals = checkSights(sees, where, names);
  checkTree(chance, where, names, locals);
  checkEvent(event, where, names, locals);
}

function checkSever({ name, sees, cut, mend }: SeverStep, { ties }: Plan, names: Names): void {
  const where = `step ${name}`;
  if (ties?.cut === undefined) fail(`${where} cuts what cannot be cut`);
  const locals = checkSights(sees, where, names);
  for (const tree of [cut, mend]) checkTree(tree, where, names, locals);
  if (sees.some(({ column }) => column === ties.cut?.column)) fail(`${where} sees what it writes`);
}

function checkSights(sees: readonly Sight[], where: string, names: Names): Set<string> {
  for (const { column } of sees) know(names.columns, column, `column seen in ${where}`);
  distinct(
    sees.map(({ local }) => local),
    `${where}: local`,
  );
  return new Set(sees.map(({ local }) => local));
}

function checkLanes(name: string, { ties }: Plan, { from, to }: { from: number; to: number }): void {
  if (ties === undefined) fail(`step ${name} needs ties`);
  if (!(from >= 0 && to >= from && to <= ties.near)) fail(`step ${name} goes over near lanes ${from} to ${to}`);
}

function checkCut({ ties }: Plan, names: Names): void {
  if (ties?.cut === undefined) return;
  const { column, lanes } = ties.cut;
  if (!(lanes >= 1 && lanes <= Math.min(16, ties.near))) fail(`ties are cut in ${lanes} lanes`);
  const { role, lowest, highest } = know(names.columns, column, "column of cut ties");
  if (role !== "stored" || lowest !== 0 || highest !== 2 ** lanes - 1) fail(`${column} does not hold ${lanes} bits`);
}

function checkArrival({ carry, lets, effects }: Arrival, where: string, names: Names): void {
  distinct(carry, `${where}: carried`);
  const locals = new Set(carry);
  for (const each of lets) if ("purpose" in each) fail(`${where} draws ${each.name} when a record arrives`);
  checkLets(lets, where, names, locals);
  checkEffects(effects, where, names, locals);
}

function checkEffects(effects: readonly Effect[], where: string, names: Names, locals: ReadonlySet<string>): void {
  for (const effect of effects) {
    checkTree(effect.value, where, names, locals);
    if (effect.kind === "tally") {
      const { kind } = know(names.measures, effect.measure, `measure in ${where}`);
      if (kind !== "tally") fail(`${where} adds to ${effect.measure}, which is a census`);
      continue;
    }
    const { role } = know(names.columns, effect.column, `column in ${where}`);
    if (role !== "scratch") fail(`${where} adds to ${effect.column}, which is stored`);
  }
}

/** Whatever goes into a queue comes out of it once, and knows what it carries. */
function checkWaiting(plan: Plan): void {
  const acts = plan.steps.filter((step) => step.kind === "act" || step.kind === "meet");
  const delivers = plan.steps.filter((step): step is DeliverStep => step.kind === "deliver");
  const queues = new Map(plan.queues.map((queue) => [queue.name, queue]));
  distinct(
    delivers.map(({ queue }) => queue),
    "delivery from",
  );
  for (const { queue, name } of delivers) know(queues, queue, `queue in step ${name}`);
  for (const { name, event } of acts) {
    if (event.wait === undefined) continue;
    const { queue } = event.wait;
    know(queues, queue, `queue in step ${name}`);
    const deliver = delivers.find((each) => each.queue === queue) ?? fail(`nothing delivers from ${queue}`);
    if (deliver.record.carry.join() !== event.record.carry.join())
      fail(`${name} and ${deliver.name} carry different locals`);
  }
}

/** Events must mean the same in any order, so none reads what one of them adds to. */
function checkOrderless(plan: Plan): void {
  const measures = new Map(plan.measures.map((measure) => [measure.name, measure]));
  const sites = plan.steps.flatMap((step) => {
    if (step.kind === "act" || step.kind === "meet")
      return [{ name: step.name, ...reachOf(step.event.record, measures, step) }];
    return step.kind === "deliver" ? [{ name: step.name, ...reachOf(step.record, measures, undefined) }] : [];
  });
  const added = new Set(sites.flatMap(({ adds }) => adds));
  for (const column of sites.flatMap(({ raises }) => raises))
    if (sites.some(({ sums }) => sums.includes(column))) fail(`${column} is both raised and added to`);
  for (const { name, reads } of sites) {
    for (const column of reads) if (added.has(column)) fail(`an event of ${name} reads ${column}, which events add to`);
  }
  for (const step of plan.steps) {
    if (step.kind !== "act" && step.kind !== "meet") continue;
    const own = sites.find(({ name }) => name === step.name)?.adds;
    for (const column of readsBefore(step)) {
      if (own?.includes(column)) fail(`the rate of ${step.name} reads ${column}, which its event adds to`);
    }
  }
}

/** Columns that say whether there is an act at all. */
function readsBefore(step: ActStep | MeetStep): readonly string[] {
  if (step.kind === "act") return leavesOf(step.rate, "column");
  return [...leavesOf(step.chance, "column"), ...step.sees.map(({ column }) => column)];
}

/** Columns that an event or a record reads and adds to. */
function reachOf(
  record: Arrival,
  measures: ReadonlyMap<string, Measure>,
  step: ActStep | MeetStep | undefined,
): { reads: string[]; adds: string[]; sums: string[]; raises: string[] } {
  const event = step?.event;
  const lets = [...(event?.lets ?? []), ...record.lets];
  const effects = [...(event?.before ?? []), ...record.effects];
  const trees: (Tree | undefined)[] = [event?.when, event?.misdirect?.chance, event?.wait?.delay];
  trees.push(...lets.flatMap(treesOfLet), ...effects.map(({ value }) => value));
  trees.push(...effects.map((each) => (each.kind === "tally" ? measures.get(each.measure)?.groups?.index : undefined)));
  const seen = step?.kind === "meet" ? step.sees.map(({ column }) => column) : [];
  return {
    reads: trees.flatMap((tree) => (tree === undefined ? [] : leavesOf(tree, "column"))).concat(seen),
    adds: effects.flatMap((each) => (each.kind === "tally" ? [] : [each.column])),
    sums: effects.flatMap((each) => (each.kind === "add" ? [each.column] : [])),
    raises: effects.flatMap((each) => (each.kind === "raise" ? [each.column] : [])),
  };
}

function checkMeasure({ name, where, value, resolution, groups }: Measure, names: Names): void {
  const trees: Tree[] = [where, value, ...(groups === undefined ? [] : [groups.index])];
  for (const tree of trees) checkTree(tree, `measure ${name}`, names, new Set());
  if (!(resolution > 0)) fail(`measure ${name} has resolution ${resolution}`);
}

function checkUpdates({ updates }: Plan, names: Names): void {
  const readable = { ...names, globals: new Set([...names.globals, ...names.measures.keys()]) };
  for (const update of updates) {
    const where = `the update of ${update.global}`;
    if (!names.globals.has(update.global)) fail(`unknown global: ${update.global}`);
    if (update.kind === "measure") know(names.measures, update.measure, `measure in ${where}`);
    if (update.kind === "tree") checkUpdateTree(update.is, where, readable);
    if (update.kind !== "dated") continue;
    if (update.from.some(({ tick }, k) => tick < update.from[k - 1]?.tick)) fail(`${where} goes back in time`);
  }
}

function checkUpdateTree(tree: NumberTree, where: string, names: Names): void {
  const [column] = leavesOf(tree, "column");
  if (column !== undefined) fail(`${where} reads column ${column}`);
  checkTree(tree, where, names, new Set());
}

function checkScript({ script, size, steps }: Plan, names: Names): void {
  if (script === undefined) return;
  if (!(Number.isInteger(script.entity) && script.entity >= 0 && script.entity < size))
    fail(`no entity ${script.entity}`);
  for (const column of Object.keys(script.columns)) know(names.columns, column, "column in the script");
  const acts = new Map(steps.flatMap((step) => (step.kind === "act" ? [[step.name, step]] : [])));
  for (const act of script.acts) {
    const { event } = know(acts, act.step, "act in the script");
    const locals = new Set(event.lets.map(({ name }) => name));
    for (const name of Object.keys(act.set)) if (!locals.has(name)) fail(`the script sets ${name}, which is no local`);
  }
}
