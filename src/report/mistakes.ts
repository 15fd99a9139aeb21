import type { KindLegend, MistakesLegend, Run } from "../index.ts";
import { type Course, coursesOf, layCourses } from "./figures.ts";
import type { Paint } from "./paint.ts";
import { layTable, wrap } from "./table.ts";
import { plain, sayName, sayShare } from "./wording.ts";

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

/**
 * Records that are false, of a whole run: in a week hardly anything is recorded of most conduct. What false records have made
 * wrong is told over time, of everyone and of each group.
 */
export function layMistakes(run: Run, kind: KindLegend, width: number, paint: Paint): string[] {
  const { mistakes } = kind;
  if (!mistakes) return [];
  const of = mistakes.records.map(({ measure }) => measure);
  const wrong = figuresOfMistakes(kind).filter(({ measure }) => !of.includes(measure));
  const courses = wrong.flatMap((one): Course[] => coursesOf({ ...one, name: plain(one.name) }, run));
  return [...layRecords(run, mistakes, width, paint), ...layCourses(courses, width, paint)];
}

/** The share of false ones among the records of each conduct, by whom they fall on. */
function layRecords({ results, legend }: Run, { records }: MistakesLegend, width: number, paint: Paint): string[] {
  const rows = records.map(({ conduct, measure }) => {
    const { id, total, counts } = results.of(measure);
    const apart = legend.measures.filter((one) => one.stem === id && one.id !== id);
    const groups = apart.flatMap((one) => {
      const part = results.of(one.measure);
      return part.groups.map((word) => `${sayName(word)} ${sayShare(part.total(word))}`);
    });
    return { name: sayName(conduct), count: counts().reduce((sum, one) => sum + one, 0), share: total(), groups };
  });
  const some = rows.filter(({ share }) => share > 0);
  const none = rows.filter(({ share, count }) => share === 0 && count > 0);
  const table = layTable(
    [
      { head: "false, of all records of" },
      { head: "in all", align: "right" },
      { head: "by whom they fall on", wraps: true },
    ],
    some.map(({ name, share, groups }) => [name, sayShare(share), groups.join(", ")]),
    { width, paintHead: paint.quiet },
  );
  const never =
    none.length === 0
      ? []
      : wrap(`No record is false of ${none.map(({ name }) => name).join(", ")}.`, width - 2).map((line) => `  ${line}`);
  return [...(some.length > 0 ? table : []), ...never, ...(some.length + never.length > 0 ? [""] : [])];
}
