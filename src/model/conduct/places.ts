import { mapOf, may, need, type Of, record } from "../../language/shape.ts";
import { parameter, setting } from "../../language/tagged.ts";
import { name, rule } from "../../language/values.ts";
import type { Groups, Measure } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import type { PlacesLegend } from "../legend/legend.ts";
import type { MeasureRef } from "../legend/refs.ts";
import { ticksOfPeriod } from "../time/periods.ts";
import type { PlaceOf } from "./attempt.ts";
import type { Conduct, ConductKind } from "./conduct.ts";
import { namedConduct } from "./recordable.ts";

/** `places`: what there is not enough of for all who try. */
export const placesShape = mapOf(
  record(
    {
      for: need(name("a conduct"), "the conduct whose attempts need a place"),
      capacity: need(setting("0.8"), "the share of all attempts for which there is a place, over what all share"),
      first: may(
        parameter(rule("truth", "band == A")),
        "who is served first; all others share what these leave",
        "nobody: all have the same chance",
      ),
    },
    "a mapping such as { for: applies_to_school, capacity: 0.8, first: band == A }",
  ),
  "places by name, such as school_places: { for: applies_to_school, capacity: 0.8 }",
  { most: 32 },
);
export type Places = Of<typeof placesShape>;
type One = Places[number];

/** Whether an attempt at a conduct needs a place. */
export function needsPlace(conduct: string, places: Places): boolean {
  return places.some(({ is }) => is.for.value === conduct);
}

const one = build.constant(1);
const zero = build.constant(0);
/** In the order of a truth: no, yes. */
const priority = ["others", "first"] as const;

/** Places by the conduct that needs them. */
export function lowerPlaces(places: Places, conduct: Conduct, draft: Draft): Map<string, PlaceOf> {
  const lowered = new Map<string, PlaceOf>();
  for (const each of places) {
    const { value, place } = each.is.for;
    const kind = namedConduct(value, place, conduct, draft);
    const before = places.find(({ is }) => is.for.value === value)!;
    if (before !== each)
      draft.problem("places-twice", `${value} needs a place of ${before.name} already`, place, "another conduct");
    const capacity = draft.setting(each.is.capacity, `places.${each.name}.capacity`, draft.globalScope, shareOfAll);
    const first = each.is.first ? draft.truth(each.is.first) : build.truth(false);
    if (capacity && first)
      lowered.set(value, lowerOne(each, kind, { capacity: build.clamp(capacity, 0, 1), first }, draft));
  }
  return lowered;
}

const shareOfAll = { from: 0, to: 1 };

function lowerOne(
  { name: called, is }: One,
  kind: ConductKind | undefined,
  { capacity, first }: { readonly capacity: NumberTree; readonly first: TruthTree },
  draft: Draft,
): PlaceOf {
  const isFirst = build.number(first);
  const groups: Groups | undefined = is.first && { name: "priority", index: isFirst, words: priority };
  const count = (measure: string, doc: string, apart?: Groups): MeasureRef => {
    const spec: Omit<Measure, "of" | "name" | "doc"> = {
      kind: "tally",
      where: build.truth(true),
      value: one,
      resolution: 1,
      figure: "sum",
      groups: apart,
    };
    return draft.addMeasure({ ...spec, name: measure, doc }, { topic: "places" });
  };
  const attempts = `attempts at ${is.for.value} in the tick`;
  const served = count(servedOf(called), `${attempts} that got a place of ${called}`, groups);
  const refused = count(refusedOf(called), `${attempts} for which ${called} had no place`, groups);
  if (!is.first) {
    const counts = { served, refused, tried: undefined, triedFirst: undefined };
    return { refused: build.subtract(one, capacity), counts, isFirst };
  }
  const tried = count(triedOf(called), `${attempts} that needed a place of ${called}`);
  const triedFirst = count(`${triedOf(called)} first`, `of these, attempts of who is served first`);
  const last = [tried, triedFirst].map((measure) => lastTick(measure, draft)) as [NumberTree, NumberTree];
  // What is due in some ticks only is attempted in none between them, which says nothing of those who will.
  const rests = kind?.is.every !== undefined && ticksOfPeriod(kind.is.every, draft) > 1;
  const [all, theirs] = rests ? lastTried(called, last, draft) : last;
  return {
    refused: refusedBy(capacity, first, all, theirs),
    counts: { served, refused, tried, triedFirst },
    isFirst,
  };
}

/** Attempts of the last tick. */
function lastTick(measure: MeasureRef, draft: Draft): NumberTree {
  const range = { from: 0, to: Number.MAX_SAFE_INTEGER };
  const spec = { name: `last.${measure}`, start: 0, range, doc: `the measure ${measure}, as of the last tick` };
  return draft.addGlobal(spec, { kind: "measure", measure }).leaf;
}

/** Attempts, and those of who is served first, of the last tick that had any: of it both, though of the latter it had none. */
function lastTried(
  places: string,
  [all, theirs]: readonly [NumberTree, NumberTree],
  draft: Draft,
): [NumberTree, NumberTree] {
  const any = build.compare("gt", all, zero);
  const kept = (measure: string, last: NumberTree): NumberTree => {
    const doc = `${measure}, as of the last tick that had attempts`;
    const { leaf } = draft.addGlobal({ name: `last with attempts.${measure}`, start: 0, range: last.range, doc });
    draft.addUpdate(`last with attempts.${measure}`, { kind: "tree", is: build.choose(any, last, leaf) });
    return leaf;
  };
  return [kept(triedOf(places), all), kept(`${triedOf(places)} first`, theirs)];
}

/**
 * The chance of finding no place, by the attempts of the last tick (of what is due in some ticks only, the last that had
 * any): with q the capacity, A attempts, and P of them of who is
 * served first, max(0, 1 − q A / P) for these and 1 − max(0, q A − P) / (A − P) for others. Where nobody tried, by q alone;
 * where none of one's own sort did, by what the other sort leaves.
 */
function refusedBy(capacity: NumberTree, first: TruthTree, all: NumberTree, theirs: NumberTree): NumberTree {
  const { choose, compare, subtract, divideBy, multiply, greater } = build;
  const there = multiply(capacity, all);
  const others = subtract(all, theirs);
  const ofFirst = choose(
    compare("gt", theirs, zero),
    greater(subtract(one, divideBy(there, theirs)), zero),
    build.number(compare("le", capacity, zero)),
  );
  const ofOthers = choose(
    compare("gt", others, zero),
    subtract(one, divideBy(greater(subtract(there, theirs), zero), others)),
    build.number(compare("lt", capacity, one)),
  );
  const known = choose(first, ofFirst, ofOthers);
  return build.clamp(choose(compare("gt", all, zero), known, subtract(one, capacity)), 0, 1);
}

const servedOf = (places: string): string => `served.${places}`;
const refusedOf = (places: string): string => `refused.${places}`;
const triedOf = (places: string): string => `tried.${places}`;

/** What there is not enough of, to a reader. */
export function legendOfPlaces(places: Places, draft: Draft): PlacesLegend[] {
  return places.map(({ name: called, is }) => ({
    ...draft.said(`places.${called}`, called),
    conduct: is.for.value,
    served: draft.measure(servedOf(called)),
    refused: draft.measure(refusedOf(called)),
    first: is.first && priority[1],
    others: is.first && priority[0],
  }));
}
