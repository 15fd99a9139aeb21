import * as build from "../../rules/build.ts";
import type { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Friendship } from "../conduct/friendship.ts";
import type { Draft } from "../draft/draft.ts";
import type { Scheme } from "../scheme/scheme.ts";
import type { Other, Responses } from "./response.ts";
import type { Stakes } from "./stake.ts";

interface Responding {
  readonly responses: Responses;
  readonly stakes: Stakes;
}

/** What people can respond with besides their conduct. */
export function othersIn(data: {
  readonly friendship?: Friendship | undefined;
  readonly institutions?: { readonly enrolment?: { readonly opt_out?: unknown } | undefined } | undefined;
}): Other[] {
  const dropped: Other[] = data.friendship?.dropped ? ["dropped"] : [];
  return data.institutions?.enrolment?.opt_out ? [...dropped, "leaving"] : dropped;
}

/**
 * The factor on how often a friend is dropped. At stake is what the pull of the others would bring in a year: so much of
 * `gain_of_dropping`.
 */
export function droppingFactor(
  { responses, stakes }: Responding,
  scheme: Scheme | undefined,
  scope: Scope,
  draft: Draft,
): NumberTree {
  const stake = (): NumberTree => {
    const gain = scope.lookup("gain_of_dropping");
    const setting = scheme?.friends?.pull_per_tick;
    const pull = setting && draft.setting(setting, "scheme.friends.pull_per_tick");
    if (gain?.kind !== "number" || !pull) return build.constant(0);
    const yearly = build.clamp(build.multiply(pull, build.constant(draft.calendar.ticksPerYear)), 0, 1);
    return stakes.ofChange(build.multiply(gain.tree, yearly));
  };
  return responses.ofOther("dropped", stake, scope);
}

/** The factor on how often the scheme is left. At stake is what would change in a year if one had left. */
export function leavingFactor(
  { responses, stakes }: Responding,
  column: string,
  left: number,
  draft: Draft,
): NumberTree {
  const after = new Map([[draft.column(column).ref as string, left]]);
  return responses.ofOther("leaving", () => stakes.ofTurning(after), draft.personScope);
}
