import { grouped, nearest } from "../core/problem.ts";
import type { Place } from "../core/source.ts";
import { quoted } from "../core/visible.ts";
import { longestRule, parseRule, type RuleText } from "../rules/parse.ts";
import type { Node, ScalarNode } from "./node.ts";
import { checkPersonal } from "./personal/check.ts";
import {
  faultOfName,
  type JsonSchema,
  listOf,
  nameSays,
  type Reading,
  refuse,
  type Shape,
  wrongKind,
} from "./shape.ts";
import {
  amountMost,
  type Dimension,
  dimensionSays,
  examples,
  patternOf,
  type Quantity,
  type ReadQuantity,
  readQuantity,
  unitWords,
} from "./units.ts";

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
    // A title such as 2010 is text too, though YAML takes it for a number.
    schema: { type: ["string", "number", "boolean"], maxLength: most },
    read: (node, reading) => {
      if (node.kind !== "scalar" || node.value === null) return wrongKind(reading, node, says);
      const { length } = proseOf(node);
      if (length > most)
        return refuse(reading, node.place, "text-too-long", `this text has ${length} characters`, says);
      if (node.text.trim() === "") warnEmpty(reading, node.place);
      if (!isClean(node, reading)) return undefined;
      return String(node.value).trim();
    },
  };
}

/** Texts that were looked through, and have nothing personal in them: a world that is changed in one figure has all the others still. */
const clean = new WeakSet<ScalarNode>();

function isClean(node: ScalarNode, { problems }: Reading): boolean {
  if (clean.has(node)) return true;
  // Nobody reckons with a text: a decimal in it is as short as a reader wants it.
  if (!checkPersonal(proseOf(node), node.place, problems, { prose: true })) return false;
  clean.add(node);
  return true;
}

/** Warns of a text that says nothing. */
export function warnEmpty(reading: Reading, place: Place): void {
  reading.problems.warn({
    code: "empty-text",
    message: "this text is empty",
    place,
    expected: "a few words",
  });
}

