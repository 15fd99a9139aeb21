import { describe, expect, test } from "vitest";
import { hasChromium } from "../browser/chromium.ts";
import { useStudio } from "./site.ts";

const phone = { viewport: { width: 360, height: 740 } } as const;

/** Where things stand on the screen, in pixels from its top. */
interface Stands {
  readonly card: number;
  readonly buttons: { readonly top: number; readonly bottom: number };
  readonly picture: number;
  readonly timeline: number;
  readonly scrolled: number;
}

describe.runIf(hasChromium)("the tour on a phone", () => {
  const studio = useStudio();

  test.each(["en", "zh"])(
    "has a small card that begins at its top, keeps its buttons in sight, and hides neither picture nor time: %s",
    async (language) => {
      await studio.visit(phone, async ({ page, wrong, go }) => {
        await go(`#front?language=${language}`);
        await page.locator(".hero .actions button").nth(1).click();
        for (let step = 1; step <= 7; step++) {
          await page.locator(".tour .label", { hasText: new RegExp(`${step}`) }).waitFor();
          await page.locator(".world[aria-busy=false]").waitFor({ timeout: 30_000 });
          await page.waitForFunction(() => document.querySelector(".timeline"));
          const stands = await page.evaluate((): Stands => {
            const of = (select: string): DOMRect => document.querySelector(select)!.getBoundingClientRect();
            const { top, bottom } = of(".tour .actions");
            return {
              card: of(".tour").top,
              buttons: { top, bottom },
              picture: of(".country-box").bottom,
              timeline: of(".timeline").bottom,
              scrolled: document.querySelector(".tour-words")!.scrollTop,
            };
          });
          expect(stands.card, `step ${step}`).toBeGreaterThanOrEqual(740 * 0.6 - 1);
          expect(stands.buttons.bottom, `step ${step}`).toBeLessThanOrEqual(740);
          expect(stands.timeline, `step ${step}`).toBeLessThanOrEqual(stands.card);
          expect(stands.picture, `step ${step}`).toBeLessThan(stands.timeline);
          expect(stands.scrolled, `step ${step}`).toBe(0);
          // Whoever reads to the end of a step begins the next at its top.
          await page.evaluate(() => document.querySelector(".tour-words")!.scrollTo(0, 1000));
          if (step < 7) await page.locator(".tour .primary").click();
        }
        expect(wrong).toEqual([]);
      });
    },
    120_000,
  );

  test("stops the world where the grades end", async () => {
    await studio.visit(phone, async ({ page, wrong, go }) => {
      await go("#world/suining?people=4000&seed=1&tick=140&colouring=band&tour=5&language=en");
      await page.locator(".tour-now").waitFor({ timeout: 60_000 });
      await page.locator(".controls .play", { hasText: "Play" }).waitFor();
      const at = Number(await page.locator(".timeline input").inputValue());
      expect(at).toBeGreaterThan(140);
      expect(at).toBeLessThan(200);
      expect(await page.locator(".events li").last().textContent()).toMatch(/^week \d+ scoring only/);
      expect(wrong).toEqual([]);
    });
  }, 120_000);

  test("says that there is nobody until there is somebody, and not a moment only", async () => {
    await studio.visit(phone, async ({ page, wrong, go }) => {
      // Among so few it takes more than a few weeks until somebody is on the list.
      await go("#world/national-as-found?people=1500&seed=1&tick=0&colouring=list.defaulters&tour=4&language=en");
      await page.locator(".world[aria-busy=false]").waitFor({ timeout: 60_000 });
      const status = page.locator(".tour [role=status]");
      const tick = async (): Promise<number> => Number(await page.locator(".timeline input").inputValue());
      await page.locator(".show-one button").click();
      await status.filter({ hasText: "nobody" }).waitFor();
      const pressed = await tick();
      await expect.poll(tick, { timeout: 30_000 }).toBeGreaterThan(pressed + 2);
      expect(await status.textContent()).toContain("Nobody");
      // And when there is somebody, it is not said any more.
      await expect.poll(() => status.textContent(), { timeout: 90_000 }).toBe("");
      await page.locator(".show-one button").click();
      await page.locator(".story").waitFor({ timeout: 60_000 });
      expect(wrong).toEqual([]);
    });
  }, 120_000);

  test("says of whom it shows somebody, why the grades ended in people's words, and ends in a life", async () => {
    await studio.visit(phone, async ({ page, wrong, go }) => {
      await go("#world/suining?people=4000&seed=1&tick=206&colouring=band&tour=5&language=en");
      const last = page.locator(".tour-now");
      await last.waitFor({ timeout: 40_000 });
      expect(await last.textContent()).toMatch(/ because outcry passed 2 in 1,000 people; that limit is assumed$/);
      await page.getByRole("button", { name: "Show me somebody who was graded D" }).click();
      // On the way here somebody was seen who had a D, or nobody was, and that is said.
      const nobody = page.locator(".tour [role=status]", { hasText: "The grades have ended" });
      const file = page.locator(".story");
      await nobody.or(file).waitFor({ timeout: 60_000 });
      if ((await file.count()) > 0) {
        expect(await file.textContent()).toContain("band D");
        await page.locator(".sheet-head button").click();
      }
      await page.locator(".tour .primary").click();
      await page.getByRole("button", { name: "Show me somebody with a low score" }).waitFor();
      // What has ended is not shown any more: no grades in the legend, and no share of those who had one.
      const keys = page.locator(".tour-keys li");
      await expect
        .poll(() => keys.allTextContents(), { timeout: 40_000 })
        .toContainEqual(expect.stringMatching(/^<|^≥/));
      expect((await keys.allTextContents()).filter((one) => /[ABCD] ·/.test(one))).toEqual([]);
      const charts = await page
        .locator(".chart")
        .filter({ hasText: "Careful among D" })
        .locator(".now")
        .allTextContents();
      expect(charts.filter((one) => one !== "the grades have ended")).toEqual([]);
      await page.getByRole("button", { name: "Live one life" }).click();
      await page.getByRole("heading", { name: "Live one life" }).waitFor();
      await go("#front?language=en");
      await page.getByRole("button", { name: "Live one life" }).click();
      await page.waitForFunction(() => location.hash.startsWith("#life/suining"));
      expect(wrong).toEqual([]);
    });
  }, 120_000);

  test("says of a file that is being made for how long by now, and turns only for who bears it", async () => {
    for (const reducedMotion of ["reduce", "no-preference"] as const)
      await studio.visit({ ...phone, reducedMotion }, async ({ page, wrong, go }) => {
        await go("#world/suining?people=100000&tick=20&person=7&language=en");
        const waited = page.locator(".waited");
        await waited.filter({ hasText: "1 s so far" }).waitFor({ timeout: 40_000 });
        const name = await page.locator(".turning").evaluate((one) => getComputedStyle(one).animationName);
        expect(name).toBe(reducedMotion === "reduce" ? "none" : "turning");
        expect(wrong).toEqual([]);
      });
  }, 120_000);
});
