import { valueOn } from "../../plan/dated.ts";
import type { GlobalUpdate } from "../../plan/plan.ts";
import { held } from "../../rules/build.ts";
import { leavesOf } from "../../rules/tree.ts";
import { compileNumber } from "./evaluate.ts";
import { named, openNamed, type Scene } from "./scene.ts";

const { fround } = Math;

/** Compiles the updates of globals; or takes all globals from outside, since they follow from everyone. */
export function compileUpdates(scene: Scene, figures: ReadonlyMap<string, number>): (() => void)[] {
  const { plan, outside, globals } = scene;
  if (outside) return [() => globals.values.set(outside.globals)];
  return plan.updates.map((update) => compileUpdate(update, scene, figures));
}

/** Compiles an update of a global; `figures` has the last figure of each measure, 0 before there is one. */
function compileUpdate(update: GlobalUpdate, scene: Scene, figures: ReadonlyMap<string, number>): () => void {
  const { places, values } = scene.globals;
  const place = named(places, update.global, "global");
  const reckon = compileSource(update, scene, figures);
  return () => {
    values[place] = reckon() ?? values[place];
  };
}

/** What gives a global its value, or undefined where it stays as it is. */
function compileSource(
  update: GlobalUpdate,
  scene: Scene,
  figures: ReadonlyMap<string, number>,
): () => number | undefined {
  switch (update.kind) {
    case "tree":
      return compileTree(update, scene, figures);
    case "dated":
      return update.between === "lines"
        ? () => valueOn(update.from, timeOf(scene))
        : () => update.from.findLast((each) => each.tick <= timeOf(scene))?.value;
    case "clock":
      return () => fround(timeOf(scene) * update.perTick + update.offset);
    case "settling":
      return () => Math.max(0, -scene.tick);
    case "measure":
      return () => held(named(figures, update.measure, "measure"));
  }
}

/** What clocks show: they stand still while a world settles. */
function timeOf({ tick }: Scene): number {
  return Math.max(0, tick);
}

/** In an update a measure is read as if it were a global of its name. */
function compileTree(
  update: GlobalUpdate & { readonly kind: "tree" },
  scene: Scene,
  figures: ReadonlyMap<string, number>,
): () => number {
  const { places, values } = scene.globals;
  const measures = leavesOf(update.is, "global").filter((name) => !places.has(name));
  const all = openNamed([...places.keys(), ...measures]);
  const reckon = compileNumber(update.is, { ...scene, globals: all }, openNamed([]));
  return () => {
    all.values.set(values);
    for (const name of measures) all.values[named(all.places, name, "global")] = held(named(figures, name, "measure"));
    return reckon(0);
  };
}
