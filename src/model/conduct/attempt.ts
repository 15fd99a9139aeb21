import type { Effect, Event, Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import type { MeasureRef } from "../legend/refs.ts";
import { dayName, daysOfTick } from "../time/days.ts";
import { actsOf, blockedOf, countings } from "./counts.ts";
import type { Purposes } from "./purposes.ts";

/** The local that says whether an attempt came to nothing. */
export const blockedName = "blocked";

/** What keeps attempts at a conduct from being done, and what that costs. */
export interface Blocking {
  /** For whom one comes to nothing whatever luck there is: as the conduct itself says, or a consequence. */
  readonly holds: TruthTree;
  /** What one that consequences block is worth in yuan, by the measure that adds it up. */
  readonly worth: readonly { readonly measure: MeasureRef; readonly yuan: NumberTree }[];
  /** What an attempt needs that nothing else blocks. */
  readonly place: PlaceOf | undefined;
}

/** What becomes of an attempt that needs a place. */
export interface PlaceOf {
  /** The chance that there is none for it. */
  readonly refused: NumberTree;
  /** Measures that count attempts: how many got a place and how many did not, and whose they were. */
  readonly counts: {
    readonly served: MeasureRef;
    readonly refused: MeasureRef;
    /** All of them, and those of who is served first: the chances of the next tick follow from them. */
    readonly tried: MeasureRef | undefined;
    readonly triedFirst: MeasureRef | undefined;
  };
  /** 1 for who is served first. */
  readonly isFirst: NumberTree;
}

const one = build.constant(1);

/** What is counted of an attempt, recorded or not, and whether a record follows. */
export function attempted(
  conduct: string,
  seen: TruthTree,
  blocking: Blocking | undefined,
  lets: Let[],
  purposes: Purposes,
  draft: Draft,
): Pick<Event, "before" | "when"> {
  const did = (value: NumberTree): Effect[] => countings("did", conduct, value, draft);
  if (!blocking) return { before: [tally(draft.measure(actsOf(conduct)), one), ...did(one)], when: seen };
  const { holds, worth, place } = blocking;
  const needs = place && needLets(holds, place, lets, purposes);
  lets.push({ name: blockedName, kind: "truth", is: needs ? build.or(holds, needs.none) : holds });
  const stopped = build.local(blockedName, { from: 0, to: 1 });
  return {
    before: [
      tally(draft.measure(actsOf(conduct)), build.subtract(one, stopped)),
      tally(draft.measure(blockedOf(conduct)), stopped),
      ...did(build.subtract(one, stopped)),
      ...countings("blocked", conduct, stopped, draft),
      ...worth.map(({ measure, yuan }) => tally(measure, yuan)),
      ...(needs?.counts ?? []),
    ],
    when: build.and(seen, build.compare("eq", stopped, build.constant(0))),
  };
}

function tally(measure: MeasureRef, value: NumberTree): Effect {
  return { kind: "tally", measure, value };
}

/** Draws whether there is a place for an attempt; gives what is counted of it, which is nothing of what is blocked anyway. */
function needLets(
  holds: TruthTree,
  { refused, counts, isFirst }: PlaceOf,
  lets: Let[],
  purposes: Purposes,
): { readonly none: TruthTree; readonly counts: readonly Effect[] } {
  lets.push({ name: "no place", kind: "chance", p: refused, purpose: purposes.of("places") });
  const none = build.local("no place", { from: 0, to: 1 });
  const free = build.number(build.not(holds));
  const { served, refused: turnedAway, tried, triedFirst } = counts;
  return {
    none: build.compare("gt", none, build.constant(0)),
    counts: [
      tally(served, build.multiply(free, build.subtract(one, none))),
      tally(turnedAway, build.multiply(free, none)),
      ...(tried ? [tally(tried, free)] : []),
      ...(triedFirst ? [tally(triedFirst, build.multiply(free, isFirst))] : []),
    ],
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
