import type { Engine } from "../engine/backend.ts";
import type { Legend } from "../model/legend/legend.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { sayDay } from "./phrases.ts";

/** A phase of the institutions, and when the world entered it. */
export interface PhaseEntered {
  readonly tick: number;
  /** The day the tick begins, such as 2010-03-05. */
  readonly date: string;
  readonly name: string;
  /** Why it began, where it followed another by itself: "because outcry passed 0.003 (the threshold is assumed)". */
  readonly because?: string;
}

const passes: Readonly<Record<string, string>> = { ">": "passed", ">=": "reached", "<": "fell below", "<=": "fell to" };

/**
 * Why a phase begins that follows another by itself: "because outcry passed 0.003 (the threshold is assumed)". Undefined of
 * one that begins on a day.
 */
export function sayWhy({ data, parameters }: Scenario, phase: string): string | undefined {
  const when = data.institutions?.phases?.find(({ name }) => name === phase)?.is.when;
  if (when === undefined) return undefined;
  const path = `institutions.phases.${phase}.when`;
  const tag = parameters.find((one) => one.path === path || one.path === `${path}.is`)?.tag ?? "assumed";
  const said = sayCondition(when.text);
  return `because ${said} (the ${/\d/.test(said) ? "threshold" : "condition"} is ${tag})`;
}

/** A rule in words where it only compares with figures; else as it is written. */
function sayCondition(text: string): string {
  const parts = text.split("&&").map((part) => /^\s*([a-z][\w]*)\s*(>=|<=|>|<)\s*([\d._]+)\s*$/i.exec(part));
  if (parts.some((part) => part === null)) return `this came to hold: ${text.trim().replace(/\s+/g, " ")}`;
  return parts
    .map((part) => `${part![1]!.replaceAll("_", " ")} ${passes[part![2]!]} ${part![3]!.replaceAll("_", ",")}`)
    .join(" and ");
}

/** Adds the phase of the last tick where it is not the one before. */
export function notePhase(phases: PhaseEntered[], scenario: Scenario, legend: Legend, engine: Engine): void {
  if (!legend.phases) return;
  const { name } = legend.phases.of[engine.globalOf(legend.phases.global)];
  if (phases.at(-1)?.name === name) return;
  phases.push(enterPhase({ name, tick: engine.tick - 1 }, scenario));
}

/** A phase with its day, and why it began, as a scenario has it. */
export function enterPhase(
  { name, tick }: { readonly name: string; readonly tick: number },
  scenario: Scenario,
): PhaseEntered {
  const because = sayWhy(scenario, name);
  return { tick, date: sayDay(calendarOf(scenario.data.time).dayOf(tick)), name, ...(because && { because }) };
}
