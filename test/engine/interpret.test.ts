import { describe, expect, test } from "vitest";
import { normalCuts } from "../../src/core/cuts.ts";
import { World } from "../../src/engine/meaning/interpret.ts";
import { checkPlan } from "../../src/plan/check.ts";
import type { Plan, Table } from "../../src/plan/plan.ts";
import { networkOf } from "../../src/plan/ties.ts";
import { compare, multiply, subtract } from "../../src/rules/build.ts";
import {
  act,
  actingPlan,
  added,
  addOne,
  changeBy,
  col,
  eventOf,
  layersOf,
  loc,
  map,
  mean,
  measureOf,
  number,
  planOf,
  runWorld,
  scratch,
  setTo,
  stored,
  tableOf,
  traceWorld,
  unitsOf,
  variance,
} from "./plans.ts";

describe("acts", () => {
  test("are Poisson: mean and variance are the rate, within 4 standard errors", () => {
    const [size, rate] = [65_536, 0.3];
    const plan = actingPlan(size, rate, [0.25, 1]);
    checkPlan(plan);
    const counts = unitsOf(runWorld(plan, 1, 1), "all");
    expect(Math.abs(mean(counts) - rate)).toBeLessThan(4 * Math.sqrt(rate / size));
    // Fourth central moment of a Poisson count: r + 3 r².
    expect(Math.abs(variance(counts) - rate)).toBeLessThan(4 * Math.sqrt((rate + 2 * rate * rate) / size));
  });

  test("of a tick and the next are not correlated, within 4 standard errors", () => {
    const [size, rate] = [65_536, 0.3];
    const world = runWorld(actingPlan(size, rate, [1]), 2, 1);
    const one = unitsOf(world, "all");
    world.step();
    const both = unitsOf(world, "all");
    const product = mean(one.map((count, entity) => (count - rate) * (both[entity] - count - rate)));
    expect(Math.abs(product)).toBeLessThan((4 * rate) / Math.sqrt(size));
  });

  test("under a lower rate are all among those under a higher one, with the same luck", () => {
    const tell = (rate: number, ends: readonly number[]): string[] =>
      traceWorld(actingPlan(1000, rate, ends), 3, 4).events.flatMap((event) =>
        event.kind === "act" ? [`${event.tick} ${event.entity} ${event.locals.luck}`] : [],
      );
    const few = tell(0.2, [0.25, 1]);
    const many = new Set(tell(0.9, [0.25, 1]));
    expect(few.length).toBeGreaterThan(600);
    expect(many.size).toBeGreaterThan(3000);
    expect(few.filter((each) => !many.has(each))).toEqual([]);
    expect(tell(0.2, [0.25, 1, 4])).toEqual(few);
  });

  test("above the last layer are held there, and counted", () => {
    const high = runWorld(actingPlan(1000, 2, [0.25, 1]), 4, 1);
    const bound = runWorld(actingPlan(1000, 1, [0.25, 1]), 4, 1);
    expect(unitsOf(high, "all")).toEqual(unitsOf(bound, "all"));
    const [warning] = high.warnings;
    expect(warning[0]).toBe("acts");
    expect(warning[1]).toBeGreaterThan(800);
    expect(bound.warnings.size).toBe(0);
  });
});

