import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { root } from "../tidy/tree.ts";

/** One broken line: what stands from `start` up to `end` of a file is replaced. */
export interface Mutant {
  /** Relative to the project. */
  readonly path: string;
  /** Offsets in the text of the file. */
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly to: string;
  /** The whole line on which it begins, without the blanks around it. */
  readonly line: string;
  /** Both counted from 1. */
  readonly lineNumber: number;
  readonly column: number;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** What stands in the place of a node: its span, and each text that may stand there instead. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly texts: readonly string[];
}

/** Operators and what they become: a neighbour at the boundary first, then the contrary. */
const operators: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "**": ["*"],
  "&": ["|"],
  "|": ["&"],
  "^": ["|"],
  "<<": [">>"],
  ">>": ["<<"],
  ">>>": ["<<"],
  "&&": ["||"],
  "||": ["&&"],
  "??": ["&&"],
  "+=": ["-="],
  "-=": ["+="],
  "*=": ["/="],
  "/=": ["*="],
  "++": ["--"],
  "--": ["++"],
};

/** Methods and functions that are easily mistaken for each other. */
const calls: Readonly<Record<string, string>> = {
  min: "max",
  max: "min",
  floor: "ceil",
  ceil: "floor",
  round: "floor",
  trunc: "ceil",
  fround: "abs",
  some: "every",
  every: "some",
  find: "findLast",
  findIndex: "findLastIndex",
  indexOf: "lastIndexOf",
  flatMap: "map",
};

/** Builders of trees, likewise: under their room's name, or by themselves where both are there. */
const builders: Readonly<Record<string, string>> = {
  add: "subtract",
  subtract: "add",
  multiply: "divideBy",
  divideBy: "multiply",
  lesser: "greater",
  greater: "lesser",
  and: "or",
  or: "and",
};

/** What the emitter writes by a method of its code, likewise. */
const emitted: Readonly<Record<string, string>> = {
  add: "sub",
  sub: "add",
  mul: "add",
  div: "mul",
  lesser: "greater",
  greater: "lesser",
  nearest: "trunc",
  trunc: "nearest",
  lt: "le",
  le: "lt",
  gt: "ge",
  ge: "gt",
  eq: "ne",
  ne: "eq",
  iadd: "isub",
  isub: "iadd",
  iand: "ior",
  ior: "iand",
  ixor: "ior",
  ishl: "ushr",
  ishr: "ushr",
  ushr: "ishr",
};

/** Words of plans and rules that are easily mistaken for each other. */
const words: Readonly<Record<string, string>> = {
  lt: "le",
  le: "lt",
  gt: "ge",
  ge: "gt",
  eq: "ne",
  ne: "eq",
  add: "subtract",
  subtract: "add",
  multiply: "divide",
  divide: "multiply",
  min: "max",
  max: "min",
  floor: "ceil",
  ceil: "floor",
  round: "floor",
  and: "or",
  or: "and",
  set: "change",
  change: "set",
  self: "other",
  other: "self",
  from: "to",
  to: "from",
};

