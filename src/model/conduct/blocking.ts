import * as build from "../../rules/build.ts";
import type { TruthTree } from "../../rules/tree.ts";
import { type Consequences, worthOf } from "../consequences/consequences.ts";
import type { Draft } from "../draft/draft.ts";
import type { Blocking, PlaceOf } from "./attempt.ts";
import type { Conduct, ConductKind } from "./conduct.ts";
import { needsPlace, type Places } from "./places.ts";
import { namedConduct } from "./recordable.ts";

/** What can keep attempts at a conduct from being done. */
export interface Blocks {
  readonly consequences: Consequences;
  readonly places: Places;
}

/** Whether anything can keep an attempt at a conduct from being done. */
export function isBlockable({ name, is }: ConductKind, { consequences, places }: Blocks): boolean {
  return (
    is.blocked !== undefined ||
    consequences.some((one) => one.is.blocks?.some(({ value }) => value === name)) ||
    needsPlace(name, places)
  );
}

/** What blocks attempts, by conduct. */
export function blockedBy(
  conduct: Conduct,
  { consequences, places }: Blocks,
  placeOf: ReadonlyMap<string, PlaceOf>,
  draft: Draft,
): Map<string, Blocking> {
  for (const { value, place } of consequences.flatMap(({ is }) => is.blocks ?? [])) {
    namedConduct(value, place, conduct, draft);
  }
  const blocked = new Map<string, Blocking>();
  for (const one of conduct) {
    if (!isBlockable(one, { consequences, places })) continue;
    const own = (one.is.blocked && draft.truth(one.is.blocked)) ?? build.truth(false);
    const blocking = consequences.flatMap((each) => {
      const under = draft.personScope.lookup(each.name);
      const blocks = each.is.blocks?.some(({ value }) => value === one.name);
      return blocks && under?.kind === "truth" ? [{ each, under: under.tree }] : [];
    });
    blocked.set(one.name, {
      holds: blocking.reduce((holds, { under }) => build.or(holds, under), own),
      worth: worthOfAttempts(own, blocking, draft),
      place: placeOf.get(one.name),
    });
  }
  return blocked;
}

interface Under {
  readonly each: Consequences[number];
  readonly under: TruthTree;
}

/**
 * What an attempt that consequences block is worth: where several do, each has an equal part in it, so that the order of a
 * file means nothing. What the conduct itself blocks is nobody else's doing.
 */
function worthOfAttempts(own: TruthTree, blocking: readonly Under[], draft: Draft): Blocking["worth"] {
  const many = blocking.map(({ under }) => build.number(under)).reduce(build.add, build.constant(0));
  return blocking.flatMap(({ each: { name, is }, under }) => {
    const money = is.costs_each ?? is.benefits_each;
    if (!money) return [];
    const yuan = build.divideBy(build.constant(is.costs_each ? -money.amount : money.amount), many);
    const mine = build.and(under, build.not(own));
    return [{ measure: draft.measure(worthOf(name)), yuan: build.choose(mine, yuan, build.constant(0)) }];
  });
}
