import { afterEach, describe, expect, test } from "vitest";
import { openEngine } from "../../src/engine/backend.ts";
import { layOut } from "../../src/engine/emit/layout.ts";
import { misfitOfHandOver } from "../../src/engine/handOver.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import {
  changesFrom,
  openWorld,
  type Plan,
  ProblemError,
  readScenario,
  type Scenario,
  sharedIn,
  type WorldUnderWay,
} from "../../src/index.ts";
import { everything } from "./worlds.ts";

const open: WorldUnderWay[] = [];
afterEach(() => {
  for (const world of open.splice(0)) world.close();
});

/** A world that has lived up to a tick. */
async function lived(scenario: Scenario, ticks: number, options: object): Promise<WorldUnderWay> {
  const world = await openWorld(scenario, { people: 700, seed: 4, ...options });
  open.push(world);
  while (world.tick < ticks) await world.step();
  return world;
}

/** All that can be seen of a world as it stands. */
async function seenOf(world: WorldUnderWay): Promise<unknown> {
  const { wallSeconds, personTicksPerSecond, ...told } = (await world.told()).toJSON();
  const [{ score, bands, consequences }] = world.legend.kinds;
  const bandOf = world.reckoner(bands!.index);
  const people = Array.from({ length: world.people }, (_, person) => person);
  return {
    told,
    hash: await world.hash(),
    csv: world.results.csv(),
    phases: world.phases,
    spread: world.spread(score!.column),
    bands: people.map(bandOf),
    under: consequences.map(({ holds }) => people.map(world.reckoner(holds))),
  };
}

const changes: readonly Readonly<Record<string, unknown>>[] = [
  { "scheme.points.donates": -4 },
  { "consequences.no_loans.when": "band <= middle", "state.worry.update": "0.5 * worry" },
  { "channels.camera.coverage": 0.95, "conduct.litters.per_year": "12 * (1 - careful)" },
  { "conduct.dreams.per_year": 60, "scheme.friends.pull_per_tick": 0.1 },
  { "institutions.phases.over.when": "years > 0.5" },
];

const ways = [
  ["wasm", 1],
  ["wasm", 2],
] as const;

describe("a world that goes on as another scenario", () => {
  test.each(ways)(
    "is at once, and later, what that scenario comes to from its start: %s, %i",
    async (backend, threads) => {
      for (const change of changes) {
        const changed = everything.with(changesFrom(everything, 12, change));
        const before = await lived(everything, 12, { backend, threads });
        const world = await before.goOnAs(changed);
        open.push(world);
        expect([world.tick, world.threads, world.seed], JSON.stringify(change)).toEqual([12, threads, 4]);
        const anew = await lived(changed, 12, { backend, threads });
        expect(await seenOf(world), JSON.stringify(change)).toEqual(await seenOf(anew));
        for (const one of [world, anew]) while (one.tick < 40) await one.step();
        expect(await seenOf(world), JSON.stringify(change)).toEqual(await seenOf(anew));
        await expect(before.step()).rejects.toThrow("this world was closed");
      }
    },
  );

  test("can do so again and again, and settling is not forgotten", async () => {
    const scenario = readScenario(`
title: Settles
time: { tick: 1 week, span: 60 weeks, settle: 104 weeks }
population: { size: 400, traits: { keen: { beta: [2, 2] } } }
state: { tired: { from: 0, to: 1, resolution: 0.0001, start: 0, update: "tired + (keen - tired) * 0.008" } }
conduct: { naps: { per_week: 0.5 } }
measures: { mean_tired: { mean: tired }, naps_now: { mean: did(naps) } }
`);
    const first = scenario.with(changesFrom(scenario, 3, { "conduct.naps.per_week": 2 }));
    const second = first.with(changesFrom(first, 9, { "conduct.naps.per_week": "0.1 + tired" }));
    let world = await (await lived(scenario, 3, { threads: 1 })).goOnAs(first);
    while (world.tick < 9) await world.step();
    world = await world.goOnAs(second);
    open.push(world);
    for (let tick = 0; tick < 6; tick++) await world.step();
    const anew = await lived(second, 15, { threads: 1 });
    expect([await world.hash(), world.results.csv()]).toEqual([await anew.hash(), anew.results.csv()]);
    expect(world.warnings).toEqual(anew.warnings);
    expect(world.warnings.join()).toContain("mean_tired is not at rest");
  });

  test("is refused what has another past, and what cannot be handed over; it stays what it was", async () => {
    const world = await lived(everything, 5, { threads: 1 });
    const hash = await world.hash();
    const codeOf = async (to: Scenario, of = world): Promise<string> => {
      try {
        await of.goOnAs(to);
        return "gone on";
      } catch (error) {
        return error instanceof ProblemError ? error.problems[0]!.code : String(error);
      }
    };
    const points = (tick: number): Scenario =>
      everything.with(changesFrom(everything, tick, { "scheme.points.donates": -4 }));
    expect(await codeOf(points(4))).toBe("other-past");
    expect(await codeOf(points(6))).toBe("other-past");
    expect(await codeOf(everything.with({ "scheme.points.donates": -4 }))).toBe("other-past");
    expect(await codeOf(everything.with({ "population.size": 3000 }))).toBe("other-past");
    expect(await codeOf(points(5).with({ "scheme.score.start": 90 }))).toBe("other-past");
    expect(await codeOf({ ...everything })).toBe("scenario-unread");
    const interpreted = await lived(everything, 5, { backend: "interpret" });
    expect(await codeOf(points(5), interpreted)).toBe("no-hand-over");
    for (const one of [world, interpreted]) {
      expect(await one.hash()).toBe(hash);
      await one.step();
    }
    world.close();
    expect(await codeOf(points(6), world)).toBe("world-closed");
  });
});

