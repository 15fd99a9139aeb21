import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { faultsOfStatistics, reference } from "../../bench/reference.js";
import { readScenario, run } from "../../src/index.ts";
import { root } from "../tidy/tree.ts";

const r1 = readScenario(readFileSync(join(root, "bench/r1.yaml"), "utf8"), { name: "bench/r1.yaml" });

test.each([[1], [2], [3]])("R1 after 520 ticks of 2 million people, seed %i: as the reference states", async (seed) => {
  const { people, ticks } = reference;
  const done = await run(r1, { people, ticks, seed });
  const bands = ["lowest", "low", "middle", "high"].map((name) => done.last("people", name) / people);
  expect(faultsOfStatistics({ mean: done.last("score"), bands }, people)).toEqual([]);
});
