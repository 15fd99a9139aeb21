import {
  type EnterpriseLife,
  explain,
  explainEnterprises,
  type Life,
  type Problem,
  ProblemError,
  reckon,
  runningCostOf,
  type Scenario,
} from "../index.ts";
import { layTold } from "../report/told.ts";
import { type CommandLine, given, OptionReader, placeOfOption, placeOfWord, wholes } from "./arguments.ts";
import type { Call } from "./call.ts";
import { commandName } from "./commandName.ts";
import { openScenario } from "./files.ts";
import { memoryBytes, threadsOf } from "./memory.ts";
import { advanceOf, openProgress } from "./progress.ts";
import { catchInterrupt, sayNothingKept } from "./stop.ts";

export interface ExplainFlags {
  readonly person?: string;
  readonly enterprise?: string;
  readonly tick?: string;
  readonly people?: string;
  readonly seed?: string;
  readonly all?: boolean;
}

/** `explain`: the life of one synthetic person, or of one enterprise, with all that moved the score. */
export async function explainVerb(word: string, flags: ExplainFlags, call: Call): Promise<void> {
  const { line, terminal, json } = call;
  const reader = new OptionReader(line);
  const person = reader.whole("--person", flags.person, wholes.person);
  const enterprise = reader.whole("--enterprise", flags.enterprise, wholes.enterprise);
  const ticks = reader.whole("--tick", flags.tick, wholes.ticks);
  const people = reader.whole("--people", flags.people, wholes.people);
  const seed = reader.whole("--seed", flags.seed, wholes.seed);
  reader.throwAny();
  checkOne(flags, line);
  const scenario = openScenario(word, placeOfWord(line, word));
  if (person !== undefined) checkPerson(person, people ?? scenario.data.population.size.amount, line);
  if (enterprise !== undefined) checkEnterprise(enterprise, scenario, people, line);
  const progress = openProgress(terminal, json);
  const stop = catchInterrupt(call);
  const options = {
    ...given({ people, ticks, seed, threads: threadsOf(undefined), memoryBytes: memoryBytes() }),
    signal: stop.signal,
    onProgress: (far: Parameters<OnProgress>[0]) => progress.update(advanceOf(far)),
  };
  const lives: Promise<readonly (Life | EnterpriseLife)[]> =
    enterprise === undefined
      ? explain(scenario, { ...options, persons: [person!] })
      : explainEnterprises(scenario, { ...options, enterprises: [enterprise] });
  const [life] = await lives.finally(() => {
    progress.end();
    stop.release();
  });
  stop.end(sayNothingKept);
  if (json) terminal.printJson(jsonOf(life!, scenario, seed ?? 1, people ?? scenario.data.population.size.amount));
  else {
    const { width, paint } = terminal;
    const plan = scenario.plan(given({ people, ticks }));
    const scale = { people: plan.size, ticks: plan.ticks, seed: seed ?? 1 };
    const all = flags.all === true;
    terminal.print(layTold(life!, scenario, { ...scale, word, all, width, paint, called: commandName() }));
  }
}

type OnProgress = NonNullable<Parameters<typeof explain>[1]["onProgress"]>;

/** Whose life: a person's or an enterprise's. */
function checkOne({ person, enterprise }: ExplainFlags, line: CommandLine): void {
  if (person === undefined && enterprise === undefined)
    refuse({
      code: "missing-option",
      message: '"explain" needs --person <i> or --enterprise <i>',
      expected: `${commandName()} explain [options] <scenario>`,
    });
  if (person !== undefined && enterprise !== undefined)
    refuse({
      code: "two-lives",
      message: "one life is told at a time",
      place: placeOfOption(line, "--enterprise"),
      expected: "--person or --enterprise, not both",
    });
}

function checkPerson(person: number, people: number, line: CommandLine): void {
  if (person < people) return;
  refuse({
    code: "bad-person",
    message: `there is no person ${person} among ${people}`,
    place: placeOfOption(line, "--person"),
    expected: `a whole number from 0 to ${people - 1}`,
  });
}

function checkEnterprise(enterprise: number, scenario: Scenario, people: number | undefined, line: CommandLine): void {
  const place = placeOfOption(line, "--enterprise");
  const { plan, legend } = scenario.lower(given({ people }));
  const kind = reckon(plan).kinds.find(({ name }) => name === legend.kinds[1]?.of);
  if (!kind)
    refuse({
      code: "no-enterprises",
      message: "this scenario has no enterprises",
      place,
      expected: "--person <i>, or a scenario with `enterprises`",
    });
  if (enterprise < kind.size) return;
  refuse({
    code: "bad-enterprise",
    message: `there is no enterprise ${enterprise} among ${kind.size}`,
    place,
    expected: kind.size === 0 ? "--person <i>, or more people" : `a whole number from 0 to ${kind.size - 1}`,
  });
}

function refuse(problem: Problem): never {
  throw new ProblemError([problem]);
}

function jsonOf(life: Life | EnterpriseLife, scenario: Scenario, seed: number, people: number): object {
  const runningCost = runningCostOf(scenario, people);
  return {
    scenario: scenario.name,
    scenarioHash: scenario.hash,
    synthetic: true,
    seed,
    ...(runningCost && { runningCost }),
    ...life,
  };
}
