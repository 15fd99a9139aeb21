import { World } from "../../src/engine/meaning/interpret.ts";
import { run } from "../../src/experiment/run.ts";
import type { Run } from "../../src/experiment/told.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";

/** Everyone is enrolled from the first day. */
export const enrolled = "institutions: { enrolment: { mandatory: 2015-01-01 } }";

/** A variant of sesame that begins at once, without the years in which work and loans settle. */
export function variant(more: readonly string[], removed: readonly string[] = []): string {
  const remove = `remove: ${JSON.stringify(["time.settle", ...removed])}`;
  return ["extends: sesame", "title: a variant", remove, ...more].join("\n");
}

/** A world in which everyone is enrolled from the first day, with what else is said, after some weeks. */
export function worldOf(more: readonly string[], people: number, ticks: number): World {
  const world = new World(fewOf(readScenario(variant([enrolled, ...more])), people), 1);
  for (let tick = 0; tick < ticks; tick++) world.step();
  return world;
}

/** The same with a life in it of somebody who does only what is written. */
export function worldOfLife(more: readonly string[], has: object = {}, acts: readonly object[] = [], ticks = 8): World {
  const born = { birth_year: 1980, footprint: 0.5, income: 30_000, real_name: true, top_university: false, ...has };
  return worldOf([...more, `life: ${JSON.stringify({ has: born, acts })}`], 256, ticks);
}

/** A run of a variant, by the compiled engine. */
export function runOf(more: readonly string[], people: number, ticks: number, seed = 1): Promise<Run> {
  return run(readScenario(variant(more)), { people, ticks, seed });
}

/** Everyone has a file that is too thin, and the score that goes with it. */
export const allAt = (score: number | string): string =>
  `scheme: { thin_file: { when: "age >= 0", score: ${JSON.stringify(score)} } }`;

/** How strongly people respond in ways of these names. */
export const respond = (sensitivity: number, ...ways: readonly string[]): string =>
  `response: { ${ways.map((way) => `${way}: { sensitivity: { is: ${sensitivity}, assumed: for a test } }`).join(", ")} }`;

/** How often something was done in all ticks from one on. */
export function done(of: Run, conduct: string, from = 0): number {
  return of
    .series(`acts.${conduct}`)
    .slice(from)
    .reduce((sum, count) => sum + count, 0);
}
