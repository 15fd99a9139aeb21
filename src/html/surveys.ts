import { axisOf } from "../charts/axis.ts";
import { drawLines, type Line } from "../charts/charts.ts";
import type { Markup } from "../charts/markup.ts";
import type { SurveyLegend } from "../index.ts";
import { type Answer, answersOf, errorSays } from "../report/surveys.ts";
import { plain, sayCount, sayName, sayShare } from "../report/wording.ts";
import { layFigure } from "./figure.ts";
import type { Story } from "./story.ts";

/** Groups of a chart: more lines are hard to tell apart. */
const mostGroups = 4;

/** Each survey: what was said over time, by whom, and what they think. */
export function laySurveys(story: Story): Markup[] {
  return (story.run.legend.surveys ?? []).map((survey) => laySurvey(story, survey));
}

function laySurvey(story: Story, survey: SurveyLegend): Markup {
  const { run } = story;
  const answers = answersOf(run, survey);
  const title = `${sayName(survey.name)}: “${plain(survey.asks)}”`;
  const own: Line = { name: "say yes", figures: joined(answers, run.ticks) };
  const thinks: Line[] = survey.thinks ? [{ name: "think so", figures: run.results.of(survey.thinks).gapped() }] : [];
  const parts = survey.groups.flatMap((part) =>
    run.results.of(part.answers).groups.map((word) => ({ word, answers: answersOf(run, part, word) })),
  );
  const groups = parts.slice(0, mostGroups).map((part): Line => {
    return { name: `${sayName(part.word)} say yes`, figures: joined(part.answers, run.ticks) };
  });
  const lines = [own, ...thinks, ...groups];
  const there = lines.flatMap(({ figures }) => figures.filter(Number.isFinite));
  const says = `Lines over time. ${lines.map(({ name, figures }) => sayEnds(name, figures)).join("; ")}.`;
  const chart = drawLines(
    { id: story.id(), title, says },
    lines,
    story.across,
    axisOf(0, Math.max(0, ...there), true, { unit: "share of those asked" }),
  );
  const keys = lines.map(({ name }, i) => ({ name, class: `series-${i}`, line: true }));
  const table = {
    caption: title,
    heads: ["day", "asked", "say yes", "± sampling error", ...(survey.thinks ? ["think so"] : [])],
    numbers: [false, true, true, true, true],
    rows: answers.map(({ tick, asked, yes, error, thinks: thought }) => [
      story.day(tick),
      sayCount(asked),
      sayShare(yes),
      sayShare(error),
      ...(thought === undefined ? [] : [sayShare(thought)]),
    ]),
  };
  return layFigure(title, chart, keys, table, `${errorSays} Lines join one survey to the next.`);
}

function sayEnds(name: string, figures: readonly number[]): string {
  const known = figures.filter(Number.isFinite);
  return known.length === 0
    ? `${name}: no survey`
    : `${name}: first ${sayShare(known[0]!)}, ${sayShare(Math.max(...known))} at most, last ${sayShare(known.at(-1)!)}`;
}

/** A figure for each tick from the first survey to the last, on straight lines between them. */
function joined(answers: readonly Answer[], ticks: number): number[] {
  return Array.from({ length: ticks }, (_, tick) => {
    const after = answers.findIndex((one) => one.tick >= tick);
    const [one, next] = [answers[after - 1], answers[after]];
    if (next?.tick === tick) return next.yes;
    if (!one || !next) return Number.NaN;
    return one.yes + ((next.yes - one.yes) * (tick - one.tick)) / (next.tick - one.tick);
  });
}
