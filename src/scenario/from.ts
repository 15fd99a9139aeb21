import { anObject, valuesThat } from "../core/kinds.ts";
import { isWithin, runLimits, sayWhole } from "../core/limits.ts";
import { checkArguments, type Problem, ProblemError } from "../core/problem.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Scenario } from "./asRead.ts";
import { checkRead } from "./scenario.ts";
import { aScenario } from "./scenarioKind.ts";

const aTick = valuesThat(sayWhole(runLimits.ticks), (value) => isWithin(runLimits.ticks, value as number));

/**
 * Changes by dotted paths, as `scenario.with` takes them, that hold from a tick on: before it the world is what it was, to the bit.
 * A figure comes by date, `{ dated: { 2010-01-01: 1, 2012-07-01: 2 } }`; a rule asks for the tick. So a world that was changed
 * while it went on is a scenario like any other. Throws ProblemError as `with` does; and (needs-restart) for what cannot change
 * while a world goes on: what it was made of, and what takes neither a date nor a rule.
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
    const fits = waysOf(before, to, tick, scenario).find((way) => startsAlike(scenario, { [path]: way }, begun));
    if (fits !== undefined) return [[path, fits] as const];
    problems.push({
      code: "needs-restart",
      message: `${path} cannot change while the world goes on`,
      remedy: "begin the world anew with it, or change a figure or rule that may depend on the date",
    });
    return [];
  });
  if (problems.length > 0) throw new ProblemError(problems);
  return Object.fromEntries(found);
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
  const rule = ruleOf(was, is, tick);
  return [...(dated ? [dressed({ dated })] : []), ...(rule === undefined ? [] : [dressed(rule)])];
}

/** A value without its provenance. */
function bareOf(value: unknown): unknown {
  return isMapping(value) && "is" in value ? value.is : value;
}

function datesOf(was: unknown, is: unknown, tick: number, { data }: Scenario): Mapping | undefined {
  const to = figureOf(is);
  if (to === undefined) return undefined;
  const calendar = calendarOf(data.time);
  const dayOf = (at: number): string => {
    const { year, month, day } = calendar.dayAfter(calendar.daysUntil(at));
    return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  };
  const from = figureOf(was);
  if (from !== undefined) return { [dayOf(0)]: from, [dayOf(tick)]: to };
  if (!isMapping(was) || !isMapping(was.dated) || "between" in was) return undefined;
  // What was to come at this tick or later comes no more.
  const earlier = Object.entries(was.dated).filter(([day]) => day < dayOf(tick));
  return Object.fromEntries(earlier.at(-1)?.[1] === to ? earlier : [...earlier, [dayOf(tick), to]]);
}

function ruleOf(was: unknown, is: unknown, tick: number): string | undefined {
  const [before, to] = [textIn(was), textIn(is)];
  if (before === undefined || to === undefined) return undefined;
  const from = otherwise(before, tick);
  return from === to ? to : `tick >= ${tick} ? (${to}) : (${from})`;
}

/** A rule without what was to hold from this very tick on. */
function otherwise(rule: string, tick: number): string {
  if (!rule.startsWith(`tick >= ${tick} ? (`) || !rule.endsWith(")")) return rule;
  let open = 0;
  for (let at = rule.indexOf("("); at < rule.length; at++) {
    if (rule[at] === "(") open++;
    if (rule[at] === ")" && --open === 0) return rule.startsWith(" : (", at + 1) ? rule.slice(at + 5, -1) : rule;
  }
  return rule;
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

/** What the world is made by. */
function startOf(scenario: Scenario): string {
  const { plan } = scenario.lower({ people: Math.min(1001, scenario.data.population.size.amount) });
  return JSON.stringify([plan.start, plan.columns, plan.size]);
}

/** Whether a scenario can be read with a change, and the world begins as it did. */
function startsAlike(scenario: Scenario, change: Mapping, begun: string): boolean {
  try {
    return startOf(scenario.with(change)) === begun;
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}
