import { describe, expect, test } from "vitest";
import { readScenario, readShipped } from "../../src/index.ts";
import { makeScenario, textOf } from "../conformance/generate.ts";
import { scenariosIn } from "../conformance/shipped.ts";
import { everything } from "../experiment/worlds.ts";
import { unsettled } from "../scenarios/unsettled.ts";
import { everyCommunity, liveBeside, livesEverywhere, runners } from "./worlds.ts";

/** Far friends in several lanes. */
const manyFar = everything.with({ "population.ties.far": 3 });

describe("lives, told of communities that are lived again, are those of a whole world", () => {
  test.each([
    ["where everything moves scores, after delays, and far friends pull", manyFar, 640, 30],
    ["with far ties, and a phase that figures bring about", unsettled("suining"), 640, 30],
    ["with ranks, and ties that are cut", unsettled("sesame"), 640, 20],
    ["with lists, a family and enterprises", readShipped("national-repair"), 1100, 16],
    ["with encounters", readShipped("nosedive"), 640, 12],
  ])("%s", async (_, scenario, people, ticks) => {
    // Neighbours, so that three communities at most are lived again: that takes as long as the whole world.
    const { whole, others } = await livesEverywhere(scenario, { people, ticks, lives: 9, neighbours: 3 });
    expect(others).toHaveLength(runners.length);
    for (const [name, lives] of others) expect(lives, name).toEqual(whole);
  });
});

// One in turn, so that each runner has its share.
test("every community of worlds that show a part of the language lives again as it did", async () => {
  for (const [place, [path, scenario]] of scenariosIn("test/good").entries()) {
    const plan = scenario.plan({ people: 1003 });
    const fitting = runners.filter((row) => row.misfit?.(plan) === undefined);
    const engine = await fitting[place % fitting.length]!.open(plan, 3);
    const relived = await liveBeside(engine, everyCommunity(plan), 3);
    expect(relived.tick, path).toBe(3);
  }
});

test("ties that friends cut and mend all the time are cut as they were", async () => {
  const [, friendship] = scenariosIn("test/good").find(([path]) => path.endsWith("/friendship.yaml"))!;
  const plan = friendship
    .with({ "friendship.dropped.per_year": "25", "friendship.mended.per_year": "10" })
    .plan({ people: 300 });
  for (const row of runners) {
    const relived = await liveBeside(await row.open(plan, 3), everyCommunity(plan), 8);
    const cut = everyCommunity(plan).filter((_, i) => relived.unitOf(plan.ties!.cut!.column, 64 * i) > 0);
    expect(cut.length, row.name).toBeGreaterThan(2);
  }
});

// Whatever is lived again holds itself to what the engine left, cell by cell and record by record.
test("every community of generated scenarios lives again as it did", async () => {
  for (let seed = 0; seed < 12; seed++) {
    const plan = readScenario(textOf(makeScenario(seed))).plan();
    const fitting = runners.filter((row) => row.misfit?.(plan) === undefined);
    const row = fitting[seed % fitting.length]!;
    const relived = await liveBeside(await row.open(plan, seed), everyCommunity(plan), 4);
    expect(relived.tick).toBe(4);
  }
});
