import { midRanks, unitsOf } from "../plan/ranks.ts";
import type { Scene } from "./scene.ts";
import { named } from "./scene.ts";
import { filledCells } from "./state.ts";

/** Ranks all units of a column, by the entities of its kind as they are. */
export function rankColumn(name: string, { plan, stores }: Scene): Float32Array {
  const { column, cells } = named(stores, name, "column");
  const counts = new Uint32Array(unitsOf(column));
  for (const cell of filledCells(cells, plan, column.of)) counts[cell]! += 1;
  return midRanks(counts);
}
