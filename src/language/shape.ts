import { nearest, type Problems } from "../core/problem.ts";
import type { Place } from "../core/source.ts";
import { quoted } from "../core/visible.ts";
import { kindName, type MapNode, type Node } from "./node.ts";

/** A figure or rule that a scenario sets, and where it comes from. */
export interface Parameter {
  /** Dotted path in the scenario. */
  readonly path: string;
  /** As written. */
  readonly text: string;
  readonly tag: "documented" | "reported" | "assumed";
  /** A source of the scenario (documented, reported) or a reason (assumed, where one is given). */
  readonly source?: string | undefined;
  /** Where in that source, such as "paragraph 7". */
  readonly where?: string | undefined;
  /** From where to where a figure could as well be, where that is told. */
  readonly range?: { readonly from: number; readonly to: number } | undefined;
  readonly place: Place;
}

/** What reading collects besides the value. */
export interface Reading {
  readonly problems: Problems;
  readonly parameters: Parameter[];
  /** Ids that documented and reported values may name; none where it is left out. */
  readonly sources?: readonly string[];
}

/** JSON Schema, draft 2020-12, as plain data. */
export type JsonSchema = { readonly [key: string]: unknown };

/**
 * One kind of value in a scenario file: how it is read and checked, what editors are told of it and what the manual
 * says. Each part of the language is a shape; reading, JSON Schema and manual come from the same definition.
 */
export interface Shape<T> {
  /** Reads a node; undefined when something was wrong, which is then among the problems. */
  readonly read: (node: Node, reading: Reading, path: string) => T | undefined;
  readonly schema: JsonSchema;
  /** A phrase that completes "expected ...". */
  readonly says: string;
  /** Parts for the manual. */
  readonly fields?: Fields | undefined;
  readonly inner?: Shape<unknown> | undefined;
  /** What it is around `inner`: many under names, many in a row, or one with its provenance. */
  readonly wraps?: "map" | "list" | "parameter" | undefined;
  /** Whether a rule may stand there that is asked tick by tick, and may ask for the tick. */
  readonly isRule?: boolean | undefined;
}

export interface Field<T> {
  readonly shape: Shape<T>;
  readonly doc: string;
  readonly required: boolean;
  /** Shown in the manual. */
  readonly byDefault?: string | undefined;
}

export type Fields = { readonly [key: string]: Field<unknown> };
export type Read<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

/** A part that must be there. */
export function need<T>(shape: Shape<T>, doc: string): Field<T> {
  return { shape, doc, required: true };
}

/** A part that may be left out. */
export function may<T>(shape: Shape<T>, doc: string, byDefault?: string): Field<T | undefined> {
  return { shape, doc, required: false, byDefault };
}

/** Adds a problem at a node and gives undefined, so that a reader can return it. */
export function refuse(
  reading: Reading,
  place: Place,
  code: string,
  message: string,
  expected?: string,
  near?: string,
): undefined {
  reading.problems.add({ code, message, place, expected, nearest: near });
  return undefined;
}

export function wrongKind(reading: Reading, node: Node, says: string): undefined {
  return refuse(reading, node.place, "wrong-kind", `${kindName(node)} stands here`, says);
}

/** A mapping with known keys. */
export function record<F extends Fields>(fields: F, says: string): Shape<Read<F>> {
  return {
    says,
    fields,
    schema: recordSchema(fields),
    read: (node, reading, path) => {
      if (node.kind !== "map") return wrongKind(reading, node, says);
      const found = readFields(fields, node, reading, path);
      return found as Read<F> | undefined;
    },
  };
}

function recordSchema(fields: Fields): JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([key, { shape, doc }]) => [key, { ...shape.schema, description: doc }]),
  );
  const required = Object.keys(fields).filter((key) => fields[key]!.required);
  return { type: "object", properties, additionalProperties: false, ...(required.length > 0 ? { required } : {}) };
}

function readFields(fields: Fields, node: MapNode, reading: Reading, path: string): object | undefined {
  const keys = Object.keys(fields);
  const found: Record<string, unknown> = {};
  let fine = true;
  for (const { key, keyPlace, value } of node.entries) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (!field) {
      refuse(
        reading,
        keyPlace,
        "unknown-key",
        `"${key}" is not a part of ${path === "" ? "a scenario" : path}`,
        `one of ${keys.join(", ")}`,
        nearest(key, keys),
      );
      fine = false;
      continue;
    }
    const read = field.shape.read(value, reading, path === "" ? key : `${path}.${key}`);
    if (read === undefined) fine = false;
    else found[key] = read;
  }
  for (const key of keys) {
    if (!fields[key]!.required || node.entries.some((entry) => entry.key === key)) continue;
    refuse(
      reading,
      node.place,
      "missing-key",
      `${path === "" ? "the scenario" : path} has no "${key}"`,
      `${key}: ${fields[key]!.shape.says}`,
    );
    fine = false;
  }
  return fine ? found : undefined;
}

/** One entry of a mapping whose keys the author chooses. */
export interface Named<T> {
  readonly name: string;
  readonly place: Place;
  readonly is: T;
}

const namePattern = /^[a-z][a-z0-9_]{0,63}$/;
const optionPattern = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const reserved = new Set([
  "true",
  "false",
  "null",
  "in",
  "is",
  "as",
  "if",
  "else",
  "for",
  "package",
  "import",
  "loop",
  "var",
  "let",
  "void",
  "while",
  "const",
  "function",
  "namespace",
  "return",
  "break",
  "continue",
]);

