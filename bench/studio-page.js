import { proxy, transfer } from "comlink";
import { openPicture } from "../studio/picture/openPicture.ts";
import { openHost } from "../studio/world/openHost.ts";

/** @typedef {import("../studio/messages.ts").Moment} Moment */
/** @typedef {import("comlink").Remote<import("../studio/picture/picture.ts").CountryPicture>} Picture */

/**
 * What one page came to. Times are in milliseconds.
 * @typedef {{ threads: number, note: string | undefined, paintedAfter: number, openedAfter: number, ticks: number,
 *   seconds: number, moments: number, pictureAnswers: number[], hostAnswers: number[], longestTask: number,
 *   frames: { times: number, by: string | undefined } }} Measured
 */

/** @param {number} milliseconds */
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Opens a world in this page as the studio does, plays it for a while as fast as it can, with the picture on a canvas, and says
 * how that went.
 * @param {string} name
 * @param {number} people
 * @param {number} milliseconds
 * @returns {Promise<Measured>}
 */
export async function measure(name, people, milliseconds) {
  const begin = performance.now();
  const host = openHost();
  const picture = /** @type {Picture} */ (/** @type {unknown} */ (openPicture()));
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  document.body.append(canvas);
  const offscreen = canvas.transferControlToOffscreen();
  const { port1, port2 } = new MessageChannel();
  await picture.start(transfer(offscreen, [offscreen]), transfer(port2, [port2]));
  await picture.resize(1280, 720, 1);
  await picture.palette(Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 : i >> 2)));
  await host.paint(transfer({ first: port1 }, [port1]));
  /** @type {Moment[]} */
  const moments = [];
  let paintedAfter = Number.NaN;
  const tell = proxy((/** @type {Moment} */ moment) => {
    if (Number.isNaN(paintedAfter)) paintedAfter = performance.now() - begin;
    moments.push(moment);
  });
  const opening = { name, changes: {} };
  const asked = { opening, people, seed: 1, tick: 0, twin: false, colouring: "score", charts: ["score"] };
  const opened = await host.open(asked, tell);
  if (!("threads" in opened)) throw new Error(opened.map(({ rendered }) => rendered).join("\n"));
  const openedAfter = performance.now() - begin;
  let longestTask = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  }).observe({ type: "longtask" });
  /** @type {number[]} */
  const pictureAnswers = [];
  /** @type {number[]} */
  const hostAnswers = [];
  const start = performance.now();
  const from = moments.at(-1)?.tick ?? 0;
  await host.play(0);
  while (performance.now() - start < milliseconds) {
    await wait(100);
    const before = performance.now();
    await picture.at(640, 360);
    const between = performance.now();
    pictureAnswers.push(between - before);
    await host.stopAnswering();
    hostAnswers.push(performance.now() - between);
  }
  await host.pause();
  const seconds = (performance.now() - start) / 1000;
  while (moments.at(-1)?.playing !== false) await wait(10);
  const ticks = (moments.at(-1)?.tick ?? 0) - from;
  const { threads, note } = opened;
  const frames = await picture.drawn();
  const spent = { paintedAfter, openedAfter, seconds, pictureAnswers, hostAnswers, longestTask };
  return { threads, note, ticks, moments: moments.length, frames, ...spent };
}
