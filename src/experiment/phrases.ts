import { aText } from "../core/kinds.ts";
import { checkArguments, nearest, ProblemError } from "../core/problem.ts";
import { quoted } from "../core/visible.ts";
import type { KindLegend, Legend } from "../model/legend/legend.ts";
import type { ColumnRef } from "../model/legend/refs.ts";
import { ordinalOf } from "../plan/ordinals.ts";
import type { Plan } from "../plan/plan.ts";

/** What a reader calls an entity of a kind: "person 12". */
export function sayEntity(entity: number, { of, noun }: Pick<KindLegend, "of" | "noun">, plan: Plan): string {
  return `${noun} ${ordinalOf(plan, of, entity)}`;
}

/** What went beyond the plan's bounds, as sentences: how often, by step. */
export function sayWarnings(warnings: ReadonlyMap<string, number>, { acts }: Legend): string[] {
  return acts.flatMap(({ step, id }) => {
    const times = warnings.get(step) ?? 0;
    if (times === 0) return [];
    return [`rate of ${id} was above its bound: ${times.toLocaleString("en-US")} ${times === 1 ? "time" : "times"}`];
  });
}

/** The column that outlives a tick, by what users call it. Throws ProblemError (unknown-column). */
export function checkColumn(id: string, { columns }: Legend): ColumnRef {
  checkArguments("distribution", { column: [id, aText] });
  const found = columns.find((one) => one.id === id);
  if (found) return found.column;
  const names = columns.map((one) => one.id);
  throw new ProblemError([
    {
      code: "unknown-column",
      message: `nobody has ${quoted(id, 100)}`,
      expected: `one of ${names.join(", ")}`,
      nearest: nearest(id, names),
    },
  ]);
}

/** The day of a calendar as 2010-03-05. */
export function sayDay({ year, month, day }: { year: number; month: number; day: number }): string {
  const two = (figure: number): string => String(figure).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** A figure with as many digits as a reader can use: whole from 100 up, else three significant ones. */
export function sayFigure(figure: number): string {
  const size = Math.abs(figure);
  const short = size >= 100 ? Math.round(figure) : Number(figure.toPrecision(3));
  return String(short).replace("-", "−");
}

/** Two figures that differ, with as many digits as it takes to tell them apart. */
export function sayApart(before: number, after: number): [string, string] {
  const usual: [string, string] = [sayFigure(before), sayFigure(after)];
  for (let digits = 4; usual[0] === usual[1] && digits <= 9; digits++) {
    const say = (figure: number): string => String(Number(figure.toPrecision(digits))).replace("-", "−");
    if (say(before) !== say(after)) return [say(before), say(after)];
  }
  return usual;
}

/** A number of points with its sign, such as "−30 points" and "+1 point". */
export function sayPoints(points: number): string {
  const said = sayPointsUnsigned(points);
  return `${points < 0 ? "−" : "+"}${said}`;
}

/** "30 points" and "1 point", whatever the sign; to a hundredth, or to its first digit where it is below that. */
export function sayPointsUnsigned(points: number): string {
  const size = Math.abs(points);
  const short = size >= 0.01 ? Math.round(size * 100) / 100 : Number(size.toPrecision(1));
  return `${short} ${short === 1 ? "point" : "points"}`;
}

/** The end of a rise or fall: "up by 0.3 points". */
export function sayMove(points: number): string {
  return `${points < 0 ? "down" : "up"} by ${sayPointsUnsigned(points)}`;
}
