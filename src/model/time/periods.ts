import type { Quantity } from "../../language/units.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { tickOf } from "./time.ts";

const usual: Quantity = { amount: 1, dimension: "duration", per: "year" };

/** Ticks of a period of time: a whole number of them, at least one. */
export function ticksOfPeriod(period: Quantity, { calendar }: Draft): number {
  return Math.max(1, Math.round(calendar.ticksOf(period)));
}

/**
 * Whether a period, a year unless told, counted from the start of the world, begins in this tick: of periods before the
 * start as well, where the world settles. The clock stands still then, and what is due is due all the same.
 */
export function periodBegins(period: Quantity = usual, draft: Draft): TruthTree {
  const { settling } = draft;
  const tick = settling ? build.subtract(tickOf(draft), settling) : tickOf(draft);
  const length = build.constant(ticksOfPeriod(period, draft));
  const whole = build.multiply(
    build.unary("floor", build.divideBy(build.add(tick, build.constant(0.5)), length)),
    length,
  );
  return build.compare("eq", tick, whole);
}

/** How many ticks ago the period began, a year unless told, that this tick is of: 0 where one begins. */
export function ticksInto(period: Quantity = usual, draft: Draft): NumberTree {
  const tick = tickOf(draft);
  const length = build.constant(ticksOfPeriod(period, draft));
  const periods = build.unary("floor", build.divideBy(build.add(tick, build.constant(0.5)), length));
  return build.subtract(tick, build.multiply(periods, length));
}
