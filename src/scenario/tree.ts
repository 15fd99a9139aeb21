import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Pair, type ParsedNode, type Scalar } from "yaml";
import { nearest, type Problem } from "../core/problem.ts";
import type { Place, Source } from "../core/source.ts";
import { quoted } from "../core/visible.ts";
import { type Entry, kindName, type MapNode, type Node, type ScalarNode } from "../language/node.ts";
import { grouped, limits, numberNotFinite, reservedKey, reservedKeys, tooDeep, tooManyNodes } from "./limits.ts";

/** A value with how much it stands for when its aliases are written out. */
interface Grown {
  readonly node: Node;
  readonly size: number;
  readonly height: number;
}

interface Growth {
  readonly source: Source;
  readonly lines: LineCounter;
  readonly faults: Problem[];
  /** What each anchor stands for so far; "open" while its own value is being read. */
  readonly anchors: Map<string, Grown | "open">;
  nodes: number;
  aliases: number;
  expanded: number;
  /** Set when a limit is passed: nothing more is read. */
  stopped: boolean;
}

/**
 * The library's document as our tree. Adds to `faults` what YAML allows and a scenario does not. Aliases share the
 * node of their anchor, so an expansion costs nothing here; it is counted for those who walk the tree.
 */
export function treeOf(root: ParsedNode, source: Source, lines: LineCounter, faults: Problem[]): MapNode | undefined {
  const anchors = new Map<string, Grown | "open">();
  const growth: Growth = { source, lines, faults, anchors, nodes: 0, aliases: 0, expanded: 0, stopped: false };
  const grown = grow(growth, root, 1);
  if (!grown || growth.stopped) return undefined;
  if (grown.node.kind === "map") return grown.node;
  faults.push({
    code: "not-a-mapping",
    message: `a scenario is a mapping of keys to values, and this is ${kindName(grown.node)}`,
    place: grown.node.place,
    remedy: "write lines such as title: My scenario",
  });
  return undefined;
}

function grow(growth: Growth, node: ParsedNode, depth: number): Grown | undefined {
  if (growth.stopped) return undefined;
  if (++growth.nodes > limits.nodes) return stop(growth, tooManyNodes(placeOf(growth, node)));
  if (isAlias(node)) return growAlias(growth, node.source, placeOf(growth, node), depth);
  const anchor = node.anchor;
  if (anchor !== undefined) growth.anchors.set(anchor, "open");
  const grown = isScalar(node) ? growScalar(growth, node) : growCollection(growth, node, depth);
  if (anchor !== undefined && grown) growth.anchors.set(anchor, grown);
  return grown;
}

function growCollection(growth: Growth, node: ParsedNode, depth: number): Grown | undefined {
  if (depth > limits.depth) return stop(growth, tooDeep(placeOf(growth, node)));
  const place = placeOf(growth, node);
  let size = 1;
  let height = 1;
  const count = (grown: Grown | undefined) => {
    size += grown?.size ?? 0;
    height = Math.max(height, 1 + (grown?.height ?? 0));
  };
  const flow = "flow" in node && node.flow === true;
  if (isMap(node)) {
    const { entries, end } = growEntries(growth, node.items as Pair<ParsedNode, ParsedNode | null>[], depth, count);
    return { node: { kind: "map", entries, place: flow ? place : { ...place, end: end ?? place.end } }, size, height };
  }
  const items: Node[] = [];
  let end: number | undefined;
  for (const item of (isSeq(node) ? node.items : []) as ParsedNode[]) {
    const grown = grow(growth, item, depth + 1);
    count(grown);
    end = inkEnd(growth, item, grown?.node);
    if (grown) items.push(grown.node);
  }
  return { node: { kind: "list", items, place: flow ? place : { ...place, end: end ?? place.end } }, size, height };
}

function growEntries(
  growth: Growth,
  pairs: readonly Pair<ParsedNode, ParsedNode | null>[],
  depth: number,
  count: (grown: Grown | undefined) => void,
): { entries: Entry[]; end: number | undefined } {
  const entries: Entry[] = [];
  const seen = new Map<string, number>();
  let bare = 0;
  let end: number | undefined;
  for (const pair of pairs) {
    if (growth.stopped) break;
    const keyPlace = placeOf(growth, pair.key);
    const key = keyOf(growth, pair.key, keyPlace);
    const value = pair.value ? grow(growth, pair.value, depth + 1) : undefined;
    count(value);
    end = Math.max(keyPlace.end, pair.value ? inkEnd(growth, pair.value, value?.node) : 0);
    if (key === undefined) continue;
    const before = seen.get(key);
    if (before !== undefined) growth.faults.push(duplicateKey(growth, key, keyPlace, before));
    seen.set(key, keyPlace.start);
    // One is enough: a value with several commas that lacks its quotes would give a key for each.
    if (!pair.value && bare++ === 0) growth.faults.push(keyWithoutValue(key, keyPlace, seen.size > 1));
    if (value) entries.push({ key, keyPlace, value: value.node });
    if (growth.faults.length > mostFaults) growth.stopped = true;
  }
  return { entries, end };
}

/** Enough to fill every report; a file with more is not worth reading on. */
const mostFaults = 100;

function duplicateKey(growth: Growth, key: string, place: Place, before: number): Problem {
  return {
    code: "duplicate-key",
    message: `the key ${quoted(key)} is already on line ${grouped(growth.lines.linePos(before).line)}`,
    place,
    remedy: "keep one of the two",
  };
}

