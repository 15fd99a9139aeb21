import { test } from "vitest";
import { tryGenerated } from "./conformance/generated.ts";
import { shipped } from "../src/scenario/shipped.ts";
test("gen", async () => {
  void shipped;
  const codes = new Map<string, number>();
  const from = Number(process.env.FROM ?? 0), to = Number(process.env.TO ?? 20);
  const t0 = performance.now();
  let faults = 0;
  const slow: [number, number][] = [];
  for (let seed = from; seed < to; seed++) {
    const a = performance.now();
    try {
      const { fault, misfit } = await tryGenerated(seed, 5);
      if (misfit) codes.set(misfit, (codes.get(misfit) ?? 0) + 1);
      if (fault) { console.log(fault); if (++faults >= Number(process.env.MOST ?? 3)) break; }
    } catch (e) {
      const m = String((e as Error).stack).slice(0, 600);
      codes.set(m, (codes.get(m) ?? 0) + 1);
      console.log(seed, m);
    }
    slow.push([Math.round(performance.now() - a), seed]);
  }
  console.log([...codes].map(([c, n]) => `${n} ${c}`).join("\n----\n"));
  console.log({ total: performance.now() - t0 }, JSON.stringify(slow.sort((a, b) => b[0] - a[0]).slice(0, 8)));
}, 3000000);
