import type { Entry, EntryKind } from "../../../src/index.ts";

/** What an entry of a life is to a reader: by these a file is filtered. */
export const markKinds = [
  "deed",
  "record",
  "mistake",
  "dispute",
  "outcome",
  "friends",
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
  points: "record",
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
  for (const entry of entries) counts.set(markOf(entry), (counts.get(markOf(entry)) ?? 0) + 1);
  return new Map(markKinds.flatMap((kind) => (counts.has(kind) ? [[kind, counts.get(kind)!]] : [])));
}

/** Shows all that there is where the quiet kinds are all that there is. */
export function shownAtFirst(entries: readonly Entry[]): ReadonlySet<MarkKind> {
  const there = [...countMarks(entries).keys()];
  const loud = there.filter((kind) => !quietKinds.includes(kind));
  return new Set(loud.length > 0 ? loud : there);
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
