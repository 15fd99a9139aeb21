import type { Problem, Problems } from "../core/problem.ts";
import type { Place, Source } from "../core/source.ts";
import { quoted } from "../core/visible.ts";
import type { Entry, Node, ScalarNode } from "../language/node.ts";
import { findPersonal } from "../language/personal/personal.ts";
import { grouped, limits, numberNotFinite, reservedKey, reservedKeys, tooDeep, tooManyNodes } from "./limits.ts";
import { lookThrough } from "./lookThrough.ts";

/**
 * A tree from plain data: objects, lists, text, finite numbers, true, false and null, as `scenario.with({...})` takes
 * them. Its source is called `name` and holds the data as one line of YAML, so that problems can point into it.
 * Anything else (functions, class instances, getters, undefined, NaN, too deep or too much) adds one problem, which
 * says where it is by its path, and gives undefined.
 */
export function nodeOf(value: unknown, name: string, problems: Problems): Node | undefined {
  // The text is known at the end only; every place shares this source.
  const source = { name, text: "" };
  const writing: Writing = { source, parts: [], length: 0, nodes: 0 };
  try {
    const node = write(writing, value, [], 1);
    source.text = writing.parts.join("");
    return lookThrough(node, problems) ? node : undefined;
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    problems.add(error.problem);
    return undefined;
  }
}

/** Carries a problem out of the recursion. */
class Unfit extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

interface Writing {
  readonly source: Source;
  readonly parts: string[];
  length: number;
  nodes: number;
}

function put(writing: Writing, text: string): void {
  writing.parts.push(text);
  writing.length += text.length;
  if (writing.length > limits.characters) throw new Unfit(tooManyNodes(undefined));
}

function placeFrom(writing: Writing, start: number): Place {
  return { source: writing.source, start, end: writing.length };
}

function write(writing: Writing, value: unknown, path: readonly string[], depth: number): Node {
  if (++writing.nodes > limits.nodes) throw new Unfit(tooManyNodes(undefined));
  if (typeof value === "string") return writeText(writing, value);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new Unfit(numberNotFinite(path.length > 0 ? `${path.join(".")}: ${value}` : String(value), undefined));
  }
  if (value === null || typeof value === "number" || typeof value === "boolean") {
    const start = writing.length;
    const text = typeof value === "number" ? figureOf(value) : String(value);
    put(writing, text);
    // As YAML reads it: 1_400_123 is text, which every figure may be.
    const kept = text !== String(value) ? text : value === 0 ? 0 : value;
    return { kind: "scalar", value: kept, text, place: placeFrom(writing, start), textStart: start };
  }
  if (typeof value !== "object") throw notPlain(path, nameOf(value));
  if (depth > limits.depth) throw new Unfit(tooDeep(undefined));
  return Array.isArray(value) ? writeList(writing, value, path, depth) : writeMap(writing, value, path, depth);
}

/** A number as a file has it: a long one with its thousands apart, for it is a figure here and no identifier. */
function figureOf(value: number): string {
  const text = String(value);
  const whole = /^-?\d{7,}(?=$|\.)/.exec(text)?.[0];
  if (whole === undefined || findPersonal(text).length === 0) return text;
  return grouped(Number(whole)).replaceAll(",", "_") + text.slice(whole.length);
}

function writeText(writing: Writing, value: string): ScalarNode {
  const start = writing.length;
  // Single quotes where they need no escapes, so that offsets in the value are offsets in the text.
  const json = JSON.stringify(value);
  const plain = json.length === value.length + 2 || (!value.includes("'") && !/[\p{Cc}\p{Cs}]/u.test(value));
  const written = json.length === value.length + 2 || !plain ? json : `'${value}'`;
  put(writing, written);
  return { kind: "scalar", value, text: written.slice(1, -1), place: placeFrom(writing, start), textStart: start + 1 };
}

function writeList(writing: Writing, list: readonly unknown[], path: readonly string[], depth: number): Node {
  const start = writing.length;
  const items: Node[] = [];
  put(writing, "[");
  for (let i = 0; i < list.length; i++) {
    if (i > 0) put(writing, ", ");
    items.push(write(writing, dataAt(list, String(i), path), [...path, String(i)], depth + 1));
  }
  put(writing, "]");
  return { kind: "list", items, place: placeFrom(writing, start) };
}

function writeMap(writing: Writing, map: object, path: readonly string[], depth: number): Node {
  const prototype: unknown = Object.getPrototypeOf(map);
  // Data of another realm (a frame, a vm) has an Object.prototype of its own, whose prototype is null.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw notPlain(path, "an instance of a class");
  if (Object.getOwnPropertySymbols(map).length > 0) throw notPlain(path, "an object with symbols for keys");
  const start = writing.length;
  const entries: Entry[] = [];
  put(writing, "{");
  for (const key of Object.keys(map)) {
    if (reservedKeys.has(key)) throw new Unfit(reservedKey(key, undefined));
    if (key.trim() === "" || key.length > limits.keyCharacters)
      throw notPlain(path, `an object with the key ${quoted(key)}`);
    put(writing, entries.length > 0 ? ", " : " ");
    const { place: keyPlace } = writeText(writing, key);
    put(writing, ": ");
    entries.push({ key, keyPlace, value: write(writing, dataAt(map, key, path), [...path, key], depth + 1) });
  }
  put(writing, entries.length > 0 ? " }" : "}");
  return { kind: "map", entries, place: placeFrom(writing, start) };
}

/** A property's value, never a getter's: reading data must not run anything. */
function dataAt(from: object, key: string, path: readonly string[]): unknown {
  const property = Object.getOwnPropertyDescriptor(from, key);
  if (property && !("value" in property)) throw notPlain([...path, key], "a getter");
  return property?.value;
}

function nameOf(value: unknown): string {
  if (value === undefined) return "undefined";
  return { function: "a function", symbol: "a symbol", bigint: "a big integer" }[typeof value as string] ?? "no data";
}

function notPlain(path: readonly string[], found: string): Unfit {
  const where = path.length > 0 ? quoted(path.join(".")) : "the value";
  return new Unfit({
    code: "value-not-plain",
    message: `${where} is ${found}, which no scenario can hold`,
    expected: "plain data: objects, lists, text, finite numbers, true, false or null",
  });
}
