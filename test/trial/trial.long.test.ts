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
  ["hostile files", 1000, tryFiles],
  ["kills", 200, tryKills],
  ["two processes at once", 50, tryPairs],
  ["small disks", 64, tryDisks],
  ["small memories", 60, tryMemories],
  ["closed pipes", allPipes, tryPipes],
  ["forged checkpoints", 200, tryCheckpoints],
  ["changed folders", 200, tryVerify],
];

test.each(trials)("the trial of %s, %i times", async (_, attempts, hold) => {
  const trial = await hold(attempts);
  console.info(trial.line);
  expect(trial.faults).toEqual([]);
  expect(trial.attempts).toBe(attempts);
});
