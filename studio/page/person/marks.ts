import type { Entry, EntryKind } from "../../../src/index.ts";

/** What an entry of a life is to a reader: by these a file is filtered. */
export const markKinds = [
  "deed",
  "record",
  "points",
  "mistake",
  "dispute",
  "outcome",
  "friends",
  "system",
  "drift",
  "grade",
  "sanction",
  "state",
  "world",
] as const;
export type MarkKind = (typeof markKinds)[number];

const ofKind: Readonly<Record<EntryKind, MarkKind>> = {
  act: "deed",
  record: "record",
  points: "points",
  warning: "record",
  redress: "dispute",
  pull: "friends",
  tie: "friends",
  decay: "drift",
  rounding: "drift",
  held: "drift",
  dimension: "drift",
  rank: "drift",
  thin: "drift",
  grade: "grade",
  band: "grade",
  list: "sanction",
  consequence: "sanction",
  state: "state",
  link: "world",
  phase: "world",
};

/** What became of a deed: it is one all the same. */
const ofDeeds = ["unseen", "later", "vain"] as const;

export function markOf({ kind, about }: Entry): MarkKind {
  const isOfDeed = (one: Entry["about"]): one is (typeof ofDeeds)[number] => ofDeeds.some((each) => each === one);
  return about === undefined || isOfDeed(about) ? ofKind[kind] : about;
}

/** Of the whole way that a score went, what one entry has to move to be no drift any more. */
const largePart = 1 / 20;

/**
 * Tells of what kind the entries of a life are, as `markOf`; but that the system's own reckoning is a kind by itself where it moves the
 * score by much at once. Nobody must look for the cause of a fall among what is small.
 */
export function markingOf(entries: readonly Entry[]): (entry: Entry) => MarkKind {
  let [sum, least, most] = [0, 0, 0];
  for (const { points = 0 } of entries) {
    sum += points;
    [least, most] = [Math.min(least, sum), Math.max(most, sum)];
  }
  const large = (most - least) * largePart;
  return (entry) => {
    const mark = markOf(entry);
    return mark === "drift" && large > 0 && Math.abs(entry.points ?? 0) >= large ? "system" : mark;
  };
}

/** What became of deeds: so many each, and together all deeds; none of which there are none. */
export function fatesOf(entries: readonly Entry[]): readonly (readonly ["seen" | (typeof ofDeeds)[number], number])[] {
  const deeds = entries.filter((entry) => markOf(entry) === "deed");
  return (["seen", ...ofDeeds] as const).flatMap((fate) => {
    const count = deeds.filter(({ about = "seen" }) => about === fate).length;
    return count === 0 ? [] : [[fate, count] as const];
  });
}

/** What is not shown at first: there is some of it in every tick. */
export const quietKinds: readonly MarkKind[] = ["drift", "state", "friends"];

/** How many entries there are of each kind, of the kinds that there are. */
export function countMarks(entries: readonly Entry[]): ReadonlyMap<MarkKind, number> {
  const counts = new Map<MarkKind, number>();
  for (const mark of entries.map(markingOf(entries))) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return new Map(markKinds.flatMap((kind) => (counts.has(kind) ? [[kind, counts.get(kind)!]] : [])));
}

/** Of all that moved a score, what a kind has to have moved to be shown at first, however small its steps. */
const largeShare = 1 / 4;

/** Shows all that there is where the quiet kinds are all that there is; and always what moved the score by a large part. */
export function shownAtFirst(entries: readonly Entry[]): ReadonlySet<MarkKind> {
  const there = [...countMarks(entries).keys()];
  const moved = sharesOf(entries);
  const loud = there.filter((kind) => !quietKinds.includes(kind) || (moved.get(kind) ?? 0) >= largeShare);
  return new Set(loud.length > 0 ? loud : there);
}

/** By kind, what its entries moved the score by in all, of what all kinds did. */
function sharesOf(entries: readonly Entry[]): ReadonlyMap<MarkKind, number> {
  const mark = markingOf(entries);
  const sums = new Map<MarkKind, number>();
  for (const entry of entries) sums.set(mark(entry), (sums.get(mark(entry)) ?? 0) + (entry.points ?? 0));
  const all = [...sums.values()].reduce((sum, one) => sum + Math.abs(one), 0);
  return new Map(all === 0 ? [] : [...sums].map(([kind, sum]) => [kind, Math.abs(sum) / all]));
}

/** The place among `length` that a key leads to from `at`; undefined for any other key. */
export function walk(key: string, at: number, length: number): number | undefined {
  const last = length - 1;
  const to = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1,
    ArrowLeft: at - 1,
    PageDown: at + 10,
    PageUp: at - 10,
    Home: 0,
    End: last,
  }[key];
  return to === undefined || length === 0 ? undefined : Math.max(0, Math.min(last, to));
}
