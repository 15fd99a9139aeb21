import type { MeasureRef, Run } from "../index.ts";
import { type Course, coursesOf, layCourses } from "./figures.ts";
import { enterprisesOf } from "./kinds.ts";
import type { Paint } from "./paint.ts";
import { sayCount, sayFigure, sayName, sayShare } from "./wording.ts";

/** How enterprises fare: their mean score, bands, lists, consequences and declared measures over time. */
export function layEnterprises(run: Run, width: number, paint: Paint): string[] {
  return layCourses(linesOf(run), width, paint);
}

function linesOf(run: Run): Course[] {
  const { kind, count } = enterprisesOf(run) ?? { count: 0 };
  if (!kind) return [];
  const lineOf = (name: string, measure: MeasureRef | undefined, say: Course["say"], group?: string): Course[] =>
    measure ? [{ name, series: run.results.of(measure).series(group), say }] : [];
  const share = (figure: number): string => sayShare(figure / count);
  const bands = [...(kind.bands?.of ?? [])].reverse();
  return [
    ...lineOf("mean score", kind.score?.mean, sayFigure),
    ...bands.flatMap(({ name }) => lineOf(`in band ${sayName(name)}`, kind.count, share, name)),
    ...kind.lists.flatMap(({ name, measures }) => lineOf(`on ${sayName(name)}`, measures.on, share)),
    ...kind.consequences.flatMap(({ name, under }) => lineOf(`under ${sayName(name)}`, under, sayCount)),
    ...kind.declared.flatMap((one) => coursesOf(one, run)),
  ];
}
