import type { KindLegend, MistakesLegend, Run } from "../index.ts";
import { type Course, coursesOf, layCourses } from "./figures.ts";
import type { Paint } from "./paint.ts";
import { plain } from "./wording.ts";

/** One figure of mistakes, with what it is called. */
export interface MistakeFigure {
  readonly name: string;
  readonly measure: NonNullable<MistakesLegend["points"]>;
  readonly isShare: boolean;
}

/** What false records have made wrong for one kind, in words; nothing where no account is kept of them. */
export function figuresOfMistakes({ mistakes, nouns }: Pick<KindLegend, "mistakes" | "nouns">): MistakeFigure[] {
  if (!mistakes) return [];
  const figure = (name: string, measure: MistakeFigure["measure"] | undefined, isShare: boolean): MistakeFigure[] =>
    measure ? [{ name, measure, isShare }] : [];
  return [
    ...mistakes.records.flatMap(({ conduct, measure }) =>
      figure(`records of ${conduct} that are false`, measure, true),
    ),
    ...figure("points by which scores are wrong", mistakes.points, false),
    ...figure("in a wrong band", mistakes.band, true),
    ...mistakes.lists.flatMap(({ list, on, off }) => [
      ...figure(`of those on ${list}, wrongly`, on, true),
      ...figure(`of those not on ${list}, wrongly`, off, true),
    ]),
    ...figure(`yuan a tick that mistakes cost ${nouns}`, mistakes.cost, false),
  ];
}

/** Mistakes over time, of everyone and of each group. */
export function layMistakes(run: Run, kind: KindLegend, width: number, paint: Paint): string[] {
  const courses = figuresOfMistakes(kind).flatMap((one): Course[] => coursesOf({ ...one, name: plain(one.name) }, run));
  return layCourses(courses, width, paint);
}
