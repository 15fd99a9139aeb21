import { numbersOf } from "../../plan/kinds.ts";
import { midRanks, type Ranking, unitsOf } from "../../plan/ranks.ts";
import { readUnit } from "../common/state.ts";
import { compileTruth } from "./evaluate.ts";
import { named, openNamed, type Scene } from "./scene.ts";

/** Compiles the ranking of a column: reckons the rank of each of its units, by the entities that count as they are. */
export function compileRanking({ column, among }: Ranking, scene: Scene): () => void {
  const store = named(scene.stores, column.name, "column");
  const counts = among ? compileTruth(among, scene, openNamed([])) : () => true;
  return () => {
    const found = new Uint32Array(unitsOf(column));
    for (const { from, end } of numbersOf(scene.plan, column.of))
      for (let entity = from; entity < end; entity++)
        if (counts(entity)) found[readUnit(store, entity) - column.lowest]! += 1;
    scene.ranks.set(column.name, midRanks(found));
  };
}
