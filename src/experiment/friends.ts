import { lanesOf } from "../engine/meaning/gather.ts";
import type { Lived } from "../engine/relive/relived.ts";
import type { KindLegend } from "../model/legend/legend.ts";
import type { ColumnRef } from "../model/legend/refs.ts";
import { networkOf } from "../plan/ties.ts";
import type { SeenFriend } from "./life.ts";

/** The column in which nothing adds up but what friends do to a standing; undefined where there is none. */
export function accountOfFriends({ score, conducts, redress = [] }: KindLegend): ColumnRef | undefined {
  const hasPoints = redress.length > 0 || conducts.some(({ points }) => points !== undefined);
  return score?.friends && score.relative && score.gathers.is === "points so far" && !hasPoints
    ? score.gathers.column
    : undefined;
}

/**
 * Friends whose scores pull a person's, as the person sees them at the end of a run; undefined where no friend pulls or
 * nobody sees a score. Who they are is not told: a friend is a number among this person's own.
 */
export function seenFriends(person: number, world: Lived, { score }: KindLegend): SeenFriend[] | undefined {
  const { plan, seed } = world;
  if (!score?.friends || !score.visible || plan.ties === undefined) return undefined;
  const { friends: asked, column } = score;
  const step = plan.steps.find((each) => each.name === asked.step);
  if (step?.kind !== "gather") throw new Error(`bug: no step asks for friends' scores`);
  const network = networkOf(plan.ties, plan.communitySize, plan.size, seed);
  const { cut } = plan.ties;
  const bitsOf = (one: number): number => (cut ? world.unitOf(cut.column, one) : 0);
  const found = lanesOf(step, world).flatMap((lane, place) => {
    const friend = network.friend(person, lane);
    if (friend < 0) return [];
    const isCut = cut !== undefined && lane < cut.lanes && (((bitsOf(person) | bitsOf(friend)) >> lane) & 1) === 1;
    return isCut ? [] : [{ friend: place + 1, score: world.valueOf(column, friend) }];
  });
  const sum = found.reduce((all, { score }) => all + score, 0);
  const own = world.valueOf(column, person);
  return found.map(({ friend, score }) => {
    // The last friend gone, one's own score is what pulls.
    const without = found.length > 1 ? (sum - score) / (found.length - 1) : own;
    return { friend, score, gain: without - sum / found.length };
  });
}
