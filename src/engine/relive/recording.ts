import type { Plan } from "../../plan/plan.ts";
import type { Engine } from "../backend.ts";
import type { MeasureRow } from "../common/measured.ts";
import type { Moment, Moments, Pause } from "./moment.ts";
import { Recorder } from "./recorder.ts";

/** A world that ran, as far as some of its communities depend on it. Plain data. */
export interface Recorded {
  readonly seed: number;
  /** People of the world. */
  readonly size: number;
  readonly communities: readonly number[];
  readonly opening: Pause;
  /** By tick, from the first on: also those in which the world settled. */
  readonly moments: readonly Moment[];
}

/** After so many ticks it is kept again what communities came to: often enough to find a fault, and no great burden. */
const leftEvery = 16;

/** A recording that is being made: it runs a world on an engine that has not run yet. */
export class RecordingDraft {
  readonly #engine: Engine;
  readonly #recorder: Recorder;
  readonly #moments: Moment[] = [];

  constructor(engine: Engine, communities: Iterable<number>) {
    this.#engine = engine;
    this.#recorder = new Recorder(engine, communities, { leftEvery });
  }

  /** Ticks done; below 0 while the world settles. */
  get tick(): number {
    return this.#engine.tick;
  }

  get rows(): readonly MeasureRow[] {
    return this.#engine.rows;
  }

  async step(): Promise<void> {
    this.#moments.push(await this.#recorder.next());
  }

  /** The recording so far. What communities came to is kept at its end in any case. */
  end(): Recorded {
    const { seed, communities, opening, plan } = this.#recorder;
    const moments = [...this.#moments];
    const last = moments.pop();
    if (last) moments.push({ ...last, ...this.#recorder.pause() });
    return { seed, size: plan.size, communities, opening, moments };
  }
}

/** The moments of a recording, from the first on; of all its communities, or of some. */
export class Replay implements Moments {
  readonly plan: Plan;
  readonly seed: number;
  readonly communities: readonly number[];
  readonly opening: Pause;
  readonly rows: readonly MeasureRow[] = [];
  readonly #moments: readonly Moment[];
  /** Moments that were given. */
  #given = 0;

  /** The plan is that of the world that ran; it may end earlier or later. */
  constructor(plan: Plan, { seed, size, communities, opening, moments }: Recorded, some = communities) {
    if (plan.size !== size) throw new Error(`bug: a recording of ${size} people is none of ${plan.size}`);
    this.plan = plan;
    this.seed = seed;
    this.communities = some;
    this.opening = opening;
    this.#moments = moments;
  }

  next(): Moment {
    const moment = this.#moments[this.#given];
    if (moment === undefined) throw new Error(`bug: a recording ends after ${this.#given} ticks`);
    this.#given += 1;
    return moment;
  }

  /** Nothing runs. */
  close(): void {}
}
