import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";
import { hasChromium } from "./chromium.ts";
import { hashesOf, hashesOfPlan, shippedTexts } from "./conformance.ts";
import { closeBrowser, runInBrowser } from "./harness.ts";

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const r1 = readFileSync(pathOf("../../bench/r1.yaml"), "utf8");
const texts = Object.entries({ ...shippedTexts(), r1 });
const seeds = [1, 2 ** 40 + 17];

const here = new Map<string, string[]>();
const hashesHere = (name: string, text: string, seed: number): string[] => {
  const known = here.get(`${name} ${seed}`) ?? hashesOf(text, seed);
  here.set(`${name} ${seed}`, known);
  return known;
};

describe("the state hash in Node", () => {
  test.each(texts)("of %s is the same on every run, and another for another seed", (name, text) => {
    const hashes = hashesHere(name, text, seeds[0]);
    expect(hashes.every((hash) => /^[0-9a-f]{16}$/.test(hash))).toBe(true);
    expect(hashesOf(text, seeds[0])).toEqual(hashes);
    expect(hashesHere(name, text, seeds[1])).not.toEqual(hashes);
  });

  test.each(texts)("of %s is the same at any order of its columns", (name, text) => {
    const plan = readScenario(text).plan({ people: 5000 });
    const { columns } = plan;
    const turned = [...columns.slice(3), ...columns.slice(0, 3)];
    const byName = [...columns].sort((a, b) => (a.name < b.name ? 1 : -1));
    for (const order of [turned, byName]) {
      expect(hashesOfPlan({ ...plan, columns: order }, seeds[0])).toEqual(hashesHere(name, text, seeds[0]));
    }
  });
});

describe.runIf(hasChromium)("the state hash in Chromium", () => {
  afterAll(closeBrowser);
  const entry = pathOf("conformance.ts");

  test("is of the same shipped scenarios", async () => {
    expect(await runInBrowser(entry, "shippedTexts")).toEqual(shippedTexts());
  });

  test.each(texts)("of %s is that of Node, for two seeds", async (name, text) => {
    for (const seed of seeds) {
      expect(await runInBrowser(entry, "hashesOf", [text, seed])).toEqual(hashesHere(name, text, seed));
    }
  });
});
