import type { MeasureInfo } from "../../index.ts";
import { yearly } from "../report/figures.ts";
import { sayCount, sayFigure, sayShare } from "../report/wording.ts";
import { axisOf } from "./axis.ts";
import { drawBars, drawLines, type Line, placesOf } from "./charts.ts";
import { layFigure, layTable } from "./figure.ts";
import type { Markup } from "./markup.ts";
import { mostDates } from "./scores.ts";
import { type Story, sayName } from "./story.ts";

/** Lines of a chart: more are hard to tell apart. */
const mostLines = 6;
/** Charts of measures: a page is read by people. */
const mostCharts = 24;

/** How figures of one kind went over time, everyone's or those of groups. */
function layCourse(
  story: Story,
  title: string,
  lines: readonly Line[],
  figure: MeasureInfo["figure"],
  note?: string,
): Markup {
  const isShare = figure === "share";
  const say = isShare ? sayShare : figure === "mean" ? sayFigure : sayCount;
  const drawn = lines.slice(0, mostLines);
  const there = drawn.flatMap(({ figures }) => figures.filter(Number.isFinite));
  const least = figure === "mean" ? Math.min(...there) : Math.min(0, ...there);
  const up = axisOf(least, Math.max(...there), isShare);
  const ends = drawn.map(({ name, figures }) => `${name} ${say(figures[0]!)} to ${say(figures.at(-1)!)}`);
  const says = `Lines over time, first and last: ${ends.join("; ")}.`;
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
  return layFigure(title, chart, lines.length > 1 ? keys : [], table, note);
}

interface Family {
  /** What its measures begin with, behind the kind of entity. */
  readonly stem: string;
  readonly title: string;
  readonly noun: string;
}

const families: readonly Family[] = [
  { stem: "under.", title: "under sanctions and other consequences", noun: "consequence" },
  { stem: "on.", title: "on lists", noun: "list" },
];

/** Under consequences and on lists: a chart of those that concern most, and a table of all. */
export function layStays(story: Story): Markup[] {
  return ["", "enterprises."].flatMap((prefix) => families.flatMap((family) => layFamily(story, prefix, family)));
}

