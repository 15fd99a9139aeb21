import { describe, expect, test } from "vitest";
import { explain, readScenario } from "../../src/index.ts";
import { textOf } from "../language/folder.ts";

const accumulating = `
title: Points, warnings, grades and thin files
time: { tick: 1 week, span: 2 years }
population:
  size: 600
  traits: { careful: { beta: [5, 2] }, age: { uniform: [10, 80] } }
  ties: { community: 64, friends: 4, far: 1 }
channels: { bureau: { coverage: 0.8 } }
conduct:
  pays_late: { per_year: "12 * (1 - careful)", channel: bureau, area: money }
  helps: { per_year: 9, channel: bureau, area: money }
scheme:
  score: { start: 1000 * careful, from: 0, to: 1000 }
  covers: age >= 18
  thin_file: { when: seen < 2, score: 450 }
  files: { seen: { of: { pays_late: 1, helps: 1 }, resolution: 1 } }
  areas: { money: { cap: { gain: 20, loss: 60 } } }
  points:
    pays_late: { is: -5, grade: low, warnings: 3, repetition: { factor: 1.2 } }
    helps: { is: 3, warnings: { first: 1, period: 10 weeks } }
  decay: { towards: 500, half_life: 1 year }
  friends: { pull_per_tick: 0.01 }
  bands: { low: 0, middle: 200, high: 800 }
`;

const worlds = {
  "points alone": [accumulating, ["points", "warning", "grade", "thin", "decay", "pull", "state"]],
  dimensions: [
    textOf("test/good/files-and-dimensions.yaml"),
    ["dimension", "points", "warning", "thin", "grade", "pull"],
  ],
  rank: [textOf("test/good/relative.yaml"), ["rank", "points", "grade", "state"]],
  "rank and dimensions": [
    textOf("test/good/files-and-dimensions.yaml").replace("to: 850 }", "to: 850, resolution: 0.25 }\n  relative: true"),
    ["rank", "state", "thin"],
  ],
} as const;

describe.each(Object.entries(worlds))("lives where %s make the score", (_, [text, kinds]) => {
  test("are ledgers that add up to every score on the way", async () => {
    const persons = Array.from({ length: 100 }, (_, i) => i);
    const lives = await explain(readScenario(text), { persons, people: 300, ticks: 110 });
    for (const { start, score, entries, person } of lives) {
      let sum = start!;
      for (const { points = 0, score: said } of entries) {
        sum += points;
        if (said !== undefined) expect(Math.abs(sum - said), `person ${person}`).toBeLessThan(1e-6);
      }
      expect(Math.abs(sum - score!), `person ${person}`).toBeLessThan(1e-6);
    }
    const all = lives.flatMap(({ entries }) => entries);
    const found = new Set(all.map(({ kind }) => kind));
    expect(kinds.filter((kind) => !found.has(kind))).toEqual([]);
    // What no part accounts for is the step in which a score is kept, and no more.
    const loose = all.filter(({ kind }) => kind === "rounding").map(({ points }) => Math.abs(points!));
    expect(Math.max(...loose)).toBeLessThanOrEqual(0.5);
    const odd = all.filter(({ text: said }) => said.includes("gives way"));
    expect(odd.length).toBeLessThanOrEqual(lives.length / 50);
  });
});
