import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/backend.ts";
import { openEngine } from "../../src/engine/backend.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

const people = 100_000;
const coverage = 0.3;

/** People without ties who learn from what became of each of their own acts, and may respond to what they believe. */
async function beliefsAfter(ticks: number, sensitivity: number): Promise<{ world: Engine; acts: number }> {
  const plan = readScenario(`
title: belief
time: { tick: 1 week, span: 4 years }
population: { size: ${people} }
state:
  belief:
    from: 0
    to: 1
    resolution: 0.001
    start: 0.6
    update: "did(litters) > 0 ? belief + 0.2 * (min(1, recorded(litters) / did(litters)) - belief) : belief"
channels: { camera: { coverage: ${coverage} } }
conduct: { litters: { per_year: 20, channel: camera } }
scheme: { score: { start: 700, from: 0, to: 1000 }, points: { litters: -1 }, decay: { towards: 700, half_life: 1 month } }
consequences: { no_loans: { when: score < 690, costs: 8000 yuan per year, domain: credit } }
response: { deterrence: { of: litters, belief: belief, sensitivity: ${sensitivity} } }
`).plan();
  const { engine } = await openEngine(plan, 11, { threads: 1 });
  let acts = 0;
  for (let tick = 0; tick < ticks; tick++) {
    await engine.step();
    acts += engine.figures.get("acts.litters")!;
  }
  return { world: engine, acts };
}

function meanOf(world: Engine): number {
  let sum = 0;
  for (let person = 0; person < people; person++) sum += world.unitOf("belief", person) / 1000;
  return sum / people;
}

describe("a belief that learns from own records and from deeds that went unseen", () => {
  test("comes in the mean to the coverage, within 4 standard errors", async () => {
    const { world } = await beliefsAfter(200, 0);
    // Of exponential smoothing by w the variance is w / (2 − w) of that of what is smoothed, at most a single record's. Of
    // the start .8^77 is left of 77 acts in the mean: less than 1e-5 of a belief, however few acts some have.
    const most = (0.2 / 1.8) * coverage * (1 - coverage);
    expect(Math.abs(meanOf(world) - coverage)).toBeLessThan(4 * Math.sqrt(most / people) + 1e-5);
    world.close?.();
  });

  test("deters above a sensitivity of 0, and is learned as before", async () => {
    const [free, deterred] = [await beliefsAfter(60, 0), await beliefsAfter(60, 4)];
    expect(deterred.acts).toBeLessThan(0.98 * free.acts);
    // Who is seen as often as before believes the same: deterrence bends what is done and not what is learned of it.
    expect(Math.abs(meanOf(deterred.world) - meanOf(free.world))).toBeLessThan(0.02);
    for (const { world } of [free, deterred]) world.close?.();
  });
});
