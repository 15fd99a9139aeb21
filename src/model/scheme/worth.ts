import { may, need, type Of, record } from "../../language/shape.ts";
import { parameter, type Setting } from "../../language/tagged.ts";
import { quantity } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { severityName } from "../conduct/conduct.ts";
import { type ColumnHandle, wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import { periodBegins } from "../time/periods.ts";

export const repetition = record(
  {
    factor: need(
      parameter(quantity("number", { from: 0, to: 100 })),
      "by which the points grow with each earlier record of the period",
    ),
    at_most: may(parameter(quantity("number", { from: 0, to: 10_000 })), "the greatest factor there can be", "10"),
    period: may(quantity("duration", { above: 0 }), "after which earlier records are forgotten", "1 year"),
  },
  "a mapping such as { factor: 1.5, at_most: 4 }",
);
type Repetition = Of<typeof repetition>;

/** What a record of a conduct is worth, as far as one record is concerned. */
interface Worth {
  readonly is: Setting;
  readonly repetition?: Repetition | undefined;
}

interface WeighedArea {
  readonly name: string;
  readonly is: { readonly weight?: Setting | undefined };
}

interface Factors {
  readonly severity?: readonly { readonly name: string; readonly is: { readonly amount: number } }[] | undefined;
}

/** Whether a points rule reckons with the severity itself, and is not to be multiplied by it. */
export function namesSeverity(points: Setting): boolean {
  return points.kind === "rule" && new RegExp(`\\b${severityName}\\b`).test(points.rule.text);
}

/** What has been read of each kind of entity, by conduct: a rule is read once, and its faults are said once. */
const known = new WeakMap<Draft, Map<string, NumberTree | undefined>>();

/** The points of one record, over whoever it is put down to, with how grave it was as a local. */
export function pointsTree(
  conduct: string,
  points: Worth,
  area: WeighedArea | undefined,
  scheme: Factors,
  draft: Draft,
): NumberTree | undefined {
  const read = known.get(draft) ?? new Map<string, NumberTree | undefined>();
  known.set(draft, read);
  if (!read.has(conduct)) read.set(conduct, readPoints(conduct, points, area, scheme, draft));
  return read.get(conduct);
}

function readPoints(
  conduct: string,
  points: Worth,
  area: WeighedArea | undefined,
  scheme: Factors,
  draft: Draft,
): NumberTree | undefined {
  const scope = new Scope(draft.personScope);
  const severity = build.local(severityName, { from: 1, to: 10 });
  scope.add(severityName, { kind: "number", tree: severity, doc: "how grave the act was" });
  let tree = draft.setting(points.is, `scheme.points.${conduct}`, scope);
  const weight = area?.is.weight
    ? draft.setting(area.is.weight, `scheme.areas.${area.name}.weight`, draft.globalScope)
    : build.constant(1);
  if (!tree || !weight) return undefined;
  if (!namesSeverity(points.is)) tree = build.multiply(tree, graver(severity, scheme));
  tree = build.multiply(tree, weight);
  if (points.repetition) tree = build.multiply(tree, repeated(conduct, points.repetition, draft));
  return build.choose(draft.covered, tree, build.constant(0));
}

function graver(severity: NumberTree, { severity: factors }: Factors): NumberTree {
  if (factors === undefined) return severity;
  return factors.reduce<NumberTree>(
    (rest, { name: level, is }) =>
      build.choose(build.compare("eq", severity, build.constant(Number(level))), build.constant(is.amount), rest),
    build.constant(1),
  );
}

/** Records of a conduct in this tick, counted once however many ask for it. */
export function freshOf(conduct: string, draft: Draft): ColumnHandle {
  const called = `${conduct}.new`;
  return (
    draft.find(called) ?? draft.addColumn(wholeColumn(called, 0, 255, "scratch", `records of ${conduct} in this tick`))
  );
}

/** The factor of repetition, which follows the count of earlier ticks' records. */
function repeated(conduct: string, { factor, at_most, period }: Repetition, draft: Draft): NumberTree {
  const most = at_most?.amount ?? 10;
  const grown = build.binary("pow", build.constant(factor.amount), remembered(conduct, period, draft));
  const held = build.lesser(grown, build.constant(most));
  return build.known(held, { from: 0, to: Math.max(1, most) }, "a factor is not negative, nor is a power of it");
}

/** Records of this period before this tick: acts come before the step that forgets, and must not see the last period. */
function remembered(conduct: string, period: Repetition["period"], draft: Draft): NumberTree {
  return build.choose(periodBegins(period, draft), build.constant(0), earlierOf(conduct, draft).leaf);
}

function earlierOf(conduct: string, draft: Draft): ColumnHandle {
  const called = `${conduct}.earlier`;
  const doc = `records of ${conduct} in this period, before this tick`;
  return draft.find(called) ?? draft.addColumn(wholeColumn(called, 0, 255, "stored", doc));
}

/** Records of earlier ticks of this period that redress takes out of the count. */
export function forgottenOf(conduct: string, draft: Draft): ColumnHandle {
  const called = `${conduct}.forgotten`;
  const doc = `earlier records of ${conduct} that are counted no more from this tick on`;
  return draft.find(called) ?? draft.addColumn(wholeColumn(called, 0, 255, "scratch", doc));
}

/** The step that counts a tick's records to those before it. */
export function lowerAgain(conduct: string, { period }: Repetition, isTaken: boolean, draft: Draft): void {
  const earlier = earlierOf(conduct, draft);
  const fresh = freshOf(conduct, draft).leaf;
  const all = build.add(remembered(conduct, period, draft), fresh);
  const left = isTaken ? build.greater(build.subtract(all, forgottenOf(conduct, draft).leaf), build.constant(0)) : all;
  draft.addStep({
    kind: "map",
    name: `${conduct} again`,
    lets: [],
    writes: [earlier.set(left)],
  });
}
