import { aListOf, aNumber, anObject, aText, aTruth, type Kind, maybe, valuesThat } from "./kinds.ts";
import { type Place, positionOf } from "./source.ts";
import { visibleLine, widthOf } from "./visible.ts";

/**
 * One fault in what a person gave us: a stable code, what is wrong, where, what was expected and how to mend it.
 * Messages are part of the product: every code has a golden in `test/bad/`.
 */
export interface Problem {
  /** Stable, kebab-case; never reused for another meaning. */
  readonly code: string;
  /** What is wrong, as one sentence without a full stop. */
  readonly message: string;
  readonly place?: Place | undefined;
  /** What would have been right here. */
  readonly expected?: string | undefined;
  /** The nearest valid name, when one is near. */
  readonly nearest?: string | undefined;
  /** How to mend it, when `expected` does not already say so. */
  readonly remedy?: string | undefined;
}

/** Thrown at the end of reading or checking, with every fault that was found. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(renderProblems(problems));
    this.name = "ProblemError";
    this.problems = problems;
  }
}

const iterable = valuesThat(
  "texts to go through",
  (value) => typeof value === "string" || (typeof value === "object" && value !== null && Symbol.iterator in value),
);
const aSource = anObject("a source", { name: aText, text: aText, isShared: maybe(aTruth) });
const aPlace = anObject("a place", { source: aSource, start: aNumber, end: aNumber });
const aProblem = anObject("a problem", {
  code: aText,
  message: aText,
  place: maybe(aPlace),
  expected: maybe(aText),
  nearest: maybe(aText),
  remedy: maybe(aText),
});

/**
 * Holds the arguments of a public function to what they must be, by name. Throws ProblemError (bad-argument) with all that
 * are not: a caller without types must get a sentence, never a stack.
 */
export function checkArguments(called: string, values: Readonly<Record<string, readonly [unknown, Kind]>>): void {
  const problems = Object.entries(values).flatMap(([name, [value, kind]]): Problem[] => {
    const misfit = kind(value, name);
    if (!misfit) return [];
    const { path, is, expected, stray } = misfit;
    const near = stray && { nearest: nearest(stray.name, stray.known) };
    return [{ code: "bad-argument", message: `${called}: ${path} is ${is}`, expected, ...near }];
  });
  if (problems.length > 0) throw new ProblemError(problems);
}

/** Collects faults, so that a reader sees all of them in one go. */
export class Problems {
  /** More than this and the rest is counted, not shown: a hostile file must not flood a terminal. */
  static readonly most = 50;
  readonly found: Problem[] = [];
  /** What looks wrong and is no fault: at most as many. */
  readonly warned: Problem[] = [];
  #more = 0;

  /** Keeps a fault once: a value that stands in several places, as under a YAML alias, has its faults only once. */
  add(problem: Problem): void {
    if (this.found.some((known) => isSame(known, problem))) return;
    if (this.found.length < Problems.most) this.found.push(problem);
    else this.#more++;
  }

  /** Keeps what only looks wrong, once. */
  warn(problem: Problem): void {
    if (this.warned.some((known) => isSame(known, problem))) return;
    if (this.warned.length < Problems.most) this.warned.push(problem);
  }

  /** What was warned of, in the order of the text. */
  get warnings(): readonly Problem[] {
    return [...this.warned].sort(byPlace);
  }

  get any(): boolean {
    return this.found.length > 0;
  }

  /** Throws what was found, in the order of the text; does nothing when there is nothing. */
  throwAny(): void {
    if (!this.any) return;
    const sorted = [...this.found].sort(byPlace);
    if (this.#more > 0) {
      sorted.push({
        code: "more-problems",
        message: `${this.#more} more problems are not shown`,
        remedy: "mend these first",
      });
    }
    throw new ProblemError(sorted);
  }
}

function isSame(a: Problem, b: Problem): boolean {
  const known = a.place !== undefined && a.place.source === b.place?.source && a.place.start === b.place.start;
  return known && a.code === b.code && a.message === b.message;
}

function byPlace(a: Problem, b: Problem): number {
  if (!a.place || !b.place) return a.place ? -1 : b.place ? 1 : 0;
  if (a.place.source !== b.place.source) return a.place.source.name < b.place.source.name ? -1 : 1;
  return a.place.start - b.place.start;
}

/** Every problem as a person reads it, a blank line between two. */
export function renderProblems(problems: readonly Problem[]): string {
  checkArguments("renderProblems", { problems: [problems, aListOf(aProblem)] });
  return problems.map((problem) => renderProblem(problem)).join("\n\n");
}

