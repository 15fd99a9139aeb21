import { explain, type Life, type Scenario } from "../../src/index.ts";
import { noPaint } from "../../src/report/paint.ts";
import { layTold } from "../../src/report/told.ts";
import type { FileOf, Opening } from "../messages.ts";
import { twinOf } from "./twin.ts";
import { scenarioOf } from "./written.ts";

/** Whose file, and of which worlds. */
export interface FileAsked {
  readonly opening: Opening;
  /** Also of the other world of twins. */
  readonly twin: boolean;
  readonly people: number;
  readonly seed: number;
  /** Ticks lived; a file is of one at least. */
  readonly tick: number;
  readonly person: number;
}

/** Cells of a line, as the command prints it. */
const width = 80;

/** What a file goes along with: what stops it, and what it waits for. */
export interface Company {
  readonly signal?: { readonly aborted: boolean };
  readonly rest?: () => Promise<void>;
}

/**
 * One person's file: the life in one world, or in both, and what `glasshouse explain` prints of the first. Undefined where it was
 * stopped.
 */
export async function fileOf(asked: FileAsked, company: Company = {}): Promise<FileOf | undefined> {
  const { opening, person, people, seed } = asked;
  const ticks = Math.max(1, asked.tick);
  const scenario = scenarioOf(opening);
  const other = asked.twin ? twinOf(scenario)?.scenario : undefined;
  const lives: Life[] = [];
  for (const world of other ? [scenario, other] : [scenario])
    lives.push(...(await explain(world, { persons: [person], people, seed, ticks, threads: 1, ...company })));
  if (company.signal?.aborted) return undefined;
  const printed = printedOf(lives[0]!, scenario, { ...asked, tick: ticks });
  return { person, tick: ticks, lives, printed, scores: lives.map((life) => scoresOf(life, ticks)) };
}

function printedOf(life: Life, scenario: Scenario, { opening, people, seed, tick }: FileAsked): string[] {
  const telling = { people, ticks: tick, seed, word: opening.name, all: false, width, paint: noPaint };
  return layTold(life, scenario, { ...telling, called: "glasshouse" });
}

/** The score after each tick: as it was before, but where an entry says otherwise. */
export function scoresOf({ start, entries }: Life, ticks: number): number[] {
  if (start === undefined) return [];
  const scores = new Array<number>(ticks).fill(Number.NaN);
  for (const { tick, score } of entries) if (score !== undefined) scores[tick] = score;
  let last = start;
  return scores.map((score) => {
    last = Number.isNaN(score) ? last : score;
    return last;
  });
}
