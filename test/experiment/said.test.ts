import { describe, expect, test } from "vitest";
import { compare, explain, type Run, readScenario, run } from "../../src/index.ts";

/** A world whose scheme loses its grades to an outcry; what nothing of it reaches goes on by itself. */
const withScheme = `
channels: { office: { coverage: 1 } }
scheme:
  score: { start: 100, from: 0, to: 100 }
  points: { litters_badly: -3, pays_late: -10, helps_out: 2 }
  bands: { good_ones: 80, poor_ones: 0 }
  bands_in_force: "phase == graded"
institutions:
  phases:
    graded: { from: start }
    scoring_only: { after: graded, when: { is: "outcry > 0.05", assumed: "so that it ends" } }
  running_cost: { is: 6000 yuan per year, assumed: "for the test" }
response: { silence: { of: helps_out, factor: "band == poor_ones ? 1.5 : 1" } }
measures: { outcry: { mean: anger }, in_poor: { share: "band == poor_ones" }, wealth: { mean: money }, days: { mean: clock } }
`;
const control = `
channels: { office: { coverage: 1 } }
measures: { outcry: { mean: anger }, wealth: { mean: money }, days: { mean: clock } }
`;
const base = (angry: string): string => `
title: Told
time: { start: 2010-01-01, tick: 1 week, span: 60 weeks }
population: { size: 3000, traits: { careful: { chance: 0.5 } } }
state:
  anger: { from: 0, to: 1, resolution: 0.01, start: 0, update: "${angry}" }
  money: { from: 0, to: 2, start: 0, update: "0.9 * money + (careful ? 0.1 : 0.05)" }
  clock: { from: 0, to: 100, resolution: 1, start: 0, update: "clock + 1" }
conduct:
  litters_badly: { per_year: "careful ? 2 : 12", channel: office }
  pays_late: { per_year: 2, channel: office }
  helps_out: { per_year: 3, channel: office }
`;
const scheme = readScenario(base("min(1, anger + (score < 60 ? 0.05 : 0))") + withScheme);
const without = readScenario(base("anger * 0.5") + control);

const told = run(scheme, { losses: true, backend: "interpret" });

describe("what took the points of the lowest band", () => {
  test("is all that its people lost: it adds up to what they had less what they have", async () => {
    const { losses, results, legend } = await told;
    expect(losses).toBeDefined();
    const { tick, people, of, lost, records, rest, band } = losses!;
    expect(band).toBe("poor_ones");
    expect(people).toBe(of);
    expect(of).toBe(results.of(legend.kinds[0].count!).series("poor_ones")[tick]);
    // The same world, ended in that tick: what everyone below 80 is short of the full mark.
    const then = await run(scheme, { ticks: tick + 1 });
    const { counts, from, to } = then.distribution("score", 100);
    const step = (to - from) / counts.length;
    expect(step).toBe(1);
    const short = counts.slice(0, 80).reduce((sum, count, score) => sum + count * (100 - score), 0);
    expect(lost).toBe(short);
    expect(records.reduce((sum, { points }) => sum + points, 0) + rest).toBeCloseTo(-lost, 9);
    expect(records[0]!.points).toBeLessThan(0);
    // What fell on them while they were in it is a part of that alone.
    const inBand = then.results.total("points.litters_badly", "poor_ones");
    expect(records.find(({ conduct }) => conduct === "litters_badly")!.points).toBeLessThan(inBand);
  });

  test("of a part of the people is told as that of a part, and as their lives have it", async () => {
    // 30 communities: more than there is time for.
    const { losses } = await run(scheme, { losses: true, people: 120_000, ticks: 60 });
    expect(losses!.people).toBeGreaterThan(10);
    expect(losses!.people).toBeLessThan(losses!.of);
  });

  test("is not reckoned unasked, and changes nothing of the world", async () => {
    const plain = await run(scheme, { backend: "interpret" });
    expect(plain.losses).toBeUndefined();
    expect(plain.stateHash).toBe((await told).stateHash);
    expect("losses" in JSON.parse(JSON.stringify(plain))).toBe(false);
  });
});

