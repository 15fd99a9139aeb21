import { choices, nearest } from "../../core/problem.ts";
import type { Place } from "../../core/source.ts";
import type { Conduct } from "../conduct/conduct.ts";
import type { Draft } from "../draft/draft.ts";

/** The areas that conduct names, in order. */
export function areasOf(conduct: Conduct): readonly string[] {
  return [...new Set(conduct.flatMap(({ is }) => (is.area ? [is.area.value] : [])))].sort();
}

/** Refuses an area that no conduct belongs to. */
export function checkArea(name: string, place: Place, areas: readonly string[], draft: Draft): void {
  if (areas.includes(name)) return;
  draft.problem(
    "unknown-area",
    `no conduct belongs to the area "${name}"`,
    place,
    choices(areas, "an area that a conduct names"),
    nearest(name, areas),
  );
}
