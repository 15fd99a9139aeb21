import { calendarOf, type MeasureRef, type Run } from "../index.ts";
import { yearly } from "./figures.ts";
import type { KindOfRun } from "./kinds.ts";
import type { Paint } from "./paint.ts";
import { layTable } from "./table.ts";
import { sayCount, sayName } from "./wording.ts";

/** For each redress: records disputed, freed and upheld in the last year, points given back, and what it cost. */
export function layRedress(run: Run, { kind }: KindOfRun, width: number, paint: Paint): string[] {
  if (!kind.redress) return [];
  const { ticksPerYear } = calendarOf(run.scenario.data.time);
  const inYear = (measure: MeasureRef | undefined): string =>
    measure ? sayCount(yearly(run.results.of(measure).series(), ticksPerYear)) : "none";
  const rows = kind.redress.map(({ name, measures }) => {
    const { disputes, freed, upheld, takenBack, costs } = measures;
    return [sayName(name), ...[disputes, freed, upheld, takenBack, costs].map(inYear)];
  });
  return layTable(
    [
      { wraps: true },
      { head: "disputed", align: "right" },
      { head: "freed", align: "right" },
      { head: "upheld", align: "right" },
      { head: "points back", align: "right" },
      { head: "yuan", align: "right" },
    ],
    rows,
    { width, paintHead: paint.quiet },
  );
}
