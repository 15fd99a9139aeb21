import { describe, expect, test } from "vitest";
import { readScenario } from "../../src/index.ts";
import { pack } from "../../studio/page/route.ts";
import { hasChromium } from "../browser/chromium.ts";
import { makeScenario, textOf } from "../conformance/generate.ts";
import { looked, useStudio } from "./site.ts";

/** Worlds that nobody wrote, each with its number in its title. */
const worlds = Array.from({ length: 20 }, (_, seed) => {
  const title = `Made by number ${seed}`;
  return { title, text: textOf({ ...makeScenario(seed), title }) };
});

describe.runIf(hasChromium)("a world that nobody wrote", () => {
  const studio = useStudio();

  test("has a head, controls, colours and charts, none empty, no name of a variable, no error: 20 of them", async () => {
    await studio.visit({ viewport: { width: 1280, height: 800 } }, async ({ page, wrong, go }) => {
      await go("");
      for (const { title, text } of worlds) {
        await go(`#world/made?tick=2&text=${await pack(text)}`);
        await page.waitForFunction(
          (wanted) =>
            document.querySelector("h1")?.textContent === wanted &&
            document.querySelector(".world")?.getAttribute("aria-busy") === "false",
          title,
          { timeout: 20_000 },
        );
        const scenario = readScenario(text);
        const seen = await looked(page);
        expect(seen.chips.length, title).toBeGreaterThan(1);
        expect(seen.charts.length, title).toBeGreaterThan(0);
        expect(seen.empty, title).toEqual([]);
        expect(seen.controls, title).toBeGreaterThan(3);
        expect(seen.foot, title).toContain(`${scenario.plan().size.toLocaleString("en-US")} people`);
      }
      expect(wrong).toEqual([]);
    });
  }, 120_000);
});
