import type { Place } from "../core/source.ts";
import type { RuleText } from "../rules/parse.ts";
import { entryOf, type MapNode, type Node } from "./node.ts";
import { rangeSchema, readRange } from "./ranged.ts";
import {
  type Fields,
  type JsonSchema,
  mapOf,
  may,
  type Named,
  need,
  type Read,
  type Reading,
  record,
  refuse,
  type Shape,
} from "./shape.ts";
import { type Day, oneOf, type Placed, quantity, readDay, rule, text } from "./values.ts";

/** The three tags of provenance, strongest first. */
export const tags = ["documented", "reported", "assumed"] as const;
export type Tag = (typeof tags)[number];

/** A documented or reported value names one of the scenario's sources. */
export interface SourceUse {
  readonly id: string;
  readonly place: Place;
}

/** Where source ids were named, so that unknown ones can be refused once all sources are read. */
export const sourceUses = new WeakMap<Reading, SourceUse[]>();

const tagDocs: Readonly<Record<Tag, string>> = {
  documented: "the source that documents this figure: one of `sources`, and after a comma where in it",
  reported: "the source that reports it, unverified: one of `sources`, and after a comma where in it",
  assumed: "that it is our assumption, and why",
};

/** Characters of a reason. */
const reasonMost = 400;

/** The tags as properties of JSON Schema. */
export const tagSchema: JsonSchema = Object.fromEntries(
  tags.map((tag) => [tag, { type: "string", maxLength: reasonMost, description: tagDocs[tag] }]),
);

/** Why something is assumed. */
const reason = text(reasonMost);

/**
 * A parameter: a value that counts towards "31 parameters: 6 documented, 4 reported, 21 assumed". It stands bare, or
 * under `is` with its provenance beside it.
 */
export function parameter<T>(shape: Shape<T>): Shape<T> {
  return {
    says: shape.says,
    inner: shape,
    wraps: "parameter",
    schema: { anyOf: [shape.schema, taggedSchema(shape)] },
    read: (node, reading, path) => {
      const tagged = node.kind === "map" && entryOf(node, "is") !== undefined;
      const is = tagged ? readTagged(shape, node, reading, path) : shape.read(node, reading, path);
      if (!tagged) reading.parameters.push({ path, text: textOf(node), tag: "assumed", place: node.place });
      return is;
    },
  };
}

function taggedSchema(shape: Shape<unknown>): object {
  return {
    type: "object",
    properties: { is: shape.schema, ...tagSchema, range: rangeSchema },
    required: ["is"],
    additionalProperties: false,
  };
}

/** What may stand beside the value of a parameter. */
const beside: readonly string[] = [...tags, "range"];

function readTagged<T>(shape: Shape<T>, node: MapNode, reading: Reading, path: string): T | undefined {
  for (const { key, keyPlace } of node.entries) {
    if (key !== "is" && !beside.includes(key)) {
      refuse(
        reading,
        keyPlace,
        "unknown-key",
        `"${key}" cannot stand beside "is" here`,
        `one of is, ${beside.join(", ")}`,
      );
      return undefined;
    }
  }
  const value = entryOf(node, "is")!.value;
  readTag(node, value, reading, path);
  return shape.read(value, reading, path);
}

/** Notes a parameter with the provenance that stands beside it. */
function readTag(node: MapNode, value: Node, reading: Reading, path: string): void {
  const given = node.entries.filter(({ key }) => (tags as readonly string[]).includes(key));
  if (given.length > 1) {
    refuse(reading, given[1]!.keyPlace, "two-tags", `${path} has two tags of provenance`, `one of ${tags.join(", ")}`);
  }
  const [entry] = given;
  const tag = (entry?.key ?? "assumed") as Tag;
  const said = entry?.value.kind === "scalar" && entry.value.value !== null ? textOf(entry.value).trim() : undefined;
  const [source, where] = tag === "assumed" || said === undefined ? [said] : placeInSource(said, reading.sources);
  if (entry && source === undefined && tag !== "assumed")
    refuse(reading, entry.value.place, "wrong-kind", `"${tag}" needs text`, tagDocs[tag]);
  if (entry && tag === "assumed") reason.read(entry.value, reading, path);
  if (entry && source !== undefined && tag !== "assumed") {
    const uses = sourceUses.get(reading) ?? [];
    if (where !== undefined) reason.read(entry.value, reading, path);
    uses.push({ id: source, place: entry.value.place });
    sourceUses.set(reading, uses);
  }
  const bounds = entryOf(node, "range");
  const range = bounds && readRange(bounds.value, value, reading, path);
  reading.parameters.push({
    path,
    text: textOf(value),
    tag,
    source,
    ...(where !== undefined && { where }),
    ...(range && { range }),
    place: value.place,
  });
}

