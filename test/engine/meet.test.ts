import { describe, expect, test } from "vitest";
import { draw, first, purposeKey, second, tickKey } from "../../src/core/chance.ts";
import { inverseOf, pairingOf, partnerOf } from "../../src/plan/pairs.ts";
import type { Effect, MeetStep, Plan } from "../../src/plan/plan.ts";
import { networkOf } from "../../src/plan/ties.ts";
import { choose, compare } from "../../src/rules/build.ts";
import type { NumberTree } from "../../src/rules/tree.ts";
import { differenceOf, inParts, onThreads } from "../conformance/rows.ts";
import {
  added,
  addOne,
  anyRange,
  changeBy,
  col,
  eventOf,
  loc,
  map,
  measureOf,
  number,
  planOf,
  scratch,
  setTo,
  stored,
  traceWorld,
} from "./plans.ts";

describe("pairs with anyone", () => {
  const key = tickKey(purposeKey(7, "pairs"), 0);
  const pairing = (round: number, slots: number) => {
    draw(key, 3, round);
    return pairingOf(first(), second(), slots);
  };

  test.each([32, 64, 256, 1024, 4096])("of %i slots are mutual and nobody meets itself", (slots) => {
    let faults = 0;
    for (let round = 0; round < 50; round++) {
      const pairs = pairing(round, slots);
      for (let slot = 0; slot < slots; slot++) {
        const other = partnerOf(slot, pairs);
        const met = (pairs.a * other + pairs.b) % slots;
        const asked = ((pairs.a * slot + pairs.b) % slots) ^ pairs.turn;
        if (other === slot || partnerOf(other, pairs) !== slot || met !== asked) faults += 1;
      }
    }
    expect(faults).toBe(0);
  });

  test("every other slot is equally likely", () => {
    const [slots, rounds] = [32, 31_000];
    for (const slot of [0, 1, 16, 31]) {
      const counts = new Array<number>(slots).fill(0);
      for (let round = 0; round < rounds; round++) counts[partnerOf(slot, pairing(round, slots))]! += 1;
      const expected = rounds / (slots - 1);
      const chiSquare = counts.reduce(
        (sum, n, other) => (other === slot ? sum : sum + (n - expected) ** 2 / expected),
        0,
      );
      expect(counts[slot]).toBe(0);
      // 30 degrees of freedom: beyond 59.7 with a chance of one in a thousand.
      expect(chiSquare).toBeLessThan(59.7);
    }
  });

  test("an odd number has its inverse", () => {
    for (const odd of [1, 3, 4095, 0x9e3779b9, 0xffffffff]) {
      expect(Math.imul(odd, inverseOf(odd)) & (2 ** 24 - 1)).toBe(1);
    }
  });
});

const share: NumberTree = { ...loc("theirs"), range: { from: 0, to: 7 } };

/** Everyone meets in rounds; whoever meets rates the other by what it sees. */
function meetingPlan(parts: Partial<MeetStep> = {}, world: Partial<Plan> = {}): Plan {
  const tally: Effect = { kind: "tally", measure: "met", value: share };
  const step: MeetStep = {
    kind: "meet",
    name: "rates",
    pairs: { kind: "anyone", purpose: "pairs" },
    rounds: 3,
    happens: { chance: number(0.5), purpose: "happens" },
    sees: [{ local: "theirs", column: "mark" }],
    chance: choose(compare("lt", share, number(6)), number(0.75), number(1)),
    purpose: "rates",
    falls: "other",
    event: eventOf("rates", {
      lets: [
        { name: "stars", kind: "uniform", purpose: "stars" },
        { name: "told", kind: "number", is: share },
      ],
      before: [addOne("did"), { kind: "tally", measure: "met", value: share }],
      misdirect: { chance: number(0.1), purpose: "astray", says: "astray" },
      wait: { queue: "post", delay: { ...loc("told"), range: { from: 0, to: 7 } } },
      record: {
        carry: ["told", "astray"],
        lets: [],
        effects: [
          addOne("got"),
          added("odd", { ...loc("astray"), range: { from: 0, to: 1 } }),
          { ...tally, measure: "recorded", value: loc("told") },
        ],
        label: "rates",
      },
    }),
    ...parts,
  };
  return planOf({
    size: 300,
    communitySize: 64,
    columns: [
      stored("mark", { highest: 7 }),
      stored("sum"),
      stored("done"),
      stored("strays"),
      scratch("got"),
      scratch("did"),
      scratch("odd"),
    ],
    queues: [{ name: "post", longest: 5, rate: 3 }],
    start: [
      map("marks", {
        lets: [{ name: "u", kind: "uniform", purpose: "mark" }],
        writes: [setTo("mark", { op: "multiply", left: loc("u"), right: number(7), range: anyRange })],
      }),
    ],
    steps: [
      { kind: "deliver", name: "arrive", queue: "post", record: step.event.record },
      step,
      map("sum", {
        writes: [changeBy("sum", col("got")), changeBy("done", col("did")), changeBy("strays", col("odd"))],
      }),
    ],
    measures: [
      measureOf("met", { kind: "tally", figure: "sum" }),
      measureOf("recorded", { kind: "tally", figure: "sum" }),
    ],
    ...world,
  });
}

