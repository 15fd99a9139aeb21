import { describe, expect, test } from "vitest";
import { OptionReader, readLine, wholes } from "../../src/cli/arguments.ts";
import { answerQuestions, compare, ProblemError, readScenario, run, runLimits } from "../../src/index.ts";
import { MemoryStore } from "../checkpoint/store.ts";

const world = readScenario("title: W\ntime: { tick: 1 week, span: 1 week }\npopulation: { size: 40 }\n");
const other = world.with({ "population.size": 41 });

/** Asks the library for a run with one number. A comparison of unlike worlds is refused once its seeds are found right. */
const asks: Readonly<Record<keyof typeof runLimits, (value: number) => unknown>> = {
  people: (people) => world.plan({ people }),
  ticks: (ticks) => world.plan({ ticks }),
  seed: (seed) => run(world, { seed }),
  threads: (threads) => run(world, { threads }),
  seeds: (seeds) => compare(world, other, { seeds }),
  twins: (twins) => answerQuestions(world, { twins }),
  checkpoint: (every) => run(world, { checkpoint: { every, store: new MemoryStore() } }),
};

async function codeOf(act: () => unknown): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!.code;
    throw error;
  }
}

function read(kind: keyof typeof runLimits, value: number): void {
  const reader = new OptionReader(readLine([]));
  reader.whole(`--${kind}`, String(value), wholes[kind]);
  reader.throwAny();
}

describe("the command and the library", () => {
  test.each(Object.entries(runLimits))("have one limit of %s", async (name, { least, most }) => {
    const kind = name as keyof typeof runLimits;
    const refused = wholes[kind].code;
    // Beyond 2^53 the command cannot be told two numbers apart, and refuses both.
    for (const [value, code] of [
      [least - 1, refused],
      [least, undefined],
      [most, undefined],
      [most + 1, refused],
    ] as const) {
      expect(await codeOf(() => read(kind, value)), `--${kind} ${value}`).toBe(code);
      const found = await codeOf(() => asks[kind](value));
      expect(found === "not-comparable" ? undefined : found, `${kind}: ${value}`).toBe(code);
    }
  });
});
