import { basename, dirname, resolve } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { bundle, type Site } from "./bundle.ts";
import { findChromium } from "./chromium.ts";
import { type Host, serve } from "./server.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// As text: the test runner rewrites `import()` in its own code to something that a page does not have.
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>test</title>
<script>
  async function callExport(name, args) {
    const module = await import("/entry.js");
    if (typeof module[name] !== "function") throw new Error(name + " is not an exported function");
    return module[name](...args);
  }
</script>`;

declare function callExport(name: string, args: readonly unknown[]): Promise<unknown>;

let browser: Promise<Browser> | undefined;
const sites = new Map<string, Promise<Site>>();
const hosts = new Map<string, Promise<Host>>();

/**
 * Calls an exported function of a TypeScript module inside a cross-origin isolated page of Chromium.
 *
 * One browser serves all calls of a test file, and a module is bundled once; end with `afterAll(closeBrowser)`.
 *
 * @param entry path of the module, absolute or from the working folder
 * @param name of the export; it may be async
 * @param args plain data: numbers (NaN, -0 and infinities as they are), strings, arrays, records, typed arrays
 * @param options `isolated: false` for a page that is not cross-origin isolated, as most are
 * @returns what the function returned, plain data as well
 * @throws what the function threw, with whatever the page wrote to its console
 */
export async function runInBrowser<T>(
  entry: string,
  name: string,
  args: readonly unknown[] = [],
  { isolated = true }: { isolated?: boolean } = {},
): Promise<T> {
  const host = await hostOf(resolve(entry), isolated);
  return withPage({}, async (tab) => {
    await tab.goto(`${host.origin}/`);
    return (await tab.evaluate((call) => callExport(call.name, call.args), { name, args })) as T;
  });
}

/**
 * Writes a picture of a page to a PNG file.
 *
 * @param target a URL, or the path of an HTML file, whose folder is then served with it
 * @param png path of the file to write
 * @param size of the window in CSS pixels
 */
export async function screenshot(target: string, png: string, size: { width: number; height: number }): Promise<void> {
  const host = /^[a-z]+:\/\//.test(target) ? undefined : await serve(dirname(resolve(target)));
  try {
    await withPage({ viewport: size }, async (tab) => {
      await tab.goto(host ? `${host.origin}/${encodeURIComponent(basename(target))}` : target, { waitUntil: "load" });
      await tab.evaluate(() => document.fonts.ready.then(() => undefined));
      await tab.screenshot({ path: png });
    });
  } finally {
    await host?.close();
  }
}

/** Opens a page, hands it over and closes it; what it wrote to its console is added to an error. */
export async function withPage<T>(
  options: Pick<BrowserContextOptions, "viewport" | "colorScheme" | "locale" | "reducedMotion">,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  browser ??= launch();
  const tab = await (await browser).newPage(options);
  const said: string[] = [];
  tab.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => said.push(`uncaught: ${error.stack ?? error.message}`));
  try {
    return await use(tab);
  } catch (error) {
    if (error instanceof Error && said.length > 0) error.message += `\nthe page said:\n${said.join("\n")}`;
    throw error;
  } finally {
    await tab.close();
  }
}

/** Ends the browser and the servers; safe to call when none was opened. */
export async function closeBrowser(): Promise<void> {
  const [open, serving] = [browser, [...hosts.values()]];
  browser = undefined;
  hosts.clear();
  await (await open)?.close();
  for (const host of serving) await (await host).close();
}

function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error("there is no Chromium; install it or name one in GLASSHOUSE_CHROMIUM");
  }
  return chromium.launch({ executablePath, args: flags });
}

function hostOf(entry: string, isolated: boolean): Promise<Host> {
  const key = `${isolated} ${entry}`;
  let host = hosts.get(key);
  if (!host) {
    let site = sites.get(entry);
    site ??= bundle(entry).then((files): Site => new Map([...files, ["/index.html", page]]));
    sites.set(entry, site);
    host = site.then((files) => serve(files, isolated));
    hosts.set(key, host);
  }
  return host;
}
