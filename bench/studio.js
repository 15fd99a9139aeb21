import { createServer } from "node:http";
import { argv } from "node:process";
import { chromium } from "playwright-core";
import { build } from "vite";
import { buildStudio } from "../scripts/studio.js";
import { readOption, refuseUnlessQuiet } from "./child.js";
import { library, root } from "./engine.js";
import { layMarkdown, sayMillions } from "./page.js";
import { feel, keep, withStudio } from "./studio-input.js";

// usage: studio.js [--people N] [--scenario NAME] [--seconds N] [--ticks N] [--anyway]
// The studio's host and picture in Chromium, beside `glasshouse bench` on the same machine: the first picture, the pace, how long
// answers take; then the page itself, as it is served: from an input to the next picture. With --ticks, memory on the way to that
// tick, and nothing else. Figures are told, not asserted.

const people = Number(readOption("--people") ?? 1_000_000);
const seconds = Number(readOption("--seconds") ?? 10);
const ticks = Number(readOption("--ticks") ?? 0);
const name = readOption("--scenario") ?? "suining";
/** Milliseconds to the first picture, the share of the bench's pace, milliseconds of an answer, at most or least. */
const asked = { painted: 3000, share: 0.4, answer: 100 };
const flags = ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--no-first-run"];
/** Memory is measured at once, and not when the browser sees fit. */
const eager = "--enable-blink-features=ForceEagerMeasureMemory";
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
  try {
    return await inTab(async (tab) => {
      await tab.goto(`http://127.0.0.1:${address.port}/`);
      const call = `import("/entry.js").then(({ measure }) => measure(${JSON.stringify(name)}, ${people}, ${seconds * 1000}))`;
      return /** @type {Promise<import("./studio-page.js").Measured>} */ (tab.evaluate(call));
    });
  } finally {
    server.close();
  }
}

/** @template T @param {(tab: import("playwright-core").Page) => Promise<T>} use @returns {Promise<T>} */
async function inTab(use) {
  const executablePath = readOption("--chromium") ?? process.env.GLASSHOUSE_CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: [...flags, eager] });
  try {
    return await use(await browser.newPage({ viewport: { width: 1280, height: 720 } }));
  } finally {
    await browser.close();
  }
}

if (!argv.includes("--anyway")) refuseUnlessQuiet(people * 2000);
const scenario = library.readShipped(name);
const count = people.toLocaleString("en-US");
await buildStudio();
console.log((ticks > 0 ? await layMemory() : await layTimes()).join("\n"));

async function layTimes() {
  const there = await inBrowser();
  const here = await library.bench(scenario, { sizes: [people], seconds, threads: there.threads });
  const row = here.rows.find(({ threads }) => threads === there.threads) ?? here.rows[0];
  const felt = await withStudio((address) =>
    inTab((tab) => feel(tab, address, { name, people, milliseconds: seconds * 1000 })),
  );
  const most = `≤ ${asked.answer} ms`;
  const sayPace = (/** @type {{ ticks: number, seconds: number }} */ of) => {
    const pace = (of.ticks * people) / of.seconds;
    const share = pace / row.personTicksPerSecond;
    return `${sayMillions(pace)}, ${share.toFixed(2)} of ${sayMillions(row.personTicksPerSecond)}`;
  };
  const note = there.note ? ` (${there.note})` : "";
  return [
    `${scenario.title}, ${count} people, ${there.threads} threads${note}, drawn by the ${there.frames.by}:`,
    ...layMarkdown(
      ["what", "asked", "measured"],
      [
        ["first picture", `≤ ${asked.painted} ms`, say(there.paintedAfter)],
        ["million person-ticks/s", `≥ ${asked.share} of bench`, sayPace(there)],
        ["longest answer of the picture while it plays", most, say(Math.max(...there.pictureAnswers))],
        ["… and in 19 of 20 cases", "", say(usual(there.pictureAnswers))],
        ["longest answer of the host", most, say(Math.max(...there.hostAnswers))],
        ["… and in 19 of 20 cases", "", say(usual(there.hostAnswers))],
        ["longest task of a page with nothing else", most, say(there.longestTask)],
        ["pictures drawn a second, 1280 × 720", "", (there.frames.times / there.seconds).toFixed(1)],
        ["moments told a second", "", (there.moments / there.seconds).toFixed(1)],
        ["the studio's page: first picture", `≤ ${asked.painted} ms`, say(felt.shownAfter)],
        ["million person-ticks/s, while somebody opens file after file", "", sayPace(felt)],
        ["longest from an input to the next picture", most, `${say(felt.toPaint)} ${felt.worst}`],
        ["longest from a click to whose file it opens", most, say(felt.personAfter)],
        ["longest task", most, say(felt.longestTask)],
      ],
    ),
  ];
}

async function layMemory() {
  const { amount, per = "tick" } = scenario.data.time.tick;
  const said = JSON.parse(scenario.text);
  // Without its questions: what they are held against would have to live as long.
  const time = { ...said.time, span: `${ticks * amount} ${per}s` };
  const text = JSON.stringify({ ...said, time, questions: undefined });
  const kept = await withStudio((address) => inTab((tab) => keep(tab, address, { text, people, ticks, looks: 8 })));
  const say = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return [
    `${scenario.title}, ${count} people, memory of the studio's page on the way to tick ${ticks}:`,
    ...layMarkdown(
      ["tick", "heap of the page", "heaps of its workers", "held by the process, worlds included"],
      kept.map((one) => [String(one.tick), say(one.page), say(one.workers), say(one.held)]),
    ),
  ];
}

function say(/** @type {number} */ milliseconds) {
  return `${milliseconds.toFixed(0)} ms`;
}

/** What 19 of 20 are no longer than. @param {readonly number[]} all */
function usual(all) {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? Number.NaN;
}
