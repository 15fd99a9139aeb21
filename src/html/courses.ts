import { axisOf } from "../charts/axis.ts";
import { drawBars, drawLines, type Line, placesOf } from "../charts/charts.ts";
import { type Markup, tag } from "../charts/markup.ts";
import type { KindLegend, MeasureInfo, MeasureLegend, MeasureRef, Topic } from "../index.ts";
import { isUnsettled, sayEach, unsettledSays, yearly } from "../report/figures.ts";
import { lastingOf } from "../report/lasting.ts";
import { figuresOfMistakes } from "../report/mistakes.ts";
import { tellPlaces } from "../report/places.ts";
import { sayCount, sayFigure, sayName, sayShare } from "../report/wording.ts";
import { layFigure, layTable } from "./figure.ts";
import { mostDates } from "./scores.ts";
import type { Story } from "./story.ts";

/** Lines of a chart: more are hard to tell apart. */
const mostLines = 6;
/** Charts of measures: a page is read by people. */
const mostCharts = 24;

/** A line with when it ended, where that was before the world did. */
interface EndingLine extends Line {
  readonly ended?: string | undefined;
}

/** What a chart shows, what is counted in it, and what else there is to know of it. */
interface Shown {
  readonly figure: MeasureInfo["figure"];
  readonly unit: string;
  readonly note?: string | undefined;
}

/** How figures of one kind went over time, everyone's or those of groups. */
function layCourse(story: Story, title: string, lines: readonly EndingLine[], shown: Shown): Markup {
  const { figure, unit } = shown;
  const isShare = figure === "share";
  const say = isShare ? sayShare : figure === "mean" ? sayFigure : sayCount;
  const drawn = lines.slice(0, mostLines);
  const there = drawn.flatMap(({ figures }) => figures.filter(Number.isFinite));
  const least = figure === "mean" && there.length > 0 ? Math.min(...there) : Math.min(0, ...there);
  const up = axisOf(least, Math.max(least, ...there), isShare, { unit });
  const says = `Lines over time. ${drawn.map((line) => sayLine(line, say, story)).join("; ")}.`;
  const keys = drawn.map(({ name }, i) => ({ name, class: `series-${i}`, line: true }));
  const chart = drawLines({ id: story.id(), title, says }, drawn, story.across, up);
  const table = {
    caption: title,
    heads: ["day", ...lines.map(({ name }) => name)],
    numbers: [false, ...lines.map(() => true)],
    rows: placesOf(story.run.ticks, mostDates).map((tick) => [
      story.day(tick),
      ...lines.map(({ figures }) => say(figures[tick]!)),
    ]),
  };
  const notes = [shown.note, ...endsOf(lines, say)].filter((one) => one !== undefined);
  return layFigure(title, chart, lines.length > 1 ? keys : [], table, notes.length > 0 ? notes.join(" ") : undefined);
}

/** When lines ended, and what they were then. */
function endsOf(lines: readonly EndingLine[], say: (figure: number) => string): string[] {
  const ends = [...new Set(lines.flatMap(({ ended }) => ended ?? []))];
  return ends.map((end) => {
    const told = lines.filter(({ ended }) => ended === end);
    return `Told ${end}: ${told.map(({ name, figures }) => `${name} ${say(figures.findLast(Number.isFinite)!)}`).join(", ")}.`;
  });
}

/** A line in words: where it begins, its highest and where it ends; what it is where it never changes. */
function sayLine({ name, figures, ended }: EndingLine, say: (figure: number) => string, { day }: Story): string {
  const known = figures.filter(Number.isFinite);
  const [first] = known;
  if (first === undefined) return `${name}: nobody`;
  if (known.every((figure) => figure === first)) return `${name}: constant at ${say(first)}`;
  const most = Math.max(...known);
  const peak = `${say(most)} at most (${day(figures.indexOf(most))})`;
  return `${name}: first ${say(first)}, ${peak}, last ${say(known.at(-1)!)}${ended === undefined ? "" : ` (${ended})`}`;
}

