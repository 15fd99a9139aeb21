import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/backend.ts";
import { readShipped } from "../../src/scenario/scenario.ts";

const littering = readShipped("littering");

/** How many threads a world gets that nobody gives a number of. */
async function threadsOf(people: number, ticks: number, threads?: number): Promise<number> {
  const { engine } = await openEngine(littering.plan({ people, ticks }), 1, threads === undefined ? {} : { threads });
  engine.close?.();
  return engine.threads;
}

test("few people and ticks are done by one thread, and many by as many as there are processors, up to what they are worth", async () => {
  // A second thread is worth its start from four million ticks of a person on.
  expect(await threadsOf(100_000, 39)).toBe(1);
  expect(await threadsOf(100_000, 41)).toBe(Math.min(2, availableParallelism()));
  // 98 communities, eight of them for each at least.
  expect(await threadsOf(100_000, 10_000)).toBe(Math.min(12, availableParallelism()));
  // Two communities are too few, however long they are lived.
  expect(await threadsOf(2000, 1_000_000)).toBe(1);
  // Whoever gives a number has it.
  expect(await threadsOf(100_000, 1, 2)).toBe(2);
});
