import { type ASTNode, parse } from "@marcbachmann/cel-js";
import { choices, nearest, type Problems } from "../core/problem.ts";
import * as build from "./build.ts";
import { numberFunctions } from "./functions.ts";
import type { Meaning, NameFunction, Scope } from "./scope.ts";
import { offsetInSource, type RuleText, syntaxFault } from "./syntax.ts";
import { type BinaryNumber, type Comparison, type NumberTree, sizeOf, type Tree, type TruthTree } from "./tree.ts";

export type { RuleText } from "./syntax.ts";

export const longestRule = 2000;
const deepestRule = 100;
/** Names stand for trees of their own, so a short rule can be large: doubling a name thirty times is a billion. */
const largestRule = 10_000;

const arithmetic: Readonly<Record<string, BinaryNumber>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
};
const comparison: Readonly<Record<string, Comparison>> = {
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  "==": "eq",
  "!=": "ne",
};

/** Reads a rule that gives a number. Faults go to `problems`; undefined when there were any. */
export function readNumber(rule: RuleText, scope: Scope, problems: Problems): NumberTree | undefined {
  const reader = new RuleReader(rule, scope, problems);
  const ast = reader.parse();
  return ast && reader.bounded(reader.numberOf(ast));
}

/** Reads a rule that is true or false. Faults go to `problems`; undefined when there were any. */
export function readTruth(rule: RuleText, scope: Scope, problems: Problems): TruthTree | undefined {
  const reader = new RuleReader(rule, scope, problems);
  const ast = reader.parse();
  return ast && reader.bounded(reader.truthOf(ast));
}

/** Whether a text is a rule at all (its syntax only). */
export function checkSyntax(rule: RuleText, problems: Problems): void {
  new RuleReader(rule, emptyScope, problems).parse();
}

const emptyScope = { lookup: () => undefined } as unknown as Scope;

class RuleReader {
  readonly #rule: RuleText;
  readonly #scope: Scope;
  readonly #problems: Problems;

  constructor(rule: RuleText, scope: Scope, problems: Problems) {
    this.#rule = rule;
    this.#scope = scope;
    this.#problems = problems;
  }