/** What an instruction of WebAssembly is easily mistaken for, as it stands in the text that the emitter writes. */
const instructions: readonly (readonly [RegExp, string])[] = [
  [/(?<=[if]\d\d(x\d)?\.)add\b/, "sub"],
  [/(?<=[if]\d\d(x\d)?\.)sub\b/, "add"],
  [/(?<=[if]\d\d(x\d)?\.)mul\b/, "add"],
  [/(?<=[if]\d\d(x\d)?\.)div\b/, "mul"],
  [/(?<=[if]\d\d(x\d)?\.)lt\b/, "le"],
  [/(?<=[if]\d\d(x\d)?\.)le\b/, "lt"],
  [/(?<=[if]\d\d(x\d)?\.)gt\b/, "ge"],
  [/(?<=[if]\d\d(x\d)?\.)ge\b/, "gt"],
  [/(?<=[if]\d\d(x\d)?\.)eq\b/, "ne"],
  [/(?<=[if]\d\d(x\d)?\.)ne\b/, "eq"],
  [/(?<=[if]\d\d(x\d)?\.)min\b/, "max"],
  [/(?<=[if]\d\d(x\d)?\.)max\b/, "min"],
  [/(?<=[if]\d\d(x\d)?\.)ceil\b/, "floor"],
  [/(?<=[if]\d\d(x\d)?\.)floor\b/, "ceil"],
  [/(?<=[if]\d\d(x\d)?\.)nearest\b/, "trunc"],
  [/(?<=[iv]\d\d\d?(x\d)?\.)and\b/, "or"],
  [/(?<=[iv]\d\d\d?(x\d)?\.)or\b/, "and"],
  [/(?<=[iv]\d\d\d?(x\d)?\.)xor\b/, "or"],
  [/(?<=[i]\d\d(x\d)?\.)shl\b/, "shr_u"],
  [/(?<=[i]\d\d(x\d)?\.)shr_u\b/, "shl"],
  [/(?<=[i]\d\d(x\d)?\.)lt_u\b/, "le_u"],
  [/(?<=[i]\d\d(x\d)?\.)le_u\b/, "lt_u"],
  [/(?<=[i]\d\d(x\d)?\.)gt_u\b/, "ge_u"],
  [/(?<=[i]\d\d(x\d)?\.)ge_u\b/, "gt_u"],
  [/(?<=[i]\d\d(x\d)?\.)lt_s\b/, "le_s"],
  [/(?<=[i]\d\d(x\d)?\.)le_s\b/, "lt_s"],
  [/(?<=[i]\d\d(x\d)?\.)gt_s\b/, "ge_s"],
  [/(?<=[i]\d\d(x\d)?\.)ge_s\b/, "gt_s"],
];

/** Calls that say what is wrong, or what a part of the language is: their words are messages and documents. */
const tellers = /^(problem|refuse|wrongKind|fault|wrong|fail|choices|nearest|quoted|grouped|Error|syntaxFault)$/;
/** Calls whose first argument alone does something. */
const documented = /^(may|need|mapOf|listOf|record|rule|setting|plainSetting|parameterWith|one|name|names)$/;
/** Keys of what is said and not done. */
const said = /^(doc|says|message|expected|remedy|code|label|schema|parameters)$/;

/** Every way in which one line of a file may be broken, in the order of the text. Types, imports and words are left out. */
export function mutantsIn(path: string, text = readFileSync(join(root, path), "utf8")): Mutant[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const changes: Change[] = [];
  visit(program as unknown as Node, text, changes);
  return changes
    .flatMap(({ start, end, texts }) => texts.map((to) => ({ start, end, to })))
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, end, to }) => {
      const lineNumber = text.slice(0, start).split("\n").length;
      const column = start - text.lastIndexOf("\n", start - 1);
      return { path, start, end, from: text.slice(start, end), to, line: lineAt(text, start), lineNumber, column };
    });
}

function lineAt(text: string, offset: number): string {
  const begin = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(begin, end < 0 ? undefined : end).trim();
}

function visit(node: Node, text: string, into: Change[]): void {
  if (node.type.startsWith("TS") && !/^TS(As|Satisfies|NonNull)/.test(node.type)) return;
  if (/^(Import|ExportAll|ThrowStatement)/.test(node.type)) return;
  into.push(...changesOf(node, text));
  for (const child of childrenOf(node)) visit(child, text, into);
}

