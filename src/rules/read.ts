import { choices, nearest, Problems } from "../core/problem.ts";
import * as build from "./build.ts";
import { type Misfit, misfitIn } from "./fit.ts";
import { numberFunctions } from "./functions.ts";
import type { Expression, RuleText } from "./parse.ts";
import type { Meaning, NameFunction, Scope } from "./scope.ts";
import { faultIn } from "./syntax.ts";
import {
  type BinaryNumber,
  type Comparison,
  depthOf,
  type NumberTree,
  nodesIn,
  type Range,
  type Tree,
  type TruthTree,
} from "./tree.ts";

/** Names stand for trees of their own, so a short rule can be large: doubling a name thirty times is a billion. */
const largestRule = 10_000;
/** What walks a tree calls itself at each level: five times this exhausts the stack of a thread. */
const deepestTree = 2000;

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

/** Types a rule that gives a number. Faults go to `problems`; undefined when there were any. */
export function readNumber(rule: RuleText, scope: Scope, problems: Problems): NumberTree | undefined {
  return scope.once(rule, "number", () => {
    const reader = new RuleReader(rule, scope, problems);
    return reader.bounded(reader.number());
  });
}

/** Types a rule that is true or false. Faults go to `problems`; undefined when there were any. */
export function readTruth(rule: RuleText, scope: Scope, problems: Problems): TruthTree | undefined {
  return scope.once(rule, "truth", () => {
    const reader = new RuleReader(rule, scope, problems);
    return reader.bounded(reader.truth());
  });
}

/** Types a rule that may be either. Faults go to `problems`; undefined when there were any. */
export function readEither(rule: RuleText, scope: Scope, problems: Problems): Figure | undefined {
  const isTruth = new RuleReader(rule, scope, new Problems()).kind() === "truth";
  const tree = isTruth ? readTruth(rule, scope, problems) : readNumber(rule, scope, problems);
  return tree && ({ kind: isTruth ? "truth" : "number", tree } as Figure);
}

/** What a rule gives that may be true or false, or a number. */
export type Figure =
  | { readonly kind: "number"; readonly tree: NumberTree }
  | { readonly kind: "truth"; readonly tree: TruthTree };

/** What of a rule, which gives a tree, cannot fit where it stands; with the characters of it. */
export function readMisfit(
  rule: RuleText,
  tree: NumberTree,
  scope: Scope,
  fits: Range,
): (Misfit & { readonly start: number; readonly end: number }) | undefined {
  if (!misfitIn(tree, fits)) return undefined;
  // Read anew: only a reader knows which characters a part is of.
  const reader = new RuleReader(rule, scope, new Problems());
  const again = reader.number();
  const misfit = again && misfitIn(again, fits);
  return misfit && { ...misfit, ...reader.partOf(misfit.path) };
}

type Option = Extract<Meaning, { kind: "option" }>;

/** Types one rule, every part of it once. */
class RuleReader {
  readonly #rule: RuleText;
  readonly #scope: Scope;
  readonly #problems: Problems;

  constructor(rule: RuleText, scope: Scope, problems: Problems) {
    this.#rule = rule;
    this.#scope = scope;
    this.#problems = problems;
  }

  number(): NumberTree | undefined {
    return this.#numberOf(this.#rule.parsed);
  }

  truth(): TruthTree | undefined {
    return this.#truthOf(this.#rule.parsed);
  }

  /** What it gives; undefined, with problems, where it gives nothing. */
  kind(): Meaning["kind"] | undefined {
    return this.#read(this.#rule.parsed)?.kind;
  }

  /** The tree, or undefined where it is too large to work with. */
  bounded<T extends Tree>(tree: T | undefined): T | undefined {
    if (!tree || (nodesIn(tree) <= largestRule && depthOf(tree) <= deepestTree)) return tree;
    const { length } = this.#rule.text;
    const deep = nodesIn(tree) <= largestRule;
    const message = `this rule ${deep ? "has too many parts inside each other" : "is too large"} once its names are written out`;
    return this.#fault("rule-too-large", message, 0, length, "fewer names that stand for rules of their own");
  }

