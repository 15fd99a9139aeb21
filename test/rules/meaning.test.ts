import { describe, expect, test } from "vitest";
import { largest } from "../../src/core/arithmetic.ts";
import { Problems } from "../../src/core/problem.ts";
import * as build from "../../src/rules/build.ts";
import { parseRule, type RuleText } from "../../src/rules/parse.ts";
import { readNumber, readTruth } from "../../src/rules/read.ts";
import { Scope } from "../../src/rules/scope.ts";
import {
  type BinaryNumber,
  binaryNumbers,
  comparisons,
  leavesOf,
  type NumberTree,
  print,
  type Range,
  strip,
  type Tree,
  type UnaryNumber,
  unaryNumbers,
} from "../../src/rules/tree.ts";

/** What docs/LANGUAGE.md says of each function and operator, by hand. */

const f = Math.fround;

function ruleOf(text: string, problems: Problems): RuleText {
  const place = { source: { name: "rule", text }, start: 0, end: text.length };
  return parseRule({ text, place, textStart: 0 }, problems)!;
}

/** A rule without names is a constant. */
function numberIn(text: string): number | boolean | undefined {
  const problems = new Problems();
  const tree = readNumber(ruleOf(text, problems), new Scope(), problems);
  expect(problems.any, text).toBe(false);
  return tree?.op === "constant" ? tree.value : undefined;
}

function truthIn(text: string): boolean | undefined {
  const problems = new Problems();
  const tree = readTruth(ruleOf(text, problems), new Scope(), problems);
  expect(problems.any, text).toBe(false);
  return tree?.op === "truth" ? tree.value : undefined;
}

test.each<[string, number]>([
  ["abs(-3)", 3],
  ["abs(3)", 3],
  ["floor(2.75)", 2],
  ["floor(-2.25)", -3],
  ["ceil(2.25)", 3],
  ["ceil(-2.75)", -2],
  ["round(2.75)", 3],
  ["round(2.25)", 2],
  ["round(2.5)", 2],
  ["round(3.5)", 4],
  ["round(-0.75)", -1],
  ["sqrt(9)", 3],
  ["sqrt(-9)", 0],
  ["exp(0)", 1],
  ["exp(1)", f(Math.E)],
  ["exp(200)", largest],
  ["log(1)", 0],
  ["log(0)", f(Math.log(2 ** -126))],
  ["log(-5)", f(Math.log(2 ** -126))],
  ["logistic(0)", 0.5],
  ["logistic(100)", 1],
  ["pow(3, 4)", 81],
  ["pow(4, 0.5)", 2],
  ["pow(-3, 2)", 0],
  ["pow(3, 0)", 1],
  ["min(3, 1, 2)", 1],
  ["max(3, 1, 2)", 3],
  ["clamp(5, 0, 4)", 4],
  ["clamp(-5, 0, 4)", 0],
  ["clamp(3, 0, 4)", 3],
  ["7 / 2", 3.5],
  ["7 / 0", 0],
  ["0.1 + 0.2", f(f(0.1) + f(0.2))],
  ["3 - 5", -2],
  ["2 * 3 - -4", 10],
  ["1e30 * 1e30", largest],
  ["-1e30 * 1e30", -largest],
  ["3e38 + 3e38", largest],
  ["1 < 2 ? 5 : 6", 5],
  ["1 > 2 ? 5 : 6", 6],
  ["true + true", 2],
  ["2 in [1, 2, 3] ? 1 : 0", 1],
  ["4 in [1, 2, 3] ? 1 : 0", 0],
])("%s is %d", (text, value) => {
  expect(numberIn(text)).toBe(value);
});

test("brackets beside each other are not inside each other", () => {
  expect(numberIn(Array.from({ length: 150 }, () => "(1)").join(" + "))).toBe(150);
  expect(numberIn(`${"(".repeat(90)}7${")".repeat(90)}`)).toBe(7);
});

test.each<[string, string]>([
  ["5%", "there is no % in a rule"],
  ["%5", '"%" cannot stand here'],
  ["1_000", "numbers are written without _ in a rule"],
  ["12__5", "numbers are written without _ in a rule"],
  ["3 _1.", '"_1" cannot stand here'],
  ["1 +", "this rule ends too early"],
  ["(1 + 2", "this ( is not closed"],
  ["1 = 2", "a single = compares nothing"],
  ["1 & 2", "a single & has no meaning"],
])("%s is refused in words that fit", (text, message) => {
  const problems = new Problems();
  const place = { source: { name: "rule", text }, start: 0, end: text.length };
  expect(parseRule({ text, place, textStart: 0 }, problems)).toBeUndefined();
  expect(problems.found.map((one) => one.message)).toEqual([message]);
});

