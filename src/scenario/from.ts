import { anObject, valuesThat } from "../core/kinds.ts";
import { isWithin, runLimits, sayWhole } from "../core/limits.ts";
import { checkArguments, type Problem, ProblemError } from "../core/problem.ts";
import type { Calendar } from "../model/draft/calendar.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Plan } from "../plan/plan.ts";
import { assume } from "../rules/assume.ts";
import * as build from "../rules/build.ts";
import type { Tree } from "../rules/tree.ts";
import type { Scenario } from "./asRead.ts";
import { checkRead } from "./scenario.ts";
import { aScenario } from "./scenarioKind.ts";

const aTick = valuesThat(sayWhole(runLimits.ticks), (value) => isWithin(runLimits.ticks, value as number));

/**
 * Changes by dotted paths, as `scenario.with` takes them, that hold from a tick on: before it the world is what it was, to the bit.
 * A figure comes by date, `{ dated: { 2010-01-01: 1, 2012-07-01: 2 } }`; a rule asks for the tick. So a world that was changed
 * while it went on is a scenario like any other. Throws ProblemError as `with` does; and (needs-restart) for what cannot change
 * while a world goes on: what it was made of, and what takes neither a date nor a rule; and (rule-too-long) for a rule that has changed
 * too often, or is too long, to be written as one with what it was.
 */
export function changesFrom(
  scenario: Scenario,
  tick: number,
  changes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  checkArguments("changesFrom", {
    scenario: [scenario, aScenario],
    tick: [tick, aTick],
    changes: [changes, anObject("values by their dotted paths")],
  });
  checkRead(scenario);
  scenario.with(changes);
  const said: unknown = JSON.parse(scenario.text);
  const begun = startOf(scenario);
  const problems: Problem[] = [];
  const found = Object.entries(changes).flatMap(([path, to]) => {
    const before = path.split(".").reduce<unknown>((at, key) => (isMapping(at) ? at[key] : undefined), said);
    let isTooLong = false;
    for (const way of waysOf(before, to, tick, scenario)) {
      const fault = faultOf(scenario, { [path]: way }, begun);
      if (fault === undefined) return [[path, way] as const];
      isTooLong ||= tooLong.includes(fault);
    }
    problems.push(isTooLong ? grownTooLong(path) : needsRestart(path));
    return [];
  });
  if (problems.length > 0) throw new ProblemError(problems);
  return Object.fromEntries(found);
}

function needsRestart(path: string): Problem {
  return {
    code: "needs-restart",
    message: `${path} cannot change while the world goes on`,
    remedy: "begin the world anew with it, or change a figure or rule that may depend on the date",
  };
}

/** Faults of a rule that has grown with each of its changes. */
const tooLong: readonly string[] = ["rule-too-long", "rule-too-deep"];

function grownTooLong(path: string): Problem {
  return {
    code: "rule-too-long",
    message: `what ${path} was up to now and what it is to be are too long for one rule`,
    remedy: "make the rule shorter, or begin the world anew with what it is to be",
  };
}

/** Whether a scenario is another one with changes as `changesFrom` writes them for a tick: the same world up to there. */
export function isChangedFrom(before: Scenario, after: Scenario, tick: number): boolean {
  const isFit = differences(JSON.parse(before.text), JSON.parse(after.text)).every(([was, is]) =>
    waysOf(was, latestOf(is, tick), tick, before).some((way) => sorted(way) === sorted(is)),
  );
  return isFit && startOf(before) === startOf(after);
}

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** In which ways a value could become another at a tick: by date where both are figures, else by a rule. */
function waysOf(before: unknown, to: unknown, tick: number, scenario: Scenario): unknown[] {
  const [was, is] = [bareOf(before), bareOf(to)];
  const beside = isMapping(to) && "is" in to ? { ...to, range: undefined } : undefined;
  const dressed = (value: unknown): unknown =>
    beside
      ? Object.fromEntries(Object.entries({ ...beside, is: value }).filter(([, one]) => one !== undefined))
      : value;
  const dated = datesOf(was, is, tick, scenario);
  const rule = ruleOf(was, is, tick, scenario);
  return [...(dated ? [dressed({ dated })] : []), ...(rule === undefined ? [] : [dressed(rule)])];
}

/** A value without its provenance. */
function bareOf(value: unknown): unknown {
  return isMapping(value) && "is" in value ? value.is : value;
}

function datesOf(was: unknown, is: unknown, tick: number, { data }: Scenario): Mapping | undefined {
  const to = figureOf(is);
  if (to === undefined && !isByDate(is)) return undefined;
  const calendar = calendarOf(data.time);
  const dayOf = (at: number): string => {
    const { year, month, day } = calendar.dayAfter(calendar.daysUntil(at));
    return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  };
  const now = dayOf(tick);
  const from = figureOf(was);
  if (from === undefined && !isByDate(was)) return undefined;
  // What was to come at this tick or later comes no more.
  const earlier = isByDate(was) ? Object.entries(was.dated).filter(([day]) => day < now) : [[dayOf(0), from] as const];
  const all = isByDate(is) ? Object.entries(is.dated) : [];
  const later = all.filter(([day]) => day > now);
  const last = to ?? all.findLast(([day]) => day <= now)?.[1];
  const isSame = last === undefined || (isByDate(was) && earlier.at(-1)?.[1] === last);
  return Object.fromEntries([...earlier, ...(isSame ? [] : [[now, last] as const]), ...later]);
}

