import type { Effect, Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { endStay } from "../lists/listing.ts";
import { allSum } from "../scheme/points.ts";
import { dayName } from "../time/days.ts";
import { closed, isOne, verdictOf } from "./arrivals.ts";
import { type Carriage, queueOf } from "./carried.ts";
import type { Case, Docket } from "./docket.ts";
import { standsIn, takeTraces } from "./extras.ts";
import { carriedNames, freedName, labelOf } from "./known.ts";
import { verdictEffects } from "./redressMeasures.ts";

const zero = build.constant(0);

/** The share of points that a score still holds after so many ticks. */
export type Left = (ticks: number) => number;

/** The steps in which cases are decided: one for each time that records can wait for it. */
export function lowerDecisions(docket: Docket, carriage: Carriage, left: Left, draft: Draft): void {
  for (const one of docket.cases) {
    for (const delay of docket.waitsFor(one)) {
      const record = { label: labelOf(one.name), ...decision(one, delay, docket, carriage, left, draft) };
      const queue = draft.own<string>(queueOf(one, delay));
      draft.addStep({ kind: "deliver", name: `${one.name} after ${delay} ticks`, queue, record });
    }
  }
}

/** What is done when a record has waited so many ticks for a case. */
function decision(one: Case, delay: number, docket: Docket, carriage: Carriage, left: Left, draft: Draft) {
  const carried = carriage.localsOf(one);
  const open = carried.get(carriedNames.open);
  const lets: Let[] = [];
  const bind = (name: string, is: NumberTree): NumberTree => {
    lets.push({ name, kind: "number", is });
    return build.local(name, is.range);
  };
  const known = new Map(carried);
  const points = carried.get(carriedNames.points);
  const share = left(delay);
  // What was added has faded since with all that the score held.
  const stands =
    points && share < 1
      ? bind("points left", build.unary("round", build.multiply(points, build.constant(share))))
      : points;
  const freed = bind(
    freedName(one.name),
    build.number(verdictOf(one, carried, open && { main: open, extras: (extra) => standsIn(extra, carried) }, draft)),
  );
  const isFreed = isOne(freed);
  const effects: Effect[] = [];
  let back: NumberTree = zero;
  if (one.points && stands) {
    const step = build.constant(-draft.column(allSum).column.resolution);
    const counts = build.and(isFreed, draft.covered);
    back = bind("points back", build.choose(counts, build.multiply(stands, step), zero));
    effects.push({ kind: "add", column: draft.column(allSum).ref, value: back, label: labelOf(one.name) });
  }
  const traces = takeTraces(
    { name: one.name, takes: one.extras, carried, delay, isFreed, left: left(1), bind },
    docket.takeable.traces,
    known,
    draft,
  );
  effects.push(...traces.effects);
  back = build.add(back, traces.back);
  effects.push(...verdictEffects(one, build.constant(1), freed, back, draft));
  for (const { list } of docket.listsOf(one)) {
    const name = carriedNames.until(list.name);
    const until = carried.get(name)!;
    if (!one.entries) continue;
    effects.push(endStay(list.name, { day: carried.get(dayName)!, until, when: isFreed }, draft));
    known.set(name, build.choose(isFreed, zero, until));
  }
  if (stands) known.set(carriedNames.points, one.points ? build.choose(isFreed, zero, stands) : stands);
  if (open) known.set(carriedNames.open, build.choose(isFreed, closed(open, one), open));
  const posts = carriage.postsFrom(one, undefined, known, draft);
  return { carry: [...carried.keys()], lets, effects, ...(posts.length > 0 && { posts }) };
}
