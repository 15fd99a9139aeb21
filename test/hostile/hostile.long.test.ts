import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { hasChromium } from "../browser/chromium.ts";
import { closeBrowser, withPage } from "../browser/harness.ts";
import { attempt, harmlessPage, openHarmless } from "./attempt.ts";

const attempts = 10_000;
const opened = 200;
const folder = mkdtempSync(join(tmpdir(), "glasshouse-hostile-"));
afterAll(closeBrowser);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every kind of element in each page, as the browser's own parser reads it: its name and those of its attributes. */
function kindsIn(tab: Page, pages: readonly string[]): Promise<string[][]> {
  return tab.evaluate((texts) => {
    const kindsOf = (html: string): string[] => {
      const all = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("*")];
      return [...new Set(all.map((one) => [one.localName, ...one.getAttributeNames()].join(" ")))];
    };
    return texts.map(kindsOf);
  }, pages);
}

function flat(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Opens a page, and gives whatever it asked for, raised, ran or wrote. */
async function tracesOf(html: string): Promise<string[]> {
  const path = join(folder, "page.html");
  writeFileSync(path, html);
  const url = pathToFileURL(path).href;
  return withPage({ viewport: { width: 360, height: 800 } }, async (tab) => {
    const traces: string[] = [];
    await tab.route("**", (route) => (route.request().url() === url ? route.continue() : route.abort()));
    tab.on("request", (request) => request.url() !== url && traces.push(`asked for ${request.url()}`));
    tab.on("dialog", (dialog) => {
      traces.push(`raised ${dialog.message()}`);
      void dialog.dismiss();
    });
    // A style or script that the page's own policy refused would be told here.
    tab.on("console", (message) => traces.push(`wrote ${message.text()}`));
    await tab.goto(url);
    const { title, heading, wide } = await tab.evaluate(() => ({
      title: document.title,
      heading: document.querySelector("h1")?.textContent,
      wide: document.documentElement.scrollWidth,
    }));
    // Blanks of all kinds are one in headings, and those of ASCII in the names of tabs.
    if (flat(title) !== flat(`${heading} – Glasshouse`)) traces.push(`is called ${title}`);
    if (wide > 360) traces.push(`is ${wide} wide`);
    return traces;
  });
}

test.runIf(hasChromium)(`${attempts} hostile files stay text, in every verb and in a browser`, async () => {
  await openHarmless();
  const faults: string[] = [];
  const pages: { readonly i: number; readonly html: string }[] = [];
  let [refused, parsed, looked] = [0, 0, 0];
  const tryAll = async (tab: Page): Promise<void> => {
    const known = new Set((await kindsIn(tab, [harmlessPage()]))[0]);
    const parse = async (): Promise<void> => {
      const all = pages.splice(0);
      for (const [place, kinds] of (
        await kindsIn(
          tab,
          all.map(({ html }) => html),
        )
      ).entries()) {
        const { i, html } = all[place]!;
        const strange = kinds.filter((kind) => !known.has(kind));
        faults.push(...strange.map((kind) => `${i}: the browser finds an element of its text: ${kind}`));
        parsed++;
        if (looked >= opened || place % 10 !== 0) continue;
        looked++;
        faults.push(...(await tracesOf(html)).map((trace) => `${i}: the page ${trace}`));
      }
    };
    for (let i = 0; i < attempts; i++) {
      const outcome = await attempt(i, folder);
      faults.push(...outcome.faults);
      if (outcome.page === undefined) refused++;
      else pages.push({ i, html: outcome.page });
      if (pages.length === 50) await parse();
    }
    await parse();
  };
  await withPage({}, tryAll);
  console.info(
    `${attempts} hostile files: ${attempts - refused} run, ${refused} refused, ${parsed} pages parsed, ${looked} opened; ` +
      `${faults.length} faults`,
  );
  expect(faults).toEqual([]);
  expect({ parsed, looked }).toEqual({ parsed: attempts - refused, looked: opened });
});
