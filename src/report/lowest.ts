import type { Losses, Run } from "../index.ts";
import { bar } from "./chart.ts";
import type { Paint } from "./paint.ts";
import { bandsOf } from "./score.ts";
import { layTable, wrap } from "./table.ts";
import { sayCount, sayName, sayNumber, sayShare, saySigned } from "./wording.ts";

/** Causes that are told by themselves. */
const mostCauses = 8;

/** One cause of a loss. */
export interface Cause {
  readonly name: string;
  /** Below 0 for a loss. */
  readonly points: number;
  /** Of all that took points; undefined of what gave some. */
  readonly share: number | undefined;
}

/**
 * What took the points of those in the lowest band, the greatest loss first; then what gave them some, and everything else.
 * Shares of losses add up to one.
 */
export function causesOf({ records, rest }: Losses, most = mostCauses): Cause[] {
  const taken = records.filter(({ points }) => points < 0);
  const given = records.reduce((sum, { points }) => sum + Math.max(0, points), 0);
  const told = taken.length > most + 1 ? taken.slice(0, most) : taken;
  const others = taken.slice(told.length).reduce((sum, { points }) => sum + points, 0) + Math.min(0, rest);
  const all = taken.reduce((sum, { points }) => sum + points, 0) + Math.min(0, rest);
  const loss = (name: string, points: number): Cause => ({ name, points, share: points / all });
  return [
    ...told.map(({ conduct, points }) => loss(sayName(conduct), points)),
    ...(others < -0.5 ? [loss("everything else", others)] : []),
    ...(given > 0.5 ? [{ name: "good records gave", points: given, share: undefined }] : []),
    ...(rest > 0.5 ? [{ name: "everything else gave", points: rest, share: undefined }] : []),
  ];
}

/** Whose points are told: all in the band, or those of some communities. */
export function sayWhose({ people, of, lost }: Losses): string {
  const who =
    people === of
      ? `The ${sayNumber(of, "person", "people")} in it`
      : `${sayNumber(people, "person", "people")} of the ${sayCount(of)} in it, whose communities were lived again,`;
  return `${who} had lost ${sayCount(lost)} points since the start, before it and in it.`;
}

/** Who is in the lowest band at a tick, what took their points, and which groups are there more often than others. */
export function layLowest(run: Run, tick: number, width: number, paint: Paint): string[] {
  const lowest = bandsOf(run)[0]!.name;
  const called = sayName(lowest);
  const [{ count }] = run.legend.kinds;
  const people = count ? run.results.of(count).series(lowest)[tick]! : 0;
  const lines = [`  ${sayNumber(people, "person", "people")} in ${called}, ${sayShare(people / run.people)} of all.`];
  return [...lines, ...layLosses(run, width, paint), ...layShares(run, lowest, tick, width, paint)];
}

function cellsOf(width: number): number {
  return Math.max(8, Math.min(20, width - 50));
}

function layLosses({ losses }: Run, width: number, paint: Paint): string[] {
  if (!losses) return [];
  const causes = causesOf(losses);
  if (causes.length === 0) return [];
  const rows = causes.map(({ name, points, share }) => [
    name,
    saySigned(Math.round(points)),
    share === undefined ? "" : sayShare(share),
    share === undefined ? "" : bar(share, 1, cellsOf(width)),
  ]);
  const table = layTable([{}, { align: "right" }, { align: "right", paint: paint.quiet }, { paint: paint.bad }], rows, {
    width,
    indent: "    ",
  });
  return [...wrap(`${sayWhose(losses)} What took them:`, width - 2).map((one) => `  ${one}`), ...table];
}

function layShares(run: Run, lowest: string, tick: number, width: number, paint: Paint): string[] {
  const [{ bands }] = run.legend.kinds;
  const rows = (bands?.lowestBy ?? []).flatMap(({ measure, group }) => {
    const { groups, series } = run.results.of(measure);
    const shares = groups.map((word) => series(word)[tick]!);
    const most = Math.max(...shares);
    return groups.map((word, i) => [
      i === 0 ? sayName(group) : "",
      sayName(word),
      sayShare(shares[i]!),
      bar(shares[i]!, most, cellsOf(width)),
    ]);
  });
  if (rows.length === 0 || rows.every(([, , , block]) => block === "")) return [];
  return [
    `  Share in the band ${sayName(lowest)} by group:`,
    ...layTable([{}, {}, { align: "right" }, { paint: paint.quiet }], rows, { width, indent: "    " }),
  ];
}
