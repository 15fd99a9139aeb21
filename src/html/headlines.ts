import { type Inner, type Markup, tag } from "../charts/markup.ts";
import type { Losses, MeasureRef, Run } from "../index.ts";
import { isUnsettled, sayCostOf, unsettledSays, yearly } from "../report/figures.ts";
import { lastingOf } from "../report/lasting.ts";
import { causesOf } from "../report/lowest.ts";
import { sayResumed, sayTick } from "../report/summary.ts";
import { sayCount, sayFigure, sayLarge, sayName, sayNumber, sayShare } from "../report/wording.ts";
import { type Scoring, type Story, sayBand } from "./story.ts";

/** The figures that a report would begin with, each in a sentence of its own. */
export function layHeadlines(story: Story): Markup {
  const { run } = story;
  const sentences = [
    ...sayScope(story),
    ...story.scorings.flatMap((scoring) => [...sayScore(story, scoring), ...sayLowest(story, scoring)]),
    ...sayRatio(story),
    ...sayPhases(story),
    ...sayLists(story),
    ...saySeen(story),
    ...sayMoney(story),
    ...sayRunning(story),
    ...sayEnded(story),
    ...(isUnsettled(run) ? [[unsettledSays]] : []),
  ];
  const stopped = run.stopped
    ? tag("p", { class: "warning" }, `This run was stopped at tick ${run.ticks} of ${run.plan.ticks}.`)
    : undefined;
  const resumed = sayResumed(run);
  const went = resumed === undefined ? undefined : tag("p", { class: "quiet" }, resumed);
  const items = sentences.map((one) => tag("li", {}, ...one));
  return tag("div", {}, stopped, went, tag("ul", { class: "headlines" }, ...items));
}

type Sentence = readonly Inner[];

function strong(text: string): Markup {
  return tag("strong", {}, text);
}

function sayScope({ run, day }: Story): Sentence[] {
  const span = `${sayNumber(run.ticks, "tick")} of ${sayTick(run.scenario)}, ${day(0)} to ${day(run.ticks)}`;
  const own = run.scenario.data.population.size.amount;
  const scaled =
    own === run.people ? "" : ` The scenario's own country has ${sayCount(own)}: counts here are for the run.`;
  return [[strong(sayNumber(run.people, "synthetic person", "synthetic people")), ` lived through ${span}.${scaled}`]];
}

function sayScore({ run }: Story, { noun, score: { mean, from, to } }: Scoring): Sentence[] {
  const series = run.results.of(mean).series();
  const whose = noun === "people" ? "The mean score" : `The mean score of ${noun}`;
  const [first, last] = [sayFigure(series[0]!), sayFigure(series.at(-1)!)];
  const scale = ` on a scale from ${sayFigure(from)} to ${sayFigure(to)}`;
  if (first === last) return [[`${whose} is `, strong(last), `, as it was at the start,${scale}.`]];
  return [[`${whose} went from ${first} to `, strong(last), `,${scale}.`]];
}

function sayLowest({ run, when }: Story, { kind, bands, counts, tick, noun }: Scoring): Sentence[] {
  const [lowest] = bands;
  if (!lowest || counts === undefined) return [];
  if (tick < 0) return [[`No grades of ${noun} were ever in force.`]];
  const there = counts.series(lowest.name)[tick]!;
  const share = sayShare(there / counts.series()[tick]!);
  const who = noun === "people" ? sayNumber(there, "person", "people") : `${sayCount(there)} ${noun}`;
  const sentence = [
    strong(`${who}, ${share} of all,`),
    ` ${there === 1 ? "was" : "were"} in ${sayBand(lowest)}, the lowest band, ${when(tick)}.`,
  ];
  const [worst] = kind.of === undefined && run.losses ? causesOf(run.losses) : [];
  if (worst?.share === undefined || worst.share === 1) return [sentence];
  const cause = [
    `Of all the points that ${whoseOf(run.losses!)} had lost since the start, `,
    strong(sayShare(worst.share)),
    ` went for “${worst.name}”.`,
  ];
  return [sentence, cause];
}

function whoseOf({ people, of }: Losses): string {
  return people === of ? "they" : `${sayCount(people)} of them, whose communities were lived again,`;
}

/** Fewer than this many in the lowest band of a group, and chance alone could make the difference. */
const fewest = 20;

export interface GroupShare {
  readonly grouping: string;
  readonly group: string;
  readonly people: number;
  readonly share: number;
}

/** For each way of telling people apart: the share of each group that is in the lowest band at a tick. */
export function sharesOf({ run }: Story, { kind, tick }: Scoring): GroupShare[] {
  if (tick < 0) return [];
  return (kind.bands?.lowestBy ?? []).flatMap(({ measure, group: grouping }) => {
    const { groups, counts, series } = run.results.of(measure);
    return groups.map((group) => ({
      grouping,
      group,
      people: counts(group)[tick]!,
      share: series(group)[tick]!,
    }));
  });
}

