import { calendarOf, type Run, type ScoreLegend } from "../index.ts";
import { bar, coarsen, type Histogram, sparkline } from "./chart.ts";
import type { Paint } from "./paint.ts";
import { layTable, pad, widthOf, wrap } from "./table.ts";
import { sayCount, sayDay, sayFigure, sayName, sayShare } from "./wording.ts";

/** A grade and the lowest score that has it. */
export interface Band {
  readonly name: string;
  readonly from: number;
}

/** The bands of a run's scheme, lowest first; none where it has none. */
export function bandsOf({ legend }: Pick<Run, "legend">): readonly Band[] {
  return legend.kinds[0].bands?.of ?? [];
}

const mostRows = 22;
const finestBins = 4000;

/** Bands that are in force at the end: scores are not told apart by grades that have ended. */
export function bandsAtEnd(run: Run): readonly Band[] {
  return lastGraded(run) === run.ticks - 1 ? bandsOf(run) : [];
}

/** That grades had ended before the world did, and when; undefined where they had not, or were never in force. */
export function sayGradesEnded(run: Run): string | undefined {
  const last = lastGraded(run);
  if (last < 0 || last === run.ticks - 1) return undefined;
  const day = sayDay(calendarOf(run.scenario.data.time).dayOf(last));
  return `Grades had ended (the last on ${day}): these scores have none.`;
}

/** How the scores of a kind are spread at the end, in stretches that begin where the scale and its bands do. */
export function spreadOf(run: Run, score: ScoreLegend, bands: readonly Band[], most: number): Histogram {
  const { from, to } = score;
  const span = to - from;
  // A scale of a few points is told in fractions of them.
  const isWhole = Number.isInteger(from) && Number.isInteger(to) && span >= mostRows && span <= finestBins;
  const cuts = bands.map((band) => band.from);
  return coarsen(run.spread(score.column, isWhole ? span : 1000), most, cuts);
}

/** Decimals that tell edges apart. */
export function placesOf(edges: readonly number[]): number {
  const fits = (places: number): boolean => edges.every((at) => Math.abs(at - Number(at.toFixed(places))) < 1e-6);
  return [0, 1, 2, 3].find(fits) ?? 4;
}

/** What edges are called. */
export function openEdges(edges: readonly number[]): (score: number) => string {
  const places = placesOf(edges);
  return (score) => (places > 0 ? score.toFixed(places) : sayCount(score));
}

/** How the scores are spread at the end: a bar for each stretch of the scale, best first, and where bands begin. */
export function layHistogram(run: Run, width: number, paint: Paint): string[] {
  const { score } = run.legend.kinds[0];
  if (!score) return [];
  const bands = bandsAtEnd(run);
  const { edges, counts: all } = spreadOf(run, score, bands, mostRows);
  const rows = all.map((count, i) => ({ count, from: edges[i]!, to: edges[i + 1]! })).reverse();
  const edge = openEdges(edges);
  const room = Math.max(...edges.map((at) => widthOf(edge(at))));
  const marks = markBands(rows, bands);
  const counts = Math.max(...rows.map(({ count }) => widthOf(sayCount(count))));
  const bars = Math.max(8, width - (2 + 2 * room + 3 + 2) - (2 + counts + 2 + 7) - (2 + widestOf(marks)));
  const densest = (row: (typeof rows)[number]): number => row.count / (row.to - row.from);
  const most = Math.max(...rows.map(densest));
  const laid = rows.map((row, i) => {
    const { count, from: low, to: high } = row;
    const band = bands.findLastIndex((one) => one.from <= (low + high) / 2);
    const block = bar(densest(row), most, bars);
    const drawn = bands.length === 0 ? block : paint.scale(block, Math.max(0, band), bands.length);
    const stretch = `${pad(edge(low), room, "right")} – ${pad(edge(high), room, "right")}`;
    const figures = `${pad(sayCount(count), counts, "right")}  ${pad(sayShare(count / run.people), 7, "right")}`;
    const blanks = " ".repeat(bars - widthOf(block));
    return `  ${stretch}  ${drawn}${blanks}  ${figures}  ${paint.quiet(marks[i]!)}`.trimEnd();
  });
  return [...laid, ...notesOn(run, edges).flatMap((one) => wrap(one, width - 2).map((line) => `  ${line}`))];
}

/** What else there is to know of a histogram. */
function notesOn(run: Run, edges: readonly number[]): string[] {
  const ended = sayGradesEnded(run);
  return [...(ended === undefined ? [] : [ended]), ...(isUneven(edges) ? [unevenSays] : [])];
}

