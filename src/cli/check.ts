import { type Question, reckon, renderProblem, type Scenario, sayTally } from "../index.ts";
import { layQuestions } from "../report/answers.ts";
import { layResponses } from "../report/responses.ts";
import { layTitle, sayKinds, saySettle, sayTick } from "../report/summary.ts";
import { fitted, layTable, wrap } from "../report/table.ts";
import { plain, sayBytes, sayFigure, sayNumber } from "../report/wording.ts";
import { placeOfWord } from "./arguments.ts";
import type { Call } from "./call.ts";
import { tellProblem } from "./faults.ts";
import { openScenario } from "./files.ts";
import { manualPath } from "./manual.ts";

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
      ...(scenario.questions.length > 0 && { questions: scenario.questions.map(tellQuestion) }),
      people: plan.size,
      ticks: plan.ticks,
      settle: plan.settle,
      bytesPerPerson,
      totalBytes,
      problems: [],
      warnings: scenario.warnings.map(tellProblem),
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
    ...(plan.settle ? [["settles", saySettle(plan.settle)]] : []),
    ["takes", memory],
    ...(parents.length > 0 ? [["extends", parents.join(", ")]] : []),
    ["hash", scenario.hash],
    ["language", manualPath()],
  ];
  const responses = layResponses(scenario, width);
  terminal.print([
    ...fitted(
      [
        ...layTitle(scenario.title, width, paint),
        ...layTable([{ paint: paint.quiet }, { wraps: true }], rows, { width, indent: "" }),
        ...(scenario.questions.length > 0
          ? ["", paint.title("Questions"), ...layQuestions(scenario, width, paint)]
          : []),
        ...(responses.length > 0 ? ["", paint.title("Responses"), ...responses] : []),
      ],
      width,
    ),
    "",
    // As wide as what they quote, so that a caret stands below its place.
    ...scenario.warnings.flatMap((one) => [...renderProblem(one, "warning").split("\n"), ""]),
    ...layVerdict(word, scenario, terminal),
  ]);
}

function tellQuestion({ name, asks, yes, reads, control }: Question): object {
  return { question: name, asks, reads, rule: yes, ...(control && { against: control.says }) };
}

function layVerdict(word: string, { warnings }: Scenario, { width, paint }: Call["terminal"]): string[] {
  const beside =
    warnings.length > 0 ? ` It can be run, but ${sayNumber(warnings.length, "thing looks", "things look")} wrong.` : "";
  return wrap(`${plain(word)} is ${warnings.length > 0 ? "read." : "fine."}${beside}`, width).map(paint.good);
}
