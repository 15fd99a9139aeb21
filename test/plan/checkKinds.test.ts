import { describe, expect, test } from "vitest";
import { checkPlan } from "../../src/plan/check.ts";
import type { DeliverStep, Plan } from "../../src/plan/plan.ts";
import { shareOf, slotsFor } from "../engine/kindsPlan.ts";
import { act, addOne, col, eventOf, map, measureOf, number, planOf, scratch, setTo, stored } from "../engine/plans.ts";

const share = shareOf(10);
const firm = { name: "firm", slots: slotsFor(64, share), share, purpose: "firm" };

describe("a plan with kinds", () => {
  const columns = [stored("a"), { ...stored("b"), of: "firm" }, { ...scratch("c"), of: "firm" }, scratch("d")];
  const good = planOf({ kinds: [firm], columns });
  const link = { kind: "link", name: "l", of: "firm", direction: "from owner", sum: "c", count: "c" } as const;
  const back = { ...link, direction: "to owner", column: "b", sum: "d", count: "d" } as const;
  const narrow = { ...stored("a"), highest: 255 };
  const record = { carry: [], lets: [], effects: [], label: "" };
  const deliver: DeliverStep = { kind: "deliver", name: "post", queue: "post", record };
  const wait = { queue: "post", delay: number(1) };
  const ofFirm = { kind: "tally", of: "firm" } as const;
  const ranked = { name: "r", kind: "rank", column: "b" } as const;

  const broken: [string, Partial<Plan>, string][] = [
    ["too few slots", { kinds: [{ ...firm, slots: 4, share: 2 ** 18 }] }, "too few"],
    ["slots that are no power of two", { kinds: [{ ...firm, slots: 12 }] }, "communities of 12"],
    ["two slots", { kinds: [{ ...firm, slots: 2 }] }, "communities of 2"],
    ["8,192 slots", { kinds: [{ ...firm, slots: 8192 }] }, "communities of 8192"],
    ["a share of nothing", { kinds: [{ ...firm, share: 0 }] }, "share of 0"],
    ["a share that is not whole", { kinds: [{ ...firm, share: 1.5 }] }, "share of 1.5"],
    ["more of them than people", { kinds: [{ ...firm, slots: 256, share: 2 ** 21 + 1 }] }, "a share of 2097153 firm"],
    [
      "more numbers than 32 bits hold",
      { size: 64 * (2 ** 24 + 1), kinds: [{ ...firm, slots: 256 }] },
      "more numbers of firm",
    ],
    ["a kind twice", { kinds: [firm, firm] }, "twice"],
    ["a column of nobody", { columns: [{ ...stored("a"), of: "shop" }] }, "unknown kind: shop"],
    ["a measure of nobody", { measures: [measureOf("m", { of: "shop" })] }, "unknown kind: shop"],
    ["a step of nobody", { steps: [map("m", { of: "shop" })] }, "unknown kind: shop"],
    [
      "a step that reads another kind",
      { start: [map("m", { of: "firm", writes: [setTo("b", col("a"))] })] },
      "reads column a",
    ],
    [
      "a step of people that reads another kind",
      { steps: [map("m", { writes: [setTo("a", col("b"))] })] },
      "reads column b",
    ],
    ["a step that ranks another kind", { steps: [map("m", { lets: [ranked] })] }, "reads column b"],
    ["a step that writes another kind", { steps: [map("m", { writes: [setTo("b", number(1))] })] }, "writes column b"],
    ["a measure of another kind", { measures: [measureOf("m", { value: col("b") })] }, "column b"],
    ["a measure of firms over people", { measures: [measureOf("m", { of: "firm", value: col("a") })] }, "column a"],
    [
      "a tally of another kind",
      {
        measures: [measureOf("m", ofFirm)],
        steps: [act("x", [], number(0), eventOf("x", { before: [{ kind: "tally", measure: "m", value: number(1) }] }))],
      },
      "adds to measure m, which is of another kind",
    ],
    ["a link from the wrong side", { steps: [{ ...link, column: "b" }] }, "reads column b"],
    ["a link to the wrong side", { steps: [{ ...link, column: "a", sum: "d" }] }, "writes column d"],
    ["a link that does not fit", { steps: [{ ...link, column: "a" }] }, "c is too narrow for what step l reads"],
    [
      "a link that does not fit below",
      { columns: [{ ...narrow, lowest: -1 }, ...columns.slice(1)], steps: [{ ...link, column: "a" }] },
      "c is too narrow for what step l reads",
    ],
    [
      "a link without room for nothing, of what is never nothing",
      {
        columns: [
          { ...narrow, lowest: 1, initial: 1 },
          columns[1]!,
          { ...columns[2]!, lowest: 1, initial: 1 },
          { ...scratch("e"), of: "firm" },
        ],
        steps: [{ ...link, column: "a", count: "e" }],
      },
      "c is too narrow for what step l reads",
    ],
    [
      "a link without room for nothing",
      { columns: [narrow, columns[1]!, { ...columns[2]!, lowest: 1, initial: 1 }], steps: [{ ...link, column: "a" }] },
      "c is too narrow for what step l reads",
    ],
    [
      "a count without room for one",
      {
        columns: [narrow, columns[1]!, columns[2]!, { ...scratch("e", { highest: 0 }), of: "firm" }],
        steps: [{ ...link, column: "a", count: "e" }],
      },
      "e is too narrow for what step l counts",
    ],
    [
      "a link into what lasts",
      { columns: [narrow, ...columns.slice(1)], steps: [{ ...link, column: "a", sum: "b" }] },
      "writes b, which is no scratch",
    ],
    [
      "a link that counts into what lasts",
      { columns: [narrow, ...columns.slice(1)], steps: [{ ...link, column: "a", count: "b" }] },
      "writes b, which is no scratch",
    ],
    ["a script of another kind", { script: { entity: 0, columns: { b: 1 }, acts: [] } }, "script writes b"],
    [
      "a script of what another kind does",
      {
        steps: [{ ...act("x", [], number(0), eventOf("x")), of: "firm" }],
        script: { entity: 0, columns: {}, acts: [{ tick: 0, step: "x", set: {} }] },
      },
      "the script does x, which is of another kind",
    ],
    [
      "ties that are cut in another kind",
      {
        columns: [...columns, { ...stored("cut", { highest: 3 }), of: "firm" }],
        ties: { near: 2, far: 0, purpose: "t", cut: { column: "cut", lanes: 2 } },
      },
      "cut in cut, which is of another kind",
    ],
    [
      "records that another kind waits for",
      {
        queues: [{ name: "post", longest: 2, rate: 1 }],
        steps: [{ ...deliver, of: "firm" }, act("x", [], number(0), eventOf("x", { wait, record }))],
      },
      "x posts to queue post, which is of another kind",
    ],
    [
      "records that arrive at another kind's",
      {
        queues: [{ name: "post", longest: 2, rate: 1 }],
        steps: [{ ...deliver, record: { ...record, effects: [addOne("c")] } }],
      },
      "writes column c, which is of another kind",
    ],
  ];
  test.each<[string, Partial<Plan>]>([
    ["and nothing more", {}],
    ["whose share is everyone", { kinds: [{ ...firm, slots: 128, share: 2 ** 21 }] }],
    ["of four slots, for one in 32", { kinds: [{ ...firm, slots: 4, share: 2 ** 16 }] }],
    ["of 4,096 slots", { kinds: [{ ...firm, slots: 4096 }] }],
    ["with as many numbers as 32 bits hold", { size: 64 * 2 ** 24, kinds: [{ ...firm, slots: 256 }] }],
    ["that are linked as they fit", { columns: [narrow, ...columns.slice(1)], steps: [{ ...link, column: "a" }] }],
    [
      "that show themselves to owners",
      { columns: [columns[0]!, { ...columns[1]!, highest: 255 }, ...columns.slice(2)], steps: [back] },
    ],
    [
      "that are seen by a count of one",
      {
        columns: [narrow, columns[1]!, columns[2]!, { ...scratch("e", { highest: 1 }), of: "firm" }],
        steps: [{ ...link, column: "a", count: "e" }],
      },
    ],
    [
      "that get what is always nothing",
      {
        columns: [
          stored("a", { highest: 0 }),
          columns[1]!,
          { ...scratch("c", { highest: 0 }), of: "firm" },
          { ...scratch("e"), of: "firm" },
        ],
        steps: [{ ...link, column: "a", count: "e" }],
      },
    ],
    ["that rank their own", { steps: [map("m", { of: "firm", lets: [ranked] })] }],
    ["that are told of", { measures: [measureOf("m", { of: "firm", value: col("b") })] }],
    [
      "that get records of their own",
      {
        queues: [{ name: "post", longest: 2, rate: 1 }],
        steps: [{ ...deliver, of: "firm", record: { ...record, effects: [addOne("c")] } }],
      },
    ],
  ])("%s is taken", (_, parts) => {
    expect(() => checkPlan({ ...good, ...parts })).not.toThrow();
  });
  test.each(broken)("is refused with %s", (_, parts, message) => {
    expect(() => checkPlan({ ...good, ...parts })).toThrow(new RegExp(`^Error: bug: .*${message}|^bug: .*${message}`));
  });
});
