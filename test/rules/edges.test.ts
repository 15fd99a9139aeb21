import { describe, expect, test } from "vitest";
import { powF32 } from "../../src/core/arithmetic.ts";
import * as build from "../../src/rules/build.ts";
import { Scope } from "../../src/rules/scope.ts";
import { syntaxFault } from "../../src/rules/syntax.ts";
import { nodesIn, print } from "../../src/rules/tree.ts";

describe("the range of a power", () => {
  const ends = [-3, -1, -0.5, 0, 0.25, 0.5, 1, 2, 3];
  const pairs = ends.flatMap((from, i) => ends.slice(i).map((to) => ({ from, to })));

  test("holds every power of what lies in its parts, and of nothing below 0", () => {
    for (const a of pairs)
      for (const b of pairs) {
        const { range } = build.binary("pow", build.local("a", a), build.local("b", b));
        for (const x of [a.from, (a.from + a.to) / 2, a.to])
          for (const y of [b.from, (b.from + b.to) / 2, b.to]) {
            const power = powF32(Math.fround(x), Math.fround(y));
            const held = Math.min(Math.max(power, -3.4028234663852886e38), 3.4028234663852886e38);
            expect(held, `${x} to the ${y}`).toBeGreaterThanOrEqual(range.from);
            expect(held, `${x} to the ${y}`).toBeLessThanOrEqual(range.to);
          }
      }
  });
});

test("a name is added to a scope once, and it says so", () => {
  const scope = new Scope();
  const meaning = { kind: "number", tree: build.constant(1), doc: "" } as const;
  expect(scope.add("a", meaning)).toBe(true);
  expect(scope.add("a", { ...meaning, tree: build.constant(2) })).toBe(false);
  expect(scope.lookup("a")).toBe(meaning);
  // In a scope above it may mean something else.
  expect(new Scope(scope).add("a", meaning)).toBe(true);
});

test("nodes of a tree are counted as written out, in time that grows with what is shared", () => {
  let tree = build.add(build.column("x", { from: 0, to: 1 }), build.constant(1));
  for (let i = 0; i < 60; i++) tree = build.add(tree, tree);
  expect(nodesIn(tree)).toBe(2 ** 62 - 1);
});

test.each<[number, string]>([
  [0.1, "0.1"],
  [1 / 3, "0.3333333"],
  [Math.fround(0.7), "0.7"],
  [123456789, "123456800"],
])("%d is printed as %s: what 32 bits tell apart", (value, text) => {
  expect(print(build.constant(value))).toBe(text);
});

describe("a fault of syntax", () => {
  const fault = (text: string, start?: number, end?: number) =>
    syntaxFault(Object.assign(new Error("Unexpected"), start === undefined ? {} : { range: { start, end } }), text);

  test.each<[string, number, number, string]>([
    ["(a + b) = 3", 8, 9, "a single = compares nothing"],
    ["(a + [b]) & 3", 10, 11, "a single & has no meaning"],
    ["a $ 3", 2, 3, '"$" cannot stand here'],
    ["a + $", 4, 5, '"$" cannot stand here'],
    ["$", 0, 1, '"$" cannot stand here'],
  ])("of %s is from %d to %d: %s", (text, start, end, message) => {
    expect(fault(text, start, end)).toMatchObject({ message, start, end });
  });

  test.each<[string, number]>([
    ["(a + b", 0],
    ["(a) + (b", 6],
    ["a * (b + [c)", 4],
    ["{a", 0],
  ])("of %s is the bracket at %d that nothing closes", (text, start) => {
    expect(fault(text, 1, 2)).toMatchObject({ message: `this ${text[start]} is not closed`, start, end: start + 1 });
  });

  test("without a place is somewhere in the rule, and one character long at least", () => {
    expect(fault("a b")).toMatchObject({ start: 0, end: 1 });
    expect(fault("a b", 9, 12)).toMatchObject({ start: 2, end: 3 });
  });

  test.each([
    ["Exceeded the depth", "this rule has too many parts inside each other"],
    ["Reserved identifier", '"in" cannot be a name'],
  ])("is told by what the parser calls %s", (message, said) => {
    expect(syntaxFault(Object.assign(new Error(message), { range: { start: 0, end: 2 } }), "in a")).toMatchObject({
      message: said,
    });
  });

  test("of a rule of one character that ends too early is that character", () => {
    const error = Object.assign(new Error("Unexpected token: EOF"), { range: { start: 1, end: 1 } });
    expect(syntaxFault(error, "-")).toMatchObject({ message: "this rule ends too early", start: 0, end: 1 });
  });

  test("of a rule that ends too early is its last character, whatever blanks follow", () => {
    expect(fault("a +  ", 5, 5)).toMatchObject({ message: "this rule ends too early", start: 2, end: 3 });
  });
});
