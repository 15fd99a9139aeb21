import { misfitOf } from "../../src/engine/emit/fit.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { makeScenario, textOf } from "./generate.ts";
import { differenceOf, inParts, onThreads, type Row } from "./rows.ts";
import { shrink } from "./shrink.ts";

/** What became of a generated scenario: undefined where all rows agree. */
export interface Outcome {
  /** Where the rows differ, with the least text that shows it. */
  readonly fault: string | undefined;
  /** Why only the interpreter can run it. */
  readonly misfit: string | undefined;
}

const turns: readonly Row[] = [inParts(3), onThreads(2), inParts(2, 1, 17), inParts(5, 2), onThreads(7)];

/** One thread always; of the others, one in turn. */
function rowsFor(seed: number): Row[] {
  return [onThreads(1), turns[seed % turns.length]!];
}

/** Makes scenario `seed`, and runs it on the rows whose turn it is. */
export async function tryGenerated(seed: number, ticks: number): Promise<Outcome> {
  const scenario = makeScenario(seed);
  const plan = readScenario(textOf(scenario)).plan();
  const misfit = misfitOf(plan);
  if (misfit !== undefined) return { fault: undefined, misfit };
  const rows = rowsFor(seed);
  const fault = await differenceOf(plan, seed, ticks, rows);
  if (fault === undefined) return { fault, misfit };
  const least = await shrink(scenario, (part) => stillFails(part, seed, ticks, rows));
  const text = textOf(least);
  const now = await differenceOf(readScenario(text).plan(), seed, ticks, rows);
  return { fault: `scenario ${seed}: ${fault}\nat its least: ${now}\n${text}`, misfit };
}

async function stillFails(part: unknown, seed: number, ticks: number, rows: readonly Row[]): Promise<boolean> {
  try {
    const plan = readScenario(textOf(part)).plan();
    return misfitOf(plan) === undefined && (await differenceOf(plan, seed, ticks, rows)) !== undefined;
  } catch {
    // Without that part it is no scenario.
    return false;
  }
}
