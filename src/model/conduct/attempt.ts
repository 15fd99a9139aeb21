import type { Effect, Event, Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { dayName, daysOfTick } from "../time/days.ts";
import { actsOf, blockedOf, countings } from "./counts.ts";
import type { Purposes } from "./purposes.ts";

/** The local that says whether an attempt came to nothing. */
export const blockedName = "blocked";

/** What is counted of an attempt, recorded or not, and whether a record follows. */
export function attempted(
  conduct: string,
  seen: TruthTree,
  blocked: TruthTree | undefined,
  lets: Let[],
  draft: Draft,
): Pick<Event, "before" | "when"> {
  const tally = (name: string, value: NumberTree): Effect => ({ kind: "tally", measure: draft.measure(name), value });
  const one = build.constant(1);
  if (!blocked) return { before: [tally(actsOf(conduct), one), ...countings("did", conduct, one, draft)], when: seen };
  lets.push({ name: blockedName, kind: "truth", is: blocked });
  const stopped = build.local(blockedName, { from: 0, to: 1 });
  return {
    before: [
      tally(actsOf(conduct), build.subtract(one, stopped)),
      tally(blockedOf(conduct), stopped),
      ...countings("did", conduct, build.subtract(one, stopped), draft),
      ...countings("blocked", conduct, stopped, draft),
    ],
    when: build.and(seen, build.compare("eq", stopped, build.constant(0))),
  };
}

/** The day of the tick on which the act is done, counted from 0. */
export function dayLets(purposes: Purposes, draft: Draft): Let[] {
  const days = daysOfTick(draft);
  const luck = build.local("luck of the day", { from: 0, to: 1 });
  const last = build.subtract(days, build.constant(1));
  return [
    { name: "luck of the day", kind: "uniform", purpose: purposes.of("day") },
    { name: dayName, kind: "number", is: build.lesser(build.unary("floor", build.multiply(luck, days)), last) },
  ];
}