describe("handing a world over", () => {
  const plan = everything.plan({ people: 700 });

  test("goes from memory to memory, each with its own communities", async () => {
    const changed = everything.with(changesFrom(everything, 8, { "channels.camera.coverage": 0.95 }));
    const near = { "population.ties.far": 0 };
    const [one, other] = [everything.with(near).plan({ people: 700 }), changed.with(near).plan({ people: 700 })];
    const world = await WasmWorld.open(one, 4, 2, layOut(one, { first: 0, end: 3 }, 1).bytes);
    const { engine: anew } = await openEngine(other, 4, { backend: "interpret" });
    for (let tick = 0; tick < 8; tick++) await world.step();
    expect(world.cells(one.columns.find(({ role }) => role === "stored")!.name).length).toBeGreaterThan(2);
    const next = (await world.goOnUnder(other))!;
    for (let tick = 0; tick < 12; tick++) await next.step();
    for (let tick = 0; tick < 20; tick++) await anew.step();
    expect(await next.hash()).toBe(await anew.hash());
    next.close();
  });

  test("finds no room where fewer records can be under way", async () => {
    const world = await WasmWorld.open(plan, 4, 1);
    for (let tick = 0; tick < 8; tick++) await world.step();
    expect([...world.waiting()].length).toBeGreaterThan(200);
    const narrow = { ...plan, queues: plan.queues.map((queue) => ({ ...queue, rate: 0 })) };
    expect(await world.goOnUnder(narrow)).toBeUndefined();
    await world.step();
  });

  test("needs a place for all that outlives a tick", () => {
    const none = new Map<string, number>();
    const why = (after: Plan, warnings: ReadonlyMap<string, number> = none): string | undefined =>
      misfitOfHandOver(plan, after, warnings);
    expect(why(plan)).toBeUndefined();
    expect(why({ ...plan, size: 701 })).toBe("its people are others");
    expect(why({ ...plan, columns: plan.columns.slice(1) })).toBe("it keeps other things of its people");
    expect(why({ ...plan, settle: 3 })).toMatch(/settling/);
    expect(why({ ...plan, queues: [] })).toMatch(/records/);
    expect(why({ ...plan, measures: plan.measures.slice(1) })).toBe("it measures other things");
    const grows = {
      kind: "tree",
      global: "grows",
      is: { op: "global", name: "grows", range: { from: 0, to: 1 } },
    } as const;
    expect(why({ ...plan, updates: [...plan.updates, grows] })).toBe("what grows was is not known");
    const bounds = plan.steps.map((step) => (step.kind === "act" ? { ...step, layers: step.layers.slice(1) } : step));
    expect(why({ ...plan, steps: bounds })).toBeUndefined();
    expect(why({ ...plan, steps: bounds }, new Map([["speeds", 3]]))).toMatch(/above their bounds/);
  });
});

describe("a world whose columns share other words than before", () => {
  /** Two states that are touched equally often, until conducts ask for one of them. */
  const text = `
title: Two states
time: { tick: 1 week, span: 60 weeks }
population: { size: 400, traits: { keen: { beta: [2, 2] } } }
state:
  tired: { from: 0, to: 1, resolution: 0.01, start: 0.3, update: "tired + (keen - tired) * 0.1" }
  sore: { from: 0, to: 1, resolution: 0.01, start: 0.5, update: "sore * 0.99" }
  odd: { from: 0, to: 1, resolution: 1, start: 1, update: "1 - odd" }
conduct: { naps: { per_week: 0.5 }, runs: { per_week: 0.5 }, sits: { per_week: 0.5 } }
measures: { mean_sore: { mean: sore } }
`;

  test.each([1, 2])("is handed over unit by unit: %i threads", async (threads) => {
    const scenario = readScenario(text);
    const asks = Object.fromEntries(
      ["naps", "runs", "sits"].map((name) => [`conduct.${name}.per_week`, "min(1, tired)"]),
    );
    const changed = scenario.with(changesFrom(scenario, 5, asks));
    const placesOf = (one: Scenario): string => JSON.stringify([...sharedIn(one.plan({ people: 3000 }))]);
    expect(placesOf(changed)).not.toBe(placesOf(scenario));
    const options = { threads, people: 3000 };
    const [before, anew] = [await lived(scenario, 5, options), await lived(changed, 5, options)];
    const after = await before.goOnAs(changed);
    open.push(after);
    for (let tick = 5; tick < 9; tick++) {
      expect(await after.hash()).toBe(await anew.hash());
      for (const world of [after, anew]) await world.step();
    }
  });
});
