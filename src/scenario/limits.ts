import { grouped, type Problem } from "../core/problem.ts";
import type { Place } from "../core/source.ts";
import { quoted } from "../core/visible.ts";

export { grouped } from "../core/problem.ts";

/** What a scenario file may be at most. A file is hostile until it is within all of these. */
export const limits = {
  /** UTF-16 units of text in one file. */
  characters: 1_048_576,
  /** Lines of text in one file: blank ones cost their reader too. */
  lines: 100_000,
  /** Mappings and lists inside each other, the file's own mapping included. */
  depth: 32,
  /** Values in one file: mappings, lists and scalars; keys are not counted. */
  nodes: 50_000,
  /** Uses of an anchor (`*name`) in one file. */
  aliases: 100,
  /** Values that all aliases of one file stand for together. */
  expandedNodes: 20_000,
  /** UTF-16 units of one key, so that every name fits in a message and is quick to compare. */
  keyCharacters: 100,
  /** Parents, grandparents and so on that `extends` may reach. */
  generations: 8,
  /** Catalogues that one file may use. */
  catalogues: 16,
  /** Paths in one `remove` or `reform.set`. */
  paths: 500,
} as const;

/** Names that every JavaScript object answers to; as keys they could pass for data that nobody wrote. */
export const reservedKeys: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  "prototype",
]);

/** The fault of a file with more values than `limits.nodes`. */
export function tooManyNodes(place: Place | undefined): Problem {
  return {
    code: "too-many-nodes",
    message: "there are more values here than a scenario may have",
    place,
    expected: `at most ${grouped(limits.nodes)} values`,
  };
}

/** The fault of a file nested deeper than `limits.depth`. */
export function tooDeep(place: Place | undefined): Problem {
  return {
    code: "too-deep",
    message: "mappings and lists are nested too deeply here",
    place,
    expected: `at most ${limits.depth} levels`,
  };
}

/** The fault of a key that every JavaScript object already has. */
export function reservedKey(key: string, place: Place | undefined): Problem {
  return { code: "reserved-key", message: `${quoted(key)} cannot be a name`, place, remedy: "choose another name" };
}

/** The fault of a number that is infinite or no number at all. */
export function numberNotFinite(text: string, place: Place | undefined): Problem {
  return {
    code: "number-not-finite",
    message: `${quoted(text)} is not a finite number`,
    place,
    expected: "a finite number",
  };
}
