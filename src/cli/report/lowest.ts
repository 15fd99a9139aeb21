import type { Run } from "../../index.ts";
import { bar } from "./chart.ts";
import type { Paint } from "./paint.ts";
import { bandsOf } from "./score.ts";
import { layTable, wrap } from "./table.ts";
import { plain, sayCount, sayNumber, sayShare, saySigned } from "./wording.ts";

const mostConducts = 8;

/** What brought points to the people of a band over the run, the greatest loss first. */
export function pointsIn(run: Run, band: string): { conduct: string; points: number }[] {
  const [{ conducts }] = run.legend.kinds;
  return conducts
    .flatMap(({ name, points }) => (points ? [{ conduct: name, points: run.results.of(points).total(band) }] : []))
    .sort((a, b) => a.points - b.points);
}

/** Who is in the lowest band at a tick, what took their points, and which groups are there more often than others. */
export function layLowest(run: Run, tick: number, width: number, paint: Paint): string[] {
  const lowest = bandsOf(run)[0]!.name;
  const [{ count }] = run.legend.kinds;
  const people = count ? run.results.of(count).series(lowest)[tick]! : 0;
  const lines = [`  ${sayNumber(people, "person", "people")} in ${lowest}, ${sayShare(people / run.people)} of all.`];
  return [...lines, ...layLosses(run, lowest, width, paint), ...layShares(run, lowest, tick, width, paint)];
}

function cellsOf(width: number): number {
  return Math.max(8, Math.min(20, width - 50));
}

function layLosses(run: Run, lowest: string, width: number, paint: Paint): string[] {
  const all = pointsIn(run, lowest);
  const losses = all.filter(({ points }) => points < 0);
  const lost = losses.reduce((sum, { points }) => sum + points, 0);
  const won = all.reduce((sum, { points }) => sum + Math.max(0, points), 0);
  if (losses.length === 0) return [];
  const rows = losses
    .slice(0, mostConducts)
    .map(({ conduct, points }) => [
      conduct,
      saySigned(Math.round(points)),
      sayShare(points / lost),
      bar(points / lost, 1, cellsOf(width)),
    ]);
  const rest = losses.slice(mostConducts);
  if (rest.length > 0) {
    const points = rest.reduce((sum, one) => sum + one.points, 0);
    rows.push([
      `${rest.length} ${rest.length === 1 ? "other" : "others"}`,
      saySigned(Math.round(points)),
      sayShare(points / lost),
      "",
    ]);
  }
  const records = `Records took ${sayCount(-lost)} points from people while in ${lowest}, and gave ${sayCount(won)}.`;
  const table = layTable([{}, { align: "right" }, { align: "right", paint: paint.quiet }, { paint: paint.bad }], rows, {
    width,
    indent: "    ",
  });
  return [...wrap(records, width - 2).map((one) => `  ${one}`), ...table];
}

function layShares(run: Run, lowest: string, tick: number, width: number, paint: Paint): string[] {
  const [{ bands }] = run.legend.kinds;
  const rows = (bands?.lowestBy ?? []).flatMap(({ measure, group }) => {
    const { groups, series } = run.results.of(measure);
    const shares = groups.map((word) => series(word)[tick]!);
    const most = Math.max(...shares);
    return groups.map((word, i) => [
      i === 0 ? group : "",
      plain(word),
      sayShare(shares[i]!),
      bar(shares[i]!, most, cellsOf(width)),
    ]);
  });
  if (rows.length === 0 || rows.every(([, , , block]) => block === "")) return [];
  return [
    `  Share in ${lowest} by group:`,
    ...layTable([{}, {}, { align: "right" }, { paint: paint.quiet }], rows, { width, indent: "    " }),
  ];
}
