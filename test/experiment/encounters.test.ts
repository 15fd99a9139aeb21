import { beforeAll, expect, test } from "vitest";
import { type Entry, explain, type Life, readScenario } from "../../src/index.ts";
import { digest, type LifeLine } from "../../src/report/digest.ts";

const street = readScenario(`
title: A street
time: { start: 2012-01-01, tick: 1 month, span: 3 years }
population: { size: 1000 }
encounters: { street: { with: strangers, per_month: 1 } }
conduct:
  litters: { per_year: 1, channel: camera }
  frowns: { at: street, chance: 0.08, falls_on: other, channel: camera }
  accuses: { at: street, chance: 0.08, falls_on: other, claims: litters, channel: camera }
channels: { camera: { coverage: 1 } }
scheme:
  score: { start: 700, from: 0, to: 1000 }
  points: { litters: -20, frowns: -10 }
  decay: { towards: 700, half_life: 1 year }
lists: { litterers: { grounds: litters, term: 3 months } }
redress:
  dispute: { of: litters, after: 1 month, takes_back: points, notice: 0.7, accuracy: 0.7 }
`);
const day = 24 * 3600 * 1000;
const persons = Array.from({ length: 200 }, (_, person) => person);
let lives: readonly Life[];
let told: readonly (readonly LifeLine[])[];

beforeAll(async () => {
  lives = await explain(street, { persons });
  told = lives.map(({ entries }) => digest(entries));
});

test("the score beside a line is that after its points", () => {
  let merged = 0;
  for (const [place, lines] of told.entries()) {
    let sum = lives[place]!.start!;
    for (const { points = 0, score, what } of lines) {
      sum += points;
      if (score === undefined) continue;
      expect(Math.abs(sum - score), `person ${place}: ${what}`).toBeLessThan(1e-9);
      if (what.includes("met with")) merged++;
    }
    expect(Math.abs(sum - lives[place]!.score!)).toBeLessThan(1e-9);
  }
  expect(merged).toBeGreaterThan(100);
});

test("what an encounter costs is told apart from quiet months", () => {
  let seen = 0;
  for (const [place, { entries }] of lives.entries()) {
    const charged = entries.filter(({ met, points }) => met && points);
    // Runs of months in which somebody frowned, one after the other.
    const runs = charged.filter(({ tick }) => !charged.some((one) => one.tick === tick - 1));
    const dates = told[place]!.filter(({ what }) => what.includes("met with")).map(({ date }) => date);
    for (const { tick, date } of runs) {
      const first = entries.find((one) => one.tick === tick && one.met)!.date;
      expect(
        dates.some((one) => one >= first && one <= date),
        `person ${place}: ${date} of ${dates}`,
      ).toBe(true);
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(200);
});

test("no line begins before the line above it, nor ends before it begins", () => {
  let until = 0;
  for (const [place, lines] of told.entries()) {
    for (const [line, { date, what }] of lines.entries()) {
      const end = /^until (\S+):/.exec(what)?.[1];
      if (end !== undefined) {
        expect(end > date, `person ${place}: ${date} ${what}`).toBe(true);
        until++;
      }
      // A stay may end in the last hours of a tick, on the day on which the next begins.
      const before = Date.parse(lines[line - 1]?.date ?? date) - day;
      expect(Date.parse(date), `person ${place}: ${date} ${what}`).toBeGreaterThanOrEqual(before);
    }
    for (let tick = 0; tick < 36; tick++) {
      const dates = lives[place]!.entries.filter((one) => one.tick === tick).map(({ date }) => date);
      expect(dates).toEqual([...dates].sort());
    }
  }
  expect(until).toBeGreaterThan(200);
});

test("what somebody claims at an encounter is told as a record of what is claimed, with its points", () => {
  let claimed = 0;
  for (const lines of told)
    for (const [place, { what, date }] of lines.entries()) {
      expect(what).not.toMatch(/accuses met with|points for accuses/);
      if (what !== "recorded by the system: litters that never happened: claimed by accuses") continue;
      expect(lines[place + 1]).toMatchObject({ what: "−20 points for litters", points: -20, date });
      claimed++;
    }
  expect(claimed).toBeGreaterThan(200);
});

test("a tick in which something comes between begins a line, so that the line before it keeps its score", () => {
  const decay = (tick: number, score?: number): Entry => ({
    tick,
    date: `2012-0${1 + tick}-01`,
    kind: "decay",
    text: "decay",
    points: 1,
    ...(score !== undefined && { score }),
  });
  const record: Entry = { tick: 2, date: "2012-03-01", kind: "record", text: "recorded by the system: litters" };
  const lines = digest([decay(0, 101), decay(1, 102), decay(2), record, decay(2, 104)]);
  expect(lines.map(({ points, score }) => [points, score])).toEqual([
    [2, 102],
    [1, undefined],
    [undefined, undefined],
    [1, 104],
  ]);
});
