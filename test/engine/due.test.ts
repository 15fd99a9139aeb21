import { describe, expect, test } from "vitest";
import { draw, first, purposeKey, tickKey } from "../../src/core/chance.ts";
import { type TraceEvent, World } from "../../src/engine/meaning/interpret.ts";
import { numbersOf } from "../../src/plan/kinds.ts";
import type { DueStep, MeetStep, Plan } from "../../src/plan/plan.ts";
import { and, choose, compare, truth } from "../../src/rules/build.ts";
import { differenceOf, inParts, onThreads } from "../conformance/rows.ts";
import { kindOf, kindsPlan, shareOf } from "./kindsPlan.ts";
import {
  addOne,
  changeBy,
  col,
  eventOf,
  glob,
  loc,
  map,
  measureOf,
  number,
  planOf,
  runWorld,
  scratch,
  setTo,
  stored,
  traceWorld,
  unitsOf,
} from "./plans.ts";

/** One of three outcomes is due of those who are marked, every third tick; each is counted by entity. */
function duePlan(parts: Partial<DueStep> = {}, world: Partial<Plan> = {}): Plan {
  const outcome = (name: string, from: number, to: number): DueStep => ({
    kind: "due",
    name,
    when: and(compare("ge", glob("turn"), number(1)), compare("lt", col("mark"), number(5))),
    chance: number(to),
    above: from > 0 ? number(from) : undefined,
    purpose: "outcome",
    event: eventOf(name, {
      lets: [
        { name: "luck", kind: "uniform", purpose: `luck of ${name}` },
        { name: "told", kind: "number", is: col("mark") },
      ],
      before: [addOne(`did ${name}`)],
      when: compare("lt", loc("luck"), number(0.75)),
      misdirect: { chance: number(0.1), purpose: `astray ${name}` },
      wait: { queue: `post ${name}`, delay: { ...loc("told"), range: { from: 0, to: 7 } } },
      record: {
        carry: ["told"],
        lets: [],
        effects: [addOne("got"), { kind: "tally", measure: "recorded", value: loc("told") }],
        label: name,
      },
    }),
    ...parts,
  });
  const names = ["a", "b", "c"];
  const steps = [outcome("a", 0, 0.2), outcome("b", 0.2, 0.5), outcome("c", 0.5, 1)];
  return planOf({
    size: 300,
    communitySize: 64,
    columns: [
      stored("mark", { highest: 7 }),
      stored("sum"),
      scratch("got"),
      ...names.flatMap((name) => [stored(`done ${name}`), scratch(`did ${name}`)]),
    ],
    queues: names.map((name) => ({ name: `post ${name}`, longest: 5, rate: 1 })),
    globals: [{ name: "turn", start: 0, range: { from: 0, to: 1 }, doc: "" }],
    updates: [
      {
        kind: "dated",
        global: "turn",
        from: Array.from({ length: 20 }, (_, tick) => ({ tick, value: tick % 3 === 0 ? 1 : 0 })),
      },
    ],
    start: [
      map("marks", {
        lets: [{ name: "u", kind: "uniform", purpose: "mark" }],
        writes: [setTo("mark", { op: "multiply", left: loc("u"), right: number(7), range: { from: 0, to: 7 } })],
      }),
    ],
    steps: [
      ...steps.map((step) => ({
        kind: "deliver" as const,
        name: `arrive ${step.name}`,
        queue: `post ${step.name}`,
        record: step.event.record,
      })),
      ...steps,
      map("sum", {
        writes: [changeBy("sum", col("got")), ...names.map((name) => changeBy(`done ${name}`, col(`did ${name}`)))],
      }),
    ],
    measures: [measureOf("recorded", { kind: "tally", figure: "sum" })],
    ...world,
  });
}

const lone = { queues: [], measures: [] };
/** What is due without records that wait. */
const bare = (name: string): Partial<DueStep> => ({ event: eventOf(name, { before: [addOne("did a")] }) });