function layFamily(story: Story, prefix: string, { stem, title, noun }: Family): Markup[] {
  const { run, names } = story;
  const start = `${prefix}${stem}`;
  const called = [...names].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
  const who = prefix === "" ? "People" : "Enterprises";
  const figures = (name: string): readonly number[] => run.series(`${start}${name}`);
  const most = (name: string): number => Math.max(...figures(name));
  const isWelcome = (name: string): boolean => {
    const worth = `${prefix}yuan.${name}`;
    return names.has(worth) && run.results.total(worth) > 0;
  };
  const draw = (some: readonly string[], heading: string): Markup[] => {
    const met = some.filter((name) => most(name) > 0).sort((a, b) => most(b) - most(a));
    if (met.length === 0) return [];
    const lines = mergeLines(met.map((name) => ({ name: sayName(name), figures: figures(name) })));
    const note = lines.length > mostLines ? `The ${mostLines} that concerned most, of ${met.length}.` : undefined;
    return [layCourse(story, heading, lines.slice(0, mostLines), "sum", note)];
  };
  // What few suffer would lie flat below what many enjoy.
  const welcome = called.filter(isWelcome);
  const others = called.filter((name) => !isWelcome(name));
  return [
    ...draw(others, `${who} ${title} over time`),
    ...draw(welcome, `${who} with privileges over time`),
    ...(called.length > 0 ? [layTable(layOverview(story, prefix, start, called, noun))] : []),
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

const flows = ["entries.", "exits.", "performed."] as const;

function layOverview(story: Story, prefix: string, start: string, called: readonly string[], noun: string) {
  const { run, names, ticksPerYear } = story;
  const graded = story.scorings[0]?.tick ?? -1;
  const tick = graded >= 0 ? graded : run.ticks - 1;
  const there = flows.filter((flow) => called.some((name) => names.has(`${prefix}${flow}${name}`)));
  const priced = called.some((name) => names.has(`${prefix}yuan.${name}`));
  const money = (name: string): string => {
    const measure = `${prefix}yuan.${name}`;
    return names.has(measure) ? sayCount(yearly(run.series(measure).slice(0, tick + 1), ticksPerYear)) : "";
  };
  const total = (measure: string): string => (names.has(measure) ? sayCount(run.results.total(measure)) : "");
  return {
    caption: `Every ${noun}: how many ${prefix === "" ? "people" : "enterprises"} it held for${priced ? `, and what it was worth to them in the year up to ${story.day(tick)} (below 0: cost)` : ""}`,
    heads: [
      noun,
      "at most",
      "at the end",
      ...there.map((flow) => `${flow.slice(0, -1)} in all`),
      ...(priced ? ["yuan a year"] : []),
    ],
    numbers: [false, true, true, ...there.map(() => true), true],
    rows: called.map((name) => [
      sayName(name),
      sayCount(Math.max(...run.series(`${start}${name}`))),
      sayCount(run.last(`${start}${name}`)),
      ...there.map((flow) => total(`${prefix}${flow}${name}`)),
      ...(priced ? [money(name)] : []),
    ]),
  };
}

/** What the scenario itself asks for, and every other count that has no place of its own: a chart of each. */
export function layMeasures(story: Story): Markup[] {
  const { run, names } = story;
  const drawn = run.plan.measures.filter(({ kind, name }) => kind === "census" && !isTold(name));
  const single = drawn.filter(({ name }) => !/ by \w+$/.test(name) || !names.has(name.replace(/ by \w+$/, "")));
  const charts = single.flatMap((measure) => {
    const title = sayMeasure(measure.name);
    const own = { name: "everyone", figures: run.results.gapped(measure.name) };
    const parts = drawn.filter((one) => one.name.startsWith(`${measure.name} by `));
    if (parts.length === 0) return [layCourse(story, title, [own], measure.figure)];
    return parts.map((part) => {
      const words = part.groups?.words ?? [];
      const lines = words.map((word) => ({ name: sayName(word), figures: run.results.gapped(part.name, word) }));
      return layCourse(story, sayMeasure(part.name), [own, ...lines], part.figure);
    });
  });
  return charts.slice(0, mostCharts);
}

function sayMeasure(name: string): string {
  const [, prefix, bare] = /^(enterprises\.)?(.*)$/.exec(name)!;
  const said = bare === "score" ? "Mean score" : sayName(bare!.replace(".", ": "));
  return prefix === undefined ? said : `${said} of enterprises`;
}

/** Whether a figure has a place elsewhere on the page. */
function isTold(name: string): boolean {
  const bare = name.replace(/^enterprises\./, "");
  if (["people", "count"].includes(bare)) return true;
  return /^(lowest band by |(under|on|yuan|days|entries|exits|performed)\.)/.test(bare);
}

const mostActs = 14;

/** What was done, how much of it became records, and what else was counted as it happened. */
export function layActs(story: Story): Markup[] {
  const { run, names, ticksPerYear } = story;
  const years = run.ticks / ticksPerYear;
  const acts = [...names].flatMap((name) => {
    const [, prefix = "", conduct] = /^(enterprises\.)?acts\.(.*)$/.exec(name) ?? [];
    if (conduct === undefined) return [];
    const count = run.results.total(name);
    const records = `${prefix}records.${conduct}`;
    const recorded = names.has(records) ? run.results.total(records) : 0;
    const called = prefix === "" ? sayName(conduct) : `${sayName(conduct)} (enterprises)`;
    return [{ name: called, count, recorded, figure: (1000 * count) / (run.people * years) }];
  });
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
      count > 0 ? sayShare(recorded / count) : "",
    ]),
  });
  return [...(acts.length > 0 ? [figure] : []), ...layTallies(story)];
}

function layTallies({ run }: Story): Markup[] {
  const told = /^(enterprises\.)?(acts|records|points|entries|exits|performed|days)\./;
  const others = run.plan.measures.filter(({ kind, name }) => kind === "tally" && !told.test(name));
  if (others.length === 0) return [];
  const rows = others.map(({ name, doc }) => [sayName(name), doc, sayCount(run.results.total(name))]);
  return [
    layTable({
      caption: "What else was counted over the run",
      heads: ["measure", "what it is", "in all"],
      numbers: [false, false, true],
      rows,
    }),
  ];
}
