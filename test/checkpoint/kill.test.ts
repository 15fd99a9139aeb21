import { expect, test } from "vitest";
import { killAndResume } from "./kill.ts";

test("20 runs that are killed at any moment and resumed end as the one that was not", async () => {
  const { runs, kills, midway } = await killAndResume(20);
  expect(runs).toBe(20);
  expect(kills).toBeGreaterThanOrEqual(20);
  expect(midway).toBeGreaterThanOrEqual(10);
}, 600_000);
