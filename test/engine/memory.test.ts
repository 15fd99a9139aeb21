import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { misfitOfWasm, peopleWithin, reckon } from "../../src/engine/memory.ts";
import { intoMemories, WasmWorld } from "../../src/engine/wasm/world.ts";
import { readScenario, readShipped } from "../../src/index.ts";
import { bytesOf, storedBytesOf } from "../../src/plan/memory.ts";
import { everything, small } from "../experiment/worlds.ts";

const scenarios = { small, everything, suining: readShipped("suining") };

/** Bytes of all memories of WebAssembly that are made meanwhile. */
async function allocatedBy(make: () => Promise<WasmWorld>): Promise<number> {
  const { Memory } = WebAssembly;
  let bytes = 0;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: ConstructorParameters<typeof Memory>[0]) {
      super(descriptor);
      bytes += this.buffer.byteLength;
    }
  };
  try {
    (await make()).close();
    return bytes;
  } finally {
    WebAssembly.Memory = Memory;
  }
}

describe("memory, reckoned ahead", () => {
  test.each(Object.entries(scenarios))("is what WebAssembly takes: %s", async (_, scenario) => {
    for (const threads of [1, 2, 3]) {
      const plan = scenario.plan({ people: 30_001 });
      const { totalBytes } = reckon(plan, { backend: "wasm", threads, results: "elsewhere" });
      expect(totalBytes).toBe(await allocatedBy(() => WasmWorld.open(plan, 1, threads)));
    }
  });

  test.each(Object.entries(scenarios))("is what the interpreter's columns and friends take: %s", (_, scenario) => {
    const plan = scenario.plan({ people: 5000 });
    const world = new World(plan, 1);
    const columns = plan.columns.reduce((sum, { name }) => sum + world.units(name).cells.byteLength, 0);
    const friends = 5000 * ((plan.ties?.near ?? 0) + (plan.ties?.far ?? 0)) * 4;
    const waiting = plan.queues.reduce((sum, { rate, longest }) => sum + rate * longest, 0);
    const { totalBytes } = reckon(plan, { backend: "interpret" });
    expect(totalBytes).toBeGreaterThanOrEqual(columns + friends);
    // Besides these there are tables, which do not grow with people, and room for records.
    const tables = reckon({ ...plan, size: 0 }, { backend: "interpret" }).totalBytes;
    expect(totalBytes - tables).toBeCloseTo(columns + friends + waiting * 128 * 5000, 3);
  });

  test("grows by the stored columns alone on WebAssembly, and by published copies and partners with far ties", () => {
    const at = (far: number, size: number): number =>
      reckon(
        { ...everything.with({ "population.ties.far": far }).plan({ people: 1e6 }), size, queues: [] },
        {
          backend: "wasm",
        },
      ).totalBytes;
    const growth = (far: number): number => (at(far, 6.4e6) - at(far, 3.2e6)) / 3.2e6;
    const scoreBytes = bytesOf(everything.plan().columns.find(({ name }) => name === "score")!);
    for (const far of [0, 1, 2]) {
      // What far friends see shares no word: with them the stored columns may take a byte more.
      const stored = storedBytesOf(everything.with({ "population.ties.far": far }).plan(), undefined);
      expect(growth(far)).toBeCloseTo(stored + (far === 0 ? 0 : scoreBytes + (far * 4) / 32), 1);
    }
  });

  // Two columns of 16 bits of everybody take 8 GB at 2 billion, where far friends look at them.
  test("does not go with far friends of a country, and does with near ones", () => {
    const text = (far: number): string => `title: T
time: { tick: 1 week, span: 9 weeks }
population:
  size: 1000
  traits: { calm: { uniform: [0, 1] }, kind: { uniform: [0, 1] } }
  ties: { friends: 4, far: ${far} }
state: { mood: { from: 0, to: 1, start: 0, update: 0.5 * friends_mean(calm) + 0.5 * friends_mean(kind) } }
`;
    const misfit = (far: number, people: number): string | undefined =>
      misfitOfWasm(readScenario(text(far)).plan({ people }));
    expect(misfit(2, 2_000_000_000)).toBe("what its far friends see does not fit into one memory of 4 GiB");
    expect([misfit(2, 1_000_000), misfit(0, 2_000_000_000)]).toEqual([undefined, undefined]);
  });

  test("of the whole country fits in several memories, and takes little more than its columns", () => {
    const plan = small.plan({ people: 1_400_000_000 });
    const begin = performance.now();
    const { totalBytes, bytesPerPerson } = reckon(plan, { backend: "wasm", threads: 2 });
    expect(intoMemories(plan, 2).length).toBeGreaterThan(1);
    expect(totalBytes / plan.size).toBeGreaterThan(bytesPerPerson);
    expect(totalBytes / plan.size).toBeLessThan(bytesPerPerson * 1.02);
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  test.each([
    ["wasm", 1],
    ["wasm", 2],
    ["interpret", 1],
    ["auto", 2],
  ] as const)("says the largest number of people that fits: %s on %d", (backend, threads) => {
    for (const scenario of Object.values(scenarios)) {
      const plan = scenario.plan({ people: 1000 });
      for (const bytes of [2 ** 28, 2 ** 33, 24 * 2 ** 30]) {
        const size = peopleWithin(plan, bytes, { backend, threads });
        expect(reckon({ ...plan, size }, { backend, threads }).totalBytes).toBeLessThanOrEqual(bytes);
        if (size < 2_000_000_000)
          expect(reckon({ ...plan, size: size + 1 }, { backend, threads }).totalBytes).toBeGreaterThan(bytes);
      }
    }
  });
});
