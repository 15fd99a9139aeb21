import { ProblemError } from "../core/problem.ts";
import { misfitOfWasm } from "../engine/memory.ts";
import { readClock } from "../engine/platform/clock.ts";
import { WasmWorld } from "../engine/wasm/world.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { checkMemory } from "./course.ts";

export interface StepsOptions {
  /** 10^6 unless told. */
  readonly people?: number | undefined;
  /** Spent on ticks, at least; 4 unless told. */
  readonly seconds?: number | undefined;
  readonly memoryBytes?: number | undefined;
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

/** What the ticks of a scenario cost, on one thread, as plain data. */
export interface StepCosts {
  readonly scenario: string;
  readonly title: string;
  readonly people: number;
  /** Ticks that were taken apart, and as many that were not. */
  readonly ticks: number;
  readonly steps: readonly StepCost[];
  /** All of them together. */
  readonly sum: number;
  /** A tick as it is always run, community after community: nanoseconds for a person. */
  readonly whole: number;
}

const leastTicks = 4;

/**
 * Measures what each step of a scenario costs in the compiled engine. Ticks are run as ever and taken apart in turn; what
 * is timed apart is each step over one community at a time, so that what is in cache is what always is. Throws
 * ProblemError (too-large, no-wasm).
 */
export async function benchSteps(scenario: Scenario, options: StepsOptions = {}): Promise<StepCosts> {
  const { people = Math.min(1e6, scenario.data.population.size.amount), seconds = 4, memoryBytes } = options;
  const plan = scenario.plan({ people, ticks: 1_000_000 });
  checkMemory(plan, memoryBytes);
  const misfit = misfitOfWasm(plan);
  if (misfit !== undefined)
    throw new ProblemError([{ code: "no-wasm", message: `the compiled engine cannot run this: ${misfit}` }]);
  const { world, parts, apart } = await WasmWorld.openApart(plan, 1);
  const spent = new Float64Array(parts.length);
  const clock = (): number => readClock() * 1000;
  // The first ticks make pages and compile.
  for (let i = 0; i < 2; i++) await world.step();
  await apart(clock, new Float64Array(parts.length));
  let [ticks, whole, before] = [0, 0, 0];
  const begin = clock();
  while (ticks < leastTicks || clock() - begin < seconds * 1000) {
    const start = clock();
    await world.step();
    whole += clock() - start;
    const again = clock();
    const timed = spent.reduce((sum, one) => sum + one, 0);
    await apart(clock, spent);
    before += clock() - again - (spent.reduce((sum, one) => sum + one, 0) - timed);
    ticks += 1;
  }
  world.close();
  const each = (milliseconds: number): number => (milliseconds * 1e6) / ticks / people;
  const of = new Map(plan.steps.map((step) => [step.name, step]));
  const costs = parts.map((name, i): StepCost => {
    const step = of.get(name);
    const kind = step?.kind;
    return { name, kind, of: step && "of" in step ? step.of : undefined, nanosecondsPerPerson: each(spent[i]!) };
  });
  const rest = { name: "before and after communities", kind: undefined, of: undefined };
  const steps = [...costs, { ...rest, nanosecondsPerPerson: each(before) }];
  const sum = steps.reduce((all, one) => all + one.nanosecondsPerPerson, 0);
  return { scenario: scenario.name, title: scenario.title, people, ticks, steps, sum, whole: each(whole) };
}
