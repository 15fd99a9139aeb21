import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { networkOf } from "../../src/plan/ties.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { runOf } from "./worlds.ts";

function worldOf(parts: string, size = 6400) {
  return readScenario(`
title: company
time: { tick: 1 month, span: 5 years }
population:
  size: ${size}
  traits: { marked: { chance: 0.4 }, vain: { chance: 0.5 } }
  ties: { community: 64, friends: 4, cuttable: true }
channels: { all: { coverage: 1 } }
${parts}`).plan();
}

describe("friendships", () => {
  // Either side drops a friend at its own rate r: a tie outlasts t with chance exp(−2 r t), tick by tick exactly, since
  // both draw each tick. Friends that are there are then 4 exp(−2 r t) on average.
  test("outlast two people's rates of dropping", () => {
    const rate = 0.4;
    const plan = worldOf(`
friendship: { dropped: { per_year: ${rate} } }
measures: { friends: { mean: friends_count } }`);
    const { series } = runOf(plan, 3, 25, ["friends"]);
    for (const tick of [1, 12, 24]) {
      const left = Math.exp((-2 * rate * tick) / 12);
      // 12,800 ties, each there or not: four standard deviations.
      const spread = 4 * 4 * Math.sqrt((left * (1 - left)) / 12_800);
      expect(Math.abs(series.friends![tick]! - 4 * left)).toBeLessThan(spread);
    }
  });

  test("that are dormant form at the rate of mending, by whoever holds back", () => {
    // Each side holds back with chance h = 1 − √(1 − share), and no more after t with chance 1 − h exp(−r t).
    const [share, rate] = [0.6, 0.8];
    const plan = worldOf(`
friendship: { mended: { per_year: ${rate} }, dormant: ${share} }
measures: { friends: { mean: friends_count } }`);
    const { series } = runOf(plan, 4, 25, ["friends"]);
    const held = 1 - Math.sqrt(1 - share);
    for (const tick of [0, 12, 24]) {
      const there = (1 - held * Math.exp((-rate * tick) / 12)) ** 2;
      const spread = 4 * 4 * Math.sqrt((there * (1 - there)) / 12_800);
      expect(Math.abs(series.friends![tick]! - 4 * there)).toBeLessThan(spread);
    }
  });

  test("are dropped by what the friend is, and counted by who has", () => {
    const plan = worldOf(`
friendship: { dropped: { per_year: "vain && friend(marked) ? 1e6 : 0" } }
measures:
  left: { sum: "vain ? friends_sum(marked) : 0" }
  unvain: { sum: "!vain && !marked ? friends_count : 0" }`);
    const { series, world } = runOf(plan, 5, 3, ["left", "unvain", "ties cut"]);
    expect(series.left![0]).toBeGreaterThan(1000);
    expect(series.left!.slice(1)).toEqual([0, 0]);
    // Nobody drops whoever is not marked.
    expect(new Set(series.unvain).size).toBe(1);
    let cut = 0;
    const { friend } = networkOf(plan.ties!, 64, plan.size, 5);
    for (let person = 0; person < plan.size; person++)
      for (let lane = 0; lane < 4; lane++)
        if (world.unitOf("vain", person) === 1 && world.unitOf("marked", friend(person, lane)) === 1) cut += 1;
    expect(series["ties cut"]).toEqual([cut, cut, cut]);
  });

  test("gain_of_dropping is what the mean of friends' scores would rise by", () => {
    const plan = worldOf(
      `
scheme: { score: { start: "marked ? (vain ? 100 : 700) : (vain ? 250 : 900)", from: 0, to: 1000 } }
friendship: { dropped: { per_year: "gain_of_dropping > 0 ? 1e6 : 0" } }`,
      640,
    );
    const world = new World(plan, 6);
    world.step();
    const { friend } = networkOf(plan.ties!, 64, plan.size, 6);
    let faults = 0;
    for (let person = 0; person < plan.size; person++) {
      const scores = [0, 1, 2, 3].map((lane) => world.valueOf("score", friend(person, lane)));
      const sum = scores.reduce((a, b) => a + b, 0);
      for (const [lane, score] of scores.entries()) {
        const gain = (sum - score) / 3 - sum / 4;
        // Equal scores gain nothing, but for the last bits of binary32.
        if (Math.abs(gain) < 0.01) continue;
        if (((world.unitOf("ties.cut", person) >> lane) & 1) !== (gain > 0 ? 1 : 0)) faults += 1;
      }
    }
    expect(faults).toBe(0);
  });
});

