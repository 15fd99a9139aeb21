import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { chiScore, chiSquare, correlation, countScore, ksScore, ranksOf } from "./check.ts";
import { valuesOf } from "./worlds.ts";

const people = 100_000;

function bornWith(traits: string, seed = 1, more = ""): World {
  const text = `
title: traits
time: { tick: 1 week, span: 1 week }
population:
  size: ${people}
  traits: ${traits}
  ${more}
`;
  return new World(readScenario(text).plan(), seed);
}

/** P(Z <= z) by Simpson's rule over the density: apart from the library's own, to 1e-10. */
function normalCdf(z: number): number {
  if (z < -8) return 0;
  const [steps, from] = [400, -8];
  const width = (Math.min(z, 8) - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const x = from + i * width;
    sum += Math.exp((-x * x) / 2) * (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

/** Kolmogorov and Smirnov's bound: 2 exp(−2 × 2.3²) is 1 in 20,000. A grid of 65,536 units shifts it by 0.005. */
const ksMost = 2.3;

describe("traits", () => {
  // Beta(5, 2): 6 x^5 − 5 x^6. Beta(2, 8): 1 − (1 + 8 x) (1 − x)^8. Both from the binomial sum for whole parameters.
  test.each([
    ["uniform", "{ uniform: [-3, 5] }", (x: number) => (x + 3) / 8],
    ["normal", "{ normal: { mean: 40, sd: 12 } }", (x: number) => normalCdf((x - 40) / 12)],
    [
      "lognormal",
      "{ lognormal: { median: 20_000, sigma: 0.6 }, to: 300_000 }",
      (x: number) => (x > 0 ? normalCdf(Math.log(x / 20_000) / 0.6) : 0),
    ],
    ["Weibull", "{ weibull: { median: 6, shape: 1.5 } }", (x: number) => 1 - 0.5 ** ((x / 6) ** 1.5)],
    ["beta", "{ beta: [5, 2] }", (x: number) => 6 * x ** 5 - 5 * x ** 6],
    ["another beta", "{ beta: [2, 8] }", (x: number) => 1 - (1 + 8 * x) * (1 - x) ** 8],
    [
      "stretched beta",
      "{ beta: [5, 2], from: 10, to: 30 }",
      (x: number) => 6 * ((x - 10) / 20) ** 5 - 5 * ((x - 10) / 20) ** 6,
    ],
  ])("of a %s distribution follow it: Kolmogorov and Smirnov below 2.3", (_, declared, cdf) => {
    const world = bornWith(`{ it: ${declared} }`);
    expect(ksScore(valuesOf(world, "it"), cdf)).toBeLessThan(ksMost);
  });

  test("on a coarse grid have the chances of its units, the ends holding what lies beyond: chi-square", () => {
    const world = bornWith("{ it: { normal: { mean: 2, sd: 3 }, from: 0, to: 10, resolution: 1 } }");
    const counts = new Uint32Array(11);
    for (const value of valuesOf(world, "it")) counts[value]++;
    const chance = (k: number): number =>
      (k === 10 ? 1 : normalCdf((k + 0.5 - 2) / 3)) - (k === 0 ? 0 : normalCdf((k - 0.5 - 2) / 3));
    expect(
      Math.abs(
        chiScore(
          chiSquare(counts, (k) => people * chance(k)),
          10,
        ),
      ),
    ).toBeLessThan(4);
  });

  test("by chance and by word have their shares", () => {
    const world = bornWith(
      "{ urban: { chance: 0.6 }, school: { categorical: { none: 0.1, primary: 0.35, high: 0.55 } } }",
      2,
    );
    const urban = valuesOf(world, "urban").reduce((a, b) => a + b, 0);
    expect(Math.abs(countScore(urban, people, 0.6))).toBeLessThan(4);
    const counts = new Uint32Array(3);
    for (const value of valuesOf(world, "school")) counts[value]++;
    // Words count in the order of their names: high, none, primary.
    const shares = [0.55, 0.1, 0.35];
    expect(
      Math.abs(
        chiScore(
          chiSquare(counts, (k) => people * shares[k]),
          2,
        ),
      ),
    ).toBeLessThan(4);
  });

  test("of different names are independent, and so are those of neighbours", () => {
    const world = bornWith("{ a: { uniform: [0, 1] }, b: { uniform: [0, 1] } }", 3);
    const [a, b] = [valuesOf(world, "a"), valuesOf(world, "b")];
    expect(Math.abs(correlation(a, b))).toBeLessThan(4 / Math.sqrt(people));
    expect(Math.abs(correlation(a.subarray(1), a.subarray(0, people - 1)))).toBeLessThan(4 / Math.sqrt(people));
  });
});

describe("conditional tables", () => {
  test("have the distribution of each row: two conditions, chi-square by cell", () => {
    const traits = `
    urban: { chance: 0.6 }
    school: { given: { urban: { true: { categorical: { low: 0.2, high: 0.8 } }, false: { categorical: { low: 0.7, high: 0.3 } } } } }
    work:
      given:
        school:
          low: { given: { urban: { true: { categorical: { farm: 0.1, shop: 0.9 } }, false: { categorical: { farm: 0.6, shop: 0.4 } } } } }
          high: { given: { urban: { true: { categorical: { farm: 0.05, shop: 0.95 } }, false: { categorical: { farm: 0.3, shop: 0.7 } } } } }
`;
    const world = bornWith(traits.trimEnd(), 4);
    const [urban, school, work] = ["urban", "school", "work"].map((name) => valuesOf(world, name));
    const counts = new Uint32Array(8);
    for (let i = 0; i < people; i++) counts[urban[i] * 4 + school[i] * 2 + work[i]]++;
    // Words count in the order of their names: high before low, farm before shop.
    const farm = [
      [0.3, 0.6],
      [0.05, 0.1],
    ];
    const expected = (cell: number): number => {
      const [u, s, w] = [cell >> 2, (cell >> 1) & 1, cell & 1];
      const low = u === 1 ? 0.2 : 0.7;
      const farms = farm[u][s];
      return people * (u === 1 ? 0.6 : 0.4) * (s === 1 ? low : 1 - low) * (w === 0 ? farms : 1 - farms);
    };
    expect(Math.abs(chiScore(chiSquare(counts, expected), 7))).toBeLessThan(4);
  });

  test("of numbers have the distribution of each row: Kolmogorov and Smirnov below 2.3", () => {
    const world = bornWith(
      "{ urban: { chance: 0.5 }, income: { given: { urban: { true: { uniform: [10, 50] }, false: { uniform: [0, 20] } } } } }",
      5,
    );
    const urban = valuesOf(world, "urban");
    const income = valuesOf(world, "income");
    const held = (x: number): number => Math.max(0, Math.min(x, 1));
    expect(
      ksScore(
        income.filter((_, i) => urban[i] === 1),
        (x) => held((x - 10) / 40),
      ),
    ).toBeLessThan(ksMost);
    expect(
      ksScore(
        income.filter((_, i) => urban[i] === 0),
        (x) => held(x / 20),
      ),
    ).toBeLessThan(ksMost);
  });
});

describe("correlations", () => {
  const traits =
    "{ age: { uniform: [18, 80] }, income: { lognormal: { median: 20_000, sigma: 0.6 } }, zeal: { beta: [2, 8] }, free: { normal: { mean: 0, sd: 1 } } }";
  const pairs = [
    ["age", "income", 0.5],
    ["income", "zeal", -0.3],
    ["age", "zeal", 0],
    ["free", "age", 0],
    ["free", "income", 0],
  ] as const;
  const more = "correlations: [{ between: [age, income], is: 0.5 }, { between: [zeal, income], is: -0.3 }]";

  // A Gaussian copula has Spearman's ρ_s = 6/π asin(ρ / 2) (Kruskal 1958), whatever the margins. Its standard error
  // is below 1.1 / √n for these.
  test("give ranks the correlation of a Gaussian copula, within 4 standard errors", () => {
    const world = bornWith(traits, 6, more);
    const ranks = new Map(["age", "income", "zeal", "free"].map((name) => [name, ranksOf(valuesOf(world, name))]));
    for (const [a, b, rho] of pairs) {
      const expected = (6 / Math.PI) * Math.asin(rho / 2);
      const found = correlation(ranks.get(a)!, ranks.get(b)!);
      expect(Math.abs(found - expected), `${a} and ${b}`).toBeLessThan((4 * 1.1) / Math.sqrt(people));
    }
  });

  test("leave the margins as they are: Kolmogorov and Smirnov below 2.3", () => {
    const world = bornWith(traits, 6, more);
    expect(ksScore(valuesOf(world, "age"), (x) => (x - 18) / 62)).toBeLessThan(ksMost);
    expect(ksScore(valuesOf(world, "zeal"), (x) => 1 - (1 + 8 * x) * (1 - x) ** 8)).toBeLessThan(ksMost);
    expect(ksScore(valuesOf(world, "free"), normalCdf)).toBeLessThan(ksMost);
  });
});
