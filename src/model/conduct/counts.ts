import type { Effect } from "../../plan/plan.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";

/** What is counted of a conduct, by the names of its measures. */

export function actsOf(conduct: string): string {
  return `acts.${conduct}`;
}

export function blockedOf(conduct: string): string {
  return `blocked.${conduct}`;
}

export function recordsOf(conduct: string): string {
  return `records.${conduct}`;
}

export function pointsOf(conduct: string): string {
  return `points.${conduct}`;
}

export function falseOf(conduct: string): string {
  return `false.${conduct}`;
}

/** What of this tick rules may ask of a person, by the function that does. */
export const counted = {
  did: "acts of NAME that this person has done in the tick",
  recorded: "records of NAME put down to this person that arrived in the tick",
  blocked: "attempts at NAME of this person in the tick that came to nothing",
  met: "acts of NAME done to this person at encounters in the tick",
  freed: "records of this person that NAME freed in the tick",
} as const;
export type CountWord = keyof typeof counted;
export const countWords = Object.keys(counted) as CountWord[];

/** The key of a count among those that rules ask for, of a conduct or of redress. */
export function countOf(word: CountWord, name: string): string {
  return `${word} ${name}`;
}

/** The effects that keep counts of a conduct, or of redress, where these are asked for: `value` to each, unless something has added it. */
export function countings(
  word: CountWord,
  name: string,
  value: NumberTree,
  draft: Draft,
  before: readonly Effect[] = [],
): Effect[] {
  const column = draft.counts.get(countOf(word, name));
  const isKept = before.some((effect) => effect.kind === "add" && effect.column === column?.ref);
  return column && !isKept ? [{ kind: "add", column: column.ref, value }] : [];
}
