import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { languageSchema } from "../../src/scenario/manual.ts";

/** Keys that only tell, say how files lie over each other, or say what another key says: no column hangs on them. */
const told =
  "about notes sources title author publisher date url note documented reported assumed extends uses remove reform name because set domain running_cost visible questions acts records group measure minus per over against without";

/** The keys of every mapping that a schema knows. */
function keysOf(schema: unknown, into: Set<string>): Set<string> {
  if (typeof schema !== "object" || schema === null) return into;
  const { properties } = schema as { properties?: object };
  for (const key of Object.keys(properties ?? {})) into.add(key);
  for (const inner of Object.values(schema)) keysOf(inner, into);
  return into;
}

function keysIn(node: unknown, into: Set<string>): Set<string> {
  if (typeof node !== "object" || node === null) return into;
  if (!Array.isArray(node)) for (const key of Object.keys(node)) into.add(key);
  for (const inner of Object.values(node)) keysIn(inner, into);
  return into;
}

test("every key of the language stands in a world of the second implementation", () => {
  const folder = new URL("./", import.meta.url);
  const worlds = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  const used = new Set<string>();
  for (const name of worlds) keysIn(parse(readFileSync(new URL(name, folder), "utf8")), used);
  const all = [...keysOf(languageSchema(), new Set())];
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter((key) => !used.has(key)).sort()).toEqual(
    told
      .split(" ")
      .filter((key) => !used.has(key))
      .sort(),
  );
});
