import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { shareOf } from "../draft/fit.ts";
import type { Conduct, ConductKind } from "./conduct.ts";
import { openSights, refuseHidden, type Sights } from "./sights.ts";

/**
 * When what is due, or done at an encounter, comes about: where the word that is drawn lies below one chance and not
 * below another. Outcomes of one moment have intervals side by side, what is left as the last.
 */
export interface Share {
  readonly chance: NumberTree;
  readonly above: NumberTree | undefined;
  /** Of whom it is due; with encounters it is part of the chance. */
  readonly when: TruthTree;
  /** What is seen of who is met. */
  readonly sights: Sights;
}

/** Gives the share of each conduct that is due or done at encounters; undefined, with problems, where it has none. */
export type Shares = (one: ConductKind) => Share | undefined;

/** What stands for a sum that is 1 but for rounding. */
const slack = 1e-6;

/** Outcomes of one moment are reckoned together, when the first of them is asked for. */
export function openShares(conduct: Conduct, factors: ReadonlyMap<string, NumberTree>, draft: Draft): Shares {
  const known = new Map<string, ReadonlyMap<string, Share>>();
  return (one) => {
    const called = one.is.outcome?.name ?? one.name;
    if (!known.has(called)) {
      const those = one.is.outcome ? conduct.filter(({ is }) => is.outcome?.name === called) : [one];
      known.set(called, sharesOf(those, factors, draft));
    }
    return known.get(called)!.get(one.name);
  };
}

/** The path of what says when a conduct comes about. */
export function momentOf(one: ConductKind): string {
  return one.is.outcome?.path ?? one.path;
}

function sharesOf(
  those: readonly ConductKind[],
  factors: ReadonlyMap<string, NumberTree>,
  draft: Draft,
): ReadonlyMap<string, Share> {
  const [first] = those as [ConductKind];
  const sights = openSights("other", draft);
  const scope = first.is.at ? sights.scope : draft.personScope;
  const path = momentOf(first);
  const holds = first.is.when ? draft.truth(first.is.when, scope) : build.truth(true);
  refuseHidden(holds, draft.placeOf(`${path}.when`), draft);
  const stated = those.map((one): NumberTree | undefined => {
    if (one.is.outcome?.isRest) return build.constant(0);
    if (!one.is.chance) return build.constant(1);
    const chance = draft.setting(one.is.chance, `${one.path}.chance`, scope, shareOf);
    refuseHidden(chance, draft.placeOf(`${one.path}.chance`), draft);
    return chance;
  });
  if (!holds || !stated.every((chance) => chance !== undefined)) return new Map();
  if (those.length > 1 && !mayBeShares(stated, path, draft)) return new Map();
  const answered = those.map((one, i) => {
    const factor = factors.get(one.name);
    return factor ? build.multiply(stated[i]!, factor) : stated[i]!;
  });
  return sideBySide(those, answered, holds, sights, draft);
}

/** Lays the chances of outcomes side by side: each begins where the one before it ends, and what is left comes last. */
function sideBySide(
  those: readonly ConductKind[],
  chances: readonly NumberTree[],
  holds: TruthTree,
  sights: Sights,
  draft: Draft,
): ReadonlyMap<string, Share> {
  const [{ is }] = those as [ConductKind];
  const isOne = is.outcome === undefined;
  const both = is.together ? build.and(holds, sights.exchanged(holds)) : holds;
  // What is due says of whom by itself; of who meets, it is a chance of 0 that says of whom not.
  const among = (chance: NumberTree): NumberTree => (is.at ? build.choose(both, chance, build.constant(0)) : chance);
  const ofBoth = (chance: NumberTree): NumberTree => {
    const held = build.clamp(chance, 0, 1);
    return build.multiply(held, sights.exchanged(held));
  };
  const found = new Map<string, Share>();
  let sum: NumberTree | undefined;
  const put = (one: ConductKind, chance: NumberTree, above: NumberTree | undefined): void => {
    const weighed = draft.weighed(among(chance), draft.placeOf(momentOf(one)));
    if (weighed) found.set(one.name, { chance: weighed, above, when: is.at ? build.truth(true) : holds, sights });
  };
  for (const [i, one] of those.entries()) {
    if (one.is.outcome?.isRest) continue;
    const stated = chances[i]!;
    const own = is.together ? ofBoth(stated) : isOne ? stated : build.greater(stated, build.constant(0));
    const end = sum ? build.add(sum, own) : own;
    put(one, end, sum);
    sum = end;
  }
  for (const one of those) if (one.is.outcome?.isRest) put(one, build.constant(1), sum);
  return found;
}

/** Whether chances can be those of outcomes of which one comes about. */
function mayBeShares(stated: readonly NumberTree[], path: string, draft: Draft): boolean {
  const place = draft.placeOf(`${path}.one_of`);
  const total = (end: "from" | "to"): number =>
    stated.reduce((sum, { range }) => sum + Math.min(1, Math.max(0, range[end])), 0);
  const shown = (sum: number): string => String(Number(sum.toPrecision(6)));
  const [least, most] = [total("from"), total("to")];
  const right = "chances that add up to 1 at most, or one that is the rest";
  if (least > 1 + slack) {
    draft.problem(
      "chances-above-one",
      `these chances add up to ${least === most ? "" : "at least "}${shown(least)}`,
      place,
      right,
    );
    return false;
  }
  if (most > 1 + slack)
    draft.problems.warn({
      code: "chances-above-one",
      message: `these chances can add up to ${shown(most)}: what is beyond 1 is cut off from the last of them`,
      place,
      expected: right,
    });
  return true;
}
