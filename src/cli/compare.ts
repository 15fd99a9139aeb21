import { type Comparison, compare } from "../index.ts";
import { type FurtherAnswers, layComparison } from "../report/comparison.ts";
import { fitted } from "../report/table.ts";
import { given, OptionReader, placeOfWord, wholes } from "./arguments.ts";
import type { Call } from "./call.ts";
import { openScenario } from "./files.ts";
import { memoryBytes, threadsOf } from "./memory.ts";
import { advanceOf, advanceOfTwins, openProgress } from "./progress.ts";
import { catchInterrupt, sayNothingKept } from "./stop.ts";
import { jsonOfAnswers, openTwins, readTwins } from "./twins.ts";

export interface CompareFlags {
  readonly seeds?: string;
  readonly seed?: string;
  readonly people?: string;
  readonly ticks?: string;
  readonly backend?: string;
  readonly threads?: string;
  readonly twins?: string;
  readonly twinPeople?: string;
}

/** `compare`: two scenarios over the same people with the same luck, seed by seed. */
export async function compareVerb(words: readonly [string, string], flags: CompareFlags, call: Call): Promise<void> {
  const { line, terminal, json } = call;
  const reader = new OptionReader(line);
  const seeds = reader.whole("--seeds", flags.seeds, wholes.seeds);
  const firstSeed = reader.whole("--seed", flags.seed, wholes.seed);
  const people = reader.whole("--people", flags.people, wholes.people);
  const ticks = reader.whole("--ticks", flags.ticks, wholes.ticks);
  const threads = reader.whole("--threads", flags.threads, wholes.threads);
  const backend = reader.backend(flags.backend);
  const twins = readTwins(reader, flags);
  reader.throwAny();
  const [a, b] = [
    openScenario(words[0], placeOfWord(line, words[0])),
    openScenario(words[1], placeOfWord(line, words[1])),
  ];
  const progress = openProgress(terminal, json);
  const stop = catchInterrupt(call);
  const options = given({
    seeds,
    firstSeed,
    people,
    ticks,
    backend,
    threads: threadsOf(threads),
    memoryBytes: memoryBytes(),
  });
  const of = { seed: firstSeed ?? 1, ticks, people: people ?? b.data.population.size.amount };
  const runner = { ...options, signal: stop.signal };
  try {
    // Checked before anything runs.
    for (const world of [b, a]) openTwins(world, { ...of, ...twins }, runner);
    const done = await compare(a, b, {
      ...options,
      signal: stop.signal,
      onProgress: (far) => progress.update(advanceOf(far)),
    });
    const further: FurtherAnswers[] = [];
    for (const world of done.stopped ? [] : unanswered(done)) {
      const run = openTwins(world.scenario, { ...of, ...twins }, runner, world.names)!;
      const answers = await run((far) => progress.update(advanceOfTwins(far)));
      further.push({ world: world.world, answers });
    }
    progress.end();
    stop.end(sayNothingKept);
    if (json) terminal.printJson({ ...done.toJSON(), ...jsonOfFurther(further) });
    else terminal.print(fitted(layComparison(done, words, terminal.width, terminal.paint, further), terminal.width));
  } finally {
    progress.end();
    stop.release();
  }
}

/** What the worlds are asked that they do not answer by themselves: those of b first. */
function unanswered({ a, b, answers }: Comparison) {
  // A world that is compared with itself is asked once.
  const asking =
    a.hash === b.hash
      ? [{ world: "b", scenario: b } as const]
      : [{ world: "b", scenario: b } as const, { world: "a", scenario: a } as const];
  return asking.flatMap(({ world, scenario }) => {
    const known = answers.filter((one) => one.world === world).map(({ question }) => question);
    const names = scenario.questions.map(({ name }) => name).filter((name) => !known.includes(name));
    return names.length === 0 ? [] : [{ world, scenario, names }];
  });
}

/** Answers of twins besides those compared, by the world that is asked. */
function jsonOfFurther(further: readonly FurtherAnswers[]): object {
  if (further.length === 0) return {};
  return { answered: further.map(({ world, answers }) => ({ world, ...jsonOfAnswers(answers) })) };
}
