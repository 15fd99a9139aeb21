import type { EnterpriseLife, Life, Scenario } from "../index.ts";
import { layCost, layLife } from "./life.ts";
import type { Paint } from "./paint.ts";
import { fitted, layTable } from "./table.ts";
import { asArgument, asShellWord } from "./wording.ts";

/** Of which world a life is told, and how. */
export interface Telling {
  readonly people: number;
  readonly ticks: number;
  readonly seed: number;
  /** What the person called the scenario. */
  readonly word: string;
  /** Every entry, and not a digest. */
  readonly all: boolean;
  readonly width: number;
  readonly paint: Paint;
  /** What the command is called. */
  readonly called: string;
}

/** What `explain` prints of a life, line by line: the life, what the system costs, and the command that tells it again. */
export function layTold(life: Life | EnterpriseLife, scenario: Scenario, telling: Telling): string[] {
  const { people, width, paint } = telling;
  const lines = layLife(life, scenario, telling.all, width, paint);
  return fitted([...lines, ...layCost(scenario, people, width), "", ...layAgain(life, telling)], width);
}

/** The command line that tells the same life. */
function layAgain(life: Life | EnterpriseLife, telling: Telling): string[] {
  const { word, people, ticks, seed, called, width, paint } = telling;
  const whose = "person" in life ? `--person ${life.person}` : `--enterprise ${life.enterprise}`;
  const command = `${called} explain ${asShellWord(word)} ${whose} --people ${asArgument(people)} --tick ${asArgument(ticks)} --seed ${seed}`;
  return layTable([{ paint: paint.quiet }, { wraps: true }], [["again", command]], { width, indent: "" });
}
