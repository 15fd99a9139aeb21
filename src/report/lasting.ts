import { calendarOf, type MeasureRef, type Run } from "../index.ts";
import { lastGraded } from "./score.ts";
import { sayDay } from "./wording.ts";

/** A figure over time for as long as it means something: NaN where it does not. */
export interface Lasting {
  readonly series: readonly number[];
  /** When it ended, where that was before the world did: "when grades ended (2012-07-02)". */
  readonly ended: string | undefined;
}

/** What a measure, or a group of it, was while it meant something: a share of those in a band means nothing without bands. */
export function lastingOf(run: Run, measure: MeasureRef, group?: string): Lasting {
  const graded = lastGraded(run);
  const all = run.results.of(measure).gapped(group);
  const isOver = graded >= 0 && graded < run.ticks - 1 && asksForBand(run, measure);
  const series = isOver ? all.map((figure, tick) => (tick > graded ? Number.NaN : figure)) : all;
  const last = series.findLastIndex(Number.isFinite);
  if (last < 0 || last === series.length - 1) return { series, ended: undefined };
  const day = sayDay(calendarOf(run.scenario.data.time).dayOf(last));
  return { series, ended: last === graded ? `when grades ended (${day})` : `on ${day}, and of nobody after it` };
}

/** Whether the rule of a measure of people speaks of bands. */
function asksForBand({ scenario, legend }: Run, measure: MeasureRef): boolean {
  const stem = legend.measures.find((one) => one.measure === measure)?.stem;
  const known = legend.kinds[0].declared.find((one) =>
    legend.measures.some(({ id, measure: of }) => id === stem && of === one.measure),
  );
  const rule = scenario.data.measures?.find(({ name }) => name === known?.name)?.is;
  return [rule?.mean, rule?.sum, rule?.share, rule?.count, rule?.where].some((one) => one && /\bband\b/.test(one.text));
}
