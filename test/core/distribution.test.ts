import { describe, expect, it, test } from "vitest";
import {
  type Cuts,
  cutPoints,
  type Grid,
  normalCuts,
  pickByScore,
  pickUnit,
  poissonCuts,
} from "../../src/core/cuts.ts";
import {
  cdf,
  type Distribution,
  distributionKinds,
  faultOf,
  meanOf,
  naturalRange,
  varianceOf,
} from "../../src/core/distribution.ts";
import * as special from "../../src/core/special.ts";

const ones = 0xffffffff;
const two64 = 2n ** 64n;

function relativeError(got: number, want: number): number {
  return Math.abs(got - want) / Math.abs(want);
}

describe("special functions", () => {
  it("agree with Math.exp, log, expm1 and log1p within 1e-14", () => {
    for (let i = 0; i < 20000; i++) {
      const x = -700 + i * 0.07;
      expect(relativeError(special.exp(x), Math.exp(x))).toBeLessThan(1e-14);
      const y = 1.37 * 2 ** (-1070 + i * 0.1);
      if (y < 1e308) expect(relativeError(special.log(y), Math.log(y))).toBeLessThan(1e-14);
      const z = (i - 9999.5) / 11000;
      expect(relativeError(special.expm1(z), Math.expm1(z))).toBeLessThan(1e-14);
      expect(relativeError(special.log1p(z), Math.log1p(z))).toBeLessThan(1e-14);
    }
    expect([special.exp(0), special.log(1), special.exp(-800), special.exp(800)]).toEqual([1, 0, 0, Infinity]);
    expect([special.log(0), special.log(-1)]).toEqual([-Infinity, Number.NaN]);
  });

  it("log goes by octaves to the last bit: at each power of two, just below it and just above, the smallest too", () => {
    for (let k = -1074; k <= 1023; k++) {
      for (const factor of [1 - 2 ** -53, 1, 1 + 2 ** -52]) {
        const x = 2 ** k * factor;
        if (x !== 1) expect(relativeError(special.log(x), Math.log(x)), `${x}`).toBeLessThan(1e-15);
      }
    }
  });

  it("the beta distribution forgets the shape that it was asked about before", () => {
    const shapes = [
      [2, 5],
      [2, 3],
      [4, 5],
      [5, 2],
    ] as const;
    const ask = ([a, b]: readonly [number, number]): special.Tails => special.betaTails(0.3, 0.7, a, b);
    const alone = shapes.map((shape) => [ask(shape), ask(shape)][1]);
    const inTurn = [0, 1, 2, 3, 1, 0, 3, 2].map((i) => [i, ask(shapes[i])] as const);
    for (const [i, tails] of inTurn) expect(tails).toEqual(alone[i]);
    expect(alone.map(({ below }) => below)).toEqual(
      [0.579825, 0.3483, 0.19410435, 0.010935].map((share) => expect.closeTo(share, 12)),
    );
  });

  it("logGamma meets factorials and log sqrt(pi)", () => {
    expect(special.logGamma(0.5)).toBeCloseTo(0.5723649429247001, 14);
    let factorial = 1n;
    for (let n = 2; n <= 150; n++) {
      factorial *= BigInt(n - 1);
      expect(Math.abs(special.logGamma(n) - Math.log(Number(factorial)))).toBeLessThan(1e-14 * Math.max(1, n * 5));
    }
    expect(relativeError(special.logGamma(1e5), 1051287.7089736569)).toBeLessThan(1e-15);
  });

  it.each([
    [-37.5, 4.605353009581955e-308],
    [-30, 4.906713927148187e-198],
    [-10, 7.619853024160525e-24],
    [-5, 2.866515718791939e-7],
    [-1.96, 0.024997895148220435],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [1, 0.8413447460685429],
    [3, 0.9986501019683699],
  ])("normalCdf(%d) is %d and its quantile leads back", (z, p) => {
    expect(relativeError(special.normalCdf(z), p)).toBeLessThan(1e-13);
    expect(special.normalQuantile(p)).toBeCloseTo(z, 12);
  });

  it.each([
    [0.3, 2, 5, 0.579825, 0.420175],
    [0.5, 2, 3, 11 / 16, 5 / 16],
    [0.01, 5, 2, 5.95e-10, 0.999999999405],
    [0.2, 0.5, 0.5, 0.2951672353008666, 0.7048327646991335],
    [0.45, 100, 100, 0.07838793271222053, 0.9216120672877794],
    [0.6, 1000, 700, 0.837819786207847, 0.16218021379215294],
    [0.52, 5000, 5000, 0.9999685290836797, 0.00003147091632030982],
  ])("the beta distribution at %d of (%d, %d) has tails %d and %d", (x, a, b, below, above) => {
    const tails = special.betaTails(x, 1 - x, a, b);
    expect(relativeError(tails.below, below)).toBeLessThan(1e-13);
    expect(relativeError(tails.above, above)).toBeLessThan(1e-13);
    expect(special.regularisedBeta(x, a, b)).toBeCloseTo(1 - special.regularisedBeta(1 - x, b, a), 13);
  });

  it.each([
    [0, 1e-12, 9.999999999995e-13],
    [2, 1e-9, 1.666666665416667e-28],
    [5, 0.3, 7.83471572855176e-7],
    [120, 60, 3.0287755088513097e-12],
    [1000, 1000, 0.491590632831494],
    [51000, 50000, 0.00000409194594069124],
  ])("P(N > %d) of a Poisson count of mean %d is %d", (k, mean, above) => {
    expect(relativeError(special.poissonSurvival(k, mean), above)).toBeLessThan(1e-13);
    expect(special.poissonCdf(k, mean)).toBeCloseTo(1 - above, 14);
  });
});

