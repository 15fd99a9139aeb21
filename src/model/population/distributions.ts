import { type Distribution, faultOf, naturalRange, type Written, writtenKinds } from "../../core/distribution.ts";
import { grouped } from "../../core/problem.ts";
import type { Place } from "../../core/source.ts";
import { entryOf, kindName, type Node } from "../../language/node.ts";
import {
  type Field,
  type JsonSchema,
  listOf,
  mapOf,
  may,
  type Named,
  need,
  type Read,
  type Reading,
  record,
  refuse,
  type Shape,
} from "../../language/shape.ts";
import { parameter, tagSchema } from "../../language/tagged.ts";
import { quantity } from "../../language/values.ts";

/** The named distributions: what a trait or a start is drawn from. */

const real = quantity("number");
const pair = listOf(real, "two numbers, such as [5, 2]", { least: 2, most: 2 });

/** How a distribution is written under the name of its kind. */
function shapeOf(written: Written): Shape<unknown> {
  switch (written.form) {
    case "share":
      return quantity("share", { from: 0, to: 1 });
    case "range":
    case "pair":
      return pair;
    case "mapping": {
      const parameters = Object.entries(written.parameters).map(([name, { doc, from }]) => [
        name,
        need(from === undefined ? real : quantity("number", { from }), doc),
      ]);
      return record(Object.fromEntries(parameters), written.example);
    }
    case "shares":
      return mapOf(quantity("share", { from: 0 }), "shares by word, such as { none: 0.3, school: 0.7 }", {
        keys: "word",
        least: 1,
        most: 64,
      });
  }
}

/** A single distribution, without conditions. */
const plainFields = {
  ...(Object.fromEntries(
    [...writtenKinds].map(([kind, written]) => [kind, may(shapeOf(written), written.doc)]),
  ) as Record<string, Field<unknown>>),
  from: may(real, "the least value; what lies below is held there"),
  to: may(real, "the greatest value; what lies above is held there"),
  resolution: may(
    quantity("number", { from: 1e-9 }),
    "the step in which the value is kept",
    "the range in 65,535 steps",
  ),
};
type Limits = Read<Pick<typeof plainFields, "from" | "to" | "resolution">>;
/** What was read: values by kind, of which there should be one, and what stands beside it. */
type PlainFields = Limits & { readonly [kind: string]: unknown };
type Given = Named<readonly Named<Declared>[]>;

/** A distribution as a scenario declares it: one kind, its range, and perhaps a row per word of other traits. */
export interface Declared {
  readonly rows: readonly Row[];
  readonly from: number;
  readonly to: number;
  /** Undefined: as fine as two bytes allow. */
  readonly resolution: number | undefined;
  /** The words of a categorical, in the order of their names. */
  readonly words: readonly string[] | undefined;
  /** Whether it is true or false. */
  readonly truth: boolean;
  /** The traits whose words choose the row, outermost first. */
  readonly given: readonly string[];
}

export interface Row {
  /** A word per trait of `given`. */
  readonly when: readonly string[];
  readonly is: Distribution;
}

const kinds = [...writtenKinds.keys()];
const says = `one distribution: ${kinds.join(", ")}, or given`;
const mostCells = 4096;

/** A distribution, perhaps given other traits to a depth of three. */
export function distribution(depth = 3): Shape<Declared> {
  const given: Shape<readonly Named<readonly Named<Declared>[]>[]> | undefined =
    depth > 0
      ? mapOf(
          mapOf({ ...distribution(depth - 1), fields: undefined }, "a distribution for each word", {
            keys: "any",
            least: 1,
            most: 64,
          }),
          "a trait, and below it a distribution for each of its words",
          { least: 1, most: 1 },
        )
      : undefined;
  const fields = {
    ...plainFields,
    ...(given
      ? {
          given: may(
            given,
            "a distribution for each word of another trait, such as given: { urban: { true: ..., false: ... } }",
          ),
        }
      : {}),
  };
  const shape = record(fields, says);
  return {
    says,
    fields,
    schema: { ...shape.schema, oneOf: [...kinds, ...(given ? ["given"] : [])].map((kind) => ({ required: [kind] })) },
    read: (node, reading, path) => {
      if (node.kind !== "map")
        return refuse(
          reading,
          node.place,
          "wrong-kind",
          `${kindName(node)} stands here`,
          `${says}, such as { beta: [5, 2] }`,
        );
      const read = shape.read(node, reading, path) as PlainFields | undefined;
      return read && declare(read, node, reading, path);
    },
  };
}

