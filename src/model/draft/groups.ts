import type { Groups } from "../../plan/plan.ts";
import type { Draft } from "./draft.ts";

/** The groups by which what every world counts is told apart: all but bands. */
export function apartFromBands(draft: Draft): Groups[] {
  return [...draft.groups.values()].filter(({ name }) => name !== "band");
}

/** What a measure is called where a group tells it apart. */
export function byGroup(measure: string, { name }: Groups): string {
  return `${measure} by ${name}`;
}