/** A figure as it was written: as a number it may have lost digits. */
function proseOf({ value, text }: ScalarNode): string {
  return typeof value === "string" ? value : text;
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

/** The same, or a name of something and, behind a dot, that of a part of it. */
export function nameOrPart(says: string): Shape<Placed<string>> {
  return {
    says,
    schema: { type: "string" },
    read: (node, reading) => {
      if (node.kind !== "scalar" || node.value === null) return wrongKind(reading, node, says);
      const parts = node.text.split(".");
      const fault = parts.length > 2 ? faultOfName(node.text, "word") : parts.map(faultOfWord).find(Boolean);
      if (fault) return refuse(reading, node.place, "bad-name", fault, nameSays.word);
      return { value: node.text, place: node.place };
    },
  };
}

function faultOfWord(text: string): string | undefined {
  return faultOfName(text, "word");
}

/** Names of things declared elsewhere, each once; one alone needs no brackets. */
export function names(
  says: string,
  most: number,
  { one = name(says), least = 1 }: { readonly one?: ReturnType<typeof name>; readonly least?: number } = {},
): Shape<readonly Placed<string>[]> {
  const list = listOf(one, says, { least, most, orOne: true });
  return {
    ...list,
    read: (node, reading, path) => {
      const read = list.read(node, reading, path);
      const again = read?.find(({ value }, i) => read.findIndex((one) => one.value === value) < i);
      if (again) return refuse(reading, again.place, "twice", `"${again.value}" stands here twice`, "each name once");
      return read;
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
        `${quoted(node.text)} is not a word that stands here`,
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
    if (!day) return refuse(reading, node.place, "not-a-date", `${quoted(node.text)} is not a date`, date.says);
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
  /** The least value that is too low: `above: 0` takes 0.001 and refuses 0. */
  readonly above?: number;
  readonly whole?: boolean;
}

/** A number with the unit it must have. Bare numbers serve where the dimension leaves no doubt. */
export function quantity(dimension: Dimension, bounds: Bounds = {}): Shape<Quantity> {
  const says = describe(dimension, bounds);
  const bare = isBare(dimension);
  return {
    says,
    schema: quantitySchema(dimension, bounds),
    read: (node, reading) => {
      if (node.kind !== "scalar" || node.value === null || typeof node.value === "boolean")
        return wrongKind(reading, node, says);
      const read = readQuantity(node.text);
      if (read.kind === "not-a-number")
        return refuse(reading, node.place, "not-a-number", `${quoted(node.text)} is not a number`, says);
      if (read.kind === "unknown-unit") return unknownUnit(reading, node, read, says);
      const found = read.quantity;
      const right = found.dimension === dimension || (bare && found.dimension === "number");
      if (!right && found.dimension === "number")
        return refuse(reading, node.place, "unit-missing", "this number has no unit", says);
      if (!right)
        return refuse(
          reading,
          node.place,
          "wrong-unit",
          `this is ${dimensionSays[found.dimension]}, which cannot stand here`,
          says,
        );
      if (bounds.whole && !Number.isInteger(found.amount))
        return refuse(reading, node.place, "not-whole", `${node.text} is not a whole number`, says);
      const fault = faultOfAmount(found.amount, bounds);
      if (fault)
        return refuse(
          reading,
          node.place,
          "out-of-range",
          `${node.text} is ${fault}`,
          says,
          inPercent(node, dimension),
        );
      return { ...found, dimension };
    },
  };
}

function isBare(dimension: Dimension): boolean {
  return dimension === "number" || dimension === "share" || dimension === "points" || dimension === "people";
}

function quantitySchema(dimension: Dimension, { from, to, above, whole }: Bounds): JsonSchema {
  const text = { type: "string", pattern: patternOf(dimension), examples: [examples[dimension].split(" or ")[0]] };
  if (!isBare(dimension)) return text;
  const limits = {
    ...(from === undefined ? {} : { minimum: from }),
    ...(to === undefined ? {} : { maximum: to }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
  };
  return { anyOf: [{ type: whole ? "integer" : "number", ...limits }, text] };
}

/** What is wrong with an amount, as the end of a sentence; undefined when nothing is. */
export function faultOfAmount(amount: number, { from, to, above }: Bounds): string | undefined {
  if (Math.abs(amount) > amountMost) return "beyond any figure that can be reckoned with";
  if (from !== undefined && amount < from) return "too small";
  if (above !== undefined && amount <= above) return "too small";
  return to !== undefined && amount > to ? "too large" : undefined;
}

/** Someone who writes a share of 60 means 60 %. */
function inPercent(node: ScalarNode, dimension: Dimension): string | undefined {
  const amount = Number(node.text);
  return dimension === "share" && amount >= 2 && amount <= 100 ? `${node.text} %` : undefined;
}

function unknownUnit(
  reading: Reading,
  node: ScalarNode,
  { unit, at }: Extract<ReadQuantity, { kind: "unknown-unit" }>,
  says: string,
): undefined {
  const start = node.textStart + at;
  const place = { ...node.place, start, end: start + unit.length };
  const message = `${quoted(unit)} is not a unit that is known here`;
  return refuse(reading, place, "unknown-unit", message, says, nearest(unit.slice(0, 60), unitWords));
}

function describe(dimension: Dimension, bounds: Bounds): string {
  const { whole } = bounds;
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
  return `${kind}${rangeSays(bounds)}, such as ${exampleWithin(dimension, bounds)}`;
}

/** " from 0 to 1": bounds as they follow a noun. */
function rangeSays({ from, to, above }: Bounds): string {
  if (from !== undefined && to !== undefined) return ` from ${underscored(from)} to ${underscored(to)}`;
  if (above !== undefined)
    return ` above ${underscored(above)}${to === undefined ? "" : ` and at most ${underscored(to)}`}`;
  if (from !== undefined) return ` of at least ${underscored(from)}`;
  return to === undefined ? "" : ` of at most ${underscored(to)}`;
}

/** A number as a scenario may write it: 2_000_000. */
function underscored(amount: number): string {
  return amount < 10_000 ? String(amount) : grouped(amount).replaceAll(",", "_");
}

const exampleAmounts: Readonly<Partial<Record<Dimension, readonly number[]>>> = {
  number: [0.5, 1, 10, 1000],
  people: [1_100_000, 256],
  points: [-30, 30, 0.5],
};

function exampleWithin(dimension: Dimension, bounds: Bounds): string {
  const fits = (amount: number): boolean =>
    faultOfAmount(amount, bounds) === undefined && (Number.isInteger(amount) || bounds.whole !== true);
  const found = exampleAmounts[dimension]?.find(fits);
  return found === undefined ? examples[dimension] : underscored(found);
}

/** What a rule may give. */
const ruleKinds = {
  number: { says: "a number or a rule that gives one", types: ["number", "string"] },
  truth: { says: "a rule that is true or false", types: ["boolean", "string"] },
  either: { says: "a rule that is true or false, or a chance from 0 to 1", types: ["boolean", "number", "string"] },
} as const;

/** A rule or a plain number, as text to be typed once all names are known. */
export function rule(kind: "number" | "truth" | "either", example: string): Shape<RuleText> {
  const { says: gives, types } = ruleKinds[kind];
  const says = `${gives}, such as "${example}"`;
  return {
    says,
    isRule: true,
    schema: {
      type: types,
      maxLength: longestRule,
      examples: [example],
    },
    read: (node, reading) => readRule(node, reading, says),
  };
}

function readRule(node: Node, reading: Reading, says: string): RuleText | undefined {
  if (node.kind !== "scalar" || node.value === null) return wrongKind(reading, node, says);
  return parseRule({ text: plainNumber(node), place: node.place, textStart: node.textStart }, reading.problems);
}

/** `1_200` and `5 %` are plain numbers, though rules are not written that way. */
function plainNumber(node: ScalarNode): string {
  const text = typeof node.value === "string" ? node.value : node.text;
  const read = readQuantity(text);
  if (read.kind !== "read") return text;
  const { dimension, amount } = read.quantity;
  return dimension === "number" || dimension === "share" || dimension === "points" ? String(amount) : text;
}
