import { test } from "vitest";
import { mutated, tryOut, tryAll } from "./fuzz.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
test("stat", () => {
  const codes = new Map<string, number>(); let ran = 0;
  for (let s = 0; s < 2000; s++) { try { readScenario(mutated(s)); ran++; } catch (e: any) { for (const p of e.problems ?? [{code:"??"}]) codes.set(p.code, (codes.get(p.code) ?? 0) + 1); } }
  console.log(ran, JSON.stringify([...codes].sort((a,b)=>b[1]-a[1])));
}, 100000);
test("long", () => { const {ran, failures} = tryAll(5_000_000, 8000); console.log(ran, failures.join("\n=====\n").slice(0, 6000)); }, 400000);
