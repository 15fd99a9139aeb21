import type { GatherStep } from "../plan/plan.ts";
import { type Network, networkOf } from "../plan/ties.ts";
import { named, type Scene } from "./scene.ts";
import { holdUnit, readUnit, writeUnit } from "./state.ts";

/** Most friends that are kept ready: friendships do not change, and reckoning them anew costs draws. */
export const mostKept = 2 ** 24;

/** Friend by lane of each entity, or −1, kept ready where the world is small enough. */
export function openNetwork({ plan }: Scene, seed: number): Network | undefined {
  if (plan.ties === undefined) return undefined;
  const network = networkOf(plan.ties, plan.communitySize, plan.size, seed);
  const { lanes } = network;
  if (plan.size * lanes > mostKept) return network;
  const kept = new Int32Array(plan.size * lanes);
  for (let place = 0; place < kept.length; place++) {
    kept[place] = network.friend(Math.floor(place / lanes), place % lanes);
  }
  return { lanes, friend: (entity, lane) => kept[entity * lanes + lane] };
}

/** Compiles a step that sums a column over friends. */
export function compileGather(step: GatherStep, network: Network | undefined, scene: Scene): () => void {
  if (network === undefined) throw new Error(`bug: ${step.name} gathers where there are no ties`);
  const column = named(scene.stores, step.column, "column");
  const sums = named(scene.stores, step.sum, "column");
  const counts = named(scene.stores, step.count, "column");
  return () => {
    for (let entity = 0; entity < scene.plan.size; entity++) {
      let sum = 0;
      let count = 0;
      for (let lane = 0; lane < network.lanes; lane++) {
        const friend = network.friend(entity, lane);
        if (friend < 0) continue;
        sum += readUnit(column, friend);
        count += 1;
      }
      writeUnit(sums, entity, holdUnit(sums, sum));
      writeUnit(counts, entity, holdUnit(counts, count));
    }
  };
}
