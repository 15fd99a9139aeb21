import { leavesOf } from "../../rules/tree.ts";
import { footprintsOf } from "../footprint.ts";
import { tableOfLet, treesOfLet } from "../lets.ts";
import type {
  ActStep,
  Arrival,
  Because,
  DueStep,
  Effect,
  Event,
  GatherStep,
  Let,
  MapStep,
  MeetStep,
  Plan,
  SeverStep,
  Sight,
  Step,
} from "../plan.ts";
import { checkDistinct, checkLocals, checkTouched, fail, know, type Names } from "./names.ts";

/** Each step touches what is there, and is made as its kind asks. Throws Error "bug: …". */
export function checkSteps(plan: Plan, names: Names): void {
  for (const [step, print] of footprintsOf(plan)) {
    checkTouched(print, `step ${step.name}`, names);
    checkStep(step, plan, names);
  }
}

function checkStep(step: Step, plan: Plan, names: Names): void {
  const where = `step ${step.name}`;
  switch (step.kind) {
    case "map":
      checkMap(step, where, names);
      break;
    case "act":
      checkAct(step, where, names);
      break;
    case "due":
      checkDue(step, where, names);
      break;
    case "deliver":
      checkArrival(step.record, where, names);
      break;
    case "gather":
      checkGather(step, where, plan, names);
      break;
    case "link":
      // Its columns are those of two kinds: see `checkKinds`.
      break;
    case "meet":
      checkMeet(step, where, plan, names);
      break;
    case "sever":
      checkSever(step, where, plan, names);
      break;
    default: {
      const forgotten: never = step;
      fail(`nothing checks ${JSON.stringify(forgotten)}`);
    }
  }
}

function checkMap({ when, lets, writes }: MapStep, where: string, names: Names): void {
  if (when && leavesOf(when, "column").length > 0) fail(`when of ${where} is not the same for everyone`);
  const locals = new Set<string>();
  if (when) checkLocals(when, where, locals);
  checkLets(lets, where, names, locals);
  checkDistinct(
    writes.map(({ column }) => column),
    `${where}: write of`,
  );
  for (const { value, ledger } of writes)
    for (const tree of [value, ...(ledger ?? []).map(({ part }) => part)]) checkLocals(tree, where, locals);
}

/** Checks lets in order, adding each to the locals that are known. */
function checkLets(lets: readonly Let[], where: string, names: Names, locals: Set<string>): void {
  for (const each of lets) {
    for (const tree of treesOfLet(each)) checkLocals(tree, `${where}, ${each.name}`, locals);
    const table = tableOfLet(each);
    if (table && names.tables.get(table.name)?.kind !== table.kind) fail(`${table.name} is no table of ${table.kind}`);
    if (locals.has(each.name)) fail(`local ${each.name} is there twice in ${where}`);
    locals.add(each.name);
  }
}

function checkAct({ layers, rate, event }: ActStep, where: string, names: Names): void {
  checkLocals(rate, where, new Set());
  let reached = 0;
  for (const { from, to, table } of layers) {
    if (from !== reached || !(to > from)) fail(`${where} has layers that do not join at ${reached}`);
    reached = to;
    const { kind, rows } = know(names.tables, table, `table in ${where}`);
    if (kind !== "cuts" || rows.length !== 1) fail(`table ${table} is no single row of cuts`);
  }
  checkEvent(event, where, names, new Set());
}

function checkDue({ when, chance, above, event }: DueStep, where: string, names: Names): void {
  for (const tree of [when, chance, above]) if (tree) checkLocals(tree, where, new Set());
  checkEvent(event, where, names, new Set());
}

/** Checks an event, with the locals that are known before it. */
function checkEvent(event: Event, where: string, names: Names, locals: Set<string>): void {
  checkLets(event.lets, where, names, locals);
  checkEffects(event.before, where, locals);
  const trees = [event.when, event.misdirect?.chance, event.wait?.delay];
  for (const tree of trees) if (tree !== undefined) checkLocals(tree, where, locals);
  const says = event.misdirect?.says;
  if (says !== undefined) {
    if (locals.has(says)) fail(`local ${says} is there twice in ${where}`);
    if (!event.record.carry.includes(says)) fail(`${where} says ${says}, which its record does not carry`);
    locals.add(says);
  }
  for (const carried of event.record.carry)
    if (!locals.has(carried)) fail(`${where} carries ${carried}, which is no local`);
  checkArrival(event.record, where, names);
}

