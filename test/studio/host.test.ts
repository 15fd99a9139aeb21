import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { layPage } from "../../src/html/page.ts";
import { answerQuestions, readScenario, readShipped, run } from "../../src/index.ts";
import type { ReadOutcome, WorldsOpened } from "../../studio/messages.ts";
import { hasChromium } from "../browser/chromium.ts";
import { closeBrowser, runInBrowser } from "../browser/harness.ts";
import { glasshouseWith, useFolder } from "../cli/command.ts";
import type { Asked, Filed, Seen } from "./inPage.ts";

const entry = fileURLToPath(new URL("inPage.ts", import.meta.url));
const there = <T>(name: string, ...args: unknown[]): Promise<T> => runInBrowser<T>(entry, name, args);
const opening = { name: "littering", changes: {} };
const asked: Asked = { opening, people: 5000, seed: 3, colouring: "score", charts: ["score"] };
const scale = { people: 5000, seed: 3, threads: 1 } as const;

describe.runIf(hasChromium)("the host in Chromium", () => {
  afterAll(closeBrowser);

  test("plays a world to the end, to the hash and the figures of a run in Node", async () => {
    const seen = await there<Seen>("playOut", asked);
    const done = await run(readShipped("littering"), scale);
    expect(seen.hashes).toEqual([done.stateHash]);
    expect(seen.csv).toEqual([done.results.csv()]);
    expect(seen.opened).toMatchObject({ people: 5000, note: undefined });
    const figures = seen.moments.flatMap(({ grown }) => grown.score ?? []);
    expect(figures).toEqual(done.series("score"));
    expect(seen.moments.at(-1)).toMatchObject({ tick: done.ticks, playing: false });
    expect((seen.opened as WorldsOpened).threads).toBeGreaterThanOrEqual(1);
  });

  test("steps a tick each, from a tick that was asked for", async () => {
    const seen = await there<Seen>("stepOn", { ...asked, tick: 5 }, 3);
    const done = await run(readShipped("littering"), { ...scale, ticks: 8 });
    expect(seen.hashes).toEqual([done.stateHash]);
    expect(seen.moments.at(-1)!.tick).toBe(8);
  });

  test("reads what is shipped, with its place in the text for each fault", async () => {
    const good = await there<ReadOutcome>("read", opening);
    expect(good).toMatchObject({ ok: true, portrayed: { name: "littering", title: readShipped("littering").title } });
    const text = "title: T\ntime: { tick: 1 week, span: 2 weeks }\npopulation: { size: 40, trats: 5 }\n";
    const bad = await there<ReadOutcome>("read", { name: "mine", text, changes: {} });
    expect(bad).toMatchObject({ ok: false, faults: [{ code: "unknown-key", line: 3, column: 25 }] });
    expect(() => readScenario(text)).toThrow(bad.ok ? "" : bad.faults[0]!.message);
  });
});