/** What holds of some for a while: consequences, or lists. */
interface Family {
  readonly title: string;
  readonly noun: string;
  readonly members: readonly Member[];
}

interface Member {
  readonly name: string;
  /** How many it holds for. */
  readonly on: MeasureRef;
  /** What it is worth to them. */
  readonly worth: MeasureRef | undefined;
  /** What goes on and off it. */
  readonly flows: Readonly<Partial<Record<Flow, MeasureRef | undefined>>>;
}

const flows = ["entries", "exits", "performed"] as const;
type Flow = (typeof flows)[number];

function familiesOf({ consequences, lists }: KindLegend): Family[] {
  const under = consequences.flatMap(({ name, under, worth, family }): Member[] => {
    const own = { name, on: under, worth, flows: {} };
    return family ? [own, { name: family.name, on: family.under, worth: family.worth, flows: {} }] : [own];
  });
  const on = lists.map(({ name, measures }): Member => ({ name, on: measures.on, worth: undefined, flows: measures }));
  return [
    { title: "under sanctions and other consequences", noun: "consequence", members: under },
    { title: "on lists", noun: "list", members: on },
  ];
}

/** Under consequences and on lists: a chart of those that concern most, and a table of all. */
export function layStays(story: Story): Markup[] {
  const { kinds } = story.run.legend;
  const families = kinds.flatMap((kind) => familiesOf(kind).flatMap((family) => layFamily(story, kind, family)));
  return [...families, ...layPlaces(story)];
}

/** What there is not enough of: how many tried, and who was served. */
function layPlaces({ run }: Story): Markup[] {
  const told = tellPlaces(run);
  if (told.length === 0) return [];
  return [
    layTable({
      caption: "Places in the last year: the share of attempts that got one",
      heads: ["places", "conduct", "attempts", "served", "served first", "all others"],
      numbers: [false, false, true, true, true, true],
      rows: told.map((one) => [sayName(one.name), sayName(one.conduct), one.tried, one.served, one.first, one.others]),
    }),
  ];
}

function layFamily(story: Story, kind: KindLegend, family: Family): Markup[] {
  const { results } = story.run;
  const who = kind.of === undefined ? "People" : "Enterprises";
  const figures = ({ on }: Member): readonly number[] => results.of(on).series();
  const most = (one: Member): number => Math.max(...figures(one));
  const isWelcome = ({ worth }: Member): boolean => worth !== undefined && results.of(worth).total() > 0;
  const draw = (some: readonly Member[], heading: string): Markup[] => {
    const met = some.filter((one) => most(one) > 0).sort((a, b) => most(b) - most(a));
    if (met.length === 0) return [];
    const lines = mergeLines(met.map((one) => ({ name: sayName(one.name), figures: figures(one) })));
    const note = lines.length > mostLines ? `The ${mostLines} that concerned most, of ${met.length}.` : undefined;
    return [layCourse(story, heading, lines.slice(0, mostLines), { figure: "sum", unit: kind.nouns, note })];
  };
  const { members, title } = family;
  // What few suffer would lie flat below what many enjoy.
  const welcome = members.filter(isWelcome);
  const others = members.filter((one) => !isWelcome(one));
  return [
    ...draw(others, `${who} ${title} over time`),
    ...draw(welcome, `${who} with privileges over time`),
    ...(members.length > 0 ? [layTable(layOverview(story, kind, family))] : []),
  ];
}

/** Lines that lie on one another as one: what holds for the same people has the same figures. */
function mergeLines(lines: readonly Line[]): Line[] {
  const merged = new Map<string, Line[]>();
  for (const line of lines) {
    const key = line.figures.join(" ");
    merged.set(key, [...(merged.get(key) ?? []), line]);
  }
  return [...merged.values()].map(([first, ...others]) => {
    const [other] = others;
    const more = others.length === 1 ? ` and ${other!.name}` : others.length > 1 ? ` and ${others.length} more` : "";
    return { name: `${first!.name}${more}`, figures: first!.figures };
  });
}

