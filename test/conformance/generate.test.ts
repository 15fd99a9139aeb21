import { expect, test } from "vitest";
import { twinName } from "../../src/model/truth/ifTrue.ts";
import { bytesOf } from "../../src/plan/memory.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { numberFunctions } from "../../src/rules/functions.ts";
import { binaryNumbers, comparisons, unaryNumbers } from "../../src/rules/tree.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { makeScenario, textOf } from "./generate.ts";

const count = 150;
const texts = Array.from({ length: count }, (_, seed) => textOf(makeScenario(seed)));

/** What a plan is made of, by the words of the contract. */
function partsOf(plan: Plan): Set<string> {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null || ArrayBuffer.isView(part)) return;
    for (const key of ["op", "kind", "mode"] as const)
      if (key in part) found.add(`${key} ${(part as Record<string, unknown>)[key]}`);
    if ("misdirect" in part && part.misdirect) found.add("misdirect");
    if ("says" in part) found.add("says whether it went astray");
    if ("wait" in part && part.wait) found.add("wait");
    for (const inner of Object.values(part)) visit(inner);
  };
  visit([plan.start, plan.steps, plan.measures, plan.updates]);
  for (const table of plan.tables) found.add(`table ${table.kind}, ${table.rows.length > 1 ? "rows" : "one row"}`);
  for (const column of plan.columns) found.add(`${column.role} column of ${bytesOf(column)}`);
  if (plan.script) found.add("script");
  for (const step of plan.steps) if (step.kind === "link") found.add(step.direction);
  for (const step of plan.steps) {
    if (step.kind === "meet") found.add(`pairs of ${step.pairs.kind}`);
    if (step.kind === "meet" && step.falls === "other") found.add("falls on the other");
    if (step.kind === "meet" && step.drawn) found.add("drawn for both");
    if (step.kind === "meet" && step.beside) found.add("done beside");
    if ((step.kind === "meet" || step.kind === "due") && step.above) found.add(`one of several at ${step.kind}`);
    if (step.kind === "due" && step.of) found.add("due of enterprises");
    if (step.kind === "due" && plan.script?.acts.some((act) => act.step === step.name)) found.add("due in a life");
    if (step.kind === "gather" && step.lanes) found.add("families");
    if (step.kind === "gather" && step.whom) found.add("neighbours");
  }
  if (plan.columns.some(({ name }) => name === twinName("score"))) found.add("scores of true records alone");
  if (plan.ties?.cut) found.add("cut ties");
  if ((plan.ties?.far ?? 0) > 0) found.add("far ties");
  if (plan.measures.some(({ groups }) => groups)) found.add("groups");
  if (plan.size % plan.communitySize !== 0 && plan.size > plan.communitySize) found.add("odd last community");
  return found;
}

test("is a scenario, the same for the same number", () => {
  expect(new Set(texts).size).toBe(count);
  for (const [seed, text] of texts.entries()) expect(textOf(makeScenario(seed))).toBe(text);
});

test("is made of every part of the language", () => {
  const found = new Set<string>();
  for (const text of texts) for (const part of partsOf(readScenario(text).plan())) found.add(part);
  const operations = [...unaryNumbers, ...binaryNumbers, ...comparisons, "and", "or", "not", "choose"]
    // Rules cannot ask for it by name.
    .filter((op) => op !== "normalQuantile")
    .map((op) => `op ${op}`);
  const leaves = ["op column", "op global", "op local", "op constant"];
  const draws = ["chance", "uniform", "pick", "normal", "pickByScore", "rank"].map((kind) => `kind ${kind}`);
  const steps = [
    "map",
    "act",
    "due",
    "deliver",
    "gather",
    "link",
    "meet",
    "sever",
    "add",
    "raise",
    "tally",
    "census",
  ].map((kind) => `kind ${kind}`);
  const updates = ["tree", "dated", "clock", "measure", "settling"].map((kind) => `kind ${kind}`);
  const tables = ["table cuts, rows", "table cuts, one row", "table scores, one row"];
  const columns = [1, 2, 4].map((bytes) => `stored column of ${bytes}`);
  const others = [
    "mode set",
    "mode change",
    "misdirect",
    "says whether it went astray",
    "scores of true records alone",
    "wait",
    "script",
    "far ties",
    "groups",
    "odd last community",
    "from owner",
    "to owner",
    "pairs of friends",
    "pairs of anyone",
    "falls on the other",
    "cut ties",
    "families",
    "drawn for both",
    "done beside",
    "one of several at meet",
    "one of several at due",
    "due of enterprises",
    "due in a life",
    "neighbours",
  ];
  const all = [operations, leaves, draws, steps, updates, tables, columns, others].flat();
  expect(all.filter((part) => !found.has(part))).toEqual([]);
  const written = texts.join();
  expect(written).toContain('"claims"');
  expect([...numberFunctions.keys()].filter((name) => !written.includes(`${name}(`))).toEqual([]);
});