const shapes: readonly Distribution[] = [
  { kind: "chance", p: 0.3 },
  { kind: "uniform", from: -2, to: 5 },
  { kind: "normal", mean: 100, sd: 15 },
  { kind: "lognormal", median: 20, sigma: 0.4 },
  { kind: "weibull", median: 6, shape: 1 },
  { kind: "weibull", median: 0.5, shape: 2.5 },
  { kind: "beta", alpha: 2, beta: 5, from: 0, to: 1 },
  { kind: "beta", alpha: 0.5, beta: 0.5, from: -1, to: 3 },
  { kind: "categorical", shares: [3, 0, 5, 2] },
];

test("every kind is among those that are tested here", () => {
  const tested = new Set<string>(["constant", ...shapes.map(({ kind }) => kind)]);
  expect(Object.keys(distributionKinds).filter((kind) => !tested.has(kind))).toEqual([]);
});

describe("the Weibull distribution", () => {
  /** Moments and chances in closed form: those of the exponential and of Rayleigh's distribution. */
  it("of shape 1 is the exponential one, whose mean is its standard deviation", () => {
    const d: Distribution = { kind: "weibull", median: 6, shape: 1 };
    const mean = 6 / Math.LN2;
    expect(relativeError(meanOf(d), mean)).toBeLessThan(1e-14);
    expect(relativeError(varianceOf(d), mean * mean)).toBeLessThan(1e-13);
    for (const x of [1e-12, 0.01, 1, 6, 25, 170])
      expect(relativeError(cdf(d, x), -Math.expm1(-x / mean))).toBeLessThan(1e-13);
    expect([cdf(d, 0), cdf(d, -1), cdf(d, 1e300)]).toEqual([0, 0, 1]);
  });

  it("of shape 2 is Rayleigh's, with sigma the median over the root of 2 ln 2", () => {
    const d: Distribution = { kind: "weibull", median: 3, shape: 2 };
    const sigma = 3 / Math.sqrt(2 * Math.LN2);
    expect(relativeError(meanOf(d), sigma * Math.sqrt(Math.PI / 2))).toBeLessThan(1e-14);
    expect(relativeError(varianceOf(d), sigma * sigma * (2 - Math.PI / 2))).toBeLessThan(1e-13);
    for (const x of [0.001, 0.5, 3, 9, 15])
      expect(relativeError(cdf(d, x), -Math.expm1((-x * x) / (2 * sigma * sigma)))).toBeLessThan(1e-13);
  });

  it("of shape 1/2 has moments of factorials: twice and twenty times the scale's powers, less the square", () => {
    const d: Distribution = { kind: "weibull", median: 1, shape: 0.5 };
    const scale = Math.LN2 ** -2;
    expect(relativeError(meanOf(d), 2 * scale)).toBeLessThan(1e-14);
    expect(relativeError(varianceOf(d), (24 - 4) * scale * scale)).toBeLessThan(1e-13);
  });

  it("of any shape has its half below the median, and a two to the thirtieth above its range", () => {
    for (const shape of [0.3, 1, 1.7, 12]) {
      const d: Distribution = { kind: "weibull", median: 7, shape };
      const to = naturalRange(d).to;
      expect(cdf(d, 7)).toBeCloseTo(0.5, 14);
      const cuts = cutPoints(d, { from: to, resolution: 1e-9, units: 2 });
      expect(relativeError(Number(two64 - cutAt(cuts, 0)), 2 ** 34)).toBeLessThan(1e-6);
    }
    expect(faultOf({ kind: "weibull", median: 0, shape: 1 })).toBe("median is not above 0");
    expect(faultOf({ kind: "weibull", median: 1, shape: 0 })).toBe("shape is not above 0");
  });
});

