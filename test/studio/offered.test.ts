import { afterEach, describe, expect, test } from "vitest";
import { readScenario, readShipped, run, shippedNames } from "../../src/index.ts";
import type { Fault, Moment, WorldsAsked } from "../../studio/messages.ts";
import { chartsOf } from "../../studio/world/charted.ts";
import { colouringsOf } from "../../studio/world/colourings.ts";
import { StudioHost } from "../../studio/world/host.ts";
import { readOpening } from "../../studio/world/reading.ts";

const hosts: StudioHost[] = [];
const opened = (): StudioHost => {
  const host = new StudioHost();
  hosts.push(host);
  return host;
};
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

const asked: WorldsAsked = {
  opening: { name: "littering", changes: {} },
  twin: false,
  people: 1500,
  seed: 5,
  tick: 3,
  colouring: "score",
  charts: ["score"],
};

describe("what the host offers", () => {
  test.each(shippedNames())("of %s has colours and charts, each with a key of its own and words for people", (name) => {
    const scenario = readShipped(name);
    const lowered = scenario.lower({ people: 1000 });
    const [colourings, charts] = [colouringsOf(lowered), chartsOf(lowered)];
    expect(charts.length).toBeGreaterThan(0);
    expect(colourings.length).toBeGreaterThan(0);
    for (const all of [colourings, charts, charts.flatMap(({ lines }) => lines)])
      expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    const words = [
      ...colourings.flatMap(({ says, shows }) => [says, ...(shows.is === "classes" ? shows.words : [])]),
      ...charts.flatMap(({ title, lines }) => [title, ...lines.map(({ says }) => says)]),
    ];
    expect(words.filter((word) => word === "" || /_|undefined|NaN/.test(word))).toEqual([]);
    for (const { shows } of colourings) if (shows.is === "scale") expect(shows.to).toBeGreaterThan(shows.from);
    const read = readOpening({ name, changes: {} });
    expect(read).toMatchObject({ ok: true, portrayed: { name, hash: scenario.hash, people: scenario.plan().size } });
  });

  test("is told of a scenario whose words nobody here has seen", () => {
    const text = `
title: A garden
time: { tick: 1 day, span: 9 days }
population: { size: 30, traits: { likes_roses: { chance: 0.5 }, plot: { categorical: { sunny: 0.5, shady: 0.5 } } } }
state: { joy: { from: 0, to: 1, resolution: 0.1, start: 0, update: "likes_roses ? 1 : 0" } }
measures: { mean_joy: { mean: joy } }
`;
    const read = readOpening({ name: "garden", text, changes: {} });
    if (!read.ok) throw new Error(read.faults[0]!.rendered);
    const { colourings, charts, twin } = read.portrayed;
    expect(colourings.map(({ key, says, group }) => [key, says, group])).toEqual([
      ["state.joy", "joy", "state"],
      ["trait.likes_roses", "likes roses", "trait"],
      ["trait.plot", "plot", "trait"],
    ]);
    expect(colourings[2]!.shows).toMatchObject({ is: "classes", words: ["shady", "sunny"] });
    expect(charts.map(({ title }) => title)).toContain("Mean joy");
    expect(twin).toBeUndefined();
  });
});

