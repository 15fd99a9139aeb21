import type { Answers, BandsMoved, Comparison, DifferenceRow, Interval } from "../index.ts";
import { layAnswers, sayTwins } from "./answers.ts";
import { sayCostOf } from "./figures.ts";
import type { Paint } from "./paint.ts";
import { layResponses } from "./responses.ts";
import { layTitle } from "./summary.ts";
import { layTable, wrap } from "./table.ts";
import { plain, sayCount, sayFigure, sayName, sayNumber, sayShare } from "./wording.ts";

const mostClear = 40;
const mostUnclear = 10;
const mostNames = 12;

/** What differs between two worlds, as a person reads it. `words` are what they called the scenarios. */
export function layComparison(
  done: Comparison,
  words: readonly [string, string],
  width: number,
  paint: Paint,
  further: readonly FurtherAnswers[] = [],
): string[] {
  const [a, b] = [plain(done.a.title), plain(done.b.title)];
  const rows = byRelevance(withoutTwins(done)).filter(({ measure }) => done.topicOf(measure) !== "moments");
  const same = rows.filter(({ difference }) => difference.from === 0 && difference.to === 0);
  const clear = rows.filter(({ difference }) => difference.from > 0 || difference.to < 0);
  const isOfMistakes = ({ measure }: DifferenceRow): boolean => done.topicOf(measure) === "mistakes";
  const [mistakes, others] = [clear.filter(isOfMistakes), clear.filter((row) => !isOfMistakes(row))];
  const unclear = rows.filter((row) => !same.includes(row) && !clear.includes(row));
  return [
    ...layTitle(`${a} (A) and ${b} (B)`, width, paint),
    ...layFacts(done, words, width),
    ...layAsked(done, further, width, paint),
    ...layRows("Clear differences: the 95 % interval is without 0", others, mostClear, done, width, paint),
    ...layRows("Mistakes that differ clearly", mistakes, mostClear, done, width, paint),
    ...layRows(`Not clear from ${done.seeds} seeds`, unclear, mostUnclear, done, width, paint),
    ...(done.bands ? layMoves(done.bands, done, width, paint) : []),
    "",
    ...wrap(
      `${sayNumber(same.length, "figure")} ${same.length === 1 ? "is" : "are"} the same in both worlds under every seed.`,
      width,
    ),
    ...layNobody(done.ofNobody, width),
    ...layCosts(done, width),
    ...layWarnings(done.warnings, width, paint),
    ...layOnly("A", done.stemsOnlyIn.a, width),
    ...layOnly("B", done.stemsOnlyIn.b, width),
    ...layPutIn(done, width, paint),
  ];
}

/** Answers of further twins to what one of the worlds is asked, where it takes another control. */
export interface FurtherAnswers {
  readonly world: "a" | "b";
  readonly answers: Answers;
}

/** What the worlds are asked: answered by themselves where they can, else from further twins. */
function layAsked(done: Comparison, further: readonly FurtherAnswers[], width: number, paint: Paint): string[] {
  const own = (["b", "a"] as const).map((world) => ({
    title: `What ${world.toUpperCase()} is asked, answered by these worlds`,
    answers: done.answers.filter((one) => one.world === world),
  }));
  const more = further.map(({ world, answers }) => ({
    title: `What ${world.toUpperCase()} is asked, answered from ${sayTwins(answers)}`,
    answers: answers.answers,
  }));
  return [...own, ...more].flatMap(({ title, answers }) =>
    answers.length === 0 ? [] : ["", paint.title(title), ...layAnswers(answers, width, paint)],
  );
}

/** What was put in of how people respond: what differs may follow from nothing else. */
function layPutIn(done: Comparison, width: number, paint: Paint): string[] {
  const [a, b] = [layResponses(done.a, width), layResponses(done.b, width)];
  const isSame = a.join() === b.join();
  const parts: [string, string[]][] = isSame
    ? [["in both", a]]
    : [
        ["in A", a],
        ["in B", b],
      ];
  const laid = parts.filter(([, lines]) => lines.length > 0);
  return laid.flatMap(([where, lines]) => ["", paint.title(`Responses ${where}`), ...lines]);
}