  parse(): ASTNode | undefined {
    const { text } = this.#rule;
    if (text.trim() === "")
      return this.#fault("rule-empty", "an empty rule stands here", 0, 0, "a rule such as 2 * (1 - conscientious)");
    if (text.length > longestRule) {
      return this.#fault("rule-too-long", `this rule has ${text.length} characters`, 0, 40, `at most ${longestRule}`);
    }
    if (deepestBracket(text) > deepestRule) {
      return this.#fault(
        "rule-too-deep",
        "this rule has too many brackets inside brackets",
        0,
        40,
        `at most ${deepestRule}`,
      );
    }
    try {
      return parse(text).ast as unknown as ASTNode;
    } catch (error) {
      const { message, start, end, expected } = syntaxFault(error as Error, text);
      return this.#fault("rule-syntax", message, start, end, expected);
    }
  }

  /** The tree, or undefined where it is too large to work with. */
  bounded<T extends Tree>(tree: T | undefined): T | undefined {
    if (!tree || sizeOf(tree) <= largestRule) return tree;
    const { length } = this.#rule.text;
    const message = "this rule is too large once its names are written out";
    return this.#fault("rule-too-large", message, 0, length, "fewer names that stand for rules of their own");
  }

  numberOf(node: ASTNode): NumberTree | undefined {
    const meaning = this.#read(node);
    if (!meaning) return undefined;
    if (meaning.kind === "number") return meaning.tree;
    if (meaning.kind === "truth") return build.number(meaning.tree);
    return this.#wrong(
      node,
      "rule-needs-number",
      "this is one of a few words, not a number",
      `a comparison, such as ${this.#text(node)} == ${[...meaning.options.keys()][0]}`,
    );
  }

  truthOf(node: ASTNode): TruthTree | undefined {
    const meaning = this.#read(node);
    if (!meaning) return undefined;
    if (meaning.kind === "truth") return meaning.tree;
    return this.#wrong(
      node,
      "rule-needs-truth",
      "this is not true or false",
      `a comparison, such as ${this.#text(node)} > 0`,
    );
  }

  #read(node: ASTNode): Meaning | undefined {
    const { op } = node;
    if (op === "value") return this.#value(node);
    if (op === "id") return this.#name(node, String(node.args));
    if (op === "-_") return number(this.#apply(this.numberOf(node.args as ASTNode), (x) => build.unary("negate", x)));
    if (op === "!_") return truth(this.#apply(this.truthOf(node.args as ASTNode), build.not));
    if (op === "&&" || op === "||") return this.#logic(node);
    if (op === "?:") return this.#choice(node);
    if (op === "in") return this.#membership(node);
    if (op === "call") return this.#call(node);
    if (op in comparison) return this.#comparison(node);
    if (op in arithmetic) return this.#arithmetic(node);
    const known: Record<string, string> = {
      "%": "x - y * floor(x / y)",
      "[]": "a chain of x == 1 || x == 2",
      list: "in [..] only behind a name",
    };
    return this.#wrong(
      node,
      "rule-not-numeric",
      `rules are arithmetic: "${this.#text(node)}" has no meaning here`,
      known[op] ?? "numbers, names, + - * /, comparisons, && || !, a ? b : c, and the functions of the language",
    );
  }

  #value(node: ASTNode): Meaning | undefined {
    const value = node.args as unknown;
    if (typeof value === "boolean") return truth(build.truth(value));
    if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(this.#text(node))) {
      const figure = Number(value as bigint);
      const plain = Number.isFinite(figure) ? String(figure) : "digits, such as 0.5";
      if (typeof value !== "string")
        return this.#wrong(
          node,
          "rule-not-numeric",
          `"${this.#text(node)}" is not how numbers are written here`,
          plain,
        );
      return this.#wrong(node, "rule-no-text", "there is no text in a rule", "the bare word, without quotes");
    }
    if (typeof value === "number" || typeof value === "bigint") {
      const figure = Math.fround(Number(value));
      if (Number.isFinite(figure)) return number(build.constant(figure));
      return this.#wrong(node, "rule-number-too-large", "this number is too large", "at most 3.4e38");
    }
    return this.#wrong(node, "rule-no-text", "there is no text in a rule", "the bare word, without quotes");
  }

  #name(node: ASTNode, name: string): Meaning | undefined {
    const meaning = this.#scope.lookup(name);
    if (meaning) return meaning;
    const names = this.#scope.names();
    const near = nearest(name, names);
    return this.#wrong(
      node,
      "rule-unknown-name",
      `nothing here is called "${name}"`,
      choices(names, "a number: no name is known here"),
      near,
    );
  }

  #arithmetic(node: ASTNode): Meaning | undefined {
    const [a, b] = node.args as [ASTNode, ASTNode];
    const left = this.numberOf(a);
    const right = this.numberOf(b);
    return left && right && number(build.binary(arithmetic[node.op]!, left, right));
  }

  #logic(node: ASTNode): Meaning | undefined {
    const [a, b] = node.args as [ASTNode, ASTNode];
    const left = this.truthOf(a);
    const right = this.truthOf(b);
    return left && right && truth(node.op === "&&" ? build.and(left, right) : build.or(left, right));
  }

  #choice(node: ASTNode): Meaning | undefined {
    const [a, b, c] = node.args as [ASTNode, ASTNode, ASTNode];
    const when = this.truthOf(a);
    const then = this.#read(b);
    const other = this.#read(c);
    if (!when || !then || !other) return undefined;
    if (then.kind === "truth" && other.kind === "truth") {
      // Through numbers, so that the test stands in the tree once: nested choices would double it each time.
      const chosen = build.choose(when, build.number(then.tree), build.number(other.tree));
      return truth(build.compare("ne", chosen, build.constant(0)));
    }
    const left = this.numberOf(b);
    const right = this.numberOf(c);
    return left && right && number(build.choose(when, left, right));
  }

  #comparison(node: ASTNode): Meaning | undefined {
    const [a, b] = node.args as [ASTNode, ASTNode];
    // What it would be compared with, such as a band, means nothing without it: one fault is enough.
    if (this.#isBarred(a) || this.#isBarred(b)) return this.numberOf(this.#isBarred(a) ? a : b) && undefined;
    const option = this.#optionOf(a) ?? this.#optionOf(b);
    if (option) {
      const left = this.#optionValue(a, option);
      const right = this.#optionValue(b, option);
      if (!left || !right) return undefined;
      if (node.op !== "==" && node.op !== "!=" && !option.ordered) {
        return this.#wrong(node, "rule-no-order", `the words of ${option.doc} have no order`, "== or !=");
      }
      return truth(build.compare(comparison[node.op]!, left, right));
    }
    const left = this.numberOf(a);
    const right = this.numberOf(b);
    return left && right && truth(build.compare(comparison[node.op]!, left, right));
  }

  #optionOf(node: ASTNode): Extract<Meaning, { kind: "option" }> | undefined {
    const meaning = this.#meaningOf(node);
    return meaning?.kind === "option" ? meaning : undefined;
  }

  /** What a bare name stands for, or a function of one. */
  #meaningOf(node: ASTNode): Meaning | undefined {
    if (node.op === "id") return this.#scope.lookup(String(node.args));
    const called = this.#calledByName(node);
    return called?.of.apply(called.name);
  }

  /** A function of one name, called with one. */
  #calledByName(node: ASTNode): { readonly of: NameFunction; readonly name: string } | undefined {
    if (node.op !== "call") return undefined;
    const [name, args] = node.args as unknown as [string, ASTNode[]];
    const of = this.#scope.functionOf(name);
    const [first] = args;
    return of && args.length === 1 && first?.op === "id" ? { of, name: String(first.args) } : undefined;
  }

  #isBarred(node: ASTNode): boolean {
    const called = this.#calledByName(node);
    return called?.of.faultOf?.(called.name) !== undefined;
  }

  #optionValue(node: ASTNode, option: Extract<Meaning, { kind: "option" }>): NumberTree | undefined {
    if (this.#optionOf(node) === option) return option.tree;
    const word = node.op === "id" ? String(node.args) : this.#text(node);
    const index = option.options.get(word);
    if (index !== undefined) return build.constant(index);
    const words = [...option.options.keys()];
    return this.#wrong(
      node,
      "rule-unknown-option",
      `"${word}" is not one of the words of ${option.doc}`,
      choices(words),
      nearest(word, words),
    );
  }

  #membership(node: ASTNode): Meaning | undefined {
    const [a, list] = node.args as [ASTNode, ASTNode];
    if (list.op !== "list")
      return this.#wrong(list, "rule-not-list", "what stands behind in is not a list", "a list such as [C, D]");
    const option = this.#optionOf(a);
    const left = option ? option.tree : this.numberOf(a);
    let any: TruthTree | undefined = build.truth(false);
    for (const item of list.args as ASTNode[]) {
      const right = option ? this.#optionValue(item, option) : this.numberOf(item);
      any = any && left && right && build.or(any, build.compare("eq", left, right));
    }
    return truth(any);
  }

  #call(node: ASTNode): Meaning | undefined {
    const [name, args] = node.args as unknown as [string, ASTNode[]];
    const special = this.#scope.functionOf(name);
    if (special) return this.#callByName(node, name, args);
    const of = numberFunctions.get(name);
    if (!of) {
      const names = [...numberFunctions.keys(), ...this.#scope.functionNames()];
      return this.#fault(
        "rule-unknown-function",
        `there is no function "${name}"`,
        node.start,
        node.start + name.length,
        `one of ${names.join(", ")}`,
        nearest(name, names),
      );
    }
    if (args.length < of.least || args.length > of.most) {
      return this.#wrong(
        node,
        "rule-wrong-count",
        `${name} was given ${args.length} ${args.length === 1 ? "value" : "values"}`,
        `${name}(${of.parameters})`,
      );
    }
    const numbers = args.map((arg) => this.numberOf(arg));
    return numbers.every((one) => one !== undefined) ? number(of.build(numbers)) : undefined;
  }

  #callByName(node: ASTNode, name: string, args: ASTNode[]): Meaning | undefined {
    const special = this.#scope.functionOf(name)!;
    const names = special.names();
    const first = args[0];
    if (args.length !== 1 || first?.op !== "id") {
      return this.#wrong(
        node,
        "rule-wrong-count",
        `${name} takes one name`,
        choices(names.map((one) => `${name}(${one})`)),
      );
    }
    const meaning = special.apply(String(first.args));
    if (meaning) return meaning;
    const fault = special.faultOf?.(String(first.args));
    if (fault) return this.#wrong(first, fault.code, fault.message, fault.expected);
    return this.#wrong(
      first,
      "rule-unknown-name",
      `${name} cannot be taken of "${String(first.args)}"`,
      choices(names),
      nearest(String(first.args), names),
    );
  }

  #apply<T, U>(value: T | undefined, then: (value: T) => U): U | undefined {
    return value === undefined ? undefined : then(value);
  }

  #text(node: ASTNode): string {
    return this.#rule.text.slice(node.start, node.end);
  }

  #wrong(node: ASTNode, code: string, message: string, expected: string, near?: string): undefined {
    return this.#fault(code, message, node.start, node.end, expected, near);
  }

  #fault(code: string, message: string, start: number, end: number, expected: string, near?: string): undefined {
    const { source } = this.#rule.place;
    const from = offsetInSource(this.#rule, start);
    const to = end > start ? offsetInSource(this.#rule, end - 1) + 1 : from;
    this.#problems.add({ code, message, place: { source, start: from, end: to }, expected, nearest: near });
    return undefined;
  }
}

function number(tree: NumberTree | undefined): Meaning | undefined {
  return tree && { kind: "number", tree, doc: "" };
}

function truth(tree: TruthTree | undefined): Meaning | undefined {
  return tree && { kind: "truth", tree, doc: "" };
}

function deepestBracket(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    if (character === "(" || character === "[" || character === "{") most = Math.max(most, ++depth);
    if (character === ")" || character === "]" || character === "}") depth--;
  }
  return most;
}