describe("what is due", () => {
  test("is one of its outcomes, of those of whom it is due, in the ticks in which it is", () => {
    const world = runWorld(duePlan(), 5, 10);
    const [a, b, c, mark] = ["done a", "done b", "done c", "mark"].map((name) => unitsOf(world, name));
    let due = 0;
    for (const [entity, each] of mark!.entries()) {
      const done = a![entity]! + b![entity]! + c![entity]!;
      // Ticks 0, 3, 6 and 9.
      expect(done).toBe(each < 5 ? 4 : 0);
      due += done;
    }
    const total = (of: number[] | undefined): number => of!.reduce((sum, one) => sum + one, 0);
    for (const [of, p] of [
      [a, 0.2],
      [b, 0.3],
      [c, 0.5],
    ] as const)
      expect(Math.abs(total(of) - due * p)).toBeLessThan(4 * Math.sqrt(due * p * (1 - p)));
  });

  test("is not due of the entity of a script, which does what is written", () => {
    const acts = [{ tick: 1, step: "b", set: { luck: 0.5, told: 0 } }];
    const script = { entity: 70, columns: { mark: 1 }, acts };
    const { world, events } = traceWorld(duePlan({}, { script }), 5, 8);
    const own = events.filter((event) => event.kind === "act" && event.entity === 70);
    expect(own.map(({ tick }) => tick)).toEqual([1]);
    expect(["done a", "done b", "done c"].map((name) => world.unitOf(name, 70))).toEqual([0, 1, 0]);
  });

  test("draws nothing that others draw: what is never due changes nothing", () => {
    const never = duePlan({ chance: number(0) });
    expect(unitsOf(runWorld(never, 5, 9), "done a").every((done) => done === 0)).toBe(true);
    const without = duePlan({}, { steps: never.steps.filter(({ kind }) => kind === "map"), queues: [] });
    expect(runWorld(never, 5, 9).hash()).toBe(runWorld(without, 5, 9).hash());
  });

  const rows = [onThreads(1), onThreads(2), onThreads(7), inParts(3), inParts(5, 2, 17)];
  const script = {
    entity: 70,
    columns: { mark: 1 },
    acts: [3, 3, 4].map((tick) => ({ tick, step: "b", set: { luck: 0.5 } })),
  };
  const marked = choose(compare("lt", col("mark"), number(3)), number(0.9), number(0.4));
  const plans: [string, Plan][] = [
    ["of several", duePlan()],
    ["of everyone, always", duePlan({ when: truth(true) })],
    ["as only globals say", duePlan({ when: compare("ge", glob("turn"), number(1)) })],
    ["as only columns say", duePlan({ when: compare("ge", col("mark"), number(4)) })],
    ["by chances that follow from who they are", duePlan({ chance: marked, above: number(0.3) })],
    ["above what follows from who they are", duePlan({ chance: number(1), above: marked })],
    [
      "by chances that are no choice",
      duePlan({ chance: { ...col("mark"), range: { from: 0, to: 7 } }, above: marked }),
    ],
    ["for sure", duePlan({ chance: number(1), above: undefined, ...bare("a") }, lone)],
    ["beside a life", duePlan({}, { script })],
    ["in communities of 32", duePlan({}, { communitySize: 32, size: 333 })],
  ];
  test.each(plans)("%s is the same as WebAssembly", async (_, plan) => {
    const isBare = plan.queues.length === 0;
    const fit = isBare ? { ...plan, steps: plan.steps.filter(({ kind }) => kind !== "deliver") } : plan;
    expect(await differenceOf(fit, 11, 8, rows)).toBeUndefined();
  });
});

describe("what is due of a further kind", () => {
  test("is the same as WebAssembly, and draws at numbers of that kind", async () => {
    const kind = kindOf("firm", 64, shareOf(1.5));
    const plan = kindsPlan(300, 64, [kind]);
    const bill: DueStep = {
      kind: "due",
      name: "bill",
      of: "firm",
      when: compare("ge", col("firm worth"), number(20)),
      chance: number(0.5),
      purpose: "bill",
      event: eventOf("bill", {
        lets: [{ name: "luck", kind: "chance", p: number(0.5), purpose: "luck of bills" }],
        before: [addOne("firm fresh")],
        when: compare("ge", loc("luck"), number(1)),
        misdirect: { chance: number(0.3), purpose: "astray" },
        record: { carry: [], lets: [], effects: [addOne("firm fresh")], label: "bill" },
      }),
    };
    const steps = plan.steps.flatMap((step) => (step.name === "firm live" ? [bill, step] : [step]));
    const all = { ...plan, steps };
    expect(await differenceOf(all, 11, 6, [onThreads(1), onThreads(2), inParts(3)])).toBeUndefined();
    const entities = new Set(
      [...numbersOf(all, "firm")].flatMap(({ from, end }) => [...Array(end).keys()].slice(from)),
    );
    const events: TraceEvent[] = [];
    new World(all, 11, { of: "firm", entities, see: (event) => events.push(event) }).step();
    const bills = events.flatMap((event) => (event.kind === "act" && event.step === "bill" ? [event] : []));
    expect(bills.length).toBeGreaterThan(20);
    const key = tickKey(purposeKey(11, "luck of bills"), 0);
    for (const { entity, locals } of bills) {
      draw(key, entity, 0);
      expect(locals.luck).toBe(first() < 2 ** 31 ? 1 : 0);
    }
  });
});

