import { nearest, type Problems } from "../../core/problem.ts";
import { quoted } from "../../core/visible.ts";
import type { Expression, RuleText } from "../../rules/parse.ts";
import { faultIn } from "../../rules/syntax.ts";

/** A sum of multiples: value × `value` + control × `control` + constant. */
export interface Linear {
  readonly value: number;
  readonly control: number;
  readonly constant: number;
}

/** When the answer to a question is yes. */
export type Decision =
  /** Where `sum` is below 0; or at most 0. */
  | { readonly kind: "below"; readonly sum: Linear; readonly orSame: boolean }
  | { readonly kind: "both" | "either"; readonly parts: readonly [Decision, Decision] };

const comparisons: Readonly<Record<string, { readonly turned: boolean; readonly orSame: boolean }>> = {
  "<": { turned: false, orSame: false },
  "<=": { turned: false, orSame: true },
  ">": { turned: true, orSame: false },
  ">=": { turned: true, orSame: true },
};

/** Reads the rule of a question. Faults go to `problems`; undefined when there were any. */
export function readDecision(rule: RuleText, hasControl: boolean, problems: Problems): Decision | undefined {
  return new DecisionReader(rule, hasControl, problems).decision(rule.parsed);
}

/** What the names of such a rule are. */
const named: Readonly<Record<string, Linear>> = {
  value: { value: 1, control: 0, constant: 0 },
  control: { value: 0, control: 1, constant: 0 },
  difference: { value: 1, control: -1, constant: 0 },
};

class DecisionReader {
  readonly #rule: RuleText;
  readonly #names: readonly string[];
  readonly #problems: Problems;

  constructor(rule: RuleText, hasControl: boolean, problems: Problems) {
    this.#rule = rule;
    this.#names = hasControl ? Object.keys(named) : ["value"];
    this.#problems = problems;
  }

  decision(node: Expression): Decision | undefined {
    const { op, parts } = node;
    if (op === "&&" || op === "||") {
      const [left, right] = [this.decision(parts[0]!), this.decision(parts[1]!)];
      return left && right && { kind: op === "&&" ? "both" : "either", parts: [left, right] };
    }
    const comparison = Object.hasOwn(comparisons, op) ? comparisons[op] : undefined;
    if (!comparison) {
      const expected = "a comparison with <, <=, > or >=, or several joined by && and ||";
      return this.#wrong(node, "question-rule", "this is no test of what would matter", expected);
    }
    const [left, right] = [this.#linear(parts[0]!), this.#linear(parts[1]!)];
    if (!left || !right) return undefined;
    const sum = comparison.turned ? plus(right, times(left, -1)) : plus(left, times(right, -1));
    if (sum.value === 0 && sum.control === 0)
      return this.#wrong(node, "question-rule", "this holds whatever the twins come to, or never", this.#choices());
    return { kind: "below", sum, orSame: comparison.orSame };
  }

  #linear(node: Expression): Linear | undefined {
    const { op, is, parts } = node;
    if (op === "value" && typeof is === "number") return constant(is);
    if (op === "id") return this.#named(node, String(is));
    const [left, right] = parts.map((part) => (isSum(op) ? this.#linear(part) : undefined));
    if (op === "-_") return left && times(left, -1);
    if (!isSum(op)) return this.#notLinear(node);
    if (!left || !right) return undefined;
    if (op === "+") return plus(left, right);
    if (op === "-") return plus(left, times(right, -1));
    if (op === "*" && isConstant(left)) return times(right, left.constant);
    if (op === "*" && isConstant(right)) return times(left, right.constant);
    if (op === "/" && isConstant(right) && right.constant !== 0) return times(left, 1 / right.constant);
    return this.#notLinear(node);
  }

  #named(node: Expression, name: string): Linear | undefined {
    if (this.#names.includes(name)) return named[name];
    const isOfControl = Object.hasOwn(named, name);
    const message = isOfControl
      ? `there is no ${name} where there is no control`
      : `nothing is called ${quoted(name)} here`;
    const expected = isOfControl ? "value, or a control: against or without" : this.#choices();
    const near = isOfControl ? undefined : nearest(name, this.#names);
    return this.#wrong(node, "question-unknown-name", message, expected, near);
  }

  #notLinear(node: Expression): undefined {
    const message = "this is no sum of multiples, and a mean over twins says nothing of it";
    return this.#wrong(node, "question-rule", message, `sums of multiples of ${this.#names.join(", ")}`);
  }

  #choices(): string {
    return this.#names.length === 1 ? this.#names[0]! : `one of ${this.#names.join(", ")}`;
  }

  #wrong({ start, end }: Expression, code: string, message: string, expected: string, near?: string): undefined {
    this.#problems.add(faultIn(this.#rule, { code, message, start, end, expected, nearest: near }));
    return undefined;
  }
}

function isSum(op: string): boolean {
  return ["-_", "+", "-", "*", "/"].includes(op);
}

function constant(amount: number): Linear {
  return { value: 0, control: 0, constant: amount };
}

function isConstant({ value, control }: Linear): boolean {
  return value === 0 && control === 0;
}

function plus(a: Linear, b: Linear): Linear {
  return { value: a.value + b.value, control: a.control + b.control, constant: a.constant + b.constant };
}

function times({ value, control, constant }: Linear, by: number): Linear {
  return { value: value * by, control: control * by, constant: constant * by };
}

/**
 * Whether what would matter is told as a share of the control: then a difference is, too. Of several tests the first says.
 */
export function isRelative(decision: Decision): boolean {
  if (decision.kind !== "below") return isRelative(decision.parts[0]);
  const { value, control, constant } = decision.sum;
  return value !== 0 && constant === 0 && Math.abs(value + control) > 1e-12;
}