/** Why a text cannot be a name, or undefined when it can. `words` may begin with a capital. */
export function faultOfName(name: string, kind: "name" | "word"): string | undefined {
  if (reserved.has(name)) return `"${name}" has a meaning of its own in rules`;
  if ((kind === "name" ? namePattern : optionPattern).test(name)) return undefined;
  return `${quoted(name, 70)} cannot be a ${kind}`;
}

export const nameSays = {
  name: "small letters, digits and _, such as late_payment",
  word: "letters, digits and _, such as A or high_school",
};

/**
 * A mapping from names that the author chooses. Entries are read in the order of their names, so that the order in
 * the file changes nothing.
 */
export function mapOf<T>(
  inner: Shape<T>,
  says: string,
  options: { keys?: "name" | "word" | "any"; least?: number; most?: number } = {},
): Shape<readonly Named<T>[]> {
  const { keys = "name", least = 0, most = 1000 } = options;
  return {
    says,
    inner,
    wraps: "map",
    schema: {
      type: "object",
      additionalProperties: inner.schema,
      ...(least > 0 ? { minProperties: least } : {}),
      maxProperties: most,
      ...(keys === "any" ? {} : { propertyNames: { pattern: (keys === "name" ? namePattern : optionPattern).source } }),
    },
    read: (node, reading, path) => {
      if (node.kind !== "map") return wrongKind(reading, node, says);
      if (node.entries.length < least)
        return refuse(
          reading,
          node.place,
          "too-few",
          `${path} has ${counted(node.entries.length, "entry", "entries")}`,
          `at least ${least}`,
        );
      if (node.entries.length > most)
        return refuse(
          reading,
          node.place,
          "too-many",
          `${path} has ${counted(node.entries.length, "entry", "entries")}`,
          `at most ${most}`,
        );
      const found: Named<T>[] = [];
      let fine = true;
      for (const { key, keyPlace, value } of node.entries) {
        const fault = keys === "any" ? undefined : faultOfName(key, keys);
        if (fault) refuse(reading, keyPlace, "bad-name", fault, nameSays[keys as "name" | "word"]);
        const is = inner.read(value, reading, path === "" ? key : `${path}.${key}`);
        if (fault || is === undefined) fine = false;
        else found.push({ name: key, place: keyPlace, is });
      }
      found.sort((a, b) => (a.name < b.name ? -1 : 1));
      return fine ? found : undefined;
    },
  };
}

function counted(count: number, one: string, many: string): string {
  return `${count === 0 ? "no" : count} ${count === 1 ? one : many}`;
}

/** A list, or one value standing for a list of one. */
export function listOf<T>(
  inner: Shape<T>,
  says: string,
  options: { least?: number; most?: number; orOne?: boolean } = {},
): Shape<readonly T[]> {
  const { least = 0, most = 1000, orOne = false } = options;
  const list = { type: "array", items: inner.schema, minItems: least, maxItems: most };
  return {
    says,
    inner,
    wraps: "list",
    schema: orOne ? { anyOf: [list, inner.schema] } : list,
    read: (node, reading, path) => {
      if (node.kind !== "list") {
        if (!orOne) return wrongKind(reading, node, says);
        const one = inner.read(node, reading, path);
        return one === undefined ? undefined : [one];
      }
      const { length } = node.items;
      if (length < least || length > most)
        return refuse(
          reading,
          node.place,
          length < least ? "too-few" : "too-many",
          `${path} has ${counted(length, "item", "items")}`,
          length < least ? `at least ${least}` : `at most ${most}`,
        );
      const read = node.items.map((item, i) => inner.read(item, reading, `${path}[${i}]`));
      return read.every((item) => item !== undefined) ? (read as T[]) : undefined;
    },
  };
}

/** A mapping with exactly one key, which says what kind of thing it is. */
export function kindOf<F extends Fields>(
  kinds: F,
  says: string,
): Shape<{ [K in keyof F]: { readonly kind: K; readonly is: Read<F>[K]; readonly place: Place } }[keyof F]> {
  const keys = Object.keys(kinds);
  return {
    says,
    fields: kinds,
    schema: {
      oneOf: keys.map((key) => ({
        type: "object",
        properties: { [key]: { ...kinds[key]!.shape.schema, description: kinds[key]!.doc } },
        required: [key],
        additionalProperties: false,
      })),
    },
    read: (node, reading, path) => {
      if (node.kind !== "map") return wrongKind(reading, node, says);
      const [entry, ...more] = node.entries;
      if (!entry || more.length > 0)
        return refuse(
          reading,
          node.place,
          "one-kind",
          `${path} names ${node.entries.length} kinds`,
          `exactly one of ${keys.join(", ")}`,
        );
      const field = Object.hasOwn(kinds, entry.key) ? kinds[entry.key] : undefined;
      if (!field)
        return refuse(
          reading,
          entry.keyPlace,
          "unknown-kind",
          `there is no kind "${entry.key}" here`,
          `one of ${keys.join(", ")}`,
          nearest(entry.key, keys),
        );
      const is = field.shape.read(entry.value, reading, `${path}.${entry.key}`);
      return is === undefined ? undefined : ({ kind: entry.key, is, place: node.place } as never);
    },
  };
}

/** What a shape reads. */
export type Of<S> = S extends Shape<infer T> ? T : never;
