import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { fromZero } from "../draft/fit.ts";
import { asSeen } from "../population/seen.ts";
import { ticksOfPeriod } from "../time/periods.ts";
import type { Conduct, ConductKind } from "./conduct.ts";
import { rateKeysIn, rateUnits } from "./rates.ts";
import { openShares } from "./shares.ts";

/**
 * How often somebody does something in a year, as it is stated, before anything responds. Nobody knows whom they will
 * meet: what is done at encounters is not reckoned with. Undefined, with problems, where its rules cannot be read.
 */
export function yearlyOf(one: ConductKind, conduct: Conduct, draft: Draft): NumberTree | undefined {
  if (one.is.at) return build.constant(0);
  const { ticksPerYear } = draft.calendar;
  if (one.is.every) {
    const share = openShares(conduct, new Map(), draft)(one);
    const interval = share?.as("friends");
    if (!share || !interval) return undefined;
    const held = (chance: NumberTree): NumberTree => build.clamp(chance, 0, 1);
    const { chance, above } = interval;
    const each = above ? build.subtract(held(chance), held(above)) : held(chance);
    const often = build.multiply(held(each), build.constant(ticksPerYear / ticksOfPeriod(one.is.every, draft)));
    return build.choose(share.when, often, build.constant(0));
  }
  const key = rateKeysIn(one.is)[0]!;
  const stated = asSeen(draft.setting(one.is[key]!, `${one.path}.${key}`, draft.personScope, fromZero), draft);
  if (!stated) return undefined;
  const atMost = one.is.at_most?.amount;
  const held = atMost === undefined ? stated : build.lesser(stated, build.constant(atMost));
  const perTick = build.greater(draft.perTick(held, rateUnits[key]), build.constant(0));
  return build.multiply(perTick, build.constant(ticksPerYear));
}
