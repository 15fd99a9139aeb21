import { beforeEach, expect, test, vi } from "vitest";
import type { Moment, Portrayed, WorldsAsked, WorldsOpened } from "../../studio/messages.ts";
import type { Threads } from "../../studio/page/connect.ts";

/** The page's state with a host that does what a test says, when it says so: what comes in which order is chance in a browser. */
type State = typeof import("../../studio/page/state.ts");
let state: State;
let follow: () => void;
let asked: { of: WorldsAsked; hear: (moment: Moment) => void; give: (come: unknown) => void }[];
let read: string[];
let looked: string[];
const place = { hash: "" };

const fault = { code: "unknown-key", message: "refused", rendered: "refused" };
const scale = (key: string) => ({ key, says: key, group: "trait", shows: { is: "scale", from: 0, to: 1 } });
const portrayedOf = (name: string): Portrayed => {
  const charts = [{ key: "score", title: "score", lines: [{ key: "score", says: "score" }] }];
  const colourings = [scale("score"), scale("usual")];
  return { name, title: name, people: 1000, ticks: 500, charts, colourings } as unknown as Portrayed;
};
const opened = { threads: 1, people: 1000 } as unknown as WorldsOpened;

const host = {
  read: async ({ name }: { name: string }) => {
    read.push(name);
    return name === "bad" ? { ok: false, faults: [fault] } : { ok: true, portrayed: portrayedOf(name) };
  },
  open: (of: WorldsAsked, hear: (moment: Moment) => void) =>
    new Promise((give) => {
      asked.push({ of, hear, give });
    }),
  look: async (colouring: string) => void looked.push(colouring),
};

/** All that waits for nothing else is done. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

async function visit(hash: string): Promise<void> {
  place.hash = hash;
  follow();
  await quiet();
}

/** A moment in which people stand between two of 255 places of a scale. */
function at(tick: number, [from, to]: readonly [number, number], more: Partial<Moment> = {}): Moment {
  const spread = [Array.from({ length: 255 }, (_, one) => (one >= from && one <= to ? 10 : 0))];
  const rest = { ticks: 500, date: "", personTicksPerSecond: 0, gradesOver: false, entered: [], grown: {} };
  return { ...rest, tick, playing: true, grownFrom: Math.max(0, tick), spread, ...more };
}

const graded = { tick: 0, date: "2010-01-01", name: "graded" };
const scored = { tick: 32, date: "2010-08-13", name: "scored" };
const figures = (count: number, is: number) => ({ grownFrom: 0, grown: { score: new Array<number>(count).fill(is) } });

beforeEach(async () => {
  vi.resetModules();
  [asked, read, looked, place.hash] = [[], [], [], ""];
  const into = (_: unknown, __: unknown, hash: string): void => {
    place.hash = hash;
  };
  vi.stubGlobal("location", place);
  vi.stubGlobal("history", { pushState: into, replaceState: into });
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {} }));
  vi.stubGlobal("addEventListener", (_: string, heard: () => void) => {
    follow = heard;
  });
  vi.stubGlobal("crossOriginIsolated", false);
  state = await import("../../studio/page/state.ts");
  await state.begin({ host: () => host } as unknown as Threads, "1");
  await quiet();
});

/** A world that is open, and stands at a tick. */
async function standing(name: string, tick: number) {
  await visit(`#world/${name}?people=1000&tick=${tick}`);
  const world = asked.at(-1)!;
  world.hear(at(tick, [50, 100], { playing: false, ...figures(tick, 1) }));
  world.give(opened);
  await quiet();
  return world;
}

/** A world that is open, and on its way to tick 40. */
async function onItsWay() {
  await visit("#world/a?people=1000&tick=40");
  const world = asked.at(-1)!;
  world.hear(at(-1, [10, 200], { playing: false }));
  world.give(opened);
  await quiet();
  return world;
}

test("a world is heard further when what was asked for next is refused", async () => {
  const a = await standing("a", 5);
  await visit("#world/bad?people=1000&colouring=usual");
  expect(state.faults.value).toEqual([fault]);
  expect(state.portrayed.value!.name).toBe("a");
  // What the address says of colours is shown of the world that stays.
  expect(looked).toEqual(["usual"]);
  a.hear(at(6, [50, 100], { grown: { score: [2] }, grownFrom: 5, entered: [graded] }));
  expect([state.moment.value!.tick, state.figures.value.score!.length]).toEqual([6, 6]);
  expect(state.events.value).toEqual([graded]);
});

