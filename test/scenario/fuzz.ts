import { ProblemError } from "../../src/core/problem.ts";
import { World } from "../../src/engine/meaning/interpret.ts";
import { checkPlan } from "../../src/plan/check.ts";
import { readScenario, type Scenario, shippedLibrary } from "../../src/scenario/scenario.ts";
import { libraryOf, textOf } from "../language/folder.ts";
import { fewOf } from "../model/few.ts";
import { listFiles } from "../tidy/tree.ts";

/** Whole numbers from 0 below a bound, the same for the same seed (mulberry32). */
export type Luck = (below: number) => number;

export function luckOf(seed: number): Luck {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** The scenarios that are mutated: those that are shipped, measured and tested. */
export const corpus: readonly string[] = ["scenarios", "bench", "test/good"]
  .flatMap((folder) => listFiles(folder, /\.yaml$/))
  .filter((path) => !path.includes("/catalogues/"))
  .map(textOf);

export const numbers = [
  ..."0 -0 1 -1 2 0.5 -0.5 1e-9 1e-300 5e-324 1e9 1e15 1e16 1e39 1e308 1e999 -1e308 4294967296 9007199254740993".split(
    " ",
  ),
  ...".nan .inf -.inf NaN Infinity 0x10 0o17 1_000 1__0 1_ 1e 1,000 '5' 5% 150% -5% 1/0 0/0 null ~ true".split(" "),
  ..."2010-01-01 2010-02-30 0000-00-00 9999-12-31".split(" "),
  "26 weeks",
  "0 weeks",
  "1e12 years",
  "1 tick",
  "0.001 days",
  "-1 year",
  "5 yuan",
  "5 yuan per day",
  "20 years",
  "1 day",
  "0 days",
  "{}",
  "[]",
  "3 people",
  "2 wekes",
];

export const words = [
  ..."score band phase tick year years severity people points person index id entity slot community name life".split(
    " ",
  ),
  ..."urban conscientious hardship littering camera A D ungraded true false none in is from to start when on lasts".split(
    " ",
  ),
  ..."standing enrolled take_up owns has_owner friends_count family_count gain_of_dropping blocked listed".split(" "),
  ..."other(score) friend(score) owner(score) owned(score) family_sum(score) lists enterprises rounds cut".split(" "),
  ..."__proto__ constructor toString hasOwnProperty prototype friends_mean clamp logistic given dated chance beta".split(
    " ",
  ),
];

const snippets = [
  "[",
  "]",
  "{",
  "}",
  "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
  "{a: {a: {a: {a: {a: {a: {a: {a: {a: 1}}}}}}}}}",
  "&a",
  "*a",
  "&a [*a, *a]",
  "!!js/function 'x'",
  "!<tag:x> y",
  "<<: *usual",
  "%YAML 1.1",
  "---",
  "...",
  "?",
  "- ",
  "|",
  ">-",
  "#",
  "__proto__: { polluted: true }",
  "constructor: { prototype: 1 }",
  "extends: none",
  "extends: ../../etc/passwd",
  "extends: https://example.org/a.yaml",
  "remove: [population]",
  "reform: { name: x, set: { time.span: 0 } }",
  "edges: [[1, 2], [3, 4]]",
  "lives: [1]",
  '"',
  "'",
  "\\",
  "\t",
  "\r",
  "\u0000",
  "\ufeff",
  "\u2028",
  "\ud800",
  "\u202e",
  "é",
  "日本",
  "🙂",
  "1 + ",
  "((((((((((",
  "a ? b : ",
  "score / 0",
  "exp(exp(exp(1e9)))",
  "pow(-1, 0.5)",
  "friends_mean(friends_mean(score))",
  "x.map(y, y)",
  "has(a.b)",
  "'text'",
  "b'12'",
  "1u",
  "0x10 + 1",
  "[1, 2, 3][0]",
  "{1: 2}",
  "null",
  "size([1])",
  "((true ? urban : urban) ? urban : urban) ? 1 : 0",
  "-".repeat(300),
  "!".repeat(300),
  "1+".repeat(900),
];

type Mutation = (text: string, luck: Luck) => string;

export function pick<T>(from: readonly T[], luck: Luck): T {
  return from[luck(from.length)]!;
}

function onLines(change: (lines: string[], at: number, luck: Luck) => void): Mutation {
  return (text, luck) => {
    const lines = text.split("\n");
    change(lines, luck(lines.length), luck);
    return lines.join("\n");
  };
}

/** Replaces one of the places that a pattern finds. */
function onMatch(pattern: RegExp, replacement: (found: string, luck: Luck) => string): Mutation {
  return (text, luck) => {
    const found = [...text.matchAll(pattern)];
    if (found.length === 0) return text;
    const one = pick(found, luck);
    return `${text.slice(0, one.index)}${replacement(one[0], luck)}${text.slice(one.index + one[0].length)}`;
  };
}

const mutations: readonly Mutation[] = [
  onLines((lines, at) => void lines.splice(at, 1)),
  onLines((lines, at, luck) => void lines.splice(at, 1 + luck(6))),
  onLines((lines, at) => void lines.splice(at, 0, lines[at]!)),
  onLines((lines, at, luck) => {
    const other = luck(lines.length);
    [lines[at], lines[other]] = [lines[other]!, lines[at]!];
  }),
  onLines((lines, at, luck) => void lines.splice(at, 1, `${" ".repeat(luck(8))}${lines[at]!.trimStart()}`)),
  onLines((lines, at, luck) => void lines.splice(at, 0, `${" ".repeat(2 * luck(4))}${pick(snippets, luck)}`)),
  onLines((lines, at, luck) => void lines.splice(at, 1, `${lines[at]}${pick(snippets, luck)}`)),
  onMatch(/-?\d[\d_.]*( ?%)?/g, (_, luck) => pick(numbers, luck)),
  onMatch(/-?\d[\d_.]*( ?%)?/g, (_, luck) => pick(numbers, luck)),
  onMatch(/-?\d[\d_.]*/g, (found, luck) =>
    String(Number(found.replaceAll("_", "")) * pick([-1, 0, 0.1, 10, 1000, 1e6], luck)),
  ),
  onMatch(/\b(weeks?|years?|days?|months?|yuan|points|per)\b/g, (_, luck) =>
    pick(["weeks", "yuan", "wekes", "", "%", "tick"], luck),
  ),
  onMatch(/\w+(?=:)/g, (_, luck) => pick(words, luck)),
  onMatch(/[a-z]\w+/g, (_, luck) => pick(words, luck)),
  onMatch(/[a-z]\w+/g, (found) => found.slice(0, -1)),
  onMatch(/[[\]{}:,"'()*+?<>=&|-]/g, (_, luck) =>
    pick(["", "(", ")", "[", "{", ":", ",", '"', "*", " - ", " / ", "=="], luck),
  ),
  onMatch(/(?<=: )[^\n]+/g, (_, luck) => pick([...snippets, ...numbers, ...words], luck)),
  onMatch(/(?<=: )[^\n]+/g, (found, luck) => `${"[".repeat(luck(40))}${found}`),
  onMatch(/(?<=: )[^\n]+/g, (found) => `{ is: ${found}, assumed: fuzz }`),
  (text, luck) => text.slice(0, luck(text.length)),
  (text, luck) => `${text.slice(0, luck(text.length))}${pick(snippets, luck)}${text.slice(luck(text.length))}`,
  (text, luck) => {
    const other = pick(corpus, luck).split("\n");
    return `${text.split("\n").slice(0, luck(40)).join("\n")}\n${other.slice(luck(other.length)).join("\n")}`;
  },
  (text, luck) => {
    // A whole part of another scenario in place of nothing: most often a name that is known twice or not at all.
    const parts = pick(corpus, luck).split(/\n(?=[a-z]+:)/);
    return `${text}\n${pick(parts, luck)}\n`;
  },
];

/** The text of one mutated scenario: up to five mutations of a file of the corpus. */
export function mutated(seed: number): string {
  const luck = luckOf(seed);
  let text = pick(corpus, luck);
  const times = 1 + luck(luck(5) + 1);
  for (let i = 0; i < times; i++) text = pick(mutations, luck)(text, luck);
  return text;
}

export type Outcome = "refused" | "ran";

const library = { ...libraryOf("test/good"), ...shippedLibrary };

/** Reads, plans and runs a text for three ticks. Throws what is neither a proper refusal nor a proper run. */
export function tryOut(text: string): Outcome {
  let scenario: Scenario;
  try {
    scenario = readScenario(text, { name: "fuzz.yaml", library });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.problems.length === 0) throw new Error("refused without a problem");
    if (/undefined|NaN\b(?!")|\[object|at \w+ \(|one of $/m.test(messagesOf(error)))
      throw new Error(`a poor message: ${error.message}`);
    return "refused";
  }
  const plan = scenario.data.life ? fewOf(scenario, 300, 3) : scenario.plan({ people: 300, ticks: 3 });
  checkPlan(plan);
  const world = new World(plan, 1);
  for (let tick = 0; tick < 3; tick++) world.step();
  for (const [name, figure] of world.figures) if (!Number.isFinite(figure)) throw new Error(`${name} is ${figure}`);
  return "ran";
}

/** Messages without what they quote of the file. */
function messagesOf({ problems }: ProblemError): string {
  return problems.map(({ message, expected }) => `${message.replace(/"[^"]*"/g, "")}\n${expected ?? ""}`).join("\n");
}

/** Tries a stretch of seeds; gives how many ran, and every failure with the text that led to it. */
export function tryAll(
  make: (seed: number) => string,
  from: number,
  count: number,
): { ran: number; failures: string[] } {
  const failures: string[] = [];
  let ran = 0;
  for (let seed = from; seed < from + count && failures.length < 3; seed++) {
    const text = make(seed);
    try {
      const [outcome, seconds] = timed(text);
      if (outcome === "ran") ran++;
      // Another process may have had the core: only what is slow twice is slow.
      if (seconds > 2 && timed(text)[1] > 2) failures.push(`seed ${seed} took ${seconds.toFixed(1)} s:\n${text}`);
    } catch (error) {
      failures.push(`seed ${seed}: ${(error as Error).stack}\n${text}`);
    }
  }
  return { ran, failures };
}

function timed(text: string): [Outcome, number] {
  const began = performance.now();
  const outcome = tryOut(text);
  return [outcome, (performance.now() - began) / 1000];
}
