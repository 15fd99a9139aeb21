import { numbersOf } from "../../plan/kinds.ts";
import type { DueStep } from "../../plan/plan.ts";
import { compileEvent, doScript, localsOf } from "./act.ts";
import { compileInterval, compileTruth } from "./evaluate.ts";
import { openNamed, type Scene } from "./scene.ts";

/** Compiles a step of what is due of each entity. */
export function compileDue(step: DueStep, scene: Scene): () => void {
  const { plan, stretch, at } = scene;
  const scripted = step.of === undefined ? plan.script?.entity : undefined;
  const isDue = compileTruth(step.when, scene, openNamed([]));
  const falls = compileInterval(step, scene, openNamed([]));
  const doEvent = compileEvent(step, scene, openNamed(localsOf(step.event)));
  const ask = (entity: number): void => {
    at.place = entity;
    at.ordinal = 0;
    if (entity !== scripted && isDue(entity) && falls(entity)) doEvent(entity, entity);
  };
  return () => {
    for (const { from, end } of numbersOf(plan, step.of, stretch))
      for (let entity = from; entity < end; entity++) ask(entity);
    if (step.of === undefined) doScript(step, scene, doEvent);
  };
}
