import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { World } from "../../src/engine/meaning/interpret.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { twinName } from "../../src/model/truth/ifTrue.ts";
import { recordOf } from "../../src/plan/effects.ts";
import { numbersOf } from "../../src/plan/kinds.ts";
import { treesOfLet } from "../../src/plan/lets.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { leavesOf, type Tree } from "../../src/rules/tree.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { differenceOf, inParts, onThreads } from "../conformance/rows.ts";

/** What is changed of a world. */
interface Changed {
  questions?: unknown;
  time?: { settle?: unknown };
  channels?: Record<string, { misattribution: number }>;
  conduct: Record<string, { claims?: string; per_year?: unknown; chance?: number }>;
  scheme?: { truth?: boolean };
  enterprises?: Pick<Changed, "channels" | "scheme">;
}

const once = <K, T>(make: (key: K) => T): ((key: K) => T) => {
  const made = new Map<K, T>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
};

/** The whole text of a shipped world. */
const textOf = once((name: string) => readShipped(name).text);

/** A shipped world that keeps account of which records are false, a tenth of them or none. */
function keeping(name: string, errs: boolean, truth = true): Plan {
  const world = JSON.parse(textOf(name)) as Changed;
  // Questions change nothing, and take as long to read as the rest.
  delete world.questions;
  // While a world settles nothing is recorded.
  if (world.time?.settle) world.time.settle = "1 tick";
  for (const kind of [world, world.enterprises ?? {}]) {
    if (kind.scheme) kind.scheme.truth = truth;
    for (const channel of Object.values(kind.channels ?? {})) channel.misattribution = errs ? 0.1 : 0;
  }
  return readScenario(JSON.stringify(world)).plan({ people: 1100, ticks: 30 });
}

/** A small world of redress that keeps account of it, as it is, or without errors. */
function redress(errs: boolean): Plan {
  const world = parse(readFileSync(new URL("../good/redress.yaml", import.meta.url), "utf8")) as Changed;
  world.scheme!.truth = true;
  if (!errs) for (const channel of Object.values(world.channels!)) channel.misattribution = 0;
  return readScenario(JSON.stringify(world)).plan({ people: 1100, ticks: 30 });
}

/** A small world of all that records do, as it is, or without errors. */
function mistakes(errs: boolean): Plan {
  const world = parse(readFileSync(new URL("../good/mistakes.yaml", import.meta.url), "utf8")) as Changed;
  if (!errs) {
    for (const channel of Object.values(world.channels!)) channel.misattribution = 0;
    world.conduct.accuses!.chance = 0;
    world.conduct.misread!.per_year = 0;
  }
  return readScenario(JSON.stringify(world)).plan({ people: 1100, ticks: 30 });
}

/** A small world of ranks, thin files and enterprises whose records are held to be true, as it is, or without errors. */
function ranks(errs: boolean): Plan {
  const world = parse(readFileSync(new URL("../good/hidden-ranks.yaml", import.meta.url), "utf8")) as Changed;
  if (!errs) for (const channel of Object.values(world.channels!)) channel.misattribution = 0;
  return readScenario(JSON.stringify(world)).plan({ people: 1100, ticks: 30 });
}

/** Columns, each with the one that says what it would be. */
function twinsOf({ columns }: Plan): [string, string, string | undefined][] {
  const names = new Set(columns.map(({ name }) => name));
  return columns.flatMap(({ name, of, role }): [string, string, string | undefined][] =>
    names.has(twinName(name)) && role === "stored" ? [[name, twinName(name), of]] : [],
  );
}

/** What of a world differs from what it would be with true records alone, after each of some ticks from one on. */
async function differencesIn(plan: Plan, ticks: number, from = -1): Promise<string[]> {
  const world = await WasmWorld.open(plan, 7, 1);
  const found: string[] = [];
  for (let tick = -1; tick < ticks; tick++) {
    if (tick >= 0) await world.step();
    for (const [name, twin, of] of tick < from ? [] : twinsOf(plan))
      for (const { from: first, end } of numbersOf(plan, of))
        for (let entity = first; entity < end; entity++)
          if (world.unitOf(name, entity) !== world.unitOf(twin, entity))
            found.push(`${name} of ${entity} in tick ${tick}`);
  }
  world.close();
  return found;
}

/** What twins, and locals with twins, read: who reads, and the column. */
function readByTwins(plan: Plan): [string, string][] {
  const isTwin = (name: string): boolean => name.endsWith(twinName(""));
  const isRead = (by: string, trees: readonly Tree[]): [string, string][] =>
    trees.flatMap((tree) => leavesOf(tree, "column").map((column): [string, string] => [by, column]));
  return [...plan.start, ...plan.steps].flatMap((step) => {
    const lets = step.kind === "map" ? step.lets : (recordOf(step)?.lets ?? []);
    const written = step.kind === "map" ? step.writes : (recordOf(step)?.effects ?? []);
    return [
      ...lets.filter(({ name }) => isTwin(name)).flatMap((one) => isRead(one.name, treesOfLet(one))),
      ...lets.flatMap((one): [string, string][] =>
        one.kind === "rank" && isTwin(one.name)
          ? [[one.name, one.column], ...isRead(one.name, one.among ? [one.among] : [])]
          : [],
      ),
      ...written.flatMap((one) => ("column" in one && isTwin(one.column) ? isRead(one.column, [one.value]) : [])),
    ];
  });
}

