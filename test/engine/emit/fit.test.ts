import { expect, test } from "vitest";
import { misfitOf } from "../../../src/engine/emit/fit.ts";
import type { Effect, MeetStep, Plan } from "../../../src/plan/plan.ts";
import { local } from "../../../src/rules/build.ts";
import { act, changeBy, eventOf, map, number, planOf, scratch, setTo, stored } from "../plans.ts";

const half = 2 ** 29;
const wide = (highest: number, lowest = 0): Partial<Plan> => ({
  columns: [stored("x", { lowest, highest, initial: 0 })],
});
const raise: Effect = { kind: "raise", column: "x", value: number(1) };
const adding = (most: number, least = 0): Effect => {
  return { kind: "add", column: "x", value: local("much", { from: least, to: most }) };
};
const event = (before: Effect, effects: readonly Effect[] = []) =>
  eventOf("e", { before: [before], record: { carry: [], lets: [], effects, label: "" } });
const acts = (one: ReturnType<typeof event>) => ({ steps: [act("acts", [], number(0), one)] });
const meets = (one: ReturnType<typeof event>) => ({
  steps: [{ kind: "meet", name: "meets", event: one } as unknown as MeetStep],
});
const fine = { columns: [scratch("x", { resolution: 0.5, highest: 255 })] };

test.each<[string, Partial<Plan>, string | undefined]>([
  [
    "a change as wide as can be",
    { ...wide(half), steps: [map("m", { writes: [changeBy("x", number(1))] })] },
    undefined,
  ],
  [
    "a wider change",
    { ...wide(half + 1), steps: [map("m", { writes: [changeBy("x", number(1))] })] },
    "x is too wide to be changed",
  ],
  [
    "a change as wide below",
    { ...wide(1, -half), steps: [map("m", { writes: [changeBy("x", number(1))] })] },
    undefined,
  ],
  [
    "a change wider below",
    { ...wide(1, -half - 1), steps: [map("m", { writes: [changeBy("x", number(1))] })] },
    "x is too wide to be changed",
  ],
  [
    "a wider change at the start",
    { ...wide(half + 1), start: [map("m", { writes: [changeBy("x", number(1))] })] },
    "x is too wide to be changed",
  ],
  [
    "what is set, however wide",
    { ...wide(2 ** 31), steps: [map("m", { writes: [setTo("x", number(2 ** 30))] })] },
    undefined,
  ],
  [
    "what is set higher",
    { ...wide(2 ** 31), steps: [map("m", { writes: [setTo("x", number(2 ** 30 + 2 ** 7))] })] },
    "x is too wide to be set",
  ],
  [
    "what is set higher, where the column is not as wide",
    { ...wide(2 ** 30), steps: [map("m", { writes: [setTo("x", number(2 ** 31))] })] },
    undefined,
  ],
  ["what is raised as wide as can be", { ...wide(half), ...acts(event(raise)) }, undefined],
  ["what is raised wider", { ...wide(half + 1), ...acts(event(raise)) }, "x is too wide to be raised"],
  ["what is raised wider in a meeting", { ...wide(half + 1), ...meets(event(raise)) }, "x is too wide to be raised"],
  ["what is added below the bound", { ...fine, ...acts(event(adding(half / 2 - 1))) }, undefined],
  ["what is added at the bound", { ...fine, ...acts(event(adding(half / 2))) }, "nothing bounds what acts adds to x"],
  [
    "what is taken away at the bound",
    { ...fine, ...acts(event(adding(0, -half / 2))) },
    "nothing bounds what acts adds to x",
  ],
  [
    "what is added at the bound in a meeting",
    { ...fine, ...meets(event(adding(half / 2))) },
    "nothing bounds what meets adds to x",
  ],
  [
    "what a record adds at the bound",
    { ...fine, ...acts(event(adding(1), [adding(half / 2)])) },
    "nothing bounds what acts adds to x",
  ],
  [
    "what is added after what is raised",
    { ...fine, ...acts(event(raise, [adding(half / 2)])) },
    "nothing bounds what acts adds to x",
  ],
  [
    "what is told of it, however much",
    { ...fine, ...acts(event({ kind: "tally", measure: "m", value: local("much", { from: 0, to: 1e30 }) })) },
    undefined,
  ],
])("of %s", (_, parts, misfit) => {
  expect(misfitOf(planOf(parts))).toBe(misfit);
});
