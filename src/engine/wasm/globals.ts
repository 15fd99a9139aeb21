import type { GlobalUpdate, Plan } from "../../plan/plan.ts";
import { Keys, named, openNamed, type Scene } from "../meaning/scene.ts";
import { compileUpdates } from "../meaning/update.ts";

/** The globals of a world that runs elsewhere: they follow from figures, dates and each other as in the interpreter. */
export class Globals {
  /** What trees over globals are compiled with. */
  readonly scene: Scene;
  readonly #updates: readonly (() => void)[];

  constructor(plan: Plan, seed: number, figures: ReadonlyMap<string, number>) {
    const globals = openNamed(plan.globals.map(({ name }) => name));
    for (const [place, { start }] of plan.globals.entries()) globals.values[place] = start;
    this.scene = {
      plan,
      stretch: { first: 0, end: 0 },
      globals,
      stores: new Map(),
      tables: new Map(),
      ranks: new Map(),
      keys: new Keys(seed),
      at: { place: 0, ordinal: 0 },
      queues: new Map(),
      tallies: new Map(),
      warnings: new Map(),
      watch: undefined,
      outside: undefined,
      tick: -1,
    };
    this.#updates = compileUpdates(this.scene, figures);
  }

  /** Values for the tick that comes, in the plan's order of globals. */
  turn(tick: number): Float32Array {
    this.scene.tick = tick;
    for (const update of this.#updates) update();
    return this.scene.globals.values;
  }

  /**
   * As they stand after `ticks` in another world with the same past. What follows from rules is as it is there; dates and clocks
   * are reckoned anew, since a plan may have more of them.
   */
  takeOver(other: Globals, ticks: number): void {
    const { plan, globals } = this.scene;
    this.scene.tick = ticks - 1;
    for (const [i, each] of plan.updates.entries()) {
      const there = other.scene.plan.updates.find((one) => isSameSource(each, one))?.global;
      if (there === undefined) this.#updates[i]!();
      else globals.values[named(globals.places, each.global, "global")] = other.valueOf(there);
    }
  }

  /** The value of a global as it stands. */
  valueOf(name: string): number {
    return this.values[named(this.scene.globals.places, name, "global")]!;
  }

  /** Values as they stand. */
  get values(): Float32Array {
    return this.scene.globals.values;
  }
}

/** Whether two updates follow from the same figures, or from rules under the same name: what they came to is the same. */
function isSameSource(one: GlobalUpdate, other: GlobalUpdate): boolean {
  if (one.kind === "measure") return other.kind === "measure" && one.measure === other.measure;
  return one.kind === "tree" && other.kind === "tree" && one.global === other.global;
}
