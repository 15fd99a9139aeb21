import { choices, nearest } from "../../core/problem.ts";
import type { Place } from "../../core/source.ts";
import type { Effect } from "../../plan/plan.ts";
import type { Draft } from "../draft/draft.ts";
import type { Conduct, ConductKind, Recorded } from "./conduct.ts";

/** The conduct of a name; undefined, with a problem, where there is none. */
export function namedConduct(
  name: string,
  place: Place | undefined,
  conduct: Conduct,
  draft: Draft,
): ConductKind | undefined {
  const names = conduct.map((one) => one.name);
  return (
    conduct.find((one) => one.name === name) ??
    draft.problem(
      "unknown-conduct",
      `there is no conduct "${name}"`,
      place,
      choices(names, "an entry under conduct"),
      nearest(name, names),
    )
  );
}

/** The conduct of a name, where something records it; `wants` is what is wanted of its records, such as "has points". */
export function recordedConduct(
  name: string,
  wants: string,
  place: Place | undefined,
  conduct: Conduct,
  draft: Draft,
): ConductKind | undefined {
  const kind = namedConduct(name, place, conduct, draft);
  if (!kind || (kind.is.channel && !kind.is.claims)) return kind;
  if (kind.is.claims) {
    const { value } = kind.is.claims;
    return draft.problem("never-recorded", `"${name}" ${wants}, but its records are records of ${value}`, place, value);
  }
  const message = `"${name}" ${wants}, but nothing records it`;
  return draft.problem("never-recorded", message, place, `a channel in ${kind.path}`);
}

/** The area that a conduct belongs to. */
export function areaOf(name: string, conduct: Conduct): string | undefined {
  return conduct.find((one) => one.name === name)?.is.area?.value;
}

/** What two parts of a scenario make of the same record. */
export function joinRecorded(one: Recorded | undefined, other: Recorded | undefined): Recorded {
  const both = [one, other].filter((each) => each !== undefined);
  const effects = both.flatMap((each) => each.effects);
  return {
    lets: both.flatMap(({ lets }) => lets),
    // Two lists with the same grounds note the same day.
    effects: effects.filter((effect, i) => !effects.slice(0, i).some((before) => raisesAlike(before, effect))),
    dated: both.some(({ dated }) => dated === true),
  };
}

function raisesAlike(one: Effect, other: Effect): boolean {
  if (one.kind !== "raise" || other.kind !== "raise" || one.column !== other.column) return false;
  return JSON.stringify(one.value) === JSON.stringify(other.value);
}
