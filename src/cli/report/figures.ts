import { calendarOf, type MeasureRef, type Run } from "../../index.ts";
import { bar, sparkline } from "./chart.ts";
import type { KindOfRun } from "./kinds.ts";
import type { Paint } from "./paint.ts";
import { layTable } from "./table.ts";
import { sayCount, sayFigure, sayShare } from "./wording.ts";

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
  return layTable(
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
}

/** The figures that the scenario itself asks for, and the mean score: over time, in the first and the last tick. */
export function layMeasures(run: Run, width: number, paint: Paint): string[] {
  const [{ declared, score }] = run.legend.kinds;
  const asked = declared.some(({ isMeanScore }) => isMeanScore);
  const figures = [
    ...(score && !asked ? [{ name: "mean score", measure: score.mean, say: sayFigure }] : []),
    ...declared.map(({ name, measure, isShare }) => ({ name, measure, say: isShare ? sayShare : sayFigure })),
  ];
  if (figures.length === 0) return [];
  const longest = Math.max(...figures.map(({ name }) => name.length));
  const cells = Math.max(10, Math.min(40, width - longest - 30));
  const rows = figures.map(({ name, measure, say }) => {
    const series = run.results.of(measure).gapped();
    const tell = (figure: number): string => (Number.isNaN(figure) ? "nobody" : say(figure));
    const least = Math.min(...series.filter(Number.isFinite));
    return [name, sparkline(series, cells, least), tell(series[0]!), tell(series.at(-1)!)];
  });
  return layTable(
    [{}, { head: "over time" }, { head: "first", align: "right" }, { head: "last", align: "right" }],
    rows,
    { width, paintHead: paint.quiet },
  );
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
