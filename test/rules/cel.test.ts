import { celEnv, isCelError, parse, plan } from "@bufbuild/cel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Problems, renderProblems } from "../../src/core/problem.ts";
import { global } from "../../src/rules/build.ts";
import { parseRule, type RuleText } from "../../src/rules/parse.ts";
import { readNumber, readTruth } from "../../src/rules/read.ts";
import { Scope } from "../../src/rules/scope.ts";
import type { Tree } from "../../src/rules/tree.ts";
import { numberOf, sureOf, truthOf } from "./evaluate.ts";

/**
 * The rule language against a second reading of CEL, over what both have: doubles, written with their point, names,
 * arithmetic, comparisons, logic and choice. Ours rounds to binary32, so values may differ by the error that rounding
 * carries, reckoned beside each; where that error could turn a comparison, the case is left out.
 */
const names = ["x", "y", "z", "zero"] as const;
const scope = new Scope();
for (const name of names) scope.add(name, { kind: "number", tree: global(name, { from: -100, to: 100 }), doc: name });

function ruleOf(text: string, problems: Problems): RuleText | undefined {
  const source = { name: "<rule>", text };
  return parseRule({ text, place: { source, start: 0, end: text.length }, textStart: 0 }, problems);
}

function ours(text: string, kind: "number" | "truth"): Tree {
  const problems = new Problems();
  const rule = ruleOf(text, problems);
  const tree = rule && (kind === "number" ? readNumber : readTruth)(rule, scope, problems);
  expect(renderProblems(problems.found), text).toBe("");
  return tree!;
}

function theirs(text: string, values: Record<string, number>): unknown {
  const result = plan(celEnv(), parse(text))(values);
  expect(isCelError(result), `${text}: ${isCelError(result) ? result.message : ""}`).toBe(false);
  return result;
}

/** A literal beside a name, so that it is not folded with others: rounding is reckoned from the tree that is left. */
const literal = fc.integer({ min: -400, max: 400 }).map((n) => `(${(n / 8).toFixed(3)} + zero)`);
const leaf = fc.oneof(literal, fc.constantFrom(...names));
const spaced = fc.constantFrom("", " ", "  ", "\n ");

const { number, truth } = fc.letrec<{ number: string; truth: string }>((tie) => ({
  number: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc
      .tuple(tie("number"), spaced, fc.constantFrom("+", "-", "*", "/"), tie("number"))
      .map(([a, s, op, b]) => `${a}${s}${op} ${b}`),
    fc.tuple(tie("number"), spaced).map(([a, s]) => `(${s}${a})`),
    tie("number").map((a) => `-(${a})`),
    fc.tuple(tie("truth"), tie("number"), tie("number")).map(([when, a, b]) => `((${when}) ? ${a} : ${b})`),
  ),
  truth: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("true", "false"),
    fc
      .tuple(tie("number"), fc.constantFrom("<", "<=", ">", ">=", "==", "!="), tie("number"))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    fc.tuple(tie("truth"), fc.constantFrom("&&", "||"), tie("truth")).map(([a, op, b]) => `${a} ${op} ${b}`),
    tie("truth").map((a) => `!(${a})`),
    fc.tuple(tie("truth"), tie("truth"), tie("truth")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
}));

const value = fc.integer({ min: -800, max: 800 }).map((n) => n / 8);
const values = fc.record({ x: value, y: value, z: value, zero: fc.constant(0) });
const settings = { seed: 20_100_330, numRuns: 2000 };

describe("against another reader of CEL", () => {
  test("numbers are the same, but for rounding", () => {
    let compared = 0;
    fc.assert(
      fc.property(number, values, (text, leaves) => {
        const tree = ours(text, "number");
        const sure = sureOf(tree, leaves);
        const exact = theirs(text, leaves);
        if (!sure || typeof exact !== "number" || !Number.isFinite(exact)) return;
        compared++;
        expect(numberOf(tree as never, leaves)).toBe(sure.value);
        expect(Math.abs(sure.value - exact), text).toBeLessThanOrEqual(sure.error * 1.01);
      }),
      settings,
    );
    expect(compared).toBeGreaterThan(1500);
  });

  test("what is folded when it is read is the same to the bit, where nothing is rounded", () => {
    const whole = fc.integer({ min: 0, max: 3 }).map((n) => n.toFixed(1));
    const step = fc.tuple(fc.constantFrom("+", "-", "*"), whole, fc.boolean());
    fc.assert(
      fc.property(whole, fc.array(step, { maxLength: 12 }), (first, steps) => {
        const text = steps.reduce(
          (before, [op, n, round]) => (round ? `(${before}) ${op} ${n}` : `${before} ${op} ${n}`),
          first,
        );
        const tree = ours(text, "number");
        expect(tree.op).toBe("constant");
        expect(numberOf(tree as never, {})).toBe(theirs(text, {}));
      }),
      settings,
    );
  });

  test("truths are the same, where rounding cannot turn them", () => {
    let compared = 0;
    fc.assert(
      fc.property(truth, values, (text, leaves) => {
        const tree = ours(text, "truth");
        const exact = theirs(text, leaves);
        if (!sureOf(tree, leaves)) return;
        compared++;
        expect(truthOf(tree as never, leaves), text).toBe(exact);
      }),
      settings,
    );
    expect(compared).toBeGreaterThan(1500);
  });

  test.each([
    "1.0 +",
    "(1.0",
    "1.0 1.0",
    "a b",
    "? 1.0",
    "1.0 ** 2.0",
    "x ==",
    "x = 1.0",
    "&& true",
    "x.",
    "[",
    "{",
    '"',
    "1.0)",
  ])("what one cannot read, the other cannot: %s", (text) => {
    const problems = new Problems();
    expect(ruleOf(text, problems)).toBeUndefined();
    expect(problems.any).toBe(true);
    expect(() => parse(text)).toThrow();
  });

  test("integers are numbers here, where CEL tells them apart", () => {
    expect(numberOf(ours("7 / 2 + x", "number") as never, { x: 1 })).toBe(4.5);
    expect(isCelError(plan(celEnv(), parse("7 / 2 + x"))({ x: 1 }))).toBe(true);
  });
});
