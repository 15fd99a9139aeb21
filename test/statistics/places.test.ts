import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { countScore } from "./check.ts";
import { type Run, runOf } from "./worlds.ts";

const people = 4000;
const ticks = 60;

function textOf(parts: string): string {
  return `
title: places
time: { start: 2010-01-01, tick: 1 month, span: 10 years }
population: { size: ${people}, traits: { top: { chance: 0.3 }, town: { chance: 0.4 }, rank: { uniform: [0, 1], resolution: 0.001 } } }
channels: { gate: { coverage: 0.5 } }
${parts}
`;
}

/** The sums of what became of attempts from a tick on, by group. */
function placesOf(
  places: string,
  seed: number,
  from = 1,
  more = "",
  conduct = "applies: { per_tick: 0.5, channel: gate }",
) {
  const world = new World(
    readScenario(textOf(`conduct: { ${conduct} }\nplaces: { school: ${places} }\n${more}`)).plan(),
    seed,
  );
  const sums: Record<string, number> = {};
  for (let tick = 0; tick < ticks; tick++) {
    world.step();
    if (tick < from) continue;
    for (const { measure, group, sum } of world.rows) {
      const { name, groups } = world.plan.measures[measure]!;
      const key = group < 0 ? name : `${name} ${groups!.words[group]}`;
      sums[key] = (sums[key] ?? 0) + sum;
    }
  }
  return sums;
}

/**
 * Whether a share of counted attempts is what it should be, within 4 standard errors; or, since the share of priority is
 * another in each tick, within a stated distance.
 */
function expectServed(served: number, refused: number, share: number, within?: number): void {
  expect(served + refused).toBeGreaterThan(5000);
  if (share === 0 || share === 1) expect(served / (served + refused)).toBe(share);
  else if (within !== undefined) expect(Math.abs(served / (served + refused) - share)).toBeLessThan(within);
  else expect(Math.abs(countScore(served, served + refused, share))).toBeLessThan(4);
}

describe("places", () => {
  // 0.8 − 0.3 of places for 0.7 of attempts; of 0.2 of places none is left for others, and two thirds of the first get one.
  test.each([
    [0.8, 1, 0.5 / 0.7],
    [0.2, 0.2 / 0.3, 0],
    [0, 0, 0],
    [1, 1, 1],
  ])(
    "for %d of all attempts serve those of priority first, and others with what is left",
    (capacity, first, others) => {
      const sums = placesOf(`{ for: applies, capacity: ${capacity}, first: top }`, 1);
      const of = (name: string): number => sums[name] ?? 0;
      expectServed(of("served.school first"), of("refused.school first"), first);
      // The share of priority among attempts is drawn anew in each tick, and is three tenths of these people in the mean.
      const r = of("tried.school first") / of("tried.school");
      const left = Math.min(1, Math.max(0, capacity - r) / (1 - r));
      expect(Math.abs(left - others)).toBeLessThan(0.02);
      expectServed(of("served.school others"), of("refused.school others"), left);
      expect(of("served.school") + of("refused.school")).toBe(of("tried.school"));
      expect(of("acts.applies")).toBe(of("served.school"));
      expect(of("blocked.applies")).toBe(of("refused.school"));
    },
  );

  // The closed form of both: with q of places and r of priority, min(1, q / r) for these, max(0, q − r) / (1 − r) for others.
  describe.each([
    ["by a rate", "applies: { per_tick: 0.5, channel: gate }"],
    ["that is due in every tick", "applies: { every: 1 month, chance: 0.5, channel: gate }"],
    ["that is due in every fourth tick", "applies: { every: 4 months, chance: 0.9, channel: gate }"],
    [
      "that is an outcome in every fourth tick",
      "asked: { every: 4 months, one_of: { rests: { chance: 0.1 }, applies: { chance: rest, channel: gate } } }",
    ],
  ])("of what is done %s", (_, conduct) => {
    test.each([0.6, 0.8, 0.2])(
      "of %d serve those of priority first, and take from others what they give",
      (capacity) => {
        // The first that is due of all goes by capacity alone.
        const sums = placesOf(`{ for: applies, capacity: ${capacity}, first: top }`, 7, 1, "", conduct);
        const of = (name: string): number => sums[name] ?? 0;
        const r = of("tried.school first") / of("tried.school");
        expect(Math.abs(r - 0.3)).toBeLessThan(0.03);
        expectServed(of("served.school first"), of("refused.school first"), Math.min(1, capacity / r), 0.02);
        expectServed(
          of("served.school others"),
          of("refused.school others"),
          Math.max(0, capacity - r) / (1 - r),
          0.02,
        );
        const all = of("tried.school");
        expect(Math.abs(of("served.school") - capacity * all)).toBeLessThan(
          4 * Math.sqrt(all * capacity * (1 - capacity)),
        );
      },
    );
  });

  test("of which nobody has more say than another are had with the same chance", () => {
    const sums = placesOf("{ for: applies, capacity: 0.8 }", 2);
    expectServed(sums["served.school"]!, sums["refused.school"]!, 0.8);
    expect(sums["tried.school"]).toBeUndefined();
  });

  test("are worth to those of priority what all others lose: the sum is that without, within 4 standard errors", () => {
    const [with_, without] = ["{ for: applies, capacity: 0.8, first: top }", "{ for: applies, capacity: 0.8 }"].map(
      (one) => placesOf(one, 3),
    ) as [Record<string, number>, Record<string, number>];
    const all = with_["tried.school"]!;
    expect(without["served.school"]! + without["refused.school"]!).toBe(all);
    const error = Math.sqrt(2 * all * 0.8 * 0.2);
    expect(Math.abs(with_["served.school"]! - without["served.school"]!)).toBeLessThan(4 * error);
    // Of the same attempts, each would have got a place with chance 0.8.
    const theirs = with_["tried.school first"]!;
    const gain = with_["served.school first"]! - 0.8 * theirs;
    const loss = 0.8 * (all - theirs) - with_["served.school others"]!;
    expect(gain).toBeGreaterThan(1000);
    expect(Math.abs(gain - loss)).toBeLessThan(4 * error);
  });

  test("are by capacity alone before anyone has tried", () => {
    const text = textOf(
      "conduct: { applies: { per_tick: 2 } }\nplaces: { school: { for: applies, capacity: 0.6, first: top } }",
    );
    const world = new World(readScenario(text).plan(), 4);
    world.step();
    const sumOf = (name: string, word: string): number =>
      world.rows.find(({ measure, group }) => {
        const of = world.plan.measures[measure]!;
        return of.name === name && of.groups?.words[group] === word;
      })!.sum;
    for (const word of ["first", "others"]) {
      const [served, refused] = [sumOf("served.school", word), sumOf("refused.school", word)];
      expect(served + refused).toBeGreaterThan(1000);
      expect(Math.abs(countScore(served, served + refused, 0.6))).toBeLessThan(4);
    }
  });

  test("are needed by no attempt that is blocked anyway", () => {
    const conduct = "applies: { per_tick: 0.5, blocked: town }";
    const sums = placesOf("{ for: applies, capacity: 0.8, first: top }", 5, 1, "", conduct);
    const attempts = sums["acts.applies"]! + sums["blocked.applies"]!;
    expect(Math.abs(countScore(sums["tried.school"]!, attempts, 0.6))).toBeLessThan(4 * Math.sqrt(2));
    expect(sums["acts.applies"]).toBe(sums["served.school"]);
    expect(sums["blocked.applies"]).toBe(attempts - sums["served.school"]!);
  });

  test("for all change nothing: the same cells as without any", () => {
    const scheme = "scheme: { score: { start: 100, from: 0, to: 200 }, points: { applies: -1 } }";
    const plain = `conduct: { applies: { per_tick: 0.5, channel: gate } }\n${scheme}`;
    const worlds = [plain, `${plain}\nplaces: { school: { for: applies, capacity: 1, first: top } }`].map(
      (text) => new World(readScenario(textOf(text)).plan(), 6),
    );
    for (let tick = 0; tick < 10; tick++) {
      for (const world of worlds) world.step();
      expect(worlds[1]!.hash()).toBe(worlds[0]!.hash());
    }
  });
});

