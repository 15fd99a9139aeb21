import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { run } from "../../src/experiment/run.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";

const sesame = readShipped("sesame");
const enrolled = "institutions: { enrolment: { mandatory: 2015-01-01 } }";
const kept = "friendship: { dropped: { per_year: 0 } }";

/** A world in which everyone is enrolled from the first day, with what else is said, after some weeks. */
function worldOf(more: readonly string[], people: number, ticks: number): World {
  const text = ["extends: sesame", "title: a variant", enrolled, ...more].join("\n");
  const world = new World(fewOf(readScenario(text), people), 1);
  for (let tick = 0; tick < ticks; tick++) world.step();
  return world;
}

/** The same, with a life in it of somebody who does only what is written. */
function worldOfLife(more: readonly string[], has: object = {}, acts: readonly object[] = [], ticks = 8): World {
  const born = { birth_year: 1980, footprint: 0.5, income: 30_000, real_name: true, ...has };
  return worldOf([...more, `life: ${JSON.stringify({ has: born, acts })}`], 512, ticks);
}

/** Everyone has a file that is too thin, and the score that goes with it. */
const allAt = (score: number): string => `scheme: { thin_file: { when: "age >= 0", score: ${score} } }`;

describe("the published thresholds of Sesame", () => {
  test("put the scale from 350 to 950, where the lowest and the highest are found", async () => {
    const { from, to } = sesame.data.scheme!.score;
    expect([from.amount, to.amount]).toEqual([350, 950]);
    const world = await run(sesame.with({ "institutions.enrolment.mandatory": "2015-01-01" }), {
      people: 4096,
      ticks: 30,
      seed: 1,
    });
    const { counts } = world.distribution("score", 12);
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts.at(-1)).toBeGreaterThan(0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4096);
  });

  test("begin bands at 350, 550, 600, 650 and 700", () => {
    const bands = (sesame.data.scheme?.bands ?? []).map(({ is }) => is.amount);
    expect(bands.sort((a, b) => a - b)).toEqual([350, 550, 600, 650, 700]);
  });

  test.each([
    ["deposit_free_bike", 550],
    ["deposit_free_hotel", 600],
    ["small_loan", 600],
    ["deposit_free_car", 650],
    ["better_interest", 650],
    ["fast_visa", 700],
    ["promoted_on_dating_site", 700],
    ["express_airport_security", 750],
  ])("open %s at %i", (perk, from) => {
    const holders = (score: number): number => worldOf([allAt(score)], 512, 2).figures.get(`under.${perk}`)!;
    expect(holders(from - 1)).toBe(0);
    if (perk === "promoted_on_dating_site") expect(holders(from)).toBeGreaterThan(0);
    else expect(holders(from)).toBe(512);
  });

  test("are all of 550, 600, 650, 700 and 750, and each perk is worth something", () => {
    const perks = (sesame.data.consequences ?? []).filter(({ is }) => is.benefits !== undefined);
    const from = perks.map(({ is }) => Number(/score >= (\d+)/.exec(is.when?.text ?? "")?.[1]));
    expect([...new Set(from)].sort((a, b) => a - b)).toEqual([550, 600, 650, 700, 750]);
    expect(perks.every(({ is }) => (is.benefits?.amount ?? 0) > 0)).toBe(true);
  });

  test("leave new users between 550 and 600", () => {
    const score = worldOfLife([]).valueOf("score", 0);
    expect(score).toBeGreaterThanOrEqual(550);
    expect(score).toBeLessThanOrEqual(600);
  });
});

test("the dating site has 90 of 1,300 people, and promotes those of them who score high", () => {
  const promoted = worldOf([allAt(700)], 8192, 2).figures.get("under.promoted_on_dating_site")! / 8192;
  // Five standard deviations of a share among 8,192.
  expect(Math.abs(promoted - 90 / 1300)).toBeLessThan(0.014);
});

