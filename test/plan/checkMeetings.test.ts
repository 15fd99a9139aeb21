import { expect, test } from "vitest";
import { checkPlan } from "../../src/plan/check.ts";
import type { DueStep, MeetStep, Plan, SeverStep } from "../../src/plan/plan.ts";
import { compare } from "../../src/rules/build.ts";
import { addOne, col, eventOf, loc, number, planOf, scratch, stored } from "../engine/plans.ts";

const meet: MeetStep = {
  kind: "meet",
  name: "meet",
  pairs: { kind: "anyone", purpose: "pairs" },
  rounds: 2,
  happens: { chance: number(1), purpose: "happens" },
  sees: [{ local: "theirs", column: "mark" }],
  chance: loc("theirs"),
  purpose: "acts",
  falls: "other",
  event: eventOf("meet", { record: { carry: [], lets: [], effects: [addOne("fresh")], label: "meet" } }),
};
const sever: SeverStep = {
  kind: "sever",
  name: "drop",
  sees: [{ local: "theirs", column: "mark" }],
  cut: loc("theirs"),
  mend: number(0),
  purpose: "drop",
};
const due: DueStep = {
  kind: "due",
  name: "bill",
  when: compare("ge", col("mark"), number(1)),
  chance: number(0.5),
  purpose: "bill",
  event: meet.event,
};
const good = planOf({
  columns: [scratch("other"), stored("mark"), stored("cut", { highest: 7 }), scratch("fresh")],
  ties: { near: 4, far: 0, purpose: "ties", cut: { column: "cut", lanes: 3 } },
  steps: [meet, due, sever],
});
const raise = { kind: "raise", column: "fresh", value: number(1) } as const;

const broken: [string, Partial<Plan>, string][] = [
  ["sixty-five rounds", { steps: [{ ...meet, rounds: 65 }] }, "65 rounds"],
  [
    "a meeting that people decide",
    { steps: [{ ...meet, happens: { chance: col("mark"), purpose: "h" } }] },
    "hangs on mark",
  ],
  ["a sight of nothing", { steps: [{ ...meet, sees: [{ local: "theirs", column: "nope" }] }] }, "unknown column"],
  ["a stranger in a chance", { steps: [{ ...meet, sees: [] }] }, "unknown local"],
  ["a stranger in what it is above", { steps: [{ ...meet, above: loc("nobody") }] }, "unknown local"],
  [
    "a stranger beside",
    { steps: [{ ...meet, beside: [{ ...addOne("fresh"), value: loc("nobody") }] }] },
    "unknown local",
  ],
  ["something stored beside", { steps: [{ ...meet, beside: [addOne("mark")] }] }, "which is stored"],
  [
    "a chance over what it adds to beside",
    { steps: [{ ...meet, chance: col("other"), beside: [addOne("other")] }] },
    "reads other",
  ],
  ["a due of strangers", { steps: [{ ...due, when: compare("ge", loc("nobody"), number(1)) }] }, "unknown local"],
  ["a due by strangers", { steps: [{ ...due, chance: loc("nobody") }] }, "unknown local"],
  ["a due above strangers", { steps: [{ ...due, above: loc("nobody") }] }, "unknown local"],
  [
    "a due whose event knows no local",
    { steps: [{ ...due, event: { ...due.event, when: compare("ge", loc("x"), number(1)) } }] },
    "unknown local",
  ],
  ["a due over what it adds to", { steps: [{ ...due, chance: col("fresh") }] }, "reads fresh"],
  ["a sight of what it adds to", { steps: [{ ...meet, sees: [{ local: "theirs", column: "fresh" }] }] }, "reads fresh"],
  ["a chance over what it adds to", { steps: [{ ...meet, chance: col("fresh") }] }, "reads fresh"],
  [
    "friends of five lanes",
    { steps: [{ ...meet, pairs: { kind: "friends", purpose: "p", lanes: 5 } }] },
    "lanes 0 to 5",
  ],
  ["cuts that nothing holds", { ties: { near: 4, far: 0, purpose: "ties" } }, "cannot be cut"],
  ["a narrow column of cuts", { ties: { near: 4, far: 0, purpose: "t", cut: { column: "cut", lanes: 4 } } }, "4 bits"],
  ["more cuts than ties", { ties: { near: 2, far: 0, purpose: "t", cut: { column: "cut", lanes: 3 } } }, "in 3 lanes"],
  ["a sight of cuts", { steps: [{ ...sever, sees: [{ local: "theirs", column: "cut" }] }] }, "sees what it writes"],
  [
    "a column that is raised and added to",
    { steps: [{ ...meet, event: { ...meet.event, before: [raise] } }] },
    "both raised and added to",
  ],
];

test("a plan with encounters and cut ties is fine", () => {
  expect(() => checkPlan(good)).not.toThrow();
});

test.each(broken)("a plan with %s is refused", (_, parts, message) => {
  expect(() => checkPlan({ ...good, ...parts })).toThrow(new RegExp(`^bug: .*${message}`));
});
