import { describe, expect, test } from "vitest";
import { run } from "../../src/experiment/run.ts";
import { fico } from "./fico.ts";

describe("a score of payments only", () => {
  test("goes from 300 to 850", () => {
    const { from, to } = fico.data.scheme!.score;
    expect([from.amount, to.amount]).toEqual([300, 850]);
  });

  test("files nothing but payments, applications for credit, and what is wrong in the file", () => {
    const filed = (fico.data.scheme!.files ?? []).flatMap(({ is }) => [
      ...(is.of ?? []).map(({ name }) => name),
      ...(is.since ?? []).map(({ value }) => value),
    ]);
    expect(new Set(filed)).toEqual(new Set(["late_payment", "default", "misfiled", "corrected", "granted", "denied"]));
  });

  test("knows of no friends, and no rule of it asks where one lives, what one says or what one buys", () => {
    expect(fico.plan({ people: 256 }).ties).toBeUndefined();
    expect((fico.data.conduct ?? []).map(({ name }) => name).sort()).toEqual([
      ...["corrected", "default", "denied", "disputes", "granted", "late_payment", "misfiled"],
    ]);
  });
});

test("a mistake that is disputed is changed for 206 of 262, within the month that a dispute takes", async () => {
  // Acts at 0.39 a week in four weeks leave it unchanged for exp(−1.56) = 0.21 of those who dispute.
  expect(JSON.parse(fico.text).conduct.corrected.per_week.is).toBe("in_dispute ? 0.39 : 0");
  expect(Math.abs(1 - Math.exp(-4 * 0.39) - 206 / 262)).toBeLessThan(0.005);
  const world = await run(fico, { people: 20_000, seed: 1, ticks: 40 });
  const sum = (name: string): number => world.series(name).reduce((all, one) => all + one, 0);
  // Nobody leaves a dispute before the tick in which its 30 days end; who is in one is asked in one tick, seldom two.
  expect(sum("acts.disputes")).toBeGreaterThan(200);
  const perDispute = sum("acts.corrected") / sum("entries.in_dispute");
  expect(perDispute).toBeGreaterThan(1.56 * 0.85);
  expect(perDispute).toBeLessThan(1.56 * 1.2);
});