function layOverview(story: Story, kind: KindLegend, { noun, members }: Family) {
  const { nouns } = kind;
  const { run, ticksPerYear } = story;
  const { results } = run;
  const graded = story.scorings[0]?.tick ?? -1;
  const tick = graded >= 0 ? graded : run.ticks - 1;
  const there = flows.filter((flow) => members.some((one) => one.flows[flow]));
  const priced = members.some(({ worth }) => worth);
  const money = ({ worth }: Member): string =>
    worth
      ? sayCount(
          yearly(
            results
              .of(worth)
              .series()
              .slice(0, tick + 1),
            ticksPerYear,
          ),
        )
      : "";
  const total = (measure: MeasureRef | undefined): string => (measure ? sayCount(results.of(measure).total()) : "");
  const happened = kind.consequences.some(({ each }) => each) ? ["", ...sayEach(kind)].join(". ") : "";
  const worth = `, and what it was worth to them in the year up to ${story.day(tick)} (below 0: cost)${happened}`;
  return {
    caption: `Every ${noun}: how many ${nouns} it held for${priced ? worth : ""}`,
    heads: [
      noun,
      "at most",
      "at the end",
      ...there.map((flow) => `${flow} in all`),
      ...(priced ? ["yuan a year"] : []),
    ],
    numbers: [false, true, true, ...there.map(() => true), true],
    rows: members.map((one) => {
      const on = results.of(one.on);
      return [
        sayName(one.name),
        sayCount(Math.max(...on.series())),
        sayCount(on.last()),
        ...there.map((flow) => total(one.flows[flow])),
        ...(priced ? [money(one)] : []),
      ];
    }),
  };
}

/** What has a place of its own on the page; all else that is counted at the end of ticks gets a chart. */
const toldElsewhere: ReadonlySet<Topic> = new Set([
  "count",
  "lowest band",
  "under",
  "worth",
  "on a list",
  "days",
  "entries",
  "exits",
  "performed",
  "mistakes",
  "survey",
  "survey thinks",
  "survey of",
  "moments",
]);

/**
 * What the scenario itself asks for, and every other count that has no place of its own: a chart of each. What nothing of
 * the scheme can reach is told apart from what it may have moved.
 */
export function layMeasures(story: Story, isUntouched: boolean): Markup[] {
  const { legend, untouched } = story.run;
  const told = legend.measures.filter(({ topic, isTally }) => !isTally && !toldElsewhere.has(topic));
  const charts = layEach(
    story,
    told.filter(({ measure }) => untouched.includes(measure) === isUntouched),
    sayMeasure,
  );
  if (charts.length === 0) return [];
  const note = isUntouched ? untouchedSays : isUnsettled(story.run) ? unsettledSays : undefined;
  return [...(note === undefined ? [] : [tag("p", { class: "quiet" }, note)]), ...charts];
}

const untouchedSays =
  "Nothing of the scheme can reach these figures: they would be the same without it. What moves here is the world by itself.";