function keyWithoutValue(key: string, place: Place, behindComma: boolean): Problem {
  return {
    code: "key-without-value",
    message: `the key ${quoted(key)} has no value`,
    place,
    remedy: behindComma
      ? "write the key, a colon, a space and the value, or put the value before it in quotes if the comma is part of it"
      : "write the key, a colon, a space and the value",
  };
}

function keyOf(growth: Growth, node: ParsedNode, place: Place): string | undefined {
  if (isAlias(node) || !isScalar(node) || node.value === null) {
    const kind = isAlias(node) ? "an alias" : isMap(node) ? "a mapping" : isSeq(node) ? "a list" : "nothing";
    return fault(growth, { code: "key-not-text", message: `a key must be text, and this is ${kind}`, place });
  }
  const key = typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
  if (node.anchor !== undefined) growth.anchors.set(node.anchor, scalarOf(growth, node));
  if (key.trim() === "")
    return fault(growth, { code: "key-not-text", message: "a key must be text, and this is empty", place });
  if (/[\p{Cc}\p{Cs}]/u.test(key)) {
    return fault(growth, {
      code: "key-not-text",
      message: "a key must be text, and this holds a control character",
      place,
    });
  }
  if (key === "<<" && node.type === "PLAIN") {
    const remedy = "use extends to build on another scenario, or write the values out";
    return fault(growth, { code: "merge-key", message: "the merge key << is not part of the language", place, remedy });
  }
  if (key.length > limits.keyCharacters) {
    const message = `the key ${quoted(key)} is too long`;
    return fault(growth, {
      code: "key-too-long",
      message,
      place,
      expected: `at most ${limits.keyCharacters} characters`,
    });
  }
  return reservedKeys.has(key) ? fault(growth, reservedKey(key, place)) : key;
}

function growScalar(growth: Growth, node: Scalar.Parsed): Grown {
  const grown = scalarOf(growth, node);
  const { value, text, place } = grown.node as ScalarNode;
  if (typeof value === "number" && !Number.isFinite(value)) growth.faults.push(numberNotFinite(text, place));
  return grown;
}

function scalarOf(growth: Growth, node: Scalar.Parsed): Grown {
  const value = scalarValue(node.value);
  const place = node.range[0] === node.range[1] ? emptyPlace(growth, node) : placeOf(growth, node);
  return { node: { kind: "scalar", value, ...writtenText(growth, node, place), place }, size: 1, height: 0 };
}

/** An empty value stands behind its colon or dash, whatever blanks follow. */
function emptyPlace({ source }: Growth, node: Scalar.Parsed): Place {
  let start = node.range[0];
  while (start > 0 && /\s/.test(source.text[start - 1]!)) start--;
  return { source, start, end: start };
}

function scalarValue(value: unknown): ScalarNode["value"] {
  // One zero: a minus before it would come back in quotients.
  if (typeof value === "number") return value === 0 ? 0 : value;
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

function writtenText(growth: Growth, node: Scalar.Parsed, place: Place): { text: string; textStart: number } {
  const { text } = growth.source;
  if (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE") {
    return { text: text.slice(place.start + 1, place.end - 1), textStart: place.start + 1 };
  }
  if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") {
    // The text without its indentation, and where it begins: offsets are exact in its first line only.
    const body = text.indexOf("\n", place.start);
    const ink = body < 0 || body >= place.end ? -1 : text.slice(body, place.end).search(/\S/);
    return { text: String(node.value), textStart: ink < 0 ? place.end : body + ink };
  }
  return { text: text.slice(place.start, place.end), textStart: place.start };
}

function growAlias(growth: Growth, name: string, place: Place, depth: number): Grown | undefined {
  const target = growth.anchors.get(name);
  if (target === "open") {
    const message = `the alias ${quoted(`*${name}`)} stands inside what it stands for`;
    return fault(growth, { code: "alias-cycle", message, place });
  }
  if (!target) {
    const known =
      name.length <= limits.keyCharacters ? nearest(name, [...growth.anchors.keys()].slice(0, 500)) : undefined;
    const message = `no anchor before this is called ${quoted(`&${name}`)}`;
    const remedy = "put the value in quotes if it is a formula or text";
    return fault(growth, { code: "alias-unknown", message, place, nearest: known && `*${known}`, remedy });
  }
  growth.aliases++;
  growth.expanded += target.size;
  if (growth.aliases > limits.aliases || growth.expanded > limits.expandedNodes) {
    return stop(growth, {
      code: "alias-bomb",
      message: "the aliases of this file stand for too much",
      place,
      expected: `at most ${limits.aliases} aliases for ${grouped(limits.expandedNodes)} values together`,
    });
  }
  return depth + target.height - 1 > limits.depth ? stop(growth, tooDeep(place)) : target;
}

function fault(growth: Growth, problem: Problem): undefined {
  growth.faults.push(problem);
  return undefined;
}

function stop(growth: Growth, problem: Problem): undefined {
  growth.stopped = true;
  return fault(growth, problem);
}

function placeOf(growth: Growth, node: ParsedNode): Place {
  return { source: growth.source, start: node.range[0], end: trimmedEnd(growth, node) };
}

/** Where a value ends in this place: an alias ends here, its node where the anchor stands. */
function inkEnd(growth: Growth, written: ParsedNode, node: Node | undefined): number {
  return isAlias(written) || !node ? trimmedEnd(growth, written) : node.place.end;
}

/** Where the ink of a value ends: a block's range goes on over line breaks and comments behind it. */
function trimmedEnd(growth: Growth, node: ParsedNode): number {
  const { text } = growth.source;
  let end = node.range[1];
  while (end > node.range[0] && /\s/.test(text[end - 1]!)) end--;
  return end;
}
