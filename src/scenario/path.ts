import { nearest } from "../core/problem.ts";
import { type Entry, entryOf, type MapNode, type Node } from "../language/node.ts";
import { limits } from "./limits.ts";

/** The value under a dotted path such as `redress.appeal.chance`, or undefined when there is none. */
export function valueAt(node: MapNode, path: string): Node | undefined {
  return path.split(".").reduce<Node | undefined>(step, node);
}

function step(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "map" ? entryOf(node, key)?.value : undefined;
}

/**
 * The tree with another value under a dotted path; everything else is shared with `node`, which stays as it is.
 * Undefined when the path is not there: a path never makes new keys.
 */
export function setAt(node: MapNode, path: string, value: Node): MapNode | undefined {
  return changeAt(node, path.split("."), 0, (entry) => ({ ...entry, value }));
}

/** The tree without the key under a dotted path; undefined when the path is not there. */
export function removeAt(node: MapNode, path: string): MapNode | undefined {
  return changeAt(node, path.split("."), 0, () => undefined);
}

function changeAt(
  node: MapNode,
  keys: readonly string[],
  depth: number,
  change: (entry: Entry) => Entry | undefined,
): MapNode | undefined {
  const index = node.entries.findIndex((entry) => entry.key === keys[depth]);
  const entry = node.entries[index];
  if (!entry) return undefined;
  let changed: Entry | undefined;
  if (depth === keys.length - 1) changed = change(entry);
  else {
    const value = entry.value.kind === "map" ? changeAt(entry.value, keys, depth + 1, change) : undefined;
    if (!value) return undefined;
    changed = { ...entry, value };
  }
  const entries = [...node.entries];
  entries.splice(index, 1, ...(changed ? [changed] : []));
  return { ...node, entries };
}

/** Names beyond this many in one mapping are not compared: a hostile file must not buy time with typos. */
const namesCompared = 500;

/** The path in `node` that a person most likely meant: the first wrong part mended, or the same path further in. */
export function nearestPath(node: MapNode, path: string): string | undefined {
  const keys = path.split(".");
  let at: Node = node;
  for (const [i, key] of keys.entries()) {
    const next: Node | undefined = step(at, key);
    if (next) {
      at = next;
      continue;
    }
    const known = at.kind === "map" ? at.entries.slice(0, namesCompared).map((entry) => entry.key) : [];
    const word = key.length <= limits.keyCharacters ? nearest(key, known) : undefined;
    const mended = word !== undefined && [...keys.slice(0, i), word, ...keys.slice(i + 1)].join(".");
    if (mended && valueAt(node, mended)) return mended;
    return pathEnding(node, keys) ?? (word === undefined ? undefined : [...keys.slice(0, i), word].join("."));
  }
  return undefined;
}

/** The shallowest path below the top that ends in these keys. */
function pathEnding(node: MapNode, keys: readonly string[]): string | undefined {
  let level: { node: MapNode; path: string }[] = [{ node, path: "" }];
  for (let visited = 0; level.length > 0 && visited < limits.nodes; visited += level.length) {
    const next: typeof level = [];
    for (const place of level) {
      if (place.path !== "" && valueAt(place.node, keys.join("."))) return `${place.path}${keys.join(".")}`;
      for (const { key, value } of place.node.entries) {
        if (value.kind === "map") next.push({ node: value, path: `${place.path}${key}.` });
      }
    }
    level = next;
  }
  return undefined;
}
