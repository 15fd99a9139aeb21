import { runLimits } from "../core/limits.ts";
import { checkArguments, ProblemError } from "../core/problem.ts";
import { cannotEmit } from "../engine/backend.ts";
import { misfitOfWasm } from "../engine/memory.ts";
import { readClock } from "../engine/platform/clock.ts";
import { WasmWorld } from "../engine/wasm/world.ts";
import type { Plan } from "../plan/plan.ts";
import { unsettled } from "../plan/settle.ts";
import { checkRead, type Scenario } from "../scenario/scenario.ts";
import { aScenario } from "../scenario/scenarioKind.ts";
import { stepsOptions } from "./askedKinds.ts";
import { medianOf } from "./bench.ts";
import { checkMemory, openBreath, type StopSignal } from "./course.ts";

export interface StepsOptions {
  /** 10^6 unless told. */
  readonly people?: number | undefined;
  /** Spent on ticks, at least; 4 unless told. */
  readonly seconds?: number | undefined;
  readonly memoryBytes?: number | undefined;
  /** Stops it cleanly after a tick: what is told then are the ticks that were measured. */
  readonly signal?: StopSignal | undefined;
  /** Seconds, going forward: this machine's clock unless told. */
  readonly clock?: (() => number) | undefined;
}

/** What a part of a tick costs. */
export interface StepCost {
  /** The step, or what else is done in a tick. */
  readonly name: string;
  /** "map", "act", ...; undefined for what is no step. */
  readonly kind: string | undefined;
  /** The kind of entity, by its name in the plan; undefined for people. */
  readonly of: string | undefined;
  readonly nanosecondsPerPerson: number;
}

/** What the ticks of a scenario cost, on one thread, as plain data: nanoseconds for a person. */
export interface StepCosts {
  readonly scenario: string;
  readonly title: string;
  readonly people: number;
  /** Ticks that were taken apart, and as many that were not. */
  readonly ticks: number;
  readonly steps: readonly StepCost[];
  /** All of them together. */
  readonly sum: number;
  /** What calling a part by itself and reading the clock adds to each: measured beside them, and left out of them. */
  readonly watching: number;
  /** A tick as it is always run, community after community. */
  readonly whole: number;
}

const leastTicks = 5;
const mostTicks = 100_000;

/**
 * Measures what each step of a scenario costs in the compiled engine. Ticks are run as ever and taken apart in turn; what
 * is timed apart is each step over one community at a time, so that what is in cache is what always is. Throws
 * ProblemError (too-large, backend-misfit).
 */
export async function benchSteps(scenario: Scenario, options: StepsOptions = {}): Promise<StepCosts> {
  checkArguments("benchSteps", { scenario: [scenario, aScenario], options: [options, stepsOptions] });
  checkRead(scenario);
  const { people = Math.min(1e6, scenario.data.population.size.amount), memoryBytes } = options;
  const { seconds = 4, clock = readClock, signal } = options;
  const plan = unsettled(scenario.plan({ people, ticks: runLimits.ticks.most }));
  checkMemory(plan, memoryBytes, { results: "elsewhere" });
  const misfit = misfitOfWasm(plan);
  if (misfit !== undefined) throw new ProblemError([cannotEmit(misfit)]);
  const { parts, whole, apart } = await takeTicks(plan, { seconds, clock, signal });
  const each = (seconds: number): number => (seconds * 1e9) / people;
  const middle = middleOf(apart, ({ all }) => all);
  const spent = parts.map((_, i) => each(meanOf(middle.map(({ took }) => took[i]!))));
  // So short a time that one interruption would outweigh it: its median.
  const watching = each(medianOf(apart.map(({ took }) => took.at(-1)!)));
  const of = new Map(plan.steps.map((step) => [step.name, step]));
  const costs = parts.map((name, i): StepCost => {
    const step = of.get(name);
    const nanosecondsPerPerson = Math.max(0, spent[i]! - watching);
    return { name, kind: step?.kind, of: step && "of" in step ? step.of : undefined, nanosecondsPerPerson };
  });
  const around = { name: "before and after communities", kind: undefined, of: undefined };
  const steps = [...costs, { ...around, nanosecondsPerPerson: each(meanOf(middle.map(({ rest }) => rest))) }];
  const sum = steps.reduce((all, one) => all + one.nanosecondsPerPerson, 0);
  const { name, title } = scenario;
  const tick = each(meanOf(middleOf(whole, (took) => took)));
  return { scenario: name, title, people, ticks: whole.length, steps, sum, watching, whole: tick };
}

/**
 * The middle half by a figure. What is made of it adds up, as medians of parts would not, and neither a tick that was held
 * up nor one that was lucky counts.
 */
function middleOf<T>(all: readonly T[], figure: (one: T) => number): T[] {
  const sorted = [...all].sort((a, b) => figure(a) - figure(b));
  const cut = Math.floor(all.length / 4);
  return sorted.slice(cut, all.length - cut);
}

function meanOf(figures: readonly number[]): number {
  return figures.reduce((sum, one) => sum + one, 0) / figures.length;
}

/** A tick that was taken apart: what it took in all, by part (the last is the empty one), and around communities. */
interface TickApart {
  readonly all: number;
  readonly took: Float64Array;
  readonly rest: number;
}

/** Ticks in turn, in seconds: whole ones, and those that are taken apart. */
async function takeTicks(
  plan: Plan,
  { seconds, clock, signal }: { seconds: number; clock: () => number; signal: StopSignal | undefined },
): Promise<{ parts: readonly string[]; whole: number[]; apart: TickApart[] }> {
  const { world, parts, apart: takeApart } = await WasmWorld.openApart(plan, 1);
  const whole: number[] = [];
  const apart: TickApart[] = [];
  try {
    // The first ticks make pages and compile.
    for (let i = 0; i < 2; i++) await world.step();
    await takeApart(clock);
    const begin = clock();
    const breathe = openBreath();
    while (whole.length < leastTicks || (whole.length < mostTicks && clock() - begin < seconds)) {
      await breathe();
      if (signal?.aborted && whole.length > 0) break;
      const start = clock();
      await world.step();
      const middle = clock();
      const took = await takeApart(clock);
      const all = clock() - middle;
      whole.push(middle - start);
      apart.push({ all, took, rest: all - took.reduce((sum, part) => sum + part, 0) });
    }
  } finally {
    world.close();
  }
  return { parts, whole, apart };
}
