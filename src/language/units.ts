/** Numbers as a person writes them, unit included: `26 weeks`, `5 %`, `1_200 yuan per year`. */

export const timeUnits = ["tick", "day", "week", "month", "year"] as const;
export type TimeUnit = (typeof timeUnits)[number];

/** What a number can be a number of. */
export type Dimension =
  | "number"
  | "share"
  | "points"
  | "people"
  | "yuan"
  | "duration"
  | "points per time"
  | "yuan per time";

export interface Quantity {
  readonly amount: number;
  readonly dimension: Dimension;
  /** The unit of time of a duration or of a rate. */
  readonly per?: TimeUnit | undefined;
}

/** Examples that messages and the manual show. */
export const examples: Readonly<Record<Dimension, string>> = {
  number: "0.5",
  share: "5 % or 0.05",
  points: "-30",
  people: "1_100_000",
  yuan: "800_000 yuan",
  duration: "26 weeks",
  "points per time": "100 points per year",
  "yuan per time": "1_200 yuan per year",
};

const base: Readonly<Record<string, Dimension>> = {
  "%": "share",
  percent: "share",
  point: "points",
  points: "points",
  people: "people",
  person: "people",
  yuan: "yuan",
};

const number = /^[+-]?(\d[\d_]*(\.\d*)?|\.\d+)([eE][+-]?\d+)?/;
/** Hexadecimal and its like: YAML would read some of them as numbers, and nobody writes a figure so. */
const machine = /^[+-]?0[xob]/i;
const unitBegins = /^[%\p{L}/]/u;
/** The largest figure there can be: sums and differences of such stay well within 32 bits. */
export const amountMost = 1e15;

export type ReadQuantity =
  | { readonly kind: "read"; readonly quantity: Quantity }
  | { readonly kind: "not-a-number" }
  /** `unit` is the word at fault, `at` where it stands in the text. */
  | { readonly kind: "unknown-unit"; readonly unit: string; readonly at: number };

/** Every word that can stand behind a number. */
export const unitWords: readonly string[] = [...Object.keys(base), ...timeUnits.flatMap((unit) => [unit, `${unit}s`])];

/** What a number with a unit is, as a sentence says it. */
export const dimensionSays: Readonly<Record<Dimension, string>> = {
  number: "a plain number",
  share: "a share",
  points: "a number of points",
  people: "a number of people",
  yuan: "a sum of yuan",
  duration: "a duration",
  "points per time": "a number of points per time",
  "yuan per time": "a sum of yuan per time",
};

/** Reads a number with its unit; a bare number has the dimension `number`. */
export function readQuantity(text: string): ReadQuantity {
  const trimmed = text.trim();
  const match = number.exec(trimmed);
  if (!match || /_$|__|_\./.test(match[0]) || machine.test(trimmed)) return { kind: "not-a-number" };
  const amount = Number(match[0].replaceAll("_", ""));
  const rest = trimmed.slice(match[0].length).trim();
  if (!Number.isFinite(amount)) return { kind: "not-a-number" };
  if (rest === "") return { kind: "read", quantity: { amount, dimension: "number" } };
  if (!unitBegins.test(rest)) return { kind: "not-a-number" };
  const unknown = (unit: string): ReadQuantity => ({ kind: "unknown-unit", unit, at: text.lastIndexOf(unit) });
  const [unit = "", time, ...more] = rest.split(/\s+per\s+|\s*\/\s*/);
  const own = timeUnitOf(unit);
  const dimension = Object.hasOwn(base, unit) ? base[unit] : undefined;
  if (!own && !dimension) return unknown(unit === "" ? rest : unit);
  const timeUnit = time === undefined ? undefined : timeUnitOf(time);
  if (more.length > 0) return unknown(rest);
  if (time !== undefined && !timeUnit) return unknown(time);
  if (own)
    return time === undefined ? { kind: "read", quantity: { amount, dimension: "duration", per: own } } : unknown(rest);
  const scaled = dimension === "share" ? amount / 100 : amount;
  if (!timeUnit) return { kind: "read", quantity: { amount: scaled, dimension: dimension! } };
  if (dimension !== "yuan" && dimension !== "points") return unknown(rest);
  return { kind: "read", quantity: { amount: scaled, dimension: `${dimension} per time`, per: timeUnit } };
}

/** A regular expression, for editors, of the texts that are numbers of a dimension. */
export function patternOf(dimension: Dimension): string {
  const figure = "^\\s*[+-]?(\\d[\\d_]*(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?";
  const time = `(${timeUnits.join("|")})s?`;
  const units: Readonly<Record<Dimension, string>> = {
    number: "",
    share: "(\\s*(%|percent))?",
    points: "(\\s*points?)?",
    people: "(\\s*(people|person))?",
    yuan: "\\s*yuan",
    duration: `\\s*${time}`,
    "points per time": `\\s*points?(\\s+per\\s+|\\s*/\\s*)${time}`,
    "yuan per time": `\\s*yuan(\\s+per\\s+|\\s*/\\s*)${time}`,
  };
  return `${figure}${units[dimension]}\\s*$`;
}

function timeUnitOf(word: string): TimeUnit | undefined {
  const singular = word.endsWith("s") ? word.slice(0, -1) : word;
  return timeUnits.find((unit) => unit === singular);
}

/** Days of a time unit, by the calendar that a year is 365 days, 52 weeks or 12 months: each exact in its own count. */
export const perYear: Readonly<Record<Exclude<TimeUnit, "tick">, number>> = { day: 365, week: 52, month: 12, year: 1 };