describe("friends", () => {
  /** A life with a file of its own, among friends who all have one score. */
  const standingAmong = (score: number): number => {
    const others = "population: { traits: { student: { chance: 0, assumed: nobody else } } }";
    const thin = `scheme: { thin_file: { when: "!student", score: ${score} } }`;
    return worldOfLife([others, thin, kept], { student: true }).valueOf("standing", 0);
  };

  test("pull a score up or down: by 24 points of standing, from all at 350 to all at 950", () => {
    // A weight of 5 in 100, of which friends' scores make 0.8, on a scale of 600.
    expect(Math.abs(standingAmong(950) - standingAmong(350) - 24)).toBeLessThanOrEqual(1);
  });

  const measures =
    'measures: { friends_named: { mean: "friends_mean(real_name)" }, friends_at: { mean: "friends_mean(score)" } }';
  const figure = (world: World, name: string): number => world.figures.get(name)!;
  const free = worldOf([measures], 2048, 104);
  const held = worldOf([measures, kept], 2048, 104);

  test("of low scores are dropped, so that those who are left score higher", () => {
    expect(figure(held, "friends_left")).toBeGreaterThan(figure(free, "friends_left"));
    expect(figure(free, "friends_at") - figure(held, "friends_at")).toBeGreaterThan(5);
  });

  test("without a real name are dropped, so that more of those who are left have one", () => {
    // Six in seven have one. The standard deviation of the share is 0.008.
    expect(Math.abs(figure(held, "friends_named") - 0.85)).toBeLessThan(0.03);
    expect(figure(free, "friends_named") - figure(held, "friends_named")).toBeGreaterThan(0.015);
  });
});

test("sharing is encouraged: who is excellent shows the score, others hardly ever", () => {
  const shared = (score: number): number => {
    const world = worldOf([allAt(score)], 2048, 1);
    let acts = 0;
    for (let tick = 1; tick < 26; tick++) {
      world.step();
      acts += world.figures.get("acts.shares_score")!;
    }
    return acts;
  };
  const [low, high] = [shared(600), shared(700)];
  // 15 times as often; the low count is about 100, with a standard deviation of a tenth.
  expect(high / low).toBeGreaterThan(9);
  expect(high / low).toBeLessThan(25);
});

describe("what the articles say and nobody documents", () => {
  test("is tagged as reported: games, diapers, nights, fares, bicycles, opinion, news and history", () => {
    const tags = new Map(sesame.parameters.map(({ path, tag }) => [path.replace(/\.is$/, ""), tag]));
    const counted = [
      ...["bought.of.buys_video_games", "bought.of.buys_diapers", "bought.of.shops_at_night"],
      ...["broken.of.dodges_taxi_fare", "broken.of.parks_bike_wrongly"],
      ...["said.of.political_opinion", "said.of.unofficial_news", "said.of.unofficial_history"],
    ];
    expect(counted.filter((path) => tags.get(`scheme.files.${path}`) !== "reported")).toEqual([]);
    expect(sesame.tally.documented).toBe(0);
  });

  test("can be left out: without the penalty for games who plays stands where the idle stand", () => {
    const never = "scheme: { files: { bought: { of: { buys_video_games: { is: 0, assumed: never implemented } } } } }";
    const played = Array.from({ length: 5 }, (_, i) => ({ on: `2015-01-0${i + 2}`, does: "buys_video_games" }));
    const standing = (more: readonly string[], acts: readonly object[]): number =>
      worldOfLife([...more, kept], {}, acts, 4).valueOf("standing", 0);
    // Games are 5 units of 0.05 in a part of 20 in 100, on a scale of 600: 30 points, less what has faded.
    const idle = standing([], []);
    expect(idle - standing([], played)).toBeGreaterThan(20);
    expect(Math.abs(idle - standing([never], played))).toBeLessThanOrEqual(1);
  });
});

describe("formal files", () => {
  const more = 'measures: { with_data: { share: "formal_file != nothing" } }';
  const world = worldOf([more], 8192, 2);

  test("are data on 800 of 1,300 million people", () => {
    // Five standard deviations of a share among 8,192.
    expect(Math.abs(world.figures.get("with_data")! - 800 / 1300)).toBeLessThan(0.027);
  });

  test("say nothing of most people", () => {
    expect(1 - world.figures.get("with_formal_history")!).toBeGreaterThan(0.5);
  });

  test("are thin at the platform too, most often of those whom it hardly sees", async () => {
    const text = ["extends: sesame", "title: all join", enrolled].join("\n");
    const after = await run(readScenario(text), { people: 4096, ticks: 20, seed: 1 });
    expect(after.last("thin by seen", "hardly")).toBeGreaterThan(after.last("thin by seen", "much") + 0.1);
    // A thin file has the score of a stranger.
    expect(worldOfLife([], { footprint: 0 }, [], 20).valueOf("score", 0)).toBe(575);
  });
});
