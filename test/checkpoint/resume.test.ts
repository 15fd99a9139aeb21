import { beforeAll, describe, expect, test } from "vitest";
import { type Run, type RunOptions, readScenario, run, type Scenario } from "../../src/index.ts";
import { everything, small } from "../experiment/worlds.ts";
import { textOf } from "../language/folder.ts";
import { unsettled } from "../scenarios/unsettled.ts";
import { checkpointAt, MemoryStore, resume } from "./store.ts";

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
const redress = readScenario(textOf("test/good/redress.yaml"));

/** Not a whole number of communities: the last one has unfilled slots. */
const worlds: readonly [name: string, scenario: Scenario, people: number, ticks: number][] = [
  ["small", small, 500, 20],
  ["everything", everything, 1111, 70],
  ["suining", unsettled("suining"), 3001, 20],
  ["a score that ranks", ranking, 1111, 20],
  ["records that lead to more", redress, 1111, 24],
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
  });

  test("has the same checkpoint on every engine, to the byte", () => {
    const [first, ...others] = [...checkpoints.values()];
    for (const bytes of others) expect(Buffer.compare(bytes, first!)).toBe(0);
  });
});

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

  test("may be as long as a run is asked to be", async () => {
    const bytes = await checkpointAt(8, small, {});
    const longer = await resume(bytes, { ticks: 30 });
    const whole = await run(small, { ticks: 30 });
    expect(longer.stateHash).toBe(whole.stateHash);
    expect(longer.results.csv()).toBe(whole.results.csv());
  });
});
