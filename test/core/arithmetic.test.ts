import { describe, expect, it } from "vitest";
import {
  divide,
  exp,
  expF32,
  type Lanes,
  largest,
  log,
  logF32,
  normalQuantile,
  normalQuantileF32,
  pow,
  powF32,
  quotient,
  scalar,
  smallestNormal,
  sqrtF32,
  squareRoot,
} from "../../src/core/arithmetic.ts";
import { normalQuantile as normalQuantileF64 } from "../../src/core/special.ts";

/** 200,000 bit patterns of each sign over every finite binary32, subnormals included. */
function* everyPattern(): Generator<number> {
  const steps = 200000;
  for (let i = 0; i <= steps; i++) {
    const bits = Math.min(Math.floor((i * 0x7f800000) / steps), 0x7f7fffff);
    yield scalar.float(bits);
    yield scalar.float(bits | 0x80000000);
  }
}

/** How far `got` is from `want` (a double), in units in the last place of binary32; overflow must give `largest`. */
function ulps(got: number, want: number): number {
  if (!Number.isFinite(Math.fround(want))) return got === largest ? 0 : Number.POSITIVE_INFINITY;
  const octave = want === 0 ? -126 : Math.max(Math.floor(Math.log2(Math.abs(want))), -126);
  return Math.abs(got - want) / 2 ** (octave - 23);
}

function worst(numbers: Iterable<number>, of: (x: number) => number): number {
  let most = 0;
  for (const x of numbers) {
    const value = of(x);
    // A NaN fails every comparison, so it is asked for by name.
    if (Number.isNaN(value) || value > most) most = value;
    if (Number.isNaN(most)) return most;
  }
  return most;
}

function* evenly(from: number, to: number, count: number): Generator<number> {
  for (let i = 0; i <= count; i++) yield Math.fround(from + ((to - from) * i) / count);
}

/** A fixed sequence in 0..1 (Weyl), for pairs. */
const weyl = (i: number, step: number) => (i * step) % 1;

const edges = [
  0,
  -0,
  1,
  -1,
  0.5,
  2,
  -2,
  1e-45,
  -1e-45,
  smallestNormal,
  -smallestNormal,
  3e-39,
  1e30,
  -1e30,
  largest,
  -largest,
];

describe("exp", () => {
  it("is within 1.5 ulp of e^x for every pattern and over its whole range", () => {
    expect(worst(everyPattern(), (x) => ulps(expF32(x), Math.exp(x)))).toBeLessThanOrEqual(1.5);
    expect(worst(evenly(-105, 90, 300000), (x) => ulps(expF32(x), Math.exp(x)))).toBeLessThanOrEqual(1.5);
  });

  it("ends at the largest finite number and at 0", () => {
    expect(expF32(0)).toBe(1);
    expect(expF32(88.73)).toBe(largest);
    expect(expF32(largest)).toBe(largest);
    expect(expF32(-104)).toBe(0);
    expect(expF32(-largest)).toBe(0);
  });

  it("never falls", () => {
    let last = 0;
    let falls = 0;
    for (const x of evenly(-104, 89, 200000)) {
      const y = expF32(x);
      if (!(y >= last)) falls++;
      last = y;
    }
    expect(falls).toBe(0);
  });
});

describe("log", () => {
  it("is within 1.5 ulp of the natural logarithm from the smallest normal number up", () => {
    const error = (x: number) => ulps(logF32(x), Math.log(Math.max(x, smallestNormal)));
    expect(worst(everyPattern(), error)).toBeLessThanOrEqual(1.5);
    expect(worst(evenly(0.5, 2, 200000), error)).toBeLessThanOrEqual(1.5);
  });

  it("takes everything below the smallest normal number for that number", () => {
    expect(logF32(smallestNormal)).toBeCloseTo(-87.33655, 5);
    for (const x of [0, -0, -1, -largest, 1e-45, -1e-45]) expect(logF32(x)).toBe(logF32(smallestNormal));
    expect(logF32(1)).toBe(0);
  });

  it("never falls", () => {
    let last = Number.NEGATIVE_INFINITY;
    let falls = 0;
    for (const x of everyPattern()) {
      if (x < 0 || Object.is(x, -0)) continue;
      const y = logF32(x);
      if (!(y >= last)) falls++;
      last = y;
    }
    expect(falls).toBe(0);
  });
});

