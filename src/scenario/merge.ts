import { type Entry, entryOf, type MapNode, type Node } from "../language/node.ts";

/** Whether two mappings are one value each, the child's instead of the parent's, and not keys to be merged one by one. */
export type Replaces = (parent: MapNode, child: MapNode) => boolean;

/** A mapping with `is` is a value with its provenance. */
export const isTagged: Replaces = (...nodes) => nodes.some((node) => entryOf(node, "is") !== undefined);

/**
 * A child laid over its parent. Mappings merge key by key, in the parent's order with the child's new keys behind;
 * lists, scalars and mappings that `replaces` holds for are the child's alone.
 */
export function mergeOver(parent: MapNode, child: MapNode, replaces: Replaces = isTagged): MapNode {
  const own = new Map(child.entries.map((entry) => [entry.key, entry]));
  const entries: Entry[] = [];
  for (const entry of parent.entries) {
    const over = own.get(entry.key);
    own.delete(entry.key);
    entries.push(over ? { ...over, value: mergeValue(entry.value, over.value, replaces) } : entry);
  }
  entries.push(...own.values());
  return { kind: "map", entries, place: child.place };
}

function mergeValue(parent: Node, child: Node, replaces: Replaces): Node {
  if (parent.kind !== "map" || child.kind !== "map" || replaces(parent, child)) return child;
  return mergeOver(parent, child, replaces);
}

/** A mapping without some of its keys. */
export function without(node: MapNode, keys: readonly string[]): MapNode {
  return { ...node, entries: node.entries.filter((entry) => !keys.includes(entry.key)) };
}
