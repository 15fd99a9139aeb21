import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { countScore, mean, meanScore } from "./check.ts";
import { valuesOf } from "./worlds.ts";

const people = 8000;

interface Parts {
  readonly scheme: string;
  readonly conduct?: string;
  readonly more?: string;
  readonly people?: number;
}

/** A world in which a camera sees everything, month by month. */
function worldOf({ scheme, conduct = "a: { per_tick: 0.5, channel: camera }", more = "", people: size }: Parts): World {
  const text = `
title: files
time: { tick: 1 month, span: 10 years }
population:
  size: ${size ?? people}
  traits: { urban: { chance: 0.5 }, careful: { beta: [5, 2], resolution: 0.01 } }
  ties: { community: 64, friends: 4, far: 1 }
channels: { camera: { coverage: 1 } }
conduct:
  ${conduct}
scheme:
  ${scheme.trim().split("\n").join("\n  ")}
${more}
`;
  return new World(readScenario(text).plan(), 5);
}

function stepped(world: World, ticks: number): World {
  for (let tick = 0; tick < ticks; tick++) world.step();
  return world;
}

describe("a file", () => {
  test("with a half-life has its mean in every month, within 4 standard errors", () => {
    // F(t + 1) = q F(t) + N(t) with q = 2^(−1/6) and N Poisson of mean m: E F(t) = 3 q^t + 2 m (1 − q^t) / (1 − q).
    const world = worldOf({
      scheme: `score: { start: 0, from: 0, to: 100 }
files: { late: { of: { a: 2 }, half_life: 6 months, to: 1000, resolution: 0.25, start: 3 } }`,
    });
    const q = 2 ** (-1 / 6);
    for (let month = 1; month <= 24; month++) {
      world.step();
      const expected = 3 * q ** month + (2 * 0.5 * (1 - q ** month)) / (1 - q);
      expect(Math.abs(meanScore(valuesOf(world, "late"), expected)), `month ${month}`).toBeLessThan(4);
    }
  });

  test("of the time since a record counts months exactly, as far as it looks back", () => {
    const world = worldOf({
      scheme: `score: { start: 0, from: 0, to: 100 }
files: { last: { since: a, up_to: 5 months, start: 0.25 } }`,
      more: `measures: { mean_last: { mean: last } }
life: { acts: [{ on: 2000-02-10, does: a }, { on: 2000-03-10, does: a }] }`,
    });
    const seen = Array.from({ length: 9 }, () => stepped(world, 1).unitOf("last.ticks", 0));
    expect(seen).toEqual([4, 0, 0, 1, 2, 3, 4, 5, 5]);
    // For all others it is k with the chance of a record k months ago and none since.
    const stay = Math.exp(-0.5);
    const all = valuesOf(world, "last.ticks");
    const months = [...all].slice(1);
    for (const k of [0, 1, 2, 3, 4]) {
      const count = months.filter((each) => each === k).length;
      expect(Math.abs(countScore(count, people - 1, stay ** k * (1 - stay))), `${k} months`).toBeLessThan(4);
    }
    // In years it is a twelfth of that, counted in steps of 1/1024.
    expect(Math.abs(world.figures.get("mean_last")! - mean(all) / 12)).toBeLessThan(1 / 2048);
  });

  test("that names the severity adds it, and points that name it are not multiplied by it", () => {
    const world = worldOf({
      scheme: `score: { start: 0, from: -10_000, to: 10_000 }
files: { all: { of: { a: 1, b: 1 }, to: 1000, resolution: 1 }, grave: { of: { a: severity, b: severity }, to: 1000, resolution: 1 } }
points: { a: -1 * severity, b: -1 }
severity: { 2: 10 }`,
      conduct: `a: { per_tick: 0.5, channel: camera, severity: { 2: 1 } }
  b: { per_tick: 0, channel: camera, severity: { 2: 1 } }`,
    });
    stepped(world, 6);
    const [all, grave, score] = ["all", "grave", "score"].map((name) => valuesOf(world, name));
    for (let i = 0; i < people; i++) expect([grave[i], score[i]]).toEqual([2 * all[i], 0 - 2 * all[i]]);
  });
});

