import { Composer, CST, type Document, Lexer, LineCounter, type ParsedNode, Parser } from "yaml";
import type { Problem, Problems } from "../core/problem.ts";
import type { Place, Source } from "../core/source.ts";
import type { MapNode } from "../language/node.ts";
import { grouped, limits, tooDeep, tooManyNodes } from "./limits.ts";
import { lookThrough } from "./lookThrough.ts";
import { type Marks, type SyntaxFault, syntaxProblems } from "./syntax.ts";
import { treeOf } from "./tree.ts";

/**
 * Reads the YAML 1.2 (core schema) of one scenario file into a tree with exact places, or adds what is wrong to
 * `problems` and returns undefined. Never throws, whatever the text is, and ends in time linear in its length.
 */
export function readYaml(source: Source, problems: Problems): MapNode | undefined {
  const before = kept.get(source.text);
  if (before?.name === source.name) return before.tree;
  const faults: Problem[] = [];
  const tree = readText(source, faults);
  for (const fault of faults) problems.add(fault);
  if (!tree || faults.length > 0 || !lookThrough(tree, problems)) return undefined;
  keep(source, tree);
  return tree;
}

/**
 * Trees of late, of texts without a fault: a catalogue is used by many, and the parent of a world is often what it is compared
 * with. Nothing writes into a tree.
 */
const kept = new Map<string, { readonly name: string; readonly tree: MapNode }>();
const mostKept = 24;

function keep({ name, text }: Source, tree: MapNode): void {
  kept.delete(text);
  kept.set(text, { name, tree });
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
}

function readText(source: Source, faults: Problem[]): MapNode | undefined {
  const unfit = unfitText(source);
  if (unfit) {
    faults.push(unfit);
    return undefined;
  }
  const lines = new LineCounter();
  const marks: Marks = { quotes: new Map(), openFlow: undefined };
  const errors: SyntaxFault[] = [];
  const document = parseText({ source, faults, errors, marks, flow: [] }, lines);
  faults.push(...syntaxProblems(errors, source, lines, marks));
  // After a syntax error the tree is a guess; more faults from it would only mislead.
  if (!document || errors.length > 0) return undefined;
  if (!document.contents || isBlank(document.contents)) {
    faults.push(emptyFile(source));
    return undefined;
  }
  return treeOf(document.contents, source, lines, faults);
}

function isBlank(node: ParsedNode): boolean {
  return (
    "value" in node && node.value === null && node.range[0] === node.range[1] && !("anchor" in node && node.anchor)
  );
}

function emptyFile(source: Source): Problem {
  return {
    code: "file-empty",
    message: `${source.name} is empty`,
    place: { source, start: 0, end: 0 },
    expected: "a scenario, which begins with keys such as title and extends",
  };
}

// Control characters but tab, line feed, carriage return and next line; lone surrogates; the replacement character
// that decoders put where bytes were not UTF-8.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffd\ufffe\uffff]|\p{Cs}/u;

function unfitText(source: Source): Problem | undefined {
  const { name, text } = source;
  if (text.length > limits.characters) {
    return {
      code: "file-too-large",
      message: `${name} has ${grouped(text.length)} characters, which is too large for a scenario`,
      expected: `at most ${grouped(limits.characters)} characters (1 MiB)`,
    };
  }
  const lines = text.split("\n").length;
  if (lines > limits.lines) {
    return {
      code: "file-too-large",
      message: `${name} has ${grouped(lines)} lines, which is too many for a scenario`,
      expected: `at most ${grouped(limits.lines)} lines`,
    };
  }
  const binary = text.search(unprintable);
  if (binary >= 0) {
    const hex = text.codePointAt(binary)!.toString(16).toUpperCase().padStart(4, "0");
    return {
      code: "file-binary",
      message: `${name} holds the character U+${hex}, which does not belong in a text file`,
      place: { source, start: binary, end: binary + 1 },
      expected: "plain text in UTF-8",
    };
  }
  const lone = text.search(/\r(?!\n)/);
  if (lone >= 0) {
    return {
      code: "yaml-line-break",
      message: "a carriage return stands alone, and editors disagree on whether it ends the line",
      place: { source, start: lone, end: lone + 1 },
      remedy: "save the file with line feeds (LF) at the ends of lines",
    };
  }
  return text.trim() === "" ? emptyFile(source) : undefined;
}

/**
 * More tokens than this cannot be a scenario within `limits.nodes` (an entry is three or four), and are not parsed.
 * Blanks, line lines and comments are not counted.
 */
const tokensMost = 4 * limits.nodes;

/** The library's parser keeps a level for the document and one for the scalar at hand; `treeOf` counts exactly. */
const stackMost = limits.depth + 4;

/** After so many syntax errors the library is stopped: nobody reads more, and each costs it time. */
const errorsMost = 200;

/** A file on its way through the library's lexer, parser and composer. */
interface Passage {
  readonly source: Source;
  readonly faults: Problem[];
  readonly errors: SyntaxFault[];
  readonly marks: Marks;
  /** Offsets of every [ and { that is open. */
  readonly flow: number[];
}