test("a world that comes though another was asked for and refused is shown, whole, and what was refused is said", async () => {
  const a = await standing("a", 5);
  await visit("#world/b?people=1000&tick=50&colouring=usual");
  const b = asked.at(-1)!;
  await visit("#world/bad?people=1000&colouring=score");
  expect(state.opening.value).toBe(true);
  b.hear(at(50, [200, 240], { playing: false, ...figures(50, 7), entered: [graded, scored] }));
  a.hear(at(6, [50, 100], { grown: { score: [2] }, grownFrom: 5 }));
  expect(state.moment.value!.tick).toBe(50);
  b.give(opened);
  await quiet();
  expect(state.portrayed.value!.name).toBe("b");
  expect(state.faults.value).toEqual([fault]);
  expect(state.opening.value).toBe(false);
  expect(state.events.value).toEqual([graded, scored]);
  expect(state.figures.value.score).toEqual(new Array(50).fill(7));
  // It was opened to be shown otherwise than the address has it by now.
  expect([b.of.colouring, looked.at(-1), state.colouring.value!.key]).toEqual(["usual", "score", "score"]);
});

test("what was refused is asked for again by whoever asks for a world, not by whoever looks at the one that stayed", async () => {
  await standing("a", 5);
  await visit("#world/bad?people=1000");
  state.faults.value = [];
  read = [];
  await state.look({ colouring: "usual" });
  await state.go({ person: 3 });
  await state.go({ view: "rules" });
  await state.go({ tour: undefined });
  await state.keepTick();
  await quiet();
  expect([read, state.faults.value]).toEqual([[], []]);
  await state.go({ seed: 2 });
  expect([read, state.faults.value]).toEqual([["bad"], [fault]]);
  // The line of time is that of the world that is open.
  void state.restart(3);
  await quiet();
  expect(read).toEqual(["bad", "a"]);
  expect(asked.at(-1)!.of).toMatchObject({ opening: { name: "a" }, tick: 3, seed: 1 });
});

test("a tab opens the world of the address where that is another than the one that is open", async () => {
  await standing("a", 5);
  await visit("#front/b?people=1000");
  expect(read).toEqual(["a"]);
  void state.go({ view: "world" });
  await quiet();
  expect(read).toEqual(["a", "b"]);
});

test("colours are those of where a world arrives, and change their meaning in no world that somebody looks at", async () => {
  const { hear } = await onItsWay();
  expect(state.isComing.value).toBe(true);
  hear(at(20, [10, 210]));
  const onTheWay = state.stretch.value!;
  expect(state.isComing.value).toBe(true);
  hear(at(40, [80, 120], { playing: false }));
  expect(state.isComing.value).toBe(false);
  expect(state.stretch.value![0]).toBeGreaterThan(onTheWay[0] + 60);
  expect(state.stretch.value![1]).toBeLessThan(onTheWay[1] - 60);
  const arrived = state.stretch.value!;
  hear(at(41, [90, 110]));
  expect(state.stretch.value).toEqual(arrived);
  hear(at(42, [60, 110]));
  expect(state.stretch.value![0]).toBeLessThan(arrived[0] - 10);
});

test("a world that is stopped on its way has arrived there", async () => {
  const { hear } = await onItsWay();
  hear(at(20, [10, 200], { playing: false }));
  const stopped = state.stretch.value!;
  expect(state.isComing.value).toBe(false);
  for (const tick of [30, 40, 43]) hear(at(tick, [80, 120]));
  expect(state.stretch.value).toEqual(stopped);
});

test("other charts, chosen as a world arrives, leave its colours those of where it arrived", async () => {
  const { hear } = await onItsWay();
  await state.look({ charts: [] });
  hear(at(40, [80, 120]));
  hear(at(40, [80, 120], { playing: false, grownFrom: 0 }));
  expect(state.stretch.value![0]).toBeGreaterThan(70);
});