describe("a rule whose names stand for trees", () => {
  /** The faults of reading a name that stands for a tree. */
  const codesOf = (tree: NumberTree): string[] => {
    const [problems, scope] = [new Problems(), new Scope()];
    scope.add("t", { kind: "number", tree, doc: "" });
    readNumber(ruleOf("t", problems), scope, problems);
    return problems.found.map(({ code }) => code);
  };
  /** A tree of so many leaves, as flat as can be: it has one node less above them. */
  const flat = (leaves: number): NumberTree =>
    leaves === 1
      ? build.column("x", { from: 0, to: 1 })
      : build.add(flat(Math.floor(leaves / 2)), flat(Math.ceil(leaves / 2)));

  test("may have 10,000 nodes and no more", () => {
    expect(codesOf(build.unary("floor", flat(5000)))).toEqual([]);
    expect(codesOf(flat(5001))).toEqual(["rule-too-large"]);
  });

  test("may have 2,000 levels and no more", () => {
    let tree = flat(1);
    for (let level = 2; level <= 2000; level++) tree = build.unary("floor", tree);
    expect(codesOf(tree)).toEqual([]);
    expect(codesOf(build.unary("floor", tree))).toEqual(["rule-too-large"]);
  });
});

test.each<[string, boolean]>([
  ["1 < 1", false],
  ["1 <= 1", true],
  ["1 > 1", false],
  ["1 >= 1", true],
  ["1 == 1", true],
  ["1 != 1", false],
  ["1 < 2", true],
  ["2 <= 1", false],
  ["2 > 1", true],
  ["1 >= 2", false],
  ["1 == 2", false],
  ["1 != 2", true],
  ["true && false", false],
  ["true && true", true],
  ["false || true", true],
  ["false || false", false],
  ["!true", false],
  ["!(1 > 2)", true],
])("%s is %s", (text, value) => {
  expect(truthIn(text)).toBe(value);
});

test("every operation that trees have is named once", () => {
  expect([...unaryNumbers].sort()).toEqual(Object.keys(build.unaryMeaning).sort());
  expect([...binaryNumbers].sort()).toEqual(Object.keys(build.binaryMeaning).sort());
  expect([...comparisons].sort()).toEqual(Object.keys(build.comparisonMeaning).sort());
});

const over = (from: number, to: number, name = "x"): NumberTree => build.column(name, { from, to });

describe("the range of", () => {
  test.each<[UnaryNumber, [number, number], [number, number]]>([
    ["negate", [-2, 5], [-5, 2]],
    ["abs", [-2, 5], [0, 5]],
    ["abs", [-7, 5], [0, 7]],
    ["abs", [2, 5], [2, 5]],
    ["abs", [-5, -2], [2, 5]],
    ["abs", [0, 5], [0, 5]],
    ["abs", [-5, 0], [0, 5]],
    ["floor", [0.5, 2.5], [0, 2]],
    ["ceil", [0.5, 2.5], [1, 3]],
    ["round", [0.75, 2.75], [1, 3]],
    ["sqrt", [4, 9], [2, 3]],
    ["exp", [0, 0], [1, 1]],
  ])("%s of %j is %j", (op, [from, to], range) => {
    expect(build.unary(op, over(from, to)).range).toEqual(rangeOf(range));
  });

  test.each<[BinaryNumber, [number, number], [number, number], [number, number]]>([
    ["add", [1, 2], [10, 20], [11, 22]],
    ["subtract", [1, 2], [10, 20], [-19, -8]],
    ["multiply", [-1, 2], [-10, 20], [-20, 40]],
    ["multiply", [-3, -2], [10, 20], [-60, -20]],
    ["divide", [1, 8], [2, 4], [0.25, 4]],
    ["divide", [-1, 8], [-4, -2], [-4, 0.5]],
    ["divide", [1, 8], [0, 4], [-Infinity, Infinity]],
    ["divide", [1, 8], [-4, 0], [-Infinity, Infinity]],
    ["divide", [1, 8], [0.5, 4], [0.25, 16]],
    ["divide", [1, 8], [-4, -0.5], [-16, -0.25]],
    ["min", [1, 8], [2, 4], [1, 4]],
    ["min", [3, 4], [2, 8], [2, 4]],
    ["max", [1, 8], [2, 4], [2, 8]],
    ["max", [3, 4], [2, 8], [3, 8]],
    ["pow", [2, 3], [1, 2], [2, 9]],
    ["pow", [1, 3], [0, 2], [1, 9]],
    ["pow", [0.5, 3], [1, 2], [0, 9]],
    ["pow", [0.25, 0.5], [1, 2], [0, 1]],
    ["pow", [-4, 3], [1, 2], [0, 9]],
    ["pow", [2, 3], [-1, 2], [0, Infinity]],
    ["pow", [0.5, 3], [-1, 2], [0, Infinity]],
  ])("%s of %j and %j is %j", (op, [a, b], [c, d], range) => {
    expect(build.binary(op, over(a, b), over(c, d, "y")).range).toEqual(rangeOf(range));
  });

  test("a product that may overflow has no bound", () => {
    expect(build.multiply(over(0, largest), over(0, 2, "y")).range).toEqual({ from: 0, to: Infinity });
    expect(build.multiply(over(-Infinity, Infinity), over(0, 0, "y")).range).toEqual({ from: 0, to: 0 });
  });

  test("a choice is that of both ways together", () => {
    const when = build.compare("lt", over(0, 1), build.constant(0.5));
    expect(build.choose(when, over(1, 5), over(-2, 3)).range).toEqual({ from: -2, to: 5 });
    expect(build.choose(when, over(-2, 3), over(1, 5)).range).toEqual({ from: -2, to: 5 });
    expect(build.number(when).range).toEqual({ from: 0, to: 1 });
  });
});

