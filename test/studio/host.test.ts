import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { readScenario, readShipped, run } from "../../src/index.ts";
import type { ReadOutcome, WorldsOpened } from "../../studio/messages.ts";
import { hasChromium } from "../browser/chromium.ts";
import { closeBrowser, runInBrowser } from "../browser/harness.ts";
import type { Asked, Seen } from "./inPage.ts";

const entry = fileURLToPath(new URL("inPage.ts", import.meta.url));
const there = <T>(name: string, ...args: unknown[]): Promise<T> => runInBrowser<T>(entry, name, args);
const opening = { name: "littering", changes: {} };
const asked: Asked = { opening, people: 5000, seed: 3, colouring: "score", charts: ["score"] };
const scale = { people: 5000, seed: 3, threads: 1 } as const;

describe.runIf(hasChromium)("the host in Chromium", () => {
  afterAll(closeBrowser);

  test("plays a world to the end, to the hash and the figures of a run in Node", async () => {
    const seen = await there<Seen>("playOut", asked);
    const done = await run(readShipped("littering"), scale);
    expect(seen.hashes).toEqual([done.stateHash]);
    expect(seen.csv).toEqual([done.results.csv()]);
    expect(seen.opened).toMatchObject({ people: 5000, note: undefined });
    const figures = seen.moments.flatMap(({ grown }) => grown.score ?? []);
    expect(figures).toEqual(done.series("score"));
    expect(seen.moments.at(-1)).toMatchObject({ tick: done.ticks, playing: false });
    expect((seen.opened as WorldsOpened).threads).toBeGreaterThanOrEqual(1);
  });

  test("steps a tick each, from a tick that was asked for", async () => {
    const seen = await there<Seen>("stepOn", { ...asked, tick: 5 }, 3);
    const done = await run(readShipped("littering"), { ...scale, ticks: 8 });
    expect(seen.hashes).toEqual([done.stateHash]);
    expect(seen.moments.at(-1)!.tick).toBe(8);
  });

  test("reads what is shipped, with its place in the text for each fault", async () => {
    const good = await there<ReadOutcome>("read", opening);
    expect(good).toMatchObject({ ok: true, portrayed: { name: "littering", title: readShipped("littering").title } });
    const text = "title: T\ntime: { tick: 1 week, span: 2 weeks }\npopulation: { size: 40, trats: 5 }\n";
    const bad = await there<ReadOutcome>("read", { name: "mine", text, changes: {} });
    expect(bad).toMatchObject({ ok: false, faults: [{ code: "unknown-key", line: 3, column: 25 }] });
    expect(() => readScenario(text)).toThrow(bad.ok ? "" : bad.faults[0]!.message);
  });
});
