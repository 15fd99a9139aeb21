import { choices, nearest } from "../core/problem.ts";
import { quoted } from "../core/visible.ts";
import type { Node } from "../language/node.ts";
import { mapOf, may, need, type Of, type Reading, record } from "../language/shape.ts";
import { sourceUses } from "../language/tagged.ts";
import { text } from "../language/values.ts";

/** `sources`: what documented and reported figures name. */
export const sourcesShape = mapOf(
  record(
    {
      title: need(text(400), "what it is called"),
      author: may(text(200), "who wrote it"),
      publisher: may(text(200), "who published it"),
      date: may(text(40), "when it was published"),
      url: may(text(400), "where it can be read"),
      note: may(text(1000), "what to know about it"),
    },
    "a mapping with title, publisher, date",
  ),
  "sources by id, such as china-daily-2010: { title: ..., date: 2010-03-30 }",
  { keys: "any", most: 200 },
);
export type Sources = Of<typeof sourcesShape>;

/**
 * The ids of what stands under `sources`, which is looked at before it is read, so that a fault elsewhere does not make
 * every source unknown.
 */
export function sourceIds(sources: Node | undefined): readonly string[] {
  return sources?.kind === "map" ? sources.entries.map(({ key }) => key.replace(/\s+/g, " ").trim()) : [];
}

/** Refuses documented and reported values whose source is not listed. */
export function checkSources(reading: Reading): void {
  const ids = reading.sources ?? [];
  for (const { id, place } of sourceUses.get(reading) ?? []) {
    if (ids.includes(id)) continue;
    reading.problems.add({
      code: "unknown-source",
      message: `there is no source ${quoted(id)}`,
      place,
      expected: choices(ids, "an entry under sources"),
      nearest: nearest(id, ids),
    });
  }
}
