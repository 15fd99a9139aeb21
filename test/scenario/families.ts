import { expect } from "vitest";
import { Problems, renderProblems } from "../../src/core/problem.ts";
import { positionOf } from "../../src/core/source.ts";
import type { MapNode, Node } from "../../src/language/node.ts";
import { type Family, type FamilyOptions, type Library, readFamily } from "../../src/scenario/extends.ts";
import { valueAt } from "../../src/scenario/path.ts";

export const shipped: Record<string, string> = {
  none: "title: No scheme\npopulation:\n  size: 1000\n  traits:\n    open: { beta: [5, 2] }\n    calm: { beta: [2, 8] }\n",
  scored: [
    "title: Scored",
    "extends: none",
    "scheme:",
    "  points:",
    "    rude: { is: -5, assumed: a guess }",
    "    late: { is: -3, documented: a-paper }",
    "  bands: { A: 900, B: 500, C: 0 }",
    "redress: { appeal: { chance: 0.1 } }",
    "",
  ].join("\n"),
};

export function libraryOf(files: Record<string, string> = {}): Library {
  return {
    shipped: (name) => shipped[name],
    shippedNames: () => Object.keys(shipped),
    sibling: (from, path) => {
      const name = from.replace(/[^/]*$/, "") + path;
      return name === "locked.yaml" ? { fault: "permission denied" } : files[name];
    },
  };
}

export function read(text: string, files?: Record<string, string>, options?: FamilyOptions) {
  const problems = new Problems();
  const family = readFamily({ name: "child.yaml", text }, libraryOf(files), problems, options);
  expect(family === undefined).toBe(problems.any);
  return { family, problems };
}

export function good(text: string, files?: Record<string, string>, options?: FamilyOptions): Family {
  const { family, problems } = read(text, files, options);
  expect(renderProblems(problems.found)).toBe("");
  return family!;
}

export function bad(text: string, files?: Record<string, string>): string {
  return renderProblems(read(text, files).problems.found);
}

export function plain(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.value)]));
}

export function at(node: MapNode, path: string): unknown {
  const value = valueAt(node, path);
  return value && plain(value);
}

export function whereIs(node: MapNode, path: string): string {
  const { source, start } = valueAt(node, path)!.place;
  const { line, column } = positionOf(source, start);
  return `${source.name}:${line}:${column}`;
}
