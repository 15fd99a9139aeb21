import { expect, test } from "vitest";
import * as build from "../../src/rules/build.ts";
import { isSame, type NumberTree, nodesIn, type Tree } from "../../src/rules/tree.ts";

const unit = { from: 0, to: 1 };
const of = (name: string, range = unit): NumberTree => build.column(name, range);
const made = (): NumberTree =>
  build.choose(
    build.and(
      build.compare("gt", of("score"), build.constant(0.5)),
      build.not(build.compare("le", of("debt"), of("score"))),
    ),
    build.add(build.unary("sqrt", of("score")), build.constant(2)),
    build.known(build.multiply(of("debt"), of("score")), unit, "as both are shares"),
  );

/** Copies with one thing changed: each place of a tree in turn, each thing that it says. */
function changesOf(tree: Tree): Tree[] {
  return Object.entries(tree).flatMap(([key, value]): Tree[] => {
    const given = (is: unknown): Tree => ({ ...tree, [key]: is }) as Tree;
    if (key === "op") return value === "truth" || value === "constant" ? [] : [given(`${value}?`)];
    if (key === "range") return [given({ ...value, from: value.from - 1 }), given({ ...value, to: value.to + 1 })];
    if (typeof value === "object") return changesOf(value as Tree).map(given);
    return [given(typeof value === "number" ? value + 1 : typeof value === "string" ? `${value}?` : !value)];
  });
}

test("trees are the same that say the same, whatever objects they are", () => {
  expect(isSame(made(), made())).toBe(true);
  expect(isSame(build.truth(true), build.truth(true))).toBe(true);
  expect(isSame(build.truth(true), build.truth(false))).toBe(false);
});

test("trees are not the same that differ in anything, anywhere", () => {
  const changes = changesOf(made());
  expect(changes.length).toBeGreaterThan(nodesIn(made()) * 2);
  for (const changed of changes) {
    expect(isSame(made(), changed), JSON.stringify(changed)).toBe(false);
    expect(isSame(changed, made()), JSON.stringify(changed)).toBe(false);
  }
  expect(isSame(build.number(build.compare("gt", of("a"), of("b"))), of("a"))).toBe(false);
  expect(isSame(build.compare("gt", of("a"), of("b")), of("a"))).toBe(false);
});
