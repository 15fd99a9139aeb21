import { calendarOf, type MeasureRef, type Run } from "../index.ts";
import { yearly } from "./figures.ts";
import type { KindOfRun } from "./kinds.ts";
import type { Paint } from "./paint.ts";
import { layTable } from "./table.ts";
import { sayCount, sayName, sayShare } from "./wording.ts";

/** For each list: how many are on it at the end, and what went on and off it in the last year. */
export function layLists(run: Run, { kind, count }: KindOfRun, width: number, paint: Paint): string[] {
  if (kind.lists.length === 0) return [];
  const { ticksPerYear } = calendarOf(run.scenario.data.time);
  const inYear = (measure: MeasureRef | undefined): string =>
    measure ? sayCount(yearly(run.results.of(measure).series(), ticksPerYear)) : "";
  const rows = kind.lists.map(({ name, color, measures }) => {
    const on = run.results.of(measures.on).last();
    const flows = [measures.entries, measures.exits, measures.performed].map(inYear);
    return [sayName(name), color, sayCount(on), sayShare(on / count), ...flows];
  });
  return layTable(
    [
      { wraps: true },
      { paint: paint.quiet },
      { head: kind.nouns, align: "right" },
      { head: "share", align: "right" },
      { head: "entries a year", align: "right" },
      { head: "exits", align: "right" },
      { head: "by performing", align: "right" },
    ],
    rows,
    { width, paintHead: paint.quiet },
  );
}

/** What was attempted in vain, where anything can be. */
export function layBlocked(run: Run, { kind }: KindOfRun, width: number, paint: Paint): string[] {
  const { ticksPerYear } = calendarOf(run.scenario.data.time);
  const rows = kind.conducts.flatMap(({ name, acts, blocked }) => {
    if (!blocked) return [];
    const tried = run.results.of(blocked);
    const [done, stopped] = [run.results.of(acts).total(), tried.total()];
    const perYear = yearly(tried.series(), ticksPerYear);
    return [[sayName(name), sayCount(perYear), sayCount(stopped), sayShare(stopped / Math.max(1, done + stopped))]];
  });
  if (rows.length === 0) return [];
  return layTable(
    [
      { wraps: true },
      { head: "a year", align: "right" },
      { head: "in all", align: "right" },
      { head: "of all attempts", align: "right" },
    ],
    rows,
    { width, paintHead: paint.quiet },
  );
}

/** Who belongs to the scheme, first and last. */
export function layEnrolment(run: Run, width: number, paint: Paint): string[] {
  const { enrolment } = run.legend;
  if (!enrolment) return [];
  const counts = [
    ["enrolled", enrolment.enrolled],
    ["opted out", enrolment.left],
  ] as const;
  const rows = counts.map(([name, measure]) => {
    const series = run.results.of(measure).series();
    const [first, last] = [series[0]!, series.at(-1)!].map(
      (count) => `${sayCount(count)} (${sayShare(count / run.people)})`,
    );
    return [name, first!, last!];
  });
  return layTable([{}, { head: "first", align: "right" }, { head: "last", align: "right" }], rows, {
    width,
    paintHead: paint.quiet,
  });
}
