import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { countScore, mean, meanScore, moment } from "./check.ts";
import { runCompiled, runOf, valuesOf } from "./worlds.ts";

const people = 100_000;

function scenarioOf(parts: { conduct?: string; points: string; scheme?: string; perTick?: number }): string {
  return `
title: scheme
time: { tick: 1 month, span: 10 years }
population: { size: ${people} }
channels: { camera: { coverage: 1 } }
conduct: { littering: { per_tick: ${parts.perTick ?? 0.5}, channel: camera, ${parts.conduct ?? ""} } }
scheme:
  score: { start: 0, from: -10_000, to: 10_000 }
  points: { littering: ${parts.points} }
  ${parts.scheme ?? ""}
`;
}

/** P(N = k) of a Poisson number. */
function poisson(k: number, rate: number): number {
  let p = Math.exp(-rate);
  for (let i = 1; i <= k; i++) p *= rate / i;
  return p;
}

describe("repetition", () => {
  // Before month k of a period there are N ~ Poisson(m k) records, independent of the m expected in the month, so that
  // the mean of its points is p m E[f^N], which is p m exp(m k (f − 1)) where f^N is not held.
  const rate = 0.5;
  test.each([
    ["shrinking, forgotten after a year", "{ factor: 0.5, period: 1 year }", 12, (n: number) => 0.5 ** n],
    ["shrinking, forgotten after five months", "{ factor: 0.25, period: 5 months }", 5, (n: number) => 0.25 ** n],
    ["growing, held at 4", "{ factor: 1.5, at_most: 4, period: 1 year }", 12, (n: number) => Math.min(1.5 ** n, 4)],
  ])("%s has its mean every month, within 4 standard errors", async (_, repetition, months, factor) => {
    const text = scenarioOf({ points: `{ is: -8, repetition: ${repetition} }` });
    const world = await WasmWorld.open(readScenario(text).plan({ people: 50_000 }), 1);
    let before = valuesOf(world, "score");
    for (let month = 0; month < 2 * months + 1; month++) {
      await world.step();
      const scores = valuesOf(world, "score");
      const won = scores.map((score, i) => score - before[i]);
      before = scores;
      const earlier = rate * (month % months);
      let expected = 0;
      for (let n = 0; n < 60; n++) expected += -8 * rate * factor(n) * poisson(n, earlier);
      expect(Math.abs(meanScore(won, expected)), `month ${month}`).toBeLessThan(4);
    }
  });
});

describe("caps", () => {
  /** Least and greatest of a column. */
  const endsOf = (world: World, column: string): [number, number] => {
    const values = valuesOf(world, column);
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  };

  test("of a conduct hold exactly in each period, for losses", () => {
    const text = scenarioOf({ points: "{ is: -3, cap: { loss: 10, period: 1 year } }", perTick: 3 });
    const world = new World(readScenario(text).plan({ people: 2000 }), 2);
    for (let year = 1; year <= 4; year++) {
      for (let month = 0; month < 12; month++) {
        world.step();
        const [least] = endsOf(world, "score");
        expect(least).toBeGreaterThanOrEqual(-10 * year);
      }
      // 36 records are expected, 4 are enough: whoever had fewer (e^−36) is not among 2,000.
      expect(endsOf(world, "score")).toEqual([-10 * year, -10 * year]);
    }
  });

  test("of an area hold exactly over all its conducts, for gains, while losses pass", () => {
    const text = `
title: area
time: { tick: 1 month, span: 10 years }
population: { size: 2000 }
channels: { camera: { coverage: 1 } }
conduct:
  helps: { area: social, per_tick: 1, channel: camera }
  gives: { area: social, per_tick: 1, channel: camera }
  pays: { area: commercial, per_tick: 0.2, channel: camera }
scheme:
  score: { start: 0, from: -1000, to: 1000 }
  points: { helps: 4, gives: 7, pays: 0.5 }
  areas: { social: { cap: { gain: 20.5, period: 6 months } } }
`;
    const { world } = runOf(readScenario(text).plan(), 3, 12, []);
    const plain = runOf(readScenario(text.replace("pays: 0.5", "pays: 0")).plan(), 3, 12, []);
    expect(endsOf(plain.world, "score")[1]).toBe(41);
    // What the other area gave comes on top, person by person.
    const extra = valuesOf(world, "score").map((score, i) => score - plain.world.valueOf("score", i));
    expect(Math.min(...extra)).toBe(0);
    expect(extra.every((each) => Number.isInteger(each * 2))).toBe(true);
    expect(Math.abs(meanScore(extra, 0.5 * 0.2 * 12))).toBeLessThan(4);
  });

  test("out of reach change nothing", () => {
    const free = runOf(readScenario(scenarioOf({ points: "-3" })).plan({ people: 1000 }), 4, 30);
    const held = runOf(
      readScenario(scenarioOf({ points: "{ is: -3, cap: { loss: 9999 } }" })).plan({ people: 1000 }),
      4,
      30,
    );
    expect(valuesOf(held.world, "score")).toEqual(valuesOf(free.world, "score"));
  });
});

