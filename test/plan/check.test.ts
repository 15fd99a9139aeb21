import { describe, expect, test } from "vitest";
import { checkPlan } from "../../src/plan/check.ts";
import type { Arrival, DeliverStep, Effect, Event, GatherStep, Let, Plan } from "../../src/plan/plan.ts";
import { compare } from "../../src/rules/build.ts";
import {
  act,
  actingPlan,
  addOne,
  col,
  eventOf,
  glob,
  layersOf,
  loc,
  map,
  measureOf,
  number,
  planOf,
  scratch,
  setTo,
  stored,
  tableOf,
} from "../engine/plans.ts";

describe("a plan", () => {
  const good = actingPlan(100, 0.5, [1]);
  const broken: [string, Partial<Plan>, string][] = [
    ["an unknown column", { steps: [map("m", { writes: [setTo("nope", number(1))] })] }, "unknown column"],
    ["an unknown local", { steps: [map("m", { writes: [setTo("all", loc("x"))] })] }, "unknown local"],
    ["a name twice", { columns: [...good.columns, scratch("all")] }, "column all is there twice"],
    ["a falling table", { tables: [{ name: "t", kind: "scores", rows: [Float32Array.of(1, 0)] }] }, "table t falls"],
    [
      "layers with a gap",
      { steps: [act("a", [{ ...layersOf("acts", [1]).layers[0], from: 0.5 }], number(1), eventOf("a"))] },
      "do not join",
    ],
    [
      "an event that reads what events add to",
      {
        steps: [
          act(
            "a",
            [],
            number(1),
            eventOf("a", {
              before: [addOne("fresh"), { kind: "add", column: "fresh", value: col("fresh") }],
            }),
          ),
        ],
      },
      "reads fresh",
    ],
    [
      "a carried stranger",
      {
        steps: [
          act(
            "a",
            [],
            number(1),
            eventOf("a", {
              record: { carry: ["x"], lets: [], effects: [], label: "" },
            }),
          ),
        ],
      },
      "carries x",
    ],
    [
      "an unknown step in the script",
      { script: { entity: 0, columns: {}, acts: [{ tick: 0, step: "b", set: {} }] } },
      "unknown act",
    ],
  ];
  test.each(broken)("with %s is refused", (_, parts, message) => {
    expect(() => checkPlan({ ...good, ...parts })).toThrow(new RegExp(`^bug: .*${message}`));
  });
});

describe("a plan with records under way", () => {
  const record: Arrival = { carry: ["grave"], lets: [], effects: [addOne("points"), tally("records")], label: "deed" };
  const wait = { queue: "post", delay: number(1) };
  const grave: Let = { name: "grave", kind: "number", is: number(1) };
  const deliver: DeliverStep = { kind: "deliver", name: "post", queue: "post", record };
  const gather: GatherStep = { kind: "gather", name: "friends", column: "all", sum: "sum", count: "count" };
  const doing = (parts: Partial<Event>) =>
    act("deed", [], number(0), eventOf("deed", { lets: [grave], wait, record, ...parts }));
  const recording = (parts: Partial<Arrival>) => ({ steps: [deliver, doing({ record: { ...record, ...parts } })] });
  const good = planOf({
    columns: [stored("all"), scratch("points"), scratch("sum"), scratch("count")],
    kinds: [{ name: "firm", slots: 64, share: 2 ** 21 / 16, purpose: "owners" }],
    ties: { near: 2, far: 1, purpose: "ties" },
    queues: [{ name: "post", longest: 2, rate: 1 }],
    measures: [
      measureOf("records", { kind: "tally" }),
      measureOf("people"),
      measureOf("firms", { kind: "tally", of: "firm" }),
    ],
    tables: [tableOf("cuts", { kind: "uniform", from: 0, to: 1 }, 0, 0.25, 5)],
    steps: [gather, deliver, doing({})],
  });
  const ranked = { name: "rank", kind: "rank", column: "all" } as const;
  const lets = (one: Let): Partial<Plan> => ({ steps: [map("m", { lets: [one] })] });

  test("is taken", () => expect(() => checkPlan(good)).not.toThrow());

  const broken: [string, Partial<Plan>, string][] = [
    [
      "a record that reads what events add to",
      recording({ lets: [{ name: "sofar", kind: "number", is: col("points") }] }),
      "an event of deed reads points",
    ],
    [
      "an act that hangs on what it adds to",
      { steps: [act("deed", [], col("points"), eventOf("deed", { record: { ...record, carry: [] } }))] },
      "the rate of deed reads points",
    ],
    [
      "a record that is delivered as another",
      { steps: [{ ...deliver, record: { ...record, carry: [] } }, doing({})] },
      "deed and post carry different locals",
    ],
    ["a record that is never delivered", { steps: [doing({})] }, "nothing delivers from post"],
    ["two deliveries from a queue", { steps: [deliver, { ...deliver, name: "again" }] }, "delivery from post is there"],
    ["a delivery from nowhere", { steps: [{ ...deliver, queue: "void" }] }, "unknown queue in step post: void"],
    [
      "records that wait nowhere",
      { steps: [doing({ wait: { ...wait, queue: "void" } })] },
      "unknown queue in step deed",
    ],
    [
      "a delivery to another kind",
      {
        steps: [
          { ...deliver, of: "firm", record: { ...record, effects: [] } },
          doing({ record: { ...record, effects: [] } }),
        ],
      },
      "deed posts to queue post, which is of another kind",
    ],
    ["a record in a measure of another kind", recording({ effects: [tally("firms")] }), "adds to measure firms"],
    ["a record in no measure", recording({ effects: [tally("nobody")] }), "unknown measure in step deed"],
    ["a record in a census", recording({ effects: [tally("people")] }), "people, which is a census"],
    ["points that outlive the tick", recording({ effects: [addOne("all")] }), "deed adds to all, which is stored"],
    ["luck when a record arrives", recording({ lets: [drawn] }), "draws luck when a record arrives"],
    ["ranks when a record arrives", { steps: [{ ...deliver, record: { ...record, lets: [ranked] } }] }, "post ranks"],
    [
      "ranks among those of a local",
      lets({ ...ranked, among: compare("ge", loc("x"), number(1)) }),
      "all is ranked by a local",
    ],
    ["a table that is not there", lets({ ...drawn, kind: "pick", table: "void", row: number(0) }), "unknown table"],
    [
      "scores where there are cuts",
      lets({ name: "score", kind: "pickByScore", table: "cuts", row: number(0), score: number(0) }),
      "cuts is no table of scores",
    ],
    ["a global that is not there", lets({ ...grave, is: glob("void") }), "unknown global in step m: void"],
    ["a sum over friends of what does not last", { steps: [{ ...gather, column: "points" }] }, "gathers points"],
    ["a sum over friends that lasts", { steps: [{ ...gather, sum: "all" }] }, "gathers into all"],
    ["friends without ties", { ties: undefined }, "gathers where there are no ties"],
  ];
  test.each(broken)("is refused with %s", (_, parts, message) => {
    expect(() => checkPlan({ ...good, ...parts })).toThrow(new RegExp(`^bug: .*${message}`));
  });
});

const drawn = { name: "luck", kind: "uniform", purpose: "luck" } as const;

function tally(measure: string): Effect {
  return { kind: "tally", measure, value: number(1) };
}
