import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { networkOf } from "../../src/plan/ties.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { countScore } from "./check.ts";
import { runOf, valuesOf } from "./worlds.ts";

const size = 12_800;

/** Two near friends for everyone. */
const friends = (parts: string, more = ""): string => `
title: friends
time: { tick: 1 month, span: 5 years }
population:
  size: ${size}
  traits: { rich: { chance: 0.5 } }
  ties: { community: 64, friends: 2, cuttable: true }
${more}
friendship: ${parts}
`;

function bitsOf(world: World): number {
  return [...valuesOf(world, "ties.cut")].reduce((sum, bits) => sum + (bits & 1) + (bits >> 1), 0);
}

describe("friends dropped for reasons", () => {
  test("are dropped by the sum of all rates, and for each by its part in it", () => {
    const { world, sums } = runOf(
      readScenario(
        friends("{ dropped: { bored: { per_year: 0.3 }, low: { per_year: 0.9 }, never: { per_year: 0 } } }"),
      ).plan(),
      3,
      12,
      ["dropped.bored", "dropped.low", "dropped.never", "ties cut"],
    );
    const all = sums["dropped.bored"]! + sums["dropped.low"]!;
    expect(sums["dropped.never"]).toBe(0);
    // Each is counted once, by who holds it cut.
    expect(all).toBe(bitsOf(world));
    expect(Math.abs(countScore(sums["dropped.low"]!, all, 0.75))).toBeLessThan(4);
    // A tie lasts a year with chance e^(−2 × 1.2); a tie that is cut is seen from two sides.
    const cut = valuesOf(world, "ties.cut");
    const lost = readScenario(friends("{}", "measures: { friends: { mean: friends_count } }"));
    const had = runOf(lost.plan(), 3, 2, ["friends"]).series.friends![1]! * size;
    expect(cut.length).toBe(size);
    const { series } = runOf(
      readScenario(
        friends(
          "{ dropped: { bored: { per_year: 0.3 }, low: { per_year: 0.9 } } }",
          "measures: { friends: { mean: friends_count } }",
        ),
      ).plan(),
      3,
      13,
      ["friends"],
    );
    const left = series.friends![12]! * size;
    expect(Math.abs(countScore(left / 2, had / 2, Math.exp(-2.4)))).toBeLessThan(4);
  });

  test("are the same as by one rate that is their sum, tie by tie", () => {
    const one = runOf(
      readScenario(friends("{ dropped: { per_year: 0.75 }, mended: { per_year: 0.5 } }")).plan(),
      5,
      18,
    );
    const two = runOf(
      readScenario(
        friends("{ dropped: { bored: { per_year: 0.25 }, low: { per_year: 0.5 } }, mended: { per_year: 0.5 } }"),
      ).plan(),
      5,
      18,
    );
    expect(valuesOf(two.world, "ties.cut")).toEqual(valuesOf(one.world, "ties.cut"));
    expect(two.world.hash()).toBe(one.world.hash());
    expect(bitsOf(one.world)).toBeGreaterThan(1000);
  });

  const scored = (response: string): string =>
    friends(
      '{ dropped: { bored: { per_year: 0.3 }, low: { per_year: "friend(rich) ? 0 : 0.6" } }, mended: { per_year: 0.5 } }',
      `
scheme:
  score: { start: "rich ? 700 : 400", from: 0, to: 1000 }
  friends: { pull_per_tick: 0.02 }
  bands: { high: 600, low: 0 }
consequences: { barred: { when: band == low, costs: 9000 yuan per year } }
${response}`,
    );

  test("follow a response of one reason by that reason alone, and one of sensitivity 0 not at all", () => {
    const run = (response: string) =>
      runOf(readScenario(scored(response)).plan(), 7, 6, ["dropped.bored", "dropped.low"]);
    const plain = run("");
    const none = run("response: { apart: { of: [dropped.low, mended], sensitivity: 0 } }");
    expect(none.world.hash()).toBe(plain.world.hash());
    const dated = "{ dated: { 2000-01-01: 0, 2001-01-01: 0 } }";
    const still = run(`response: { apart: { of: [dropped.low, mended], sensitivity: ${dated} } }`);
    expect(still.world.hash()).toBe(plain.world.hash());
    const more = run("response: { apart: { of: dropped.low, factor: 3 } }");
    expect(more.sums["dropped.low"]! / plain.sums["dropped.low"]!).toBeGreaterThan(2.2);
    // Who is dropped for being poor cannot be dropped for boredom: what is left of that is less, and never more.
    const ratio = more.sums["dropped.bored"]! / plain.sums["dropped.bored"]!;
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.02);
  });

  test("are taken back by what it brings: who pulls up rather than who pulls down", () => {
    /** Ties taken back in the first month by who is poor, by whether the friend is rich. */
    const back = (response: string): [poor: number, rich: number] => {
      const text = scored(response).replace("mended: { per_year: 0.5 }", "mended: { per_tick: 0.1 }, dormant: 0.9");
      const plan = readScenario(text).plan();
      const world = new World(plan, 9);
      const { friend } = networkOf(plan.ties!, plan.communitySize, plan.size, 9);
      const [gone, rich] = [valuesOf(world, "ties.cut"), valuesOf(world, "rich")];
      world.step();
      const now = valuesOf(world, "ties.cut");
      const counts: [number, number] = [0, 0];
      for (let e = 0; e < size; e++)
        for (const lane of [0, 1])
          if (rich[e] === 0 && ((gone[e]! & ~now[e]!) >> lane) & 1) counts[rich[friend(e, lane)] ? 1 : 0] += 1;
      return counts;
    };
    const [plain, answered] = [back(""), back("response: { choosing: { of: mended, sensitivity: 1, at_most: 5 } }")];
    expect(Math.min(...plain)).toBeGreaterThan(300);
    // A first friend who is rich covers min(1, 12 × .02) × 300 = 72 of 200 points: e^(.36 × .9) = 1.38 times as often, and
    // less by whoever has one. The poor bring nothing, and cost those who have a rich one.
    expect(answered[1] / plain[1]).toBeGreaterThan(1.2);
    expect(answered[1] / plain[1]).toBeLessThan(1.4);
    expect(answered[0]).toBeLessThanOrEqual(plain[0]);
    expect(answered[0] / plain[0]).toBeGreaterThan(0.9);
  });
});

