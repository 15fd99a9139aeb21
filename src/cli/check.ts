import { reckon, sayTally } from "../index.ts";
import { placeOfWord } from "./arguments.ts";
import type { Call } from "./call.ts";
import { openScenario } from "./files.ts";
import { layTitle, sayKinds, sayTick } from "./report/summary.ts";
import { layTable } from "./report/table.ts";
import { sayBytes, sayFigure, sayNumber } from "./report/wording.ts";

/** `check`: says that a scenario is right, and how big it is; all its problems otherwise. */
export function checkVerb(word: string, { line, terminal, json }: Call): void {
  const scenario = openScenario(word, placeOfWord(line, word));
  const lowered = scenario.lower();
  const { plan } = lowered;
  const { bytesPerPerson, totalBytes } = reckon(plan);
  if (json) {
    terminal.printJson({
      file: scenario.sources[0]!.name,
      title: scenario.title,
      scenarioHash: scenario.hash,
      parameters: scenario.tally,
      people: plan.size,
      ticks: plan.ticks,
      bytesPerPerson,
      totalBytes,
      problems: [],
    });
    return;
  }
  const { paint, width } = terminal;
  const parents = scenario.sources.slice(1).map(({ name }) => name);
  const memory = `${sayBytes(totalBytes)} of memory, ${sayFigure(bytesPerPerson)} bytes kept for each person`;
  const entities = [sayNumber(plan.size, "person", "people"), ...sayKinds(lowered)].join(", ");
  const rows = [
    ["says", sayTally(scenario.tally)],
    ["size", `${entities}, ${sayNumber(plan.ticks, "tick")} of ${sayTick(scenario)}`],
    ["takes", memory],
    ...(parents.length > 0 ? [["extends", parents.join(", ")]] : []),
    ["hash", scenario.hash],
  ];
  terminal.print([
    ...layTitle(scenario.title, width, paint),
    ...layTable([{ paint: paint.quiet }, { wraps: true }], rows, { width, indent: "" }),
    "",
    paint.good(`${word} is fine.`),
  ]);
}
