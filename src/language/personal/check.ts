import type { Problems } from "../../core/problem.ts";
import type { Place } from "../../core/source.ts";
import { findPersonal, type Looked } from "./personal.ts";

/**
 * Refuses what in a text has the shape of an identifier, a telephone number, an address or coordinates (see
 * `findPersonal`). `place` is where the text was written, quotes and all; a fault points at its characters there. Gives
 * whether there was none.
 */
export function checkPersonal(text: string, place: Place, problems: Problems, how?: Looked): boolean {
  const found = findPersonal(text, how);
  let from = place.start;
  for (const { start, end, says, isFigure } of found) {
    const characters = text.slice(start, end);
    const exact = placeIn(place, characters, from);
    from = exact?.end ?? from;
    problems.add({
      code: "personal-shape",
      message: `${shown(characters)} has the shape of ${says}`,
      place: exact ?? place,
      remedy: isFigure
        ? "leave it out: no real person enters; a figure so long is written 1_400_000_000, in a text 1,400,000,000 or 1.4 billion, in a rule 1.4e9"
        : "leave it out: no real person enters",
    });
  }
  return found.length === 0;
}

/** Where characters of a text were written: as they are, or over the ends of lines; undefined where they were escaped. */
function placeIn({ source, start, end }: Place, characters: string, from: number): Place | undefined {
  const written = source.text.slice(0, end);
  const exact = written.indexOf(characters, Math.max(start, from));
  if (exact >= 0) return { source, start: exact, end: exact + characters.length };
  const words = characters.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const folded = new RegExp(words.join("\\s+"), "g");
  folded.lastIndex = Math.max(start, from);
  const found = folded.exec(written);
  return found ? { source, start: found.index, end: found.index + found[0].length } : undefined;
}

/** In quotes, without what cannot be seen, cut where it is long. */
function shown(characters: string): string {
  const clean = characters.replace(/[\p{Cf}\p{Cc}\s]+/gu, (hidden) => (/\s/.test(hidden) ? " " : ""));
  return `"${clean.length > 60 ? `${clean.slice(0, 60)}…` : clean}"`;
}
