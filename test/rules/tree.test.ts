import { expect, test } from "vitest";
import * as build from "../../src/rules/build.ts";
import { replaceColumns } from "../../src/rules/replace.ts";
import { print, type TruthTree } from "../../src/rules/tree.ts";

const range = { from: 0, to: 10 };
const seen = build.compare("gt", build.column("owner.debts.is", range), build.constant(0));
const own = build.compare("lt", build.column("score", range), build.constant(3));
const without = ({ name }: { name: string }) => (name.startsWith("owner.") ? build.constant(0) : undefined);

test("columns are replaced wherever they stand", () => {
  const chosen = build.choose(build.or(own, seen), build.column("owner.debts.is", range), build.column("score", range));
  expect(print(replaceColumns(chosen, without))).toBe("(((score < 3) || (0 > 0)) ? 0 : score)");
});

test("a tree without them is the same tree", () => {
  expect(replaceColumns(own, without)).toBe(own);
  const made: TruthTree = replaceColumns(build.and(own, seen), without);
  expect("left" in made && made.left).toBe(own);
});

test("parts that are shared stay shared, however often", () => {
  let tree = build.add(build.column("owner.debts.is", range), build.column("score", range));
  for (let i = 0; i < 60; i++) tree = build.multiply(tree, tree);
  const made = replaceColumns(tree, without) as { left: unknown; right: unknown };
  expect(made.left).toBe(made.right);
});
