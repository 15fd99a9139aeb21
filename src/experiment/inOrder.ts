import type { Entry, EntryKind } from "./life.ts";

/** What has a day of its own, or stands with what has one, or is so from the beginning of a tick on. */
const dated: ReadonlySet<EntryKind> = new Set(["act", "record", "points", "redress", "list", "link", "phase"]);

/**
 * The entries of one tick in the order of their days, else as they came. What has no day of its own follows from what
 * came before it, and is no earlier: `begins` is the date that it has, the day on which the tick begins.
 */
export function inOrderOfDays<One extends Entry>(entries: readonly One[], begins: string): One[] {
  let latest = begins;
  const placed = entries.map((entry) => {
    if (entry.date > latest) latest = entry.date;
    return entry.date === begins && !dated.has(entry.kind) ? { ...entry, date: latest } : entry;
  });
  return placed.sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
}