function sayRatio(story: Story): Sentence[] {
  const [scoring] = story.scorings;
  if (!scoring?.bands[0] || scoring.kind.of !== undefined) return [];
  const shares = sharesOf(story, scoring);
  const pairs = [...new Set(shares.map(({ grouping }) => grouping))].flatMap((grouping) => {
    const groups = shares.filter((one) => one.grouping === grouping && one.share * one.people >= fewest);
    groups.sort((a, b) => b.share - a.share);
    return groups.length < 2 ? [] : [{ most: groups[0]!, least: groups.at(-1)! }];
  });
  const [pair] = pairs.sort((a, b) => b.most.share / b.least.share - a.most.share / a.least.share);
  if (!pair || pair.most.share < 1.1 * pair.least.share) return [];
  const { most, least } = pair;
  const lowest = sayBand(scoring.bands[0]);
  return [
    [
      `By ${sayName(most.grouping)}: those who are “${sayName(most.group)}” were in the band ${lowest} `,
      strong(`${sayFigure(Number((most.share / least.share).toPrecision(2)))} times as often`),
      ` as those who are “${sayName(least.group)}”: ${sayShare(most.share)} against ${sayShare(least.share)}.`,
    ],
  ];
}

function sayPhases({ run }: Story): Sentence[] {
  return run.phases
    .slice(1)
    .map(({ name, date, because }) => [
      "The phase ",
      strong(sayName(name)),
      ` began on ${date}${because === undefined ? "" : `, ${because}`}.`,
    ]);
}

function sayLists({ run }: Story): Sentence[] {
  const lists = run.legend.kinds.flatMap(({ lists, nouns }) => lists.map((list) => ({ ...list, nouns })));
  return lists.slice(0, 6).map(({ name, measures, nouns }) => {
    const on = sayCount(run.results.of(measures.on).last());
    return [strong(`${on} ${nouns}`), ` were on the list “${sayName(name)}” at the end.`];
  });
}

function totalOf(run: Run, measures: readonly MeasureRef[]): number {
  return measures.reduce((sum, measure) => sum + run.results.of(measure).total(), 0);
}

function saySeen({ run }: Story): Sentence[] {
  const [{ conducts, score }] = run.legend.kinds;
  const acts = totalOf(
    run,
    conducts.map((one) => one.acts),
  );
  const records = totalOf(
    run,
    conducts.flatMap(({ records: of }) => of ?? []),
  );
  if (!score || acts === 0) return [];
  return [[`Of ${sayLarge(acts)} acts, the system recorded `, strong(sayShare(records / acts)), "."]];
}

function sayMoney({ run, ticksPerYear, scorings, when }: Story): Sentence[] {
  const tick = scorings[0] && scorings[0].tick >= 0 ? scorings[0].tick : run.ticks - 1;
  const [{ consequences }] = run.legend.kinds;
  const sums = consequences
    .flatMap(({ worth, family }) => [worth, family?.worth])
    .flatMap((worth) =>
      worth
        ? [
            yearly(
              run.results
                .of(worth)
                .series()
                .slice(0, tick + 1),
              ticksPerYear,
            ),
          ]
        : [],
    );
  const costs = sums.reduce((sum, one) => sum + Math.max(0, -one), 0);
  const gains = sums.reduce((sum, one) => sum + Math.max(0, one), 0);
  if (costs + gains === 0) return [];
  return [
    [
      "By the scenario's own prices, sanctions cost people ",
      strong(`${sayLarge(costs)} yuan a year`),
      `${gains > 0 ? ` and privileges were worth ${sayLarge(gains)}` : ""}, ${when(tick)}.`,
    ],
  ];
}

/** What running the system costs those who run. */
function sayRunning({ run }: Story): Sentence[] {
  const cost = run.runningCost;
  if (!cost) return [];
  return [
    ["Running the system costs ", strong(`${sayLarge(cost.perYear)} yuan a year`), ` ${sayCostOf(cost, run.people)}.`],
  ];
}

/** Measures that mean nothing at the end, at the last tick in which they did. */
function sayEnded({ run }: Story): Sentence[] {
  return run.legend.kinds[0].declared.flatMap(({ name, measure, isShare }): Sentence[] => {
    const { series, ended } = lastingOf(run, measure);
    if (ended === undefined) return [];
    const last = series.findLast(Number.isFinite)!;
    return [[`“${sayName(name)}” was `, strong(isShare ? sayShare(last) : sayFigure(last)), ` ${ended}.`]];
  });
}
