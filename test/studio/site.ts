import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { buildStudio } from "../../scripts/studio.js";
import { serveStudio } from "../../src/cli/studioServer.ts";
import { closeBrowser, withPage } from "../browser/harness.ts";

type Options = Parameters<typeof withPage>[0];

export interface Visit {
  readonly page: Page;
  /** What went wrong in the console, and requests that left the page. */
  readonly wrong: string[];
  /** Goes to a place of the studio, such as `#world/suining`. */
  go(hash: string): Promise<void>;
  /** Waits until the world stands at a tick, or has come so far. */
  reaches(tick: number): Promise<void>;
}

/** The studio, built and served for the tests of a file as the command serves it. */
export function useStudio(): {
  visit<T>(options: Options, use: (visit: Visit) => Promise<T>): Promise<T>;
  /** Its scripts, as they are served. */
  files(): { readonly name: string; readonly is: string }[];
} {
  const made = { folder: "", origin: "", close: async (): Promise<void> => {} };
  beforeAll(async () => {
    made.folder = mkdtempSync(join(tmpdir(), "glasshouse-page-"));
    await buildStudio({ out: join(made.folder, "site") });
    const server = await serveStudio(join(made.folder, "site"), 43_747);
    made.origin = `http://127.0.0.1:${server.port}`;
    made.close = () => server.close();
  }, 170_000);
  afterAll(async () => {
    await closeBrowser();
    await made.close();
    rmSync(made.folder, { recursive: true, force: true });
  });
  return {
    files: () => {
      const folder = join(made.folder, "site", "assets");
      const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
      return scripts.map((name) => ({ name, is: readFileSync(join(folder, name), "utf8") }));
    },
    visit: (options, use) =>
      withPage(options, (page) => {
        const wrong: string[] = [];
        page.on("console", (said) => {
          if (said.type() === "error" || said.type() === "warning") wrong.push(said.text());
        });
        page.on("pageerror", (error) => wrong.push(`uncaught: ${error.stack ?? error.message}`));
        page.on("request", (request) => {
          const url = request.url();
          if (!url.startsWith(made.origin) && !/^(blob|data):/.test(url)) wrong.push(`asked for ${url}`);
        });
        page.on("dialog", (dialog) => {
          wrong.push(`a script of another ran: ${dialog.message()}`);
          void dialog.dismiss();
        });
        return use({
          page,
          wrong,
          go: async (hash) => void (await page.goto(`${made.origin}/${hash}`)),
          reaches: (tick) => reaches(page, tick),
        });
      }),
  };
}

async function reaches(page: Page, tick: number): Promise<void> {
  await page.waitForFunction(
    (least) => Number(document.querySelector<HTMLElement>(".timeline input")?.dataset.tick ?? -1) >= least,
    tick,
    { timeout: 40_000 },
  );
}

/** Pictures are drawn in threads of their own: what is taken is looked at until nothing moves any more. */
export async function settled(page: Page, shoot: () => Promise<Buffer>): Promise<Buffer> {
  let before = await shoot();
  for (let time = 0; time < 20; time++) {
    await page.waitForTimeout(120);
    const now = await shoot();
    if (now.equals(before)) return now;
    before = now;
  }
  return before;
}

/** What a page shows of the world that is open. */
export interface Looked {
  readonly chips: readonly string[];
  readonly charts: readonly string[];
  readonly controls: number;
  /** Of its texts, those that are empty, or no words for people. */
  readonly empty: readonly string[];
  readonly foot: string;
}

export async function looked(page: Page): Promise<Looked> {
  const seen = await page.evaluate(() => {
    const textsOf = (select: string) => [...document.querySelectorAll(select)].map((one) => one.textContent ?? "");
    return {
      chips: textsOf(".chip"),
      charts: textsOf(".chart figcaption"),
      others: textsOf("h1, .asks, .choose option, .more-charts label, .chart .keys"),
      controls: document.querySelectorAll(".controls button, .controls select, .controls input").length,
      foot: document.querySelector(".foot p")?.textContent ?? "",
    };
  });
  const texts = [...seen.chips, ...seen.charts, ...seen.others];
  return { ...seen, empty: texts.filter((text) => text.trim() === "" || /\w_\w|\[object|undefined|NaN/.test(text)) };
}

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

declare const window: { axe: { run(context: unknown, options: unknown): Promise<{ violations: Violation[] }> } };

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds against WCAG 2.2 AA on a page as it stands, a line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(axe, "utf8"));
  const found = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    return (await window.axe.run(document, { runOnly: tags })).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`),
  );
}
