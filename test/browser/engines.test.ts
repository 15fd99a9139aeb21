import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { hasChromium } from "./chromium.ts";
import { type Ran, runOn } from "./engines.ts";
import { closeBrowser, runInBrowser } from "./harness.ts";

const entry = fileURLToPath(new URL("engines.ts", import.meta.url));
const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const size = { people: 5003, ticks: 6 };
const texts = ["bench/r1.yaml", "scenarios/suining.yaml", "test/conformance/sizes.yaml"].map(
  (path) => [path, textOf(path)] as const,
);

describe.runIf(hasChromium)("WebAssembly in Chromium", () => {
  afterAll(closeBrowser);

  test.each(texts)("has the interpreter's hashes of Node: %s", async (_, text) => {
    const { hashes } = await runOn(text, { backend: "interpret", ...size });
    for (const threads of [1, 2]) {
      const there = await runInBrowser<Ran>(entry, "runOn", [text, { backend: "wasm", threads, ...size }]);
      expect(there).toEqual({ backend: "wasm", threads, fallback: undefined, hashes });
    }
  });

  test("falls back to one thread where the page is not isolated, says so, and has the same hashes", async () => {
    const [, text] = texts[0]!;
    const { hashes } = await runOn(text, { backend: "interpret", ...size });
    const options = { backend: "auto", threads: 2, ...size };
    const there = await runInBrowser<Ran>(entry, "runOn", [text, options], { isolated: false });
    const fallback = "one thread runs this world, since the page is not cross-origin isolated";
    expect(there).toEqual({ backend: "wasm", threads: 1, fallback, hashes });
  });
});
