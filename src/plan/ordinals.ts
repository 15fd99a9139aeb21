import { communitiesOf, countBefore, entitiesOf, filledOf, type Peopled, slotsOf } from "./kinds.ts";

/**
 * Entities of a kind as a reader numbers them: from 0, without gaps, in the order of their own numbers. A larger world
 * has the same ones under the same numbers, and more.
 */

/** The entity at a place from 0, or −1 where there are no more. */
export function entityAt(plan: Peopled, of: string | undefined, ordinal: number): number {
  if (!(Number.isInteger(ordinal) && ordinal >= 0 && ordinal < entitiesOf(plan, of))) return -1;
  let [from, end] = [0, communitiesOf(plan)];
  // The last community before which there are no more than so many.
  while (end - from > 1) {
    const middle = Math.floor((from + end) / 2);
    if (countBefore(plan, of, middle) <= ordinal) from = middle;
    else end = middle;
  }
  return from * slotsOf(plan, of) + ordinal - countBefore(plan, of, from);
}

/** The place of an entity that is there. */
export function ordinalOf(plan: Peopled, of: string | undefined, entity: number): number {
  const slots = slotsOf(plan, of);
  const slot = entity % slots;
  return countBefore(plan, of, (entity - slot) / slots) + slot;
}

/** The numbers of a community's entities. */
export function entitiesIn(plan: Peopled, of: string | undefined, community: number): number[] {
  const from = community * slotsOf(plan, of);
  return Array.from({ length: filledOf(plan, of, community) }, (_, slot) => from + slot);
}
