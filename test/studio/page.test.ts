import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { shippedNames } from "../../src/index.ts";
import { pack } from "../../studio/page/route.ts";
import { hasChromium } from "../browser/chromium.ts";
import { looked, settled, useStudio, violations } from "./site.ts";

const wide = { viewport: { width: 1280, height: 800 } } as const;
const phone = { viewport: { width: 360, height: 740 } } as const;
const [light, dark] = [{ colorScheme: "light" }, { colorScheme: "dark" }] as const;
const looks = [
  [{ ...wide, ...light, locale: "en-GB" }, "en"],
  [{ ...wide, ...dark, locale: "zh-CN" }, "zh-Hans"],
  [{ ...phone, ...light, locale: "zh-CN" }, "zh-Hans"],
  [{ ...phone, ...dark, locale: "en-GB" }, "en"],
] as const;

describe.runIf(hasChromium)("the studio in Chromium", () => {
  const studio = useStudio();

  test.each(looks)(
    "has a front and a world that axe finds nothing against, and that fit: %j",
    async (options, language) => {
      await studio.visit(options, async ({ page, wrong, go, reaches }) => {
        await go("");
        await page.locator(".card").nth(11).waitFor();
        expect(await page.locator("html").getAttribute("lang")).toBe(language);
        expect(await page.locator("html").getAttribute("data-theme")).toBe(options.colorScheme);
        expect(await violations(page)).toEqual([]);
        // All that a card says is in the language of the page.
        expect(await page.locator(".card [lang=en], .hero [lang=en]").allTextContents()).toEqual([]);
        await go("#world/suining?people=5000&tick=3&tour=1");
        await reaches(0);
        await page.locator(".chart path.line").first().waitFor({ state: "attached" });
        await page.locator(".tour").waitFor();
        await page.locator(".behind summary").first().click();
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        expect(wrong).toEqual([]);
      });
    },
  );

  test("plays what is pressed on the front, stops, steps, and can be driven by keys alone", async () => {
    await studio.visit(wide, async ({ page, wrong, go, reaches }) => {
      await go("");
      await page.locator(".hero .primary").click();
      await reaches(5);
      await page.locator(".controls .play").focus();
      await page.keyboard.press("Enter");
      await page.locator(".controls button:not(.primary):not([disabled])").first().waitFor();
      const at = Number(await page.locator(".timeline input").inputValue());
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await reaches(at + 1);
      expect(await page.locator(".timeline input").inputValue()).toBe(String(at + 1));
      await page.waitForFunction((tick) => location.hash.includes(`tick=${tick}`), at + 1);
      await page.locator(".country-box").focus();
      for (const key of ["+", "ArrowLeft", "ArrowDown", "-", "0", "Enter"]) await page.keyboard.press(key);
      await page.waitForFunction(() => location.hash.includes("person="));
      expect(wrong).toEqual([]);
    });
  });

  test("opens every shipped scenario with colours, legend and charts, none empty, no name of a variable, no error", async () => {
    await studio.visit(wide, async ({ page, wrong, go }) => {
      await go("");
      for (const name of shippedNames()) {
        await go(`#world/${name}?people=2000&tick=2&seed=2`);
        await page.waitForFunction(
          (wanted) =>
            location.hash.includes(wanted) && document.querySelector(".world")?.getAttribute("aria-busy") === "false",
          `/${name}?`,
          { timeout: 20_000 },
        );
        const seen = await looked(page);
        expect(seen.chips.length, name).toBeGreaterThan(1);
        expect(seen.charts.length, name).toBeGreaterThan(0);
        expect(seen.controls, name).toBeGreaterThan(3);
        expect(seen.empty, name).toEqual([]);
      }
      expect(wrong).toEqual([]);
    });
  });

  test("shows in a fresh profile what an address says: world, changes, seed, tick, colouring, charts, person, language", async () => {
    const state = (page: import("playwright-core").Page) =>
      page.evaluate(() => ({
        title: document.querySelector("h1")?.textContent,
        date: document.querySelector(".timeline .date")?.textContent,
        colouring: document.querySelector<HTMLSelectElement>(".choose select")?.value,
        shares: [...document.querySelectorAll(".chip")].map((one) => one.textContent),
        charts: [...document.querySelectorAll(".chart figcaption, .chart .now, .keys b")].map((one) => one.textContent),
        foot: document.querySelector(".foot p")?.textContent,
        hash: location.hash,
      }));
    const first = await studio.visit(wide, async ({ page, go, reaches }) => {
      await go("#world/littering?people=5000&seed=5&language=zh&with.scheme.points.littering=-3");
      await reaches(0);
      await page.locator(".choose select").selectOption("trait.urban");
      await page.locator(".more-charts summary").click();
      await page.locator(".more-charts input").nth(3).click();
      for (let tick = 1; tick <= 3; tick++) {
        await page.locator(".controls button").nth(1).click();
        await reaches(tick);
      }
      await page.locator(".country-box").click({ position: { x: 400, y: 200 } });
      await page.waitForFunction(() => location.hash.includes("person=") && location.hash.includes("tick=3"));
      await page.waitForTimeout(500);
      return state(page);
    });
    expect(first).toMatchObject({ colouring: "trait.urban" });
    const second = await studio.visit(wide, async ({ page, wrong, go, reaches }) => {
      await go(first.hash);
      await reaches(3);
      await page.waitForTimeout(500);
      expect(wrong).toEqual([]);
      return state(page);
    });
    expect(second).toEqual(first);
  });

  test("has the colours of where a world arrives, whatever was seen of it on its way", async () => {
    await studio.visit(wide, async ({ page, go, reaches }) => {
      const chips = (): Promise<string[]> => page.locator(".beside .chip").allTextContents();
      for (const [name, key] of [
        ["nosedive", "state.usual"],
        ["fico", "state.score_then"],
      ] as const) {
        await page.goto("about:blank");
        await go(`#world/${name}?people=2000&tick=40&seed=2&colouring=${key}`);
        await reaches(40);
        const arrived = await chips();
        expect(arrived).toHaveLength(4);
        // Chosen anew, a colouring knows of no tick but this.
        const choice = page.locator(".beside select").first();
        await choice.selectOption("score");
        await page.waitForFunction((was) => document.querySelector(".beside .chip")?.textContent !== was, arrived[0]);
        await choice.selectOption(key);
        await expect.poll(chips).toEqual(arrived);
      }
    });
  });

  test("has in both pictures of twins the colours of where they arrive", async () => {
    await studio.visit(wide, async ({ page, go }) => {
      const twins = "#twins/fico?people=2000&tick=40&seed=2&twin=yes";
      await go(`${twins}&colouring=score`);
      await page.locator(".twins[aria-busy=false] .groups th").first().waitFor();
      const both = async (): Promise<Buffer> => {
        const pictures = ["first", "second"].map((of) => page.locator(`.picture-${of} canvas`));
        return Buffer.concat(await Promise.all(pictures.map((picture) => picture.screenshot())));
      };
      const still = (): Promise<Buffer> => settled(page, both);
      const arrived = await still();
      await go(`${twins}&colouring=state.hardship`);
      await expect.poll(still).not.toEqual(arrived);
      // Chosen anew, a colouring knows of no tick but this.
      await go(`${twins}&colouring=score`);
      await expect.poll(still, { timeout: 10_000 }).toEqual(arrived);
    });
  });

  test("says what cannot be meant of an address or a text, runs none of it, and keeps the world that is open", async () => {
    await studio.visit(wide, async ({ page, wrong, go, reaches }) => {
      await go("#world/littering?people=2000&tick=2&version=0.0.1");
      await reaches(2);
      expect(await page.locator(".notices").textContent()).toContain("0.0.1");
      const title = await page.locator("h1").textContent();
      const texts = [
        "title: [\n",
        'title: "<img src=x onerror=alert(1)>"\nnonsense: 1\n',
        "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        `title: "\u202egnp.exe"\nscheme: {}\n`,
      ];
      for (const text of texts) {
        await go(`#world/mine?text=${await pack(text)}`);
        await page.locator(".problem pre").first().waitFor();
        expect(await page.locator("h1").textContent()).toBe(title);
        await page.locator(".problem button").click();
      }
      // And it goes on.
      await page.locator(".controls .play").click();
      await reaches(4);
      await page.locator(".controls .play").click();
      const stands = (): number => Number(/tick=(\d+)/.exec(location.hash)?.[1] ?? 0);
      const at = await (await page.waitForFunction(stands)).jsonValue();
      await page.locator(".controls button:not(.primary):not([disabled])").first().click();
      await reaches(at + 1);
      // What was refused is not said again whenever something is pressed.
      expect(await page.locator(".problem").count()).toBe(0);
      await go("#world/<img src=x onerror=alert(1)>?seed=-1&people=zz");
      await page.locator(".notice li").first().waitFor();
      await go("#world/no-such-world");
      await page.locator(".problem pre").first().waitFor();
      const own =
        'title: "<script>alert(1)</script>"\ntime: { tick: 1 week, span: 9 weeks }\npopulation: { size: 400 }\n';
      await go(`#world/own?text=${await pack(own)}`);
      await page.getByRole("heading", { name: "<script>alert(1)</script>" }).waitFor();
      expect(wrong).toEqual([]);
    });
  });

  test("leads through the tour to its end, and out of it at any step", async () => {
    await studio.visit(phone, async ({ page, wrong, go, reaches }) => {
      await go("");
      await page.locator(".hero .actions button").nth(1).click();
      const title = page.locator(".tour h2");
      const seen = new Set<string>();
      for (let step = 0; step < 7; step++) {
        await title.waitFor();
        await page.locator(".world[aria-busy=false]").waitFor({ timeout: 20_000 });
        seen.add((await title.textContent()) ?? "");
        // Each scene is painted by what it says: who lives in town and who does not.
        if (step === 1)
          await page.waitForFunction(() => {
            const shares = [...document.querySelectorAll(".chip .share")].map(({ textContent }) => textContent ?? "");
            return shares.length === 2 && shares.every((share) => Number.parseFloat(share) > 5);
          });
        if (step === 2) await reaches(5);
        await page.locator(".tour .primary").click();
      }
      expect(seen.size).toBe(7);
      await page.locator(".tour").waitFor({ state: "detached" });
      expect(await page.locator("h1").textContent()).toContain("Suining");
      await go("#world/littering?people=2000&tour=1");
      await page.locator(".tour .quiet").click();
      await page.locator(".tour").waitFor({ state: "detached" });
      expect(wrong).toEqual([]);
    });
  });

  test("saves a chart as SVG, PNG and CSV, each of which says of what it is", async () => {
    await studio.visit(wide, async ({ page, wrong, go, reaches }) => {
      await go("#world/littering?people=2000&tick=12&seed=9");
      await reaches(12);
      await page.locator(".chart .behind summary").first().click();
      const saved = async (place: number): Promise<Buffer> => {
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.locator(".chart .behind .saves").first().locator("button").nth(place).click(),
        ]);
        return readFileSync(await download.path());
      };
      const svg = (await saved(0)).toString();
      expect(svg).toContain("2000 people, seed 9, tick 12");
      expect(svg).not.toMatch(/NaN|class="line[^>]*stroke="none"/);
      expect((await saved(1)).subarray(1, 4).toString()).toBe("PNG");
      const csv = (await saved(2)).toString().trim().split("\n");
      expect(csv[1]).toContain("seed 9");
      expect(csv.length).toBe(2 + 1 + 12);
      expect(await page.locator(".chart .behind .saves code").first().textContent()).toBe(
        "glasshouse run littering --people 2000 --seed 9 --ticks 12 --out littering-9",
      );
      expect(wrong).toEqual([]);
    });
  });

  test("loads at most 150 kB of compressed script for its first screen, and nothing of the library", async () => {
    await studio.visit(wide, async ({ page, go }) => {
      const scripts: Promise<Buffer>[] = [];
      page.on("response", (come) => {
        if (come.url().endsWith(".js")) scripts.push(come.body());
      });
      await go("");
      await page.locator(".card").nth(11).waitFor();
      const bytes = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0);
      expect(scripts.length).toBeGreaterThan(0);
      expect(bytes).toBeLessThan(150_000);
    });
  });

  test("has the library and its assembler once, whatever threads they are loaded in", async () => {
    const files = studio.files();
    const holding = (text: string): string[] => files.filter(({ is }) => is.includes(text)).map(({ name }) => name);
    // A message of the library, and one of the assembler.
    expect(holding("this world is in the middle of a tick")).toHaveLength(1);
    expect(holding("bug: emitted text has")).toHaveLength(1);
  });

  test("opens without a network after the first visit", async () => {
    await studio.visit(wide, async ({ page, go, reaches }) => {
      await go("");
      const kept = () => page.evaluate(async () => (await (await caches.open("glasshouse")).keys()).length);
      await expect.poll(kept, { timeout: 30_000 }).toBeGreaterThan(20);
      await page.context().setOffline(true);
      await page.reload();
      await page.locator(".hero .primary").click();
      await reaches(2);
    });
  });
});
