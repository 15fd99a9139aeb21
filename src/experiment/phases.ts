import type { Scenario } from "../scenario/scenario.ts";

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
