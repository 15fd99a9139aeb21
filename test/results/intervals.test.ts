import { describe, expect, test } from "vitest";
import { draw, first, purposeKey, second } from "../../src/core/chance.ts";
import { normalQuantile } from "../../src/core/special.ts";
import { interval, studentQuantile } from "../../src/results/intervals.ts";

describe("the t interval", () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: upper critical values at 0.975, to three places.
  test.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [19, 2.093],
    [29, 2.045],
    [49, 2.01],
    [100, 1.984],
  ])("has the published quantile for %i degrees of freedom", (degrees, published) => {
    expect(Math.abs(studentQuantile(degrees) - published)).toBeLessThanOrEqual(0.0005);
  });

  test("has the closed form for one and two degrees of freedom, and the normal quantile in the limit", () => {
    expect(studentQuantile(1)).toBeCloseTo(Math.tan(Math.PI * 0.475), 9);
    expect(studentQuantile(2)).toBeCloseTo((2 * 0.475) / Math.sqrt(2 * 0.975 * 0.025), 9);
    expect(studentQuantile(1e8)).toBeCloseTo(normalQuantile(0.975), 6);
    expect(studentQuantile(5, 0.99)).toBeCloseTo(4.032, 3);
  });

  test("is that of a worked example", () => {
    // Student's sleep data (1908), differences between two drugs: mean 1.58, interval 0.700 to 2.460.
    const found = interval([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]);
    expect(found.mean).toBeCloseTo(1.58, 12);
    expect(found.from).toBeCloseTo(0.7001142, 6);
    expect(found.to).toBeCloseTo(2.4598858, 6);
    expect(found.n).toBe(10);
  });

  test("is a point for equal values, everything for one, nothing for none", () => {
    expect(interval([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, from: 0.1, to: 0.1, n: 3 });
    expect(interval([5])).toEqual({ mean: 5, from: -Infinity, to: Infinity, n: 1 });
    expect(interval([]).mean).toBeNaN();
  });

  test("holds the mean of normal values in 95 % of 4,000 cases, within 4 standard errors", () => {
    const key = purposeKey(1, "coverage");
    const cases = 4000;
    let held = 0;
    for (let i = 0; i < cases; i++) {
      const values = Array.from({ length: 5 }, (_, j) => {
        draw(key, i, j);
        return normalQuantile((first() + second() / 2 ** 32 + 2 ** -33) / 2 ** 32);
      });
      const { from, to } = interval(values);
      if (from <= 0 && 0 <= to) held += 1;
    }
    expect(Math.abs(held / cases - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / cases));
  });
});
