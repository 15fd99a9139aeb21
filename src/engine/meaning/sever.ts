import { draw, first } from "../../core/chance.ts";
import { numbersOf } from "../../plan/kinds.ts";
import type { SeverStep } from "../../plan/plan.ts";
import type { Network } from "../../plan/ties.ts";
import { readUnit, writeUnit } from "../common/state.ts";
import { compileNumber } from "./evaluate.ts";
import { compileSights } from "./meet.ts";
import { named, openNamed, type Scene } from "./scene.ts";

/** Compiles a step that cuts and mends ties. Whether the other side has cut is as it was before the step. */
export function compileSever(step: SeverStep, network: Network | undefined, scene: Scene): () => void {
  const cut = scene.plan.ties?.cut;
  if (network === undefined || cut === undefined) throw new Error(`bug: ${step.name} cuts what cannot be cut`);
  const store = named(scene.stores, cut.column, "column");
  const locals = openNamed(step.sees.map(({ local }) => local));
  const see = compileSights(step.sees, scene, locals);
  const cutting = compileNumber(step.cut, scene, locals);
  const mending = compileNumber(step.mend, scene, locals);
  const key = scene.keys.of(step.purpose);
  return () => {
    const before = store.cells.slice();
    const [{ from, end }] = numbersOf(scene.plan, undefined, scene.stretch);
    for (let entity = from; entity < end; entity++) {
      let bits = readUnit(store, entity);
      for (let lane = 0; lane < cut.lanes; lane++) {
        const friend = network.friend(entity, lane);
        if (friend < 0) continue;
        const bit = 1 << lane;
        const isCut = (before[entity - from]! & bit) !== 0;
        if (!isCut && (before[friend - from]! & bit) !== 0) continue;
        see(friend);
        draw(key.now, entity, lane);
        if (first() < (isCut ? mending : cutting)(entity) * 2 ** 32) bits ^= bit;
      }
      writeUnit(store, entity, bits);
    }
  };
}
