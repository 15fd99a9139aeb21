import { describe, expect, test } from "vitest";
import { languageSchema } from "../../src/scenario/manual.ts";

/** The schema says all that a scenario can hold: where a list may stand, and how long it may be. */
interface Part {
  readonly path: string;
  readonly schema: Record<string, unknown>;
}

const root = languageSchema() as Record<string, unknown>;

function partsOf(): Part[] {
  const found: Part[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (!Array.isArray(value)) found.push({ path, schema: value as Record<string, unknown> });
    for (const [key, inner] of Object.entries(value)) visit(inner, `${path}/${key}`);
  };
  visit(root, "");
  return found;
}

const parts = partsOf();
const lists = parts.filter(({ schema }) => schema.type === "array");

describe("the schema of the language", () => {
  test("has few lists, each with an end", () => {
    expect(lists.length).toBeGreaterThan(5);
    for (const { path, schema } of lists) expect(schema.maxItems, path).toBeLessThanOrEqual(1000);
  });

  test("has no list of numbers but the two parameters of a distribution", () => {
    const ofNumbers = lists.filter(({ schema }) => {
      const items = JSON.stringify(schema.items);
      // Prose may be a bare number, such as the title 2010; it has a length.
      return /"(number|integer)"/.test(items) && !items.includes("maxLength") && !isRecord(schema.items);
    });
    expect(ofNumbers.length).toBeGreaterThan(0);
    for (const { path, schema } of ofNumbers) {
      expect(path).toMatch(/uniform|beta|range$/);
      expect(schema.maxItems, path).toBe(2);
    }
  });

  test("has no mapping without an end, and none that takes what it does not know", () => {
    for (const { path, schema } of parts) {
      if (schema.type !== "object" || path.endsWith("/if")) continue;
      const many = typeof schema.additionalProperties === "object" || schema.additionalProperties === undefined;
      if (many) expect(schema.maxProperties, path).toBeLessThanOrEqual(1000);
      else expect(schema.additionalProperties, path).toBe(false);
    }
  });

  test("has no text without an end but names, words and figures", () => {
    for (const { path, schema } of parts) {
      if (schema.type !== "string" || "pattern" in schema || "maxLength" in schema) continue;
      expect(path).toMatch(
        /documented|reported|assumed|area|domain|channel|between|does|of|by|yes|no|after|has|extends|remove|\$defs/,
      );
    }
  });

  test("has no key for persons, places, pictures or files", () => {
    const named = parts.flatMap(({ schema }) =>
      Object.entries((schema.properties ?? {}) as Record<string, { type?: string }>),
    );
    // What a question counts: the name of one conduct.
    const isName = ([key, { type }]: (typeof named)[number]): boolean => key === "records" && type === "string";
    expect(named.filter(isName)).toHaveLength(1);
    const keys = named.filter((one) => !isName(one)).map(([key]) => key);
    const refused =
      /^(people|persons?|names|ids?|records|rows|file|path|csv|image|photo|text|lat|lon|coordinates|edges|nodes|lives|data)$/;
    expect([...new Set(keys)].filter((key) => refused.test(key))).toEqual([]);
    expect(new Set(keys).size).toBeGreaterThan(50);
  });
});

function isRecord(schema: unknown): boolean {
  return JSON.stringify(schema).includes('"properties"') || JSON.stringify(schema).includes("$ref");
}
