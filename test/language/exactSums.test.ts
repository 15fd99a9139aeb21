import { expect, it } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";

const text = `
title: Sums of a nation
time: { tick: 1 week, span: 1 year }
population: { size: 1000, traits: { income: { uniform: [0, 200000] } } }
measures: { wealth: { sum: "income + 0.5" } }
`;

it("takes a coarser step where the sum over everyone could pass 2^53 steps, and only there", () => {
  const stepAt = (people: number): number => {
    const { measures } = readScenario(text).plan({ people });
    return measures.find(({ name }) => name === "wealth")!.resolution;
  };
  expect(stepAt(1000)).toBe(1 / 1024);
  const nation = stepAt(1_400_000_000);
  // The least power of two with 200,000 / step × 1.4 × 10^9 below 2^53: 2.8 × 10^14 / 9.007 × 10^15 = 0.0311 < 2^−5.
  expect(nation).toBe(1 / 32);
});
