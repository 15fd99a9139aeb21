import type { NumberTree } from "../../rules/tree.ts";

/** Locals of a record that waits for its case. */
export const carriedNames = {
  /** The luck of its review, of `words`. */
  word: (one: string): string => `${one}: luck of the review`,
  /** Ticks until a later case, 0 where there is none. */
  due: (one: string): string => `${one}: ticks until`,
  /** What is left of its points, in the steps in which points are summed. */
  points: "points",
  /** The day, from the start of the world, on which the stay ends that it began, 0 for none. */
  until: (list: string): string => `until the end on ${list}`,
  /** What is left of what it added to a file, in the steps in which that is summed; or 1 where a file counts from it. */
  file: (file: string): string => `on file ${file}`,
  /** Whether it counts among those that the next repeats; whether it put into a band at once. */
  again: (conduct: string): string => `again ${conduct}`,
  grade: "grade",
  /** Ticks since it arrived. */
  age: "ticks since",
  /** What has not been taken back of it: 1 for points, 2 for entries. */
  open: "open",
};

/** The locals that say whether a record is disputed, and whether it is freed. */
export function raisedName(one: string): string {
  return `${one}: raised`;
}

export function freedName(one: string): string {
  return `${one}: freed`;
}

/** What the cases of an entry are called where a life is traced. */
export function labelOf(one: string): string {
  return `redress.${one}`;
}

/** What is known of a record, by the names of what is carried: what is not known is 0. */
export type Known = ReadonlyMap<string, NumberTree>;