/** The document of a file; undefined, with faults or syntax errors in the passage, when there is none to speak of. */
function parseText(passage: Passage, lines: LineCounter): Document.Parsed | undefined {
  const lexemes = readTokens(passage);
  if (!lexemes) return undefined;
  const { source, errors, marks, flow, faults } = passage;
  marks.openFlow ??= flow.at(-1);
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  try {
    return composeTokens(passage, parser, lexemes);
  } catch {
    // Too many errors; or the library trips over a malformed text, as over "[ , # c".
    if (errors.length === 0) faults.push({ code: "yaml-syntax", message: `${source.name} cannot be read as YAML` });
    return undefined;
  }
}

/**
 * The tokens of a file, or undefined when they are too many or nest too deep: known here, before anything recursive
 * or costly sees them. Tags and directives are found here too, where their places are exact.
 */
function readTokens(passage: Passage): string[] | undefined {
  const { source, faults, flow } = passage;
  const lexemes: string[] = [];
  let start = 0;
  let tokens = 0;
  let indicators = 0;
  let insideScalar = false;
  for (const lexeme of new Lexer().lex(source.text)) {
    const type: string | null = insideScalar ? "scalar-text" : CST.tokenType(lexeme);
    insideScalar = type === "scalar";
    lexemes.push(lexeme);
    if (type === "tag" || type === "directive-line") {
      if (faults.length < errorsMost) faults.push(tokenFault(type, { source, start, end: start + lexeme.length }));
    }
    markToken(passage, type, lexeme, start);
    if (type !== "space" && type !== "newline" && type !== "comment" && type !== "scalar-text") tokens++;
    if (type?.endsWith("-ind")) indicators++;
    else if (type !== "space") indicators = 0;
    const place = { source, start, end: start + 1 };
    if (flow.length > stackMost || indicators > stackMost) return refuse(passage, tooDeep(place));
    if (tokens > tokensMost) return refuse(passage, tooManyNodes(place));
    if (!unwritten.has(lexeme)) start += lexeme.length;
  }
  return lexemes;
}

/** Tokens that the lexer makes up: beginning of a document, of a scalar, end of a broken flow collection. */
const unwritten: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.SCALAR, CST.FLOW_END]);

function refuse(passage: Passage, problem: Problem): undefined {
  passage.faults.push(problem);
  return undefined;
}

function markToken({ marks, flow }: Passage, type: string | null, lexeme: string, start: number): void {
  if (type === "double-quoted-scalar" || type === "single-quoted-scalar")
    marks.quotes.set(start + lexeme.length, start);
  else if (type === "flow-map-start" || type === "flow-seq-start") flow.push(start);
  else if (type === "flow-map-end" || type === "flow-seq-end") flow.pop();
  else if (type === "flow-error-end") {
    marks.openFlow ??= flow.at(-1);
    flow.length = 0;
  }
}

/** Where the library says an error is: an offset, a range, or a token. */
type ErrorPlace = number | readonly number[] | { readonly offset: number; readonly source?: unknown };

function composeTokens(passage: Passage, parser: Parser, lexemes: readonly string[]): Document.Parsed | undefined {
  const { source, errors } = passage;
  // Own check of unique keys: the library's compares every pair of keys. Pretty errors cost a line each.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, resolveKnownTags: false, merge: false });
  const note = (at: ErrorPlace, code: string, message: string, warning?: boolean) => {
    if (warning || code === "TAG_RESOLVE_FAILED") return;
    if (errors.length >= errorsMost) throw new RangeError("too many syntax errors");
    if (typeof at === "number") errors.push({ code, message, start: at, end: at + 1 });
    else if ("offset" in at)
      errors.push({ code, message, start: at.offset, end: at.offset + String(at.source ?? " ").length });
    else errors.push({ code, message, start: at[0]!, end: at[1]! });
  };
  // The library's own makes an Error with a stack of every fault, without end.
  // biome-ignore lint/complexity/useLiteralKeys: its type hides it, and brackets still check it
  composer["onError"] = note;
  let document: Document.Parsed | undefined;
  let seen = 0;
  const pass = (tokens: Iterable<CST.Token>): boolean => {
    for (const token of tokens) {
      if (token.type === "directive") continue;
      if (token.type === "document" && ++seen > 1) return !!refuse(passage, severalDocuments(source, token.offset));
      if (token.type === "error") note(token, "UNEXPECTED_TOKEN", token.message);
      else for (const composed of composer.next(token)) document ??= composed;
    }
    return true;
  };
  for (const lexeme of lexemes) {
    const place = { source, start: parser.offset, end: parser.offset + 1 };
    if (!pass(parser.next(lexeme))) return undefined;
    if (parser.stack.length > stackMost) return refuse(passage, tooDeep(place));
  }
  if (!pass(parser.end())) return undefined;
  for (const composed of composer.end(true, source.text.length)) document ??= composed;
  return document;
}

function tokenFault(type: "tag" | "directive-line", place: Place): Problem {
  if (type === "tag") {
    return {
      code: "tag-not-allowed",
      message: "a value cannot begin with !, which marks a YAML tag",
      place,
      remedy: "put the value in quotes if it is a formula or text",
    };
  }
  return {
    code: "directive-not-allowed",
    message: "a line that begins with % is a YAML directive, and a scenario has none",
    place,
    remedy: "leave the line out; a scenario is always YAML 1.2",
  };
}

function severalDocuments(source: Source, start: number): Problem {
  return {
    code: "several-documents",
    message: "a second document begins here, and a scenario file holds one",
    place: { source, start, end: start + (source.text.startsWith("---", start) ? 3 : 1) },
    remedy: "move it to a file of its own",
  };
}
