import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { run } from "../../src/experiment/run.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";

describe("littering", () => {
  test.each([
    ["littering", 1, 99],
    ["littering", 3, 97],
    ["picks_up", 1, 101],
  ])("%s of severity %i makes 100 points %i", (does, severity, score) => {
    const life = JSON.stringify({ acts: [{ on: "2010-01-04", does, severity }] });
    const world = new World(fewOf(readScenario(`extends: littering\nlife: ${life}\n`), 64), 1);
    world.step();
    expect(world.valueOf("score", 0)).toBe(score);
  });

  // A mean severity of 1 × 0.85 + 2 × 0.12 + 3 × 0.03, of some 7,800 records with a standard deviation of 0.456 each: four
  // standard errors are 0.021. Were all acts alike it would be 1.
  test("takes more for graver acts, of which three in twenty are", async () => {
    const { results } = await run(readShipped("littering"), { people: 20_000, ticks: 26, seed: 1, threads: 1 });
    const records = results.total("records.littering");
    expect(records).toBeGreaterThan(7000);
    // By how much is not reported.
    expect(readShipped("littering").parameters.find(({ path }) => path === "scheme.severity")?.tag).toBe("assumed");
    expect(Math.abs(-results.total("points.littering") / records - 1.18)).toBeLessThan(
      (4 * 0.456) / Math.sqrt(records),
    );
  });

  // Acts a week and person: 8 × (1 − 5/7) / 52. Seen with chance 0.6 × 0.5 + 0.4 × 0.1. Poisson, three standard deviations.
  test("is seen as often as rates and coverage say", () => {
    const [people, ticks] = [20_000, 26];
    const world = new World(readShipped("littering").plan({ people }), 1);
    let [acts, records] = [0, 0];
    for (let tick = 0; tick < ticks; tick++) {
      world.step();
      acts += world.figures.get("acts.littering")!;
      records += world.figures.get("records.littering")!;
    }
    const expected = (people * ticks * 8 * (2 / 7)) / 52;
    // Rates differ between people by a standard deviation of 8 × 0.16 a year, which adds to the Poisson noise.
    const spread = Math.sqrt(expected + people * (8 * 0.16 * 0.5) ** 2);
    expect(Math.abs(acts - expected)).toBeLessThan(3 * spread);
    expect(Math.abs(records - 0.34 * acts)).toBeLessThan(3 * Math.sqrt(0.34 * acts));
  });
});
