import { calendarOf, type DeclaredLegend, type MeasureRef, type Run } from "../../index.ts";
import { bar, sparkline } from "./chart.ts";
import type { KindOfRun } from "./kinds.ts";
import type { Paint } from "./paint.ts";
import { layTable, widthOf, wrap } from "./table.ts";
import { plain, sayCount, sayFigure, sayShare } from "./wording.ts";

/** Sum of a tally or of money over the last year of a run, made a full year where the run was shorter. */
export function yearly(series: readonly number[], ticksPerYear: number): number {
  const ticks = Math.min(series.length, Math.max(1, Math.round(ticksPerYear)));
  const sum = series.slice(series.length - ticks).reduce((total, figure) => total + figure, 0);
  return (sum / ticks) * ticksPerYear;
}

/** For each consequence: whom it concerns at a tick, and what it was worth in the year up to it. */
export function layConsequences(
  run: Run,
  { kind, count }: KindOfRun,
  tick: number,
  width: number,
  paint: Paint,
): string[] {
  const { ticksPerYear } = calendarOf(run.scenario.data.time);
  const upTo = (measure: MeasureRef): readonly number[] =>
    run.results
      .of(measure)
      .series()
      .slice(0, tick + 1);
  const rows = kind.consequences.map(({ name, domain = "", under, worth }) => {
    const concerned = upTo(under).at(-1)!;
    const money = worth === undefined ? "" : sayCount(yearly(upTo(worth), ticksPerYear));
    return [name, domain, sayCount(concerned), sayShare(concerned / count), money];
  });
  const cost = run.scenario.data.institutions?.running_cost;
  if (cost && kind.of === undefined) {
    const calendar = calendarOf(run.scenario.data.time);
    const perYear =
      (cost.amount * ticksPerYear) / calendar.ticksOf({ amount: 1, dimension: "duration", per: cost.per });
    // One figure, whatever the size of the run: beside it the sums of a smaller one look small.
    const { amount } = run.scenario.data.population.size;
    rows.push([`running the system, declared for ${sayCount(amount)} people`, "", "", "", sayCount(-perYear)]);
  }
  if (rows.length === 0) return [];
  const table = layTable(
    [
      { wraps: true },
      { head: "domain", paint: paint.quiet },
      { head: kind.nouns, align: "right" },
      { head: "share", align: "right" },
      { head: "yuan a year", align: "right" },
    ],
    rows,
    { width, paintHead: paint.quiet },
  );
  return [...table, ...sayEach(kind).flatMap((text) => wrap(text, width - 2).map((line) => `  ${line}`))];
}

/** Whose yuan are those of attempts, told from what happened. */
export function sayEach({ consequences }: KindOfRun["kind"]): string[] {
  const names = consequences.flatMap(({ name, each }) => (each ? [name] : []));
  return names.length === 0
    ? []
    : [`Yuan of ${names.join(", ")}: of the attempts that were blocked, as they happened.`];
}

/** A figure over time, as a line of a table has it. */
export interface Course {
  readonly name: string;
  /** Undefined for what only heads or ends others. */
  readonly series?: readonly number[];
  readonly say: (figure: number) => string;
  /** Whether it only says that there are more. */
  readonly isRest?: boolean;
}

/** Groups of one measure: more are left to programs. */
const mostGroups = 12;

/** The figures that the scenario itself asks for, and the mean score: over time, in the first and the last tick. */
export function layMeasures(run: Run, width: number, paint: Paint): string[] {
  const [{ declared, score }] = run.legend.kinds;
  const asked = declared.some(({ isMeanScore }) => isMeanScore);
  const mean =
    score && !asked ? [{ name: "mean score", series: run.results.of(score.mean).gapped(), say: sayFigure }] : [];
  return layCourses([...mean, ...declared.flatMap((one) => coursesOf(one, run))], width, paint);
}

/** A measure of everyone, and below it of each of its groups. */
export function coursesOf(
  { name, measure, isShare }: Pick<DeclaredLegend, "name" | "measure" | "isShare">,
  { results, legend }: Run,
): Course[] {
  const say = isShare ? sayShare : sayFigure;
  const own = legend.measures.find((one) => one.measure === measure)?.id;
  const apart = legend.measures.filter(({ stem, id }) => stem === own && id !== own);
  const groups = apart.flatMap(({ measure: part, words: called }): Course[] => {
    const { groups: words, gapped } = results.of(part);
    const told = words.slice(0, words.length > mostGroups ? mostGroups - 2 : mostGroups);
    const rest = words.length - told.length;
    // Several partitions may share a word, such as "other".
    const head = apart.length > 1 ? [{ name: plain(called), say }] : [];
    const more = rest > 0 ? [{ name: `  … and ${rest} more`, say, isRest: true }] : [];
    return [...head, ...told.map((word) => ({ name: `  ${plain(word)}`, series: gapped(word), say })), ...more];
  });
  return [{ name, series: results.of(measure).gapped(), say }, ...groups];
}

/** Figures over time, in the first and in the last tick. */
export function layCourses(courses: readonly Course[], width: number, paint: Paint): string[] {
  if (courses.length === 0) return [];
  const longest = Math.max(...courses.map(({ name }) => widthOf(name)));
  const cells = Math.min(40, width - longest - 30);
  const rows = courses.map(({ name, series, say }) => {
    if (!series) return [name, "", "", ""];
    const tell = (figure: number): string => (Number.isNaN(figure) ? "nobody" : say(figure));
    const least = Math.min(...series.filter(Number.isFinite));
    return [name, sparkline(series, Math.max(10, cells), least), tell(series[0]!), tell(series.at(-1)!)];
  });
  const columns = [
    {},
    { head: "over time" },
    { head: "first", align: "right" },
    { head: "last", align: "right" },
  ] as const;
  // Where there is no room for lines, their ends are told alone.
  const hidden = courses.some(({ isRest }) => isRest);
  const there = (_: unknown, i: number): boolean => i !== 1 || cells >= 6;
  const table = layTable(
    columns.filter(there),
    rows.map((row) => row.filter(there)),
    { width, paintHead: paint.quiet },
  );
  return hidden ? [...table, ...wrap("All groups: --json or --out.", width - 2).map((one) => `  ${one}`)] : table;
}

const mostActs = 16;

/** What people do, per person and year: all there is to tell of a world without a scheme. */
export function layActs(run: Run, width: number, paint: Paint): string[] {
  const personYears = (run.people * run.ticks) / calendarOf(run.scenario.data.time).ticksPerYear;
  const acts = run.legend.kinds[0].conducts
    .map(({ name, acts }) => ({ name, rate: run.results.of(acts).total() / personYears }))
    .sort((a, b) => b.rate - a.rate);
  if (acts.length === 0) return ["  Nothing is done here: the scenario has no conduct."];
  const most = acts[0]!.rate;
  const rows = acts
    .slice(0, mostActs)
    .map(({ name, rate }) => [name, sayFigure(rate), bar(rate, most, Math.max(10, width - 46))]);
  const lines = layTable([{}, { align: "right" }, { paint: paint.quiet }], rows, { width });
  if (acts.length > mostActs) lines.push(`  … and ${acts.length - mostActs} rarer ones`);
  return lines;
}