function checkArrival({ carry, lets, effects, posts = [] }: Arrival, where: string, names: Names): void {
  checkDistinct(carry, `${where}: carried`);
  const locals = new Set(carry);
  for (const each of lets) if ("purpose" in each) fail(`${where} draws ${each.name} when a record arrives`);
  checkLets(lets, where, names, locals);
  checkEffects(effects, where, locals);
  for (const { when, queue, delay, carry: values } of posts) {
    for (const tree of [when, delay, ...values]) checkLocals(tree, where, locals);
    if (know(names.queues, queue, `queue in ${where}`).longest < 1)
      fail(`${where} posts into ${queue}, which holds nothing`);
  }
}

function checkEffects(effects: readonly Effect[], where: string, locals: ReadonlySet<string>): void {
  for (const { value } of effects) checkLocals(value, where, locals);
}

function checkGather(step: GatherStep, where: string, plan: Plan, names: Names): void {
  const { lanes, whom, column, sum, count } = step;
  if (whom === "community") {
    if (lanes) fail(`${where} gathers lanes of a community`);
    checkRoom(step, where, plan, names);
  } else if (plan.ties === undefined) fail(`${where} gathers where there are no ties`);
  if (lanes) checkLanes(where, plan, lanes);
  if (names.columns.get(column)?.role !== "stored") fail(`${where} gathers ${column}, which is not stored`);
  for (const name of [sum, count])
    if (names.columns.get(name)?.role !== "scratch") fail(`${where} gathers into ${name}, which is stored`);
}

/** What a whole community adds up to is a number of 32 bits, and its columns hold it. */
function checkRoom({ column, sum, count }: GatherStep, where: string, { communitySize }: Plan, names: Names): void {
  const [of, into, many] = [column, sum, count].map((name) => know(names.columns, name, `column in ${where}`));
  const [least, most] = [Math.min(0, of!.lowest * communitySize), Math.max(0, of!.highest * communitySize)];
  if (least < -(2 ** 31) || most >= 2 ** 31) fail(`${where} adds up to more than 32 bits hold`);
  if (into!.lowest > least || into!.highest < most) fail(`${sum} is too narrow for what ${where} adds up to`);
  if (many!.lowest > 0 || many!.highest < communitySize) fail(`${count} is too narrow for what ${where} counts`);
}

/** Encounters see and do as acts do; whether two meet, only globals say. */
function checkMeet(step: MeetStep, where: string, plan: Plan, names: Names): void {
  const { sees, rounds, pairs, happens, chance, above, beside = [], event } = step;
  if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= 64)) fail(`${where} has ${rounds} rounds`);
  const [column] = leavesOf(happens.chance, "column");
  if (column !== undefined) fail(`whether two meet in ${where} hangs on ${column} of one of them`);
  if (pairs.kind === "friends") checkLanes(where, plan, { from: 0, to: pairs.lanes });
  checkLocals(happens.chance, where, new Set());
  const locals = localsSeen(sees, where);
  for (const tree of [chance, above]) if (tree) checkLocals(tree, where, locals);
  checkEvent(event, where, names, locals);
  checkEffects(beside, where, locals);
}

function checkSever({ sees, cut, mend, because }: SeverStep, where: string, { ties }: Plan, names: Names): void {
  if (ties?.cut === undefined) fail(`${where} cuts what cannot be cut`);
  const locals = localsSeen(sees, where);
  for (const tree of [cut, mend]) checkLocals(tree, where, locals);
  if (because) checkBecause(because, where, names, locals);
  if (sees.some(({ column }) => column === ties.cut?.column)) fail(`${where} sees what it writes`);
}

function checkBecause(because: readonly Because[], where: string, names: Names, locals: Set<string>): void {
  checkDistinct(
    because.map(({ column }) => column),
    `${where}: count of`,
  );
  for (const [place, { column, until }] of because.entries()) {
    if (names.columns.get(column)?.role !== "scratch") fail(`${where} counts into ${column}, which is stored`);
    if ((until === undefined) !== (place === because.length - 1)) fail(`${where} does not tell why it cuts`);
    if (until) checkLocals(until, where, locals);
  }
  if (because.length === 0) fail(`${where} does not tell why it cuts`);
}

function localsSeen(sees: readonly Sight[], where: string): Set<string> {
  const locals = sees.map(({ local }) => local);
  checkDistinct(locals, `${where}: local`);
  return new Set(locals);
}

function checkLanes(where: string, { ties }: Plan, { from, to }: { from: number; to: number }): void {
  if (ties === undefined) fail(`${where} needs ties`);
  if (!(from >= 0 && to >= from && to <= ties.near)) fail(`${where} goes over near lanes ${from} to ${to}`);
}