describe("what a blocked attempt costs", () => {
  const names = ["acts.flies", "blocked.flies", "yuan.no_flights", "yuan.watched"];
  const parts = (first: string, second: string, blocked = ""): string => `
conduct: { flies: { per_month: 1${blocked} }, walks: { per_month: 1 } }
scheme: { score: { start: 100 * rank, from: 0, to: 200 }, decay: { towards: 100, half_life: 1 year } }
consequences:
  ${first}
  ${second}
`;
  const flights = "no_flights: { when: town, blocks: flies, costs_each: 300 yuan }";
  const watched = "watched: { when: score > 80, blocks: [flies], benefits_each: 64 yuan }";
  const lived = (text: string, seed: number): Run => runOf(readScenario(textOf(text)).plan(), seed, 12, names);

  test("is told of each as it happens, shared where several block it: the parts add up to all that were blocked", () => {
    const { series } = lived(parts(flights, watched), 7);
    let [both, all] = [0, 0];
    for (let tick = 0; tick < 12; tick++) {
      const [blocked, costs, benefits] = names.slice(1).map((name) => series[name]![tick]!) as [number, number, number];
      expect(costs / -300 + benefits / 64).toBeCloseTo(blocked, 6);
      // Twice what is shared is a whole number of attempts.
      expect((2 * costs) / 300).toBeCloseTo(Math.round((2 * costs) / 300), 6);
      both += costs;
      all += blocked + series["acts.flies"]![tick]!;
    }
    expect(both).toBeLessThan(-300 * 0.2 * all);
    expect(both).toBeGreaterThan(-300 * 0.4 * all);
  });

  test("is the whole where one alone blocks it, and nothing of what the conduct itself blocks", () => {
    const alone = lived(parts(flights, watched.replace("flies", "walks")), 8).series;
    expect(alone["yuan.no_flights"]).toEqual(alone["blocked.flies"]!.map((one) => -300 * one));
    const own = lived(parts(flights, watched.replace("flies", "walks"), ", blocked: rank > 0.5"), 8).series;
    // The same attempts: those of towns below the middle alone are the consequence's doing.
    const [doing, all] = [own, alone].map((of) => of["yuan.no_flights"]!.reduce((a, b) => a + b) / -300) as [
      number,
      number,
    ];
    expect(Math.abs(countScore(doing, all, 0.5))).toBeLessThan(4 * Math.sqrt(2));
  });

  test("does not follow from the order of a file, and moves nothing", () => {
    const [one, other] = [lived(parts(flights, watched), 9), lived(parts(watched, flights), 9)];
    expect(other.series).toEqual(one.series);
    const free = lived(parts(flights.replace(", costs_each: 300 yuan", ", costs: 12 yuan per year"), watched), 9);
    expect(free.world.hash()).toBe(one.world.hash());
    expect(free.series["blocked.flies"]).toEqual(one.series["blocked.flies"]);
  });
});
