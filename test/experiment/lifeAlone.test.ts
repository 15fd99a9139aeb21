import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/problem.ts";
import { bench, benchSteps, compare, explain, readScenario, record, run } from "../../src/index.ts";

const text = `
title: A life among others
time: { start: 2010-01-01, tick: 1 week, span: 4 weeks }
population: { size: 5_000, traits: { urban: { chance: 0.6 } } }
channels: { office: { coverage: 1 } }
conduct: { litters: { per_year: 20, channel: office } }
scheme: { score: { start: 100, from: 0, to: 200 }, points: { litters: -3 }, bands: { low: 0, high: 90 } }
life: { has: { urban: true }, acts: [{ on: 2010-01-09, does: litters }] }
`;
const scenario = readScenario(text);
const others = readScenario(text.replace(/\nlife:.*/, ""));

/** Code, what it points at and message of what is refused. */
async function refusalOf(done: () => unknown): Promise<string | undefined> {
  try {
    await done();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code, place }) => `${code}${place ? ` at ${place.source.name}` : ""}`).join();
  }
  return undefined;
}

const scale = { threads: 1, ticks: 1 };

describe("a life", () => {
  test.each<[way: string, of: (people: number) => unknown]>([
    ["plan", (people) => scenario.plan({ people })],
    ["lower", (people) => scenario.lower({ people })],
    ["run", (people) => run(scenario, { ...scale, people })],
    ["compare, first", (people) => compare(scenario, others, { ...scale, people, seeds: 2 })],
    ["compare, second", (people) => compare(others, scenario, { ...scale, people, seeds: 2 })],
    ["explain", (people) => explain(scenario, { ...scale, people, persons: [0] })],
    ["record", (people) => record(scenario, { ...scale, people, persons: [0] })],
    ["bench", (people) => bench(scenario, { sizes: [people], seconds: 0, threads: 1 })],
    ["bench of steps", (people) => benchSteps(scenario, { people, seconds: 0 })],
  ])("is among a thousand others, however it is asked for: %s", async (_, of) => {
    expect(await refusalOf(() => of(1))).toBe("life-alone");
    expect(await refusalOf(() => of(1000))).toBe("life-alone");
    expect(await refusalOf(() => of(1001))).toBeUndefined();
    await expect((async () => of(999))()).rejects.toThrow(/this run has 999 in all/);
  });

  test("is among them in what a scenario says and what is changed of it", async () => {
    for (const size of [1, 1000])
      expect(await refusalOf(() => readScenario(text.replace("5_000", String(size)), { name: "x" }))).toBe(
        "life-alone at x",
      );
    // What the file says is told, whatever number of people a run would have.
    expect(() => readScenario(text.replace("5_000", "500"))).toThrow(/and the scenario is of 500 in all/);
    expect(await refusalOf(() => readScenario(text.replace("5_000", "1001")))).toBeUndefined();
    expect(await refusalOf(() => scenario.with({ "population.size": 1000 }))).toBe(
      "life-alone at the value of population.size",
    );
    expect(await refusalOf(() => scenario.with({ "population.size": 1001 }))).toBeUndefined();
  });

  test("is told with the days that are written, whatever the tick, and so are their records, in their order", async () => {
    const acts =
      "[{ on: 2010-01-12, does: litters }, { on: 2010-01-09, does: litters }, { on: 2010-01-10, does: litters }]";
    const dated = readScenario(text.replace(/acts: .*\]/, `acts: ${acts}`));
    const [life] = await explain(dated, { persons: [0], people: 1001, threads: 1 });
    const told = life!.entries.filter(({ kind }) => kind === "act" || kind === "record");
    const days = told.map(({ date, kind }) => `${date} ${kind}`);
    const pairs = (...dates: string[]): string[] => dates.flatMap((date) => [`${date} act`, `${date} record`]);
    expect(days).toEqual(pairs("2010-01-09", "2010-01-10", "2010-01-12"));
  });

  test("is nowhere else: without one a world may be as small as it likes", async () => {
    expect(await refusalOf(() => others.plan({ people: 1 }))).toBeUndefined();
  });

  test("is told by explain alone: comparisons and benches tell of nobody", async () => {
    const compared = await compare(scenario, others, { ...scale, people: 1001, seeds: 2 });
    const benched = await bench(scenario, { sizes: [1001], seconds: 0, threads: 1 });
    const timed = await benchSteps(scenario, { people: 1001, seconds: 0 });
    const [life] = await explain(scenario, { ...scale, people: 1001, persons: [0] });
    const individual = /"(person|scripted|ledger|entries|traits|states|friends|lives?)":/;
    expect(JSON.stringify(life)).toMatch(individual);
    for (const told of [compared, benched, timed]) expect(JSON.stringify(told)).not.toMatch(individual);
  });
});