function gridOf(d: Distribution, units: number): Grid {
  const { from, to } = naturalRange(d);
  if (d.kind === "chance" || d.kind === "categorical") return { from, resolution: 1, units: to + 1 };
  return { from, resolution: (to - from) / (units - 1), units };
}

function cutAt(cuts: Cuts, k: number): bigint {
  const cut = (BigInt(cuts.hi[k]) << 32n) | BigInt(cuts.lo[k]);
  return cut === two64 - 1n ? two64 : cut;
}

/** Mean and variance of the picked unit, exactly from the cut points: sums of P(unit > k). */
function momentsOf(cuts: Cuts): { mean: number; variance: number } {
  let first = 0n;
  let second = 0n;
  for (let k = 0; k < cuts.hi.length; k++) {
    const above = two64 - cutAt(cuts, k);
    first += above;
    second += BigInt(2 * k + 1) * above;
  }
  return { mean: Number(first) / 2 ** 64, variance: Number(second * two64 - first * first) / 2 ** 128 };
}

/** A counter hash (SplitMix64), two halves a draw. */
function* draws(count: number): Generator<[number, number]> {
  const mask = two64 - 1n;
  for (let i = 1n; i <= BigInt(count); i++) {
    let z = (i * 0x9e3779b97f4a7c15n) & mask;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    z ^= z >> 31n;
    yield [Number(z >> 32n), Number(z & 0xffffffffn)];
  }
}