/** Everyone meets; one of two things is done, by one word for both sides where that is said. */
function meetingPlan(parts: Partial<MeetStep> = {}, world: Partial<Plan> = {}): Plan {
  const outcome = (name: string, from: number, to: number): MeetStep => ({
    kind: "meet",
    name,
    pairs: { kind: "anyone", purpose: "pairs" },
    rounds: 2,
    happens: { chance: number(0.8), purpose: "happens" },
    sees: [{ local: "theirs", column: "mark" }],
    chance: number(to),
    above: from > 0 ? number(from) : undefined,
    purpose: "outcome",
    drawn: "pair",
    beside: [
      addOne(`met ${name}`),
      { kind: "add", column: "seen", value: { ...loc("luck"), range: { from: 0, to: 1 } } },
      { kind: "tally", measure: "beside", value: { ...col("mark"), range: { from: 0, to: 7 } } },
    ],
    falls: "actor",
    event: eventOf(name, {
      lets: [{ name: "luck", kind: "uniform", purpose: `luck of ${name}` }],
      before: [addOne(`did ${name}`)],
      when: compare("lt", loc("luck"), number(0.5)),
    }),
    ...parts,
  });
  const names = ["help", "refuse"];
  return planOf({
    size: 300,
    communitySize: 64,
    columns: [
      stored("mark", { highest: 7 }),
      stored("looked"),
      scratch("seen"),
      ...names.flatMap((name) => [scratch(`did ${name}`), scratch(`met ${name}`), stored(`done ${name}`)]),
      ...names.map((name) => stored(`undergone ${name}`)),
    ],
    start: duePlan().start,
    steps: [
      outcome("help", 0, 0.3),
      outcome("refuse", 0.3, 1),
      map("sum", {
        writes: [
          changeBy("looked", col("seen")),
          ...names.map((name) => changeBy(`done ${name}`, col(`did ${name}`))),
          ...names.map((name) => changeBy(`undergone ${name}`, col(`met ${name}`))),
        ],
      }),
    ],
    measures: [measureOf("beside", { kind: "tally", figure: "sum", resolution: 1 })],
    ...world,
  });
}

describe("at encounters", () => {
  test("a word of the pair gives both sides the same outcome", () => {
    const { world, events } = traceWorld(meetingPlan(), 5, 6);
    const acts = events.flatMap((event) => (event.kind === "act" ? [event] : []));
    expect(acts.length).toBeGreaterThan(1000);
    const helps = acts.filter(({ step }) => step === "help").length;
    expect(Math.abs(helps / 2 - acts.length * 0.15)).toBeLessThan(4 * Math.sqrt((acts.length / 2) * 0.21));
    for (const name of ["help", "refuse"])
      expect(unitsOf(world, `undergone ${name}`)).toEqual(unitsOf(world, `done ${name}`));
    expect(world.figures.get("beside")).toBeGreaterThan(0);
  });

  test("a word of each side alone lets them differ, and what is done to the other adds up", () => {
    const { world } = traceWorld(meetingPlan({ drawn: undefined }), 5, 6);
    const [done, undergone] = ["done help", "undergone help"].map((name) => unitsOf(world, name));
    expect(undergone).not.toEqual(done);
    const total = (of: readonly number[]): number => of.reduce((sum, one) => sum + one, 0);
    expect(total(undergone!)).toBe(total(done!));
  });

  const rows = [onThreads(1), onThreads(2), inParts(3), inParts(5, 2, 17)];
  const life = { script: { entity: 70, columns: {}, acts: [] } };
  const plans: [string, Plan][] = [
    ["drawn for both", meetingPlan()],
    ["drawn for each", meetingPlan({ drawn: undefined })],
    [
      "that are sure",
      meetingPlan({ happens: { chance: number(1), purpose: "happens" }, chance: number(1), above: undefined }),
    ],
    ["that fall on the other, with a life", meetingPlan({ falls: "other" }, life)],
    [
      "above what is seen",
      meetingPlan({ above: choose(compare("lt", loc("theirs"), number(4)), number(0.1), number(0.6)) }),
    ],
  ];
  test.each(plans)("outcomes %s are the same as WebAssembly", async (_, plan) => {
    expect(await differenceOf(plan, 11, 8, rows)).toBeUndefined();
  });
});
