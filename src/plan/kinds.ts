import { draw, first, purposeKey, tickKey, type Words } from "../core/chance.ts";
import { deliveryFrom } from "./effects.ts";
import { footprintsOf } from "./footprint.ts";
import type { Kind, Plan } from "./plan.ts";
import { drawOrder } from "./ties.ts";

/**
 * How many entities there are of each kind, where they sit, and whose they are. `of` names a kind; without it the first
 * is meant. An entity of any kind has the number community × slots + slot; only the first kind's have no gaps.
 */

/** One entity of a further kind for each of the first is a share of this. */
export const wholeShare = 2 ** 21;

/** What is needed to count: of a plan, or of what was made from one. */
export type Peopled = Pick<Plan, "size" | "communitySize" | "kinds">;

/** The kind of a name. Throws an Error for one that is not there: the plan is at fault. */
export function kindNamed({ kinds }: Peopled, name: string): Kind {
  const found = kinds?.find((kind) => kind.name === name);
  if (found === undefined) throw new Error(`bug: no kind is named ${name}`);
  return found;
}

/** How many communities a plan has. */
export function communitiesOf({ size, communitySize }: Peopled): number {
  return Math.ceil(size / communitySize);
}

/** Slots for a kind in each community. */
export function slotsOf(plan: Peopled, of: string | undefined): number {
  return of === undefined ? plan.communitySize : kindNamed(plan, of).slots;
}

/** Entities of a kind in the communities before one. Exact: a product is below 2^53. */
export function countBefore(plan: Peopled, of: string | undefined, community: number): number {
  const people = Math.min(plan.size, community * plan.communitySize);
  return of === undefined ? people : Math.floor((people * kindNamed(plan, of).share) / wholeShare);
}

/** Entities of a kind in a community: they sit on its first slots. */
export function filledOf(plan: Peopled, of: string | undefined, community: number): number {
  return countBefore(plan, of, community + 1) - countBefore(plan, of, community);
}

/** Entities of a kind in all. */
export function entitiesOf(plan: Peopled, of: string | undefined): number {
  return countBefore(plan, of, communitiesOf(plan));
}

/** Communities from `first` up to, not including, `end`. */
export interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** All communities of a plan. */
export function wholeOf(plan: Peopled): Stretch {
  return { first: 0, end: communitiesOf(plan) };
}

/**
 * Cells that a column of a kind takes in a stretch: those of the first kind end with its last entity, others with their
 * last slot.
 */
export function cellsOf(plan: Peopled, of: string | undefined, { first, end } = wholeOf(plan)): number {
  const slots = slotsOf(plan, of);
  return (of === undefined ? Math.min(plan.size, end * slots) : end * slots) - first * slots;
}

/** Whether a number is that of an entity. */
export function isEntity(plan: Peopled, of: string | undefined, entity: number): boolean {
  const slots = slotsOf(plan, of);
  const community = Math.floor(entity / slots);
  return entity >= 0 && community < communitiesOf(plan) && entity % slots < filledOf(plan, of, community);
}

/** Numbers from `from` up to, not including, `end`. */
export interface Numbers {
  readonly from: number;
  readonly end: number;
}

/** The numbers of all entities of a kind in a stretch, in order. */
export function* numbersOf(plan: Peopled, of: string | undefined, { first, end } = wholeOf(plan)): Iterable<Numbers> {
  const slots = slotsOf(plan, of);
  if (of === undefined) {
    yield { from: first * slots, end: Math.min(plan.size, end * slots) };
    return;
  }
  for (let community = first; community < end; community++) {
    const from = community * slots;
    yield { from, end: from + filledOf(plan, of, community) };
  }
}

/** The kind whose records wait in a queue: that of the step that delivers them. */
export function kindOfQueue(plan: Plan, queue: string): string | undefined {
  const step = deliveryFrom(plan, queue);
  return step && footprintsOf(plan).get(step)!.of;
}

/** The slots of owners under a seed, to be turned by a mask for each community. */
export function ownerOrder({ communitySize }: Peopled, { purpose }: Kind, seed: number): Uint16Array {
  return drawOrder(startKey(seed, `${purpose}/order`), communitySize);
}

/** The key of the masks of owners, which are first words at (community, 0). */
export function ownerMaskKey({ purpose }: Kind, seed: number): Words {
  return startKey(seed, `${purpose}/mask`);
}

function startKey(seed: number, purpose: string): Words {
  return tickKey(purposeKey(seed, purpose), -1);
}

/** Whose an entity of a kind is, by number, or −1 where that slot is unfilled: for entities that are there. */
export function ownersOf(plan: Peopled, of: string, seed: number): (entity: number) => number {
  const kind = kindNamed(plan, of);
  const order = ownerOrder(plan, kind, seed);
  const masks = ownerMaskKey(kind, seed);
  return (entity) => {
    const community = Math.floor(entity / kind.slots);
    draw(masks, community, 0);
    const mask = first() & (plan.communitySize - 1);
    const owner = community * plan.communitySize + (order[entity % kind.slots]! ^ mask);
    return owner < plan.size ? owner : -1;
  };
}
