import { choices, nearest } from "../../core/problem.ts";
import type { Quantity } from "../../language/units.ts";
import type { Placed } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { type ColumnHandle, type ColumnSpec, wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";

/** Bands of a scheme, in any order. */
export type Bands = readonly { readonly name: string; readonly is: Quantity }[];

/** The lowest band that records of this tick put one into at once: 0 for none, the more the lower. */
export const gradeColumn = "score.grade";
export const gradeStep = "grade at once";

/** How low a band is, from 1 for the highest; undefined, with a problem, where there is no such band. */
export function gradeLevel(band: Placed<string>, bands: Bands, draft: Draft): number | undefined {
  const fallen = falling(bands);
  const place = fallen.findIndex(({ name }) => name === band.value);
  const names = fallen.map(({ name }) => name);
  if (place >= 0) return place + 1;
  return draft.problem(
    "unknown-band",
    `there is no band "${band.value}"`,
    band.place,
    choices(names, "an entry under scheme.bands"),
    nearest(band.value, names),
  );
}

function falling(bands: Bands): Bands {
  return [...bands].sort((a, b) => b.is.amount - a.is.amount);
}

/** Declares the column that events raise. */
export function declareGrade(bands: Bands, draft: Draft): void {
  draft.addColumn(
    wholeColumn(gradeColumn, 0, Math.max(1, bands.length), "scratch", "the lowest band that records put one into"),
  );
}

/**
 * The step that holds a score to the top of a band: a step of the resolution below the next. What accumulates elsewhere
 * falls by the same, so that the score does not come back. What the last of these steps has cost is kept where it can be
 * taken back.
 */
export function lowerGrade(
  bands: Bands,
  score: ColumnHandle,
  alsoIn: readonly ColumnHandle[],
  isTaken: boolean,
  draft: Draft,
): void {
  const level = draft.column(gradeColumn).leaf;
  const over = falling(bands)
    .slice(0, -1)
    .reduce<NumberTree>((limits, { is }, i) => {
      const top = build.subtract(build.constant(is.amount - score.column.resolution), score.leaf);
      const held = build.lesser(top, build.constant(0));
      return build.choose(build.compare("ge", level, build.constant(i + 2)), held, limits);
    }, build.constant(0));
  const ledger = [{ label: "grade", part: over }];
  const writes = [score, ...alsoIn].map((column) => column.change(over, undefined, ledger));
  if (isTaken) {
    const { lost, ago, alone } = lastGrade(draft);
    const isNow = build.compare("gt", level, build.constant(0));
    const isOne = build.number(build.compare("eq", gradedOf(draft).leaf, build.constant(1)));
    writes.push(
      lost.set(build.choose(isNow, build.unary("negate", over), lost.leaf)),
      ago.set(build.choose(isNow, build.constant(0), build.add(ago.leaf, build.constant(1)))),
      alone.set(build.choose(isNow, isOne, alone.leaf)),
    );
  }
  draft.addStep({ kind: "map", name: gradeStep, lets: [], writes });
}

/** How many records of this tick put one into a band. */
export function gradedOf(draft: Draft): ColumnHandle {
  const name = "score.graded";
  const doc = "records of this tick that put one into a band at once";
  return draft.find(name) ?? draft.addColumn(wholeColumn(name, 0, 255, "scratch", doc));
}

/** Ticks that are counted since the last of them. */
const mostAgo = 2 ** 16 - 1;

/** What the last of them cost, how many ticks ago that was, and whether one record alone did it; made where it is first asked for. */
export function lastGrade(draft: Draft): Readonly<Record<"lost" | "ago" | "alone", ColumnHandle>> {
  const { column } = draft.column("score");
  const units = column.highest - column.lowest;
  const made = (name: string, spec: () => ColumnSpec): ColumnHandle => draft.find(name) ?? draft.addColumn(spec());
  const [lost, ago, alone] = ["score.grade.lost", "score.grade.ago", "score.grade.alone"] as const;
  const whole =
    (name: string, most: number, doc: string, initial = 0) =>
    () =>
      wholeColumn(name, 0, most, "stored", doc, initial);
  return {
    lost: made(lost, () => ({
      ...{ name: lost, offset: 0, resolution: column.resolution, lowest: 0, highest: units, initial: 0 },
      ...{ role: "stored", doc: "points that the last grade given at once has cost" },
    })),
    ago: made(ago, whole(ago, mostAgo, "ticks since a grade was last given at once", mostAgo)),
    alone: made(alone, whole(alone, 1, "whether one record alone gave it")),
  };
}

/**
 * Warns where a relative score has a band that begins just where all scores do: an edge of a scale on which points count,
 * while a rank makes of each band a share of people, whatever they do.
 */
export function warnOfStart(
  bands: Bands,
  { from, to }: { readonly from: number; readonly to: number },
  start: NumberTree,
  draft: Draft,
): void {
  const isStart = (edge: number): boolean => start.op === "constant" && start.value === Math.fround(edge);
  const edge = bands.find(({ is }) => is.amount > from && isStart(is.amount));
  if (!edge) return;
  const share = Number((((to - edge.is.amount) / (to - from)) * 100).toPrecision(3));
  const where = bands.some(({ is }) => is.amount > edge.is.amount) ? "it or above" : "it";
  draft.problems.warn({
    code: "relative-edge",
    message: `${edge.name} begins where every score does, but a relative score is a rank: ${share} % of people are always in ${where}`,
    place: draft.placeOf(`scheme.bands.${edge.name}`),
    expected: "edges that part people into shares of the scale, or a scheme without relative",
  });
}
