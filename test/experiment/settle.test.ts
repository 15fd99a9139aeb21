import { describe, expect, test } from "vitest";
import { hasMoved, levelOf } from "../../src/experiment/rest.ts";
import { compare, explain, openCheckpoint, type Progress, readScenario, record, run } from "../../src/index.ts";
import { MemoryStore, sourceOf } from "../checkpoint/store.ts";

interface Parts {
  readonly settle?: string | undefined;
  readonly span?: string;
  readonly start?: string;
  readonly scheme?: boolean;
  readonly drifts?: boolean;
  readonly people?: number;
}

/** Debts that rest at 0.8 in the long run, with a half-life of a year. */
function worldOf({ settle, span = "4 years", start = "0.8", scheme, drifts, people = 4000 }: Parts): string {
  return `
title: debts
time: { start: 2010-01-01, tick: 1 month, span: ${span}${settle ? `, settle: ${settle}` : ""} }
population: { size: ${people}, traits: { born: { uniform: [18, 60] } } }
state:
  debt: { from: 0, to: 4, start: ${start}, draws: { bill: { chance: 0.2 }, size: { uniform: [0, 0.4496] } }, update: "debt * 0.9438 + (bill ? size : 0)" }
  deep: { from: 0, to: 1, resolution: 1, start: 0, update: "debt > 0.8 ? 1 : 0" }
conduct: { misses: { per_year: 3 * debt, at_most: 12, channel: bank } }
channels: { bank: { coverage: 1 } }
${scheme ? "scheme: { score: { start: 900, from: 0, to: 1000 }, points: { misses: -5 }, bands: { high: 890, low: 0 } }" : ""}
measures:
  burden: { mean: debt${drifts ? ", drifts: true" : ""} }
  debtors: { share: deep > 0${drifts ? ", drifts: true" : ""} }
  age: { mean: born + years, drifts: true }
  all_debt: { sum: debt }
`;
}

const warningsOf = async (parts: Parts): Promise<readonly string[]> =>
  (await run(readScenario(worldOf(parts)))).warnings;

describe("a world without a scheme", () => {
  test("that is at rest says nothing, small or large", async () => {
    for (const people of [50, 4000]) expect(await warningsOf({ settle: "6 years", people })).toEqual([]);
  });

  test("that drifts says so once of each mean and share, with both levels, and of no other figure", async () => {
    const warnings = await warningsOf({ start: "0" });
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(
      /^burden is not at rest: 0\.\d+ in the first year, 0\.\d+ in the last, without a scheme; settle longer, or say that it should drift$/,
    );
    expect(warnings[1]).toMatch(/^debtors is not at rest: [\d.]+ % in the first year, [\d.]+ % in the last/);
    const done = await run(readScenario(worldOf({ start: "0" })));
    expect(done.toJSON().warnings).toEqual(warnings);
    const first = done.series("burden").slice(0, 12);
    expect(warnings[0]).toContain(`: ${Number((first.reduce((a, b) => a + b, 0) / 12).toPrecision(3))} in the first`);
  });

  test("is silent where it is to drift, where a scheme moves it, and where it ran for less than two years", async () => {
    expect(await warningsOf({ start: "0", drifts: true })).toEqual([]);
    expect(await warningsOf({ start: "0", scheme: true })).toEqual([]);
    expect(await warningsOf({ start: "0", span: "23 months" })).toEqual([]);
    expect(await warningsOf({ start: "0", span: "24 months" })).toHaveLength(2);
  });

  test("is told in a comparison too, and not of the one with a scheme", async () => {
    const [a, b] = [true, false].map((scheme) => readScenario(worldOf({ start: "0", scheme, people: 1500 })));
    const done = await compare(a!, b!, { seeds: 2 });
    expect(done.warnings).toHaveLength(2);
    expect(done.toJSON().warnings).toEqual(done.warnings);
    const [still, other] = [true, false].map((scheme) =>
      readScenario(worldOf({ settle: "6 years", scheme, people: 1500 })),
    );
    expect((await compare(still!, other!, { seeds: 2 })).warnings).toEqual([]);
  });
});

