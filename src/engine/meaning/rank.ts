import { numbersOf } from "../../plan/kinds.ts";
import { midRanks, type Ranking, unitsOf } from "../../plan/ranks.ts";
import { readUnit } from "../common/state.ts";
import { compileTruth } from "./evaluate.ts";
import { named, openNamed, type Scene } from "./scene.ts";

/**
 * Compiles the ranking of a column: reckons the rank of each of its units, by the entities that count as they are; or takes
 * it from outside, since it is by everyone.
 */
export function compileRanking({ column, among }: Ranking, scene: Scene): () => void {
  const { outside } = scene;
  if (outside) return () => void scene.ranks.set(column.name, outside.ranksOf(column.name));
  const store = named(scene.stores, column.name, "column");
  const counts = among ? compileTruth(among, scene, openNamed([])) : () => true;
  return () => {
    const found = new Uint32Array(unitsOf(column));
    for (const { from, end } of numbersOf(scene.plan, column.of, scene.stretch))
      for (let entity = from; entity < end; entity++)
        if (counts(entity)) found[readUnit(store, entity) - column.lowest]! += 1;
    scene.ranks.set(column.name, midRanks(found));
  };
}
