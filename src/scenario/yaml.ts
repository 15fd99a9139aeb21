import { Composer, CST, type Document, Lexer, LineCounter, Parser, type ParsedNode } from "yaml";
import type { Problem, Problems } from "../core/problem.ts";
import type { Source } from "../core/source.ts";
import type { MapNode } from "../language/node.ts";
import { grouped, limits, tooDeep, tooManyNodes } from "./limits.ts";
import { type Marks, syntaxProblems } from "./syntax.ts";
import { treeOf } from "./tree.ts";

/**
 * Reads the YAML 1.2 (core schema) of one scenario file into a tree with exact places, or adds what is wrong to
 * `problems` and returns undefined. Never throws, whatever the text is, and ends in time linear in its length.
 */
export function readYaml(source: Source, problems: Problems): MapNode | undefined {
  const faults: Problem[] = [];
  const tree = readText(source, faults);
  for (const fault of faults) problems.add(fault);
  return faults.length === 0 ? tree : undefined;
}

function readText(source: Source, faults: Problem[]): MapNode | undefined {
  const unfit = unfitText(source);
  if (unfit) {
    faults.push(unfit);
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseText(source, lines, faults);
  if (!document) return undefined;
  faults.push(...syntaxProblems(document.errors, source, lines));
  // After a syntax error the tree is a guess; more faults from it would only mislead.
  if (faults.some((fault) => fault.code.startsWith("yaml-"))) return undefined;
  if (!document.contents || isBlank(document.contents)) {
    faults.push(emptyFile(source));
    return undefined;
  }
  return treeOf(document.contents, source, lines, faults);
}

function isBlank(node: ParsedNode): boolean {
  return "value" in node && node.value === null && node.range[0] === node.range[1] && !("anchor" in node && node.anchor);
}

function emptyFile(source: Source): Problem {
  return {
    code: "file-empty",
    message: `${source.name} is empty`,
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
 * More tokens than this cannot be a scenario within `limits.nodes` (an entry is three or so), and need not be parsed.
 * Blanks, line breaks and comments are not counted.
 */
const tokensMost = 5 * limits.nodes;

/** The library's parser keeps a level for the document and one for the scalar at hand; `treeOf` counts exactly. */
const stackMost = limits.depth + 4;

/**
 * The document of a file. Goes token by token, so that nesting and number are known before anything recursive or
 * costly sees them; tags, directives and second documents are found here, where their places are exact.
 */
function parseText(source: Source, lines: LineCounter, faults: Problem[]): Document.Parsed | undefined {
  // Own check of unique keys: the library's compares every pair of keys. Pretty errors cost a line each.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, resolveKnownTags: false, merge: false });
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const documents: Document.Parsed[] = [];
  let tokens = 0;
  let seen = 0;
  let insideScalar = false;
  const keep = (token: CST.Token): boolean => {
    if (token.type === "document" && ++seen > 1) {
      faults.push(severalDocuments(source, token.offset));
      return false;
    }
    if (token.type !== "directive") documents.push(...composer.next(token));
    return true;
  };
  for (const lexeme of new Lexer().lex(source.text)) {
    const start = parser.offset;
    const type = insideScalar ? "scalar-text" : CST.tokenType(lexeme);
    insideScalar = type === "scalar";
    const fault = tokenFault(type, lexeme, source, start);
    if (fault) faults.push(fault);
    if (type !== "space" && type !== "newline" && type !== "comment" && type !== "scalar-text") tokens++;
    if (tokens > tokensMost) {
      faults.push(tooManyNodes(source, start));
      return undefined;
    }
    for (const token of parser.next(lexeme)) if (!keep(token)) return undefined;
    if (parser.stack.length > stackMost) {
      faults.push(tooDeep(source, start));
      return undefined;
    }
  }
  for (const token of parser.end()) if (!keep(token)) return undefined;
  documents.push(...composer.end(true, source.text.length));
  return documents[0];
}

function tokenFault(type: string | null, lexeme: string, source: Source, start: number): Problem | undefined {
  const place = { source, start, end: start + lexeme.length };
  if (type === "tag") {
    return {
      code: "tag-not-allowed",
      message: "a value cannot begin with !, which marks a YAML tag",
      place,
      remedy: "put the value in quotes if it is a formula or text",
    };
  }
  if (type === "directive-line") {
    return {
      code: "directive-not-allowed",
      message: "a line that begins with % is a YAML directive, and a scenario has none",
      place,
      remedy: "leave the line out; a scenario is always YAML 1.2",
    };
  }
  return undefined;
}

function severalDocuments(source: Source, start: number): Problem {
  return {
    code: "several-documents",
    message: "a second document begins here, and a scenario file holds one",
    place: { source, start, end: start + 3 },
    remedy: "move it to a file of its own",
  };
}
