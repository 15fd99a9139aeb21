import { type Engine, openEngine } from "../engine/backend.ts";
import type { Lowered } from "../model/lower.ts";
import type { Plan } from "../plan/plan.ts";
import { firstTick } from "../plan/settle.ts";
import { Results } from "../results/results.ts";
import { type Progress, progressOf, runTicks, type StopSignal, type WorldOptions } from "./course.ts";

/** Progress over several worlds. Ticks are counted over all of them. */
export interface WorldsProgress extends Progress {
  readonly worlds: { readonly done: number; readonly of: number };
}

export interface Pace {
  tell(done: number, seconds: number): void;
  finish(): void;
}

/** Progress over worlds of one size and length, so many times in this order, each with the ticks in which it settles. */
export function openPace(
  plans: readonly Plan[],
  times: number,
  see: ((progress: WorldsProgress) => void) | undefined,
): Pace {
  const { ticks, size } = plans[0]!;
  const lengths = plans.map((plan) => ticks - firstTick(plan));
  const all = times * lengths.reduce((sum, one) => sum + one, 0);
  const worlds = times * lengths.length;
  let [done, before, spent, now] = [0, 0, 0, 0];
  return {
    tell: (tick, seconds) => {
      now = seconds;
      const length = lengths[done % lengths.length]!;
      const whole = progressOf(before + length - ticks + tick, all, size, spent + seconds);
      see?.({ ...whole, worlds: { done: done + (tick === ticks ? 1 : 0), of: worlds } });
    },
    finish: () => {
      before += lengths[done % lengths.length]!;
      done += 1;
      spent += now;
    },
  };
}

/** How a world is run to its end, one after another. */
export interface WholeOptions extends Pick<WorldOptions, "backend" | "threads"> {
  readonly signal?: StopSignal | undefined;
}

/** Runs a world to its end, and gives what `read` makes of it; undefined where it was stopped before. */
export async function runWhole<T>(
  { plan, legend }: Lowered,
  seed: number,
  options: WholeOptions & { readonly pace: Pace },
  read: (results: Results, engine: Engine) => T,
  afterTick?: (engine: Engine) => void,
): Promise<T | undefined> {
  const { signal, pace } = options;
  if (signal?.aborted) return undefined;
  const { engine } = await openEngine(plan, seed, options);
  try {
    const results = new Results(plan.measures, { legend });
    const { stopped } = await runTicks(engine, plan, {
      tell: pace.tell,
      signal,
      ...(afterTick && { afterTick: () => afterTick(engine) }),
      record: (rows) => results.record(rows),
    });
    if (stopped) return undefined;
    pace.finish();
    return read(results, engine);
  } finally {
    engine.close?.();
  }
}
