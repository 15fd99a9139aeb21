import { describe, expect, test } from "vitest";
import { checkPlan } from "../../src/plan/check.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { act, actingPlan, addOne, col, eventOf, layersOf, loc, map, number, scratch, setTo } from "../engine/plans.ts";

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
