import type { Quantity } from "../../language/units.ts";
import { assume } from "../../rules/assume.ts";
import * as build from "../../rules/build.ts";
import { isSame, type NumberTree, type TruthTree } from "../../rules/tree.ts";
import type { Consequences } from "../consequences/consequences.ts";
import type { Draft } from "../draft/draft.ts";

/** A consequence that costs its bearer something, or brings it: what family members pay is not one's own. */
export interface Price {
  /** For whom it holds; of one that lasts, what makes it begin. */
  readonly holds: TruthTree;
  /** Yuan a year, below 0 for what it brings. */
  readonly yearly: number;
  /** Years for which one that has begun lasts, a year at most; undefined for one that holds as long as its condition. */
  readonly lasts: number | undefined;
  /** The areas whose records alone decide over it; undefined for all. */
  readonly areas: readonly string[] | undefined;
}

/** What all consequences cost and bring. Those that are at fault have problems of their own. */
export function pricesOf(consequences: Consequences, draft: Draft): Price[] {
  return consequences.flatMap(({ name, is }): Price[] => {
    const money = is.costs ?? is.benefits;
    if (!money) return [];
    const yearly = yearlyOf(money, draft) * (is.costs ? 1 : -1);
    const areas = is.domain && draft.contexts.get(is.domain.value);
    if (is.on && is.lasts) {
      const holds = draft.truth(is.on);
      const ticks = Math.max(1, Math.round(draft.calendar.ticksOf(is.lasts)));
      return holds ? [{ holds, yearly, lasts: Math.min(1, ticks / draft.calendar.ticksPerYear), areas }] : [];
    }
    // Over what is; where records of some areas alone decide, what is made of it is read over these.
    const meaning = areas && is.when ? draft.truth(is.when) : truthOf(name, draft);
    return meaning
      ? [{ holds: areas ? build.and(draft.begun, meaning) : meaning, yearly, lasts: undefined, areas }]
      : [];
  });
}

function truthOf(name: string, draft: Draft): TruthTree | undefined {
  const meaning = draft.personScope.lookup(name);
  return meaning?.kind === "truth" ? meaning.tree : undefined;
}

function yearlyOf({ amount, per = "year" }: Quantity, { calendar }: Draft): number {
  const ticks = per === "tick" ? 1 : calendar.ticksOf({ amount: 1, dimension: "duration", per });
  return (amount / ticks) * calendar.ticksPerYear;
}

/** Figures in the place of columns. */
export type Given = ReadonlyMap<string, number>;

/**
 * What one comes to pay in the year that follows, in yuan, if columns turn from what they are in `before` (as they are,
 * where it says nothing) to what they are in `after`, all else as it is. Consequences that hold as long as their condition
 * are paid for `years`.
 */
export function turning(prices: readonly Price[], before: Given, after: Given, years = 1): NumberTree {
  const by =
    (given: Given) =>
    ({ op, name }: NumberTree & { readonly name: string }): NumberTree | undefined => {
      const value = op === "global" ? undefined : given.get(name);
      return value === undefined ? undefined : build.constant(value);
    };
  let sum: NumberTree = build.constant(0);
  for (const { holds, yearly, lasts } of prices) {
    const [was, is] = [assume(holds, by(before)), assume(holds, by(after))];
    if (isSame(was, is)) continue;
    const more = build.subtract(build.number(is), build.number(was));
    const least = lasts === undefined ? more : build.greater(more, build.constant(0));
    sum = build.add(sum, build.multiply(least, build.constant(yearly * (lasts ?? years))));
  }
  return sum;
}
