import { nearest, type Problem, Problems } from "../core/problem.ts";
import type { Place, Source } from "../core/source.ts";
import { quoted } from "../core/visible.ts";
import { entryOf, kindName, type MapNode, type ScalarNode } from "../language/node.ts";
import { limits } from "./limits.ts";
import { isTagged, mergeOver, type Replaces, without } from "./merge.ts";
import { applyReform, applyRemove } from "./reform.ts";
import { Catalogues, type Shelf } from "./uses.ts";
import { readYaml } from "./yaml.ts";

export { nodeOf } from "./data.ts";
export { setAt } from "./path.ts";

/** Where scenarios that others extend are kept. */
export interface Library extends Shelf {
  /** The text of a shipped scenario by its plain name, such as "none". */
  shipped(name: string): string | undefined;
  shippedNames(): readonly string[];
  /**
   * The text of a file beside or below the file called `from`; undefined when there is none, a fault (the end of the
   * sentence "cannot be read: …") when it cannot be read. Absent where there are no files, as in a browser.
   */
  sibling?(from: string, path: string): string | { readonly fault: string } | undefined;
}

/** A scenario with all that it extends merged into it. */
export interface Family {
  /** The merged tree, without `extends`, `uses`, `remove` and `reform.set`; every part keeps its place in its own source. */
  readonly node: MapNode;
  /** The files read: the child first, then its parent and so on, then the catalogues that they use. */
  readonly sources: readonly Source[];
}

export interface FamilyOptions {
  /** Which mappings replace as a whole instead of merging; by default those with the key `is`. */
  readonly replaces?: Replaces;
}

/**
 * Reads a scenario and what it `extends`, up to eight levels, and merges them, each over the catalogues that it `uses`
 * and these over its parent; `remove` takes keys out of what is below first, `reform.set` changes values of the result. A parent's own `reform` is in its values already, so its name
 * does not pass on; nor do its `questions`, which are asked of the parent. Adds every fault to `problems`, a parent's at its place in the parent, and returns undefined.
 */
export function readFamily(
  source: Source,
  library: Library,
  problems: Problems,
  options: FamilyOptions = {},
): Family | undefined {
  const line = readLine(source, library, problems);
  if (!line) return undefined;
  const replaces = options.replaces ?? isTagged;
  const before = problems.found.length;
  const catalogues = new Catalogues(library, problems, replaces);
  let merged: MapNode | undefined;
  for (const { node } of [...line].reverse()) {
    const below = catalogues.under(node, merged);
    if (!below && entryOf(node, "remove")) problems.add(removeWithoutParent(entryOf(node, "remove")!.keyPlace));
    const parent: MapNode | undefined = below && without(applyRemove(below, node, problems), ["reform", "questions"]);
    const own = without(node, ["extends", "uses", "remove"]);
    merged = applyReform(parent ? mergeOver(parent, own, replaces) : own, problems);
  }
  // Problems that are counted and not kept are more than there is room for, so some are kept too.
  const mended = problems.found.length === before && before < Problems.most;
  return merged && mended
    ? { node: merged, sources: [...line.map(({ source: one }) => one), ...catalogues.sources] }
    : undefined;
}

/** A scenario that is named in another, as `extends` names one, with all that it extends. Faults go to `problems`. */
export function readBeside(
  from: Source,
  named: ScalarNode,
  library: Library,
  problems: Problems,
  options: FamilyOptions = {},
): Family | undefined {
  const found = findParent({ source: from, shipped: / \(shipped\)$/.test(from.name) }, named, library, problems);
  return found && readFamily(found.source, library, problems, options);
}

interface Member {
  readonly node: MapNode;
  readonly source: Source;
  /** What tells this file from others: its path, or its shipped name. */
  readonly id: string;
  readonly shipped: boolean;
}

/** The scenario and its forebears, child first. */
function readLine(source: Source, library: Library, problems: Problems): Member[] | undefined {
  const line: Member[] = [];
  let next: Omit<Member, "node"> | undefined = { source, id: tidyPath(source.name), shipped: false };
  while (next) {
    const node = readYaml(next.source, problems);
    if (!node) return undefined;
    const member: Member = { ...next, node };
    line.push(member);
    const entry = entryOf(node, "extends");
    if (!entry) return line;
    const value = entry.value;
    if (value.kind !== "scalar" || typeof value.value !== "string" || value.value.trim() === "") {
      problems.add(notText(value.kind === "scalar" && value.value === "" ? "empty" : kindName(value), value.place));
      return undefined;
    }
    next = findParent(member, value, library, problems);
    if (next && !mayFollow(line, next, value.place, problems)) return undefined;
  }
  return undefined;
}