describe("cutPoints", () => {
  it.each(shapes)("gives the closed-form mean and variance of $kind", (d) => {
    const grid = gridOf(d, 20001);
    const { mean, variance } = momentsOf(cutPoints(d, grid));
    const sd = Math.sqrt(varianceOf(d));
    // What rounding to units adds, and for the unbounded the mass beyond six standard deviations.
    const rounding = (grid.resolution * grid.resolution) / 12;
    expect(Math.abs(grid.from + mean * grid.resolution - meanOf(d)) / sd).toBeLessThan(1e-6);
    expect(relativeError(variance * grid.resolution ** 2, varianceOf(d))).toBeLessThan(rounding / sd ** 2 + 2e-6);
  });

  it.each(shapes)("never falls and follows cdf: $kind", (d) => {
    const grid = gridOf(d, 999);
    const cuts = cutPoints(d, grid);
    let last = 0n;
    for (let k = 0; k < cuts.hi.length; k++) {
      const cut = cutAt(cuts, k);
      expect(cut >= last).toBe(true);
      last = cut;
      expect(Number(cut) / 2 ** 64).toBeCloseTo(cdf(d, grid.from + (k + 0.5) * grid.resolution), 13);
    }
  });

  it.each(shapes)("passes a chi-square test with 100,000 draws: $kind", (d) => {
    const grid = gridOf(d, 16);
    const cuts = cutPoints(d, grid);
    const counts = new Array<number>(grid.units).fill(0);
    const total = 100000;
    for (const [hi, lo] of draws(total)) counts[pickUnit(cuts, hi, lo)]++;
    let square = 0;
    let freedom = -1;
    for (let k = 0; k < grid.units; k++) {
      const from = k === 0 ? 0n : cutAt(cuts, k - 1);
      const to = k === grid.units - 1 ? two64 : cutAt(cuts, k);
      const expected = (Number(to - from) / 2 ** 64) * total;
      if (expected < 5) {
        if (expected === 0) expect(counts[k]).toBe(0);
        continue;
      }
      square += (counts[k] - expected) ** 2 / expected;
      freedom++;
    }
    // Wilson and Hilferty's normal score of a chi-square; 4 is one in 30,000.
    const score = (Math.cbrt(square / freedom) - 1 + 2 / (9 * freedom)) / Math.sqrt(2 / (9 * freedom));
    expect(score).toBeLessThan(4);
  });

  it("keeps what is certain certain, at both ends of the draw", () => {
    const grid = { from: 0, resolution: 1, units: 2 };
    const extremes: [number, number][] = [
      [0, 0],
      [0, 1],
      [ones, ones - 1],
      [ones, ones],
    ];
    for (const [hi, lo] of extremes) {
      expect(pickUnit(cutPoints({ kind: "chance", p: 0 }, grid), hi, lo)).toBe(0);
      expect(pickUnit(cutPoints({ kind: "chance", p: 1 }, grid), hi, lo)).toBe(1);
      expect(pickUnit(cutPoints({ kind: "categorical", shares: [0, 1, 0, 0] }, { ...grid, units: 4 }), hi, lo)).toBe(1);
      expect(pickUnit(cutPoints({ kind: "normal", mean: 3, sd: 0 }, { ...grid, units: 9 }), hi, lo)).toBe(3);
      for (const value of [-4, 0, 7, 8, 12]) {
        const cuts = cutPoints({ kind: "constant", value }, { ...grid, units: 9 });
        expect(pickUnit(cuts, hi, lo)).toBe(Math.max(0, Math.min(8, value)));
      }
      expect(pickUnit(cutPoints({ kind: "constant", value: 5 }, { ...grid, units: 1 }), hi, lo)).toBe(0);
    }
  });

  it("writes a chance exactly, from the side that is small", () => {
    const grid = { from: 0, resolution: 1, units: 2 };
    expect(cutAt(cutPoints({ kind: "chance", p: 0.25 }, grid), 0)).toBe(3n * 2n ** 62n);
    expect(two64 - cutAt(cutPoints({ kind: "chance", p: 2 ** -60 }, grid), 0)).toBe(16n);
    expect(pickUnit(cutPoints({ kind: "chance", p: 0.5 }, grid), 0x7fffffff, ones)).toBe(0);
    expect(pickUnit(cutPoints({ kind: "chance", p: 0.5 }, grid), 0x80000000, 0)).toBe(1);
  });

  it("clamps what lies outside the column to its end units", () => {
    const cuts = cutPoints({ kind: "normal", mean: 0, sd: 1 }, { from: 0, resolution: 0.5, units: 4 });
    expect(Number(cutAt(cuts, 0)) / 2 ** 64).toBeCloseTo(special.normalCdf(0.25), 15);
    expect(Number(two64 - cutAt(cuts, 2)) / 2 ** 64).toBeCloseTo(special.normalCdf(-1.25), 15);
  });

  it("does 65,536 units of a beta, as fine as a column can be", () => {
    const cuts = cutPoints(
      { kind: "beta", alpha: 2, beta: 8, from: 0, to: 1 },
      { from: 0, resolution: 1 / 65535, units: 65536 },
    );
    expect(cuts.hi.length).toBe(65535);
  });

  it("refuses what is not a distribution or a grid", () => {
    const grid = { from: 0, resolution: 1, units: 2 };
    expect(faultOf({ kind: "chance", p: 1.5 })).toBe("p is outside 0 to 1");
    expect(faultOf({ kind: "normal", mean: Number.NaN, sd: 1 })).toBe("mean is not a finite number");
    expect(faultOf({ kind: "categorical", shares: [0, 0] })).toBe("no share is above 0");
    expect(() => cutPoints({ kind: "beta", alpha: 0, beta: 1, from: 0, to: 1 }, grid)).toThrow(RangeError);
    expect(() => cutPoints({ kind: "chance", p: 1 }, { ...grid, units: 65537 })).toThrow(RangeError);
    expect(() => cutPoints({ kind: "chance", p: 1 }, { ...grid, resolution: 0 })).toThrow(RangeError);
    for (const d of shapes) expect(faultOf(d)).toBeUndefined();
  });
});

