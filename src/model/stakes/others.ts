import * as build from "../../rules/build.ts";
import type { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Friendship, TieFactors } from "../conduct/friendship.ts";
import type { Sights } from "../conduct/sights.ts";
import type { Draft } from "../draft/draft.ts";
import type { Scheme } from "../scheme/scheme.ts";
import type { Other, Responses } from "./response.ts";
import type { Stakes } from "./stake.ts";
import { changeByFriend, type Turn } from "./ties.ts";

interface Responding {
  readonly responses: Responses;
  readonly stakes: Stakes;
  readonly dimensions: () => readonly NumberTree[];
}

/** What people can respond with besides their conduct. */
export function othersIn(
  data: {
    readonly friendship?: Friendship | undefined;
    readonly institutions?: { readonly enrolment?: { readonly opt_out?: unknown } | undefined } | undefined;
  },
  reasons: readonly string[],
): Other[] {
  const { dropped, mended } = data.friendship ?? {};
  const ofTies: Other[] = [
    ...(dropped ? (["dropped"] as const) : []),
    ...reasons.map((name) => `dropped.${name}` as const),
    ...(mended ? (["mended"] as const) : []),
  ];
  return data.institutions?.enrolment?.opt_out ? [...ofTies, "leaving"] : ofTies;
}

/** The factors on how often friends are dropped, and taken back. At stake is what a change of the score brings in a year. */
export function tieFactors(
  { responses, stakes, dimensions }: Responding,
  scheme: Scheme | undefined,
  draft: Draft,
): TieFactors {
  const factorOf = (other: Other, turn: Turn, sights: Sights, scope: Scope): NumberTree => {
    const of = { scheme, dimensions: dimensions() };
    const stake = (): NumberTree => {
      const change = changeByFriend(turn, of, { sights, scope }, draft);
      return change ? stakes.ofChange(change) : build.constant(0);
    };
    return responses.ofOther(other, stake, scope);
  };
  return {
    dropped: (sights, reason) => {
      const other = reason === undefined ? "dropped" : (`dropped.${reason}` as const);
      return factorOf(other, "gone", sights, sights.scope);
    },
    mended: (sights, scope) => factorOf("mended", "back", sights, scope),
  };
}

/** The factor on how often the scheme is left. At stake is what would change in a year if one had left. */
export function leavingFactor(
  { responses, stakes }: Pick<Responding, "responses" | "stakes">,
  column: string,
  left: number,
  draft: Draft,
): NumberTree {
  const after = new Map([[draft.column(column).ref as string, left]]);
  return responses.ofOther("leaving", () => stakes.ofTurning(after), draft.personScope);
}
