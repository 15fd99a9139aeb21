import * as build from "../../rules/build.ts";
import type { NumberTree, Tree, TruthTree } from "../../rules/tree.ts";
import type { Onlooker } from "../draft/audiences.ts";
import type { Draft } from "../draft/draft.ts";
import { shareOf } from "../draft/fit.ts";
import { asSeen } from "../population/seen.ts";
import type { Conduct, ConductKind } from "./conduct.ts";
import { openSights, type Sights } from "./sights.ts";

/** Where the word that is drawn has to lie: below one chance and, where there is another, not below that. */
export interface Interval {
  readonly chance: NumberTree;
  readonly above: NumberTree | undefined;
  /** How long it can be: the chance of this alone, as it follows from its rule, which may be beyond 0 to 1. */
  readonly own: NumberTree;
}

/** The highest that a chance can be, held to 0 to 1. */
export function mostOf({ range: { to } }: NumberTree): number {
  return Math.min(1, Math.max(0, to));
}

/** When what is due, or done at an encounter, comes about. */
export interface Share {
  /** Of whom it is due; with encounters it is part of the chance. */
  readonly when: TruthTree;
  /** What is seen of who is met. */
  readonly sights: Sights;
  /** As people decide who see each other so, which is nothing to what is due; undefined, with a problem, where too large. */
  readonly as: (onlooker: Onlooker) => Interval | undefined;
}

/** Gives the share of each conduct that is due or done at encounters; undefined, with problems, where it has none. */
export type Shares = (one: ConductKind) => Share | undefined;

/** What stands for a sum that is 1 but for rounding. */
const slack = 1e-6;

/** Outcomes of one moment are reckoned together, when the first of them is asked for. */
export function openShares(conduct: Conduct, factors: ReadonlyMap<string, NumberTree>, draft: Draft): Shares {
  const known = new Map<string, ((one: ConductKind) => Share) | undefined>();
  return (one) => {
    const called = one.is.outcome?.name ?? one.name;
    if (!known.has(called)) {
      const those = one.is.outcome ? conduct.filter(({ is }) => is.outcome?.name === called) : [one];
      known.set(called, sharesOf(those, factors, draft));
    }
    return known.get(called)?.(one);
  };
}

/** The path of what says when a conduct comes about. */
export function momentOf(one: ConductKind): string {
  return one.is.outcome?.path ?? one.path;
}

/** What the outcomes of a moment are drawn by, as it is written. */
interface Moment {
  readonly those: readonly ConductKind[];
  readonly holds: TruthTree;
  readonly stated: readonly NumberTree[];
  readonly factors: ReadonlyMap<string, NumberTree>;
  readonly sights: Sights;
}

function sharesOf(
  those: readonly ConductKind[],
  factors: ReadonlyMap<string, NumberTree>,
  draft: Draft,
): ((one: ConductKind) => Share) | undefined {
  const [first] = those as [ConductKind];
  const sights = openSights("other", draft);
  const scope = first.is.at ? sights.scope : draft.personScope;
  const path = momentOf(first);
  const holds = first.is.when ? draft.truth(first.is.when, scope) : build.truth(true);
  const stated = those.map((one): NumberTree | undefined => {
    if (one.is.outcome?.isRest) return build.constant(0);
    return one.is.chance ? draft.setting(one.is.chance, `${one.path}.chance`, scope, shareOf) : build.constant(1);
  });
  if (!holds || !stated.every((chance) => chance !== undefined)) return undefined;
  if (those.length > 1 && !mayBeShares(stated, path, draft)) return undefined;
  const moment = { those, holds, stated, factors, sights };
  const laid = new Map<Onlooker, ReadonlyMap<string, Interval>>();
  const layAs = (onlooker: Onlooker): ReadonlyMap<string, Interval> => {
    const intervals = laid.get(onlooker) ?? sideBySide(moment, onlooker, draft);
    laid.set(onlooker, intervals);
    return intervals;
  };
  const when = first.is.at ? build.truth(true) : asSeen(holds, draft);
  return ({ name }) => ({ when, sights, as: (onlooker) => layAs(onlooker).get(name) });
}

/** Lays the chances of outcomes side by side: each begins where the one before it ends, and what is left comes last. */
function sideBySide(
  { those, holds, stated, factors, sights }: Moment,
  onlooker: Onlooker,
  draft: Draft,
): ReadonlyMap<string, Interval> {
  const [{ is }] = those as [ConductKind];
  const isOne = is.outcome === undefined;
  const seen = <T extends Tree>(tree: T): T => (is.at ? sights.as(tree, onlooker) : asSeen(tree, draft));
  const held = seen(holds);
  const both = is.together ? build.and(held, sights.exchanged(held)) : held;
  // What is due says of whom by itself; of who meets, it is a chance of 0 that says of whom not.
  const among = (chance: NumberTree): NumberTree => (is.at ? build.choose(both, chance, build.constant(0)) : chance);
  const ofBoth = (chance: NumberTree): NumberTree => {
    const own = build.clamp(chance, 0, 1);
    return build.multiply(own, sights.exchanged(own));
  };
  const answered = (one: ConductKind, place: number): NumberTree => {
    const [chance, factor] = [seen(stated[place]!), factors.get(one.name)];
    return factor ? build.multiply(chance, factor) : chance;
  };
  const found = new Map<string, Interval>();
  let sum: NumberTree | undefined;
  const put = (one: ConductKind, own: NumberTree, chance: NumberTree, above: NumberTree | undefined): void => {
    const weighed = draft.weighed(among(chance), draft.placeOf(momentOf(one)));
    if (weighed) found.set(one.name, { chance: weighed, above, own });
  };
  for (const [place, one] of those.entries()) {
    if (one.is.outcome?.isRest) continue;
    const chance = answered(one, place);
    const own = is.together ? ofBoth(chance) : isOne ? chance : build.greater(chance, build.constant(0));
    const end = sum ? build.add(sum, own) : own;
    put(one, own, end, sum);
    sum = end;
  }
  const all = build.constant(1);
  for (const one of those) if (one.is.outcome?.isRest) put(one, sum ? build.subtract(all, sum) : all, all, sum);
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
