import { measureCalled } from "../model/legend/legend.ts";
import type { Lowered } from "../model/lower.ts";
import { type AskedFigure, ticksOfYear, ticksRead } from "../model/questions/figure.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Results } from "../results/results.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** A world that came to its end. */
export interface Ended {
  readonly results: Results;
  readonly lowered: Lowered;
  readonly scenario: Scenario;
}

/** The figure of a question in a world that came to its end: NaN where it is of nobody, or the run was too short. */
export function figureIn(figure: AskedFigure, ended: Ended): number {
  const { group, minus } = figure;
  const own = figureOfGroup(figure, group, ended);
  return minus === undefined ? own : own - figureOfGroup(figure, minus, ended);
}

function figureOfGroup(figure: AskedFigure, group: string, ended: Ended): number {
  const { results, lowered, scenario } = ended;
  const calendar = calendarOf(scenario.data.time);
  const { measure, topic } = measureCalled(figure.id, lowered.legend);
  const of = results.of(measure);
  const read = ticksRead(figure, results.ticks, ticksOfYear(calendar));
  if (!read) return Number.NaN;
  const isSurvey = topic === "survey";
  // A survey that is not held in a tick was held before.
  if (isSurvey && read.to === read.from + 1) return lastKnown(of.gapped(group).slice(0, read.to));
  const figures = of.gapped(group).slice(read.from, read.to);
  const counts = of.counts(group).slice(read.from, read.to);
  if (figure.figure === "mean" || figure.figure === "share") return pooled(figures, counts);
  const sum = figures.reduce((all, one) => all + one, 0);
  const years = figures.length / calendar.ticksPerYear;
  const whole = figure.flows
    ? sum / (figure.per === "year" || figure.per === "person_year" ? years : 1)
    : sum / figures.length;
  return figure.per === "person" || figure.per === "person_year" ? whole / lowered.plan.size : whole;
}

function lastKnown(figures: readonly number[]): number {
  return figures.findLast((one) => !Number.isNaN(one)) ?? Number.NaN;
}

/** The mean of all that was counted: ticks count by how many were. */
function pooled(figures: readonly number[], counts: readonly number[]): number {
  let [sum, count] = [0, 0];
  for (const [i, figure] of figures.entries()) {
    if (Number.isNaN(figure)) continue;
    sum += figure * counts[i]!;
    count += counts[i]!;
  }
  return count === 0 ? Number.NaN : sum / count;
}
