import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { hasChromium } from "./chromium.ts";
import { rateOn } from "./engines.ts";
import { closeBrowser, runInBrowser } from "./harness.ts";

const entry = fileURLToPath(new URL("engines.ts", import.meta.url));
const text = readFileSync(new URL("../../bench/r1.yaml", import.meta.url), "utf8");

describe.runIf(hasChromium)("a million people in Chromium", () => {
  afterAll(closeBrowser);

  // The rates are told, not asserted: the bar is half of Node's on one thread.
  test("end as they do in Node", async () => {
    const here = await rateOn(text, 1_000_000, 30);
    const there = await runInBrowser<{ rate: number; hash: string }>(entry, "rateOn", [text, 1_000_000, 30]);
    console.log(
      `R1, 1,000,000 people, one thread: Node ${(here.rate / 1e6).toFixed(1)}, Chromium ${(there.rate / 1e6).toFixed(1)} million person-ticks a second, ${(there.rate / here.rate).toFixed(2)} of Node`,
    );
    expect(there.hash).toBe(here.hash);
  });
});
