import { calendarOf, type MeasureRef, type PlacesLegend, type Run } from "../index.ts";
import { yearly } from "./figures.ts";
import type { Paint } from "./paint.ts";
import { layTable } from "./table.ts";
import { sayCount, sayName, sayShare } from "./wording.ts";

/** What became of attempts that needed a place in the last year: of everyone, of who is served first, and of all others. */
export interface PlacesTold {
  readonly name: string;
  readonly conduct: string;
  readonly tried: string;
  readonly served: string;
  /** Blank where nobody is served first. */
  readonly first: string;
  readonly others: string;
}

/** Everything that there is not enough of. */
export function tellPlaces(run: Run): PlacesTold[] {
  const { ticksPerYear } = calendarOf(run.scenario.data.time);
  const inYear = (measure: MeasureRef, group?: string): number =>
    yearly(run.results.of(measure).series(group), ticksPerYear);
  const share = ({ served, refused }: PlacesLegend, group?: string): string => {
    const [got, none] = [inYear(served, group), inYear(refused, group)];
    return got + none === 0 ? "nobody tried" : sayShare(got / (got + none));
  };
  return (run.legend.places ?? []).map((one) => ({
    name: one.name,
    conduct: one.conduct,
    tried: sayCount(inYear(one.served) + inYear(one.refused)),
    served: share(one),
    first: one.first === undefined ? "" : share(one, one.first),
    others: one.others === undefined ? "" : share(one, one.others),
  }));
}

/** For what there is not enough of: how many tried in the last year, and which share of them was served. */
export function layPlaces(run: Run, width: number, paint: Paint): string[] {
  const rows = tellPlaces(run).map((one) => [
    `${sayName(one.name)} (${sayName(one.conduct)})`,
    one.tried,
    one.served,
    one.first,
    one.others,
  ]);
  if (rows.length === 0) return [];
  return layTable(
    [
      { wraps: true },
      { head: "attempts a year", align: "right" },
      { head: "served", align: "right" },
      { head: "first", align: "right" },
      { head: "others", align: "right" },
    ],
    rows,
    { width, paintHead: paint.quiet },
  );
}
