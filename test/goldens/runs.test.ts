import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/backend.ts";
import type { MeasureRow } from "../../src/engine/common/measured.ts";
import { fewOf } from "../model/few.ts";
import { digestOf, openGoldens, worlds } from "./goldens.ts";

const { held, keep } = openGoldens("runs.yaml");
const ticks = 30;

test.each(worlds)(`%s comes in ${ticks} ticks to the states and figures that it came to before`, async (name, read) => {
  const scenario = read();
  const plan = scenario.data.life ? fewOf(scenario, 700) : scenario.plan({ people: 700 });
  const { engine } = await openEngine(plan, 1, { threads: 1 });
  try {
    const figures: MeasureRow[][] = [];
    for (let tick = 0; tick < Math.min(ticks, plan.ticks); tick++) {
      await engine.step();
      figures.push([...engine.rows]);
    }
    const digests = { states: await engine.hash(), figures: digestOf(figures) };
    keep(name, digests);
    expect(digests).toEqual(held[name]);
  } finally {
    engine.close?.();
  }
});

test("no world is held that is gone", () => {
  expect(Object.keys(held)).toEqual(worlds.map(([name]) => name));
});
