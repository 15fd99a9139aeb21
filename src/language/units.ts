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

const number = /^[+-]?(\d[\d_]*)(\.\d+)?([eE][+-]?\d+)?/;

export type ReadQuantity =
  | { readonly kind: "read"; readonly quantity: Quantity }
  | { readonly kind: "not-a-number" }
  | { readonly kind: "unknown-unit"; readonly unit: string };

/** Every word that can stand behind a number. */
export const unitWords: readonly string[] = [...Object.keys(base), ...timeUnits.flatMap((unit) => [unit, `${unit}s`])];

/** Reads a number with its unit; a bare number has the dimension `number`. */
export function readQuantity(text: string): ReadQuantity {
  const match = number.exec(text.trim());
  if (!match || /_$|__|_\./.test(match[0])) return { kind: "not-a-number" };
  const amount = Number(match[0].replaceAll("_", ""));
  const rest = text.trim().slice(match[0].length).trim();
  if (!Number.isFinite(amount)) return { kind: "not-a-number" };
  if (rest === "") return { kind: "read", quantity: { amount, dimension: "number" } };
  const [unit = "", time, ...more] = rest.split(/\s+per\s+|\s*\/\s*/);
  const timeUnit = time === undefined ? undefined : timeUnitOf(time);
  if (more.length > 0 || (time !== undefined && !timeUnit)) return { kind: "unknown-unit", unit: rest };
  const own = timeUnitOf(unit);
  if (own && time === undefined) return { kind: "read", quantity: { amount, dimension: "duration", per: own } };
  const dimension = base[unit];
  if (!dimension) return { kind: "unknown-unit", unit };
  const scaled = dimension === "share" ? amount / 100 : amount;
  if (!timeUnit) return { kind: "read", quantity: { amount: scaled, dimension } };
  if (dimension !== "yuan" && dimension !== "points") return { kind: "unknown-unit", unit: rest };
  return { kind: "read", quantity: { amount: scaled, dimension: `${dimension} per time`, per: timeUnit } };
}

function timeUnitOf(word: string): TimeUnit | undefined {
  const singular = word.endsWith("s") ? word.slice(0, -1) : word;
  return timeUnits.find((unit) => unit === singular);
}

/** Days of a time unit, by the calendar that a year is 365 days, 52 weeks or 12 months: each exact in its own count. */
export const perYear: Readonly<Record<Exclude<TimeUnit, "tick">, number>> = { day: 365, week: 52, month: 12, year: 1 };
