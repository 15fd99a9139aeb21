import type { Place } from "../core/source.ts";

/**
 * A scenario file as a tree of plain values that remember where they stand.
 * It is what a reader of YAML makes, what `extends` merges, and what the parts of the language are read from.
 */
export type Node = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: "map";
  readonly entries: readonly Entry[];
  readonly place: Place;
}

export interface Entry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Node;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly place: Place;
}

export interface ScalarNode {
  readonly kind: "scalar";
  /** As YAML 1.2 core reads it: `1_000` stays a string, `1000` is a number, `~` is null. */
  readonly value: string | number | boolean | null;
  /** The characters as written, without quotes. */
  readonly text: string;
  readonly place: Place;
  /** Offset in the source of the first character of `text`: place.start, or one more behind a quote. */
  readonly textStart: number;
}

/** The entry of a map under a key. */
export function entryOf(node: MapNode, key: string): Entry | undefined {
  return node.entries.find((entry) => entry.key === key);
}

/** What a person would call the kind of a node. */
export function kindName(node: Node): string {
  if (node.kind === "map") return "a mapping";
  if (node.kind === "list") return "a list";
  if (node.value === null) return "nothing";
  return typeof node.value === "string" ? "text" : typeof node.value === "number" ? "a number" : "true or false";
}