/** Values by date that hold until the next. */
function isByDate(value: unknown): value is { readonly dated: Mapping } {
  return isMapping(value) && isMapping(value.dated) && !("between" in value);
}

function ruleOf(was: unknown, is: unknown, tick: number, { data }: Scenario): string | undefined {
  const [before, to] = [textIn(was) ?? ruleByDate(was, calendarOf(data.time)), textIn(is)];
  if (before === undefined || to === undefined) return undefined;
  const from = otherwise(before, tick);
  return from === to ? to : `tick >= ${tick} ? (${to}) : (${from})`;
}

/** Values by date as a rule that asks for the tick; undefined for what is none, and for those that go in lines. */
function ruleByDate(value: unknown, calendar: Calendar): string | undefined {
  if (!isByDate(value)) return undefined;
  const tickOf = (date: string): number => {
    const [year, month, day] = date.split("-").map(Number) as [number, number, number];
    return Math.max(0, calendar.tickOf({ year, month, day }));
  };
  return Object.entries(value.dated).reduce<string | undefined>((before, [date, one]) => {
    const figure = textIn(one);
    return before === undefined ? figure : `tick >= ${tickOf(date)} ? (${figure}) : (${before})`;
  }, undefined);
}

/** A rule without what was to hold from this very tick on. */
function otherwise(rule: string, tick: number): string {
  return newAt(rule, tick)?.from ?? rule;
}

/** What a rule is from a tick on, and what it was before, where it was changed at that tick. */
function newAt(rule: string, tick: number): { readonly to: string; readonly from: string } | undefined {
  const begin = `tick >= ${tick} ? (`;
  if (!rule.startsWith(begin) || !rule.endsWith(")")) return undefined;
  let open = 0;
  for (let at = begin.length - 1; at < rule.length; at++) {
    if (rule[at] === "(") open++;
    if (rule[at] !== ")" || --open > 0) continue;
    if (!rule.startsWith(" : (", at + 1)) return undefined;
    return { to: rule.slice(begin.length, at), from: rule.slice(at + 5, -1) };
  }
  return undefined;
}

/** A plain number, however it is written. */
function figureOf(value: unknown): number | undefined {
  const text = textIn(value);
  return text !== undefined && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** A figure, share or rule as a rule would have it. */
function textIn(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  const share = /^\s*(-?[\d_.]+)\s*%\s*$/.exec(value);
  const plain = value.trim().replace(/(\d)_(?=\d)/g, "$1");
  return share ? String(Number(share[1]!.replaceAll("_", "")) / 100) : plain;
}

/** What differs of two values, part by part: what stood there, and what stands there now. */
function differences(was: unknown, is: unknown): (readonly [unknown, unknown])[] {
  if (sorted(was) === sorted(is)) return [];
  const isValue = (one: unknown): boolean => !isMapping(one) || "is" in one || "dated" in one;
  if (isValue(was) || isValue(is)) return [[was, is]];
  const [one, other] = [was as Mapping, is as Mapping];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) => differences(one[key], other[key]));
}

/** What a value came to with a change at a tick. */
function latestOf(value: unknown, tick: number): unknown {
  if (isMapping(value) && "is" in value) return { ...value, is: latestOf(value.is, tick) };
  if (isByDate(value)) {
    const all = Object.entries(value.dated);
    return all.length > 1 ? { dated: Object.fromEntries(all) } : all[0]?.[1];
  }
  const rule = typeof value === "string" ? newAt(value, tick) : undefined;
  return rule ? rule.to : value;
}

/** As JSON that turns on no order of keys. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    isMapping(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  );
}

/** What the world is made by, as it is before the first tick. */
function startOf(scenario: Scenario): string {
  const plan = scenario.plan();
  const begun = new Map(plan.globals.map(({ name, start }) => [name, build.constant(start)]));
  // Each leaf is another object, so that all of a tree is reckoned anew and comes to one form, whatever was known of it before.
  const known = (tree: Tree): Tree =>
    assume(tree, (leaf) => (leaf.op === "global" && begun.get(leaf.name)) || { ...leaf });
  // What a number can be is no part of what it is: with a change it can be more, later.
  return JSON.stringify([treesIn(plan.start, known), plan.columns, plan.size], (key, value) =>
    key === "range" || key === "known" ? undefined : value,
  );
}

/**
 * Why a scenario cannot have a change, as a code; undefined where it can be read with it, and the world begins as it did. What
 * asks for the tick nowhere but in what the world is made by would never hold.
 */
function faultOf(scenario: Scenario, change: Mapping, begun: string): string | undefined {
  try {
    const changed = scenario.with(change);
    if (startOf(changed) !== begun) return "begins-otherwise";
    const [one, other] = [scenario.plan(), changed.plan()];
    const differ = (of: (plan: Plan) => unknown): boolean => JSON.stringify(of(one)) !== JSON.stringify(of(other));
    const holds = !differ(({ start }) => start) || differ(({ steps, updates, measures }) => [steps, updates, measures]);
    return holds ? undefined : "never-holds";
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!.code;
    throw error;
  }
}

/** What is said somewhere, with other trees in the place of each. */
function treesIn(said: unknown, by: (tree: Tree) => Tree): unknown {
  if (Array.isArray(said)) return said.map((one) => treesIn(one, by));
  if (!isMapping(said)) return said;
  if ("op" in said) return by(said as unknown as Tree);
  return Object.fromEntries(Object.entries(said).map(([key, one]) => [key, treesIn(one, by)]));
}
