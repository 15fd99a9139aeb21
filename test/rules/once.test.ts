import { describe, expect, test } from "vitest";
import { Problems } from "../../src/core/problem.ts";
import * as build from "../../src/rules/build.ts";
import { parseRule, type RuleText } from "../../src/rules/parse.ts";
import { readNumber, readTruth } from "../../src/rules/read.ts";
import { type Meaning, Scope } from "../../src/rules/scope.ts";
import { print } from "../../src/rules/tree.ts";

/** A scope that counts how often it is asked for a name, and its function for the meaning of one. */
class Counting extends Scope {
  asked = 0;
  called = 0;

  constructor() {
    super();
    for (const name of ["x", "y"]) this.add(name, figure(name));
    for (const name of ["t", "u"])
      this.add(name, {
        kind: "truth",
        tree: build.compare("gt", build.column(name, { from: 0, to: 1 }), build.constant(0)),
        doc: name,
      });
    const options = new Map(["none", "some", "all"].map((word, i) => [word, i]));
    this.add("band", {
      kind: "option",
      tree: build.column("band", { from: 0, to: 2 }),
      options,
      ordered: true,
      doc: "",
    });
    this.addFunction("seen", {
      doc: "",
      names: () => ["x"],
      apply: (name) => {
        this.called++;
        return name === "x" ? figure("seen.x") : undefined;
      },
    });
    this.asked = 0;
  }

  override lookup(name: string): Meaning | undefined {
    // Better than to go on for ever, where each level would double it.
    if (++this.asked > 10_000) throw new Error(`${name} is asked for too often`);
    return super.lookup(name);
  }
}

function figure(name: string): Meaning {
  return { kind: "number", tree: build.column(name, { from: 0, to: 10 }), doc: name };
}

function ruleOf(text: string, problems = new Problems()): RuleText {
  const source = { name: "<rule>", text };
  return parseRule({ text, place: { source, start: 0, end: text.length }, textStart: 0 }, problems)!;
}

function count(text: string, word: RegExp): number {
  return text.match(word)?.length ?? 0;
}

describe("every part of a rule is typed once", () => {
  test.each([
    ["choices behind choices", `${"t ? x : ".repeat(240)}y`],
    ["choices within choices", `${"t ? ".repeat(120)}x${" : y".repeat(120)}`],
    ["choices that choices ask", `${"(".repeat(90)}t${" ? t : u)".repeat(90)} ? x : y`],
    ["choices between truths", `(${"t ? u : ".repeat(200)}t) ? x : y`],
    ["comparisons of comparisons", `${"(".repeat(90)}x${" == y)".repeat(90)}`],
    ["comparisons of choices", `${"((t ? x : y) < ".repeat(45)}x${")".repeat(45)}`],
    ["signs", `${"-".repeat(1900)}x + ${"!".repeat(1)}t`],
    ["chains", `${"t || u && ".repeat(180)}t ? x : y`],
    ["words", Array.from({ length: 40 }, () => "band == none ? x : band >= some").join(" ? y : ")],
    ["lists", `x in [${"y, ".repeat(500)}x] || band in [none, all]`],
    ["functions of a name", `${"seen(x) < ".repeat(120)}seen(x) + (seen(x) == y ? 1 : seen(x))`],
  ])("%s", (_, text) => {
    const scope = new Counting();
    const problems = new Problems();
    expect(readNumber(ruleOf(text, problems), scope, problems), String(problems.found[0]?.message)).toBeDefined();
    // The words of an option are names until it is known that they are compared with it.
    const words = count(text, /\b(none|some|all)\b/g);
    const names = count(text, /\b(x|y|t|u|band)\b/g) - count(text, /seen\(x\)/g);
    expect(scope.asked).toBeGreaterThanOrEqual(names);
    expect(scope.asked).toBeLessThanOrEqual(names + words);
    expect(scope.called).toBe(count(text, /seen\(x\)/g));
  });

  test("in a text of any kind that is too long to be a rule, none is", () => {
    for (const text of [
      "1".repeat(1e6),
      "t ? x : ".repeat(10_000),
      "(".repeat(1e6),
      " ".repeat(1e6),
      "'".repeat(1e6),
    ]) {
      const problems = new Problems();
      expect(ruleOf(text, problems)).toBeUndefined();
      expect(problems.found.length).toBe(1);
    }
  });

  test("faults are said once each, in the order of the text", () => {
    const problems = new Problems();
    const text = "t ? (band ? far : x) : (seen(y) == near ? band : x)";
    expect(readNumber(ruleOf(text, problems), new Counting(), problems)).toBeUndefined();
    const said = problems.found.map(({ code, place }) => [code, text.slice(place!.start, place!.end)]);
    expect(said).toEqual([
      ["rule-needs-truth", "band"],
      ["rule-unknown-name", "far"],
      ["rule-unknown-name", "y"],
      ["rule-unknown-name", "near"],
    ]);
  });
});

