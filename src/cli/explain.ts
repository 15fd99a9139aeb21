import { explain, type Life, ProblemError, type Scenario } from "../index.ts";
import { given, OptionReader, placeOfOption, placeOfWord, wholes } from "./arguments.ts";
import { type Call, memoryBytes } from "./call.ts";
import { openScenario } from "./files.ts";
import { openProgress } from "./progress.ts";
import { layLife } from "./report/life.ts";

export interface ExplainFlags {
  readonly person: string;
  readonly tick?: string;
  readonly people?: string;
  readonly seed?: string;
  readonly all?: boolean;
}

/** `explain`: the life of one synthetic person, with all that moved the score. */
export async function explainVerb(word: string, flags: ExplainFlags, { line, terminal, json }: Call): Promise<void> {
  const reader = new OptionReader(line);
  const person = reader.whole("--person", flags.person, wholes.person) ?? 0;
  const ticks = reader.whole("--tick", flags.tick, wholes.ticks);
  const people = reader.whole("--people", flags.people, wholes.people);
  const seed = reader.whole("--seed", flags.seed, wholes.seed);
  reader.throwAny();
  const scenario = openScenario(word, placeOfWord(line, word));
  checkPerson(person, people ?? scenario.data.population.size.amount, line);
  const progress = openProgress(terminal, json);
  const options = given({ persons: [person], people, ticks, seed, memoryBytes: memoryBytes() });
  const [life] = await explain(scenario, {
    ...options,
    onProgress: ({ tick, ticks: of, personTicksPerSecond, secondsLeft }) =>
      progress.update({ done: tick, total: of, noun: "ticks", personTicksPerSecond, secondsLeft }),
  }).finally(progress.end);
  if (json) terminal.printJson(jsonOf(life!, scenario, seed ?? 1));
  else terminal.print(layLife(life!, scenario, flags.all === true, terminal.width, terminal.paint));
}

function checkPerson(person: number, people: number, line: Call["line"]): void {
  if (person < people) return;
  throw new ProblemError([
    {
      code: "bad-person",
      message: `there is no person ${person} among ${people}`,
      place: placeOfOption(line, "--person"),
      expected: `a whole number from 0 to ${people - 1}`,
    },
  ]);
}

function jsonOf(life: Life, scenario: Scenario, seed: number): object {
  return { scenario: scenario.name, scenarioHash: scenario.hash, synthetic: true, seed, ...life };
}
