import { run } from "../index.ts";
import { given, OptionReader, placeOfOption, placeOfWord, wholes } from "./arguments.ts";
import { type Call, memoryBytes } from "./call.ts";
import { openScenario } from "./files.ts";
import { claimFolder, runIdOf } from "./folder.ts";
import { openProgress } from "./progress.ts";
import { laySummary } from "./report/summary.ts";
import { catchInterrupt } from "./stop.ts";

export interface RunFlags {
  readonly people?: string;
  readonly ticks?: string;
  readonly seed?: string;
  readonly backend?: string;
  readonly threads?: string;
  readonly out?: string;
}

/** `run`: one world, told as a summary or as JSON, and kept in a folder where one is given. */
export async function runVerb(word: string, flags: RunFlags, { line, terminal, json }: Call): Promise<void> {
  const reader = new OptionReader(line);
  const people = reader.whole("--people", flags.people, wholes.people);
  const ticks = reader.whole("--ticks", flags.ticks, wholes.ticks);
  const seed = reader.whole("--seed", flags.seed, wholes.seed) ?? 1;
  const threads = reader.whole("--threads", flags.threads, wholes.threads);
  const backend = reader.backend(flags.backend);
  const out = reader.path("--out", flags.out);
  reader.throwAny();
  const scenario = openScenario(word, placeOfWord(line, word));
  const plan = scenario.plan(given({ people, ticks }));
  const id = runIdOf(scenario, { seed, people: plan.size, ticks: plan.ticks });
  // Claimed first: an hour of reckoning must not end in a folder that cannot be written.
  const folder = out === undefined ? undefined : claimFolder(out, id, placeOfOption(line, "--out"));
  const progress = openProgress(terminal, json);
  const stop = catchInterrupt(terminal);
  try {
    const options = given({ people, ticks, seed, backend, threads, memoryBytes: memoryBytes(), signal: stop.signal });
    const done = await run(scenario, {
      ...options,
      onProgress: ({ tick, ticks: of, personTicksPerSecond, secondsLeft }) =>
        progress.update({ done: tick, total: of, noun: "ticks", personTicksPerSecond, secondsLeft }),
    });
    progress.end();
    if (json) terminal.printJson(done);
    else terminal.print(laySummary(done, word, terminal.width, terminal.paint));
    folder?.keep(done);
    if (folder && !json) terminal.print(`kept       ${folder.path}`);
  } finally {
    progress.end();
    stop.release();
  }
}