describe("what a scheme does not touch", () => {
  const idsOf = ({ untouched, legend }: Run): string[] =>
    untouched.map((one) => legend.measures.find(({ measure }) => measure === one)!.id);

  test("is the same to the bit without it, and what it touches is not said to be", async () => {
    const [done, other] = [await told, await run(without)];
    const ids = idsOf(done);
    expect(ids).toContain("wealth");
    for (const id of ["score", "in_poor", "outcry", "acts.helps_out"]) expect(ids).not.toContain(id);
    const both = ids.filter((id) => other.results.measures().some(({ name }) => name === id));
    expect(both).toEqual(["days", "wealth"]);
    for (const id of both) expect([id, done.series(id)]).toEqual([id, other.series(id)]);
    expect(done.series("acts.helps_out")).not.toEqual(other.series("acts.helps_out"));
    expect(idsOf(other)).toEqual([]);
    expect(done.toJSON().untouched).toEqual(ids);
  });

  test("cannot be told where a consequence hangs on nothing of it", async () => {
    const blind = readScenario(
      `${base("anger * 0.5")}${withScheme}consequences: { favour: { domain: work, when: careful, benefits: 1 yuan per year } }`,
    );
    expect((await run(blind, { ticks: 2, people: 100 })).untouched).toEqual([]);
  });
});

describe("a phase", () => {
  test("that a condition began says which, and that its threshold is assumed; a dated one says nothing", async () => {
    const because = "because outcry passed 0.05 (the threshold is assumed)";
    const { phases } = await told;
    expect(phases.map((one) => one.because)).toEqual([undefined, because]);
    const [life] = await explain(scheme, { persons: [3] });
    const begins = life!.entries.filter(({ kind }) => kind === "phase").map(({ text }) => text);
    expect(begins.at(-1)).toBe(`the phase "scoring_only" begins, ${because}`);
  });
});

describe("running costs", () => {
  test("are of those who run, in run and compare", async () => {
    const cost = { perYear: 200, declared: 6000, declaredFor: 3000 };
    const done = await run(scheme, { people: 100, ticks: 1 });
    expect(done.runningCost!.perYear).toBeCloseTo(200, 6);
    expect(done.toJSON().runningCost).toMatchObject({ declaredFor: cost.declaredFor });
    const both = await compare(scheme, without, { people: 100, ticks: 2, seeds: 2 });
    expect(both.toJSON().runningCost.a!.perYear).toBeCloseTo(200, 6);
    expect(both.runningCost.b).toBeUndefined();
  });
});

test("what only counts on is not told to settle longer; what moves to and fro is", async () => {
  const text = `
title: Counts
time: { start: 2010-01-01, tick: 1 month, span: 4 years }
population: { size: 2000, traits: { urban: { chance: 0.5 } } }
state:
  times: { from: 0, to: 200, resolution: 1, start: 0, draws: { hit: { chance: 0.3 } }, update: "times + (hit ? 1 : 0)" }
  debt: { from: 0, to: 4, start: 0, draws: { hit: { chance: 0.3 } }, update: "0.95 * debt + (hit ? 0.2 : 0)" }
measures: { times_hit: { mean: times }, often: { share: "times > 5" }, debts: { mean: debt } }
`;
  const { warnings } = await run(readScenario(text));
  expect(warnings.map((one) => one.split(" ")[0])).toEqual(["debts"]);
});

test("a measure is called in words as its rule spells them, and by its own name wherever it is asked for", () => {
  const text = `
title: Spelt
time: { tick: 1 week, span: 2 weeks }
population: { size: 10, traits: { careful: { chance: 0.5 } } }
groups: { by_care: { when: careful, yes: kept, no: not } }
channels: { office: { coverage: 1 } }
conduct: { pays_late: { per_year: 1, channel: office } }
scheme: { score: { start: 50, from: 0, to: 100 }, points: { pays_late: -1 }, bands: { A: 60, D: 0 } }
measures: { in_d: { share: "band == D", by: by_care }, well_off: { share: careful } }
`;
  const { measures } = readScenario(text).lower().legend;
  const calledBy = (id: string): string | undefined => measures.find((one) => one.id === id)?.words;
  expect(calledBy("in_d")).toBe("in_D");
  expect(calledBy("in_d by by_care")).toBe("in_D by by_care");
  expect(calledBy("well_off")).toBe("well_off");
});
