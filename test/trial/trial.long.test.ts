import { expect, test } from "vitest";
import { tryFiles } from "./files.ts";
import { tryProven, trySampled, tryUnproven, tryVerify } from "./forgeries.ts";
import { tryKills } from "./kills.ts";
import type { Trial } from "./trial.ts";

/** The standing trial in full. `trial.test.ts` is a little of the same. */

const trials: readonly (readonly [name: string, attempts: number, hold: (attempts: number) => Promise<Trial>])[] = [
  ["hostile files", Number(process.env.N ?? 600), tryFiles],
  ["kills", Number(process.env.N ?? 200), tryKills],
  ["forgeries in proven worlds", Number(process.env.N ?? 200), tryProven],
  ["forgeries in sampled worlds", Number(process.env.N ?? 200), trySampled],
  ["forgeries that are verified", Number(process.env.N ?? 200), tryVerify],
  ["forgeries where states are not proven", Number(process.env.N ?? 200), tryUnproven],
];

test.each(trials)("the trial of %s, %i times", async (_, attempts, hold) => {
  const trial = await hold(attempts);
  console.info(trial.line);
  expect(trial.faults).toEqual([]);
  expect(trial.attempts).toBe(attempts);
});
