import type { TracedTie } from "../engine/common/trace.ts";

/**
 * A friend lost, and why, or a friend again. Who it is is not told: a friend is a number among this person's own, the same as
 * where a life tells of what friends show.
 */
export function sayTie({ lane, isCut, own, friends }: TracedTie, dropping: ReadonlyMap<string, string>): string {
  const friend = `friend ${lane + 1}`;
  if (!isCut) return `${friend} is a friend from now on`;
  const why = (column: string): string => {
    const reason = dropping.get(column);
    if (reason === undefined) throw new Error(`bug: ${column} cuts ties, and the legend does not know why`);
    return reason;
  };
  if (own === undefined) return `${friend} drops this person (${why(friends!)})`;
  const both = friends === undefined ? "" : `, who drops this person too (${why(friends)})`;
  return `drops ${friend} (${why(own)})${both}`;
}