describe("encounters", () => {
  const meeting = (per: string, conduct: string): string => `
encounters:
  strangers: { with: strangers, per_month: ${per} }
  friends: { with: friends, per_month: ${per} }
conduct:
  rates: ${conduct}
scheme: { score: { start: 500, from: 0, to: 1000, resolution: 0.01 }, points: { rates: severity - 3 } }`;

  test("happen as often as stated, each pair counted once", () => {
    const plan = worldOf(meeting("2.5", "{ at: strangers, chance: 0.5, channel: all }"));
    const { sums } = runOf(plan, 7, 10, ["meetings.strangers", "meetings.friends", "acts.rates"]);
    // 3,200 pairs × 3 rounds × 10 ticks, each with chance 2.5 / 3: four standard deviations.
    const [trials, p] = [96_000, 2.5 / 3];
    const spread = 4 * Math.sqrt(trials * p * (1 - p));
    expect(Math.abs(sums["meetings.strangers"]! - trials * p)).toBeLessThan(spread);
    expect(Math.abs(sums["meetings.friends"]! - trials * p)).toBeLessThan(spread);
    // Either side acts with chance ½ at each.
    const acts = 2 * sums["meetings.strangers"]!;
    expect(Math.abs(sums["acts.rates"]! - acts / 2)).toBeLessThan(4 * Math.sqrt(acts / 4));
  });

  test("are as grave as a rule says, on average", () => {
    const plan = worldOf(meeting("2", "{ at: [friends, strangers], severity: 3.3, channel: all, falls_on: other }"));
    const { sums } = runOf(plan, 8, 5, ["points.rates", "records.rates", "meetings.friends", "meetings.strangers"]);
    const records = sums["records.rates"]!;
    expect(records).toBe(2 * (sums["meetings.friends"]! + sums["meetings.strangers"]!));
    expect(records).toBe(6400 * 4 * 5);
    // 3 or 4, the latter with chance 0.3.
    expect(Math.abs(sums["points.rates"]! - 0.3 * records)).toBeLessThan(4 * Math.sqrt(0.21 * records));
  });

  test.each([
    ["other", "other(marked)"],
    ["self", "marked"],
    ["other", "other(score) >= 500 && other(marked)"],
  ])("fall on %s: with a chance of %s nobody but the marked is rated", (falls, chance) => {
    const text = `{ at: strangers, chance: "${chance} ? 1 : 0", severity: 5, channel: all, falls_on: ${falls} }`;
    const plan = worldOf(meeting("3", text), 640);
    const { world } = runOf(plan, 9, 4);
    let faults = 0;
    for (let person = 0; person < plan.size; person++) {
      // Three encounters a tick for everyone, 2 points each.
      const expected = world.unitOf("marked", person) === 1 ? 500 + 4 * 3 * 2 : 500;
      if (Math.abs(world.valueOf("score", person) - expected) > 0.011) faults += 1;
    }
    expect(faults).toBe(0);
  });

  test("are met by responses, which multiply the chance", () => {
    const rates = "{ at: strangers, chance: 0.8, channel: all }\nresponse: { meek: { of: rates, factor: 0.25 } }";
    const { sums } = runOf(worldOf(meeting("1", rates)), 10, 10, ["acts.rates"]);
    expect(Math.abs(sums["acts.rates"]! - 64_000 * 0.2)).toBeLessThan(4 * Math.sqrt(64_000 * 0.16));
  });
});
