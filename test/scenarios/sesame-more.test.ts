import { describe, expect, test } from "vitest";
import { readShipped } from "../../src/scenario/scenario.ts";
import { allAt, done, enrolled, runOf, worldOf, worldOfLife } from "./sesame.ts";

const sesame = readShipped("sesame");

describe("the published thresholds of Sesame", () => {
  test("put the scale from 350 to 950", () => {
    const { from, to } = sesame.data.scheme!.score;
    expect([from.amount, to.amount]).toEqual([350, 950]);
  });

  test("begin bands at 350, 550, 600, 650 and 700", () => {
    const bands = (sesame.data.scheme?.bands ?? []).map(({ is }) => is.amount);
    expect(bands.sort((a, b) => a - b)).toEqual([350, 550, 600, 650, 700]);
  });

  test.each([
    ["deposit_free_bike", 550],
    ["deposit_free_hotel", 600],
    ["easier_loan", 600],
    ["shopping_discounts", 600],
    ["deposit_free_car", 650],
    ["better_interest_rates", 650],
    ["visa_without_documents", 700],
    ["express_airport_security", 750],
  ])("open %s at %i, and are assumed", (perk, from) => {
    const holders = (score: number): number => worldOf([allAt(score)], 512, 2).figures.get(`under.${perk}`)!;
    expect([holders(from - 1), holders(from)]).toEqual([0, 512]);
    const { is } = sesame.data.consequences!.find(({ name }) => name === perk)!;
    expect(is.benefits!.amount).toBeGreaterThan(0);
    expect(sesame.parameters.find(({ path }) => path.startsWith(`consequences.${perk}.when`))?.tag).toBe("assumed");
  });

  test("leave new users between 550 and 600", () => {
    const score = worldOfLife([]).valueOf("score", 0);
    expect(score).toBeGreaterThanOrEqual(550);
    expect(score).toBeLessThanOrEqual(600);
  });
});

test("whoever is below 450 is refused loans, and nobody else", async () => {
  const loans = async (score: number): Promise<number> =>
    done(await runOf([enrolled, allAt(score)], 2048, 26), "takes_loan", 1);
  expect(await loans(449)).toBe(0);
  expect(await loans(450)).toBeGreaterThan(50);
});

describe("the dating site", () => {
  const shows = (start: number): string => `state: { shows_score: { start: { is: ${start}, assumed: for a test } } }`;

  test("has 90 of 1,300 people, and gives a distinguished place to those of them who show a high score", async () => {
    const placed = async (score: number, start: number): Promise<number> =>
      (await runOf([enrolled, allAt(score), shows(start)], 8192, 2)).last("under.prominent_profile") / 8192;
    // Five standard deviations of a share among 8,192.
    expect(Math.abs((await placed(700, 1)) - 90 / 1300)).toBeLessThan(0.014);
    expect(await placed(699, 1)).toBe(0);
    expect(await placed(700, 0)).toBeLessThan(0.002);
  });

  test("brings more matches to those who show a high score", async () => {
    const nobody = "conduct: { shares_score: { per_year: { is: 0, assumed: nobody begins to } } }";
    const matches = async (start: number): Promise<number> =>
      done(await runOf([enrolled, allAt(800), shows(start), nobody], 16384, 52), "matches", 1);
    const [hidden, shown] = [await matches(0), await matches(1)];
    // Either is willing with a chance of 0.4, and of 0.775 for a profile with 800 that is looked at first.
    // The lower count is about 650 of either side, in pairs: a standard deviation of 6 %.
    expect(Math.abs(shown / hidden / (0.775 / 0.4) ** 2 - 1)).toBeLessThan(0.24);
  });

  test("goes by a score that everyone can see: where nobody can, a high one brings no more than a low one", async () => {
    const two = allAt("real_name ? 900 : 400");
    const plain = 'consequences: { prominent_profile: { when: { is: "score > 949", assumed: for a test } } }';
    const ratio = async (to?: string): Promise<number> => {
      const shown = `${two.slice(0, -2)}, shown: { score: { is: ${to}, assumed: for a test } } }`;
      const seen = to === undefined ? two : shown;
      const of = await runOf([enrolled, seen, shows(1), plain], 32768, 52);
      const mean = (band: string): number => {
        const series = of.series("matched by band", band).slice(2);
        return series.reduce((sum, value) => sum + value, 0) / series.length;
      };
      return mean("outstanding") / mean("poor");
    };
    // 0.725 to 0.225 for a score of 900 to one of 400; those of 400 have some 500 matches where nobody sees.
    expect(await ratio()).toBeGreaterThan(2.3);
    expect(Math.abs((await ratio("nobody")) - 1)).toBeLessThan(0.25);
  });
});

describe("friends", () => {
  /** A life with a file of its own, among friends who all have one score. */
  const standingAmong = (score: number, more: readonly string[] = []): number => {
    const others = "population: { traits: { top_university: { chance: 0, assumed: nobody else } } }";
    const thin = `thin_file: { when: "!top_university", score: ${score} }`;
    const scheme = `scheme: { ${[thin, ...more].join(", ")} }`;
    return worldOfLife([others, scheme], { top_university: true }, [], 27).valueOf("standing", 0);
  };

  test("pull a score up or down: from all at 350 to all at 950 by some 15 points of standing in half a year", () => {
    // Two distances 600 apart, of which 0.0013 a week is covered; of what was, 0.0132 a week is lost again. The only one with
    // a file has the score of an end or of the middle, by whether it rose: so the distances are not always 600 apart.
    let points = 0;
    for (let week = 1; week < 27; week++) points += 0.0013 * 600 - (1 - 2 ** (-1 / 52)) * points;
    expect(Math.abs(standingAmong(950) - standingAmong(350) - points)).toBeLessThanOrEqual(4);
  });

  test("do not where their pull is taken out", () => {
    const out = ["friends: { pull_per_tick: { is: 0, assumed: for a test } }"];
    expect(Math.abs(standingAmong(950, out) - standingAmong(350, out))).toBeLessThanOrEqual(0.25);
  });
});

describe("what the articles say and nobody documents", () => {
  test("can be left out: without the penalty for games who plays stands where the idle stand", () => {
    const never = "scheme: { files: { bought: { of: { buys_video_games: { is: 0, assumed: never implemented } } } } }";
    const played = Array.from({ length: 5 }, (_, i) => ({ on: `2015-01-0${i + 2}`, does: "buys_video_games" }));
    const standing = (more: readonly string[], acts: readonly object[]): number =>
      worldOfLife(more, {}, acts, 4).valueOf("standing", 0);
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

  test("are thin at the platform too, most often of those whom it hardly sees, however careful they are", async () => {
    const after = await runOf([enrolled], 4096, 20);
    expect(after.last("thin by seen", "hardly")).toBeGreaterThan(after.last("thin by seen", "much") + 0.1);
    // A thin file has the score of a stranger, below good for everyone.
    expect(worldOfLife([], { footprint: 0 }, [], 20).valueOf("score", 0)).toBe(575);
    expect(after.last("careful_below_good by file", "thin")).toBe(1);
    expect(after.last("careful_below_good by file", "full")).toBeLessThan(0.6);
  });
});
