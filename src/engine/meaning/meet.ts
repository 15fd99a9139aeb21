import { draw, first, second } from "../../core/chance.ts";
import { pairingOf, partnerOf } from "../../plan/pairs.ts";
import type { MeetStep, Sight } from "../../plan/plan.ts";
import type { Network } from "../../plan/ties.ts";
import { logicalOf, readUnit } from "../common/state.ts";
import { compileEvent, localsOf } from "./act.ts";
import { compileChance, compileInterval, compileNumber } from "./evaluate.ts";
import { compileFriend } from "./gather.ts";
import { type Named, named, openNamed, type Scene } from "./scene.ts";

/** Compiles a step of encounters. */
export function compileMeet(step: MeetStep, network: Network | undefined, scene: Scene): () => void {
  const { size, communitySize, script } = scene.plan;
  const { stretch } = scene;
  const locals = openNamed([...step.sees.map(({ local }) => local), ...localsOf(step.event)]);
  const see = compileSights(step.sees, scene, locals);
  const happens = compileChance(step.happens, compileNumber(step.happens.chance, scene, locals), scene);
  const acts = compileInterval(step, scene, locals);
  const doEvent = compileEvent(step, scene, locals);
  const pairUp = compilePairs(step, network, scene);
  const { at } = scene;
  const meetsNobody = (entity: number): boolean => entity < 0 || entity >= size || entity === script?.entity;
  return () => {
    for (let community = stretch.first; community < stretch.end; community++) {
      for (let round = 0; round < step.rounds; round++) {
        const otherOf = pairUp(community, round);
        for (let slot = 0; slot < communitySize; slot++) {
          const entity = community * communitySize + slot;
          const other = otherOf(entity);
          if (meetsNobody(entity) || meetsNobody(other)) continue;
          at.place = community;
          at.ordinal = round * communitySize + Math.min(slot, other % communitySize);
          if (!happens(entity)) continue;
          see(other);
          if (step.drawn !== "pair") at.ordinal = round * communitySize + slot;
          if (!acts(entity)) continue;
          at.ordinal = round * communitySize + slot;
          doEvent(entity, step.falls === "other" ? other : entity, undefined, other);
        }
      }
    }
  };
}

/** Whom each entity of a community is joined to in a round, or −1. */
type PairUp = (community: number, round: number) => (entity: number) => number;

function compilePairs({ pairs }: MeetStep, network: Network | undefined, scene: Scene): PairUp {
  const key = scene.keys.of(pairs.purpose);
  if (pairs.kind === "friends") {
    const friend = compileFriend(network, scene);
    return (community, round) => {
      draw(key.now, community, round);
      const lane = Math.floor((first() * pairs.lanes) / 2 ** 32);
      return (entity) => (entity < scene.plan.size ? friend(entity, lane) : -1);
    };
  }
  const { communitySize } = scene.plan;
  return (community, round) => {
    draw(key.now, community, round);
    const pairing = pairingOf(first(), second(), communitySize);
    return (entity) => community * communitySize + partnerOf(entity % communitySize, pairing);
  };
}

/** Compiles what is seen of another entity: reads its columns into locals. */
export function compileSights(sees: readonly Sight[], scene: Scene, locals: Named): (other: number) => void {
  const sights = sees.map(({ local, column }) => ({
    place: named(locals.places, local, "local"),
    store: named(scene.stores, column, "column"),
  }));
  return (other) => {
    for (const { place, store } of sights) locals.values[place] = logicalOf(store, readUnit(store, other));
  };
}
