import type { LineCounter } from "yaml";
import type { Problem } from "../core/problem.ts";
import type { Source } from "../core/source.ts";

/** An error of the library: its code, its message in English, and UTF-16 offsets. */
export interface SyntaxFault {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** What only the tokens of a file know, for faults that the parser notices far behind their cause. */
export interface Marks {
  /** Where a quoted text begins, by where it ends. */
  readonly quotes: Map<number, number>;
  /** Where the first [ or { begins that nothing closes. */
  openFlow: number | undefined;
}

/** More than this of one file and the rest is likely to be the fault of the first ones. */
const mostShown = 5;

/**
 * The library's errors in our words, a sentence and a place each. One line shows one fault, and nothing is shown
 * behind a fault that puts the rest of the file in doubt.
 */
export function syntaxProblems(
  errors: readonly SyntaxFault[],
  source: Source,
  lines: LineCounter,
  marks: Marks,
): Problem[] {
  const sorted = [...errors].sort(byOffset);
  const shown: Problem[] = [];
  const linesShown = new Set<number>();
  for (const error of sorted) {
    const line = lines.linePos(error.start).line;
    if (linesShown.has(line)) continue;
    linesShown.add(line);
    shown.push(problemOf(error, sorted, source, marks));
    if (!localCodes.has(error.code) || shown.length === mostShown) break;
  }
  return shown;
}

const localCodes: ReadonlySet<string> = new Set(["BAD_DQ_ESCAPE", "BAD_SCALAR_START", "TAB_AS_INDENT"]);

function byOffset(a: SyntaxFault, b: SyntaxFault): number {
  return a.start - b.start;
}

interface Reading {
  readonly error: SyntaxFault;
  readonly all: readonly SyntaxFault[];
  readonly text: string;
  readonly marks: Marks;
}

interface Verdict {
  readonly message: string;
  readonly remedy?: string;
  readonly code?: string;
  readonly start?: number;
  readonly end?: number;
}

function problemOf(error: SyntaxFault, all: readonly SyntaxFault[], source: Source, marks: Marks): Problem {
  const reading = { error, all, text: source.text, marks };
  const verdict = verdictOf(reading);
  const start = Math.min(verdict.start ?? error.start, source.text.length);
  const end = Math.max(start + 1, verdict.end ?? (verdict.start === undefined ? error.end : start + 1));
  return {
    code: verdict.code ?? "yaml-syntax",
    message: verdict.message,
    place: { source, start, end: Math.min(end, Math.max(start, source.text.length)) },
    remedy: verdict.remedy,
  };
}

function verdictOf(reading: Reading): Verdict {
  const { error } = reading;
  switch (error.code) {
    case "TAB_AS_INDENT":
      return { code: "yaml-tab", message: "this line is indented with a tab", remedy: "indent with spaces" };
    case "BAD_INDENT":
      return badIndent(reading);
    case "BAD_DQ_ESCAPE":
      return {
        message: "a backslash in double quotes begins an escape, and this one is unknown",
        remedy: "write \\\\ for a backslash, or use single quotes",
      };
    case "BAD_SCALAR_START":
      return mustQuote(reading.text[error.start] ?? "");
    case "BLOCK_AS_IMPLICIT_KEY":
      return nestedMapping(reading);
    case "MULTILINE_IMPLICIT_KEY":
      return missingColon(reading);
    case "KEY_OVER_1024_CHARS":
      return { message: "this key is longer than 1,024 characters", end: error.start + 60 };
    case "BAD_ALIAS":
    case "ALIAS_PROPS":
    case "MULTIPLE_ANCHORS":
      return mustQuote(reading.text[error.start] === "&" ? "&" : "*");
    case "MISSING_CHAR":
      return missingCharacter(reading);
    case "UNEXPECTED_TOKEN":
      return unexpectedToken(reading);
    default:
      return { message: "this cannot be read as YAML" };
  }
}

function mustQuote(character: string): Verdict {
  const marks: Record<string, string> = { "&": ", which marks a YAML anchor", "*": ", which marks a YAML alias" };
  return {
    message: `a value cannot begin with ${character}${marks[character] ?? ""}`,
    remedy: "put the value in quotes",
  };
}

function badIndent(reading: Reading): Verdict {
  if (reading.error.message.startsWith("Flow")) return openFlow(reading);
  if (reading.error.message.startsWith("Block scalar")) {
    return {
      message: "the text below | or > is not indented deeper than its key",
      remedy: "indent it by two spaces more",
    };
  }
  const start = firstInk(reading.text, reading.error.start);
  return {
    message: "this line is not indented like its neighbours",
    remedy: "begin all keys of one mapping, or all items of one list, in the same column",
    start: lineInk(reading.text, start),
  };
}

function openFlow(reading: Reading): Verdict {
  const start = reading.marks.openFlow ?? reading.error.start;
  const opens = reading.text[start] === "{" ? "{" : "[";
  return {
    message: `this ${opens} is not closed`,
    remedy: `close it with ${opens === "[" ? "]" : "}"}, and indent its lines deeper than its key`,
    start,
  };
}

/** Two colons in one value: a text that wants quotes, or a line that is indented too deep to be a key of its own. */
function nestedMapping(reading: Reading): Verdict {
  const { error, all, text } = reading;
  const at = error.start;
  if (error.message.startsWith("A block sequence")) return listOnKeyLine;
  const twoLines = all.some((other) => other.code === "MULTILINE_IMPLICIT_KEY" && other.start === at);
  if (twoLines && text[at] !== '"' && text[at] !== "'") {
    return {
      message: "this line is indented as if it went on with the value above",
      remedy: "begin it in the same column as the key above, or put the value above in quotes",
      start: firstInk(text, text.indexOf("\n", at) + 1),
    };
  }
  if (text[at] === "?") return mustQuote("?");
  return {
    message: "a second colon in the same line makes this value a mapping inside a line",
    remedy: "put the value in quotes if it is text or a formula, or begin the mapping on the next line",
    end: lineEnd(text, at),
  };
}

const listOnKeyLine: Verdict = {
  message: "a list with dashes cannot begin on the line of its key",
  remedy: "begin it on the next line, or put a value that begins with a dash in quotes",
};

function missingColon({ error, text }: Reading): Verdict {
  const at = error.start;
  if (text[at] === "-" && /\s/.test(text[at + 1] ?? " ")) return strayItem(at);
  const end = lineEnd(text, at);
  if (/^[^\s:"'{[]+:[^\s:/]/.test(text.slice(at, Math.min(end, at + 100)))) {
    return {
      message: "there is no space behind the colon",
      remedy: "write the key, a colon, a space and the value",
      end,
    };
  }
  return {
    message: "this line has no colon behind its key",
    remedy: "write the key, a colon, a space and the value",
    end,
  };
}

function strayItem(start: number): Verdict {
  return {
    message: "a list item stands where a key of a mapping was expected",
    remedy: "indent it below the key it belongs to",
    start,
  };
}

function missingCharacter(reading: Reading): Verdict {
  const { error, text, marks } = reading;
  const { message } = error;
  if (message.startsWith("Missing closing")) {
    const start = marks.quotes.get(error.start) ?? error.start;
    return { message: "this quote is not closed", remedy: `close it with ${text[start] === "'" ? "'" : '"'}`, start };
  }
  if (message.includes("must end with a")) return openFlow(reading);
  if (message.startsWith("Implicit map keys")) return missingColon(reading);
  if (message.startsWith("Comments must")) return { message: "a comment needs a space before its #" };
  if (message.startsWith("Block collection cannot")) {
    return { message: "a mapping cannot begin on the line of ---", remedy: "begin it on the next line" };
  }
  if (message.startsWith("Missing space")) return { message: "there is no space behind the colon" };
  if (message.startsWith("Missing ,")) {
    return { message: "a comma is missing before this item", start: firstInk(text, error.start) };
  }
  if (message.startsWith("Tags and anchors")) return { message: "an anchor needs a space behind it" };
  return { message: "this cannot be read as YAML" };
}

function unexpectedToken(reading: Reading): Verdict {
  const { error, text } = reading;
  const at = error.start;
  const { message } = error;
  if (message.startsWith("Block scalar header")) {
    return { message: "text cannot begin on the line of | or >", remedy: "begin it on the next line, indented deeper" };
  }
  if (message.startsWith("Unexpected block-seq-ind")) return listOnKeyLine;
  if (/^Unexpected (,|empty item)/.test(message)) return { message: "there is nothing before this comma" };
  if (/flow-(seq|map)-end/.test(message)) {
    return { message: `this ${text[at]} closes nothing`, remedy: "leave it out, or put the value in quotes" };
  }
  const line = lineStart(text, at);
  const before = text.slice(Math.max(line, at - 200), at);
  if (before.trim() === "") {
    return { message: "this line does not go on with what stands above it", remedy: "check how both are indented" };
  }
  if (/["']\s*$/.test(before)) {
    return {
      message: "something stands behind the closing quote",
      remedy: "put the whole value in quotes, of the kind that it does not hold",
      end: lineEnd(text, at),
    };
  }
  return {
    message: "this does not belong here",
    remedy: "put the value in quotes if it is text or a formula",
    end: lineEnd(text, at),
  };
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return text.slice(at, end < 0 ? text.length : end).trimEnd().length + at;
}

/** The first offset from `at` that is no blank. */
function firstInk(text: string, at: number): number {
  const found = text.slice(at).search(/\S/);
  return found < 0 ? at : at + found;
}

/** The first offset that is no blank of the line that holds `at`. */
function lineInk(text: string, at: number): number {
  return firstInk(text, lineStart(text, at));
}
