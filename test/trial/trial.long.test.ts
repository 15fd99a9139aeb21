import { expect, test } from "vitest";
import { tryDisks } from "./disks.ts";
import { tryFiles } from "./files.ts";
import { tryCheckpoints, tryVerify } from "./forgeries.ts";
import { tryKills } from "./kills.ts";
import { tryMemories } from "./memories.ts";
import { tryPairs } from "./pairs.ts";
import { allPipes, tryPipes } from "./pipes.ts";
import type { Trial } from "./trial.ts";

/** The standing trial in full. `trial.test.ts` is a little of the same. */

const trials: readonly (readonly [name: string, attempts: number, hold: (attempts: number) => Promise<Trial>])[] = [
  ["hostile files", Number(process.env.N ?? 600), tryFiles],
  ["kills", Number(process.env.N ?? 200), tryKills],
  ["two processes at once", Number(process.env.N ?? 50), tryPairs],
  ["small disks", Number(process.env.N ?? 64), tryDisks],
  ["small memories", Number(process.env.N ?? 60), tryMemories],
  ["closed pipes", Number(process.env.N ?? allPipes), tryPipes],
  ["forged checkpoints", Number(process.env.N ?? 200), tryCheckpoints],
  ["changed folders", Number(process.env.N ?? 200), tryVerify],
];

test.each(trials)("the trial of %s, %i times", async (_, attempts, hold) => {
  const trial = await hold(attempts);
  console.info(trial.line);
  expect(trial.faults).toEqual([]);
  expect(trial.attempts).toBe(attempts);
});
