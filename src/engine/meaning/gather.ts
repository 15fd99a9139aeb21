import { numbersOf } from "../../plan/kinds.ts";
import type { GatherStep } from "../../plan/plan.ts";
import { type Network, networkOf } from "../../plan/ties.ts";
import { holdUnit, readUnit, writeUnit } from "../common/state.ts";
import { named, type Scene } from "./scene.ts";

/** Most friends that are kept ready: friendships do not change, and reckoning them anew costs draws. */
export const mostKept = 2 ** 24;

/** Friend by lane of each entity, or −1, kept ready where the world is small enough. */
export function openNetwork({ plan, stretch }: Scene, seed: number): Network | undefined {
  if (plan.ties === undefined) return undefined;
  const network = networkOf(plan.ties, plan.communitySize, plan.size, seed);
  const { lanes } = network;
  const [{ from, end }] = numbersOf(plan, undefined, stretch);
  if ((end - from) * lanes > mostKept) return network;
  const kept = new Int32Array((end - from) * lanes);
  for (let place = 0; place < kept.length; place++) {
    kept[place] = network.friend(from + Math.floor(place / lanes), place % lanes);
  }
  return { lanes, friend: (entity, lane) => kept[(entity - from) * lanes + lane] };
}

/** Who is the friend of an entity in a lane, or −1: a tie that either side has cut is as if nobody were there. */
export function compileFriend(network: Network | undefined, scene: Scene): (entity: number, lane: number) => number {
  if (network === undefined) throw new Error("bug: there are no ties");
  const cut = scene.plan.ties?.cut;
  if (cut === undefined) return network.friend;
  const store = named(scene.stores, cut.column, "column");
  return (entity, lane) => {
    const friend = network.friend(entity, lane);
    if (friend < 0 || lane >= cut.lanes) return friend;
    return ((readUnit(store, entity) | readUnit(store, friend)) >> lane) & 1 ? -1 : friend;
  };
}

/** Compiles a step that sums a column over friends, or over communities. */
export function compileGather(step: GatherStep, network: Network | undefined, scene: Scene): () => void {
  if (step.whom === "community") return compileNeighbours(step, scene);
  const lanes = lanesOf(step, scene);
  const friendOf = compileFriend(network, scene);
  const sums = named(scene.stores, step.sum, "column");
  const counts = named(scene.stores, step.count, "column");
  const unitOf = compileShown(step.column, scene);
  return () => {
    const [{ from, end }] = numbersOf(scene.plan, undefined, scene.stretch);
    for (let entity = from; entity < end; entity++) {
      let sum = 0;
      let count = 0;
      for (const lane of lanes) {
        const friend = friendOf(entity, lane);
        if (friend < 0) continue;
        sum += unitOf(friend, entity, lane);
        count += 1;
      }
      writeUnit(sums, entity, holdUnit(sums, sum));
      writeUnit(counts, entity, holdUnit(counts, count));
    }
  };
}

/** Compiles a step that sums a column over all who live in a community, for each of them. */
function compileNeighbours(step: GatherStep, scene: Scene): () => void {
  const [column, sums, counts] = [step.column, step.sum, step.count].map((name) => named(scene.stores, name, "column"));
  const { communitySize } = scene.plan;
  return () => {
    const [{ from, end }] = numbersOf(scene.plan, undefined, scene.stretch);
    for (let first = from; first < end; first += communitySize) {
      const those = { from: first, end: Math.min(end, first + communitySize) };
      let sum = 0;
      for (let entity = those.from; entity < those.end; entity++) sum += readUnit(column!, entity);
      for (let entity = those.from; entity < those.end; entity++) {
        writeUnit(sums!, entity, holdUnit(sums!, sum));
        writeUnit(counts!, entity, holdUnit(counts!, those.end - those.from));
      }
    }
  };
}

/** What the friend of an entity in a lane shows in a column: a far one who lives elsewhere shows it to the outside. */
function compileShown(name: string, scene: Scene): (friend: number, entity: number, lane: number) => number {
  const column = named(scene.stores, name, "column");
  const { outside, plan } = scene;
  if (outside === undefined) return (friend) => readUnit(column, friend);
  const near = plan.ties?.near ?? 0;
  return (friend, entity, lane) => (lane < near ? readUnit(column, friend) : outside.farUnit(name, entity, lane));
}

/** Lanes that a step goes over. */
export function lanesOf({ lanes }: GatherStep, { plan }: Pick<Scene, "plan">): number[] {
  const { near, far } = plan.ties ?? { near: 0, far: 0 };
  const all = Array.from({ length: near + far }, (_, lane) => lane);
  if (lanes === undefined) return all;
  return all.filter((lane) => (lane < near ? lane >= lanes.from && lane < lanes.to : lanes.far));
}