/** False records and what they have made wrong: a chart of each. */
export function layMistakes(story: Story): Markup[] {
  const { legend } = story.run;
  const said = new Map(legend.kinds.flatMap((kind) => figuresOfMistakes(kind).map((one) => [one.measure, one.name])));
  const mistakes = legend.measures.filter(({ topic }) => topic === "mistakes");
  return layEach(story, mistakes, (one) => {
    const own = mistakes.find(({ id }) => id === one.stem);
    const name = said.get((own ?? one).measure) ?? one.words;
    return sayName(`${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  });
}

/** A chart of each measure, or of each way in which groups tell it apart. */
function layEach(story: Story, drawn: readonly MeasureLegend[], say: (one: MeasureLegend) => string): Markup[] {
  const { results } = story.run;
  const single = drawn.filter(({ id, stem }) => id === stem);
  const charts = single.flatMap((one) => {
    const lineOf = (name: string, measure: MeasureRef, group?: string): EndingLine => {
      const { series, ended } = lastingOf(story.run, measure, group);
      return { name, figures: series, ended };
    };
    const own = lineOf("everyone", one.measure);
    const parts = drawn.filter(({ id, stem }) => stem === one.id && id !== one.id);
    // A figure that still moved when settling ended moves on by itself.
    const note = story.run.warnings.find((said) => said.startsWith(`${one.id} is not at rest`));
    const restless =
      note === undefined ? undefined : `${sayName(note)}. Part of what moves here is no effect of the scheme.`;
    const shown = { figure: results.of(one.measure).figure, unit: unitOf(story, one), note: restless };
    if (parts.length === 0) return [layCourse(story, say(one), [own], shown)];
    return parts.map((part) => {
      const lines = results.of(part.measure).groups.map((word) => lineOf(sayName(word), part.measure, word));
      return layCourse(story, say(part), [own, ...lines], shown);
    });
  });
  return charts.slice(0, mostCharts);
}

/** What is counted of a measure: the figure, and what it is a figure of. */
function unitOf({ run }: Story, { measure, topic, of }: MeasureLegend): string {
  const nouns = of === undefined ? "people" : "enterprises";
  const { figure, doc } = run.results.of(measure);
  if (topic === "score") return "points";
  const rule = /^declared: \w+ of (.*)$/s.exec(doc)?.[1];
  if (figure === "share") return `share of ${nouns}`;
  if (figure === "count") return nouns;
  return rule === undefined ? doc : `${figure} of ${sayName(rule)}`;
}

function sayMeasure({ topic, words, of }: MeasureLegend): string {
  const said = topic === "score" ? "Mean score" : sayName(words);
  return of === undefined ? said : `${said} of enterprises`;
}

const mostActs = 14;

/** What was done, how much of it became records, and what else was counted as it happened. */
export function layActs(story: Story): Markup[] {
  const { run, ticksPerYear } = story;
  const years = run.ticks / ticksPerYear;
  const acts = run.legend.kinds.flatMap(({ of, conducts }) =>
    conducts.map(({ name, acts, records }) => {
      const count = run.results.of(acts).total();
      const recorded = records && run.results.of(records).total();
      const called = of === undefined ? sayName(name) : `${sayName(name)} (enterprises)`;
      return { name: called, count, recorded, figure: (1000 * count) / (run.people * years) };
    }),
  );
  acts.sort((a, b) => b.figure - a.figure);
  const title = "Acts per thousand people and year";
  const rows = acts.slice(0, mostActs).map((one) => ({ ...one, text: sayFigure(one.figure) }));
  const says = `Bars: ${rows.map(({ name, text }) => `${name} ${text}`).join(", ")}.`;
  const figure = layFigure(title, drawBars({ id: story.id(), title, says }, rows, "series-0"), [], {
    caption: "Everything that was done over the run",
    heads: ["conduct", "acts", "per 1,000 people and year", "recorded"],
    numbers: [false, true, true, true],
    rows: acts.map(({ name, count, figure: rate, recorded }) => [
      name,
      sayCount(count),
      sayFigure(rate),
      count > 0 && recorded !== undefined ? sayShare(recorded / count) : "",
    ]),
  });
  return [...(acts.length > 0 ? [figure] : []), ...layTallies(story)];
}

const actsTold: ReadonlySet<Topic> = new Set(["acts", "records", "points", "mistakes", "worth", "places"]);

function layTallies({ run: { legend, results } }: Story): Markup[] {
  const others = legend.measures.filter(
    ({ topic, isTally, id, stem }) => isTally && !actsTold.has(topic) && id === stem,
  );
  if (others.length === 0) return [];
  const rows = others.map(({ measure, id }) => {
    const { doc, total } = results.of(measure);
    return [sayName(id), sayName(doc), sayCount(total())];
  });
  return [
    layTable({
      caption: "What else was counted over the run",
      heads: ["measure", "what it is", "in all"],
      numbers: [false, false, true],
      rows,
    }),
  ];
}