describe("what a friend costs by a dimension that looks at friends", () => {
  // A score of 100 × (half of friends' mean wealth + a quarter): with one rich friend of two it is 50, and below 40 costs.
  const world = (response: string, shown = ""): string =>
    friends(
      "{ dropped: { per_tick: 0.2 } }",
      `
scheme:
  score: { from: 0, to: 100 }
  dimensions:
    company: { weight: 1, value: friends_mean(rich) }
    self: { weight: 1, value: 0.5 }
  bands: { fine: 40, poor: 0 }
  ${shown}
consequences: { barred: { when: band == poor, costs: 1000 yuan per year } }
${response}`,
    );

  /**
   * Ties dropped in the second tick of those with one rich friend and one poor, by whether the friend is rich. A score looks at
   * friends from the first tick on.
   */
  function droppedOf(text: string): { of: number; poor: number; rich: number } {
    const { plan } = readScenario(text).lower();
    const one = new World(plan, 4);
    const { friend } = networkOf(plan.ties!, plan.communitySize, plan.size, 4);
    const rich = valuesOf(one, "rich");
    one.step();
    const before = valuesOf(one, "ties.cut");
    one.step();
    const cut = valuesOf(one, "ties.cut");
    const found = { of: 0, poor: 0, rich: 0 };
    for (let e = 0; e < size; e++) {
      const those = [friend(e, 0), friend(e, 1)];
      if (
        those.some((other) => other < 0 || before[other] !== 0) ||
        before[e] !== 0 ||
        rich[those[0]!] === rich[those[1]!]
      )
        continue;
      found.of += 1;
      for (const lane of [0, 1]) if (((cut[e]! >> lane) & 1) === 1) found[rich[those[lane]!] ? "rich" : "poor"] += 1;
    }
    return found;
  }

  const chance = (rate: number): number => 1 - Math.exp(-rate);

  test("is the whole loss where the last rich one goes, and nothing where a poor one does", () => {
    const { of, poor, rich } = droppedOf(world("response: { apart: { of: dropped, per: 1000, sensitivity: 1.5 } }"));
    expect(of).toBeGreaterThan(1000);
    expect(Math.abs(countScore(rich, of, chance(0.2 * Math.exp(-1.5))))).toBeLessThan(4);
    expect(Math.abs(countScore(poor, of, chance(0.2)))).toBeLessThan(4);
    const without = droppedOf(world(""));
    expect(Math.abs(countScore(without.rich, of, chance(0.2)))).toBeLessThan(4);
  });
});

