import { expect, test } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";

/** A world of things that are due, each with so many outcomes. */
const due = (outcomes: readonly number[]): string => `
title: outcomes
time: { tick: 1 week, span: 1 year }
population: { size: 100 }
conduct:
${outcomes
  .map((many, bill) => {
    const each = Array.from({ length: many - 1 }, (_, i) => `o${bill}_${i}: { chance: 0.01 }`);
    return `  bill${bill}: { every: 4 weeks, one_of: { ${[...each, `rest${bill}: { chance: rest }`].join(", ")} } }`;
  })
  .join("\n")}
`;

test("there can be 256 conducts, outcomes among them, and no more", () => {
  const most = Array.from({ length: 16 }, () => 16);
  const { steps } = readScenario(due(most)).plan();
  expect(steps.filter(({ kind }) => kind === "due")).toHaveLength(256);
  expect(() => readScenario(due([...most.slice(1), 15, 2]))).toThrow("there are 257 conducts, outcomes among them");
});
