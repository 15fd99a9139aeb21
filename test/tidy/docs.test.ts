import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { scenarioManual, scenarioPages } from "../../scripts/scenarios.js";
import * as library from "../../src/index.ts";
import { languageManual, languageSchema } from "../../src/scenario/manual.ts";
import { root } from "./tree.ts";

const made = [
  ["docs/LANGUAGE.md", () => languageManual()],
  ["schema/scenario.schema.json", () => `${JSON.stringify(languageSchema(), null, 2)}\n`],
  ["docs/SCENARIOS.md", () => scenarioManual(library, readFileSync(join(root, "docs", "coverage.yaml"), "utf8"))],
  ...[...scenarioPages(library)].map(([file, page]) => [`docs/scenarios/${file}`, () => page] as const),
] as const;

describe("what npm run docs makes", () => {
  test.each(made)("%s is as the sources have it: if not, run npm run docs", (path, make) => {
    expect(existsSync(join(root, path)), `${path} is missing: run npm run docs`).toBe(true);
    expect(readFileSync(join(root, path), "utf8") === make(), `${path} is not current: run npm run docs`).toBe(true);
  });

  test("leaves no page of a system that is gone", () => {
    expect(readdirSync(join(root, "docs", "scenarios")).sort()).toEqual([...scenarioPages(library).keys()].sort());
  });
});