describe("poissonCuts", () => {
  it.each([1e-9, 1e-4, 0.3, 5, 60, 1000, 50000])("of mean %d has that mean and variance within 1e-9", (mean) => {
    const moments = momentsOf(poissonCuts(mean));
    expect(relativeError(moments.mean, mean)).toBeLessThan(1e-9);
    expect(relativeError(moments.variance, mean)).toBeLessThan(1e-9);
  });

  it("keeps small chances to what 64 bits can hold", () => {
    for (const mean of [1e-12, 1e-10, 1e-6, 0.01]) {
      const above = Number(two64 - cutAt(poissonCuts(mean), 0)) / 2 ** 64;
      expect(Math.abs(above + Math.expm1(-mean))).toBeLessThan(2 ** -65 + 1e-13 * mean);
    }
    expect(poissonCuts(0).hi.length).toBe(0);
    expect(() => poissonCuts(100001)).toThrow(RangeError);
    expect(() => poissonCuts(Number.NaN)).toThrow(RangeError);
  });

  it("gives no one less when the mean rises", () => {
    const means = [0.1, 0.5, 0.50001, 2, 7].map(poissonCuts);
    for (const [hi, lo] of draws(2000)) {
      const counts = means.map((cuts) => pickUnit(cuts, hi, lo));
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
    }
  });
});

describe("normalCuts", () => {
  it.each(shapes)("picks the unit that cutPoints picks from the same chance: $kind", (d) => {
    const grid = gridOf(d, 200);
    const cuts = cutPoints(d, grid);
    const scores = normalCuts(d, grid);
    let differ = 0;
    const total = 20000;
    for (const [hi, lo] of draws(total)) {
      const u = (hi + 0.5) / 2 ** 32;
      const unit = pickByScore(scores, Math.fround(special.normalQuantile(u)));
      if (unit !== pickUnit(cuts, hi, lo)) differ++;
      expect(Math.abs(unit - pickUnit(cuts, hi, lo))).toBeLessThanOrEqual(d.kind === "categorical" ? 2 : 1);
    }
    // A binary32 score blurs each of 199 cuts by about 1e-7 of the people.
    expect(differ).toBeLessThanOrEqual(3);
  });

  it("never falls, stays finite, and keeps what is certain certain", () => {
    for (const d of shapes) {
      const cuts = normalCuts(d, gridOf(d, 3000));
      expect(cuts.every((cut, k) => Math.abs(cut) <= 40 && (k === 0 || cut >= cuts[k - 1]))).toBe(true);
    }
    const grid = { from: 0, resolution: 1, units: 2 };
    for (const z of [-39.9, 0, 39.9]) {
      expect(pickByScore(normalCuts({ kind: "chance", p: 0 }, grid), z)).toBe(0);
      expect(pickByScore(normalCuts({ kind: "chance", p: 1 }, grid), z)).toBe(1);
      expect(pickByScore(normalCuts({ kind: "constant", value: 4 }, { ...grid, units: 6 }), z)).toBe(4);
    }
  });

  it("of a normal distribution are its boundaries in standard deviations", () => {
    const cuts = normalCuts({ kind: "normal", mean: 100, sd: 16 }, { from: 0, resolution: 1, units: 201 });
    expect(cuts[100]).toBe(Math.fround(0.5 / 16));
    expect(cuts[0]).toBe(Math.fround(-99.5 / 16));
  });
});
