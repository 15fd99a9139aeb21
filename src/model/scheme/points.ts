import { mapOf, may, need, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { parameter, parameterWith, plainSetting, setting } from "../../language/tagged.ts";
import type { Quantity } from "../../language/units.ts";
import { name, quantity } from "../../language/values.ts";
import type { Effect } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Conduct, Recorded } from "../conduct/conduct.ts";
import { pointsOf } from "../conduct/counts.ts";
import { type ColumnHandle, wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import type { ScoreLegend, ScorePart } from "../legend/legend.ts";
import { periodBegins } from "../time/periods.ts";
import { gradeColumn, gradedOf, gradeLevel } from "./grade.ts";
import type { Taken } from "./taken.ts";
import { freshOf, lowerAgain, pointsTree, repetition } from "./worth.ts";

const span = quantity("duration", { above: 0 });

const cap = record(
  {
    gain: may(parameter(quantity("points", { from: 0 })), "the most points that can be won in a period", "no limit"),
    loss: may(parameter(quantity("points", { from: 0 })), "the most points that can be lost in a period", "no limit"),
    period: may(span, "the period, counted from the start of the world", "1 year"),
  },
  "a mapping such as { loss: 100 points, period: 1 year }",
);
type Cap = Of<typeof cap>;

const warningFields = record(
  {
    first: need(parameter(quantity("number", { from: 0, to: 255, whole: true })), "how many records only warn"),
    period: may(span, "the period, counted from the start of the world, in which they do", "1 year"),
  },
  "a number such as 1, or { first: 1, period: 1 year }",
);
type Warnings = Of<typeof warningFields>;
const plainWarnings = parameter(quantity("number", { from: 0, to: 255, whole: true }));

/** A number of warnings, or one with its period. */
const warnings: Shape<Warnings> = {
  ...warningFields,
  schema: { anyOf: [plainWarnings.schema, warningFields.schema] },
  read: (node, reading, path) => {
    const plain = node.kind === "scalar" || (node.kind === "map" && node.entries.some(({ key }) => key === "is"));
    if (node.kind === "list")
      return refuse(reading, node.place, "wrong-kind", "a list stands here", warningFields.says);
    if (!plain) return warningFields.read(node, reading, path);
    const first = plainWarnings.read(node, reading, path);
    return first && { first, period: undefined };
  },
};

const worth = parameterWith(
  plainSetting("-30"),
  {
    repetition: may(repetition, "how points grow when it happens again"),
    cap: may(cap, "the most that it can change in a period"),
    warnings: may(warnings, "how many records of a period only warn", "none"),
    grade: may(name("a band"), "the band that a record puts one into at once, where the score is above it"),
  },
  "points, such as -30, or { is: -30, documented: ... }",
);

/** `scheme.points`. */
export const pointsShape = mapOf(worth, "points by conduct, such as littering: -1", { most: 256 });
export type Points = Of<typeof pointsShape>;
type One = Points[number]["is"];

/** `scheme.areas`. */
export const areasShape = mapOf(
  record(
    {
      weight: may(setting("1"), "what points of this area are multiplied by", "1"),
      cap: may(cap, "the most that the area can change in a period"),
    },
    "{ weight: 1, cap: ... }",
  ),
  "areas by name",
);
type Areas = Of<typeof areasShape>;

/** `scheme.severity`. */
export const factorsShape = parameter(
  mapOf(quantity("number"), "factors by severity, such as { 1: 1, 2: 3 }", { keys: "any", most: 10 }),
);

/** What points follow from. */
export interface PointsScheme {
  readonly score: { readonly from: Quantity; readonly to: Quantity };
  readonly points?: Points | undefined;
  readonly areas?: Areas | undefined;
  readonly severity?: Of<typeof factorsShape> | undefined;
  readonly bands?: readonly { readonly name: string; readonly is: Quantity }[] | undefined;
}

/** Something that moves a score or that it is made of, and what it is called in the ledger of a life. */
export interface Part {
  readonly label: string;
  readonly part: NumberTree;
  readonly is: ScorePart["is"];
  /** The sum of points that it is, and the conduct or area whose cap holds it. */
  readonly sum?: { readonly column: ColumnHandle; readonly of: string } | undefined;
}

/** The local of a record with its points. */
export const pointsName = "points of it";

/** Points are summed this much finer than the score is kept, so that no fraction of a point is lost in a record. */
const inboxSteps = 256;
const inboxMost = 2 ** 30;

/** A scratch column in which records of a tick add up, in 256ths of a resolution. */
export function addInbox(name: string, resolution: number, doc: string, draft: Draft): ColumnHandle {
  return draft.addColumn({
    name,
    offset: 0,
    resolution: resolution / inboxSteps,
    lowest: -inboxMost,
    highest: inboxMost,
    initial: 0,
    role: "scratch",
    doc,
  });
}

/** What records do to a person's points, by conduct; and the sums of a tick, after warnings and caps. */
export function lowerPoints(
  scheme: PointsScheme,
  conduct: Conduct,
  taken: Taken,
  draft: Draft,
): { recorded: Map<string, Recorded>; parts: Part[] } {
  const recorded = new Map<string, Recorded>();
  const { resolution } = draft.column("score").column;
  const inbox = addInbox(allSum, resolution, "points of this tick's records", draft);
  const parts: Part[] = [{ label: "records", part: inbox.leaf, is: "sum", sum: { column: inbox, of: "" } }];
  // Whatever is forgiven is so before a cap looks at it.
  for (const one of scheme.points ?? []) if (one.is.warnings) lowerWarnings(one, scheme, conduct, resolution, draft);
  for (const { name: called, is } of scheme.points ?? []) {
    const kind = conduct.find((one) => one.name === called);
    if (!kind) continue;
    const area = scheme.areas?.find((one) => one.name === kind.is.area?.value);
    const own = sumOf(called, is, area);
    const column = sumColumn(called, is, area, resolution, draft);
    if (!parts.some(({ sum }) => sum?.column === column)) {
      const of = is.cap ? called : area!.name;
      const part = capped(own, column, (is.cap ?? area?.is.cap)!, draft);
      parts.push({ label: `${of} (capped)`, part, is: "sum", sum: { column, of } });
    }
    const points = pointsTree(called, is, area, scheme, draft);
    if (is.repetition) lowerAgain(called, is.repetition, taken.repetition.has(called), draft);
    if (points) recorded.set(called, recordedAs(called, is, points, own, { ...scheme, taken }, draft));
  }
  return { recorded, parts };
}

/** Where points are summed that no cap holds. */
export const allSum = "points";

/** The column in which points of a conduct are summed: its own or its area's, where that is capped. */
function sumOf(called: string, is: One, area: Areas[number] | undefined): string {
  if (is.cap) return `points.${called}`;
  return area?.is.cap ? `points.area.${area.name}` : allSum;
}

/** The same, made where it is first asked for. */
function sumColumn(
  called: string,
  is: One,
  area: Areas[number] | undefined,
  resolution: number,
  draft: Draft,
): ColumnHandle {
  const name = sumOf(called, is, area);
  const of = is.cap ? called : area?.name;
  return draft.find(name) ?? addInbox(name, resolution, `points of this tick's records of ${of}`, draft);
}

function recordedAs(
  conduct: string,
  is: One,
  points: NumberTree,
  column: string,
  scheme: PointsScheme & { readonly taken: Taken },
  draft: Draft,
): Recorded {
  const value = build.local(pointsName, points.range);
  const one = build.number(draft.covered);
  const effects: Effect[] = [
    { kind: "add", column: draft.column(is.warnings ? warnedSum(conduct) : column).ref, value, label: conduct },
    { kind: "tally", measure: draft.measure(pointsOf(conduct)), value },
  ];
  if (is.warnings) effects.pop();
  if (is.repetition || is.warnings) effects.push({ kind: "add", column: freshOf(conduct, draft).ref, value: one });
  const level = is.grade && gradeLevel(is.grade, scheme.bands ?? [], draft);
  // Whether it warns or counts is known only once all records of the tick are.
  if (level && !is.warnings && scheme.taken.grade.size > 0)
    effects.push({ kind: "add", column: gradedOf(draft).ref, value: one });
  if (level && !is.warnings)
    effects.push({
      kind: "raise",
      column: draft.column(gradeColumn).ref,
      value: build.multiply(one, build.constant(level)),
    });
  return { lets: [{ name: pointsName, kind: "number", is: points }], effects };
}

/** Where points wait until it is known which records only warn. */
function warnedSum(conduct: string): string {
  return `${conduct}.points`;
}

/** What is left of a tick's points of a conduct that only warns at first. */
export function warnedPoints(conduct: string, draft: Draft): NumberTree | undefined {
  return draft.find(warnedSum(conduct))?.leaf;
}

/** The step in which it becomes known. */
function warningStep(conduct: string): string {
  return `warnings of ${conduct}`;
}

/**
 * Forgives the first records of a period. Records of one tick have no order among them: where it is in the middle of a
 * tick that warnings run out, each of its records is forgiven by the same share.
 */
function lowerWarnings(
  { name: called, is }: Points[number],
  scheme: PointsScheme,
  conduct: Conduct,
  resolution: number,
  draft: Draft,
): void {
  const kind = conduct.find((one) => one.name === called);
  if (!kind) return;
  const { first, period } = is.warnings!;
  const sum = addInbox(warnedSum(called), resolution, `points of this tick's records of ${called}`, draft);
  const fresh = freshOf(called, draft).leaf;
  const used = draft.addColumn(
    wholeColumn(`${called}.warned`, 0, Math.max(1, first.amount), "stored", `warnings for ${called} in this period`),
  );
  const before = build.choose(periodBegins(period, draft), build.constant(0), used.leaf);
  const left = build.subtract(build.constant(first.amount), before);
  const counted = build.greater(build.subtract(fresh, left), build.constant(0));
  const net = build.multiply(sum.leaf, build.divideBy(counted, build.greater(fresh, build.constant(1))));
  const value = build.known(net, sum.leaf.range, "at most all records of a tick count");
  const area = scheme.areas?.find((one) => one.name === kind.is.area?.value);
  const target = sumColumn(called, is, area, resolution, draft);
  const level = is.grade && gradeLevel(is.grade, scheme.bands ?? [], draft);
  const now = build.choose(
    build.compare("gt", counted, build.constant(0)),
    build.constant(level ?? 0),
    build.constant(0),
  );
  const writes = [
    target.set(build.add(target.leaf, value), undefined, [{ label: "after warnings", part: value }]),
    sum.set(value),
    used.set(build.lesser(build.add(before, fresh), build.constant(first.amount))),
  ];
  if (level) {
    const graded = draft.column(gradeColumn);
    writes.push(graded.set(build.greater(graded.leaf, now)));
  }
  draft.addStep({ kind: "map", name: warningStep(called), lets: [], writes });
}

/** Points of a tick held to what is left of a cap in the period. */
function capped(called: string, sum: ColumnHandle, { gain, loss, period }: Cap, draft: Draft): NumberTree {
  const most = sum.column.highest * sum.column.resolution;
  const counted = draft.addColumn({
    ...sum.column,
    name: `${called}.counted`,
    role: "stored",
    doc: `${called} that counted in this period`,
  });
  const before = build.choose(periodBegins(period, draft), build.constant(0), counted.leaf);
  const held = build.clamp(
    build.add(before, sum.leaf),
    -Math.min(loss?.amount ?? most, most),
    Math.min(gain?.amount ?? most, most),
  );
  const writes = [counted.set(held), sum.set(build.subtract(held, before))];
  draft.addStep({ kind: "map", name: `${called} under its cap`, lets: [], writes });
  return sum.leaf;
}

/** What is summed of a tick's points, and which first records only warn. */
export function legendOfPoints(
  { points = [], areas }: PointsScheme,
  parts: readonly Part[],
  conduct: Conduct,
  draft: Draft,
): Pick<ScoreLegend, "sums" | "warnings"> {
  const sums = parts.flatMap(({ sum }) =>
    sum ? [{ column: sum.column.ref, of: sum.of, step: sum.column.column.resolution }] : [],
  );
  const warnings = points.flatMap(({ name, is }) => {
    const kind = conduct.find((one) => one.name === name);
    if (!is.warnings || !kind) return [];
    const area = areas?.find((one) => one.name === kind.is.area?.value);
    const [from, to] = [draft.column(warnedSum(name)), draft.column(sumOf(name, is, area))];
    return [{ step: draft.step(warningStep(name)), from: from.ref, to: to.ref }];
  });
  return { sums, warnings };
}
