import { expect } from "vitest";
import type { World } from "../../src/engine/meaning/interpret.ts";

/** Count and sum of a measure over everyone (under "") and over each word of its groups. */
export type Row = Record<string, [count: number, sum: number]>;

/** Counts and sums over people or records, as the second implementation adds them up. */
export class Rows {
  readonly by: Record<string, Row> = {};

  /** Adds one that is counted, with its value, to everyone and to its group, where it is in one of these. */
  add(measure: string, value: number, group: string | undefined, words: readonly string[]): void {
    const row = this.open(measure, words);
    for (const word of group === undefined ? [""] : ["", group]) {
      row[word]![0] += 1;
      row[word]![1] += value;
    }
  }

  /** A measure that may count nobody. */
  open(measure: string, words: readonly string[]): Row {
    this.by[measure] ??= Object.fromEntries(["", ...words].map((word) => [word, [0, 0]]));
    return this.by[measure];
  }
}

/** Every measure of the tick that was done is what the second implementation has, with no measure left out on either side. */
export function expectRows(world: World, { by }: Rows): void {
  const found: Record<string, Row> = {};
  for (const { measure, group, count, sum } of world.rows) {
    const { name, groups, resolution } = world.plan.measures[measure]!;
    found[name] ??= {};
    found[name][group < 0 ? "" : groups!.words[group]!] = [count, sum * resolution];
  }
  expect(found, `measures of tick ${world.tick - 1}`).toEqual(by);
}