  /** The characters of the lowest of some trees that a part of the rule was typed as; names hide what is in them. */
  partOf(path: readonly Tree[]): { readonly start: number; readonly end: number } {
    const parts = [...this.#met].map(([node, meaning]) => ({ node, depth: meaning ? path.indexOf(meaning.tree) : -1 }));
    const lowest = parts.reduce((a, b) => (b.depth > a.depth ? b : a), { node: this.#rule.parsed, depth: -1 });
    return { start: lowest.node.start, end: lowest.node.end };
  }

  #numberOf(node: Expression): NumberTree | undefined {
    return this.#asNumber(node, this.#read(node));
  }

  /** What a part means, as a number: a truth is 1 or 0. */
  #asNumber(node: Expression, meaning: Meaning | undefined): NumberTree | undefined {
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

  #truthOf(node: Expression): TruthTree | undefined {
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

  readonly #met = new Map<Expression, Meaning | undefined>();

  /** What a part means; it is typed, and its faults are said, when it is first asked for. */
  #read(node: Expression): Meaning | undefined {
    if (!this.#met.has(node)) this.#met.set(node, this.#typed(node));
    return this.#met.get(node);
  }

  #typed(node: Expression): Meaning | undefined {
    const { op } = node;
    if (op === "value") return this.#value(node);
    if (op === "id") return this.#name(node);
    if (op === "-_") return number(this.#apply(this.#numberOf(node.parts[0]!), (x) => build.unary("negate", x)));
    if (op === "!_") return truth(this.#apply(this.#truthOf(node.parts[0]!), build.not));
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

  #value(node: Expression): Meaning | undefined {
    const value = node.is;
    if (typeof value === "boolean") return truth(build.truth(value));
    if (typeof value !== "number")
      return this.#wrong(node, "rule-no-text", "there is no text in a rule", "the bare word, without quotes");
    if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(this.#text(node))) {
      const plain = Number.isFinite(value) ? String(value) : "digits, such as 0.5";
      return this.#wrong(node, "rule-not-numeric", `"${this.#text(node)}" is not how numbers are written here`, plain);
    }
    const figure = Math.fround(value);
    if (Number.isFinite(figure)) return number(build.constant(figure));
    return this.#wrong(node, "rule-number-too-large", "this number is too large", "at most 3.4e38");
  }

  #name(node: Expression): Meaning | undefined {
    const name = String(node.is);
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

  #arithmetic(node: Expression): Meaning | undefined {
    const [left, right] = node.parts.map((part) => this.#numberOf(part));
    return left && right && number(build.binary(arithmetic[node.op]!, left, right));
  }

  #logic(node: Expression): Meaning | undefined {
    const [left, right] = node.parts.map((part) => this.#truthOf(part));
    return left && right && truth(node.op === "&&" ? build.and(left, right) : build.or(left, right));
  }

  #choice(node: Expression): Meaning | undefined {
    const [a, b, c] = node.parts as [Expression, Expression, Expression];
    const when = this.#truthOf(a);
    const then = this.#read(b);
    const other = this.#read(c);
    if (!when || !then || !other) return undefined;
    const left = this.#asNumber(b, then);
    const right = this.#asNumber(c, other);
    const chosen = left && right && build.choose(when, left, right);
    // Through numbers, so that the test stands in the tree once: nested choices would double it each time.
    if (then.kind === "truth" && other.kind === "truth")
      return truth(chosen && build.compare("ne", chosen, build.constant(0)));
    return number(chosen);
  }

  #comparison(node: Expression): Meaning | undefined {
    const [a, b] = node.parts as [Expression, Expression];
    // What it would be compared with, such as a band, means nothing without it: one fault is enough.
    const barred = [a, b].find((part) => this.#isBarred(part));
    if (barred) return this.#numberOf(barred) && undefined;
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
    const left = this.#numberOf(a);
    const right = this.#numberOf(b);
    return left && right && truth(build.compare(comparison[node.op]!, left, right));
  }

  /**
   * The words of a bare name, or of a function of one. A comparison asks before it reads its sides, where a word that
   * means nothing by itself is no fault yet.
   */
  #optionOf(node: Expression): Option | undefined {
    if (!this.#met.has(node)) {
      const called = this.#calledByName(node);
      const meaning = node.op === "id" ? this.#scope.lookup(String(node.is)) : called?.of.apply(called.name);
      if (meaning) this.#met.set(node, meaning);
    }
    const meaning = this.#met.get(node);
    return meaning?.kind === "option" ? meaning : undefined;
  }

  /** A function of one name, called with one. */
  #calledByName(node: Expression): { readonly of: NameFunction; readonly name: string } | undefined {
    if (node.op !== "call") return undefined;
    const of = this.#scope.functionOf(String(node.is));
    const [first] = node.parts;
    return of && node.parts.length === 1 && first?.op === "id" ? { of, name: String(first.is) } : undefined;
  }

