import { type Distribution, faultOf, naturalRange } from "../../core/distribution.ts";
import { grouped } from "../../core/problem.ts";
import { entryOf, kindName, type Node } from "../../language/node.ts";
import {
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

/** A single distribution, without conditions. */
const plainFields = {
  chance: may(quantity("share", { from: 0, to: 1 }), "true with this chance"),
  uniform: may(pair, "evenly between two numbers: [from, to]"),
  normal: may(
    record(
      { mean: need(real, "the mean"), sd: need(quantity("number", { from: 0 }), "the standard deviation") },
      "{ mean: 0, sd: 1 }",
    ),
    "the normal distribution, cut at six standard deviations unless from and to say otherwise",
  ),
  lognormal: may(
    record(
      {
        median: need(quantity("number", { from: 0 }), "the median"),
        sigma: need(quantity("number", { from: 0 }), "the standard deviation of the logarithm"),
      },
      "{ median: 20000, sigma: 0.6 }",
    ),
    "the lognormal distribution",
  ),
  beta: may(pair, "the beta distribution with two shape parameters, between from and to (0 and 1)"),
  categorical: may(
    mapOf(quantity("share", { from: 0 }), "shares by word, such as { none: 0.3, school: 0.7 }", {
      keys: "word",
      least: 1,
      most: 64,
    }),
    "one of at most 64 words, with shares that add up to 1",
  ),
  from: may(real, "the least value; what lies below is held there"),
  to: may(real, "the greatest value; what lies above is held there"),
  resolution: may(
    quantity("number", { from: 1e-9 }),
    "the step in which the value is kept",
    "the range in 65,535 steps",
  ),
};
type PlainFields = Read<typeof plainFields>;

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

const kinds = ["chance", "uniform", "normal", "lognormal", "beta", "categorical"] as const;
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
      const read = shape.read(node, reading, path) as
        | (PlainFields & { given?: readonly Named<readonly Named<Declared>[]>[] })
        | undefined;
      return read && declare(read, node, reading, path);
    },
  };
}

function declare(
  read: PlainFields & { given?: readonly Named<readonly Named<Declared>[]>[] },
  node: Node,
  reading: Reading,
  path: string,
): Declared | undefined {
  const used = [...kinds, "given" as const].filter((kind) => read[kind] !== undefined);
  if (used.length !== 1)
    return refuse(
      reading,
      node.place,
      "one-kind",
      `${path} names ${used.length === 0 ? "no distribution" : `${used.length} distributions`}`,
      says,
    );
  if (read.given) return join(read.given[0]!, read, node, reading);
  const kind = used[0]! as (typeof kinds)[number];
  const is = distributionOf(read);
  const place = (node.kind === "map" && entryOf(node, kind)?.value.place) || node.place;
  if (is.kind === "uniform" && !(is.from < is.to))
    return refuse(reading, place, "empty-range", `the range from ${is.from} to ${is.to} is empty`, "from below to");
  if (read.from && read.to && !(read.from.amount < read.to.amount))
    return refuse(
      reading,
      (node.kind === "map" && entryOf(node, "from")?.keyPlace) || node.place,
      "empty-range",
      `the range from ${read.from.amount} to ${read.to.amount} is empty`,
      "from below to",
    );
  const fault = faultOf(is);
  if (fault)
    return refuse(reading, place, "bad-distribution", `${kind} cannot be this: ${plainFault(fault)}`, expectedOf[kind]);
  const sum = is.kind === "categorical" ? is.shares.reduce((a, b) => a + b, 0) : 1;
  if (Math.abs(sum - 1) > 1e-6)
    return refuse(
      reading,
      place,
      "shares-not-one",
      `these shares add up to ${Number(sum.toPrecision(6))}`,
      "shares that add up to 1",
    );
  const natural = naturalRange(is);
  const from = read.from ? read.from.amount : natural.from;
  const to = read.to ? read.to.amount : natural.to;
  if (!(from < to) && is.kind !== "constant" && is.kind !== "categorical")
    return refuse(reading, node.place, "empty-range", `the range from ${from} to ${to} is empty`, "from below to");
  const words = is.kind === "categorical" ? read.categorical!.map(({ name }) => name) : undefined;
  return {
    rows: [{ when: [], is }],
    from,
    to,
    resolution: read.resolution?.amount,
    words,
    truth: is.kind === "chance",
    given: [],
  };
}

const expectedOf: Readonly<Record<(typeof kinds)[number], string>> = {
  chance: "a share from 0 to 1",
  uniform: "two numbers, the smaller first, such as uniform: [0, 10]",
  normal: "a mean and a standard deviation, such as normal: { mean: 0, sd: 1 }",
  lognormal: "a median above 0 and a sigma, such as lognormal: { median: 20_000, sigma: 0.6 }",
  beta: "two numbers above 0, such as beta: [5, 2]",
  categorical: "shares that add up to 1, such as categorical: { none: 0.3, school: 0.7 }",
};

/** The first number of beta is called alpha and the second beta, which only some readers know. */
function plainFault(fault: string): string {
  return fault.replace(/^alpha /, "its first number ").replace(/^beta /, "its second number ");
}

function distributionOf(read: PlainFields): Distribution {
  if (read.chance) return { kind: "chance", p: read.chance.amount };
  if (read.uniform) return { kind: "uniform", from: read.uniform[0]!.amount, to: read.uniform[1]!.amount };
  if (read.normal) return { kind: "normal", mean: read.normal.mean.amount, sd: read.normal.sd.amount };
  if (read.lognormal)
    return { kind: "lognormal", median: read.lognormal.median.amount, sigma: read.lognormal.sigma.amount };
  if (read.categorical) return { kind: "categorical", shares: read.categorical.map(({ is }) => is.amount) };
  const [alpha, beta] = read.beta!.map(({ amount }) => amount) as [number, number];
  return { kind: "beta", alpha, beta, from: read.from?.amount ?? 0, to: read.to?.amount ?? 1 };
}

/** Joins the rows of a conditional into one table over a common range. */
function join(
  given: Named<readonly Named<Declared>[]>,
  read: PlainFields,
  node: Node,
  reading: Reading,
): Declared | undefined {
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
