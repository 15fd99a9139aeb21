import type { Groups } from "../../plan/plan.ts";
import { leavesOf } from "../../rules/tree.ts";
import type { Draft } from "./draft.ts";

/** The groups by which what every world counts is told apart: all but bands. */
export function apartFromBands(draft: Draft): Groups[] {
  return [...draft.groups.values()].filter(({ name }) => name !== "band");
}

/**
 * Those by which what happens in a tick can be told apart while it happens: whether anything of the tick is counted into
 * one is not known before it is over.
 */
export function whileItHappens(groups: readonly Groups[], draft: Draft): Groups[] {
  const counts = new Set<string>([...draft.counts.values()].map(({ ref }) => ref));
  return groups.filter(({ index }) => !leavesOf(index, "column").some((column) => counts.has(column)));
}

/** What a measure is called where a group tells it apart. */
export function byGroup(measure: string, { name }: Groups): string {
  return `${measure} by ${name}`;
}