function rangeOf([from, to]: [number, number]): Range {
  return { from, to };
}

describe("what does nothing is left out", () => {
  const x = over(0, 10);
  const [zero, one, two] = [0, 1, 2].map(build.constant) as [NumberTree, NumberTree, NumberTree];
  const truth = build.compare("lt", x, one);

  test("x + 0, 0 + x, x − 0, x × 1, 1 × x and x / 1 are x", () => {
    const same = [
      build.add(x, zero),
      build.add(zero, x),
      build.subtract(x, zero),
      build.multiply(x, one),
      build.multiply(one, x),
      build.divideBy(x, one),
    ];
    for (const tree of same) expect(tree).toBe(x);
  });

  test("and nothing else is", () => {
    const other: [NumberTree, string][] = [
      [build.subtract(zero, x), "(0 - x)"],
      [build.divideBy(one, x), "(1 / x)"],
      [build.add(x, one), "(x + 1)"],
      [build.add(one, x), "(1 + x)"],
      [build.subtract(x, one), "(x - 1)"],
      [build.multiply(x, zero), "(x * 0)"],
      [build.multiply(two, x), "(2 * x)"],
      [build.divideBy(x, two), "(x / 2)"],
      [build.lesser(x, one), "min(x, 1)"],
      [build.greater(zero, x), "max(0, x)"],
      [build.clamp(x, 1, 2), "max(min(x, 2), 1)"],
    ];
    for (const [tree, text] of other) expect(print(tree)).toBe(text);
  });

  test("a truth that is known decides", () => {
    const [yes, no] = [build.truth(true), build.truth(false)];
    expect([build.and(yes, truth), build.and(truth, yes), build.or(no, truth), build.or(truth, no)]).toEqual(
      Array.from({ length: 4 }, () => truth),
    );
    for (const tree of [build.and(no, truth), build.and(truth, no)]) expect(tree).toEqual(no);
    for (const tree of [build.or(yes, truth), build.or(truth, yes)]) expect(tree).toEqual(yes);
    expect(build.not(yes)).toEqual(no);
    expect(build.not(no)).toEqual(yes);
    expect(build.not(build.not(truth))).toBe(truth);
    expect(build.choose(yes, x, one)).toBe(x);
    expect(build.choose(no, x, one)).toBe(one);
    expect(print(build.and(truth, truth))).toBe("((x < 1) && (x < 1))");
    expect(print(build.or(truth, truth))).toBe("((x < 1) || (x < 1))");
  });
});

describe("a tree in print", () => {
  const [x, y] = [over(0, 10), over(0, 10, "y")];

  test.each<[Tree, string]>([
    [build.unary("abs", build.add(x, y)), "abs(x + y)"],
    [build.unary("negate", build.add(x, y)), "-(x + y)"],
    [build.binary("pow", build.add(x, y), build.subtract(x, y)), "pow(x + y, x - y)"],
    [build.not(build.compare("ne", x, y)), "!(x != y)"],
    [build.choose(build.compare("ge", x, y), x, build.constant(0.1)), "((x >= y) ? x : 0.1)"],
    [build.unary("floor", build.multiply(build.add(x, y), build.subtract(x, y))), "floor((x + y) * (x - y))"],
    [build.truth(true), "true"],
  ])("%#: has as few brackets as is honest", (tree, text) => {
    expect(print(tree)).toBe(text);
  });

  test.each([
    ["(a + b)", "a + b"],
    ["(a) + (b)", "(a) + (b)"],
    ["((a) + (b))", "(a) + (b)"],
    ["(a", "(a"],
    ["a)", "a)"],
    ["a", "a"],
    ["()", ""],
    ["((a))", "(a)"],
  ])("%s stripped of one pair is %s", (text, stripped) => {
    expect(strip(text)).toBe(stripped);
  });
});

test("the leaves of a kind are told once each, in order, and no others", () => {
  const tree = build.add(
    build.multiply(build.column("b", { from: 0, to: 1 }), build.column("a", { from: 0, to: 1 })),
    build.choose(
      build.compare("lt", build.global("g", { from: 0, to: 1 }), build.column("b", { from: 0, to: 1 })),
      build.local("l", { from: 0, to: 1 }),
      build.unary("abs", build.column("c", { from: 0, to: 1 })),
    ),
  );
  expect(leavesOf(tree, "column")).toEqual(["a", "b", "c"]);
  expect(leavesOf(tree, "global")).toEqual(["g"]);
  expect(leavesOf(tree, "local")).toEqual(["l"]);
});
