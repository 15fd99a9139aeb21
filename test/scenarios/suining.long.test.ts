import { expect, test } from "vitest";
import { disclosureOfMarch } from "./suining.ts";

// Published: over 3,000 records, two thirds of them negative. Poisson: 3,200 have a standard deviation of 57, the share of 0.008.
test.each([1, 2, 3])(
  "with seed %i suining discloses over 3,000 records, two thirds of them negative",
  async (seed) => {
    const { negative, positive } = await disclosureOfMarch(1_100_000, seed);
    expect(negative + positive).toBeGreaterThan(3000);
    expect(negative + positive).toBeLessThan(3400);
    expect(Math.abs(negative / (negative + positive) - 2 / 3)).toBeLessThan(0.03);
  },
  600_000,
);
