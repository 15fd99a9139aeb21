import { nearest } from "../core/problem.ts";
import type { Place } from "../core/source.ts";
import { checkSyntax, longestRule, type RuleText } from "../rules/read.ts";
import type { Node, ScalarNode } from "./node.ts";
import { faultOfName, nameSays, type Reading, refuse, type Shape, wrongKind } from "./shape.ts";
import { type Dimension, examples, type Quantity, readQuantity, unitWords } from "./units.ts";

/** A value that remembers where it was written. */
export interface Placed<T> {
  readonly value: T;
  readonly place: Place;
}

/** Prose. */
export function text(most = 4000): Shape<string> {
  const says = `text of at most ${most} characters`;
  return {
    says,
    schema: { type: "string", maxLength: most },
    read: (node, reading) => {
      if (node.kind !== "scalar" || node.value === null) return wrongKind(reading, node, says);
      if (node.text.length > most)
        return refuse(reading, node.place, "text-too-long", `this text has ${node.text.length} characters`, says);
      return String(node.value).trim();
    },
  };
}

/** A name of something declared elsewhere in the scenario. */
export function name(says: string): Shape<Placed<string>> {
  return {
    says,
    schema: { type: "string" },
    read: (node, reading) => {
      if (node.kind !== "scalar" || node.value === null) return wrongKind(reading, node, says);
      const fault = faultOfName(node.text, "word");
      if (fault) return refuse(reading, node.place, "bad-name", fault, nameSays.word);
      return { value: node.text, place: node.place };
    },
  };
}

/** One of a few words. */
export function oneOf<const W extends string>(...words: readonly W[]): Shape<W> {
  const says = `one of ${words.join(", ")}`;
  return {
    says,
    schema: { enum: words },
    read: (node, reading) => {
      if (node.kind !== "scalar") return wrongKind(reading, node, says);
      if ((words as readonly string[]).includes(node.text)) return node.text as W;
      return refuse(
        reading,
        node.place,
        "unknown-word",
        `"${node.text.slice(0, 60)}" is not a word that stands here`,
        says,
        nearest(node.text, words),
      );
    },
  };
}

/** true or false. */
export const yesOrNo: Shape<boolean> = {
  says: "true or false",
  schema: { type: "boolean" },
  read: (node, reading) => {
    if (node.kind !== "scalar" || typeof node.value !== "boolean") return wrongKind(reading, node, "true or false");
    return node.value;
  },
};

/** A day, as year-month-day. */
export const date: Shape<Placed<Day>> = {
  says: "a date such as 2010-01-31",
  schema: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
  read: (node, reading) => {
    if (node.kind !== "scalar") return wrongKind(reading, node, date.says);
    const day = readDay(node.text);
    if (!day) return refuse(reading, node.place, "not-a-date", `"${node.text.slice(0, 60)}" is not a date`, date.says);
    return { value: day, place: node.place };
  },
};

export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A day from its text, or undefined where the calendar has no such day. */
export function readDay(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return length !== undefined && day >= 1 && day <= length ? { year, month, day } : undefined;
}

export interface Bounds {
  readonly from?: number;
  readonly to?: number;
  readonly whole?: boolean;
}

/** A number with the unit it must have. Bare numbers serve where the dimension leaves no doubt. */
export function quantity(dimension: Dimension, bounds: Bounds = {}): Shape<Quantity> {
  const says = describe(dimension, bounds);
  const bare = dimension === "number" || dimension === "share" || dimension === "points" || dimension === "people";
  return {
    says,
    schema: { type: bare ? ["number", "string"] : "string", examples: [examples[dimension].split(" or ")[0]] },
    read: (node, reading) => {
      if (node.kind !== "scalar" || node.value === null || typeof node.value === "boolean")
        return wrongKind(reading, node, says);
      const read = readQuantity(node.text);
      if (read.kind === "not-a-number")
        return refuse(reading, node.place, "not-a-number", `"${node.text.slice(0, 60)}" is not a number`, says);
      if (read.kind === "unknown-unit")
        return refuse(
          reading,
          node.place,
          "unknown-unit",
          `"${read.unit.slice(0, 60)}" is not a unit that is known here`,
          says,
          nearest(read.unit, unitWords),
        );
      const found = read.quantity;
      const right = found.dimension === dimension || (bare && found.dimension === "number");
      if (!right)
        return refuse(
          reading,
          node.place,
          found.dimension === "number" ? "unit-missing" : "wrong-unit",
          found.dimension === "number"
            ? "this number has no unit"
            : `this is a number of ${found.dimension}, which cannot stand here`,
          says,
        );
      const { amount } = found;
      if (bounds.whole && !Number.isInteger(amount))
        return refuse(reading, node.place, "not-whole", `${node.text} is not a whole number`, says);
      if (amount < (bounds.from ?? -Infinity) || amount > (bounds.to ?? Infinity))
        return refuse(reading, node.place, "out-of-range", `${node.text} is out of range`, says);
      return { ...found, dimension };
    },
  };
}

function describe(dimension: Dimension, { from, to, whole }: Bounds): string {
  const article =
    dimension === "number" || dimension === "people"
      ? `a ${whole ? "whole " : ""}number`
      : dimension === "duration"
        ? "a duration"
        : `a number of ${dimension}`;
  const kind =
    dimension === "people"
      ? `${article} of people`
      : dimension === "share"
        ? "a share"
        : dimension === "yuan per time"
          ? "yuan per time"
          : dimension === "points per time"
            ? "points per time"
            : article;
  const range =
    from !== undefined && to !== undefined
      ? ` from ${from} to ${to}`
      : from !== undefined
        ? ` of at least ${from}`
        : to !== undefined
          ? ` of at most ${to}`
          : "";
  return `${kind}${range}, such as ${exampleWithin(dimension, from, to)}`;
}

function exampleWithin(dimension: Dimension, from = -Infinity, to = Infinity): string {
  if (dimension !== "number") return examples[dimension];
  const found = [0.5, 1, 1000, 5].find((one) => one >= from && one <= to) ?? from;
  return String(found);
}

/** A rule or a plain number, as text to be typed once all names are known. */
export function rule(kind: "number" | "truth", example: string): Shape<RuleText> {
  const says =
    kind === "number"
      ? `a number or a rule that gives one, such as "${example}"`
      : `a rule that is true or false, such as "${example}"`;
  return {
    says,
    schema: {
      type: kind === "number" ? ["number", "string"] : ["boolean", "string"],
      maxLength: longestRule,
      examples: [example],
    },
    read: (node, reading) => readRule(node, reading, says),
  };
}

function readRule(node: Node, reading: Reading, says: string): RuleText | undefined {
  if (node.kind !== "scalar" || node.value === null) return wrongKind(reading, node, says);
  const found = { text: plainNumber(node), place: node.place, textStart: node.textStart };
  const before = reading.problems.found.length;
  checkSyntax(found, reading.problems);
  return reading.problems.found.length > before ? undefined : found;
}

/** `1_200` and `5 %` are plain numbers, though rules are not written that way. */
function plainNumber(node: ScalarNode): string {
  const text = typeof node.value === "string" ? node.value : node.text;
  const read = readQuantity(text);
  if (read.kind !== "read") return text;
  const { dimension, amount } = read.quantity;
  return dimension === "number" || dimension === "share" || dimension === "points" ? String(amount) : text;
}
