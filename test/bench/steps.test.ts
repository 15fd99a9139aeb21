import { describe, expect, test } from "vitest";
import { readLine } from "../../src/cli/arguments.ts";
import { benchVerb, layCosts } from "../../src/cli/bench.ts";
import type { Call } from "../../src/cli/call.ts";
import { wasmTextOf } from "../../src/engine/backend.ts";
import { assemble } from "../../src/engine/wasm/assemble.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { benchSteps } from "../../src/experiment/benchSteps.ts";
import { noPaint } from "../../src/report/paint.ts";
import { readShipped } from "../../src/scenario/scenario.ts";
import { terminalInto } from "./terminal.ts";

describe("ticks taken apart", () => {
  test.each(["suining", "national"])("of %s give the same world as whole ones", async (name) => {
    const plan = readShipped(name).plan({ people: 3000, ticks: 6 });
    const whole = await WasmWorld.open(plan, 5);
    const { world, apart } = await WasmWorld.openApart(plan, 5);
    for (let tick = 0; tick < 6; tick++) {
      await whole.step();
      await (tick % 2 === 0 ? apart(() => 0) : world.step());
      expect(world.rows).toEqual(whole.rows);
    }
    expect(await world.hash()).toBe(await whole.hash());
  });

  test("name every step of the plan, and what else is done, and add up to a tick", async () => {
    const scenario = readShipped("national");
    const costs = await benchSteps(scenario, { people: 3000, seconds: 0.01 });
    const { steps } = scenario.plan({ people: 3000 });
    const named = costs.steps.filter(({ kind }) => kind !== undefined);
    expect(named.map(({ name, kind }) => [name, kind])).toEqual(steps.map(({ name, kind }) => [name, kind]));
    expect(named.filter(({ of }) => of === "enterprise").length).toBeGreaterThan(3);
    const others = costs.steps.filter(({ kind }) => kind === undefined).map(({ name }) => name);
    expect(others).toEqual(["scratch columns", "census", "census of enterprise", "before and after communities"]);
    expect(costs.steps.every(({ nanosecondsPerPerson }) => nanosecondsPerPerson >= 0)).toBe(true);
    expect(costs.sum).toBeCloseTo(
      costs.steps.reduce((sum, one) => sum + one.nanosecondsPerPerson, 0),
      6,
    );
  });

  test("are timed by the clock that is given, part by part", async () => {
    const plan = readShipped("littering").plan({ people: 1024, ticks: 3 });
    const { parts: steps, apart } = await WasmWorld.openApart(plan, 1);
    let now = 0;
    const spent = await apart(() => now++);
    expect([...spent]).toEqual([...steps, "nothing"].map(() => Math.ceil(1024 / plan.communitySize)));
  });

  test("cost what they take beyond what timing them takes", async () => {
    let now = 0;
    // A clock that only goes when it is read: all that is timed is the timing.
    const costs = await benchSteps(readShipped("littering"), { people: 2048, seconds: 0, clock: () => now++ });
    const communities = 2048 / readShipped("littering").plan({ people: 2048 }).communitySize;
    expect(costs.watching).toBeCloseTo((communities * 1e9) / 2048, 3);
    expect(costs.whole).toBeCloseTo(1e9 / 2048, 3);
    const timed = costs.steps.filter(({ name }) => name !== "before and after communities");
    expect(timed.map(({ nanosecondsPerPerson }) => nanosecondsPerPerson)).toEqual(timed.map(() => 0));
  });

  test("are of functions that a profile names by their steps", async () => {
    const plan = readShipped("suining").plan({ people: 1024 });
    const text = Buffer.from(await assemble(wasmTextOf(plan))).toString("latin1");
    for (const [i, { kind, name }] of plan.steps.entries())
      expect(text).toContain(`${kind}_${i}_${name.replace(/[^A-Za-z0-9]+/g, "_")}`);
  });
});

describe("glasshouse bench --steps", () => {
  const flags = { steps: true, quick: true, people: "3000" };

  test("lays a line for each step, in at most 80 cells", async () => {
    const lines: string[] = [];
    await benchVerb(["r1", "national"], flags, callInto(lines));
    for (const { name } of readShipped("national").plan().steps)
      expect(lines.filter((line) => line.trim().startsWith(`${name} `)).length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.filter((line) => line.startsWith("Together "))).toHaveLength(2);
  });

  test.each([
    [1.4, 1, undefined],
    [2, 1, "together they are 2 times"],
    [1, 2, "together they are 0.5 times"],
    [0, 1, "together they are 0 times"],
  ])("warns where steps of %d ns stand beside a whole tick of %d", (sum, whole, warning) => {
    const steps = [{ name: "all", kind: undefined, of: undefined, nanosecondsPerPerson: sum }];
    const costs = { scenario: "a", title: "A", people: 1000, ticks: 5, steps, sum, watching: 0, whole };
    const text = layCosts(costs, { width: 80, paint: noPaint }).join(" ");
    if (warning === undefined) expect(text).not.toContain("Note:");
    else expect(text).toContain(warning);
  });

  test("gives plain data to programs", async () => {
    const out: { steps: { scenario: string; people: number }[] }[] = [];
    await benchVerb(["suining"], flags, { ...callInto(out), json: true });
    expect(out[0]!.steps).toMatchObject([{ scenario: "suining", people: 3000 }]);
  });

  test("refuses threads, since it measures on one", async () => {
    const line = readLine(["bench", "r1", "--steps", "--threads", "2"]);
    const attempt = benchVerb(["r1"], { ...flags, threads: "2" }, { ...callInto([]), line });
    await expect(attempt).rejects.toThrow("--threads does nothing here: --steps measures on one thread");
  });
});

function callInto(out: unknown[]): Call {
  return { line: readLine(["bench"]), terminal: terminalInto(out), json: false };
}
