import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { checkPlan } from "../../src/plan/check.ts";
import type { Arrival, DeliverStep, Let, Plan, Posting } from "../../src/plan/plan.ts";
import { add, binary, compare, local, multiply, truth, unary } from "../../src/rules/build.ts";
import { differenceOf, inParts, onThreads } from "../conformance/rows.ts";
import {
  act,
  actingPlan,
  added,
  addOne,
  changeBy,
  col,
  eventOf,
  layersOf,
  map,
  number,
  scratch,
  stored,
  traceWorld,
} from "./plans.ts";

const coin = local("coin", { from: 0, to: 1 });
const mark = local("mark", { from: 0, to: 64 });
const heads = compare("ge", coin, number(0.5));

/** Records of two conducts post cases; a case posts another, which arrives after `second` more ticks. */
function postingPlan(first: number, second: number, parts: Partial<Plan> = {}): Plan {
  const { layers, tables } = layersOf("acts", [1, 2]);
  const other = layersOf("deeds", [1]);
  const lets: Let[] = [
    { name: "coin", kind: "uniform", purpose: "coin" },
    { name: "mark", kind: "number", is: unary("floor", multiply(coin, number(64))) },
  ];
  const post = (queue: string, delay: number, when = truth(true)): Posting => ({
    when,
    queue,
    delay: number(delay),
    carry: [add(mark, number(1))],
  });
  const record = (posts: Arrival["posts"], carry = ["mark", "coin"], label = "record"): Arrival => ({
    carry,
    lets: [],
    effects: [],
    posts,
    label,
  });
  const deliver = (queue: string, arrival: Arrival): DeliverStep => ({
    kind: "deliver",
    name: `from ${queue}`,
    queue,
    record: arrival,
  });
  const event = eventOf("acts", { lets, record: record([post("cases", first, heads)]) });
  const deed = eventOf("deeds", { lets: lets.map(moved), record: record([post("cases", first)]) });
  const plan = actingPlan(300, 1.5, [1, 2], parts);
  return {
    ...plan,
    columns: [...plan.columns, stored("sum"), scratch("now", { highest: 60_000 })],
    tables: [...tables, ...other.tables],
    queues: [
      { name: "cases", longest: Math.max(1, first), rate: 2.5 },
      { name: "last", longest: Math.max(1, second), rate: 2.5 },
    ],
    steps: [
      deliver("last", { carry: ["mark"], lets: [], effects: [added("now", mark)], label: "last" }),
      deliver("cases", {
        carry: ["mark"],
        lets: [],
        effects: [addOne("fresh")],
        posts: [post("last", second)],
        label: "case",
      }),
      act("acts", layers, number(1.5), event),
      act("deeds", other.layers, number(0.5), deed),
      map("add", { writes: [changeBy("all", col("fresh")), changeBy("sum", col("now"))] }),
    ],
    ...parts,
  };
}

/** The same lets with the luck of another conduct. */
function moved(each: Let): Let {
  return "purpose" in each ? { ...each, purpose: `${each.purpose} of deeds` } : each;
}

describe("what a record leads to", () => {
  test("comes after its delay, with what it carries, and leads to more", () => {
    const plan = postingPlan(3, 2);
    checkPlan(plan);
    const { events } = traceWorld(plan, 5, 12);
    const due = (tick: number) =>
      events.flatMap((event) =>
        event.kind === "act" && event.tick === tick && (event.step === "deeds" || event.locals.coin! >= 0.5)
          ? [[event.onto, event.locals.mark!] as const]
          : [],
      );
    const arrived = (tick: number, label: string) =>
      events.flatMap((event) =>
        event.kind === "record" && event.tick === tick && event.label === label
          ? [[event.entity, event.carried.mark!] as const]
          : [],
      );
    const sorted = (pairs: (readonly [number, number])[]) => pairs.map(([e, m]) => `${e} ${m}`).sort();
    expect(due(4).length).toBeGreaterThan(150);
    expect(sorted(arrived(7, "case"))).toEqual(sorted(due(4).map(([e, m]) => [e, m + 1])));
    expect(sorted(arrived(9, "last"))).toEqual(sorted(due(4).map(([e, m]) => [e, m + 2])));
    expect(arrived(2, "case")).toEqual([]);
  });

  test("waits for a tick at least, and for as long as its queue can hold at most", () => {
    const firstTick = (delay: number): number => {
      const plan = { ...postingPlan(1, 1), queues: postingPlan(1, 1).queues.map((one) => ({ ...one, longest: 4 })) };
      const steps = plan.steps.map((step) =>
        step.kind === "act"
          ? {
              ...step,
              event: {
                ...step.event,
                record: {
                  ...step.event.record,
                  posts: step.event.record.posts!.map((one) => ({ ...one, delay: number(delay) })),
                },
              },
            }
          : step,
      );
      const { events } = traceWorld({ ...plan, steps }, 5, 8);
      return events.find((event) => event.kind === "record" && event.label === "case")!.tick;
    };
    expect([0, -3, 1.4, 2.5, 3.5, 9].map(firstTick)).toEqual([1, 1, 1, 2, 4, 4]);
  });

  test.each([
    [0, 1],
    [1, 1],
    [3, 2],
    [5, 1],
  ])("is the same as WebAssembly (%i, then %i ticks)", async (first, second) => {
    expect(
      await differenceOf(postingPlan(first, second), 4, 9, [onThreads(1), onThreads(2), inParts(3)]),
    ).toBeUndefined();
  });

  test("differs where the delay does", () => {
    const hashOf = (first: number): string => {
      const world = new World(postingPlan(first, 2), 4);
      for (let tick = 0; tick < 6; tick++) world.step();
      return world.hash();
    };
    expect(hashOf(2)).not.toBe(hashOf(3));
  });
});

describe("a plan in which records lead to more", () => {
  const withPosts = (posts: NonNullable<Arrival["posts"]>): Plan => {
    const plan = postingPlan(3, 2);
    const steps = plan.steps.map((step) =>
      step.kind === "deliver" && step.queue === "cases" ? { ...step, record: { ...step.record, posts } } : step,
    );
    return { ...plan, steps };
  };
  const good = { when: truth(true), queue: "last", delay: number(2), carry: [mark] };
  test.each([
    ["other values than are carried", { ...good, carry: [mark, mark] }, "posts 2 values to from last, which carries 1"],
    ["an unknown queue", { ...good, queue: "none" }, "unknown queue"],
    ["an unknown local", { ...good, delay: local("none", { from: 0, to: 1 }) }, "unknown local"],
    ["a local of the act that it does not carry", { ...good, when: heads }, "unknown local"],
    [
      "what events add to",
      { ...good, carry: [binary("add", mark, { ...col("fresh"), range: { from: 0, to: 1 } })] },
      "reads fresh, which events add to",
    ],
  ])("is refused with %s", (_, posting, message) => {
    expect(() => checkPlan(withPosts([posting]))).toThrow(message);
  });

  test("is refused where its queue holds nothing, or nothing delivers from it", () => {
    const plan = withPosts([good]);
    const queues = plan.queues.map((one) => (one.name === "last" ? { ...one, longest: 0 } : one));
    expect(() => checkPlan({ ...plan, queues })).toThrow("which holds nothing");
    const steps = plan.steps.filter(({ name }) => name !== "from last");
    expect(() => checkPlan({ ...plan, steps })).toThrow("nothing delivers from last");
  });
});