/** Worlds by how many of their stored columns hang on records, and so have twins. */
const worlds: [string, number, (errs: boolean) => Plan][] = [
  ["mistakes", 13, mistakes],
  ["redress", 4, redress],
  ["hidden ranks", 9, ranks],
  ...(
    [
      ["national", 5],
      ["nosedive", 5],
      ["rongcheng", 5],
      ["sesame", 8],
      ["suining", 1],
      ["tencent", 3],
      ["fico", 5],
    ] as const
  ).map(([name, many]): [string, number, (errs: boolean) => Plan] => [name, many, (errs) => keeping(name, errs)]),
];

/** All stored columns that two worlds share, and that differ in any cell after some ticks. */
function changedIn(a: Plan, b: Plan, ticks: number): string[] {
  const [one, other] = [new World(a, 7), new World(b, 7)];
  for (let tick = 0; tick < ticks; tick++) for (const world of [one, other]) world.step();
  const names = new Set(b.columns.map(({ name }) => name));
  const shared = a.columns.filter(({ name, role }) => role === "stored" && names.has(name));
  expect(shared.length).toBeGreaterThan(5);
  return shared.flatMap(({ name, of }) => {
    const all = [...numbersOf(a, of)].flatMap(({ from, end }) =>
      Array.from({ length: end - from }, (_, i) => from + i),
    );
    return all.some((entity) => one.unitOf(name, entity) !== other.unitOf(name, entity)) ? [name] : [];
  });
}

test.each(["national", "nosedive", "sesame"])(
  "whether an account of truth is kept changes nothing else in %s",
  (name) => {
    const [kept, not] = [keeping(name, true), keeping(name, true, false)];
    expect(twinsOf(not)).toEqual([]);
    expect(changedIn(not, kept, 10)).toEqual([]);
  },
);

describe.each(worlds)("%s", (_, many, make) => {
  const planOf = once(make);

  test("is without errors what it would be with true records alone, in every cell at every tick", async () => {
    const plan = planOf(false);
    expect(twinsOf(plan).length).toBeGreaterThanOrEqual(many);
    expect(await differencesIn(plan, 12)).toEqual([]);
  });

  test("is with errors something else", async () => {
    // Suining's offices hardly record anything in its first months.
    expect((await differencesIn(planOf(true), 24, 22)).length).toBeGreaterThan(1);
  });

  test("says of nothing what it would be by what it is", () => {
    const plan = planOf(true);
    const twin = new Set(twinsOf(plan).map(([name]) => name));
    expect(readByTwins(plan).length).toBeGreaterThanOrEqual(many);
    expect(readByTwins(plan).filter(([, column]) => twin.has(column))).toEqual([]);
  });

  test("is with errors the same on all engines", async () => {
    expect(await differenceOf(planOf(true), 7, 6, [onThreads(2), inParts(2)])).toBe(undefined);
  });
});

const graded = (more: string): Plan =>
  readScenario(`
title: Score and mood
time: { start: 2020-01-01, tick: 1 week, span: 1 year }
population: { size: 200 }
state: { mood: { from: 0, to: 1, resolution: 0.01, start: 0.5, update: "score < 90 ? 0.2 : 0.8" } }
channels: { camera: { coverage: 1, misattribution: 0.5 } }
conduct: { littering: { per_year: 4, channel: camera } }
scheme:
  score: { from: 0, to: 100 }
  files: { seen: { of: { littering: 1 } } }
  dimensions: { calm: { weight: 1, value: mood }, tidy: { weight: 1, value: "1 - seen / 10" } }
${more}`).plan();

test("what people feel is what it is: a state has no account of true records, though a score is made of it", () => {
  const plan = graded("measures: { deserved: { mean: if_true(score) } }");
  expect(twinsOf(plan).map(([name]) => name)).toContain("seen");
  expect(twinsOf(plan).map(([name]) => name)).not.toContain("mood");
});

test("an account is kept of what is asked for, and of nothing where nothing is asked", () => {
  const asked = graded("measures: { deserved: { mean: if_true(score) } }");
  const grouped = graded("groups: { wronged: { when: if_true(seen) < seen } }");
  for (const plan of [asked, grouped]) expect(plan.measures.map(({ name }) => name)).toContain("false.littering");
  const none = graded("");
  expect(none.measures.map(({ name }) => name)).not.toContain("false.littering");
  expect(twinsOf(none)).toEqual([]);
  const said = JSON.stringify(none.steps);
  expect(said).not.toContain("astray");
  expect(said).not.toContain('"true"');
});
