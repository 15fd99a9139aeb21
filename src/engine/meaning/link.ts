import { numbersOf, ownersOf } from "../../plan/kinds.ts";
import type { LinkStep } from "../../plan/plan.ts";
import { readUnit, type Store, writeUnit } from "../common/state.ts";
import { named, type Scene } from "./scene.ts";

/** Compiles a step between entities of a kind and their owners. */
export function compileLink(step: LinkStep, scene: Scene, seed: number): () => void {
  const { plan, stretch } = scene;
  const store = (name: string): Store => named(scene.stores, name, "column");
  const [column, sum, count] = [step.column, step.sum, step.count].map(store);
  const ownerOf = ownersOf(plan, step.of, seed);
  const inward = step.direction === "from owner";
  const taker = inward ? step.of : undefined;
  const give = (to: number, unit: number, number: number): void => {
    writeUnit(sum, to, unit);
    writeUnit(count, to, number);
  };
  return () => {
    for (const { from, end } of numbersOf(plan, taker, stretch))
      for (let each = from; each < end; each++) give(each, 0, 0);
    for (const { from, end } of numbersOf(plan, step.of, stretch)) {
      for (let each = from; each < end; each++) {
        const owner = ownerOf(each);
        if (owner < 0) continue;
        const [giver, to] = inward ? [owner, each] : [each, owner];
        give(to, readUnit(column, giver), 1);
      }
    }
  };
}