/** The nodes below one in which something may be broken. */
function childrenOf(node: Node): Node[] {
  if (node.type === "CallExpression" || node.type === "NewExpression") {
    const callee = node.callee as Node;
    const called = nameOf(callee);
    const given = node.arguments as Node[];
    if (tellers.test(called)) return [];
    return [callee, ...(documented.test(called) ? given.slice(0, 1) : given)];
  }
  if (node.type === "Property") {
    const key = node.key as Node;
    if (said.test(String(key.name ?? key.value ?? ""))) return [];
    return [node.value as Node];
  }
  if (node.type === "VariableDeclarator" && said.test(nameOf(node.id as Node))) return [];
  return Object.entries(node)
    .filter(([key]) => !/^(typeAnnotation|returnType|typeParameters|typeArguments|superTypeArguments)$/.test(key))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

function changesOf(node: Node, text: string): Change[] {
  const whole = (...texts: string[]): Change[] => [{ start: node.start, end: node.end, texts }];
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
    case "AssignmentExpression":
      return operatorOf(node, text);
    case "UpdateExpression": {
      const start = node.prefix ? node.start : node.end - 2;
      return [{ start, end: start + 2, texts: operators[String(node.operator)]! }];
    }
    case "UnaryExpression":
      if (node.operator !== "!" && node.operator !== "-") return [];
      return [{ start: node.start, end: node.start + 1, texts: [node.operator === "!" ? "" : "+"] }];
    case "ConditionalExpression":
    case "IfStatement": {
      const { start, end } = node.test as Node;
      return [{ start, end, texts: ["true", "false"] }];
    }
    case "WhileStatement": {
      const { start, end } = node.test as Node;
      return [{ start, end, texts: ["false"] }];
    }
    case "Literal":
      return literalOf(node, whole);
    case "TemplateElement":
      return instructionsIn(node.start, text.slice(node.start, node.end));
    case "ArrayExpression":
      return (node.elements as unknown[]).length > 0 ? whole("[]") : [];
    case "CallExpression":
      return callOf(node, text);
    case "ExpressionStatement":
      return /^(Call|Assignment|Update)Expression$/.test((node.expression as Node).type) &&
        !tellers.test(nameOf((node.expression as Node).callee as Node | undefined))
        ? whole(";")
        : [];
    default:
      return [];
  }
}

/** Text put together is a message or a name, not arithmetic. */
function operatorOf(node: Node, text: string): Change[] {
  const [left, right] = [node.left as Node, node.right as Node];
  const isText = (one: Node): boolean =>
    one.type === "TemplateLiteral" || (one.type === "Literal" && typeof one.value === "string");
  const texts = operators[String(node.operator)];
  if (!texts || (node.operator === "+" && (isText(left) || isText(right)))) return [];
  const start = text.indexOf(String(node.operator), left.end);
  return [{ start, end: start + String(node.operator).length, texts }];
}

function literalOf(node: Node, whole: (...texts: string[]) => Change[]): Change[] {
  const { value } = node;
  if (typeof value === "boolean") return whole(String(!value));
  if (typeof value === "number" && Number.isFinite(value))
    // Beside a large one, one more is the same number.
    return whole(String(value + 1 === value ? 2 * value : value + 1), ...(value === 1 ? ["0"] : []));
  if (typeof value !== "string") return [];
  if (Object.hasOwn(words, value)) return whole(JSON.stringify(words[value]));
  return instructionsIn(node.start, String(node.raw));
}

function instructionsIn(at: number, text: string): Change[] {
  return instructions.flatMap(([pattern, to]) =>
    [...text.matchAll(new RegExp(pattern, "g"))].map((found) => {
      const start = at + found.index;
      return { start, end: start + found[0].length, texts: [to] };
    }),
  );
}

function callOf(node: Node, text: string): Change[] {
  const callee = node.callee as Node;
  const isMember = callee.type === "MemberExpression" && !callee.computed;
  const { start, end } = isMember ? (callee.property as Node) : callee;
  const called = nameOf(callee);
  const object = isMember ? (callee.object as Node) : undefined;
  if (object && Object.hasOwn(calls, called)) return [{ start, end, texts: [calls[called]!] }];
  if (object && nameOf(object) === "code" && Object.hasOwn(emitted, called))
    return [{ start, end, texts: [emitted[called]!] }];
  const twin = Object.hasOwn(builders, called) ? builders[called] : undefined;
  if (twin && (object ? nameOf(object) === "build" : isBound(twin, text))) return [{ start, end, texts: [twin] }];
  // Without the call: a list that is not filtered, cut, sorted or turned round.
  if (object && /^(filter|slice|sort|reverse|toSorted|toReversed)$/.test(called))
    return [{ start: object.end, end: node.end, texts: [""] }];
  return [];
}

/** Whether a file imports or declares a name: without it a line would not run at all. */
function isBound(name: string, text: string): boolean {
  return new RegExp(
    `import[^;]*\\b${name}\\b[^;]*from|(function|const) ${name}\\b|const {[^=]*\\b${name}\\b[^=]*} =`,
  ).test(text);
}

function nameOf(node: Node | undefined): string {
  if (!node) return "";
  const named = node.type === "MemberExpression" ? (node.property as Node) : node;
  return typeof named.name === "string" ? named.name.replace(/^#/, "") : "";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}