/** Entities that acted on each other, by tick and round. */
function meetingsOf(plan: Plan, ticks: number): Map<string, [number, number][]> {
  const found = new Map<string, [number, number][]>();
  for (const event of traceWorld(plan, 5, ticks).events) {
    if (event.kind !== "act") continue;
    const key = `${event.tick}`;
    found.set(key, [...(found.get(key) ?? []), [event.entity, event.onto]]);
  }
  return found;
}

const always = {
  chance: number(1),
  event: eventOf("rates", { record: { carry: [], lets: [], effects: [], label: "" } }),
  sees: [],
};

describe("encounters", () => {
  test("are drawn once for both sides, and an unfilled slot meets nobody", () => {
    const plan = meetingPlan({ ...always, rounds: 1 }, { queues: [], steps: [] });
    const [step] = meetingPlan({ ...always, rounds: 1 }).steps.slice(1);
    const world = { ...plan, steps: [step!] };
    for (const pairs of meetingsOf(world, 4).values()) {
      const keys = new Set(pairs.map(([a, b]) => `${a} ${b}`));
      expect(pairs.length).toBeGreaterThan(100);
      for (const [a, b] of pairs) {
        expect(keys.has(`${b} ${a}`)).toBe(true);
        expect(Math.max(a, b)).toBeLessThan(world.size);
        expect(Math.floor(a / 64)).toBe(Math.floor(b / 64));
      }
    }
  });

  test("happen with their chance in each round", () => {
    const step = meetingPlan({ ...always, rounds: 8, happens: { chance: number(0.3), purpose: "happens" } }).steps[1]!;
    const world = meetingPlan({}, { size: 640, queues: [], steps: [step] });
    const acts = [...meetingsOf(world, 10).values()].flat().length;
    // 640 / 2 pairs × 8 rounds × 10 ticks, each with chance 0.3; within four standard deviations.
    const [pairs, p] = [25_600, 0.3];
    expect(Math.abs(acts / 2 - pairs * p)).toBeLessThan(4 * Math.sqrt(pairs * p * (1 - p)));
  });

  test("of friends join friends whose tie is not cut", () => {
    const ties = { near: 3, far: 0, purpose: "ties", cut: { column: "mark", lanes: 3 } };
    const step = meetingPlan({ ...always, rounds: 9, pairs: { kind: "friends", purpose: "pairs", lanes: 3 } })
      .steps[1]!;
    const world = meetingPlan({}, { ties, queues: [], steps: [step] });
    const friends = networkOf(ties, 64, 300, 5);
    const { world: run } = traceWorld(world, 5, 1);
    let met = 0;
    for (const [a, b] of [...meetingsOf(world, 3).values()].flat()) {
      const lanes = [0, 1, 2].filter((lane) => friends.friend(a, lane) === b);
      expect(lanes.some((lane) => (((run.unitOf("mark", a) | run.unitOf("mark", b)) >> lane) & 1) === 0)).toBe(true);
      met += 1;
    }
    expect(met).toBeGreaterThan(200);
  });

  test("leave a life of a script alone", () => {
    const step = meetingPlan({ ...always, rounds: 8 }).steps[1]!;
    const world = meetingPlan({}, { queues: [], steps: [step], script: { entity: 9, columns: {}, acts: [] } });
    for (const [a, b] of [...meetingsOf(world, 3).values()].flat()) expect([a, b]).not.toContain(9);
  });

  const rows = [onThreads(1), onThreads(2), onThreads(7), inParts(3), inParts(5, 2, 17)];
  const ties = { near: 3, far: 1, purpose: "ties", cut: { column: "mark", lanes: 3 } };
  const sure = { happens: { chance: number(1), purpose: "happens" }, chance: number(1) };
  const friends = { kind: "friends", purpose: "pairs", lanes: 3 } as const;
  const life = { script: { entity: 70, columns: {}, acts: [] } };
  const worlds: [string, Plan][] = [
    ["with anyone", meetingPlan()],
    ["that are sure", meetingPlan(sure)],
    ["that are sure, and fall on who acts", meetingPlan({ ...sure, falls: "actor" })],
    ["that are sure, with friends and a life", meetingPlan({ ...sure, pairs: friends }, { ties, ...life })],
    ["that fall on who acts", meetingPlan({ falls: "actor" })],
    ["with friends", meetingPlan({ pairs: friends }, { ties })],
    [
      "by chances that are seen",
      meetingPlan({ chance: choose(compare("eq", share, col("mark")), number(1), number(0.1)) }),
    ],
    ["in communities of 32", meetingPlan({ rounds: 7 }, { communitySize: 32, size: 333 })],
    ["with a life", meetingPlan({}, life)],
  ];
  test.each(worlds)("%s are the same as WebAssembly", async (_, plan) => {
    expect(await differenceOf(plan, 11, 8, rows)).toBeUndefined();
  });
});
