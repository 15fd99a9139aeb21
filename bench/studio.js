import { createServer } from "node:http";
import { argv } from "node:process";
import { chromium } from "playwright-core";
import { build } from "vite";
import { readOption, refuseUnlessQuiet } from "./child.js";
import { library, root } from "./engine.js";
import { layMarkdown, sayMillions } from "./page.js";

// usage: studio.js [--people N] [--scenario NAME] [--seconds N] [--anyway]
// The studio's host and picture in Chromium, beside `glasshouse bench` on the same machine: the first picture, the pace, how long
// answers take. Figures are told, not asserted.

const people = Number(readOption("--people") ?? 1_000_000);
const seconds = Number(readOption("--seconds") ?? 10);
const name = readOption("--scenario") ?? "suining";
/** Milliseconds to the first picture, the share of the bench's pace, milliseconds of an answer, at most or least. */
const asked = { painted: 3000, share: 0.4, answer: 100 };
const flags = ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--no-first-run"];
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** The page and its workers, by path. @returns {Promise<Map<string, string | Uint8Array>>} */
async function bundle() {
  const options = {
    root,
    configFile: /** @type {const} */ (false),
    logLevel: /** @type {const} */ ("error"),
    worker: { format: /** @type {const} */ ("es") },
    build: {
      write: false,
      modulePreload: /** @type {const} */ (false),
      target: "es2022",
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { entry: `${root}bench/studio-page.js` },
        preserveEntrySignatures: /** @type {const} */ ("strict"),
        output: { format: /** @type {const} */ ("es"), entryFileNames: "[name].js" },
      },
    },
  };
  const { output } = /** @type {import("vite").Rolldown.RolldownOutput} */ (await build(options));
  return new Map(output.map((file) => [`/${file.fileName}`, file.type === "chunk" ? file.code : file.source]));
}

/** What the page measures. @returns {Promise<import("./studio-page.js").Measured>} */
async function inBrowser() {
  const site = await bundle();
  site.set("/", '<!doctype html><link rel="icon" href="data:,"><title>studio</title>');
  const server = createServer(({ url = "/" }, response) => {
    const body = site.get(url);
    const type = url.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(body === undefined ? 404 : 200, { ...headers, "Content-Type": type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  const executablePath = readOption("--chromium") ?? process.env.GLASSHOUSE_CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${address.port}/`);
    const call = `import("/entry.js").then(({ measure }) => measure(${JSON.stringify(name)}, ${people}, ${seconds * 1000}))`;
    return await tab.evaluate(call);
  } finally {
    await browser.close();
    server.close();
  }
}

if (!argv.includes("--anyway")) refuseUnlessQuiet(people * 2000);
const there = await inBrowser();
const scenario = library.readShipped(name);
const here = await library.bench(scenario, { sizes: [people], seconds, threads: there.threads });
const row = here.rows.find(({ threads }) => threads === there.threads) ?? here.rows[0];
const pace = (there.ticks * people) / there.seconds;
const share = pace / row.personTicksPerSecond;
const count = people.toLocaleString("en-US");
const lines = [
  `${scenario.title}, ${count} people, ${there.threads} threads${there.note ? ` (${there.note})` : ""}:`,
  ...layMarkdown(
    ["what", "asked", "measured"],
    [
      ["first picture", `≤ ${asked.painted} ms`, `${there.paintedAfter.toFixed(0)} ms`],
      [
        "million person-ticks/s",
        `≥ ${asked.share} of bench`,
        `${sayMillions(pace)}, ${share.toFixed(2)} of ${sayMillions(row.personTicksPerSecond)}`,
      ],
      ["longest answer while it plays", `≤ ${asked.answer} ms`, `${there.longestAnswer.toFixed(0)} ms`],
      ["longest task of the page", `≤ ${asked.answer} ms`, `${there.longestTask.toFixed(0)} ms`],
      ["pictures drawn a second, 1280 × 720", "", (there.frames / there.seconds).toFixed(1)],
      ["moments told a second", "", (there.moments / there.seconds).toFixed(1)],
    ],
  ),
];
console.log(lines.join("\n"));