describe("a channel that is avoided", () => {
  const seen = (response: string, more = ""): string => `
title: cash
time: { tick: 1 month, span: 2 years }
population: { size: 20000, traits: { at: { uniform: [0, 1000], resolution: 1 } } }
channels: { bank: { coverage: 0.6 }, street: { coverage: 0.5 } }
conduct:
  owes: { per_tick: 0.4, channel: bank }
  gives: { per_tick: 0.2, channel: bank }
  shouts: { per_tick: 0.3, channel: street }
scheme:
  score: { start: at, from: 0, to: 1000, resolution: 0.5 }
  points: { owes: -40, gives: 30 }
  bands: { high: 500, low: 0 }
consequences: { barred: { when: band == low, costs: 900 yuan per year } }
${more}
${response}
`;
  const names = ["owes", "gives", "shouts"].flatMap((name) => [`acts.${name}`, `records.${name}`]);
  const run = (response: string, more?: string) => runOf(readScenario(seen(response, more)).plan(), 2, 6, names);

  test("sees so much less of everything, good deeds as well, and others see as before", () => {
    const plain = run("");
    const { sums } = run("response: { cash: { of: bank, belief: 0.8, stake: 500, per: 1000, sensitivity: 2 } }");
    const share = 0.6 * Math.exp(-2 * 0.8 * 0.5);
    for (const name of ["owes", "gives"]) {
      expect(sums[`acts.${name}`]).toBe(plain.sums[`acts.${name}`]);
      expect(Math.abs(countScore(sums[`records.${name}`]!, sums[`acts.${name}`]!, share))).toBeLessThan(4);
    }
    expect(sums["records.shouts"]).toBe(plain.sums["records.shouts"]);
  });

  test("is sought where it brings something, up to all that is done", () => {
    const { sums } = run("response: { card: { of: bank, stake: -5000, per: 1000, sensitivity: 2, at_most: 9 } }");
    expect(sums["records.gives"]).toBe(sums["acts.gives"]);
  });

  test("of sensitivity 0 leaves every column as it is without it", () => {
    const dated = "{ dated: { 2000-01-01: 0, 2001-01-01: 0 } }";
    for (const sensitivity of ["0", dated])
      expect(run(`response: { cash: { of: bank, sensitivity: ${sensitivity} } }`).world.hash()).toBe(
        run("").world.hash(),
      );
    expect(run("response: { cash: { of: bank, sensitivity: 3 } }").world.hash()).not.toBe(run("").world.hash());
  });

  test("has at stake what a year of all that goes through it would cost", () => {
    const { plan, legend } = readScenario(seen("response: { cash: { of: bank, sensitivity: 1 } }")).lower();
    const world = new World(plan, 7);
    const [told] = legend.kinds[0].responses![0]!.stakes;
    expect(told!.in).toBe("bank");
    const reckon = world.reckoner(told!.stake);
    const score = valuesOf(world, "score");
    for (let e = 0; e < 2000; e++) {
      const way = score[e]! - 500;
      // An edge lies between 499.5 and 500: one on it falls whatever is lost.
      const owes = way < 0 ? 0 : 900 * Math.min(1, way === 0 ? 1 : 40 / way);
      const gives = way >= 0 ? 0 : -900 * Math.min(1, 30 / -way);
      expect(Math.abs(reckon(e) - 12 * (0.4 * owes + 0.2 * gives)), `score ${score[e]}`).toBeLessThan(0.1);
    }
  });

  test("is paid for from a budget of effort: two that bring the same get half of it each", () => {
    const of = "per: 1000, sensitivity: 1, at_most: 9, effort: spare";
    const response = `response: { cash: { of: bank, stake: 1000, ${of} }, farming: { of: shouts, stake: -1000, ${of} } }`;
    const { sums } = run(response);
    const n = 20_000 * 6;
    const share = 0.6 * Math.exp(-0.5);
    expect(Math.abs(countScore(sums["records.owes"]!, sums["acts.owes"]!, share))).toBeLessThan(4);
    const expected = n * 0.3 * Math.exp(0.5);
    expect(Math.abs(sums["acts.shouts"]! - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });
});
