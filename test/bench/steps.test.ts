import { describe, expect, test } from "vitest";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { benchSteps } from "../../src/experiment/benchSteps.ts";
import { readShipped } from "../../src/scenario/scenario.ts";

describe("ticks taken apart", () => {
  test.each(["suining", "national"])("of %s give the same world as whole ones", async (name) => {
    const plan = readShipped(name).plan({ people: 3000, ticks: 6 });
    const whole = await WasmWorld.open(plan, 5);
    const { world, parts, apart } = await WasmWorld.openApart(plan, 5);
    const spent = new Float64Array(parts.length);
    for (let tick = 0; tick < 6; tick++) {
      await whole.step();
      await (tick % 2 === 0 ? apart(() => 0, spent) : world.step());
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
    const { parts, apart } = await WasmWorld.openApart(plan, 1);
    let now = 0;
    const spent = new Float64Array(parts.length);
    await apart(() => now++, spent);
    expect([...spent]).toEqual(parts.map(() => Math.ceil(1024 / plan.communitySize)));
  });
});
