import { test } from "vitest";
import { makeScenario, textOf } from "./conformance/generate.ts";
import { readScenario } from "../src/scenario/scenario.ts";
import { misfitOf } from "../src/engine/emit/fit.ts";
import { World } from "../src/engine/interpret.ts";
test("gen", () => {
  const codes = new Map<string, number>();
  let t0 = performance.now(), tr = 0, tw = 0, nodes = 0;
  const slow: [number, number][] = [];
  for (let seed = 0; seed < 300; seed++) {
    const text = textOf(makeScenario(seed));
    const a = performance.now();
    try {
      const plan = readScenario(text).plan();
      const b = performance.now(); tr += b - a;
      const misfit = misfitOf(plan);
      if (misfit) codes.set(misfit, (codes.get(misfit) ?? 0) + 1);
      const w = new World(plan, 1);
      for (let i = 0; i < 4; i++) w.step();
      tw += performance.now() - b;
      slow.push([performance.now() - a, seed]);
      for (const k of w.warnings.keys()) codes.set(k, 1);
      nodes += JSON.stringify(plan.steps).length;
    } catch (e) {
      const m = String((e as Error).message).split("\n\n")[0]!;
      codes.set(m.slice(0, 300), (codes.get(m.slice(0, 300)) ?? 0) + 1);
    }
  }
  console.log([...codes].sort((a, b) => b[1] - a[1]).slice(0, 12).map(([c, n]) => `${n} ${c}`).join("\n----\n"));
  console.log({ total: performance.now() - t0, tr, tw, nodes }, slow.sort((a, b) => b[0] - a[0]).slice(0, 8));
}, 300000);
