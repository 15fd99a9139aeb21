import { expect, test } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";

const text = `title: Said
time: { tick: 1 week, span: 1 year }
sources: { paper: { title: A paper } }
population: { size: 100, traits: { urban: { chance: 0.5, assumed: half of them } } }
conduct:
  litters: { per_year: { is: 6, documented: paper }, channel: camera }
  litters_more: { per_year: 1, channel: camera }
channels: { camera: { coverage: { is: 0.5, reported: paper } } }
`;

/** Everything in a legend that says where it stands in the file, by its path. */
function saidIn(node: unknown, into: Map<string, string[]>): Map<string, string[]> {
  if (typeof node !== "object" || node === null) return into;
  const { path, provenance } = node as { path?: string; provenance?: { path: string }[] };
  if (typeof path === "string" && Array.isArray(provenance)) into.set(path, provenance.map((one) => one.path).sort());
  if (node instanceof Map) for (const inner of node.values()) saidIn(inner, into);
  else for (const [key, inner] of Object.entries(node)) if (key !== "place") saidIn(inner, into);
  return into;
}

test("a legend says of each part which figures stand at its path and below, and of no other part", () => {
  const said = saidIn(readScenario(text).lower().legend, new Map());
  expect(said.get("conduct.litters")).toEqual(["conduct.litters.per_year"]);
  expect(said.get("conduct.litters_more")).toEqual(["conduct.litters_more.per_year"]);

  expect(said.get("population.traits.urban")).toEqual(["population.traits.urban"]);
  expect(said.size).toBe(3);
});
