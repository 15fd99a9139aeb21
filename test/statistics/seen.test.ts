import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { World } from "../../src/engine/meaning/interpret.ts";
import { networkOf } from "../../src/plan/ties.ts";
import { hiringExample } from "../../src/scenario/manualSeen.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { runOf, valuesOf } from "./worlds.ts";

const size = 12_800;

function friendsOf(parts: string, start = "1000 * luck") {
  return readScenario(`
title: friends by score
time: { tick: 1 month, span: 5 years }
population:
  size: ${size}
  traits: { luck: { uniform: [0, 1] } }
  ties: { community: 64, friends: 4, far: 1, cuttable: true, measured: true }
conduct: { owes: { per_tick: 0.3, channel: bank } }
channels: { bank: { coverage: 1 } }
lists: { debtors: { grounds: owes, term: 3 months } }
measures: { listed: { share: debtors } }
scheme:
  score: { start: "${start}", from: 0, to: 1000 }
  bands: { high: 600, middle: 300, low: 0 }
${parts}`).plan();
}

/** Pearson's correlation of scores with the mean of friends' scores, by hand from who is whose friend, tie by tie. */
function correlationIn(world: World): number {
  const { plan, seed } = world;
  const network = networkOf(plan.ties!, plan.communitySize, plan.size, seed);
  const score = valuesOf(world, "score");
  const cut = valuesOf(world, "ties.cut");
  const pairs = Array.from(score, (own, e) => {
    const there = Array.from({ length: network.lanes }, (_, lane) => lane).flatMap((lane) => {
      const friend = network.friend(e, lane);
      const isCut = lane < 3 && (((cut[e]! | cut[friend]!) >> lane) & 1) === 1;
      return friend < 0 || isCut ? [] : [score[friend]!];
    });
    return there.length === 0 ? undefined : ([own, there.reduce((a, b) => a + b, 0) / there.length] as const);
  }).filter((pair) => pair !== undefined);
  const mean = (of: (pair: readonly [number, number]) => number): number =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const [x, y] = [mean(([own]) => own), mean(([, friends]) => friends)];
  const spread = Math.sqrt(mean(([own]) => (own - x) ** 2) * mean(([, friends]) => (friends - y) ** 2));
  return mean(([own, friends]) => (own - x) * (friends - y)) / spread;
}

describe("friends by score, band and list", () => {
  test("are as strangers where nothing brings them together", () => {
    const plan = friendsOf("");
    const { series } = runOf(plan, 2, 5, [
      "assortativity.score",
      "friends alike",
      "friends in low",
      "friends on debtors",
      "listed",
    ]);
    // Each tie is in two means: the correlation has a variance of 2 / n.
    expect(series["assortativity.score"]![0]).toBe(0);
    expect(Math.abs(series["assortativity.score"]![3]!)).toBeLessThan(4 * Math.sqrt(2 / size));
    // Bands hold .4, .3 and .3 of all; a tie joins two of one band with chance .34, and there are two for each person.
    expect(Math.abs(series["friends alike"]![2]! - 0.34)).toBeLessThan(4 * Math.sqrt((0.34 * 0.66) / (2 * size)));
    expect(Math.abs(series["friends in low"]![2]! - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / size));
    // Each friend is on the list with the chance of anybody, as the month before ended: 2.5 n ties are seen twice.
    const listed = series.listed![3]!;
    expect(listed).toBeGreaterThan(0.4);
    const spread = Math.sqrt((listed * (1 - listed)) / size);
    expect(Math.abs(series["friends on debtors"]![4]! - listed)).toBeLessThan(4 * spread);
  });

  test("are alike where the low are dropped, by hand and by five exact sums", () => {
    const dropped = friendsOf('friendship: { dropped: { per_year: "score > 600 && friend(score) < 400 ? 5 : 0" } }');
    const { series } = runOf(dropped, 2, 12, ["assortativity.score", "friends alike"]);
    expect(series["assortativity.score"]![11]).toBeGreaterThan(0.1);
    expect(series["friends alike"]![11]).toBeGreaterThan(0.38);
    // What is told in tick 11 is of how tick 10 began: of the end of tick 9.
    const { world } = runOf(dropped, 2, 10);
    expect(Math.abs(series["assortativity.score"]![11]! - correlationIn(world))).toBeLessThan(1e-3);
  });

  test("are counted by one's own band and list", () => {
    const { world } = runOf(friendsOf("", "luck < 0.5 ? 100 : 700"), 4, 2);
    const rows = world.rows.filter(({ measure }) => world.plan.measures[measure]!.name === "friends in low");
    expect(rows.map(({ group }) => group)).toEqual([-1, 0, 1, 2]);
    const share = (group: number): number =>
      rows.find((row) => row.group === group)!.sum / rows.find((row) => row.group === group)!.count / 2 ** 20;
    for (const band of [0, 2]) expect(Math.abs(share(band) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / (2 * size)));
    expect(rows.find(({ group }) => group === 1)!.count).toBe(0);
  });

  test("without a friend are as many as ties that are all dormant", () => {
    const share = 0.6;
    const plan = readScenario(`
title: alone
time: { tick: 1 month, span: 5 years }
population:
  size: ${size}
  ties: { community: 64, friends: 4, cuttable: true, measured: true }
friendship: { dormant: ${share} }`).plan();
    const { series } = runOf(plan, 3, 2, ["without friends"]);
    const p = share ** 4;
    // Two friends who are alone share a tie that is dormant: each has four with whom this covaries.
    const variance = (p * (1 - p) + 4 * share ** 7 * (1 - share)) / size;
    for (const is of series["without friends"]!) expect(Math.abs(is - p)).toBeLessThan(4 * Math.sqrt(variance));
  });

  test("cost nothing where nobody asks", () => {
    const asked = friendsOf("");
    expect(asked.measures.some(({ name }) => name === "assortativity.score")).toBe(true);
    const silent = readScenario(
      "title: t\ntime: { tick: 1 month, span: 1 year }\npopulation: { size: 10, ties: { friends: 2 } }\nscheme: { score: { start: 1, from: 0, to: 9 }, bands: { a: 5, b: 0 } }",
    ).plan();
    expect(silent.steps.filter(({ kind }) => kind === "gather")).toEqual([]);
    expect(silent.columns.map(({ name }) => name)).toEqual(["score", "points"]);
  });
});

