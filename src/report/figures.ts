import { calendarOf, type DeclaredLegend, type MeasureRef, type Run, type RunningCost } from "../index.ts";
import { bar, sparkline } from "./chart.ts";
import type { KindOfRun } from "./kinds.ts";
import { lastingOf } from "./lasting.ts";
import type { Paint } from "./paint.ts";
import { layTable, widthOf, wrap } from "./table.ts";
import { sayCount, sayFigure, sayName, sayShare } from "./wording.ts";

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
    return [sayName(name), sayName(domain), sayCount(concerned), sayShare(concerned / count), money];
  });
  const cost = kind.of === undefined ? run.runningCost : undefined;
  if (cost) rows.push([`running the system, ${sayCostOf(cost, run.people)}`, "", "", "", sayCount(-cost.perYear)]);
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

/** For whom a running cost is told. */
export function sayCostOf({ declared, declaredFor }: RunningCost, people: number): string {
  if (declaredFor === people) return "as declared";
  return `for the ${sayCount(people)} people of this run: ${sayCount(declared)} is declared for ${sayCount(declaredFor)}`;
}

/** Whose yuan are those of attempts, told from what happened. */
export function sayEach({ consequences }: KindOfRun["kind"]): string[] {
  const names = consequences.flatMap(({ name, each }) => (each ? [sayName(name)] : []));
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
  /** When it ended, where that was before the world did. */
  readonly ended?: string | undefined;
  /** Whether it only says that there are more. */
  readonly isRest?: boolean;
}

/** Groups of one measure: more are left to programs. */
const mostGroups = 12;

/**
 * The figures that the scenario itself asks for, and the mean score: over time, in the first and the last tick. What
 * nothing of the scheme can reach is told apart.
 */
export function layMeasures(run: Run, width: number, paint: Paint, isUntouched = false): string[] {
  const [{ declared, score }] = run.legend.kinds;
  const asked = isUntouched || declared.some(({ isMeanScore }) => isMeanScore);
  const mean =
    score && !asked ? [{ name: "mean score", series: run.results.of(score.mean).gapped(), say: sayFigure }] : [];
  const told = declared.filter(({ measure }) => run.untouched.includes(measure) === isUntouched);
  return layCourses([...mean, ...told.flatMap((one) => coursesOf(one, run))], width, paint);
}

/** Whether a world with a scheme begins as it was made, and not at rest. */
export function isUnsettled({ legend, plan }: Run): boolean {
  const [{ score, lists }] = legend.kinds;
  return (score !== undefined || lists.length > 0) && !plan.settle;
}

/** What to know of figures of a world that does not settle. */
export const unsettledSays =
  "This world does not settle before its start: part of what moves, at first above all, is the world coming to rest, and no effect of the scheme. What the scheme does is the difference from a world without it: compare.";

/** A measure of everyone, and below it of each of its groups. */
export function coursesOf(
  { name, measure, isShare }: Pick<DeclaredLegend, "name" | "measure" | "isShare">,
  run: Run,
): Course[] {
  const { results, legend } = run;
  const say = isShare ? sayShare : sayFigure;
  const own = legend.measures.find((one) => one.measure === measure)?.id;
  const apart = legend.measures.filter(({ stem, id }) => stem === own && id !== own);
  const groups = apart.flatMap(({ measure: part, words: called }): Course[] => {
    const { groups: words } = results.of(part);
    const told = words.slice(0, words.length > mostGroups ? mostGroups - 2 : mostGroups);
    const rest = words.length - told.length;
    // Several partitions may share a word, such as "other".
    const head = apart.length > 1 ? [{ name: sayName(called), say }] : [];
    const more = rest > 0 ? [{ name: `  … and ${rest} more`, say, isRest: true }] : [];
    return [
      ...head,
      ...told.map((word) => ({ name: `  ${sayName(word)}`, ...lastingOf(run, part, word), say })),
      ...more,
    ];
  });
  return [{ name: sayName(name), ...lastingOf(run, measure), say }, ...groups];
}

/** Figures over time, in the first and in the last tick; of one that ended, its last. */
export function layCourses(courses: readonly Course[], width: number, paint: Paint): string[] {
  if (courses.length === 0) return [];
  const longest = Math.max(...courses.map(({ name }) => widthOf(name)));
  const cells = Math.min(40, width - longest - 30);
  const ends = [...new Set(courses.flatMap(({ ended }) => ended ?? []))];
  const rows = courses.map(({ name, series, say, ended }) => {
    if (!series) return [name, "", "", ""];
    const tell = (figure: number): string => (Number.isNaN(figure) ? "nobody" : say(figure));
    const last = ended === undefined ? series.at(-1)! : series.findLast(Number.isFinite)!;
    const mark = ended === undefined ? "" : ` ${markOf(ends.indexOf(ended))}`;
    return [name, drawCourse(series, say, Math.max(10, cells)), tell(series[0]!), `${tell(last)}${mark}`];
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
  const notes = ends.map((ended, i) => `${markOf(i)} ${ended}`);
  const more = hidden ? ["All groups: --json or --out."] : [];
  return [...table, ...[...notes, ...more].flatMap((one) => wrap(one, width - 2).map((line) => `  ${line}`))];
}

function markOf(place: number): string {
  return "*".repeat(place + 1);
}

/** A line of blocks; of a figure that never changes, what it is. */
function drawCourse(series: readonly number[], say: (figure: number) => string, cells: number): string {
  const known = series.filter(Number.isFinite);
  const [first] = known;
  if (first !== undefined && known.every((figure) => figure === first)) {
    const said = `constant at ${say(first)}`;
    return widthOf(said) <= cells ? said : "constant";
  }
  return sparkline(series, cells, Math.min(...known));
}

const mostActs = 16;
/** Acts that are told beside a scheme: there is more to tell. */
const mostBeside = 10;

/** What people do, per person and year; and, where a scheme looks, how much of it is recorded. */
export function layActs(run: Run, width: number, paint: Paint): string[] {
  const personYears = (run.people * run.ticks) / calendarOf(run.scenario.data.time).ticksPerYear;
  const [{ conducts, score, lists }] = run.legend.kinds;
  const acts = conducts
    .map(({ name, acts, records }) => {
      const count = run.results.of(acts).total();
      return {
        name: sayName(name),
        count,
        rate: count / personYears,
        recorded: records && run.results.of(records).total(),
      };
    })
    .sort((a, b) => b.rate - a.rate);
  if (acts.length === 0) return ["  Nothing is done here: the scenario has no conduct."];
  const isWatched = score !== undefined || lists.length > 0;
  const told = acts.slice(0, isWatched ? mostBeside : mostActs);
  const most = acts[0]!.rate;
  const share = ({ count, recorded }: (typeof acts)[number]): string =>
    recorded === undefined || count === 0 ? "" : sayShare(recorded / count);
  const rows = told.map((one) => [
    one.name,
    sayFigure(one.rate),
    ...(isWatched ? [share(one)] : []),
    bar(one.rate, most, Math.max(10, width - 56)),
  ]);
  const heads = isWatched
    ? [{ align: "right", head: "acts" } as const, { align: "right", head: "recorded" } as const]
    : [{ align: "right" } as const];
  const lines = layTable([{}, ...heads, { paint: paint.quiet }], rows, { width, paintHead: paint.quiet });
  if (acts.length > told.length) lines.push(`  … and ${acts.length - told.length} rarer ones`);
  return lines;
}