function declare(read: PlainFields, node: Node, reading: Reading, path: string): Declared | undefined {
  const used = [...kinds, "given"].filter((kind) => read[kind] !== undefined);
  if (used.length !== 1)
    return refuse(
      reading,
      node.place,
      "one-kind",
      `${path} names ${used.length === 0 ? "no distribution" : `${used.length} distributions`}`,
      says,
    );
  if (read.given) return join((read.given as readonly Given[])[0]!, read, node, reading);
  const kind = used[0]!;
  const written = writtenKinds.get(kind)!;
  const is = { kind, ...parametersOf(written, read[kind], read) } as Distribution;
  const place = (node.kind === "map" && entryOf(node, kind)?.value.place) || node.place;
  const natural = naturalRange(is);
  if (written.form === "range" && !(natural.from < natural.to)) return emptyRange(natural, place, reading);
  if (read.from && read.to && !(read.from.amount < read.to.amount))
    return emptyRange(
      { from: read.from.amount, to: read.to.amount },
      (node.kind === "map" && entryOf(node, "from")?.keyPlace) || node.place,
      reading,
    );
  const fault = faultOf(is);
  if (fault) {
    const message = `${kind} cannot be this: ${plainFault(fault, written)}`;
    return refuse(reading, place, "bad-distribution", message, written.expected);
  }
  const sum = is.kind === "categorical" ? is.shares.reduce((a, b) => a + b, 0) : 1;
  if (Math.abs(sum - 1) > 1e-6)
    return refuse(
      reading,
      place,
      "shares-not-one",
      `these shares add up to ${Number(sum.toPrecision(6))}`,
      "shares that add up to 1",
    );
  const from = read.from ? read.from.amount : natural.from;
  const to = read.to ? read.to.amount : natural.to;
  if (!Number.isFinite(to - from))
    return refuse(
      reading,
      place,
      "bad-distribution",
      `${kind} cannot be this: its values reach beyond all numbers`,
      "a to beside it, which the greatest are held at, or figures that spread less",
    );
  const inWords = written.form === "shares";
  if (!(from < to) && !inWords) return emptyRange({ from, to }, node.place, reading);
  return {
    rows: [{ when: [], is }],
    from,
    to,
    resolution: read.resolution?.amount,
    words: inWords ? (read[kind] as readonly Named<Amount>[]).map(({ name }) => name) : undefined,
    truth: written.form === "share",
    given: [],
  };
}

function emptyRange({ from, to }: { from: number; to: number }, place: Place, reading: Reading): undefined {
  return refuse(reading, place, "empty-range", `the range from ${from} to ${to} is empty`, "from below to");
}

/** The two of a pair have names that only some readers know. */
function plainFault(fault: string, written: Written): string {
  if (written.form !== "pair") return fault;
  const [first, second] = written.parameters;
  const [word] = fault.split(" ", 1);
  if (word === first) return fault.replace(first, "its first number");
  return word === second ? fault.replace(second, "its second number") : fault;
}

interface Amount {
  readonly amount: number;
}

/** The parameters of a distribution by name, from what was read under its kind. */
function parametersOf(written: Written, read: unknown, { from, to }: Limits): Record<string, unknown> {
  switch (written.form) {
    case "share":
      return { p: (read as Amount).amount };
    case "range":
    case "pair": {
      const [first, second] = (read as readonly Amount[]).map(({ amount }) => amount);
      if (written.form === "range") return { from: first, to: second };
      const ends = { from: from?.amount ?? 0, to: to?.amount ?? 1 };
      const [one, other] = written.parameters;
      return { [one]: first, [other]: second, ...(written.stretched ? ends : {}) };
    }
    case "mapping":
      return Object.fromEntries(
        Object.keys(written.parameters).map((name) => [name, (read as Record<string, Amount>)[name]!.amount]),
      );
    case "shares":
      return { shares: (read as readonly Named<Amount>[]).map(({ is }) => is.amount) };
  }
}

/** Joins the rows of a conditional into one table over a common range. */
function join(given: Given, read: Limits, node: Node, reading: Reading): Declared | undefined {
  const branches = given.is;
  const first = branches[0]!.is;
  const alike = branches.every(
    ({ is }) =>
      is.truth === first.truth && String(is.words) === String(first.words) && String(is.given) === String(first.given),
  );
  if (!alike)
    return refuse(
      reading,
      node.place,
      "rows-differ",
      "the rows of this table are of different kinds",
      "the same kind of distribution in every row, with the same words and conditions",
    );
  const rows = branches.flatMap(({ name, is }) => is.rows.map((row) => ({ when: [name, ...row.when], is: row.is })));
  const cells = rows.length * (first.words?.length ?? 1);
  if (cells > mostCells)
    return refuse(
      reading,
      node.place,
      "table-too-large",
      `this table has ${grouped(cells)} cells`,
      `at most ${grouped(mostCells)}: a table is a distribution, not a register`,
    );
  const from = read.from?.amount ?? Math.min(...branches.map(({ is }) => is.from));
  const to = read.to?.amount ?? Math.max(...branches.map(({ is }) => is.to));
  const finest = Math.min(...branches.map(({ is }) => is.resolution ?? Infinity));
  const resolution = read.resolution?.amount ?? (Number.isFinite(finest) ? finest : undefined);
  return { ...first, rows, from, to, resolution, given: [given.name, ...first.given] };
}

/** A distribution that counts as a parameter. */
export const declaredDistribution: Shape<Declared> = flat(parameter(distribution()));

/** Provenance may stand beside the distribution itself, without `is`: { beta: [5, 2], assumed: "..." }. */
function flat(inner: Shape<Declared>): Shape<Declared> {
  const [bare, tagged] = inner.schema.anyOf as [JsonSchema, JsonSchema];
  const beside = { ...bare, properties: { ...(bare.properties as object), ...tagSchema } };
  return {
    ...inner,
    schema: { anyOf: [beside, tagged] },
    read: (node, reading, path) => {
      if (node.kind !== "map" || node.entries.some(({ key }) => key === "is")) return inner.read(node, reading, path);
      const isTag = (key: string): boolean => key === "documented" || key === "reported" || key === "assumed";
      const tagsGiven = node.entries.filter(({ key }) => isTag(key));
      if (tagsGiven.length === 0) return inner.read(node, reading, path);
      const rest = { ...node, entries: node.entries.filter(({ key }) => !isTag(key)) };
      const tagged = { ...node, entries: [{ key: "is", keyPlace: node.place, value: rest }, ...tagsGiven] };
      return inner.read(tagged, reading, path);
    },
  };
}
