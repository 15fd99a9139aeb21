import type { JsonSchema, Shape } from "./shape.ts";

const draft = "https://json-schema.org/draft/2020-12/schema";

/** JSON Schema, draft 2020-12, of what a shape reads, as plain data without an $id. Repeated parts stand in $defs. */
export function schemaOf(shape: Shape<unknown>): object {
  return { $schema: draft, ...withDefinitions(shape.schema) };
}

/** A schema in which every mapping may leave out keys: what a file that builds on another has to keep to. */
export function loosened(schema: JsonSchema): JsonSchema {
  return mapSchema(schema, (part) => {
    const { required: _, oneOf, ...rest } = part;
    if (oneOf === undefined) return rest;
    const left = (oneOf as object[]).filter((one) => Object.keys(one).length > 0);
    return left.length > 0 ? { ...rest, anyOf: left } : rest;
  });
}

/** Parts shorter than this are easier to read where they stand. */
const shortest = 160;

/** A schema whose parts that occur more than once are named in $defs and referred to. */
export function withDefinitions(schema: JsonSchema): JsonSchema {
  const counts = new Map<string, number>();
  const count = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (isSchema(value)) {
      const text = JSON.stringify(value);
      const seen = counts.get(text) ?? 0;
      counts.set(text, seen + 1);
      // What stands inside a part that is known already is no repetition of its own.
      if (seen > 0) return;
    }
    for (const inner of Object.values(value)) count(inner);
  };
  count(schema);
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const replace = (value: unknown, path: string): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => replace(one, path));
    const inside = (): object =>
      Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner, pathTo(path, key))]));
    const text = isSchema(value) ? JSON.stringify(value) : "";
    if (text.length < shortest || (counts.get(text) ?? 0) < 2) return inside();
    const known = names.get(text);
    if (known !== undefined) return { $ref: `#/$defs/${known}` };
    const name = freeName(path, definitions);
    names.set(text, name);
    definitions[name] = undefined;
    definitions[name] = inside();
    return { $ref: `#/$defs/${name}` };
  };
  const replaced = replace(schema, "") as JsonSchema;
  const own = (replaced.$defs ?? {}) as object;
  return Object.keys(definitions).length === 0 ? replaced : { ...replaced, $defs: { ...own, ...definitions } };
}

const keywords = new Set(["type", "anyOf", "oneOf", "enum", "const", "$ref"]);

/** Whether a value is a schema, and not a mapping from names to schemas. */
function isSchema(value: object): value is JsonSchema {
  return !Array.isArray(value) && Object.keys(value).some((key) => keywords.has(key) && isKeyword(value, key));
}

/** A property may be called `type` too; its value is then a schema and not a word. */
function isKeyword(value: object, key: string): boolean {
  const inner = (value as Record<string, unknown>)[key];
  return typeof inner === "string" || Array.isArray(inner) || key === "const";
}

const structure = new Set([
  "properties",
  "additionalProperties",
  "items",
  "anyOf",
  "oneOf",
  "then",
  "else",
  "$defs",
  "is",
]);

function pathTo(path: string, key: string): string {
  if (structure.has(key)) return path;
  return path === "" ? key : `${path}.${key}`;
}

function freeName(path: string, taken: object): string {
  const base = path === "" ? "value" : path;
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}.${i}`;
    if (!Object.hasOwn(taken, name)) return name;
  }
}

function mapSchema(schema: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema {
  const visit = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(visit);
    const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, visit(one)]));
    return isSchema(value) || "required" in value ? change(inner) : inner;
  };
  return visit(schema) as JsonSchema;
}
