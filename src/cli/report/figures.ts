import { calendarOf, type Run } from "../../index.ts";
import { bar, sparkline } from "./chart.ts";
import type { Paint } from "./paint.ts";
import { layTable } from "./table.ts";
import type { Whose } from "./whose.ts";
import { sayCount, sayFigure, sayShare } from "./wording.ts";

/** Sum of a tally or of money over the last year of a run, made a full year where the run was shorter. */
export function yearly(series: readonly number[], ticksPerYear: number): number {
  const ticks = Math.min(series.length, Math.max(1, Math.round(ticksPerYear)));
  const sum = series.slice(series.length - ticks).reduce((total, figure) => total + figure, 0);
  return (sum / ticks) * ticksPerYear;
}

/** For each consequence: whom it concerns at a tick, and what it was worth in the year up to it. */
export function layConsequences(run: Run, whose: Whose, tick: number, width: number, paint: Paint): string[] {
  const { noun, prefix, count, said } = whose;
  const { ticksPerYear } = calendarOf(run.scenario.data.time);
  const upTo = (name: string): readonly number[] => run.series(name).slice(0, tick + 1);
  const names = new Set(run.results.measures().map(({ name }) => name));
  const rows = (said.consequences ?? []).map(({ name, is }) => {
    const [under, worth] = [`${prefix}under.${name}`, `${prefix}yuan.${name}`];
    const concerned = names.has(under) ? upTo(under).at(-1)! : 0;
    const yuan = names.has(worth) ? yearly(upTo(worth), ticksPerYear) : undefined;
    const money = yuan === undefined ? "" : sayCount(yuan);
    return [name, is.domain?.value ?? "", sayCount(concerned), sayShare(concerned / count), money];
  });
  const cost = run.scenario.data.institutions?.running_cost;
  if (cost && noun === "people") {
    const calendar = calendarOf(run.scenario.data.time);
    const perYear =
      (cost.amount * ticksPerYear) / calendar.ticksOf({ amount: 1, dimension: "duration", per: cost.per });
    rows.push(["running the system", "declared", "", "", sayCount(-perYear)]);
  }
  if (rows.length === 0) return [];
  return layTable(
    [
      { wraps: true },
      { head: "domain", paint: paint.quiet },
      { head: noun, align: "right" },
      { head: "share", align: "right" },
      { head: "yuan a year", align: "right" },
    ],
    rows,
    { width, paintHead: paint.quiet },
  );
}

/** The figures that the scenario itself asks for, and the mean score: over time, in the first and the last tick. */
export function layMeasures(run: Run, width: number, paint: Paint): string[] {
  const declared = (run.scenario.data.measures ?? []).map(({ name, is }) => ({
    name,
    measure: name,
    say: is.share ? sayShare : sayFigure,
  }));
  const asked = (run.scenario.data.measures ?? []).some(({ is }) => is.mean?.text.trim() === "score" && !is.where);
  const scored = run.scenario.data.scheme && !asked;
  const figures = scored ? [{ name: "mean score", measure: "score", say: sayFigure }, ...declared] : declared;
  if (figures.length === 0) return [];
  const longest = Math.max(...figures.map(({ name }) => name.length));
  const cells = Math.max(10, Math.min(40, width - longest - 30));
  const rows = figures.map(({ name, measure, say }) => {
    const series = run.results.gapped(measure);
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
  const acts = (run.scenario.data.conduct ?? [])
    .map(({ name }) => ({ name, rate: run.results.total(`acts.${name}`) / personYears }))
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