function layWarnings(warnings: readonly string[], width: number, paint: Paint): string[] {
  if (warnings.length === 0) return [];
  return [
    "",
    paint.title("Warnings"),
    ...warnings.flatMap((one) => wrap(sayName(one), width - 2).map((line) => `  ${line}`)),
  ];
}

function layNobody(ofNobody: readonly string[], width: number): string[] {
  const { length } = ofNobody;
  if (length === 0) return [];
  const said = length === 1 ? "One mean or share is" : `${length} means and shares are`;
  const told = sayName(choicesOf(ofNobody));
  return wrap(`${said} left out: at the end there is nobody in one of the worlds to take it of: ${told}.`, width);
}

/** What running each system costs those who run, where its scenario says so. */
function layCosts({ runningCost, people }: Comparison, width: number): string[] {
  return (["a", "b"] as const).flatMap((world) => {
    const cost = runningCost[world];
    if (!cost) return [];
    const of = `Running the system of ${world.toUpperCase()} costs ${sayCount(cost.perYear)} yuan a year`;
    return wrap(`${of}, ${sayCostOf(cost, people)}. It is put in.`, width);
  });
}

/** What "anger by residence" and "anger by age" say of everyone, "anger" says already: it is told once. */
function withoutTwins({ differences, stemOf }: Comparison): DifferenceRow[] {
  const rows = differences();
  const told = new Set(rows.map(({ measure }) => measure).filter((measure) => measure === stemOf(measure)));
  return rows.filter(({ measure, group }) => {
    const stem = stemOf(measure);
    if (group !== "" || stem === measure) return true;
    const isNew = !told.has(stem);
    told.add(stem);
    return isNew;
  });
}

/** How far the mean is from 0, in half-widths of its interval: what cannot be luck comes first. */
function byRelevance(rows: readonly DifferenceRow[]): DifferenceRow[] {
  const relevance = ({ difference: { mean, from, to, n } }: DifferenceRow): number => {
    const half = (to - from) / 2;
    // A few seeds that happen to differ by the same number are no certainty: they count as so many seeds.
    return mean === 0 ? 0 : half === 0 ? n : Math.abs(mean) / half;
  };
  // Equally sure ones by how much they differ, so that the order is not that of the names.
  const size = ({ relative = Number.MAX_VALUE }: DifferenceRow): number => Math.abs(relative);
  const order = (x: number, y: number): number => (x === y ? 0 : y - x);
  return [...rows].sort((x, y) => order(relevance(x), relevance(y)) || order(size(x), size(y)));
}

function layFacts(done: Comparison, words: readonly [string, string], width: number): string[] {
  const { seeds, firstSeed, people, peopleDiffer, ticks } = done;
  const [{ length }, names] = [peopleDiffer, sayName(choicesOf(peopleDiffer))];
  const same =
    length === 0
      ? "the same in both, with the same luck"
      : `as many in both, and not the same: ${names} ${length === 1 ? "is" : "are"} made in another way, so that not every difference is a scheme's doing`;
  const [a, b] = words;
  return wrap(
    `A is ${a}, B is ${b}. Synthetic people: ${sayCount(people)}, ${same}. ` +
      `${sayNumber(ticks, "tick")}. ${sayNumber(2 * seeds, "run")}: seeds ${firstSeed} to ${firstSeed + seeds - 1} in each world. ` +
      "Figures are of the last tick; acts, records, points, yuan and what happens on lists are of the whole run." +
      saySurveys(done),
    width,
  );
}

function saySurveys({ a, b }: Comparison): string {
  if (!a.data.surveys && !b.data.surveys) return "";
  return " What surveys say is of the last one that asked anybody, with the luck of its sample.";
}

/** Names as a person tells them, some of them where they are many. */
function choicesOf(names: readonly string[]): string {
  const shown = names.slice(0, mostNames);
  const rest = names.length > mostNames ? [`${names.length - mostNames} more`] : [];
  return [...shown, ...rest].join(", ").replace(/, (?=[^,]*$)/, " and ");
}

