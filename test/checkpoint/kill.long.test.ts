import { expect, test } from "vitest";
import { killAndResume } from "./kill.ts";

test("200 runs that are killed at any moment and resumed end as the one that was not", async () => {
  const { runs, kills, midway } = await killAndResume(200);
  expect(runs).toBe(200);
  expect(kills).toBeGreaterThanOrEqual(200);
  expect(midway).toBeGreaterThanOrEqual(100);
});
