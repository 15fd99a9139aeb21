import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { layPage } from "../../src/html/page.ts";
import { readScenario, readShipped, run } from "../../src/index.ts";
import { hostileText } from "../cli/page.ts";
import { hasChromium } from "./chromium.ts";
import { closeBrowser, withPage } from "./harness.ts";

const scale = { people: 1500, ticks: 120, backend: "interpret" } as const;

describe.runIf(hasChromium)("the page of a run, in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "glasshouse-page-"));
  const at = (name: string): string => join(folder, `${name}.html`);

  beforeAll(async () => {
    writeFileSync(at("suining"), layPage(await run(readShipped("suining"), scale), "suining"));
    writeFileSync(at("hostile"), layPage(await run(readScenario(hostileText), { backend: "interpret" }), "hostile"));
  });
  afterAll(closeBrowser);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ["suining", 360],
    ["suining", 1280],
    ["hostile", 360],
  ])("%s fits a window of %i, fetches nothing and runs nothing", async (name, width) => {
    const asked: string[] = [];
    const raised: string[] = [];
    await withPage({ viewport: { width, height: 800 } }, async (tab) => {
      tab.on("request", (request) => asked.push(request.url()));
      tab.on("dialog", (dialog) => {
        raised.push(dialog.message());
        void dialog.dismiss();
      });
      // A style or script that the page's own policy refused would be told here.
      tab.on("console", (message) => raised.push(message.text()));
      await tab.goto(pathToFileURL(at(name)).href);
      const seen = await tab.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        scripts: document.querySelectorAll("script, iframe, img, object, embed").length,
        title: document.title,
        heading: document.querySelector("h1")?.textContent,
        unseen: [...document.querySelectorAll("svg[role=img]")].filter((one) => one.clientWidth < 250).length,
        charts: document.querySelectorAll("svg[role=img] title").length,
      }));
      expect(seen.wide).toBeLessThanOrEqual(width);
      expect({ scripts: seen.scripts, unseen: seen.unseen }).toEqual({ scripts: 0, unseen: 0 });
      expect(seen.title).toBe(`${seen.heading} – Glasshouse`);
      expect(seen.charts).toBeGreaterThan(2);
    });
    expect(raised).toEqual([]);
    expect(asked).toEqual([pathToFileURL(at(name)).href]);
  });
});