describe.runIf(hasChromium)("what the host paints and tells", () => {
  afterAll(closeBrowser);
  const folder = useFolder();
  const suining = { name: "suining", changes: {} };
  const seen = (more: Partial<Asked>): Promise<Seen> =>
    there<Seen>("lookAt", { opening: suining, people: 4000, seed: 2, tick: 30, ...more });

  test.each(["band", "trait.household", "state.working"])(
    "paints as many people of each class as it tells: %s",
    async (colouring) => {
      const { paintings, moments } = await seen({ colouring });
      const last = paintings.first.at(-1)!;
      const [spread] = moments.at(-1)!.spread as [readonly number[]];
      expect(last).toMatchObject({ tick: 30, people: 4000, length: 4000, difference: false });
      expect(last.counts.slice(0, spread.length)).toEqual(spread);
      expect(spread.reduce((sum, count) => sum + count, 0)).toBe(4000);
      expect(spread.filter((count) => count > 0).length).toBeGreaterThan(1);
    },
  );

  test("paints a scale in 254 parts, and tells it as a run does", async () => {
    const { paintings, moments } = await seen({ colouring: "score" });
    const done = await run(readShipped("suining"), { people: 4000, seed: 2, ticks: 30, threads: 1 });
    const [{ score }] = done.legend.kinds;
    expect(moments.at(-1)!.spread).toEqual([done.spread(score!.column, 50).counts]);
    const { counts } = paintings.first.at(-1)!;
    expect(counts[255]).toBe(0);
    const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / 4000 / 254;
    expect(score!.from + mean * (score!.to - score!.from)).toBeCloseTo(done.last("score"), 0);
  });

  test("tells every phase and that grades are over, though nobody could hear of it while it happened", async () => {
    const shipped = readFileSync(new URL("../../scenarios/suining.yaml", import.meta.url), "utf8");
    const graded = "graded: { from: { is: start, reported: china-daily-2010 } }";
    expect(shipped).toContain(graded);
    const text = shipped.replace(graded, "announced: { from: start }\n    graded: { from: 2010-06-01 }");
    const scale = { people: 2000, seed: 3, ticks: 90, threads: 1 } as const;
    const { phases, series } = await run(readScenario(text), scale);
    expect(phases.map(({ name }) => name)).toEqual(["announced", "graded", "scoring_only"]);
    const busy = { people: 2000, seed: 3, tick: 90, busy: true, charts: ["score"] };
    const { moments } = await seen({ ...busy, opening: { name: "suining", text, changes: {} } });
    // Before the world settles, and when it stands again: grades came and went between them.
    expect(moments.filter(({ tick }) => tick >= 0 && tick < 90)).toEqual([]);
    expect(moments.flatMap(({ entered }) => entered)).toEqual(phases);
    expect([moments[0]!.gradesOver, moments.at(-1)!.gradesOver]).toEqual([false, true]);
    expect(moments.flatMap(({ grown }) => grown.score ?? [])).toEqual(series("score"));
    // Grades need no phase to come and go by.
    const ruled = shipped.replace('bands_in_force: "phase == graded"', 'bands_in_force: "tick >= 10 && tick < 20"');
    expect(ruled).not.toBe(shipped);
    const then = await seen({ ...busy, opening: { name: "suining", text: ruled, changes: {} } });
    expect(then.moments.at(-1)!.gradesOver).toBe(true);
    const never = shipped.replace('bands_in_force: "phase == graded"', 'bands_in_force: "tick < 0"');
    const none = await seen({ ...busy, opening: { name: "suining", text: never, changes: {} } });
    expect(none.moments.at(-1)!.gradesOver).toBe(false);
  });

  // Somebody goes back in the history at once: whichever comes first, a world is open in the end, and lives.
  test.each([0, 5, 20])("goes on under a changed rule, and back %i ms later", async (wait) => {
    const asked: Asked = { opening, people: 50_000, seed: 3, tick: 3 };
    const done = await there<object>("goOnAndBack", asked, { "scheme.points.littering": -7 }, wait);
    const { stateHash } = await run(readShipped("littering"), { ...scale, people: 50_000, ticks: 4 });
    expect(done).toEqual({ come: [expect.anything(), "open"], tick: 4, hashes: [stateHash] });
  });

  test("tells of a world that goes on under a changed rule what was before it too", async () => {
    const asked: Asked = { opening: suining, people: 2000, seed: 3, tick: 90, charts: ["score"] };
    const { moments } = await there<Seen>("goOn", asked, { "scheme.points.traffic_offence": -25 });
    expect(moments.at(-1)).toMatchObject({ tick: 91, gradesOver: true });
    expect(moments.flatMap(({ entered }) => entered).map(({ name }) => name)).toEqual(["graded", "scoring_only"]);
    expect(moments.flatMap(({ grown }) => grown.score ?? [])).toHaveLength(91);
  });

  test("shows twins with the same luck, and in what they differ", async () => {
    const { paintings, moments, hashes } = await seen({
      twin: true,
      colouring: "state.hardship",
      charts: ["mean_hardship"],
    });
    const [first, second] = [readShipped("suining"), readShipped("none")];
    for (const [i, scenario] of [first, second].entries())
      expect((await run(scenario, { people: 4000, seed: 2, ticks: 30, threads: 1 })).stateHash).toBe(hashes[i]);
    const { counts, difference } = paintings.difference.at(-1)!;
    const { above, same, below } = moments.at(-1)!.against!;
    expect(difference).toBe(true);
    const sum = (from: number, to: number): number => counts.slice(from, to).reduce((all, one) => all + one, 0);
    expect([sum(128, 255), counts[127], sum(0, 127)]).toEqual([above, same, below]);
    expect(above + same + below).toBe(4000);
    expect(above).toBeGreaterThan(0);
    const grown = moments.at(-1)!.grown;
    expect(Object.keys(grown).sort()).toEqual(["mean_hardship", "twin:mean_hardship"]);
  });

  test("tells a person's file as the command does, to the letter", async () => {
    const filed = await there<Filed>("fileAt", { opening: suining, people: 4000, seed: 2, tick: 60 }, 17);
    const words = ["explain", "suining", "--person", "17", "--people", "4000", "--tick", "60", "--seed", "2"];
    const { code, out } = glasshouseWith({ GLASSHOUSE_COMMAND: "glasshouse" }, folder.path, ...words);
    expect(code).toBe(0);
    expect(filed.file.printed).toEqual(out.trimEnd().split("\n"));
    const [scores] = filed.file.scores as [readonly number[]];
    expect(scores).toHaveLength(60);
    expect(scores.at(-1)).toBe(filed.file.lives[0]!.score);
    expect(filed.glance.find(({ says }) => says === "score")!.value).toMatch(/ points$/);
  });

  test("makes the page that the command publishes, with the answers that have come, or that none has", async () => {
    const scenario = readShipped("littering");
    const asked = { opening, people: 5000, seed: 3, tick: scenario.plan().ticks };
    const done = await run(scenario, scale);
    const answers = await answerQuestions(scenario, { people: 4000, firstSeed: 3, twins: 2 });
    expect(await there<string>("pageAt", asked, 2)).toBe(layPage(done, "littering", answers));
    const page = await there<string>("pageAt", asked);
    for (const { asks } of scenario.questions) expect(page).toContain(asks);
    expect(page).toContain("Not answered: no twins were run.");
  });

  test("answers seed by seed, and goes on where it was stopped", async () => {
    const come = await there<{ seeds: number; says: string[] }[]>("answers", { opening, people: 5000 }, 2, 3);
    expect(come.map(({ seeds }) => seeds)).toEqual([1, 2, 3]);
    const { answers } = await answerQuestions(readShipped("littering"), { people: 4000, twins: 3 });
    expect(come.at(-1)!.says).toEqual(answers.map(({ says }) => says));
  });
});
