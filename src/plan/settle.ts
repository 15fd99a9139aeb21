import type { Plan } from "./plan.ts";

/** The tick in which a world begins: 0, or below it where the world settles first. */
export function firstTick({ settle = 0 }: Pick<Plan, "settle">): number {
  return 0 - settle;
}

/** The tick under which chance is drawn: that of the start, −1, is passed over by ticks of settling. */
export function chanceTick(tick: number): number {
  return tick < 0 ? tick - 1 : tick;
}

/** The same plan without its settling: its first tick follows the start. */
export function unsettled(plan: Plan): Plan {
  return { ...plan, settle: undefined };
}