describe("a record", () => {
  /** A full community of 64 and one of 36; every act is put down to someone else where that can be. */
  function misdirectedPlan(chance: number): Plan {
    const { layers, tables } = layersOf("acts", [1]);
    const event = eventOf("acts", {
      before: [addOne("done")],
      misdirect: { chance: number(chance), purpose: "astray" },
      record: { carry: [], lets: [], effects: [addOne("got")], label: "acts" },
    });
    const steps = [
      act("acts", layers, number(0.8), event),
      map("add", { writes: [changeBy("did", col("done")), changeBy("had", col("got"))] }),
    ];
    const columns = [scratch("done"), scratch("got"), stored("did"), stored("had")];
    return planOf({ size: 100, columns, tables, steps });
  }

  test("is never lost when it goes astray, in a full community or a partly filled one", () => {
    checkPlan(misdirectedPlan(1));
    const { world, events } = traceWorld(misdirectedPlan(1), 5, 50);
    const [did, had] = [unitsOf(world, "did"), unitsOf(world, "had")];
    const sum = (of: number[], from: number, to: number): number => of.slice(from, to).reduce((a, b) => a + b, 0);
    expect(sum(had, 0, 64)).toBe(sum(did, 0, 64));
    expect(sum(had, 64, 100)).toBe(sum(did, 64, 100));
    const acts = events.filter((event) => event.kind === "act");
    const kept = acts.filter(({ entity, onto }) => entity === onto);
    expect(kept.every(({ entity }) => entity >= 64)).toBe(true);
    // Of the 63 other slots of the second community, 28 are unfilled.
    const second = acts.filter(({ entity }) => entity >= 64).length;
    expect(Math.abs(kept.length / second - 28 / 63)).toBeLessThan(4 * Math.sqrt((28 * 35) / 63 ** 2 / second));
  });

  test("stays where it belongs without a chance to go astray", () => {
    const world = runWorld(misdirectedPlan(0), 5, 10);
    expect(unitsOf(world, "had")).toEqual(unitsOf(world, "did"));
  });

  test("says whether it went astray, and says nothing of what stayed with its actor", () => {
    const plan = misdirectedPlan(0.5);
    const [step, ...others] = plan.steps;
    if (step.kind !== "act") throw new Error("the first step acts");
    const record = { ...step.event.record, carry: ["strayed"], effects: [addOne("got"), added("odd", loc("strayed"))] };
    const misdirect = { ...step.event.misdirect!, says: "strayed" };
    const told: Plan = {
      ...plan,
      columns: [...plan.columns, scratch("odd"), stored("strays")],
      steps: [
        { ...step, event: { ...step.event, misdirect, record } },
        ...others,
        map("more", { writes: [changeBy("strays", col("odd"))] }),
      ],
    };
    checkPlan(told);
    const { world, events } = traceWorld(told, 5, 50);
    const acts = events.filter((event) => event.kind === "act");
    expect(acts.filter(({ entity, onto }) => entity !== onto).length).toBeGreaterThan(500);
    for (const { entity, onto, locals } of acts) expect(locals.strayed).toBe(entity === onto ? 0 : 1);
    for (const event of events) {
      if (event.kind === "record") expect(event.carried.strayed).toBe(event.entity === event.by ? 0 : 1);
    }
    const strays = acts.filter(({ entity, onto }) => entity !== onto).map(({ onto }) => onto);
    const counted = unitsOf(world, "strays");
    expect(counted).toEqual(counted.map((_, entity) => strays.filter((onto) => onto === entity).length));
    expect(unitsOf(world, "had")).toEqual(unitsOf(runWorld(plan, 5, 50), "had"));
  });

  function waitingPlan(delay: number): Plan {
    const { layers, tables } = layersOf("acts", [1]);
    const lets = [{ name: "harm", kind: "number", is: number(3) }] as const;
    const effects = [{ kind: "tally", measure: "arrived", value: loc("harm") }] as const;
    const record = { carry: ["harm"], lets: [], effects, label: "acts" };
    const event = eventOf("acts", { lets, wait: { queue: "post", delay: number(delay) }, record });
    return planOf({
      columns: [],
      tables,
      queues: [{ name: "post", longest: 4, rate: 1 }],
      steps: [act("acts", layers, number(0.5), event), { kind: "deliver", name: "arrive", queue: "post", record }],
      measures: [measureOf("arrived", { kind: "tally", figure: "sum" })],
    });
  }

  function arrivals(delay: number): number[] {
    const world = new World(waitingPlan(delay), 6);
    return Array.from({ length: 12 }, () => {
      world.step();
      return world.figures.get("arrived") ?? 0;
    });
  }

  test("that waits arrives exactly so many ticks later, with what it carries", () => {
    checkPlan(waitingPlan(1));
    const now = arrivals(0);
    expect(now.every((sum) => sum % 3 === 0 && sum > 1000)).toBe(true);
    for (const delay of [1, 3, 4]) {
      expect(arrivals(delay)).toEqual([...Array(delay).fill(0), ...now.slice(0, 12 - delay)]);
    }
    expect(arrivals(9)).toEqual(arrivals(4));
    expect(arrivals(-1)).toEqual(now);
  });

  test("that waits is in the hash", () => {
    expect(runWorld(waitingPlan(3), 6, 1).hash()).not.toBe(runWorld(waitingPlan(2), 6, 1).hash());
    expect(runWorld(waitingPlan(3), 6, 5).hash()).toBe(runWorld(waitingPlan(3), 6, 5).hash());
  });
});