function layRows(
  title: string,
  rows: readonly DifferenceRow[],
  most: number,
  { stemOf }: Comparison,
  width: number,
  paint: Paint,
): string[] {
  if (rows.length === 0) return [];
  const cells = rows.slice(0, most).map(({ measure, group, a, b, difference, relative }) => {
    const say = sayerFor(difference);
    const half = (difference.to - difference.from) / 2;
    // A mean of nobody under all seeds but one leaves a single pair.
    const spread = Number.isFinite(half) ? `± ${say(half)}` : "one seed";
    const change = relative === undefined ? "" : sayRelative(relative);
    return [nameOf(stemOf(measure), group), say(a), say(b), saySign(say, difference.mean), spread, change];
  });
  const more = rows.length > most ? [`  … and ${rows.length - most} more: --json has them all`] : [];
  return [
    "",
    paint.title(title),
    ...layTable(
      [
        { wraps: true },
        { head: "A", align: "right" },
        { head: "B", align: "right" },
        { head: "B − A", align: "right", paint: paint.title },
        { head: "95 %", align: "right" },
        { head: "of A", align: "right", paint: paint.quiet },
      ],
      cells,
      { width, paintHead: paint.quiet },
    ),
    ...more,
  ];
}

/** "anger by residence" of the group "town" is "anger, town". */
function nameOf(stem: string, group: string): string {
  return group === "" ? sayName(stem) : `${sayName(stem)}, ${sayName(group)}`;
}

/** As many decimals as the interval makes certain: two digits of its half-width. */
function sayerFor({ mean, from, to }: Interval): (figure: number) => string {
  const half = (to - from) / 2 || Math.abs(mean) / 10;
  const decimals = half > 0 && Number.isFinite(half) ? Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(half)))) : 2;
  return (figure) => {
    const [whole = "", part] = Math.abs(figure).toFixed(decimals).split(".");
    const isBelow = figure < 0 && Number(figure.toFixed(decimals)) !== 0;
    return `${isBelow ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${part === undefined ? "" : `.${part}`}`;
  };
}

function saySign(say: (figure: number) => string, figure: number): string {
  const said = say(figure);
  return figure > 0 && /[1-9]/.test(said) ? `+${said}` : said;
}

function sayRelative(relative: number): string {
  if (Math.abs(relative) >= 10) return `× ${sayFigure(Number((1 + relative).toPrecision(3)))}`;
  return `${relative > 0 ? "+" : ""}${sayShare(relative)}`;
}

/** Whom it moved: people by their band in A (rows) and in B (columns), per world. */
function layMoves(
  { names, moved, better, worse }: BandsMoved,
  done: Comparison,
  width: number,
  paint: Paint,
): string[] {
  const order = names.map((_, i) => i).reverse();
  const people = (from: number, to: number): number => moved[from]![to]! / done.seeds;
  const bands = new Set((done.a.data.scheme?.bands ?? []).map(({ name }) => name));
  const isIn = (i: number): boolean => bands.has(names[i]!);
  const rowsOf = order.filter((from) => isIn(from) || order.some((to) => people(from, to) > 0));
  const columns = order.filter((to) => isIn(to) || order.some((from) => people(from, to) > 0));
  const say = (count: number): string =>
    count === 0 ? "·" : count < 9.95 ? sayFigure(Number(count.toFixed(1))) : sayCount(count);
  const rows = rowsOf.map((from) => [sayName(names[from]!), ...columns.map((to) => say(people(from, to)))]);
  const tell = (word: string, change: Interval): string => {
    const figure = sayerFor(change);
    const half = figure((change.to - change.from) / 2);
    return `  ${word}: ${figure(change.mean)} ± ${half} people, ${sayShare(change.mean / done.people)}`;
  };
  return [
    "",
    paint.title("Who changed bands: people per world, by band in A (rows) and in B (columns)"),
    ...layTable([{}, ...columns.map((to) => ({ head: sayName(names[to]!), align: "right" as const }))], rows, {
      width,
      paintHead: paint.quiet,
    }),
    tell("In a higher band in B", better),
    tell("In a lower band in B", worse),
  ];
}

function layOnly(world: string, names: readonly string[], width: number): string[] {
  if (names.length === 0) return [];
  const rest = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return wrap(`Only ${world} has: ${sayName(names.slice(0, mostNames).join(", "))}${rest}.`, width);
}
