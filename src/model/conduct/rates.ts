import type { Node } from "../../language/node.ts";
import { type Field, may, type Reading, refuse } from "../../language/shape.ts";
import { type Setting, setting } from "../../language/tagged.ts";
import type { TimeUnit } from "../../language/units.ts";

/** The keys under which a scenario says how often something happens. */
export const rateUnits = {
  per_day: "day",
  per_week: "week",
  per_month: "month",
  per_year: "year",
  per_tick: "tick",
} as const satisfies Record<string, TimeUnit>;
export type RateKey = keyof typeof rateUnits;
export type Rates = { readonly [K in RateKey]?: Setting | undefined };

/** One field for each unit of time. */
export function rateFields(often: string, example: string): { readonly [K in RateKey]: Field<Setting | undefined> } {
  const field = (unit: string): Field<Setting | undefined> => may(setting(example), `${often} in a ${unit}`);
  return {
    per_day: field("day"),
    per_week: field("week"),
    per_month: field("month"),
    per_year: field("year"),
    per_tick: field("tick"),
  };
}

/** The units in which a rate is given. */
export function rateKeysIn(read: Rates): RateKey[] {
  return (Object.keys(rateUnits) as RateKey[]).filter((key) => read[key] !== undefined);
}

/** Refuses what has no rate, or several. */
export function oneRate<T extends Rates>(
  read: T | undefined,
  node: Node,
  reading: Reading,
  path: string,
): T | undefined {
  const rates = read ? rateKeysIn(read) : [];
  if (read === undefined || rates.length === 1) return read;
  return refuse(
    reading,
    node.place,
    "one-rate",
    `${path} has ${rates.length === 0 ? "no rate" : `${rates.length} rates`}`,
    `exactly one of ${Object.keys(rateUnits).join(", ")}`,
  );
}