describe("warnings", () => {
  test("take the points of exactly the first records of each period, also of several in a tick", () => {
    const world = worldOf({
      scheme: `score: { start: 0, from: -10_000, to: 10_000 }
files: { seen: { of: { a: 1 }, to: 1000, resolution: 1 } }
points: { a: { is: -3, warnings: { first: 2, period: 6 months } } }`,
    });
    let [seen, score] = [valuesOf(world, "seen"), valuesOf(world, "score")];
    for (let period = 0; period < 3; period++) {
      let counted = 0;
      for (let month = 0; month < 6; month++) {
        world.step();
        counted += world.figures.get("points.a")!;
      }
      const [now, scores] = [valuesOf(world, "seen"), valuesOf(world, "score")];
      const expected = now.map((each, i) => 0 - 3 * Math.max(0, each - seen[i] - 2));
      expect(scores.map((each, i) => each - score[i])).toEqual(expected);
      expect(counted).toBe(people * mean(expected));
      [seen, score] = [now, scores];
    }
  });
});

describe("a grade", () => {
  test("that a record gives at once is the band's top at most, and nobody else's score moves", () => {
    const world = worldOf({
      scheme: `score: { start: 1000 * careful, from: 0, to: 1000 }
files: { last: { since: a, up_to: 5 years } }
points: { a: { is: 0, grade: fair } }
bands: { poor: 0, fair: 400, good: 600, best: 800 }`,
    });
    let before = valuesOf(world, "score");
    for (let month = 0; month < 4; month++) {
      world.step();
      const scores = valuesOf(world, "score");
      const fresh = valuesOf(world, "last.ticks");
      expect(scores).toEqual(before.map((each, i) => (fresh[i] === 0 ? Math.min(each, 600 - 1 / 16) : each)));
      before = scores;
    }
  });

  test("stays where dimensions make the score", () => {
    const world = worldOf({
      scheme: `score: { from: 0, to: 1000 }
dimensions: { care: { weight: 1, value: careful } }
points: { a: { is: 0, grade: fair } }
bands: { poor: 0, fair: 400, good: 600, best: 800 }`,
    });
    const before = valuesOf(world, "score");
    stepped(world, 24);
    // Whoever had no record in two years, 6 in a million, is not among them.
    expect(valuesOf(world, "score")).toEqual(before.map((each) => Math.min(each, 600 - 1 / 16)));
  });
});

describe("dimensions", () => {
  const scheme = `score: { from: 300, to: 850 }
files: { seen: { of: { a: 1 }, to: 1000, resolution: 1 } }
dimensions:
  care: { weight: 35, value: careful }
  town: { weight: 15, value: "urban ? 3 - 2 * careful : 0" }`;

  test("are the mean of their values by weight, put on the scale, from the start on", () => {
    const world = worldOf({ scheme });
    const careful = valuesOf(world, "careful");
    const urban = valuesOf(world, "urban");
    for (const _ of [0, 1]) {
      const scores = valuesOf(world, "score");
      for (let i = 0; i < people; i++)
        expect(Math.abs(scores[i] - (300 + 550 * (0.7 * careful[i] + 0.3 * urban[i])))).toBeLessThan(1 / 32 + 1e-4);
      world.step();
    }
  });

  test("give way to the score of a thin file for just those who have one", () => {
    const plain = stepped(worldOf({ scheme }), 3);
    const thin = stepped(worldOf({ scheme: `${scheme}\nthin_file: { when: seen < 2, score: 550 }` }), 3);
    const seen = valuesOf(thin, "seen");
    expect(seen).toEqual(valuesOf(plain, "seen"));
    expect(valuesOf(thin, "score")).toEqual(valuesOf(plain, "score").map((each, i) => (seen[i] < 2 ? 550 : each)));
  });
});

