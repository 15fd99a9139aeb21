import { readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import workers from "node:worker_threads";
import { afterEach, describe, expect, test, vi } from "vitest";
import { communitiesOf, layOut } from "../../src/engine/emit/layout.ts";
import { emitText } from "../../src/engine/emit/text.ts";
import { compiled } from "../../src/engine/wasm/assemble.ts";
import { type Crew, openSolo, openTeam, openThreads, type Task } from "../../src/engine/wasm/crew.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { WorldMemory } from "../../src/engine/wasm/worldMemory.ts";
import { ProblemError, readScenario, readShipped, shippedNames } from "../../src/index.ts";

/** Crews for two tasks. */
const crews: readonly [string, (tasks: readonly [Task, Task]) => Promise<Crew>][] = [
  ["here", openSolo],
  ["in threads", (tasks) => openThreads(tasks.map((task) => [task]))],
  ["here and in a thread", (tasks) => openTeam(tasks.map((task) => [task]))],
];

interface Access {
  readonly line: string;
  /** The address that the text has for the first thread. */
  readonly at: number;
  /** Whether it is moved to the thread's own area. */
  readonly isOwn: boolean;
}

/** Every access to memory of one function, by offset, and every fill, by where it begins. */
function accessesOf(text: string): Access[] {
  const namesOf = (is: RegExp): Set<string> => new Set([...text.matchAll(is)].map(([, name]) => name!));
  const spread = namesOf(/\(local\.set (\$\w+) \(i32x4\.splat \(global\.get \$own\)\)\)/g);
  // Four addresses at once are moved by four times as much.
  const fours = [...text.matchAll(/\(local\.set (\$\w+) \(i32x4\.add \(local\.get \$\w+\) \(local\.get (\$\w+)\)\)\)/g)]
    .filter(([, , by]) => spread.has(by!))
    .map(([, name]) => name!);
  const movedLocals = new Set([...namesOf(/\(local\.set (\$\w+) \(i32\.add \(global\.get \$own\)/g), ...fours]);
  const access =
    /\boffset=(\d+)(?: \d+)? (?:(\(i32\.add )?(\(global\.get \$own\))|(?:\(i32x4\.extract_lane \d )?\(local\.get (\$\w+)\)|\()/g;
  const fill = /\(memory\.fill (\(i32\.add \(global\.get \$own\) )?\(i32\.const (\d+)\)/g;
  return text.split("\n").flatMap((line) => [
    ...[...line.matchAll(access)].map(([, at, , own, local]) => {
      return { line, at: Number(at), isOwn: own !== undefined || movedLocals.has(local!) };
    }),
    ...[...line.matchAll(fill)].map(([, own, at]) => ({ line, at: Number(at), isOwn: own !== undefined })),
  ]);
}

describe("a text for all threads of a memory", () => {
  const r1 = readScenario(readFileSync(new URL("../../bench/r1.yaml", import.meta.url), "utf8"), { name: "r1" });
  const waits = readScenario(readFileSync(new URL("../conformance/sizes.yaml", import.meta.url), "utf8"), {
    name: "sizes",
  });
  const scenarios = [...shippedNames().map(readShipped), r1, waits];

  test("is tried on records that wait", () => {
    expect(scenarios.some((scenario) => scenario.plan({ people: 5000 }).queues.length > 0)).toBe(true);
  });

  test.each(scenarios)("moves what is in a thread's own area, and nothing else: $name", (scenario) => {
    const plan = scenario.plan({ people: 5000, ticks: 100 });
    const layout = layOut(plan, { first: 0, end: communitiesOf(plan) }, 2);
    const { at, bytes } = layout.worker;
    // The search is given its tables by those who call it.
    const functions = emitText(plan, layout, { shared: true }).text().split("\n  (func ");
    const accesses = functions.filter((text) => !text.startsWith("$pick")).flatMap(accessesOf);
    const isWorker = (access: Access): boolean => access.at >= at && access.at < at + bytes;
    expect(accesses.filter(isWorker).length).toBeGreaterThan(20);
    expect(accesses.filter((access) => !isWorker(access)).length).toBeGreaterThan(20);
    expect(accesses.filter((access) => isWorker(access) !== access.isOwn)).toEqual([]);
  });
});

describe("opening a world", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("assembles and compiles once for all threads, and again for none of its seeds", async () => {
    const compile = vi.spyOn(WebAssembly, "compile");
    const plan = readShipped("littering").plan({ people: 4321, ticks: 7 });
    for (const seed of [1, 2]) (await WasmWorld.open(plan, seed, 3)).close();
    expect(compile).toHaveBeenCalledTimes(1);
  });
});

describe("an area for each thread", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const tells = `(module (import "world" "memory" (memory 1 1 shared)) (import "world" "own" (global $own i32))
    (func (export "tell") (param i32 i32) (i32.store (global.get $own) (local.get 1))))`;

  test.each(crews)("is the one that its task names: %s", async (_, openCrew) => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const module = await compiled(tells);
    const taskOf = (i: number): Task => ({ module, memory, own: 4 * i, first: 0, end: 10 * i });
    const crew = await openCrew([taskOf(1), taskOf(2)]);
    await crew.run(["tell"]);
    crew.close();
    expect([...new Uint32Array(memory.buffer, 0, 4)]).toEqual([0, 10, 20, 0]);
  });

  test("is worked in by its thread, of each of a world's", async () => {
    const take = vi.spyOn(WorldMemory.prototype, "takeTotals");
    const world = await WasmWorld.open(readShipped("suining").plan({ people: 3000, ticks: 5 }), 1, 3);
    await world.step();
    world.close();
    const counted = take.mock.results.map(({ value }) => (value as Float64Array).some((one) => one !== 0));
    expect(counted).toEqual([true, true, true]);
  });
});

describe("what fails in a thread", () => {
  const fails = `(module (import "world" "memory" (memory 1 1 shared))
    (func (export "good") (param i32 i32)) (func (export "bad") (param i32 i32) (unreachable)))`;

  test.each(crews)("reaches who asked: %s", async (_, openCrew) => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const task = { module: await compiled(fails), memory, own: 0, first: 0, end: 1 };
    const crew = await openCrew([task, task]);
    await crew.run(["good"]);
    await expect((async () => crew.run(["bad"]))()).rejects.toThrow(/unreachable/);
    crew.close();
  });

  // The first fails in its thread; the second takes a while, and then says that it is done.
  const slow = `(module (import "world" "memory" (memory 1 1 shared))
    (func (export "go") (param $first i32) (param $end i32) (local $i i32)
      (if (i32.eqz (local.get $first)) (then (unreachable)))
      (loop (local.set $i (i32.add (local.get $i) (i32.const 1))) (br_if 0 (i32.lt_u (local.get $i) (i32.const 200000000))))
      (i32.store (i32.const 0) (i32.const 7))))`;

  test.each([
    ["here", [0, 1]],
    ["in the thread", [1, 0]],
  ])("of a team %s reaches who asked when the other is done", async (_, firsts) => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const module = await compiled(slow);
    const crew = await openTeam(firsts.map((first) => [{ module, memory, own: 0, first, end: first + 1 }]));
    await expect((async () => crew.run(["go"]))()).rejects.toThrow(/unreachable/);
    expect(new Uint32Array(memory.buffer)[0]).toBe(7);
    crew.close();
  });

  test.each([
    ["while it works", "listen((message) => message.run ? process.exit(3) : post({}))", /it left with code 3/],
    ["between two turns", "listen(() => { post({}); setTimeout(() => process.exit(4), 20); })", /it left with code 4/],
    ["when it is opened", "process.exit(5)", /it left with code 5/],
    [
      "by a fault of its own",
      "listen((message) => { if (message.run) setTimeout(() => boom()); else post({}); })",
      /boom/,
    ],
  ])("reaches who waits, where the thread dies %s", async (_, source, says) => {
    const act = async (): Promise<void> => {
      const crew = await openThreads([[], []], source);
      try {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await crew.run(["any"]);
      } finally {
        crew.close();
      }
    };
    await expect(act()).rejects.toThrow(says);
  });

  test("reaches who waits as a problem, where it runs out of memory", async () => {
    const { Worker } = workers;
    class Small extends Worker {
      constructor(text: string, options: workers.WorkerOptions) {
        super(text, { ...options, resourceLimits: { maxOldGenerationSizeMb: 8 } });
      }
    }
    Object.assign(workers, { Worker: Small });
    syncBuiltinESMExports();
    try {
      const source = "listen(() => { const all = []; for (;;) all.push(Array.from({ length: 1000 }, Math.random)); })";
      const opening = openThreads([[]], source);
      await expect(opening).rejects.toThrow(/^error\[thread-died\].*: it ran out of memory/);
      await expect(opening).rejects.toThrow(ProblemError);
    } finally {
      Object.assign(workers, { Worker });
      syncBuiltinESMExports();
    }
  });

  test("reaches who opens it, where the module does not go with its memory", async () => {
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
    const task = { module: await compiled(fails), memory, own: 0, first: 0, end: 1 };
    await expect(openThreads([[task]])).rejects.toThrow(/a thread failed: .*memory/);
  });
});
