import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readScenario, readShipped, run } from "../../src/index.ts";
import { hasChromium } from "../browser/chromium.ts";
import { StudioSite, violations } from "./studioPage.ts";

const command = fileURLToPath(new URL("../../bin/glasshouse.js", import.meta.url));
const site = new StudioSite();
const looks = [
  { width: 1280, dark: false, language: "en" },
  { width: 360, dark: true, language: "zh" },
] as const;

async function isWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
}

/** What is behind a chart: the command that is told there, and what its CSV has. */
async function behind(page: Page, where: string): Promise<{ readonly command: string | null; readonly csv: string }> {
  const opened = page.locator(`${where} details.behind`).first();
  await opened.locator("summary").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    opened.getByRole("button", { name: "Save CSV" }).click(),
  ]);
  return { command: await opened.locator("code").textContent(), csv: readFileSync((await download.path())!, "utf8") };
}

/** The text of what a button saves. */
async function savedBy(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return readFileSync((await download.path())!, "utf8");
}

describe.runIf(hasChromium)("the studio", () => {
  beforeAll(() => site.open(), 120_000);
  afterAll(() => site.close());

  test("has a person's file as the command prints it, to be walked through by keys", async () => {
    const said = await site.at("#world/suining?people=3000&seed=2&tick=40&person=7", {}, async (page) => {
      const story = page.locator(".story");
      await story.waitFor();
      const printed = await page.locator(".printed pre").textContent();
      const asked = ["--person", "7", "--people", "3000", "--tick", "40", "--seed", "2"];
      const told = execFileSync(process.execPath, [command, "explain", "suining", ...asked], { encoding: "utf8" });
      expect(printed!.trim()).toBe(told.trim());
      await story.focus();
      for (const key of ["ArrowDown", "ArrowDown", "ArrowUp"]) await page.keyboard.press(key);
      expect(await story.locator('[aria-selected="true"]').count()).toBe(1);
      expect(await story.getAttribute("aria-activedescendant")).toMatch(/-0$/);
      const { command: line, csv } = await behind(page, ".person");
      expect(line).toBe("glasshouse explain suining --person 7 --people 3000 --seed 2 --tick 40");
      expect(csv.split("\n")[2]).toBe("tick,score,date,kind,what,points");
      expect(csv.trim().split("\n").length).toBeGreaterThan(2 + 40);
      // A kind that is switched off is gone from the list.
      const rows = await story.locator('[role="option"]').count();
      await page.locator(".marks input").first().click();
      expect(await story.locator('[role="option"]').count()).toBeLessThan(rows);
      await page.keyboard.press("Escape");
      await page.locator(".sheet").waitFor({ state: "detached" });
      expect(page.url()).not.toContain("person=");
    });
    expect(said).toEqual([]);
  });

  test("changes a rule, runs it again, and saves what the command runs to the same figures", async () => {
    const said = await site.at("#rules/littering?people=3000&tick=20", {}, async (page) => {
      await page.locator(".rules-section").first().waitFor();
      await page.getByRole("searchbox").fill("points littering");
      const field = page.locator(".fact input").first();
      const undo = page.getByRole("button", { name: "Undo" });
      await field.fill("-7");
      await field.press("Tab");
      await page.locator(".changes ins").waitFor();
      await undo.click();
      expect(await page.locator(".changes li").count()).toBe(0);
      await page.getByRole("button", { name: "Redo" }).click();
      await page.getByRole("radio", { name: "from the first day" }).click();
      await page.getByRole("button", { name: "Restart with these changes" }).click();
      await page.waitForURL(/with\.scheme\.points\.littering/);
      await page.locator(".moved td.number").nth(1).filter({ hasText: /\d/ }).waitFor();
      await page.getByRole("button", { name: "The file" }).click();
      await page.locator(".editor").waitFor();
      const text = await savedBy(page, "Save");
      expect(text).toContain("extends: littering");
      const scale = { people: 1500, ticks: 20 };
      const changed = readShipped("littering").with({ "scheme.points.littering": { is: -7, assumed: "x" } });
      const hash = async (of: ReturnType<typeof readScenario>): Promise<string> => (await run(of, scale)).stateHash;
      expect(await hash(readScenario(text))).toBe(await hash(changed));
    });
    expect(said).toEqual([]);
  });

  test("lets a world go on under a rule that is changed, as the command does with its file", async () => {
    const said = await site.at("#rules/littering?people=3000&tick=20", {}, async (page) => {
      await page.locator(".rules-section").first().waitFor();
      await page.getByRole("searchbox").fill("points littering");
      const field = page.locator(".fact input").first();
      for (const points of ["-7", "-9"]) {
        await field.fill(points);
        await field.press("Tab");
        await page.locator(".changes ins").filter({ hasText: points }).waitFor();
        await page.getByRole("button", { name: "Go on with these changes" }).click();
        await page.waitForURL((url) => decodeURIComponent(url.hash).includes(`:${points}`));
      }
      expect(await page.getByText("lives its past again").count()).toBe(0);
      // What the world is made of cannot change any more, which is said beside it and by whoever tries.
      await page.getByRole("searchbox").fill("population size");
      expect(await page.locator(".fact .restarts").count()).toBeGreaterThan(0);
      await page.locator(".fact input").first().fill("5000");
      await page.locator(".fact input").first().press("Tab");
      await page.getByRole("button", { name: "Go on with these changes" }).click();
      await page.locator(".problem").filter({ hasText: "cannot change while the world goes on" }).waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("button", { name: "The file" }).click();
      await page.locator(".editor").waitFor();
      const text = await savedBy(page, "Save");
      expect(text).toMatch(/dated.*-7|dated.*-9/);
      await page.getByRole("button", { name: "The world" }).click();
      await page.locator(".events").filter({ hasText: "was changed while the world went on" }).waitFor();
      await page.getByRole("button", { name: "Step" }).click();
      await page.waitForFunction(
        () => Number(document.querySelector<HTMLElement>(".timeline input")?.dataset.tick) >= 21,
      );
      await page.locator("summary").filter({ hasText: "The whole run" }).click();
      const told = await run(readScenario(text), { people: 3000, ticks: 21 });
      expect(await savedBy(page, "All figures (CSV)")).toBe(told.results.csv());
    });
    expect(said).toEqual([]);
  });

  test("says what is wrong with a change, and lets the world that runs be", async () => {
    await site.at("#rules/littering?people=3000&tick=5", {}, async (page) => {
      await page.locator(".rules-section").first().waitFor();
      await page.getByRole("searchbox").fill("population size");
      const field = page.locator(".fact input").first();
      await field.fill("-5");
      await field.press("Tab");
      await page.locator(".problem").waitFor();
      expect(await page.getByRole("button", { name: "Go on with these changes" }).isDisabled()).toBe(true);
      expect(page.url()).not.toContain("with.");
    });
  });

  test("marks what is wrong in a file at its place, and runs a text of one's own", async () => {
    const said = await site.at("#rules/littering?people=3000", {}, async (page) => {
      await page.locator(".rules-section").first().waitFor();
      await page.getByRole("button", { name: "The file" }).click();
      const content = page.locator(".cm-content");
      await content.waitFor();
      await content.click();
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("titel: x\n");
      await page.locator(".problem").first().waitFor();
      expect(await page.locator(".cm-lint-marker-error").count()).toBeGreaterThan(0);
      expect(await page.locator(".problems button").first().textContent()).toMatch(/^1:/);
      await page.keyboard.press("Control+Home");
      await page.keyboard.press("Shift+ArrowDown");
      await page.keyboard.press("Delete");
      await page.keyboard.type("# mine\n");
      await page.locator(".problem").first().waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Run this text" }).click();
      await page.waitForURL(/text=/);
    });
    expect(said).toEqual([]);
  });

  test("runs twins beside each other, and answers what is asked with a pause between", async () => {
    const said = await site.at("#twins/tencent?people=3000&tick=20&twin=yes", {}, async (page) => {
      await page.locator(".groups th[scope=row]").first().waitFor();
      const stands = await page.locator(".twins .shares").first().getAttribute("aria-label");
      expect(stands).toMatch(
        /^By score: [\d,]+ have more of it here than in the other world, [\d,]+ the same, [\d,]+ less\.$/,
      );
      const told = (): Promise<number> =>
        page.locator(".asking progress").evaluate((bar: HTMLProgressElement) => bar.value);
      // So many that nobody is too slow to pause.
      await page.locator(".asking select").selectOption("32");
      await page.getByRole("button", { name: "Run the seeds" }).click();
      // From within, as soon as an answer is there: whoever looks on from without may be too late on a machine that is shared.
      await page.waitForFunction(() => {
        if (!document.querySelector(".verdict")) return false;
        document.querySelector<HTMLElement>(".asking button")?.click();
        return true;
      });
      await page.getByRole("button", { name: "Go on" }).waitFor();
      const paused = await told();
      expect(paused).toBeLessThan(32);
      await page.getByRole("button", { name: "Go on" }).click();
      await expect.poll(told, { timeout: 60_000 }).toBeGreaterThan(paused + 1);
      const { command: line, csv } = await behind(page, ".question");
      expect(line).toMatch(/^glasshouse run tencent --people \d+ --seed 1 --ticks \d+ --twins \d+ --twin-people \d+$/);
      expect(csv.split("\n")[2]).toBe("seed,this world,the other world");
      const shares = await behind(page, ".twins section:has(.pictures)");
      const drawn = page.locator(".twins section:has(.pictures) details.behind button");
      expect(await drawn.allTextContents()).toEqual(["Save SVG", "Save PNG", "Save CSV"]);
      expect(shares.csv.split("\n")[2]).toBe("above,same,below");
      await page.locator(".care input").first().focus();
      await page.keyboard.press("End");
      expect(await page.locator(".care-says").first().textContent()).toBe("much more of it");
    });
    expect(said).toEqual([]);
  });

  test("lives one life, which the command lives again to the same hash", async () => {
    const said = await site.at("#life/littering?people=3000&seed=4", {}, async (page) => {
      await page.locator(".life-buttons button").first().waitFor();
      const settled = '.one-life[aria-busy="false"]';
      for (let turn = 0; turn < 2; turn++) {
        await page.locator(".life-buttons button").first().click();
        await page.locator(settled).waitFor();
        await page.getByText(`--ticks ${turn + 2} `).waitFor({ state: "attached" });
      }
      await page.locator(".life-summed > summary").click();
      expect(await page.locator(".life-summed").textContent()).toMatch(
        /What it cost.*What the score saw.*littering.*× 2/s,
      );
      const kept = await page.locator(".life-kept pre").textContent();
      const text = await savedBy(page, "Save this life");
      const again = await run(readScenario(text), { people: 20_000, seed: 4, ticks: 3 });
      expect(kept).toBe(`glasshouse run littering-life.yaml --people 20000 --ticks 3 --seed 4\n${again.stateHash}`);
      expect(readScenario(text).data.life?.acts).toHaveLength(2);
    });
    expect(said).toEqual([]);
  });

  test.each(looks)("can be used by everyone: $width, dark $dark, $language", async ({ language, ...look }) => {
    const views: readonly (readonly [string, string])[] = [
      ["#rules/rongcheng?people=2000&tick=30&person=3", ".story"],
      ["#rules/suining?people=2000&tick=5", ".rules-section"],
      ["#twins/littering?people=2000&tick=10&twin=yes", ".groups th"],
      ["#life/suining?people=2000", ".life-buttons button"],
    ];
    for (const [hash, there] of views) {
      await site.at(`${hash}&language=${language}`, look, async (page) => {
        await page.locator(there).first().waitFor();
        expect([hash, await violations(page)]).toEqual([hash, []]);
        expect([hash, await isWide(page)]).toEqual([hash, false]);
      });
    }
  });
});
