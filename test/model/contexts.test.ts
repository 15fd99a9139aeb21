import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { World } from "../../src/engine/meaning/interpret.ts";
import { numbersOf } from "../../src/plan/kinds.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { differenceOf, inParts, onThreads } from "../conformance/rows.ts";

type Contexts = Readonly<Record<string, readonly string[]>>;
const text = readFileSync(new URL("../good/contexts.yaml", import.meta.url), "utf8");
const areas = ["commercial", "public_order", "judicial"];

/** The world of contexts.yaml, every conduct of an area, with other contexts, or none. */
function planOf(contexts: Contexts | undefined): Plan {
  const world = parse(text) as { scheme: { contexts?: Contexts }; conduct: Record<string, { area?: string }> };
  world.conduct.gossip!.area = "public_order";
  if (contexts) world.scheme.contexts = contexts;
  else delete world.scheme.contexts;
  return readScenario(JSON.stringify(world)).plan({ people: 1000, ticks: 60 });
}

/** Runs worlds side by side, and gives them after each tick. */
function* side(ticks: number, ...plans: readonly Plan[]): Generator<readonly World[]> {
  const worlds = plans.map((plan) => new World(plan, 7));
  for (let tick = 0; tick < ticks; tick++) {
    for (const world of worlds) world.step();
    yield worlds;
  }
}

/** The stored columns of a world that stand beside another, and that differ in any cell. */
function differing(plan: Plan, one: World, other: World, names: readonly (readonly [string, string])[]): string[] {
  return names.flatMap(([own, theirs]) =>
    [...numbersOf(plan, undefined)].some(({ from, end }) =>
      Array.from({ length: end - from }, (_, i) => from + i).some(
        (e) => one.unitOf(own, e) !== other.unitOf(theirs, e),
      ),
    )
      ? [own]
      : [],
  );
}

const stored = (plan: Plan): string[] => plan.columns.filter(({ role }) => role === "stored").map(({ name }) => name);

/** What two worlds have alike, but for what would be with true records alone, which has other names. */
function shared(one: Plan, other: Plan): [string, string][] {
  const there = new Set(stored(other));
  const names = stored(one).filter((name) => there.has(name));
  expect(names.length).toBeGreaterThan(10);
  return names.map((name) => [name, name]);
}

/** Stored columns of an account, each with the column that it is of. */
function accountsIn(plan: Plan): [string, string][] {
  return stored(plan)
    .filter((name) => /, by (no )?records/.test(name) && !name.endsWith(", if true"))
    .map((name) => [name, name.replace(/, by (no )?records.*$/, "")]);
}

describe("contexts", () => {
  test("with all areas named everything is what it is without: scores of the account in every bit, and all that follows", () => {
    const [all, none] = [planOf({ credit: areas, travel: areas, work: areas }), planOf(undefined)];
    const pairs = accountsIn(all);
    expect(pairs.map(([, of]) => of).sort()).toEqual(
      ["bad.left", "bad.notice", "clean.ticks", "defaulting.earlier", "late", "score"].sort(),
    );
    for (const [one, other] of side(60, all, none)) {
      expect(differing(all, one!, one!, pairs)).toEqual([]);
      expect(differing(none, other!, one!, shared(none, all))).toEqual([]);
    }
  });

  test("with none named nobody's record counts: consequences are those of a world in which nothing is recorded", () => {
    const never = { credit: [], travel: [], work: [] };
    const world = parse(text) as { channels: Record<string, { coverage: number }> };
    for (const channel of Object.values(world.channels)) channel.coverage = 0;
    const silent = readScenario(JSON.stringify(world)).plan({ people: 1000, ticks: 60 });
    const plan = planOf(never);
    const [name] = accountsIn(plan).find(([, of]) => of === "score")!;
    for (const [one, other] of side(60, plan, silent)) {
      expect(
        differing(plan, one!, other!, [
          [name, "score"],
          ["no_trains.left", "no_trains.left"],
        ]),
      ).toEqual([]);
      for (const under of ["no_loans", "no_office"])
        expect(one!.figures.get(`under.${under}`)).toBe(other!.figures.get(`under.${under}`));
    }
  });

  test("with some named it is what it is in a world in which nothing else is recorded", () => {
    const world = parse(text) as {
      channels: Record<string, unknown>;
      conduct: Record<string, { channel: string | string[] }>;
      scheme: { contexts?: Contexts };
      response?: unknown;
    };
    // What is at stake in what is no more recorded is something else.
    delete world.response;
    world.scheme.contexts = { credit: ["commercial"] };
    const some = readScenario(JSON.stringify(world)).plan({ people: 1000, ticks: 60 });
    delete world.scheme.contexts;
    world.channels.blind = { coverage: 0 };
    for (const name of ["littering", "lying", "gossip"]) world.conduct[name]!.channel = "blind";
    const alone = readScenario(JSON.stringify(world)).plan({ people: 1000, ticks: 60 });
    const pairs = accountsIn(some);
    expect(pairs.length).toBe(4);
    let ever = 0;
    for (const [one, other] of side(60, some, alone)) {
      expect(differing(some, one!, other!, [...pairs, ["hardship", "hardship"]])).toEqual([]);
      expect(one!.figures.get("under.no_loans")).toBe(other!.figures.get("under.no_loans"));
      ever += differing(some, one!, one!, pairs).length;
    }
    expect(ever).toBeGreaterThan(150);
  });

  test("no account is made of another: what is decided in one domain is, in another, what it is", () => {
    const world = parse(text) as { scheme: { friends: object } };
    world.scheme.friends = { association: { with: "no_loans", per_year: -20 } };
    const plan = readScenario(JSON.stringify(world)).plan({ people: 200, ticks: 1 });
    const twice = plan.columns.filter(({ name }) => name.split(", by ").length > 2);
    expect(twice.map(({ name }) => name)).toEqual([]);
    expect(accountsIn(plan).length).toBeGreaterThan(5);
  });

  test("at stake in a record is what its area can touch", () => {
    const stakes = (contexts: string): number[] => {
      const world = readScenario(`
title: Stakes
time: { start: 2020-01-01, tick: 1 week, span: 1 year }
population: { size: 1 }
channels: { camera: { coverage: 1 } }
conduct:
  littering: { area: order, per_year: 0, channel: camera }
  defaulting: { area: money, per_year: 0, channel: camera }
scheme:
  score: { start: 100, from: 0, to: 200 }
  points: { littering: -10, defaulting: -20 }
  ${contexts}
consequences: { no_loans: { domain: credit, when: score < 90, costs: 100 yuan per year }, no_trains: { domain: travel, when: score < 90, costs: 7 yuan per year } }
measures: { a: { mean: stake(littering) }, b: { mean: stake(defaulting) } }
`);
      const plan = world.plan();
      const lived = new World(plan, 1);
      lived.step();
      return ["a", "b"].map((name) => Math.round(lived.figures.get(name)! * 16) / 16);
    };
    expect(stakes("")).toEqual([107, 107]);
    expect(stakes("contexts: { credit: [money] }")).toEqual([7, 107]);
    expect(stakes("contexts: { credit: [money], travel: [order] }")).toEqual([7, 100]);
    expect(stakes("contexts: { credit: [], travel: [money, order] }")).toEqual([7, 7]);
  });
});

test("is the same on all engines", async () => {
  expect(
    await differenceOf(planOf({ credit: ["commercial"], travel: ["judicial"], work: [] }), 7, 8, [
      onThreads(2),
      inParts(2),
    ]),
  ).toBe(undefined);
});