describe("whom a scheme covers", () => {
  test("alone has points, files and a band: all others are as in a world without points", () => {
    const files = "files: { seen: { of: { a: 1 }, to: 1000, resolution: 1 } }";
    const base = `score: { start: 500 + 100 * careful, from: 0, to: 1000 }
bands: { low: 0, high: 480 }`;
    const moved = `${base}
${files}
covers: urban
points: { a: { is: -7, grade: low } }
decay: { towards: 100, half_life: 1 year }
friends: { pull_per_tick: 0.1 }`;
    const none = stepped(worldOf({ scheme: base }), 12);
    const some = stepped(worldOf({ scheme: moved }), 12);
    const urban = valuesOf(some, "urban");
    const [scores, starts, seen] = [valuesOf(some, "score"), valuesOf(none, "score"), valuesOf(some, "seen")];
    const others = [...urban.keys()].filter((i) => urban[i] === 0);
    expect(others.length).toBeGreaterThan(people / 3);
    for (const i of others) expect([scores[i], seen[i]]).toEqual([starts[i], 0]);
    expect([...urban.keys()].filter((i) => urban[i] === 1 && seen[i] > 0).every((i) => scores[i] < 480)).toBe(true);
    const graded = some.rows.filter(
      ({ measure, group }) => some.plan.measures[measure].name === "people" && group >= 0,
    );
    expect(graded.reduce((sum, { count }) => sum + count, 0)).toBe(people - others.length);
    expect(some.figures.get("acts.a")).toBe(none.figures.get("acts.a"));
  });
});

describe("a relative score", () => {
  const scheme = (start: string): string => `score: { start: "${start}", from: 0, to: 1000 }\nrelative: true`;

  test("is a half on average, and even up to those who are level", () => {
    const world = stepped(worldOf({ scheme: scheme("1000 * careful") }), 2);
    const scores = valuesOf(world, "score");
    // What a rank is off by is the rounding of the score: at most 1/32 a head.
    expect(Math.abs(mean(scores) - 500)).toBeLessThan(1 / 32);
    const level = new Map<number, number>();
    for (const each of scores) level.set(each, (level.get(each) ?? 0) + 1);
    let below = 0;
    for (const [score, count] of [...level].sort(([a], [b]) => a - b)) {
      expect(Math.abs(score - (1000 * (below + count / 2)) / people)).toBeLessThan(1 / 32 + 1e-4);
      below += count;
    }
  });

  test("is a place among those who are covered and have a file, and nobody else", () => {
    const world = worldOf({
      scheme: `${scheme("1000 * careful")}\ncovers: urban\nthin_file: { when: "careful < 0.5", score: 100 }`,
    });
    stepped(world, 2);
    const [scores, urban, careful] = ["score", "urban", "careful"].map((name) => valuesOf(world, name));
    const counted = [...scores.keys()].filter((i) => urban[i] === 1 && careful[i] >= 0.5 - 1e-6);
    // The mean mid-rank of those who count is a half, up to the rounding of the score.
    expect(Math.abs(mean(counted.map((i) => scores[i])) - 500)).toBeLessThan(1 / 32);
    for (const i of [...scores.keys()].filter((each) => urban[each] === 1 && careful[each] < 0.5 - 1e-6))
      expect(scores[i]).toBe(100);
    for (const i of [...scores.keys()].filter((each) => urban[each] === 0 && careful[each] >= 0.5 - 1e-6))
      expect(Math.abs(scores[i] - 1000 * careful[i])).toBeLessThan(1 / 16);
  });

  test("is the same whatever is done to all standings without changing who is above whom", () => {
    const scores = ["1000 * careful", "200 + 5 * careful", "1000 * careful * careful"].map((start) =>
      valuesOf(stepped(worldOf({ scheme: scheme(start), people: 2000 }), 2), "score"),
    );
    expect(scores[2]).toEqual(scores[0]);
    // In 81 steps for 101 values some become level, and none changes places.
    const order = [...scores[0].keys()].sort((a, b) => scores[0][a] - scores[0][b]);
    for (let i = 1; i < order.length; i++) expect(scores[1][order[i]]).toBeGreaterThanOrEqual(scores[1][order[i - 1]]);
  });
});

describe("association", () => {
  test("costs so many points a year for each friend of whom it holds, within 4 standard errors", () => {
    const world = worldOf({
      scheme: `score: { start: 500, from: 0, to: 1000 }
friends: { association: { with: urban, per_year: -20 } }`,
      more: "measures: { company: { mean: friends_sum(urban) } }",
    });
    stepped(world, 24);
    const company = world.figures.get("company")!;
    expect(Math.abs(company - 2)).toBeLessThan(0.1);
    // What is rounded up or down each month has a variance of at most a quarter step.
    const error = (1 / 16) * Math.sqrt(24 / 4 / people);
    expect(Math.abs(mean(valuesOf(world, "score")) - (500 - 40 * company))).toBeLessThan(4 * error + 0.02);
  });
});
