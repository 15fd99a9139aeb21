import { assume } from "../../rules/assume.ts";
import * as build from "../../rules/build.ts";
import type { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Sights } from "../conduct/sights.ts";
import type { Draft } from "../draft/draft.ts";
import { unseenIn } from "../population/ties.ts";
import { ifCovered } from "../scheme/covers.ts";
import type { Scheme } from "../scheme/scheme.ts";

const { add, subtract, multiply, constant } = build;

/** What becomes of a friend: gone, or there again. */
export type Turn = "gone" | "back";

/** By how much there are more friends. */
const more: Readonly<Record<Turn, 1 | -1>> = { gone: -1, back: 1 };
const gainOf: Readonly<Record<Turn, string>> = { gone: "gain_of_dropping", back: "gain_of_mending" };

/** What a scheme makes of friends: what it says, and the points of each dimension of the score. */
export interface OfFriends {
  readonly scheme: Scheme | undefined;
  readonly dimensions: readonly NumberTree[];
}

/**
 * By how many points a score would change, in the year that follows, were a friend gone or there again: by the pull of
 * all others, by association, and by dimensions that look at friends; undefined where nothing does. `scope` has the names of
 * both.
 */
export function changeByFriend(
  turn: Turn,
  { scheme, dimensions }: OfFriends,
  { sights, scope }: { readonly sights: Sights; readonly scope: Scope },
  draft: Draft,
): NumberTree | undefined {
  const parts: NumberTree[] = [];
  const { pull_per_tick, association } = scheme?.friends ?? {};
  const gain = scope.lookup(gainOf[turn]);
  const pull = pull_per_tick && draft.setting(pull_per_tick, "scheme.friends.pull_per_tick");
  if (gain?.kind === "number" && pull) {
    const yearly = build.clamp(multiply(pull, constant(draft.calendar.ticksPerYear)), 0, 1);
    parts.push(multiply(gain.tree, yearly));
  }
  const points = association && draft.setting(association.per_year, "scheme.friends.association.per_year");
  const holds = association && scope.functionOf("friend")?.apply(association.with.value);
  if (points && holds?.kind === "truth")
    parts.push(multiply(multiply(points, build.number(holds.tree)), constant(more[turn])));
  parts.push(...dimensions.flatMap((dimension) => changeOf(dimension, turn, sights, draft) ?? []));
  return parts.length > 0 ? parts.reduce(add) : undefined;
}

/** By how many points a dimension changes; undefined where it does not look at friends. */
function changeOf(dimension: NumberTree, turn: Turn, sights: Sights, draft: Draft): NumberTree | undefined {
  const over = (by: By): NumberTree =>
    assume(dimension, ({ op, name }) => {
      if (op === "global") return undefined;
      const shown = draft.gathered.find(
        (one) => one.circle === "friends" && [one.sum.ref, one.count.ref].some(is(name)),
      );
      return shown && viewOf(shown, by, sights, draft).get(name);
    });
  const after = over(more[turn]);
  if (after === dimension) return undefined;
  const { from, to } = dimension.range;
  const change = subtract(after, over(0));
  return ifCovered(build.known(change, { from: from - to, to: to - from }, "it is a dimension less itself"), draft);
}

function is(name: string): (ref: string) => boolean {
  return (ref) => ref === name;
}

/** So many friends more than there are. */
type By = 0 | 1 | -1;

/**
 * What friends add up to, and how many they are, with one more of them or one less, by column. Who does not see what
 * friends show takes each for the usual, this one as well; then nothing changes but for the last, who leaves one's own.
 */
function viewOf(
  { shows, sum, count }: Draft["gathered"][number],
  by: By,
  sights: Sights,
  draft: Draft,
): ReadonlyMap<string, NumberTree> {
  const usual = unseenIn(draft.shown.get(shows) ?? draft.nameOf(shows), shows, "friends", draft);
  if (by === 0 && !usual) return new Map();
  const { offset } = shows.column;
  const each = usual ? usual() : sights.theirs(shows.leaf as NumberTree & { op: "column" });
  const theirs = offset === 0 ? each : subtract(each, constant(offset));
  const many = by === 0 ? count.leaf : build.greater(add(count.leaf, constant(by)), constant(0));
  const all = usual ? multiply(many, theirs) : add(sum.leaf, multiply(theirs, constant(by)));
  const { from, to } = sum.leaf.range;
  return new Map<string, NumberTree>([
    [sum.ref, build.known(all, { from: Math.min(from, 0), to: Math.max(to, 0) }, "it is what friends add up to")],
    [count.ref, build.known(many, { from: 0, to: count.leaf.range.to + 1 }, "it is how many friends there are")],
  ]);
}
