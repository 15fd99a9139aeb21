import { afterEach, describe, expect, test } from "vitest";
import {
  type ColumnRef,
  openWorld,
  type ProblemError,
  type Progress,
  readScenario,
  run,
  type WorldUnderWay,
} from "../../src/index.ts";
import { everything, small } from "./worlds.ts";

const open: WorldUnderWay[] = [];
const opened = async (...given: Parameters<typeof openWorld>): Promise<WorldUnderWay> => {
  const world = await openWorld(...given);
  open.push(world);
  return world;
};
afterEach(() => {
  for (const world of open.splice(0)) world.close();
});

/** What is refused, by its code. */
const codeOf = async (work: () => Promise<unknown>): Promise<string | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    return (error as ProblemError).problems[0]!.code;
  }
};

const settling = readScenario(`
title: Settles
time: { tick: 1 week, span: 10 weeks, settle: 30 weeks }
population: { size: 400, traits: { keen: { beta: [2, 2] } } }
state: { tired: { from: 0, to: 1, resolution: 0.01, start: 0, update: "tired + (keen - tired) * 0.2" } }
measures: { mean_tired: { mean: tired } }
`);

const kinds = [
  ["interpret", 1],
  ["wasm", 1],
  ["wasm", 2],
] as const;

describe("a world under way", () => {
  test.each(kinds)(
    "has after so many ticks the state, figures and phases of a run: %s, %i",
    async (backend, threads) => {
      for (const scenario of [small, everything, settling]) {
        const people = Math.min(scenario.data.population.size.amount, 600);
        const options = { people, seed: 7, backend, threads } as const;
        const world = await opened(scenario, options);
        for (const ticks of [1, 4, 10]) {
          while (world.tick < ticks) await world.step();
          const done = await run(scenario, { ...options, ticks });
          expect(await world.hash()).toBe(done.stateHash);
          expect(world.results.csv()).toBe(done.results.csv());
          expect(world.phases).toEqual(done.phases);
        }
        const [now, done] = [await world.told(), await run(scenario, { ...options, ticks: 10 })];
        const { wallSeconds, personTicksPerSecond, stopped, ...same } = now.toJSON();
        expect(stopped).toBe(world.ticks > 10);
        expect(wallSeconds).toBeGreaterThan(0);
        expect(personTicksPerSecond).toBeCloseTo((people * 10) / wallSeconds);
        expect(done.toJSON()).toMatchObject(same);
        expect(world.warnings).toEqual(done.warnings);
      }
    },
  );

  test.each(kinds)("shows everyone's numbers as they stand: %s, %i", async (backend, threads) => {
    const world = await opened(everything, { people: 1000, backend, threads });
    const { legend, plan } = world;
    for (let tick = 0; tick < 20; tick++) await world.step();
    for (const { column, of } of legend.columns) {
      if (of !== undefined) continue;
      const { lowest, offset, resolution } = plan.columns.find(({ name }) => name === column)!;
      const cells = world.cells(column);
      expect(cells.lowest).toBe(lowest);
      const all = cells.pieces.flatMap((piece) => [...piece]);
      expect(all).toHaveLength(1000);
      for (const person of [0, 1, 499, 999])
        expect(world.valueOf(column, person)).toBeCloseTo(offset + (lowest + all[person]!) * resolution, 4);
    }
    const { score, bands } = legend.kinds[0];
    const places = new Int8Array(1000);
    world.reckonAll(bands!.index, places);
    const bandOf = world.reckoner(bands!.index);
    expect([...places]).toEqual(Array.from({ length: 1000 }, (_, person) => bandOf(person)));
    expect(new Set(places).size).toBeGreaterThan(1);
    const [first] = legend.kinds[0].consequences;
    const under = Array.from({ length: 1000 }, (_, person) => world.reckoner(first!.holds)(person));
    expect([...new Set(under)].sort()).toEqual([0, 1]);
    const spread = world.spread(score!.column, 13);
    expect(spread.counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(spread).toEqual((await world.told()).spread(score!.column, 13));
  });

  test("has settled when it is handed over, and told of it", async () => {
    const seen: Progress[] = [];
    const world = await opened(settling, { onProgress: (progress) => seen.push(progress) });
    expect(world.tick).toBe(0);
    expect(world.results.ticks).toBe(0);
    expect(seen.at(-1)).toMatchObject({ tick: 0, ticks: 10, settle: 30, people: 400 });
    expect(await codeOf(() => opened(settling, { signal: { aborted: true } }))).toBe("stopped");
  });

  test("can be watched while it settles", async () => {
    const world = await opened(settling, { unsettled: true, backend: "interpret" });
    const { column } = world.legend.kinds[0].states[0]!;
    expect([world.tick, world.results.ticks, world.valueOf(column, 0)]).toEqual([-30, 0, 0]);
    expect((await world.told()).ticks).toBe(0);
    while (world.tick < 0) await world.step();
    expect(world.valueOf(column, 0)).toBeGreaterThan(0);
    for (let tick = 0; tick < 5; tick++) await world.step();
    const done = await run(settling, { ticks: 5 });
    expect([await world.hash(), world.results.csv()]).toEqual([done.stateHash, done.results.csv()]);
  });

  test("ends with its last tick: one more is refused, and what has come to be stays", async () => {
    const world = await opened(small, { ticks: 2, backend: "interpret" });
    await world.step();
    const both = [world.step(), codeOf(() => world.step())] as const;
    expect(await both[1]).toBe("world-busy");
    await both[0];
    const hash = await world.hash();
    const refused = await world.step().catch((error: ProblemError) => error.problems);
    expect(refused).toEqual([
      {
        code: "world-ended",
        message: "this world has come to its end after 2 ticks",
        remedy: "open it with more `ticks`",
      },
    ]);
    expect(await world.hash()).toBe(hash);
    expect((await world.told()).stopped).toBe(false);
    world.close();
    expect(await codeOf(() => world.step())).toBe("world-closed");
    expect(world.results.ticks).toBe(2);
  });

  test("refuses what it is not to be opened with, and what it does not have", async () => {
    const faults = async (options: object) => codeOf(() => opened(small, options));
    expect(await faults({ people: 0 })).toBe("bad-people");
    expect(await faults({ seed: -1 })).toBe("bad-seed");
    expect(await faults({ ticks: 0 })).toBe("bad-ticks");
    expect(await faults({ threads: 0 })).toBe("bad-threads");
    expect(await faults({ backend: "gpu" })).toBe("unknown-backend");
    expect(await faults({ people: 1_000_000, memoryBytes: 1000 })).toBe("too-large");
    expect(await faults({ peeple: 5 })).toBe("bad-argument");
    expect(await codeOf(() => opened({ ...small }))).toBe("scenario-unread");
    const world = await opened(small, { backend: "interpret" });
    const [scratch] = world.plan.columns.filter(({ role }) => role !== "stored");
    for (const name of ["nothing", scratch!.name]) expect(() => world.cells(name as ColumnRef)).toThrow(/bad-argument/);
    for (const person of [-1, 0.5, 500, Number.NaN])
      expect(() => world.valueOf(world.legend.columns[0]!.column, person)).toThrow(/bad-argument/);
    expect(() => world.reckoner({ op: "constant", value: 1, range: { from: 1, to: 1 } })).toThrow(/bad-argument/);
    expect(() => world.reckonAll(world.legend.kinds[0].bands!.index, new Int8Array(3))).toThrow(/Int8Array.*500/);
  });
});
