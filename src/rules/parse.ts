import { type ASTNode, parse } from "@marcbachmann/cel-js";
import type { Problems } from "../core/problem.ts";
import { faultIn, syntaxFault, type Written } from "./syntax.ts";

/** The most characters of a rule. */
export const longestRule = 2000;
const deepestRule = 100;

/**
 * A rule as it was parsed: plain data, so that it can be frozen, copied and sent. Offsets are those of the rule's text,
 * `end` exclusive.
 */
export interface Expression {
  /** As the parser calls it: `value`, `id`, `call`, `list`, `?:`, `-_`, `!_`, or the sign itself, such as `+`. */
  readonly op: string;
  /** Of a value what it is, a figure as binary64; of a name or a call the name. */
  readonly is?: string | number | boolean;
  /** What stands directly below, in order; nothing for what has no meaning in a rule. */
  readonly parts: readonly Expression[];
  readonly start: number;
  readonly end: number;
}

/** A rule whose syntax is right. It is parsed here and nowhere else: whoever types it reads `parsed`. */
export interface RuleText extends Written {
  readonly parsed: Expression;
}

/** Parses a rule. Faults go to `problems`; undefined when there were any. */
export function parseRule({ text, place, textStart }: Written, problems: Problems): RuleText | undefined {
  const written = { text, place, textStart };
  const problem = (code: string, message: string, start: number, end: number, expected: string): undefined => {
    problems.add(faultIn(written, { code, message, start, end, expected }));
    return undefined;
  };
  if (text.trim() === "")
    return problem("rule-empty", "an empty rule stands here", 0, 0, "a rule such as 2 * (1 - conscientious)");
  if (text.length > longestRule)
    return problem("rule-too-long", `this rule has ${text.length} characters`, 0, 40, `at most ${longestRule}`);
  if (deepestBracket(text) > deepestRule)
    return problem("rule-too-deep", "this rule has too many brackets inside brackets", 0, 40, `at most ${deepestRule}`);
  try {
    return { ...written, parsed: expressionOf(parse(text).ast as unknown as ASTNode) };
  } catch (error) {
    const { message, start, end, expected } = syntaxFault(error as Error, text);
    return problem("rule-syntax", message, start, end, expected);
  }
}

function expressionOf(node: ASTNode): Expression {
  const { op, start, end } = node;
  const args = node.args as unknown;
  if (op === "value") return { op, is: literalOf(args), parts: [], start, end };
  if (op === "id") return { op, is: String(args), parts: [], start, end };
  if (op === "call") {
    const [is, parts] = args as [string, ASTNode[]];
    return { op, is, parts: parts.map(expressionOf), start, end };
  }
  return { op, parts: partsOf(op, args), start, end };
}

const branching = new Set(["?:", "list", "in", "&&", "||", "+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!="]);

function partsOf(op: string, args: unknown): Expression[] {
  if (op === "-_" || op === "!_") return [expressionOf(args as ASTNode)];
  return branching.has(op) ? (args as ASTNode[]).map(expressionOf) : [];
}

/** Text stays text; numbers of any kind are figures, and what is neither is not a number. */
function literalOf(value: unknown): string | number | boolean {
  return typeof value === "boolean" || typeof value === "string" ? value : Number(value);
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