/** Everyone litters alike; where more luck lives, rumours put more on file in the first year. */
function watched(coverage: string) {
  return readScenario(
    `
title: Watching that follows past records
time: { tick: 1 month, span: 10 years }
population:
  size: 25_600
  traits: { luck: { chance: 0.5 } }
  ties: { community: 64 }
conduct:
  litters: { per_tick: 0.3, channel: patrol }
  rumour: { per_tick: "tick < 12 && neighbours_mean(luck) > 0.5 ? 0.12 : 0", channel: rumours }
channels:
  patrol: { coverage: "${coverage}" }
  rumours: { coverage: 1 }
scheme:
  score: { start: 50, from: 0, to: 100 }
  points: { litters: 0, rumour: 0 }
  files: { on_file: { of: { litters: 1, rumour: 1 }, half_life: 6 months, to: 60, resolution: 0.01, start: 1.1 } }
groups: { place: { when: neighbours_mean(luck) > 0.5, yes: told_of, no: quiet } }
measures: { on_file: { mean: on_file, by: place }, mean_file: { mean: on_file } }`.replace(
      "on_file: { mean: on_file, by: place }",
      "filed: { mean: on_file, by: place }",
    ),
  ).plan();
}

/** How much more is on file in the one kind of neighbourhood than in the other, as ticks end. */
function ratios(coverage: string): number[] {
  const plan = watched(coverage);
  const measure = plan.measures.findIndex(({ name }) => name === "filed by place");
  const { world } = runOf(plan, 1, 0);
  return Array.from({ length: 84 }, () => {
    world.step();
    const rows = world.rows.filter((row) => row.measure === measure);
    const [quiet, told] = [0, 1]
      .map((group) => rows.find((row) => row.group === group)!)
      .map(({ sum, count }) => sum / count);
    return told! / quiet!;
  });
}

describe("watching that follows past records of a neighbourhood (Ensign and others 2018)", () => {
  // What is on file goes as x' = (1 − d) x + 0.12 w, with d = 1 − 2^(−1/6), and w = 1 or w = x over the mean of all.
  test("keeps neighbourhoods apart that do the same; watching all alike does not", () => {
    const alike = ratios("0.4");
    const follows = ratios("clamp(0.4 * neighbours_mean(on_file) / max(0.01, mean_file), 0, 1)");
    // A year of rumours puts another .12 (1 − 2^(−2)) / d = .83 on file where there are 1.1.
    expect(Math.abs(alike[11]! - (1.1 + 0.825) / 1.1)).toBeLessThan(0.05);
    expect(follows[11]).toBeGreaterThan(1.5);
    // Six years later 2^(−12) of the difference is left where all are watched alike.
    expect(Math.abs(alike[83]! - 1)).toBeLessThan(0.04);
    // And all of it where watching follows: the ratio is the same from tick to tick.
    expect(Math.abs(follows[83]! / follows[12]! - 1)).toBeLessThan(0.1);
  });
});

const hiring = readFileSync(new URL("../good/hiring.yaml", import.meta.url), "utf8");

describe.each([
  ["of the tests", hiring, { score: "nobody", list: "nobody" }, "debtors.left"],
  ["of the manual", hiringExample, { score: "nobody" }, "score"],
] as const)("hiring in the world %s", (_, text, shown, untouched) => {
  const jobs = readScenario(text).with({ "population.size": 12_800 });

  /** Work at the end of a run, of those who are careful and of those who are not. */
  function workOf(scenario: typeof jobs): { gap: number; world: World } {
    const { world } = runOf(scenario.plan(), 1, 24);
    const [work, careful] = [valuesOf(world, "work"), valuesOf(world, "careful")];
    const meanOf = (those: (careful: number) => boolean): number => {
      const some = [...work].filter((_, e) => those(careful[e]!));
      return some.reduce((a, b) => a + b, 0) / some.length;
    };
    return { gap: meanOf((one) => one > 0.7) - meanOf((one) => one < 0.5), world };
  }

  test("goes by the score where it is shown, and by nothing where it is not: a reform of one line", () => {
    const seen = workOf(jobs);
    const hidden = workOf(jobs.with({ "scheme.shown": shown }));
    expect(seen.gap).toBeGreaterThan(0.1);
    // Work is from 0 to 1, of more than 3,000 on either side: a spread of .5 at most.
    expect(Math.abs(hidden.gap)).toBeLessThan(4 * 0.5 * Math.sqrt(2 / 3000));
    // Who people are, and what they do that does not ask others, stays as it was.
    for (const column of ["careful", "employer"])
      expect(valuesOf(hidden.world, column)).toEqual(valuesOf(seen.world, column));
    const count = (world: World, name: string): number => world.figures.get(name)!;
    for (const name of ["acts.owes", "records.owes", "meetings.interviews"])
      expect(count(hidden.world, name)).toBe(count(seen.world, name));
    expect(valuesOf(hidden.world, untouched)).toEqual(valuesOf(seen.world, untouched));
  });
});
