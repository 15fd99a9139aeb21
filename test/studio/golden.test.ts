import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { hasChromium } from "../browser/chromium.ts";
import { hasKeptFonts } from "../browser/fonts.ts";
import { writesGoldens } from "../language/folder.ts";
import { asWritten, pictureDifferences, structuralDifferences, structureOf, written } from "./looks.ts";
import { settled, useStudio } from "./site.ts";

const folder = fileURLToPath(new URL("golden/", import.meta.url));
const wide = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };

interface Look {
  readonly name: string;
  readonly hash: string;
  readonly size: typeof wide;
  readonly dark: boolean;
  /** What is there when the page is. */
  readonly there: string;
  /** What is brought to the top of the window. */
  readonly at?: string;
}

const still = "seed=3&people=2000";
/** A dozen of all there could be: every view, each in both languages, sizes and lights in turn. */
const looks: readonly Look[] = [
  { name: "front-wide-light-en", hash: "#front?language=en", size: wide, dark: false, there: ".card canvas" },
  { name: "front-phone-dark-zh", hash: "#front?language=zh", size: phone, dark: true, there: ".card canvas" },
  {
    name: "world-wide-dark-zh",
    hash: `#world/suining?${still}&tick=90&language=zh`,
    size: wide,
    dark: true,
    there: ".chart path.line",
  },
  {
    name: "tour-phone-light-en",
    hash: "#world/littering?people=10000&tick=0&colouring=trait.urban&tour=1&language=en",
    size: phone,
    dark: false,
    there: ".chart path.line",
  },
  {
    name: "person-wide-light-en",
    hash: `#world/littering?${still}&tick=60&person=1&language=en`,
    size: wide,
    dark: false,
    there: ".story",
  },
  {
    name: "person-phone-light-zh",
    hash: `#world/littering?${still}&tick=60&person=1&language=zh`,
    size: phone,
    dark: false,
    there: ".story",
  },
  {
    name: "rules-wide-light-zh",
    hash: `#rules/littering?${still}&language=zh`,
    size: wide,
    dark: false,
    there: ".rules-section",
  },
  {
    name: "rules-phone-dark-en",
    hash: `#rules/littering?${still}&language=en`,
    size: phone,
    dark: true,
    there: ".rules-section",
  },
  {
    name: "twins-wide-dark-en",
    hash: `#twins/littering?${still}&tick=60&twin=yes&language=en`,
    size: wide,
    dark: true,
    there: ".groups th",
  },
  {
    name: "twins-phone-light-zh",
    hash: `#twins/littering?${still}&tick=60&twin=yes&language=zh`,
    size: phone,
    dark: false,
    there: ".groups th",
    at: ".groups",
  },
  {
    name: "life-wide-light-zh",
    hash: `#life/suining?${still}&language=zh`,
    size: wide,
    dark: false,
    there: ".life-buttons button",
  },
  {
    name: "life-phone-dark-en",
    hash: `#life/suining?${still}&language=en`,
    size: phone,
    dark: true,
    there: ".life-buttons button",
  },
];

async function show(page: Page, go: (hash: string) => Promise<void>, look: Look): Promise<void> {
  await page.setViewportSize(look.size);
  await page.emulateMedia({ colorScheme: look.dark ? "dark" : "light", reducedMotion: "reduce" });
  // A page that is left forgets what was open in it.
  await page.goto("about:blank");
  await go(look.hash);
  await page.locator(look.there).first().waitFor({ state: "attached", timeout: 30_000 });
  await page.waitForFunction(() => document.querySelectorAll("[aria-busy=true]").length === 0);
  await page.evaluate((at) => {
    if (at !== undefined) document.querySelector(at)?.scrollIntoView();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return document.fonts.ready.then(() => undefined);
  }, look.at);
}

function shot(page: Page): Promise<Buffer> {
  return page.screenshot({ type: "jpeg", quality: 55, animations: "disabled", caret: "hide" });
}

describe.runIf(hasChromium && (hasKeptFonts || writesGoldens))("the studio looks as it was kept", () => {
  const studio = useStudio();

  test("on a dozen pages, in boxes, words and light: else npm run goldens", async () => {
    const wrong: string[] = [];
    await studio.visit({ viewport: wide }, async ({ page, go }) => {
      if (writesGoldens) rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const look of looks) {
        await show(page, go, look);
        const [picture, structure] = [await settled(page, () => shot(page)), await structureOf(page)];
        const [image, lines] = [join(folder, `${look.name}.jpg`), join(folder, `${look.name}.txt`)];
        if (writesGoldens) {
          writeFileSync(image, picture);
          writeFileSync(lines, written(structure));
          continue;
        }
        if (!existsSync(image)) expect.fail(`${look.name} was never kept: npm run goldens`);
        const kept = asWritten(readFileSync(lines, "utf8"));
        const found = [
          ...structuralDifferences(structure, kept),
          ...(await pictureDifferences(page, picture, readFileSync(image))),
        ];
        wrong.push(...found.slice(0, 12).map((one) => `${look.name}: ${one}`));
      }
    });
    expect(wrong).toEqual([]);
    // A dozen seconds where nobody else works; on a machine that is shared it takes what it takes.
  }, 300_000);

  test("in less than a megabyte and a half", () => {
    const sizes = readdirSync(folder).map((file) => statSync(join(folder, file)).size);
    expect(sizes).toHaveLength(2 * looks.length);
    expect(sizes.reduce((sum, one) => sum + one, 0)).toBeLessThan(1_500_000);
  });

  test("and is seen to look otherwise where its legend is hidden, a panel is moved or its colours are turned", async () => {
    const look = looks.find(({ name }) => name === "world-wide-dark-zh")!;
    const kept = asWritten(readFileSync(join(folder, `${look.name}.txt`), "utf8"));
    const image = readFileSync(join(folder, `${look.name}.jpg`));
    const broken = {
      "a legend that is hidden": ".legend { visibility: hidden }",
      "a panel that is moved": ".beside { transform: translateX(-48px) }",
      "a picture without its country": ".country-box canvas { opacity: 0 }",
      "another light": "body { background: #f6f4ee }",
    };
    await studio.visit({ viewport: wide }, async ({ page, go }) => {
      await show(page, go, look);
      for (const [what, rules] of Object.entries(broken)) {
        await page.evaluate((text) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          document.adoptedStyleSheets = [sheet];
        }, rules);
        const seen = [
          ...structuralDifferences(await structureOf(page), kept),
          ...(await pictureDifferences(page, await settled(page, () => shot(page)), image)),
        ];
        expect(seen.length, what).toBeGreaterThan(0);
      }
    });
  }, 180_000);
});
