import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { buildStudio } from "../../scripts/studio.js";
import { closeBrowser, withPage } from "../browser/harness.ts";
import { type Host, serve } from "../browser/server.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How a page is looked at. */
export interface Looked {
  readonly width?: number;
  readonly dark?: boolean;
}

/** The studio, built and served for the tests of one file. */
export class StudioSite {
  readonly #folder = mkdtempSync(join(tmpdir(), "glasshouse-studio-"));
  #host: Host | undefined;

  async open(): Promise<void> {
    await buildStudio({ out: this.#folder });
    this.#host = await serve(this.#folder);
  }

  /** Opens an address of it, and says what the page's console had to say of it. */
  async at(
    hash: string,
    { width = 1280, dark = false }: Looked,
    use: (page: Page) => Promise<void>,
  ): Promise<string[]> {
    const said: string[] = [];
    const look = { viewport: { width, height: 800 }, colorScheme: dark ? ("dark" as const) : ("light" as const) };
    await withPage(look, async (page) => {
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(error.message));
      await page.goto(`${this.#host!.origin}/${hash}`);
      await use(page);
    });
    return said;
  }

  async close(): Promise<void> {
    await closeBrowser();
    await this.#host?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What axe finds against WCAG 2.2 AA, a line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { axe: tool } = globalThis as unknown as { axe: { run(of: unknown, how: unknown): Promise<AxeFound> } };
    const found = await tool.run(document, { runOnly: tags });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}

interface AxeFound {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