const aWeight = valuesThat('"error" or "warning"', (value) => value === "error" || value === "warning");

/** One problem as a person reads it: what, where, the line under a caret, what was expected, the nearest name. */
export function renderProblem(problem: Problem, weight: "error" | "warning" = "error"): string {
  checkArguments("renderProblem", { problem: [problem, aProblem], weight: [weight, aWeight] });
  const lines = [`${weight}[${problem.code}]: ${visibleLine(problem.message)}`];
  const notes = notesOf(problem);
  if (!problem.place) return [...lines, ...notes.map((note) => `  = ${note}`)].join("\n");
  const { source, start, end } = problem.place;
  const { line, column, text } = positionOf(source, start);
  const gutter = " ".repeat(String(line).length);
  const shown = window(text, column - 1, end - start);
  lines.push(`${gutter}--> ${visibleLine(source.name)}:${line}:${column}`);
  lines.push(`${gutter} |`);
  lines.push(`${line} | ${shown.text}`);
  lines.push(`${gutter} | ${shown.carets}`);
  for (const note of notes) lines.push(`${gutter} = ${note}`);
  return lines.join("\n");
}

function notesOf(problem: Problem): string[] {
  const notes: string[] = [];
  if (problem.expected !== undefined) notes.push(`expected ${problem.expected}`);
  if (problem.nearest !== undefined) notes.push(`did you mean "${problem.nearest}"?`);
  if (problem.remedy !== undefined) notes.push(problem.remedy);
  return notes.map(visibleLine);
}

/** Cells of a long line that are shown of it, and how many of them before the fault. */
const cellsShown = 110;
const cellsBefore = 50;

/** A terminal-wide part of a long line around a column, and carets below so many of its units, cell by cell. */
function window(line: string, column: number, units: number): { text: string; carets: string } {
  const at = Math.min(column, line.length);
  // No more than can be shown is measured: a line may have a million letters.
  const from = wholeLetter(line, Math.max(0, at - cellsShown));
  const to = wholeLetter(line, Math.min(line.length, at + cellsShown));
  const letters = [...line.slice(from, to)];
  const place = [...line.slice(from, at)].length;
  const ends = place + [...line.slice(at, Math.min(at + units, to))].length;
  const cells = letters.map(widthOf);
  const before = (i: number): number => cells.slice(0, i).reduce((sum, one) => sum + one, 0);
  const first = Math.min(before(place) - cellsBefore, before(letters.length) - cellsShown);
  let [begin, end] = [0, letters.length];
  while (before(begin) < first) begin++;
  while (before(end) - before(begin) > cellsShown) end--;
  const cutBefore = from > 0 || begin > 0 ? "…" : "";
  const cutBehind = to < line.length || end < letters.length ? "…" : "";
  const goesOn = at + units > to || ends > end;
  const lead = cutBefore + letters.slice(begin, place).join("");
  const marked = letters.slice(place, Math.min(ends, end)).join("") + (goesOn ? cutBehind : "");
  return {
    text: visibleLine(lead + letters.slice(place, end).join("") + cutBehind),
    carets: " ".repeat(widthOf(lead)) + "^".repeat(Math.max(1, widthOf(marked))),
  };
}

/** An offset, or the next where it stands in the middle of a letter of two units. */
function wholeLetter(text: string, at: number): number {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, at - 1), at + 1)) ? at + 1 : at;
}

/** A few names after "expected": the one there is, or "one of a, b, c", cut when they are many. */
export function choices(names: readonly string[], none = "nothing: there is none here"): string {
  const most = 12;
  if (names.length < 2) return names[0] ?? none;
  return `one of ${names.slice(0, most).join(", ")}${names.length > most ? `, … (${names.length} in all)` : ""}`;
}

/** A whole number as messages show it: 50,000. Others as they are. */
export function grouped(count: number): string {
  return Number.isSafeInteger(count) ? String(count).replace(/\B(?=(\d{3})+$)/g, ",") : String(count);
}

/** The candidate that a person most likely meant, or undefined when none is near (optimal string alignment distance). */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  checkArguments("nearest", { word: [word, aText], candidates: [candidates, iterable] });
  // Some can be gone through only once.
  const names = [...candidates];
  checkArguments("nearest", { candidates: [names, aListOf(aText)] });
  // One letter is as near to any other: only its case can be wrong.
  const limit = word.length === 1 ? 0 : Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of names) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous2: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, previous2[j - 2]! + 1);
      row.push(cost);
    }
    previous2 = previous;
    previous = row;
  }
  return previous[b.length]!;
}
