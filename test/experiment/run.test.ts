import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { reckon } from "../../src/engine/memory.ts";
import { ProblemError, type Progress, readScenario, run, version } from "../../src/index.ts";
import { bytesOf, storedBytesOf } from "../../src/plan/memory.ts";
import { everything, small } from "./worlds.ts";

describe("a run", () => {
  test("twice with one seed ends in the same state and results; another seed differs", async () => {
    const [one, again, other] = [await run(small), await run(small, { seed: 1 }), await run(small, { seed: 2 })];
    expect(again.stateHash).toBe(one.stateHash);
    expect(again.results.csv()).toBe(one.results.csv());
    expect(other.stateHash).not.toBe(one.stateHash);
  });

  test("measures what a world ends in, added up by hand", async () => {
    const done = await run(small);
    const world = new World(done.plan, 1);
    for (let tick = 0; tick < done.plan.ticks; tick++) world.step();
    const scores = Array.from({ length: done.people }, (_, person) => world.valueOf("score", person));
    expect(done.last("score")).toBe(scores.reduce((sum, score) => sum + score, 0) / scores.length);
    expect(done.last("people", "poor")).toBe(scores.filter((score) => score < 90).length);
    expect(done.last("heavy")).toBe(scores.filter((score) => score < 90).length);
    const town = scores.filter((_, person) => world.valueOf("urban", person) === 1);
    expect(done.last("town_score by where", "town")).toBe(town.reduce((sum, score) => sum + score, 0) / town.length);
    expect(done.stateHash).toBe(world.hash());
    expect(done.series("score")).toHaveLength(20);
  });

  test("tells how the score is distributed, exactly", async () => {
    const done = await run(small);
    const world = new World(done.plan, 1);
    for (let tick = 0; tick < done.plan.ticks; tick++) world.step();
    const found = done.distribution("score", 10);
    expect(found).toMatchObject({ from: 0, to: 200 });
    const byHand = new Array<number>(10).fill(0);
    for (let person = 0; person < 500; person++)
      byHand[Math.min(9, Math.floor(world.valueOf("score", person) / 20))] += 1;
    expect(found.counts).toEqual(byHand);
    expect(done.distribution("urban").counts).toHaveLength(2);
    expect(() => done.distribution("scor")).toThrow(/unknown-column[\s\S]*did you mean "score"/);
  });

  test("can be stopped after a tick by a signal, and then is the first part of the whole", async () => {
    const long = small.with({ "population.size": 20_000 });
    const stop = new AbortController();
    const stopped = await run(long, {
      ticks: 5000,
      signal: stop.signal,
      onProgress: ({ tick }) => tick >= 3 && stop.abort(),
    });
    expect(stopped.stopped).toBe(true);
    expect(stopped.ticks).toBeGreaterThanOrEqual(3);
    expect(stopped.ticks).toBeLessThan(5000);
    const whole = await run(long, { ticks: stopped.ticks });
    expect(whole.stopped).toBe(false);
    expect(whole.stateHash).toBe(stopped.stateHash);
  });

  test("lets the event loop turn, and tells how far it is", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const told: Progress[] = [];
    await run(small, { people: 20_000, ticks: 1000, onProgress: (progress) => told.push(progress) });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
    expect(told.at(-1)).toMatchObject({ tick: 1000, ticks: 1000, people: 20_000, secondsLeft: 0 });
    expect(told.map(({ tick }) => tick)).toEqual(told.map(({ tick }) => tick).sort((a, b) => a - b));
  });

  test("that will not fit is refused at once, and says how many people would", async () => {
    const begin = performance.now();
    const refused = await run(everything, { people: 2_000_000_000 }).catch((error) => error);
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(refused).toBeInstanceOf(ProblemError);
    const [problem] = (refused as ProblemError).problems;
    expect(problem.code).toBe("too-large");
    const most = Number(/at most ([\d,]+) people/.exec(problem.expected!)![1].replaceAll(",", ""));
    expect(reckon(everything.plan({ people: most })).totalBytes).toBeLessThanOrEqual(8 * 2 ** 30);
    expect(reckon(everything.plan({ people: most + 1 })).totalBytes).toBeGreaterThan(8 * 2 ** 30);
    await expect(run(small, { memoryBytes: 1000 })).rejects.toThrow(/too-large/);
  });

  test("reckons memory by the bytes that columns take", () => {
    const plan = everything.plan();
    const world = new World(plan, 1);
    for (const column of plan.columns)
      expect(world.units(column.name).cells.BYTES_PER_ELEMENT, column.name).toBe(bytesOf(column));
    expect(reckon({ ...plan, queues: [] }).bytesPerPerson).toBe(storedBytesOf(plan, undefined));
  });

  test("refuses what is no seed and no backend", async () => {
    await expect(run(small, { seed: -1 })).rejects.toThrow(/bad-seed/);
    await expect(run(small, { seed: 0.5 })).rejects.toThrow(/bad-seed/);
    await expect(run(small, { backend: "interpet" as "auto" })).rejects.toThrow(/unknown-backend[\s\S]*interpret/);
  });

  test("as JSON has every figure, and says that nobody is real", async () => {
    const done = await run(small, { ticks: 3 });
    const json = JSON.parse(JSON.stringify(done));
    expect(json).toMatchObject({
      scenario: "small",
      scenarioHash: small.hash,
      engineVersion: version,
      synthetic: true,
      runs: 1,
      people: 500,
      ticks: 3,
      seed: 1,
      stateHash: done.stateHash,
    });
    expect(json.measures["people[poor]"]).toBe(done.last("people", "poor"));
    expect(json.series.score).toEqual(done.series("score"));
  });
});

describe("a life in its own scenario", () => {
  test("can be read back from the scenario's text", () => {
    expect(readScenario(everything.text).hash).toBe(everything.hash);
  });
});

test("the version is that of the package", () => {
  expect(version).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
});
