import { type Place, positionOf } from "./source.ts";

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
  return problems.map((problem) => renderProblem(problem)).join("\n\n");
}

/** One problem as a person reads it: what, where, the line under a caret, what was expected, the nearest name. */
export function renderProblem(problem: Problem, weight: "error" | "warning" = "error"): string {
  const lines = [`${weight}[${problem.code}]: ${problem.message}`];
  const notes = notesOf(problem);
  if (!problem.place) return [...lines, ...notes.map((note) => `  = ${note}`)].join("\n");
  const { source, start, end } = problem.place;
  const { line, column, text } = positionOf(source, start);
  const gutter = " ".repeat(String(line).length);
  const shown = window(text, column - 1);
  const width = Math.max(1, Math.min(end - start, shown.text.length - shown.column));
  lines.push(`${gutter}--> ${source.name}:${line}:${column}`);
  lines.push(`${gutter} |`);
  lines.push(`${line} | ${shown.text}`);
  lines.push(`${gutter} | ${" ".repeat(shown.column)}${"^".repeat(width)}`);
  for (const note of notes) lines.push(`${gutter} = ${note}`);
  return lines.join("\n");
}

function notesOf(problem: Problem): string[] {
  const notes: string[] = [];
  if (problem.expected !== undefined) notes.push(`expected ${problem.expected}`);
  if (problem.nearest !== undefined) notes.push(`did you mean "${problem.nearest}"?`);
  if (problem.remedy !== undefined) notes.push(problem.remedy);
  return notes;
}

/** A terminal-wide part of a long line around a column; control characters become visible blanks. */
function window(text: string, column: number): { text: string; column: number } {
  const clean = text.replace(/\p{Cc}/gu, " ");
  const most = 110;
  if (clean.length <= most) return { text: clean, column: Math.min(column, clean.length) };
  const from = Math.max(0, Math.min(column - 50, clean.length - most));
  const cut = `${from > 0 ? "…" : ""}${clean.slice(from, from + most)}${from + most < clean.length ? "…" : ""}`;
  return { text: cut, column: column - from + (from > 0 ? 1 : 0) };
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
  // One letter is as near to any other: only its case can be wrong.
  const limit = word.length === 1 ? 0 : Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
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