/** Whether stretches differ in width. */
export function isUneven(edges: readonly number[]): boolean {
  const widths = edges.slice(1).map((at, i) => at - edges[i]!);
  return widths.some((one) => Math.abs(one - widths[0]!) > 1e-6 * widths[0]!);
}

/** What bars of stretches of unequal width show. */
export const unevenSays =
  "Bars are as long as there are people for each point of the scale: stretches are not all as wide.";

/** Who is in the figures of scores without having been scored: who has no grade, and whose file is too thin. */
export function sayCounted(run: Run): string | undefined {
  const ungraded = ungradedIn(run)?.at(-1) ?? 0;
  const hasGrades = lastGraded(run) === run.ticks - 1;
  const without = [
    ...(hasGrades && ungraded > 0 ? [`${sayShare(ungraded / run.people)} who have no grade`] : []),
    ...(run.scenario.data.scheme?.thin_file ? ["those whose file is thin, at the score that is set for them"] : []),
  ];
  if (without.length === 0) return undefined;
  return `Everyone is counted here, with ${without.join(", and ")}: these are not the scores of those who are scored alone.`;
}

export function layCounted(run: Run, width: number): string[] {
  const said = sayCounted(run);
  return said === undefined ? [] : wrap(said, width - 2).map((line) => `  ${line}`);
}

/** People in no band, by tick; undefined where there are no bands. */
function ungradedIn(run: Run): readonly number[] | undefined {
  const all = countsByBand(run);
  return all[0]?.map((_, tick) => all.reduce((left, people) => left - people[tick]!, run.people));
}

/** What stands beside each row: a band where it is first met, and where in the row it begins. */
function markBands(rows: readonly { from: number; to: number }[], bands: readonly Band[]): string[] {
  let said = "";
  return rows.map(({ from, to }) => {
    const here = bands.filter((band, i) => band.from < to && (bands[i + 1]?.from ?? Infinity) > from).reverse();
    const marks = here.flatMap((band) => {
      const begins = band.from >= from && band !== bands[0];
      const called = sayName(band.name);
      const mark = begins ? [`${called} from ${sayFigure(band.from)}`] : band.name === said ? [] : [called];
      said = band.name;
      return mark;
    });
    return marks.join(", ");
  });
}

function widestOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}

/** The last tick in which anyone was in a band; −1 where nobody ever was. Grades may end before the world does. */
export function lastGraded(run: Run): number {
  const series = countsByBand(run);
  for (let tick = run.ticks - 1; tick >= 0; tick--) if (series.some((people) => people[tick]! > 0)) return tick;
  return -1;
}

/** People in each band, lowest first, by tick. */
function countsByBand(run: Run): (readonly number[])[] {
  const { count } = run.legend.kinds[0];
  return count ? bandsOf(run).map(({ name }) => run.results.of(count).series(name)) : [];
}

/** Each band over time: a line of blocks, its share and people in the first and last tick of grades. */
export function layBands(run: Run, width: number, paint: Paint): string[] {
  const bands = [...bandsOf(run)].reverse();
  const all = countsByBand(run).reverse();
  const isGraded = (tick: number): boolean => all.some((people) => people[tick]! > 0);
  const last = lastGraded(run);
  const first = all[0]!.findIndex((_, tick) => isGraded(tick));
  if (first < 0) return ["  No bands were in force."];
  const others = [
    ["band", "ungraded", ...bands.map(({ name }) => sayName(name))],
    ["from", ...bands.map(({ from }) => sayFigure(from))],
    ["100.0 %"],
    ["100.0 %"],
    ["people", ...all.flat().map(sayCount)],
  ];
  const cells = Math.max(10, Math.min(40, width - 2 - others.reduce((sum, texts) => sum + widestOf(texts) + 2, 0)));
  const lay = (name: string, from: string, people: readonly number[]): string[] => {
    // A tick without grades is a blank, not a low.
    const line = sparkline(
      people.map((count, tick) => (isGraded(tick) ? count : Number.NaN)),
      cells,
    );
    return [name, from, line, share(people[first]!, run), share(people[last]!, run), sayCount(people[last]!)];
  };
  const rows = bands.map(({ name, from }, i) => lay(sayName(name), sayFigure(from), all[i]!));
  const rest = ungradedIn(run)!;
  if (rest.some((people, tick) => people > 0 && isGraded(tick))) rows.push(lay("ungraded", "", rest));
  return layTable(
    [
      { head: "band" },
      { head: "from", align: "right" },
      { head: "over time" },
      { head: "first", align: "right" },
      { head: "last", align: "right" },
      { head: "people", align: "right" },
    ],
    rows,
    { width, paintHead: paint.quiet },
  );
}

function share(count: number, run: Run): string {
  return sayShare(count / run.people);
}