describe("the host", () => {
  test("refuses what cannot be opened, in words, and the world that is open goes on", async () => {
    const host = opened();
    const moments: Moment[] = [];
    await host.open(asked, (moment) => moments.push(moment));
    const [hash] = await host.hash();
    expect(hash).toBe((await run(readShipped("littering"), { people: 1500, seed: 5, ticks: 3 })).stateHash);
    const { opening } = asked;
    const bad: readonly (readonly [Partial<WorldsAsked>, string])[] = [
      [{ people: 0 }, "bad-people"],
      [{ opening: { name: "suining", changes: {} }, people: 2_000_000_000 }, "too-large"],
      [{ seed: Number.NaN }, "bad-seed"],
      [{ opening: { name: "nothing", changes: {} } }, "no-such-scenario"],
      [{ opening: { ...opening, changes: { "no.path": 1 } } }, "unknown-path"],
      [{ opening: { ...opening, text: "title: [" } }, "yaml-syntax"],
      [{ opening: { ...opening, text: "a: &a [*a, *a]" } }, "alias-cycle"],
      [{ opening: { ...opening, text: "x".repeat(10_000_000) } }, "file-too-large"],
    ];
    for (const [more, code] of bad) {
      const faults = (await host.open({ ...asked, ...more }, () => {})) as readonly Fault[];
      expect(faults[0]!.code, JSON.stringify(more).slice(0, 80)).toBe(code);
      expect(faults[0]!.rendered).toMatch(/^error\[/);
    }
    expect(await host.hash()).toEqual([hash]);
    await host.step();
    expect(moments.at(-1)).toMatchObject({ tick: 4, playing: false });
  });

  test("opens what was asked for last, whatever comes between", async () => {
    const host = opened();
    const outcomes = [1, 2, 3].map((seed) => host.open({ ...asked, seed }, () => {}));
    const [first, second, third] = await Promise.all(outcomes);
    expect([first, second]).toMatchObject([[{ code: "overtaken" }], [{ code: "overtaken" }]]);
    expect(third).toMatchObject({ people: 1500 });
    const done = await run(readShipped("littering"), { people: 1500, seed: 3, ticks: 3 });
    expect(await host.hash()).toEqual([done.stateHash]);
  });

  test("keeps the pace that it is told, and stops when it is told to", async () => {
    const host = opened();
    const moments: Moment[] = [];
    await host.open({ ...asked, tick: 0 }, (moment) => moments.push(moment));
    await host.hash();
    host.play(20);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    host.pause();
    const [hash] = await host.hash();
    const { tick, playing } = moments.at(-1)!;
    expect(playing).toBe(false);
    // A machine that has other things to do is slower, never quicker.
    expect(tick).toBeGreaterThan(2);
    expect(tick).toBeLessThanOrEqual(21);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await host.hash()).toEqual([hash]);
    const all = moments.flatMap(({ grown, grownFrom }) => (grownFrom === 0 && grown.score ? [] : (grown.score ?? [])));
    expect(all.length).toBeLessThanOrEqual(tick);
  });

  test.each([false, true])(
    "goes on from where it stands under a live change, as if it had lived so: twin %s",
    async (twin) => {
      const host = opened();
      const suining = { name: "suining", changes: {} };
      const from = { ...asked, opening: suining, twin, people: 600, tick: 4, charts: ["score"] };
      await host.open(from, () => {});
      await host.hash();
      const changes = {
        "scheme.points.traffic_offence": -80,
        "consequences.priority_in_promotion.when": "score > 950",
      };
      const come = host.from(suining, 4, changes);
      if (!come.ok) throw new Error(come.faults[0]!.rendered);
      const moments: Moment[] = [];
      const opening = { ...suining, changes: come.changes };
      const next = await host.open({ ...from, opening }, (moment) => moments.push(moment));
      expect(next).toMatchObject({ people: 600 });
      expect(next).not.toHaveProperty("livedAgain");
      // No tick was lived, nor was it settled again.
      expect(new Set(moments.map(({ tick }) => tick))).toEqual(new Set([4]));
      expect(moments.flatMap(({ grown }) => grown.score ?? []).slice(0, 4)).toHaveLength(4);
      for (let step = 0; step < 6; step++) await host.step();
      const world = readScenario(host.write(opening), { name: "exported" });
      const other = readShipped("none");
      const hashes = [];
      for (const one of twin ? [world, other] : [world])
        hashes.push((await run(one, { people: 600, seed: 5, ticks: 10 })).stateHash);
      expect(await host.hash()).toEqual(hashes);
      // And again, back to what it was.
      const back = host.from(opening, 10, { "scheme.points.traffic_offence": -5 });
      if (!back.ok) throw new Error(back.faults[0]!.rendered);
      const again = { ...opening, changes: { ...opening.changes, ...back.changes } };
      moments.length = 0;
      await host.open({ ...from, tick: 10, opening: again }, (moment) => moments.push(moment));
      await host.step();
      expect(moments.map(({ tick }) => tick)[0]).toBe(10);
      const whole = readScenario(host.write(again), { name: "exported" });
      expect((await host.hash())[0]).toBe((await run(whole, { people: 600, seed: 5, ticks: 11 })).stateHash);
    },
  );

  test("says that nothing is open where nothing is", async () => {
    const host = opened();
    await expect(host.hash()).rejects.toMatchObject([{ code: "nothing-open" }]);
    expect(host.csv()).toEqual([]);
    host.play(5);
    host.pause();
    host.look("score", []);
    await host.step();
  });
});
