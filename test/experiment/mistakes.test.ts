import { expect, test } from "vitest";
import { layPage } from "../../src/html/page.ts";
import { compare, explain, readScenario, run } from "../../src/index.ts";
import { layComparison } from "../../src/report/comparison.ts";
import { layLife } from "../../src/report/life.ts";
import { noPaint } from "../../src/report/paint.ts";
import { laySummary } from "../../src/report/summary.ts";

const town = (truth: boolean): string => `
title: Town
time: { start: 2020-01-01, tick: 1 week, span: 1 year }
population: { size: 1024 }
encounters: { streets: { with: strangers, per_week: 1 } }
channels: { camera: { coverage: 0.8, misattribution: 0.3 }, hotline: { coverage: 0.6 } }
conduct:
  littering: { per_year: 3, channel: camera }
  shoving: { at: streets, chance: 0.02, falls_on: other, channel: camera }
  accuses: { at: streets, chance: 0.05, falls_on: other, claims: littering, channel: hotline }
  misread: { per_year: 1, claims: littering, channel: hotline }
scheme:
  truth: ${truth}
  score: { start: 1000, from: 0, to: 1000, resolution: 1 }
  points: { littering: -5, shoving: -2 }
`;
const persons = Array.from({ length: 60 }, (_, person) => person);

test("each record of a life that is false says so, and the score without them stands at its end", async () => {
  const lives = await explain(readScenario(town(true)), { persons, seed: 3 });
  let [strayed, claimed] = [0, 0];
  for (const { entries, score, truly } of lives) {
    const texts = entries.filter(({ kind }) => kind === "record").map(({ text }) => text);
    const astray = texts.filter((text) => text.includes("wrongly put down to this person"));
    const never = texts.filter((text) => /littering that never happened: claimed by (accuses|misread)$/.test(text));
    const shoves = astray.filter((text) => text.includes("shoving")).length;
    expect(truly).toBe(score! + 5 * (never.length + astray.length - shoves) + 2 * shoves);
    strayed += astray.length;
    claimed += never.length;
  }
  expect(strayed).toBeGreaterThan(30);
  expect(claimed).toBeGreaterThan(80);
});

test("without an account of them a life has no such score", async () => {
  const [kept, not] = await Promise.all(
    [true, false].map((truth) => explain(readScenario(town(truth)), { persons: [7], seed: 3 })),
  );
  expect(not![0]).not.toHaveProperty("truly");
  expect(not![0]!.score).toBe(kept![0]!.score);
});

test("a report and a page tell of mistakes under a heading of their own, and only where an account is kept", async () => {
  for (const truth of [true, false]) {
    const done = await run(readScenario(town(truth)), { seed: 3, ticks: 8 });
    const report = laySummary(done, "town", 100, noPaint);
    const page = layPage(done, "town");
    expect(report.includes("Mistakes")).toBe(truth);
    expect(report.join().includes("false, of all records of")).toBe(truth);
    expect(page.includes('id="mistakes"')).toBe(truth);
    expect(page.includes("Records of littering that are false")).toBe(truth);
    const life = await explain(done.scenario, { persons: [1], seed: 3, ticks: 8 });
    expect(layLife(life[0]!, done.scenario, true, 100, noPaint).join().includes("with true records alone")).toBe(truth);
  }
});

test("a report tells the share of false records of a whole run, and of what none is false", async () => {
  const careful = town(true)
    .replace("channels: {", "channels: { bank: { coverage: 1 },")
    .replace("conduct:", "conduct:\n  pays: { per_year: 12, channel: bank }");
  const done = await run(readScenario(careful), { seed: 3, ticks: 30 });
  const report = laySummary(done, "town", 100, noPaint);
  const share = done.results.total("false.littering");
  expect(share).toBeGreaterThan(0.1);
  const at = report.findIndex((line) => line.startsWith("  false, of all records of"));
  expect(report[at + 1]).toBe(`  littering${" ".repeat(17)}${(100 * share).toFixed(1)} %`);
  expect(report).toContain("  No record is false of pays.");
});

test("a comparison has them apart from all else", async () => {
  const honest = town(true).replace("misattribution: 0.3", "misattribution: 0");
  const done = await compare(readScenario(town(true)), readScenario(honest), { seeds: 3, ticks: 10 });
  const lines = layComparison(done, ["a", "b"], 100, noPaint);
  const [clear, mistakes] = ["Clear differences", "Mistakes that differ clearly"].map((title) =>
    lines.findIndex((line) => line.startsWith(title)),
  );
  expect(mistakes).toBeGreaterThan(clear!);
  const wrong = lines.flatMap((line, place) => (/^ +(wrong|false)\./.test(line) ? [place] : []));
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong[0]).toBeGreaterThan(mistakes!);
});
