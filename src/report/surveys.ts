import { calendarOf, type MeasureRef, type Run } from "../index.ts";
import type { Paint } from "./paint.ts";
import { layTable, wrap } from "./table.ts";
import { plain, sayCount, sayDay, sayName, sayShare } from "./wording.ts";

/** What one survey came to in the tick in which it was held. */
export interface Answer {
  readonly tick: number;
  /** How many were asked, and the share of them who say yes. */
  readonly asked: number;
  readonly yes: number;
  /** The standard error of that share, which comes of asking some and not all: √(p (1 − p) / n). */
  readonly error: number;
  /** The share who think so, of all who can be asked; undefined where nothing says what they think. */
  readonly thinks: number | undefined;
}

/** What a survey, or a group of it, came to in all ticks in which anybody was asked. */
export function answersOf(
  { results }: Run,
  of: { readonly answers: MeasureRef; readonly thinks: MeasureRef | undefined },
  group?: string,
): Answer[] {
  const { gapped, counts } = results.of(of.answers);
  const thoughts = of.thinks === undefined ? undefined : results.of(of.thinks).gapped(group);
  const asked = counts(group);
  return gapped(group).flatMap((yes, tick) => {
    const n = asked[tick]!;
    return n === 0 ? [] : [{ tick, asked: n, yes, error: Math.sqrt((yes * (1 - yes)) / n), thinks: thoughts?.[tick] }];
  });
}

/** For each survey: the question, and what the first and the last one came to. */
export function laySurveys(run: Run, width: number, paint: Paint): string[] {
  const { surveys = [] } = run.legend;
  if (surveys.length === 0) return [];
  const rows = surveys.flatMap((survey) => [
    [`${sayName(survey.name)}: ${plain(survey.asks)}`, ...cellsOf(run, answersOf(run, survey))],
    ...survey.groups.flatMap((part) =>
      run.results
        .of(part.answers)
        .groups.map((word) => [
          `${sayName(survey.name)}, ${sayName(word)}`,
          ...cellsOf(run, answersOf(run, part, word)),
        ]),
    ),
  ]);
  const thinks = surveys.some((survey) => survey.thinks !== undefined);
  const columns = [
    { wraps: true },
    { head: "first yes", align: "right" },
    { head: "last on", paint: paint.quiet },
    { head: "asked", align: "right" },
    { head: "yes", align: "right" },
    { head: "± error", align: "right" },
    { head: "think so", align: "right" },
  ] as const;
  const told = thinks ? columns : columns.slice(0, -1);
  const cut = rows.map((row) => row.slice(0, told.length));
  return [
    ...layTable(told, cut, { width, paintHead: paint.quiet }),
    ...wrap(errorSays, width - 2).map((line) => `  ${line}`),
  ];
}

/** What the error of a survey is, and is not. */
export const errorSays =
  "± is the sampling error of the survey, one standard error: it comes of asking some and not all, and says nothing of other seeds.";

function cellsOf(run: Run, answers: readonly Answer[]): string[] {
  const [first, last] = [answers[0], answers.at(-1)];
  if (!first || !last) return ["no survey", "", "", "", "", ""];
  const day = sayDay(calendarOf(run.scenario.data.time).dayOf(last.tick));
  const thinks = last.thinks === undefined ? "" : sayShare(last.thinks);
  return [sayShare(first.yes), day, sayCount(last.asked), sayShare(last.yes), sayShare(last.error), thinks];
}
