import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { hasChromium } from "./chromium.ts";
import { closeBrowser, runInBrowser, screenshot } from "./harness.ts";
import { roundAll } from "./probe.ts";

const probe = fileURLToPath(new URL("./probe.ts", import.meta.url));
const call = <T>(name: string, ...args: unknown[]) => runInBrowser<T>(probe, name, args);

describe.runIf(hasChromium)("the browser harness", () => {
  afterAll(closeBrowser);

  test("runs in a cross-origin isolated page", async () => {
    expect(await call("isIsolated")).toBe(true);
  });

  test("rounds to binary32 as Node does, bit for bit", async () => {
    const values = [0.1, 1 / 3, -0, 1e-45, 1e39, 16777217, Number.NaN, -Infinity];
    const there = await call<number[]>("roundAll", values);
    expect(there[0]).toBe(0.10000000149011612);
    expect(new Float64Array(there)).toEqual(new Float64Array(roundAll(values)));
    expect(Object.is(there[2], -0)).toBe(true);
  });

  test("carries plain data both ways", async () => {
    const value = { text: "线", list: [1, [2, null]], bytes: new Uint8Array([0, 255]), yes: true };
    expect(await call("giveBack", value)).toEqual(value);
  });

  test("bundles workers, which share memory with the page", async () => {
    expect(await call("doubleInWorker", 21)).toBe(42);
  });

  test("hands over what was thrown and what the page said", async () => {
    await expect(call("fail")).rejects.toThrow(/as asked[\s\S]*about to fail/);
    await expect(call("nothing")).rejects.toThrow("nothing is not an exported function");
  });

  test("takes a picture of the size asked for", async () => {
    const folder = await mkdtemp(join(tmpdir(), "glasshouse-"));
    try {
      await writeFile(join(folder, "a.html"), "<!doctype html><title>a</title><h1>Glasshouse</h1>");
      await screenshot(join(folder, "a.html"), join(folder, "a.png"), { width: 320, height: 200 });
      const picture = await readFile(join(folder, "a.png"));
      // Width and height stand big-endian at bytes 16 and 20 of every PNG.
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([320, 200]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
