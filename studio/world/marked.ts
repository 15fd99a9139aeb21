import { calendarOf, ProblemError, type Scenario } from "../../src/index.ts";
import type { Opening, Portrayed } from "../messages.ts";
import { changedIn, valueAt, withoutReform } from "./reformed.ts";
import { scenarioOf } from "./written.ts";

/**
 * What was changed while the world went on, and from which ticks on it holds, as `changesFrom` writes it: of the changes of an
 * opening, and of those that a file of the studio has in it. What the file had by date before is no change.
 */
export function changedAt(opening: Opening, scenario: Scenario): Portrayed["changedAt"] {
  const paths = new Set([...Object.keys(opening.changes).map(plain), ...changedIn(scenario)]);
  if (paths.size === 0) return [];
  const before = textBefore(opening);
  const [was, is] = [before && JSON.parse(before.text), JSON.parse(scenario.text)];
  const calendar = calendarOf(scenario.data.time);
  const all = [...paths].flatMap((path) => {
    const known = ticksOf(bareAt(was, path), calendar);
    return ticksOf(bareAt(is, path), calendar).flatMap((tick) => (known.includes(tick) ? [] : [{ tick, path }]));
  });
  return all
    .filter(({ tick }) => tick > 0)
    .sort((one, other) => one.tick - other.tick || (one.path < other.path ? -1 : 1));
}

function plain(path: string): string {
  return path.replace(/\.is$/, "");
}

/** The scenario without what was changed in it; undefined where that is not known. */
function textBefore({ name, text }: Opening): Scenario | undefined {
  try {
    return scenarioOf({ name, text: text && withoutReform(text), changes: {} });
  } catch (error) {
    if (error instanceof ProblemError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function bareAt(said: unknown, path: string): unknown {
  const at = valueAt(said, path);
  return typeof at === "object" && at !== null && "is" in at ? at.is : at;
}

/** The ticks at which a value becomes another. */
function ticksOf(value: unknown, calendar: ReturnType<typeof calendarOf>): number[] {
  if (typeof value === "string") return [...value.matchAll(/\btick >= (\d+) \?/g)].map(([, tick]) => Number(tick));
  if (typeof value !== "object" || value === null) return [];
  if (!("dated" in value) || typeof value.dated !== "object" || value.dated === null) return [];
  return Object.keys(value.dated).flatMap((date) => {
    const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
    return [calendar.tickOf({ year, month, day })];
  });
}
