import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { platform } from "node:process";
import { deflateRawSync } from "node:zlib";
import { root } from "./engine.js";

/** @typedef {import("playwright-core").Page} Tab */

/**
 * What the studio's own page came to, as it is served. Times are in milliseconds.
 * @typedef {{ shownAfter: number, ticks: number, seconds: number, toPaint: number, worst: string, events: number,
 *   longestTask: number, personAfter: number }} Felt
 */

/** Memory at a tick, in bytes: the heaps of the page and of all its workers, and what their process holds, worlds included. */
/** @typedef {{ tick: number, page: number, workers: number, held: number }} Kept */

/**
 * Serves the studio by the command, hands its address over, and ends it.
 * @template T
 * @param {(address: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withStudio(use) {
  const words = [`${root}bin/glasshouse.js`, "studio", "--no-open", "--json", "--port", "48000"];
  const server = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const text = await new Promise((resolve, reject) => {
      server.stdout.once("data", resolve);
      server.once("close", (code) => reject(new Error(`the studio was not served: ${code}`)));
    });
    return await use(`http://127.0.0.1:${JSON.parse(String(text)).port}/`);
  } finally {
    server.kill("SIGINT");
  }
}

/**
 * Opens a world on the studio's page, plays it as fast as it can and does what somebody does, round after round: clicks a person,
 * comes closer by wheel, moves by keys, chooses another colouring, opens and closes what is under a chart.
 * @param {Tab} tab
 * @param {string} address of the studio
 * @param {{ name: string, people: number, milliseconds: number }} what
 * @returns {Promise<Felt>}
 */
export async function feel(tab, address, { name, people, milliseconds }) {
  const begin = performance.now();
  await openAt(tab, `${address}#world/${name}?people=${people}&seed=1`);
  const shownAfter = performance.now() - begin;
  await tab.locator(".world[aria-busy=false]").waitFor({ timeout: 60_000 });
  await reaches(tab, 0);
  await tab.locator(".pace select").selectOption("0");
  await tab.evaluate(watch);
  await tab.locator(".controls .play").click();
  const [start, from] = [performance.now(), Number(await tab.evaluate(tickNow))];
  const box = await tab.locator(".country-box").boundingBox();
  if (!box) throw new Error("there is no picture on the page");
  const choice = tab.locator(".choose select");
  const all = await choice.locator("option").evaluateAll((found) => found.map((one) => one.getAttribute("value")));
  const colourings = all.slice(0, 3);
  let round = 0;
  let personAfter = 0;
  while (performance.now() - start < milliseconds) {
    round++;
    const [x, y] = [box.x + box.width * (0.3 + 0.04 * (round % 10)), box.y + box.height * 0.5];
    const before = await tab.evaluate(personNow);
    const pressed = performance.now();
    await tab.mouse.click(x, y);
    await tab.waitForFunction((old) => ![old, ""].includes(/person=\d+/.exec(location.hash)?.[0] ?? ""), before);
    personAfter = Math.max(personAfter, performance.now() - pressed);
    await tab.getByRole("button", { name: "Close the file" }).click();
    await tab.locator(".country-box").focus();
    for (const deltaY of [-120, -120, 240]) await tab.mouse.wheel(0, deltaY);
    for (const key of ["ArrowLeft", "ArrowRight", "+", "0"]) await tab.keyboard.press(key);
    await choice.selectOption(colourings[round % colourings.length] ?? null);
    await tab.locator(".behind summary").first().click();
    await tab.evaluate(() => scrollTo(0, 0));
  }
  const seconds = (performance.now() - start) / 1000;
  const ticks = Number(await tab.evaluate(tickNow)) - from;
  await tab.locator(".controls .play").click();
  const felt = /** @type {Pick<Felt, "toPaint" | "worst" | "events" | "longestTask">} */ (await tab.evaluate("felt"));
  return { shownAfter, ticks, seconds, personAfter, ...felt };
}

// Functions of the page: its policy allows no text to be run.
const personNow = () => /person=\d+/.exec(location.hash)?.[0] ?? "";
const tickNow = () => Number(document.querySelector(".timeline input")?.getAttribute("data-tick"));

/** @param {Tab} tab @param {number} least @param {number} [timeout] */
async function reaches(tab, least, timeout = 60_000) {
  const isThere = (/** @type {number} */ tick) =>
    Number(document.querySelector(".timeline input")?.getAttribute("data-tick") ?? Number.NaN) >= tick;
  await tab.waitForFunction(isThere, least, { timeout, polling: 100 });
}

/** @param {Tab} tab @param {string} address */
async function openAt(tab, address) {
  await tab.goto(address);
  // A tick is told with the first picture, and not before.
  await reaches(tab, Number.NEGATIVE_INFINITY);
}

/** Of the browser's own clock: from an input until the next picture of the page, and tasks that keep it from coming. */
const watch = `
  globalThis.felt = { toPaint: 0, worst: "", events: 0, longestTask: 0 };
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) {
      felt.events++;
      if (duration > felt.toPaint) Object.assign(felt, { toPaint: duration, worst: name });
    }
  }).observe({ type: "event", durationThreshold: 16 });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) felt.longestTask = Math.max(felt.longestTask, duration);
  }).observe({ type: "longtask" });
`;

/**
 * Memory of the studio's page while a world that is long enough comes to a tick, as often as told on the way.
 * @param {Tab} tab
 * @param {string} address of the studio
 * @param {{ text: string, people: number, ticks: number, looks: number }} what `text`: a world that lives so long, as YAML
 * @returns {Promise<readonly Kept[]>}
 */
export async function keep(tab, address, { text, people, ticks, looks }) {
  const packed = deflateRawSync(text).toString("base64url");
  await openAt(tab, `${address}#world/long?people=${people}&seed=1&text=${packed}`);
  await tab.locator(".world[aria-busy=false]").waitFor({ timeout: 60_000 });
  await reaches(tab, 0);
  await tab.locator(".pace select").selectOption("0");
  await tab.locator(".controls .play").click();
  /** @type {Kept[]} */
  const kept = [];
  for (let look = 1; look <= looks; look++) {
    await reaches(tab, Math.floor((ticks * look) / looks), 3_600_000);
    kept.push(await memoryOf(tab));
  }
  return kept;
}

/** @param {Tab} tab @returns {Promise<Kept>} */
async function memoryOf(tab) {
  const told = await tab.evaluate(async () => {
    const all = /** @type {any} */ (performance);
    /** @type {{ breakdown: readonly { bytes: number, attribution: readonly { scope: string }[] }[] }} */
    const { breakdown } = await all.measureUserAgentSpecificMemory();
    const of = (/** @type {(scope: string) => boolean} */ isMeant) =>
      breakdown
        .filter(({ attribution }) => attribution.some(({ scope }) => isMeant(scope)))
        .reduce((sum, { bytes }) => sum + bytes, 0);
    return { page: of((scope) => scope === "Window"), workers: of((scope) => scope !== "Window") };
  });
  return { tick: Number(await tab.evaluate(tickNow)), ...told, held: await heldBy(tab) };
}

/** What the process of the page holds, in bytes; NaN where the system does not say. @param {Tab} tab */
async function heldBy(tab) {
  if (platform !== "linux") return Number.NaN;
  const browser = tab.context().browser();
  if (!browser) return Number.NaN;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const held = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) =>
      Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? Number.NaN),
    );
  return Math.max(...held) * 1024;
}
