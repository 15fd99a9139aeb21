import { beforeAll, describe, expect, test } from "vitest";
import { Checkpoint } from "../../src/engine/checkpoint/checkpoint.ts";
import { writeCheckpoint } from "../../src/engine/checkpoint/write.ts";
import { figuresOf, TickLog } from "../../src/engine/common/tickLog.ts";
import { layOut } from "../../src/engine/emit/layout.ts";
import { World } from "../../src/engine/meaning/interpret.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { type Run, type RunOptions, readScenario, readShipped, run, type Scenario } from "../../src/index.ts";
import { bytesOf } from "../../src/plan/memory.ts";
import { everything, small } from "../experiment/worlds.ts";
import { textOf } from "../language/folder.ts";
import { checkpointAt, MemoryStore, resume, sourceOf } from "./store.ts";

const engines = {
  interpreter: { backend: "interpret" },
  "wasm on 1 thread": { backend: "wasm", threads: 1 },
  "wasm on 2 threads": { backend: "wasm", threads: 2 },
  "wasm on 3 threads": { backend: "wasm", threads: 3 },
} as const satisfies Record<string, RunOptions>;
type Name = keyof typeof engines;

const crossings: readonly [from: Name, to: Name][] = [
  ["interpreter", "interpreter"],
  ["interpreter", "wasm on 2 threads"],
  ["wasm on 2 threads", "interpreter"],
  ["wasm on 1 thread", "wasm on 3 threads"],
  ["wasm on 3 threads", "wasm on 1 thread"],
];

const ranking = readScenario(textOf("test/good/relative.yaml"));

/** Not a whole number of communities: the last one has unfilled slots. */
const worlds: readonly [name: string, scenario: Scenario, people: number, ticks: number][] = [
  ["small", small, 500, 20],
  ["everything", everything, 1111, 70],
  ["suining", readShipped("suining"), 3001, 20],
  ["a score that ranks", ranking, 1111, 20],
];

describe.each(worlds)("a run of %s", (_, scenario, people, ticks) => {
  const tick = Math.floor(ticks / 2);
  const checkpoints = new Map<Name, Uint8Array>();
  let whole: Run;

  beforeAll(async () => {
    whole = await run(scenario, { people, ticks, seed: 5, backend: "interpret" });
    for (const [name, options] of Object.entries(engines))
      checkpoints.set(name as Name, await checkpointAt(tick, scenario, { ...options, people, seed: 5 }));
  });

  test.each(crossings)("stopped on the %s and resumed on the %s ends as if nothing had been", async (from, to) => {
    const resumed = await resume(checkpoints.get(from)!, { ...engines[to], ticks });
    expect(resumed.resumed).toBe(tick);
    expect(resumed.stateHash).toBe(whole.stateHash);
    expect(resumed.results.csv()).toBe(whole.results.csv());
    expect(resumed.phases).toEqual(whole.phases);
    expect(resumed.warnings).toEqual(whole.warnings);
    expect(resumed.states).toBe("proven");
  });

  test.each(crossings)("that goes on from its state, of the %s on the %s, ends so too", async (from, to) => {
    const resumed = await resume(checkpoints.get(from)!, { ...engines[to], ticks, provenUpTo: 0 });
    expect(resumed.states).toBe("not proven");
    expect(resumed.stateHash).toBe(whole.stateHash);
    expect(resumed.phases).toEqual(whole.phases);
    expect(resumed.warnings).toEqual(whole.warnings);
    expectFewWithheld(resumed, whole);
  });

  test("has the same checkpoint on every engine, but for the order of records", () => {
    expect(new Set([...checkpoints.values()].map(({ length }) => length)).size).toBe(1);
  });
});

/** What is told is as it was, and rests on at least a hundred. */
function expectFewWithheld(resumed: Run, whole: Run): void {
  let [told, kept] = [0, 0];
  const rows = [...whole.results.rows()];
  for (const [i, row] of [...resumed.results.rows()].entries()) {
    if (Number.isNaN(row.count)) {
      expect(row.sum).toBeNaN();
      kept += 1;
      continue;
    }
    expect(row).toEqual(rows[i]);
    expect(row.count).toBeGreaterThanOrEqual(100);
    told += 1;
  }
  expect(told).toBeGreaterThan(10);
  expect(kept).toBeGreaterThan(10);
}