describe("a rule in a scope", () => {
  test("is typed once: who asks again gets the same tree", () => {
    const scope = new Counting();
    const rule = ruleOf("t ? x : seen(x)");
    const tree = readNumber(rule, scope, new Problems());
    const { asked, called } = scope;
    expect(readNumber(rule, scope, new Problems())).toBe(tree);
    expect([scope.asked, scope.called]).toEqual([asked, called]);
    expect(readNumber(ruleOf(rule.text), scope, new Problems())).not.toBe(tree);
    expect(readNumber(rule, new Counting(), new Problems())).not.toBe(tree);
  });

  test("as a number and as a truth is two trees", () => {
    const scope = new Counting();
    const rule = ruleOf("x > y");
    const truth = readTruth(rule, scope, new Problems());
    const number = readNumber(rule, scope, new Problems());
    expect([print(truth!), print(number!)]).toEqual(["(x > y)", "((x > y) ? 1 : 0)"]);
    expect(readTruth(rule, scope, new Problems())).toBe(truth);
    expect(readNumber(rule, scope, new Problems())).toBe(number);
  });

  test("that lacked a name is read once the name is there, and says so each time before", () => {
    const scope = new Scope();
    const rule = ruleOf("x + 1");
    for (let i = 0; i < 2; i++) {
      const problems = new Problems();
      expect(readNumber(rule, scope, problems)).toBeUndefined();
      expect(problems.any).toBe(true);
    }
    scope.add("x", figure("x"));
    expect(print(readNumber(rule, scope, new Problems())!)).toBe("(x + 1)");
  });

  test("is typed anew where a name has turned to mean something else, in it or below", () => {
    const lowest = new Scope();
    const middle = new Scope(lowest);
    const upper = new Scope(middle);
    lowest.add("x", figure("x"));
    const rule = ruleOf("x + 1");
    expect(print(readNumber(rule, upper, new Problems())!)).toBe("(x + 1)");
    middle.add("x", figure("x.middle"));
    expect(print(readNumber(rule, upper, new Problems())!)).toBe("(x.middle + 1)");
    upper.add("x", figure("x.upper"));
    expect(print(readNumber(rule, upper, new Problems())!)).toBe("(x.upper + 1)");
    expect(print(readNumber(rule, lowest, new Problems())!)).toBe("(x + 1)");
  });

  test("is plain data: a copy, or one that went through JSON, means the same", () => {
    const rule = ruleOf("t ? 0.5e-3 * -x : band in [none, all] || !u && seen(x) != 2");
    const print1 = (one: RuleText) => print(readNumber(one, new Counting(), new Problems())!);
    expect(print1(structuredClone(rule))).toBe(print1(rule));
    expect(print1(JSON.parse(JSON.stringify(rule)))).toBe(print1(rule));
  });
});

test("names that stand for deep rules make none so deep that walking it would exhaust the stack", () => {
  const scope = new Scope();
  scope.add("r0", figure("r0"));
  const problems = new Problems();
  for (let i = 1; i <= 10; i++) {
    const tree = readNumber(ruleOf(`${"-".repeat(900)}r${i - 1}`), scope, problems);
    if (tree) scope.add(`r${i}`, { kind: "number", tree, doc: "" });
    else break;
  }
  expect(scope.names()).toEqual(["r0", "r1", "r2"]);
  expect(problems.found.map(({ code, message }) => [code, message])).toEqual([
    ["rule-too-large", "this rule has too many parts inside each other once its names are written out"],
  ]);
});
