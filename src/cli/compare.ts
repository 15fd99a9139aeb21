import { compare } from "../index.ts";
import { given, OptionReader, placeOfWord, wholes } from "./arguments.ts";
import type { Call } from "./call.ts";
import { openScenario } from "./files.ts";
import { memoryBytes, threadsOf } from "./memory.ts";
import { advanceOf, openProgress } from "./progress.ts";
import { layComparison } from "./report/comparison.ts";
import { fitted } from "./report/table.ts";
import { catchInterrupt, sayNothingKept } from "./stop.ts";

export interface CompareFlags {
  readonly seeds?: string;
  readonly seed?: string;
  readonly people?: string;
  readonly ticks?: string;
  readonly backend?: string;
  readonly threads?: string;
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
  const done = await compare(a, b, {
    ...options,
    signal: stop.signal,
    onProgress: (far) => progress.update(advanceOf(far)),
  }).finally(() => {
    progress.end();
    stop.release();
  });
  stop.end(sayNothingKept);
  if (json) terminal.printJson(done);
  else terminal.print(fitted(layComparison(done, words, terminal.width, terminal.paint), terminal.width));
}