describe("pow", () => {
  it("is within 2 ulp over all results from underflow to overflow", () => {
    let most = 0;
    for (let i = 0; i < 300000; i++) {
      const spread = [200, 2, 0.01][i % 3];
      const x = Math.fround(Math.exp((weyl(i, 0.6180339887) - 0.5) * spread * 0.85));
      const octaves = (weyl(i, 0.7548776662) - 0.5) * 310;
      const y = Math.fround(i % 5 === 0 ? octaves / 20 : octaves / Math.log2(x));
      if (!Number.isFinite(y)) continue;
      most = Math.max(most, ulps(powF32(x, y), x ** y));
    }
    expect(most).toBeLessThanOrEqual(2);
  });

  it("is within 2 ulp for subnormal bases", () => {
    for (const y of [1, 0.5, -0.5, 2, -1, 0.01]) {
      for (let bits = 1; bits < 0x800000; bits += 1999) {
        const x = scalar.float(bits);
        expect(ulps(powF32(x, y), x ** y)).toBeLessThanOrEqual(2);
      }
    }
  });

  it("is total at the edges", () => {
    expect(powF32(0, 0)).toBe(1);
    expect(powF32(7, 0)).toBe(1);
    expect(powF32(0, 0.5)).toBe(0);
    expect(powF32(0, -2)).toBe(largest);
    for (const y of [0, 1, 2, -1, largest]) expect(powF32(-2, y)).toBe(0);
    for (const y of edges) expect(powF32(1, y)).toBe(1);
    expect(powF32(2, 128)).toBe(largest);
    expect(powF32(2, -150)).toBe(0);
    expect(powF32(0.5, -largest)).toBe(largest);
    expect(powF32(1.0000001, largest)).toBe(largest);
    expect(powF32(3, 4)).toBe(81);
  });
});

describe("normalQuantile", () => {
  it("is within 3e-6 of the double quantile for u of at least 2^-64, 5e-6 below", () => {
    const error = (u: number) => Math.abs(normalQuantileF32(u) - normalQuantileF64(u));
    expect(worst(evenly(2 ** -24, 1 - 2 ** -24, 300000), error)).toBeLessThanOrEqual(3e-6);
    const tail = [...everyPattern()].filter((u) => u >= smallestNormal && u < 1);
    expect(
      worst(
        tail.filter((u) => u >= 2 ** -64),
        error,
      ),
    ).toBeLessThanOrEqual(3e-6);
    expect(worst(tail, error)).toBeLessThanOrEqual(5e-6);
  });

  it("is odd about one half and meets the published 97.5 % point", () => {
    expect(normalQuantileF32(0.5)).toBe(0);
    expect(normalQuantileF32(0.975)).toBeCloseTo(1.959964, 5);
    for (let i = 1; i < 1024; i++) expect(normalQuantileF32(i / 1024) + normalQuantileF32(1 - i / 1024)).toBe(0);
  });

  it("stays finite outside (0, 1)", () => {
    for (const u of [0, -1, 1e-45, -largest]) expect(normalQuantileF32(u)).toBeCloseTo(-12.94995, 4);
    for (const u of [1, 2, largest]) expect(normalQuantileF32(u)).toBeCloseTo(12.94995, 4);
  });
});

describe("totality", () => {
  it("divides by zero to 0, roots of negatives to 0, overflow to the largest number", () => {
    expect([divide(1, 0), divide(-1, -0), divide(0, 0)]).toEqual([0, 0, 0]);
    expect(divide(largest, 1e-10)).toBe(largest);
    expect(divide(-largest, 1e-10)).toBe(-largest);
    expect(divide(1, 3)).toBe(Math.fround(1 / 3));
    expect([sqrtF32(-4), sqrtF32(4), sqrtF32(2)]).toEqual([0, 2, Math.fround(Math.SQRT2)]);
  });

  it("gives finite numbers for finite arguments", () => {
    let strays = 0;
    for (const x of everyPattern()) {
      const results = [expF32(x), logF32(x), sqrtF32(x), normalQuantileF32(x), divide(1, x), powF32(Math.abs(x), 0.3)];
      if (!results.every(Number.isFinite)) strays++;
    }
    expect(strays).toBe(0);
    for (const x of edges) {
      for (const y of edges) expect([powF32(x, y), divide(x, y)].every(Number.isFinite)).toBe(true);
    }
  });
});

describe("scalar lanes", () => {
  it("round to nearest even, saturate and keep the sign of zero as WebAssembly does", () => {
    const cases = [0.5, 1.5, 2.5, -0.5, -1.5, 8388609, 4194304.5, 0.49999997, -0.2, -0];
    expect(cases.map(scalar.nearest)).toEqual([0, 2, 2, -0, -2, 8388609, 4194304, 0, -0, -0]);
    expect([3e9, -3e9, Number.NaN, -1.9, 1.9].map(scalar.toInt)).toEqual([0x7fffffff, -0x80000000, 0, -1, 1]);
    expect(scalar.max(-0, 0)).toBe(0);
    expect(scalar.min(0, -0)).toBe(-0);
    expect(scalar.fromInt(16777217)).toBe(16777216);
    expect(scalar.bits(1)).toBe(0x3f800000);
  });

  it("are used straight on: the functions run on lanes that hold no numbers", () => {
    const used = new Set<string>();
    const blind = new Proxy({} as Lanes<string, string>, {
      get: (_, name) => () => {
        used.add(String(name));
        return "lane";
      },
    });
    for (const run of [exp, log, squareRoot, normalQuantile]) expect(run(blind, "lane")).toBe("lane");
    for (const run of [pow, quotient]) expect(run(blind, "lane", "lane")).toBe("lane");
    for (const name of used) expect(scalar).toHaveProperty(name);
  });
});
