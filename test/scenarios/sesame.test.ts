import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { run } from "../../src/experiment/run.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";

const sesame = readShipped("sesame");

/** Where person 0 stands, who is enrolled from the first day and does only what is written; others live as ever. */
function standingOf(acts: readonly { readonly on: string; readonly does: string }[], has: object = {}): number {
  const born = { birth_year: 1980, footprint: 0.5, income: 30_000, student: false, real_name: true, ...has };
  const life = JSON.stringify({ has: born, acts });
  const text = `extends: sesame\ntitle: a life\ninstitutions: { enrolment: { mandatory: 2015-01-01 } }\nlife: ${life}\n`;
  const world = new World(fewOf(readScenario(text), 512), 1);
  for (let tick = 0; tick < 8; tick++) world.step();
  return world.valueOf("standing", 0);
}

const idle = standingOf([]);
const five = (does: string): { on: string; does: string }[] =>
  Array.from({ length: 5 }, (_, i) => ({ on: `2015-01-0${i + 2}`, does }));

describe("what the articles say raises the score", () => {
  test.each(["buys_diapers", "pays_bill", "buys_household_goods"])("does: %s", (does) => {
    expect(standingOf(five(does))).toBeGreaterThan(idle);
  });

  test("does: a university residence, as for the published person", () => {
    expect(standingOf([], { student: true })).toBeGreaterThan(idle);
  });

  test("does: a real name", () => {
    expect(idle).toBeGreaterThan(standingOf([], { real_name: false }));
  });
});

describe("what the articles say lowers the score", () => {
  test.each([
    "late_payment",
    "default",
    "buys_video_games",
    "shops_at_night",
    "dodges_taxi_fare",
    "parks_bike_wrongly",
    "political_opinion",
    "unofficial_news",
    "unofficial_history",
  ])("does: %s", (does) => {
    expect(standingOf(five(does))).toBeLessThan(idle);
  });
});

test("the one published person, with 653, is called excellent", () => {
  const reached = (sesame.data.scheme?.bands ?? []).filter(({ is }) => is.amount <= 653);
  const best = reached.reduce((a, b) => (b.is.amount > a.is.amount ? b : a));
  expect(best.name).toBe("excellent");
});

test("the weights of the dimensions are 35, 25, 20, 15 and 5", () => {
  const weights = Object.fromEntries(
    (sesame.data.scheme?.dimensions ?? []).map(({ name, is }) => [
      name,
      is.weight.kind === "rule" ? Number(is.weight.rule.text) : Number.NaN,
    ]),
  );
  expect(weights).toEqual({ history: 35, fulfilment: 25, behaviour: 20, identity: 15, relationships: 5 });
});

const world = await run(sesame, { people: 20_000, seed: 5 });

describe("the score as a place among all", () => {
  test("is spread evenly over those with a file of their own", () => {
    const { counts } = world.distribution("score", 12);
    // Everyone is enrolled by then; a tie is made of those whose file is too thin, who all stand at 575.
    const typical = [...counts].sort((a, b) => a - b)[6]!;
    const even = counts.filter((count) => Math.abs(count - typical) < 0.12 * typical);
    expect(even.length).toBeGreaterThanOrEqual(10);
  });

  test("favours the seen and the rich", () => {
    expect(world.last("score_of_the_seen by seen", "much")).toBeGreaterThan(
      world.last("score_of_the_seen by seen", "hardly"),
    );
    expect(world.last("lowest band by wealth", "poor")).toBeGreaterThan(world.last("lowest band by wealth", "rich"));
  });
});

test("it is voluntary until 2020 and mandatory from then on", () => {
  const enrolled = world.series("enrolled");
  // 2020-01-01 lies 1826 days after the start: in week 260.
  expect(enrolled[259]).toBeLessThan(0.65 * world.people);
  expect(enrolled[261]).toBe(world.people);
});

test("a quarter of the people have a formal credit history: 320 of 1,300 million", () => {
  // Five standard deviations of a share among 20,000.
  expect(Math.abs(world.last("with_formal_history") - 320 / 1300)).toBeLessThan(0.016);
});

test("friends are dropped: fewer are left than where nobody drops any", async () => {
  expect(world.last("friends_left")).toBeLessThan(7.9);
  const kept = await run(sesame.with({ "friendship.dropped.per_year": 0 }), { people: 20_000, seed: 5, ticks: 104 });
  expect(kept.last("friends_left")).toBeGreaterThan(world.series("friends_left")[103]!);
});
