import type { Run } from "../../index.ts";
import { bar, coarsen, sparkline } from "./chart.ts";
import type { Paint } from "./paint.ts";
import { layTable, pad, widthOf, wrap } from "./table.ts";
import { sayCount, sayFigure, sayShare } from "./wording.ts";

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

/** How the scores are spread at the end: a bar for each stretch of the scale, best first, and where bands begin. */
export function layHistogram(run: Run, width: number, paint: Paint): string[] {
  const { score } = run.legend.kinds[0];
  if (!score) return [];
  const { from, to } = score;
  const span = to - from;
  // A scale of a few points is told in fractions of them.
  const whole = Number.isInteger(from) && Number.isInteger(to) && span >= mostRows && span <= finestBins;
  const { step, ...histogram } = coarsen(run.spread(score.column, whole ? span : 1000), mostRows);
  const bands = bandsOf(run);
  const rows = histogram.counts.map((count, i) => ({ count, from: histogram.from + i * step })).reverse();
  const places = Math.max(0, -Math.floor(Math.log10(step)));
  const edge = (score: number): string => (places > 0 ? score.toFixed(places) : sayCount(score));
  const edges = Math.max(...rows.map((row) => widthOf(edge(row.from + step))), widthOf(edge(histogram.from)));
  const marks = markBands(rows, step, bands);
  const counts = Math.max(...rows.map(({ count }) => widthOf(sayCount(count))));
  const bars = Math.max(8, width - (2 + 2 * edges + 3 + 2) - (2 + counts + 2 + 7) - (2 + widestOf(marks)));
  const most = Math.max(...rows.map(({ count }) => count));
  return rows.map(({ count, from: low }, i) => {
    const band = bands.findLastIndex((one) => one.from <= low + step / 2);
    const block = bar(count, most, bars);
    const drawn = bands.length === 0 ? block : paint.scale(block, Math.max(0, band), bands.length);
    const stretch = `${pad(edge(low), edges, "right")} – ${pad(edge(low + step), edges, "right")}`;
    const figures = `${pad(sayCount(count), counts, "right")}  ${pad(sayShare(count / run.people), 7, "right")}`;
    const blanks = " ".repeat(bars - widthOf(block));
    return `  ${stretch}  ${drawn}${blanks}  ${figures}  ${paint.quiet(marks[i]!)}`.trimEnd();
  });
}

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
function markBands(rows: readonly { from: number }[], step: number, bands: readonly Band[]): string[] {
  let said = "";
  return rows.map(({ from }) => {
    const here = bands
      .filter((band, i) => band.from < from + step && (bands[i + 1]?.from ?? Infinity) > from)
      .reverse();
    const marks = here.flatMap((band) => {
      const begins = band.from >= from && band !== bands[0];
      const mark = begins ? [`${band.name} from ${sayFigure(band.from)}`] : band.name === said ? [] : [band.name];
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
    ["band", "ungraded", ...bands.map(({ name }) => name)],
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
  const rows = bands.map(({ name, from }, i) => lay(name, sayFigure(from), all[i]!));
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