describe("bands", () => {
  // A chain over the states 0, 1, 2 that goes up from 0 with chance 0.3, down from 1 with 0.2 and up with 0.1, and down
  // from 2 with 0.4. Balance of flows: π₁ = 1.5 π₀ and π₂ = π₁ / 4, so π = (8, 12, 3) / 23. Its other eigenvalues are at
  // most 0.65, and 0.65^30 is 0.000002. With a tick of a year and a half-life of a day the score is its target to within
  // 2^−365, and the target is the state.
  const text = `
title: chain
time: { tick: 1 year, span: 30 years }
population: { size: ${people} }
state:
  place:
    from: 0
    to: 2
    resolution: 1
    start: 0
    draws: { luck: { uniform: [0, 1] } }
    update: "place == 0 ? (luck < 0.3 ? 1 : 0) : place == 2 ? (luck < 0.4 ? 1 : 2) : luck < 0.2 ? 0 : luck >= 0.9 ? 2 : 1"
scheme:
  score: { start: 0, from: 0, to: 200 }
  decay: { towards: "100 * place", half_life: 1 day }
  bands: { low: 0, middle: 50, high: 150 }
`;

  test("of people on a three-state chain have the shares of its stationary vector, within 4 standard errors", async () => {
    const { world } = await runCompiled(readScenario(text).plan(), 5, 30);
    const shares = world.rows.filter(
      ({ measure, group }) => world.plan.measures[measure].name === "people" && group >= 0,
    );
    expect(shares.map(({ count }) => count).reduce((a, b) => a + b)).toBe(people);
    for (const [band, flow] of [8, 12, 3].entries()) {
      expect(Math.abs(countScore(shares[band].count, people, flow / 23)), `band ${band}`).toBeLessThan(4);
    }
  });
});

describe("friends' pull", () => {
  const pulled = 400 * 256;
  const text = (friends: number, pull: number): string => `
title: pull
time: { tick: 1 week, span: 10 years }
population: { size: ${pulled}, traits: { born: { uniform: [0, 1] } }, ties: { community: 256, friends: ${friends} } }
scheme:
  score: { start: "1000 * born", from: 0, to: 1000 }
  friends: { pull_per_tick: ${pull} }
`;

  test("without other change conserves the mean score, and ends at the mean of one's friends", async () => {
    const plan = readScenario(text(6, 0.5)).plan();
    const world = await WasmWorld.open(plan, 6);
    const before = mean(valuesOf(world, "score"));
    const ticks = 70;
    for (let tick = 0; tick < ticks; tick++) await world.step();
    const scores = valuesOf(world, "score");
    // Near friendships are mutual and of one number, so all pulls add up to 0; what is left is rounding by chance, of
    // variance at most 1/4 step² each time.
    const error = (1 / 16) * Math.sqrt(ticks / 4 / pulled);
    expect(Math.abs(mean(scores) - before)).toBeLessThan(4 * error);
    // Everyone in a community of 256 comes to its mean: start by start that is Σ born / 256 × 1000. A person is off it
    // by the noise of a few ticks' rounding alone, below a point.
    const born = valuesOf(world, "born");
    for (let community = 0; community < 400; community++) {
      const middle = 1000 * mean(born.subarray(community * 256, community * 256 + 256));
      const own = scores.subarray(community * 256, community * 256 + 256);
      expect(Math.abs(mean(own) - middle)).toBeLessThan(0.02 + 4 * (1 / 16) * Math.sqrt(ticks / 4 / 256));
      expect(Math.sqrt(moment(own, 2))).toBeLessThan(0.25);
    }
  });

  test("of 1 puts everyone at the friends' mean in one tick", () => {
    const world = new World(readScenario(text(1, 1)).plan({ people: 512 }), 7);
    const before = valuesOf(world, "score");
    world.step();
    // With one friend, the friend's score: the pair has changed places.
    const after = valuesOf(world, "score");
    expect(Float64Array.from(after).sort()).toEqual(Float64Array.from(before).sort());
    expect(after.filter((score, i) => score === before[i]).length).toBeLessThan(5);
    world.step();
    expect(valuesOf(world, "score")).toEqual(before);
  });
});