describe("a world that settles", () => {
  test("says what still moves when it begins, whatever its scheme does", async () => {
    for (const scheme of [true, false]) {
      const warnings = await warningsOf({ settle: "2 years", start: "0", scheme, span: "1 year" });
      expect(warnings[0]).toMatch(
        /^burden is not at rest: 0\.\d+ in the last year but one of settling, 0\.\d+ in the last; settle longer, or say/,
      );
      expect(warnings).toHaveLength(2);
    }
    expect(await warningsOf({ settle: "23 months", start: "0", scheme: true })).toEqual([]);
    expect(await warningsOf({ settle: "8 years", start: "0", scheme: true })).toEqual([]);
    // What moves before the start and after it is told once.
    expect(await warningsOf({ settle: "2 years", start: "0" })).toHaveLength(2);
  });

  test("has no row, no phase and no progress in ticks of what goes on before", async () => {
    const text = worldOf({ settle: "3 years", scheme: true });
    const far: Progress[] = [];
    const done = await run(readScenario(text).with({ "population.size": 12_000 }), {
      backend: "interpret",
      onProgress: (one) => far.push(one),
    });
    expect([done.ticks, done.results.ticks, done.plan.settle, done.toJSON().settle]).toEqual([48, 48, 36, 36]);
    expect(done.results.csv().split("\n")[1]).toMatch(/^0,/);
    expect(far.some(({ tick, settle }) => tick < 0 && settle === 36)).toBe(true);
    expect(far.at(-1)).toMatchObject({ tick: 48, ticks: 48, secondsLeft: 0 });
    expect(done.personTicksPerSecond).toBeCloseTo((12_000 * 48) / done.wallSeconds, -1);
  });

  test("is stopped while it settles, and goes on to the same end", async () => {
    const scenario = readScenario(worldOf({ settle: "30 years", scheme: true })).with({ "population.size": 20_000 });
    const stop = new AbortController();
    const store = new MemoryStore();
    const stopped = await run(scenario, {
      backend: "interpret",
      signal: stop.signal,
      checkpoint: { every: 1000, store },
      onProgress: ({ tick }) => tick > -350 && stop.abort(),
    });
    expect([stopped.stopped, stopped.ticks, stopped.results.ticks]).toEqual([true, 0, 0]);
    const point = await openCheckpoint(sourceOf(store.bytes));
    expect(point.tick).toBeLessThan(0);
    const [whole, resumed] = [await run(scenario), await run(scenario, { resume: point })];
    expect(resumed.stateHash).toBe(whole.stateHash);
    expect(resumed.results.csv()).toBe(whole.results.csv());
    const lives = await explain(scenario, { persons: [3], signal: { aborted: true } });
    expect(lives[0]!.entries.map(({ text }) => text)).toEqual(["starts in band high"]);
  });

  test("begins lives with what settling made, and tells nothing of it", async () => {
    const scenario = readScenario(worldOf({ settle: "3 years", start: "0", scheme: true, people: 2000 }));
    const recording = await record(scenario, { persons: [7] });
    expect(recording.ticks).toBe(48);
    for (const options of [{}, { recording }, { backend: "interpret" as const }]) {
      const [life] = await explain(scenario, { persons: [7], ...options });
      const { traits, entries, start, score, band } = life!;
      expect(entries.every(({ tick }) => tick >= 0)).toBe(true);
      expect(entries.filter(({ kind }) => kind === "act").length).toBeGreaterThan(2);
      expect(entries.filter(({ kind }) => kind === "band")[0]!.text).toBe("starts in band high");
      expect(entries.filter(({ text }) => text.includes("ungraded"))).toEqual([]);
      expect(Number(traits.find(({ name }) => name === "debt")!.value)).toBeGreaterThan(0.05);
      const points = entries.reduce((sum, one) => sum + (one.points ?? 0), 0);
      expect(start! + points).toBeCloseTo(score!, 6);
      expect([start, band]).toEqual([900, score! >= 890 ? "high" : "low"]);
    }
  });
});

describe("a level", () => {
  const share = { from: 0, to: 1 };

  test("varies as people do, and as its quarters do, whichever is more", () => {
    const still = levelOf({ figures: [0.2, 0.2, 0.2, 0.2], counts: [100, 100, 100, 100] }, share)!;
    expect(still.mean).toBeCloseTo(0.2, 12);
    expect(still.variance).toBeCloseTo((0.2 * 0.8) / 100, 12);
    const waving = levelOf({ figures: [0.1, 0.3, 0.1, 0.3], counts: [1e6, 1e6, 1e6, 1e6] }, share)!;
    expect(waving.variance).toBeCloseTo(0.04 / 3 / 4, 12);
    expect(levelOf({ figures: [0, 0.4], counts: [0, 10] }, share)!.mean).toBe(0.4);
    expect(levelOf({ figures: [0], counts: [0] }, share)).toBeUndefined();
    expect(levelOf({ figures: [3], counts: [10] }, { from: -Infinity, to: Infinity })!.variance).toBe(0);
  });

  test("has moved beyond a trifle and beyond two standard errors", () => {
    const at = (mean: number, variance = 0) => ({ mean, variance });
    expect(hasMoved(at(1), at(1.009), false)).toBe(false);
    expect(hasMoved(at(1), at(0.989), false)).toBe(true);
    expect(hasMoved(at(0.5), at(0.5019), true)).toBe(false);
    expect(hasMoved(at(0.5), at(0.5021), true)).toBe(true);
    expect(hasMoved(at(1, 0.01), at(1.28, 0.01), false)).toBe(false);
    expect(hasMoved(at(1, 0.01), at(1.29, 0.01), false)).toBe(true);
  });
});