/** Draws of each kind at the start, chance and friends in each tick. */
function mixedPlan(size: number): Plan {
  const { layers, tables } = layersOf("acts", [0.5]);
  const scores: Table = {
    name: "by score",
    kind: "scores",
    rows: [normalCuts({ kind: "normal", mean: 50, sd: 10 }, { from: 0, resolution: 1, units: 101 })],
  };
  const event = eventOf("acts", {
    lets: [{ name: "seen", kind: "chance", p: number(0.5), purpose: "seen" }],
    when: compare("gt", loc("seen"), number(0)),
    record: { carry: [], lets: [], effects: [addOne("fresh")], label: "acts" },
  });
  return planOf({
    size,
    columns: [
      stored("kind", { highest: 9 }),
      stored("weight", { highest: 100 }),
      stored("depth", { offset: -8, resolution: 1 / 64, highest: 1023 }),
      stored("balance", { lowest: -100_000, highest: 100_000, resolution: 0.5 }),
      scratch("fresh"),
    ],
    tables: [...tables, tableOf("kinds", { kind: "categorical", shares: [1, 2, 3] }, 0, 1, 3), scores],
    start: [
      map("born", {
        lets: [
          { name: "k", kind: "pick", table: "kinds", row: number(0), purpose: "kind" },
          { name: "z", kind: "normal", purpose: "score" },
          { name: "w", kind: "pickByScore", table: "by score", row: number(0), score: loc("z") },
        ],
        writes: [setTo("kind", loc("k")), setTo("weight", loc("w")), setTo("depth", loc("z"))],
      }),
    ],
    steps: [
      act("acts", layers, multiply(number(0.004), col("weight")), event),
      map("reckon", {
        lets: [{ name: "pay", kind: "number", is: multiply(col("depth"), number(0.3)) }],
        writes: [changeBy("balance", subtract(loc("pay"), multiply(number(2), col("fresh"))), "pay")],
      }),
    ],
  });
}

describe("draws", () => {
  test("of each kind have their moments, within 4 standard errors", () => {
    const size = 40_000;
    checkPlan(mixedPlan(size));
    const world = new World(mixedPlan(size), 7);
    expect(Math.abs(mean(unitsOf(world, "kind")) - 8 / 6)).toBeLessThan(4 * Math.sqrt(5 / 9 / size));
    const weights = unitsOf(world, "weight");
    expect(Math.abs(mean(weights) - 50)).toBeLessThan((4 * 10) / Math.sqrt(size));
    const depths = Array.from({ length: size }, (_, entity) => world.valueOf("depth", entity));
    expect(Math.abs(mean(depths))).toBeLessThan(4 / Math.sqrt(size));
    expect(Math.abs(variance(depths) - 1)).toBeLessThan(4 * Math.sqrt(2 / size));
    // Both are cut from the same score.
    const gap = depths.map((depth, entity) => Math.abs(50 + 10 * depth - weights[entity]));
    expect(gap.every((each) => each < 0.6)).toBe(true);
  });

  test("give one more entity no influence on the others", () => {
    const [few, more] = [runWorld(mixedPlan(1000), 8, 5), runWorld(mixedPlan(1001), 8, 5)];
    for (const { name } of few.plan.columns) {
      expect(unitsOf(more, name).slice(0, 1000)).toEqual(unitsOf(few, name));
    }
  });
});

describe("the hash", () => {
  test("is that of the state: the same twice, for any order of columns, another for another seed or tick", () => {
    const plan = mixedPlan(500);
    const hash = runWorld(plan, 9, 3).hash();
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(runWorld(plan, 9, 3).hash()).toBe(hash);
    expect(runWorld({ ...plan, columns: [...plan.columns].reverse() }, 9, 3).hash()).toBe(hash);
    expect(runWorld(plan, 10, 3).hash()).not.toBe(hash);
    expect(runWorld(plan, 9, 4).hash()).not.toBe(hash);
  });

  test("is that of logical units, not of how they are packed", () => {
    const wide = (plan: Plan): Plan => ({
      ...plan,
      columns: plan.columns.map((each) => (each.name === "kind" ? { ...each, lowest: -5, highest: 70_000 } : each)),
    });
    expect(runWorld(wide(mixedPlan(500)), 9, 3).hash()).toBe(runWorld(mixedPlan(500), 9, 3).hash());
  });
});

describe("a gathering", () => {
  test("is the sum over friends that are there", () => {
    const ties = { near: 3, far: 2, purpose: "ties" };
    const plan = planOf({
      size: 1000,
      ties,
      columns: [
        stored("trait", { lowest: -50, highest: 50 }),
        scratch("sum", { lowest: -500, highest: 500 }),
        scratch("count"),
      ],
      start: [
        map("born", {
          lets: [{ name: "z", kind: "normal", purpose: "trait" }],
          writes: [setTo("trait", multiply(loc("z"), number(10)))],
        }),
      ],
      steps: [{ kind: "gather", name: "look", column: "trait", sum: "sum", count: "count" }],
    });
    checkPlan(plan);
    const world = runWorld(plan, 10, 1);
    const network = networkOf(ties, plan.communitySize, plan.size, 10);
    const lanes = [0, 1, 2, 3, 4];
    for (let entity = 0; entity < plan.size; entity++) {
      const friends = lanes.map((lane) => network.friend(entity, lane)).filter((friend) => friend >= 0);
      expect(world.unitOf("count", entity)).toBe(friends.length);
      expect(world.unitOf("sum", entity)).toBe(friends.reduce((sum, friend) => sum + world.unitOf("trait", friend), 0));
    }
    expect(mean(unitsOf(world, "count"))).toBeGreaterThan(2);
  });
});