describe("checkpoints", () => {
  test("are written at the start, every so many ticks, and where a run is stopped", async () => {
    const store = new MemoryStore();
    await run(small, { ticks: 20, checkpoint: { every: 6, store } });
    // After 0, 6, 12 and 18 ticks; what is done needs none.
    expect(store.kept).toBe(4);
    const signal = { aborted: false };
    const stopped = await run(small, {
      people: 20_000,
      ticks: 5000,
      signal,
      checkpoint: { every: 2000, store },
      onProgress: ({ tick }) => {
        signal.aborted = tick >= 3;
      },
    });
    expect(store.kept).toBe(6);
    expect(stopped.stopped).toBe(true);
    const ticks = stopped.ticks + 5;
    const resumed = await resume(store.bytes, { ticks });
    expect(resumed.resumed).toBe(stopped.ticks);
    expect(resumed.stateHash).toBe((await run(small, { people: 20_000, ticks })).stateHash);
  });

  test("of every single tick are all good, in a chain of runs", async () => {
    const whole = await run(everything, { people: 300, ticks: 24 });
    let bytes = await checkpointAt(0, everything, { people: 300 });
    for (let tick = 1; tick < 24; tick++) {
      const store = new MemoryStore();
      await resume(bytes, {
        backend: tick % 2 === 0 ? "interpret" : "wasm",
        threads: 1 + (tick % 3),
        ticks: tick + 1,
        checkpoint: { every: 1, store },
      });
      bytes = store.bytes;
    }
    const last = await resume(bytes, { ticks: 24 });
    expect(last.resumed).toBe(23);
    expect(last.stateHash).toBe(whole.stateHash);
    expect(last.results.csv()).toBe(whole.results.csv());
  });

  test("hold no traits: no column before the first tick, and only those that steps write after", async () => {
    const people = 50_000;
    const plan = small.plan({ people });
    const start = await checkpointAt(0, small, { people });
    expect(start.length).toBeLessThan(10_000);
    const later = await checkpointAt(1, small, { people });
    const { head } = await Checkpoint.open(sourceOf(later));
    expect(head.drawn.map(([name]) => name)).toEqual(expect.arrayContaining(["careful", "urban"]));
    const written = plan.columns.filter(({ name }) => head.written.includes(name));
    const bytes = written.reduce((sum, column) => sum + bytesOf(column), 0) * people;
    expect(later.length - start.length).toBeGreaterThanOrEqual(bytes);
    expect(later.length - start.length).toBeLessThan(bytes + 5000);
  });

  test("know no memories: a world in several ones goes on from that of a world in one, and the other way", async () => {
    const scenario = everything.with({ "population.ties.far": 0 });
    const plan = scenario.plan({ people: 5000, ticks: 30 });
    const half = { first: 0, end: Math.ceil(plan.size / plan.communitySize / 2) };
    const open = (most?: number): Promise<WasmWorld> => WasmWorld.open(plan, 1, 2, most);
    const parted = (): Promise<WasmWorld> => open(layOut(plan, half, 1).bytes + 1000);
    const whole = new World(plan, 1);
    while (whole.tick < 30) whole.step();
    for (const [before, after] of [
      [await parted(), await open()],
      [await open(), await parted()],
    ] as const) {
      expect(before.cells("score").length + after.cells("score").length).toBe(3);
      while (before.tick < 20) await before.step();
      await move(before, after, scenario);
      expect(await after.hash()).toBe(await before.hash());
      while (after.tick < 30) await after.step();
      expect(await after.hash()).toBe(whole.hash());
      for (const world of [before, after]) world.close();
    }
  });

  test("may be as long as a run is asked to be", async () => {
    const bytes = await checkpointAt(8, small, {});
    const longer = await resume(bytes, { ticks: 30 });
    const whole = await run(small, { ticks: 30 });
    expect(longer.stateHash).toBe(whole.stateHash);
    expect(longer.results.csv()).toBe(whole.results.csv());
  });
});

/** Gives the state of a world to another, by way of a checkpoint without results. */
async function move(before: WasmWorld, after: WasmWorld, { name, hash, text }: Scenario): Promise<void> {
  const store = new MemoryStore();
  const draft = store.begin();
  const shape = { figures: figuresOf(before.plan), besides: 0 };
  const log = new TickLog(shape);
  for (let tick = 0; tick < before.tick; tick++) log.add(before.rows);
  const story = { scenario: { name, hash, text }, ticks: 30, every: 1, phases: [], log, logName: undefined };
  await writeCheckpoint(before, story, draft);
  draft.keep();
  const checkpoint = await Checkpoint.open(sourceOf(store.bytes));
  checkpoint.check(after.plan, shape);
  await checkpoint.restore(after, new TickLog(shape));
}
