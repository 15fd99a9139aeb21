import { expect } from "vitest";
import { Problems, renderProblems } from "../../src/core/problem.ts";
import type { MapNode, Node } from "../../src/language/node.ts";
import { readYaml } from "../../src/scenario/yaml.ts";

export function read(text: string): { node: MapNode | undefined; problems: Problems } {
  const problems = new Problems();
  const node = readYaml({ name: "s.yaml", text }, problems);
  expect(node === undefined).toBe(problems.any);
  return { node, problems };
}

export function good(text: string): MapNode {
  const { node, problems } = read(text);
  expect(renderProblems(problems.found)).toBe("");
  return node!;
}

export function bad(text: string): string {
  return renderProblems(read(text).problems.found);
}

export function codes(text: string): string[] {
  return read(text).problems.found.map((problem) => problem.code);
}

export function plain(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.value)]));
}

/** The characters that each node and key stands on. */
export function written(node: Node): unknown {
  const own = node.place.source.text.slice(node.place.start, node.place.end);
  if (node.kind === "scalar") return own;
  if (node.kind === "list") return [own, ...node.items.map(written)];
  const keys = node.entries.map((entry) => {
    const { source, start, end } = entry.keyPlace;
    return [source.text.slice(start, end), written(entry.value)];
  });
  return [own, ...keys];
}
