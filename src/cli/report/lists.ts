import { calendarOf, type Run } from "../../index.ts";
import { yearly } from "./figures.ts";
import type { Paint } from "./paint.ts";
import { layTable } from "./table.ts";
import type { Whose } from "./whose.ts";
import { sayCount, sayShare } from "./wording.ts";

/** For each list: how many are on it at the end, and what went on and off it in the last year. */
export function layLists(run: Run, whose: Whose, width: number, paint: Paint): string[] {
  const { noun, prefix, count, said } = whose;
  const lists = said.lists ?? [];
  if (lists.length === 0) return [];
  const { ticksPerYear } = calendarOf(run.scenario.data.time);
  const names = new Set(run.results.measures().map(({ name }) => name));
  const inYear = (name: string): string => (names.has(name) ? sayCount(yearly(run.series(name), ticksPerYear)) : "");
  const rows = lists.map(({ name, is }) => {
    const on = run.last(`${prefix}on.${name}`);
    const flows = ["entries", "exits", "performed"].map((of) => inYear(`${prefix}${of}.${name}`));
    return [name, is.color ?? "black", sayCount(on), sayShare(on / count), ...flows];
  });
  return layTable(
    [
      { wraps: true },
      { paint: paint.quiet },
      { head: noun, align: "right" },
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
export function layBlocked(run: Run, { prefix, said }: Whose, width: number, paint: Paint): string[] {
  const { ticksPerYear } = calendarOf(run.scenario.data.time);
  const names = new Set(run.results.measures().map(({ name }) => name));
  const rows = (said.conduct ?? []).flatMap(({ name }) => {
    const blocked = `${prefix}blocked.${name}`;
    if (!names.has(blocked)) return [];
    const [done, stopped] = [run.results.total(`${prefix}acts.${name}`), run.results.total(blocked)];
    const perYear = yearly(run.series(blocked), ticksPerYear);
    return [[name, sayCount(perYear), sayCount(stopped), sayShare(stopped / Math.max(1, done + stopped))]];
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
  if (!run.scenario.data.institutions?.enrolment) return [];
  const rows = (["enrolled", "opted_out"] as const).map((name) => {
    const series = run.series(name);
    const [first, last] = [series[0]!, series.at(-1)!].map(
      (count) => `${sayCount(count)} (${sayShare(count / run.people)})`,
    );
    return [name === "enrolled" ? "enrolled" : "opted out", first!, last!];
  });
  return layTable([{}, { head: "first", align: "right" }, { head: "last", align: "right" }], rows, {
    width,
    paintHead: paint.quiet,
  });
}