function mayFollow(line: readonly Member[], next: Omit<Member, "node">, place: Place, problems: Problems): boolean {
  const again = line.findIndex((member) => member.id === next.id);
  if (again >= 0) {
    const chain = [...line.slice(again), next].map((member) => member.source.name).join(" → ");
    const remedy = "let one of them extend something else";
    problems.add({ code: "extends-cycle", message: `these scenarios extend each other: ${chain}`, place, remedy });
    return false;
  }
  if (line.length <= limits.generations) return true;
  problems.add({
    code: "extends-too-deep",
    message: `${line[0]!.source.name} extends through too many files`,
    place,
    expected: `at most ${limits.generations} levels`,
  });
  return false;
}

function findParent(
  child: Pick<Member, "source" | "shipped">,
  value: ScalarNode,
  library: Library,
  problems: Problems,
): Omit<Member, "node"> | undefined {
  const wanted = String(value.value);
  const { place } = value;
  if (!/[./\\:~%\0]/.test(wanted)) return findShipped(wanted, place, library, problems);
  const refused = pathFault(wanted);
  if (refused) {
    problems.add({
      code: "extends-path-not-allowed",
      message: `${quoted(wanted)} ${refused}`,
      place,
      expected: "the name of a shipped scenario, or a .yaml file beside or below this one",
    });
    return undefined;
  }
  if (!library.sibling || child.shipped) {
    const message = `${quoted(wanted)} is a file, and there are no files here`;
    problems.add({ code: "extends-no-files", message, place, expected: shippedList(library) });
    return undefined;
  }
  const text = library.sibling(child.source.name, tidyPath(wanted));
  const name = tidyPath(`${child.source.name.replace(/[^/\\]*$/, "")}${tidyPath(wanted)}`);
  if (text === undefined) {
    problems.add({ code: "extends-missing-file", message: `there is no file ${quoted(name)}`, place });
    return undefined;
  }
  if (typeof text !== "string") {
    const message = `the file ${quoted(name)} cannot be read: ${text.fault}`;
    problems.add({ code: "extends-unreadable-file", message, place });
    return undefined;
  }
  return { source: { name, text }, id: name, shipped: false };
}

function findShipped(
  name: string,
  place: Place,
  library: Library,
  problems: Problems,
): Omit<Member, "node"> | undefined {
  const names = library.shippedNames();
  // Asked by list first: a library may keep its texts in an object, which also answers to "constructor".
  const text = names.includes(name) ? library.shipped(name) : undefined;
  if (text !== undefined) return { source: { name: `${name} (shipped)`, text }, id: `shipped ${name}`, shipped: true };
  problems.add({
    code: "extends-unknown",
    message: `there is no shipped scenario called ${quoted(name)}`,
    place,
    nearest: name.length <= limits.keyCharacters ? nearest(name, names) : undefined,
    expected: shippedList(library),
    remedy: `write ./${/^[\w-]{1,40}$/.test(name) ? name : "name"}.yaml for a file beside this one`,
  });
  return undefined;
}

function shippedList(library: Library): string {
  const names = library.shippedNames();
  return names.length <= 12 ? `one of ${names.join(", ")}` : `one of ${names.slice(0, 12).join(", ")}, …`;
}

/** Why a path may not be extended: the rest of a sentence that begins with it. */
function pathFault(path: string): string | undefined {
  if (path.length > 200) return "is too long for a path";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return "is an address, and scenarios are never fetched";
  if (path.includes("\\")) return "has a backslash; paths are written with /";
  if (/^(\/|~|[a-z]:)/i.test(path)) return "is not below the folder of this file";
  const parts = path.replace(/^\.\//, "").split("/");
  if (parts.includes("..")) return "leaves the folder of this file";
  if (!/\.ya?ml$/.test(path)) return "does not end in .yaml or .yml";
  if (parts.some((part) => !/^[\p{L}\p{N}_][\p{L}\p{N}_ .-]*$/u.test(part))) return "is not a plain path";
  return undefined;
}

/** A path without its `./`, so that one file has one name. */
function tidyPath(path: string): string {
  return path.replace(/^(\.\/)+/, "").replace(/\/(\.\/)+/g, "/");
}

function notText(kind: string, place: Place): Problem {
  return {
    code: "extends-not-text",
    message: `extends names one scenario, and this is ${kind}`,
    place,
    expected: "the name of a shipped scenario, or a .yaml file beside or below this one",
  };
}

function removeWithoutParent(place: Place): Problem {
  const message = "remove takes keys from what a scenario extends, and this one extends nothing";
  return { code: "remove-without-extends", message, place, remedy: "leave the keys out instead" };
}
