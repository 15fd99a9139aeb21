import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { valuesOf } from "./worlds.ts";

const text = `
title: stakes of what is on file
time: { tick: 1 month, span: 2 years }
population:
  size: 2000
  traits: { at: { uniform: [0, 1000], resolution: 1 }, good: { chance: 0.5 } }
channels: { camera: { coverage: 1 } }
conduct:
  x: { per_year: 0, channel: camera, severity: { 1: 0.5, 3: 0.5 } }
scheme:
  score: { from: 0, to: 1000, resolution: 0.5 }
  files:
    late: { of: { x: severity }, from: 0, to: 10, start: "good ? 0 : 9" }
    clean: { since: x, up_to: 2 years }
  dimensions:
    fixed: { weight: 2, value: at / 1000 }
    late: { weight: 1, value: 1 - late / 20 }
    clean: { weight: 1, value: clean / 4 }
  bands: { A: 800, B: 500, C: 0 }
consequences: { no_loans: { when: band == C, costs: 12000 yuan per year } }
response: { deterrence: { of: x, sensitivity: 1 } }
`;

/** The points that a record is at stake with, by person, told from what is at stake where a loan is a part of the way off. */
function stakesOf(more: (text: string) => string): { score: number; good: boolean; stake: number }[] {
  const { plan, legend } = readScenario(more(text)).lower();
  const world = new World(plan, 7);
  const reckon = world.reckoner(legend.kinds[0].responses![0]!.stakes[0]!.stake);
  const goods = valuesOf(world, "good");
  return [...valuesOf(world, "score")].map((score, e) => ({ score, good: goods[e] === 1, stake: reckon(e) }));
}

/** What a fall of so many points costs at a score, of 12,000 yuan below 500. */
const fall = (score: number, points: number): number =>
  score < 500 ? 0 : 12000 * Math.min(1, score === 500 ? 1 : points / (score - 500));

// A quarter of the scale is 250 points. Of 2 on file in the mean 12.5 points each are lost, or of one where the file holds no more;
// and the two of four years without a record were half of 250.
test("a record costs what dimensions would make of the files with it on them, less what they make of them now", () => {
  const all = stakesOf((one) => one);
  for (const { score, good, stake } of all)
    expect(Math.abs(stake - fall(score, 125 + (good ? 25 : 12.5)))).toBeLessThan(0.5);
  expect(new Set(all.map(({ stake }) => Math.round(stake))).size).toBeGreaterThan(50);
});

test("points of a record are added to that, and nothing is at stake for whom the scheme does not cover", () => {
  const points = (one: string): string =>
    one.replace("  bands:", "  points: { x: -10 }\n  covers: good\n  bands:").replace("band == C", "score < 500");
  // 2 in the mean is how grave it is.
  for (const { score, good, stake } of stakesOf(points))
    expect(Math.abs(stake - (good ? fall(score, 125 + 25 + 20) : 0))).toBeLessThan(0.5);
});

test("a conduct that is on no file of a dimension has nothing at stake", () => {
  const elsewhere = (one: string): string =>
    one.replace("1 - late / 20", "1").replace("clean / 4", "1").replace("    clean: { since", "    clear: { since");
  expect(() => stakesOf(elsewhere)).not.toThrow();
  expect(stakesOf(elsewhere).every(({ stake }) => stake === 0)).toBe(true);
});
