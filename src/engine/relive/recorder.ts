import type { Plan } from "../../plan/plan.ts";
import { rankingsOf } from "../../plan/ranks.ts";
import { firstTick } from "../../plan/settle.ts";
import type { Engine } from "../backend.ts";
import type { MeasureRow } from "../common/measured.ts";
import type { Cells } from "../common/state.ts";
import { leftIn, type Moment, type Moments, openShown, type Pause, type Shown } from "./moment.ts";

/** How often to keep what communities came to. */
export interface RecorderOptions {
  /** After every so many ticks; each unless told. */
  readonly leftEvery?: number | undefined;
}

/** Runs a world on an engine that has not run yet, and takes down what some of its communities depend on. */
export class Recorder implements Moments {
  readonly plan: Plan;
  readonly seed: number;
  readonly communities: readonly number[];
  readonly opening: Pause;
  readonly #engine: Engine;
  readonly #leftEvery: number;
  readonly #shownTo: ReadonlyMap<number, (partsOf: (column: string) => readonly Cells[]) => Shown>;

  constructor(engine: Engine, communities: Iterable<number>, { leftEvery = 1 }: RecorderOptions = {}) {
    if (engine.tick > firstTick(engine.plan)) throw new Error("bug: a world is taken down from its beginning on");
    const { plan, seed } = engine;
    this.plan = plan;
    this.seed = seed;
    this.communities = [...new Set(communities)].sort((a, b) => a - b);
    this.#engine = engine;
    this.#leftEvery = leftEvery;
    this.#shownTo = new Map(this.communities.map((one) => [one, openShown(plan, seed, one)]));
    this.opening = this.pause();
  }

  get rows(): readonly MeasureRow[] {
    return this.#engine.rows;
  }

  async next(): Promise<Moment> {
    const engine = this.#engine;
    const going = engine.step();
    if (going) await going;
    const isDue = engine.tick % this.#leftEvery === 0;
    return {
      globals: Float32Array.from(this.plan.globals, ({ name }) => engine.globalOf(name)),
      ranks: new Map(rankingsOf(this.plan).map(({ column }) => [column.name, engine.ranksOf(column.name).slice()])),
      ...this.pause(isDue),
    };
  }

  /** How things stand. */
  pause(withLeft = true): Pause {
    const shown = new Map([...this.#shownTo].map(([one, show]) => [one, show((column) => this.#engine.cells(column))]));
    if (!withLeft) return { shown };
    return { shown, left: new Map(this.communities.map((one) => [one, leftIn(this.#engine, one)])) };
  }

  close(): void {
    this.#engine.close?.();
  }
}
