import { aNumber } from "../core/kinds.ts";
import { checkArguments } from "../core/problem.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { aScenario } from "../scenario/scenarioKind.ts";

/** What the system costs to run, in yuan a year. */
export interface RunningCost {
  /** For those who run: what is declared, by their number. */
  readonly perYear: number;
  /** As the scenario declares it, for all of its own people. */
  readonly declared: number;
  readonly declaredFor: number;
}

/** The running cost of a world with so many people, in proportion to what is declared; undefined where nothing is. */
export function runningCostOf(scenario: Scenario, people: number): RunningCost | undefined {
  checkArguments("runningCostOf", { scenario: [scenario, aScenario], people: [people, aNumber] });
  const { data } = scenario;
  const cost = data.institutions?.running_cost;
  if (!cost) return undefined;
  const calendar = calendarOf(data.time);
  const ticks = calendar.ticksOf({ amount: 1, dimension: "duration", per: cost.per });
  const declared = (cost.amount * calendar.ticksPerYear) / ticks;
  const { amount: declaredFor } = data.population.size;
  return { perYear: (declared * people) / declaredFor, declared, declaredFor };
}

/** The same of two worlds: nothing of one that declares nothing. */
export type RunningCosts = Partial<Readonly<Record<"a" | "b", RunningCost>>>;

export function runningCostsOf({
  a,
  b,
  people,
}: Readonly<Record<"a" | "b", Scenario>> & { readonly people: number }): RunningCosts {
  const [inA, inB] = [runningCostOf(a, people), runningCostOf(b, people)];
  return { ...(inA && { a: inA }), ...(inB && { b: inB }) };
}
