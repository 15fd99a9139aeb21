import { expect, test } from "vitest";
import { tryDisks } from "./disks.ts";
import { tryFiles } from "./files.ts";
import { tryCheckpoints, tryVerify } from "./forgeries.ts";
import { tryKills } from "./kills.ts";
import { tryMemories } from "./memories.ts";
import { tryPairs } from "./pairs.ts";
import { tryPipes } from "./pipes.ts";
import type { Trial } from "./trial.ts";

/** A little of the standing trial: `trial.long.test.ts` is all of it. */

const trials: readonly (readonly [name: string, attempts: number, hold: (attempts: number) => Promise<Trial>])[] = [
  ["hostile files", 8, tryFiles],
  ["kills", 5, tryKills],
  ["two processes at once", 1, tryPairs],
  ["small disks", 3, tryDisks],
  ["small memories", 3, tryMemories],
  ["closed pipes", 6, tryPipes],
  ["forged checkpoints", 24, tryCheckpoints],
  ["changed folders", 4, tryVerify],
];

test.each(trials)("a little of the trial of %s", { timeout: 120_000 }, async (_, attempts, hold) => {
  const trial = await hold(attempts);
  console.info(trial.line);
  expect(trial.faults).toEqual([]);
  expect(trial.attempts).toBe(attempts);
});