/** What a tag names: a source, and what stands after its comma. An id may have commas of its own: the longest that fits. */
function placeInSource(said: string, ids: readonly string[] = []): [source: string, where?: string] {
  const named = ids.filter((id) => said === id || said.startsWith(`${id},`)).sort((a, b) => b.length - a.length)[0];
  if (named === said) return [said];
  const comma = named?.length ?? said.indexOf(",");
  if (comma < 0) return [said];
  const where = said.slice(comma + 1).trim();
  return where === "" ? [said] : [said.slice(0, comma).trim(), where];
}

/**
 * A parameter with more to say: under `is` the value, beside it its provenance and further parts. Bare, it is the
 * value alone.
 */
export function parameterWith<T, F extends Fields>(
  shape: Shape<T>,
  fields: F,
  says: string,
): Shape<{ readonly is: T } & Partial<Read<F>>> {
  const beside = record(
    {
      is: need(shape, "the value"),
      ...Object.fromEntries(tags.map((tag) => [tag, may(text(reasonMost), tagDocs[tag])])),
      ...fields,
    },
    says,
  );
  return {
    says,
    fields: beside.fields,
    wraps: "parameter",
    schema: { anyOf: [shape.schema, beside.schema] },
    read: (node, reading, path) => {
      if (node.kind !== "map" || !entryOf(node, "is")) {
        const is = shape.read(node, reading, path);
        reading.parameters.push({ path, text: textOf(node), tag: "assumed", place: node.place });
        return is === undefined ? undefined : ({ is } as { is: T } & Partial<Read<F>>);
      }
      readTag(node, entryOf(node, "is")!.value, reading, path);
      return beside.read(node, reading, path) as ({ is: T } & Partial<Read<F>>) | undefined;
    },
  };
}

/** What a value does between two of its dates, where it does not wait for the second. */
const between = oneOf("lines");

/** A number that a rule gives, or that changes at dates. */
export type Setting =
  | { readonly kind: "rule"; readonly rule: RuleText }
  | {
      readonly kind: "dated";
      /** Steps, where it is left out. */
      readonly between?: "lines" | undefined;
      readonly from: readonly { readonly day: Placed<Day>; readonly value: number }[];
      readonly place: Place;
    };

/**
 * A parameter that is a rule, a plain number, or `{ dated: { 2010-01-01: 1, 2012-07-01: 2 } }`, with `between: lines`
 * where the value goes straight from one date to the next.
 */
export function setting(example: string): Shape<Setting> {
  return parameter(plainSetting(example));
}

/** The same without provenance of its own, for `parameterWith`, which would count it twice. */
export function plainSetting(example: string): Shape<Setting> {
  const plain = rule("number", example);
  const byDate = mapOf(quantity("number"), "values by the date from which they hold", {
    keys: "any",
    least: 1,
    most: 100,
  });
  return {
    says: `${plain.says}, or values by date`,
    isRule: true,
    schema: {
      anyOf: [
        plain.schema,
        {
          type: "object",
          properties: { dated: byDate.schema, between: between.schema },
          required: ["dated"],
          additionalProperties: false,
        },
      ],
    },
    read: (node, reading, path) => {
      if (node.kind !== "map") {
        const found = plain.read(node, reading, path);
        return found && { kind: "rule", rule: found };
      }
      const entry = entryOf(node, "dated");
      if (!entry || node.entries.some(({ key }) => key !== "dated" && key !== "between"))
        return refuse(
          reading,
          node.place,
          "wrong-kind",
          "a mapping stands here",
          `${plain.says}, or dated: { 2010-01-01: 1 }`,
        );
      const values = byDate.read(entry.value, reading, path);
      const line = entryOf(node, "between");
      const lines = line && between.read(line.value, reading, `${path}.between`);
      return values && (lines || !line) ? readDated(values, lines, node, reading) : undefined;
    },
  };
}

function readDated(
  values: readonly Named<{ amount: number }>[],
  lines: "lines" | undefined,
  node: Node,
  reading: Reading,
): Setting | undefined {
  const from = values.map(({ name, place, is }) => ({ day: { value: readDay(name), place }, value: is.amount }));
  const wrong = from.find(({ day }) => !day.value);
  if (wrong)
    return refuse(reading, wrong.day.place, "not-a-date", "this key is not a date", "a date such as 2010-01-31");
  return {
    kind: "dated",
    ...(lines ? { between: lines } : {}),
    from: from as Extract<Setting, { kind: "dated" }>["from"],
    place: node.place,
  };
}

/** A node as one line, for listing parameters. */
export function textOf(node: Node): string {
  // A text by its value: how it is quoted does not matter, and an escape is what it stands for.
  if (node.kind === "scalar") return (typeof node.value === "string" ? node.value : node.text).replace(/\s+/g, " ");
  if (node.kind === "list") return `[${node.items.map(textOf).join(", ")}]`;
  return `{ ${node.entries.map(({ key, value }) => `${key}: ${textOf(value)}`).join(", ")} }`;
}