  #isBarred(node: Expression): boolean {
    const called = this.#calledByName(node);
    return called?.of.faultOf?.(called.name) !== undefined;
  }

  #optionValue(node: Expression, option: Option): NumberTree | undefined {
    // Two of the same words, such as a band and what it would be, are compared as they are.
    const other = this.#optionOf(node);
    if (other?.options === option.options) return other.tree;
    const word = node.op === "id" ? String(node.is) : this.#text(node);
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

  #membership(node: Expression): Meaning | undefined {
    const [a, list] = node.parts as [Expression, Expression];
    if (list.op !== "list")
      return this.#wrong(list, "rule-not-list", "what stands behind in is not a list", "a list such as [C, D]");
    const option = this.#optionOf(a);
    const left = option ? option.tree : this.#numberOf(a);
    let any: TruthTree | undefined = build.truth(false);
    for (const item of list.parts) {
      const right = option ? this.#optionValue(item, option) : this.#numberOf(item);
      any = any && left && right && build.or(any, build.compare("eq", left, right));
    }
    return truth(any);
  }

  #call(node: Expression): Meaning | undefined {
    const name = String(node.is);
    const args = node.parts;
    const special = this.#scope.functionOf(name);
    if (special) return this.#callByName(node, name, special);
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
    const numbers = args.map((arg) => this.#numberOf(arg));
    return numbers.every((one) => one !== undefined) ? number(of.build(numbers)) : undefined;
  }

  #callByName(node: Expression, name: string, special: NameFunction): Meaning | undefined {
    const called = this.#calledByName(node);
    if (!called) {
      const fault = special.faultOf?.("");
      if (fault) return this.#wrong(node, fault.code, fault.message, fault.expected);
      return this.#wrong(
        node,
        "rule-wrong-count",
        `${name} takes one name`,
        choices(special.names().map((one) => `${name}(${one})`)),
      );
    }
    const meaning = special.apply(called.name);
    if (meaning) return meaning;
    const [first] = node.parts as [Expression];
    const fault = special.faultOf?.(called.name);
    if (fault) return this.#wrong(first, fault.code, fault.message, fault.expected);
    const names = special.names();
    return this.#wrong(
      first,
      "rule-unknown-name",
      `${name} cannot be taken of "${called.name}"`,
      choices(names),
      nearest(called.name, names),
    );
  }

  #apply<T, U>(value: T | undefined, then: (value: T) => U): U | undefined {
    return value === undefined ? undefined : then(value);
  }

  #text(node: Expression): string {
    return this.#rule.text.slice(node.start, node.end);
  }

  #wrong(node: Expression, code: string, message: string, expected: string, near?: string): undefined {
    return this.#fault(code, message, node.start, node.end, expected, near);
  }

  #fault(code: string, message: string, start: number, end: number, expected: string, near?: string): undefined {
    this.#problems.add(faultIn(this.#rule, { code, message, start, end, expected, nearest: near }));
    return undefined;
  }
}

function number(tree: NumberTree | undefined): Meaning | undefined {
  return tree && { kind: "number", tree, doc: "" };
}

function truth(tree: TruthTree | undefined): Meaning | undefined {
  return tree && { kind: "truth", tree, doc: "" };
}
