import { expect, test } from "vitest";
import { run } from "../../src/experiment/run.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { allAt, done, enrolled, respond, runOf, variant } from "./sesame.ts";

const ways = ["care", "self_censorship", "gaming", "showing_off", "dropping_friends", "leaving"];
const [people, ticks] = [4096, 104];
const speech = ["political_opinion", "unofficial_news", "unofficial_history"];
const nobodyJoins = variant(
  ["institutions: { enrolment: { take_up: { is: 0, assumed: for a test } } }"],
  ["institutions.enrolment.mandatory"],
);

test("people say less of what is lawful, praise more, and pay on time more often, by what is at stake and no factor", async () => {
  const base = await runOf([enrolled], people, ticks);
  const calm = await runOf([enrolled, respond(0, ...ways)], people, ticks);
  const without = await run(readScenario(nobodyJoins), { people, ticks, seed: 1 });
  const sums = (of: typeof base, conducts: readonly string[]): number =>
    conducts.reduce((sum, conduct) => sum + done(of, conduct), 0);
  // Twins: what nobody responds to is done alike, to the act, with the score and without it.
  for (const conduct of [...speech, "shows_loyalty", "moves_money", "dodges_taxi_fare"])
    expect(done(calm, conduct), conduct).toBe(done(without, conduct));
  const change = (...conducts: readonly string[]): number => sums(base, conducts) / sums(calm, conducts) - 1;
  // Of 15,000 acts each hundred that are left out are ten standard deviations of none, since what is done is the same else.
  expect(change(...speech)).toBeLessThan(-0.01);
  // What is told of it is a mean of all people, week by week.
  const told = base.series("lawful_speech").reduce((sum, mean) => sum + mean, 0) * people;
  expect(Math.abs(told / sums(base, speech) - 1)).toBeLessThan(0.001);
  expect(change("late_payment")).toBeLessThan(-0.01);
  expect(change("shows_loyalty")).toBeGreaterThan(0.001);
});

test("moving money for the points lifts standings and no mean score", async () => {
  const base = await runOf([enrolled, respond(5, "gaming")], people, ticks);
  const honest = await runOf([enrolled, respond(0, "gaming")], people, ticks);
  expect(done(base, "moves_money")).toBeGreaterThan(done(honest, "moves_money"));
  expect(done(base, "pays_bill") / done(honest, "pays_bill")).toBeLessThan(1.002);
  expect(base.last("mean_standing") - honest.last("mean_standing")).toBeGreaterThan(0.5);
  // Ranks have one mean; a few more files are no longer thin.
  expect(Math.abs(base.last("mean_score") - honest.last("mean_score"))).toBeLessThan(1);
});

test("friends are dropped for what they cost: those of a low score, and those without a real name", async () => {
  const measures =
    'measures: { named: { mean: "friends_mean(real_name)" }, at: { mean: "friends_mean(score)", resolution: 0.01 } }';
  const two = allAt("top_university ? 400 : 640");
  const unpulled = `${two.slice(0, -2)}, friends: { pull_per_tick: { is: 0, assumed: for a test } } }`;
  const ofNames = (named: number): string =>
    `population: { traits: { top_university: { chance: 0.3, assumed: for a test }, real_name: { chance: ${named}, assumed: for a test } } }`;
  const of = (named: number, scheme: string, sensitivity: number) =>
    runOf([enrolled, ofNames(named), scheme, measures, respond(sensitivity, "dropping_friends")], people, ticks);
  // Where all have given their names only scores can cost; without the pull of friends nothing does, to the tie.
  const kept = await of(1, two, 0);
  const forScore = await of(1, two, 100);
  const forNothing = await of(1, unpulled, 100);
  expect(forScore.last("at") - kept.last("at")).toBeGreaterThan(1);
  expect(forScore.last("few_friends")).toBeGreaterThan(kept.last("few_friends"));
  expect(forNothing.last("friends_left")).toBe(kept.last("friends_left"));
  // Without the pull only names can cost.
  const forName = await of(0.85, unpulled, 100);
  const named = await of(0.85, unpulled, 0);
  expect(forName.last("named") - named.last("named")).toBeGreaterThan(0.005);
  expect(forName.last("friends_left")).toBeLessThan(named.last("friends_left"));
});

test("who has a high score shows it more often than who has a low one", async () => {
  const shares = async (score: number): Promise<number> =>
    done(await runOf([enrolled, allAt(score)], people, 52), "shares_score", 1);
  expect((await shares(700)) / (await shares(500))).toBeGreaterThan(2);
});

test("who has more to lose by staying leaves more often, and nobody is out once it is mandatory", async () => {
  const voluntary = "institutions: { enrolment: { take_up: { is: 1, assumed: for a test } } }";
  const staying = async (score: number): Promise<number> => {
    const text = variant([voluntary, allAt(score)], ["institutions.enrolment.mandatory"]);
    return (await run(readScenario(text), { people, ticks, seed: 1 })).series("enrolled").at(-1)!;
  };
  const [low, high] = [await staying(400), await staying(800)];
  // About 50 and 250 of 4,096 leave.
  expect(high - low).toBeGreaterThan(60);
  const later = "institutions: { enrolment: { take_up: { is: 1, assumed: for a test }, mandatory: 2016-06-01 } }";
  const all = (await runOf([later, allAt(400)], people, ticks)).series("enrolled");
  expect(all[60]).toBeLessThan(people);
  expect(all.at(-1)).toBe(people);
});
