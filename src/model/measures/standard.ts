import type { Groups, Measure } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { leavesOf, type NumberTree, type TruthTree } from "../../rules/tree.ts";
import { type Blocks, isBlockable } from "../conduct/blocking.ts";
import type { Conduct } from "../conduct/conduct.ts";
import { actsOf, blockedOf, pointsOf, recordsOf } from "../conduct/counts.ts";
import { meetingStep } from "../conduct/meetingConduct.ts";
import { type Consequences, throughFamily, worthOf, yuanPerTick } from "../consequences/consequences.ts";
import type { CensusSpec, Draft } from "../draft/draft.ts";
import { apartFromBands } from "../draft/groups.ts";
import type { BandsLegend, ConductLegend, ConsequenceLegend, Topic } from "../legend/legend.ts";
import type { LabelRef, MeasureRef } from "../legend/refs.ts";
import { ungraded } from "../scheme/bands.ts";
import { warnedPoints } from "../scheme/points.ts";
import type { Scheme } from "../scheme/scheme.ts";

/** What every world counts: acts, records and points by conduct, scores, bands, and who is under what. */
export function lowerStandardMeasures(of: Counted, draft: Draft): void {
  const band = draft.groups.get("band");
  for (const one of of.conduct) lowerTallies(one, of, band, draft);
  if (of.scheme) {
    const { leaf, column } = draft.column("score");
    const spec: CensusSpec = { value: leaf, resolution: column.resolution, figure: "mean", doc: "the mean score" };
    draft.census(scoreMean, spec, { topic: "score" });
  }
  if (band) lowerBandMeasures(band, draft);
  for (const one of of.consequences) lowerConsequenceMeasures(one, draft);
}

/** Of what it is counted. */
interface Counted extends Blocks {
  readonly conduct: Conduct;
  readonly scheme: Scheme | undefined;
}

/** The measure of all scores. */
const scoreMean = "score";
/** The measure of people by band; enterprises have one of all of them, with bands or without. */
const peopleCount = "people";

function lowerTallies(one: Conduct[number], of: Counted, band: Groups | undefined, draft: Draft): void {
  const tally = (name: string, topic: Topic, doc: string, resolution: number, figure: Measure["figure"]): void => {
    const groups = topic === "points" ? band : undefined;
    const spec = { where: build.truth(true), value: build.constant(1), resolution, figure, groups, doc };
    draft.addMeasure({ ...spec, name, kind: "tally" }, { topic });
  };
  const { name: called } = one;
  const stopped = isBlockable(one, of);
  // Where attempts can fail, each is a row: 1 for an act that is done, 0 for one that is not.
  tally(actsOf(called), "acts", `acts of ${called} in the tick`, 1, stopped ? "sum" : "count");
  if (stopped) tally(blockedOf(called), "blocked", `attempts at ${called} in the tick that came to nothing`, 1, "sum");
  if (!one.is.claims) tally(recordsOf(called), "records", `records of ${called} that arrived in the tick`, 1, "count");
  const doc = `points of ${called} in the tick, by the band of whom they fell on`;
  const points = pointsIn(called, of.scheme);
  if (points?.is.warnings) {
    const spec = { ...pointsCounted(called, draft), doc, groups: band };
    draft.census(pointsOf(called), spec, { topic: "points", flows: true });
  } else if (points) tally(pointsOf(called), "points", doc, 1 / 4096, "sum");
}

function pointsIn(conduct: string, scheme: Scheme | undefined) {
  return scheme?.points?.find(({ name }) => name === conduct);
}

/** Points of a conduct whose first records only warn: what is left of them is known at the end of the tick. */
function pointsCounted(conduct: string, draft: Draft): Omit<CensusSpec, "doc"> {
  const value = warnedPoints(conduct, draft) ?? build.constant(0);
  const where = build.compare("ne", value, build.constant(0));
  return { where, value, resolution: 1 / 4096, figure: "sum" };
}

function lowestBy(group: string): string {
  return `${lowest} by ${group}`;
}
const lowest = "lowest band";

function lowerBandMeasures(band: Groups, draft: Draft): void {
  const { of, nouns } = draft.kind;
  if (of === undefined) {
    const doc = `${nouns} by band; nobody is in one while everyone is ${ungraded}`;
    const spec: CensusSpec = { value: build.constant(1), resolution: 1, figure: "count", groups: band, doc };
    draft.census(peopleCount, spec, { topic: "count" });
  }
  const value = build.number(build.compare("eq", band.index, build.constant(0)));
  for (const groups of apartFromBands(draft)) {
    const spec: CensusSpec = { value, resolution: 1, figure: "share", groups, doc: "share in the lowest band" };
    draft.census(lowestBy(groups.name), spec, { topic: "lowest band", stem: lowest });
  }
}

const underOf = (called: string): string => `under.${called}`;
const familyOf = (called: string): string => `${called} through family`;

function lowerConsequenceMeasures({ name: called, is }: Consequences[number], draft: Draft): void {
  lowerUnder(called, called, yuanPerTick(is.costs, is.benefits, draft), draft);
  if (is.costs_each ?? is.benefits_each) {
    const doc = `yuan of the attempts that ${called} blocked in the tick (below 0: costs)`;
    const spec = { value: build.constant(1), resolution: 1 / 256, figure: "sum", groups: undefined, doc } as const;
    draft.addMeasure({ ...spec, name: worthOf(called), kind: "tally", where: build.truth(true) }, { topic: "worth" });
  }
  if (!is.family) return;
  const yuan = yuanPerTick(is.family_costs, is.family_benefits, draft);
  lowerUnder(throughFamily(called), familyOf(called), yuan, draft);
}

/** For how many a truth holds, and what it is worth to them. */
function lowerUnder(truth: string, called: string, value: NumberTree | undefined, draft: Draft): void {
  const holds = draft.personScope.lookup(truth);
  if (holds?.kind !== "truth") return;
  const doc = `${draft.kind.nouns} for whom ${called} holds`;
  const under: CensusSpec = { value: build.number(holds.tree), resolution: 1, figure: "sum", doc };
  draft.census(underOf(called), under, { topic: "under" });
  if (!value) return;
  const yuan = `yuan that ${called} is worth (below 0: costs) in the tick`;
  const worth: CensusSpec = { where: holds.tree, value, resolution: 1 / 256, figure: "sum", doc: yuan };
  draft.census(worthOf(called), worth, { topic: "worth", flows: true });
}

/** The mean score, and what counts people by band where there are bands. */
export function countsOf(draft: Draft): { readonly mean: MeasureRef; readonly people: MeasureRef | undefined } {
  const people = draft.groups.has("band") ? draft.measure(peopleCount) : undefined;
  return { mean: draft.measure(scoreMean), people };
}

/** The shares in the lowest band, but for groups that the score itself makes: these are all in it or none, by what they are. */
export function legendOfLowest(draft: Draft): BandsLegend["lowestBy"] {
  const made = ["score", "standing"].flatMap((name) => draft.find(name)?.ref ?? []);
  const telling = apartFromBands(draft).filter(
    ({ index }) => !leavesOf(index, "column").some((column) => made.some((one) => one === column)),
  );
  return telling.map(({ name }) => ({ measure: draft.measure(lowestBy(name)), group: name }));
}

/** What people do, to a reader. */
export function legendOfConducts(of: Counted, draft: Draft): ConductLegend[] {
  const { conduct, scheme } = of;
  return conduct.map((one) => {
    const { name, is, path } = one;
    return {
      ...draft.said(path, name),
      label: name as LabelRef,
      graded: is.severity?.kind === "rule" || (is.severity?.is.length ?? 0) > 1,
      toOthers: is.falls_on === "other",
      ...(is.every && { isDue: true as const }),
      meetings: (is.at ?? []).map(({ value }) => ({
        step: draft.step(meetingStep(name, value)),
        with: draft.meetings.get(value)?.pairs.kind === "friends" ? "a friend" : "a stranger",
      })),
      acts: draft.measure(actsOf(name)),
      claims: is.claims?.value,
      records: is.claims ? undefined : draft.measure(recordsOf(name)),
      points: pointsIn(name, scheme) && draft.measure(pointsOf(name)),
      blocked: isBlockable(one, of) ? draft.measure(blockedOf(name)) : undefined,
    };
  });
}

/** What follows for a kind, to a reader. */
export function legendOfConsequences(
  consequences: Consequences,
  triggers: ReadonlyMap<string, TruthTree>,
  draft: Draft,
): ConsequenceLegend[] {
  return consequences.map(({ name, is }) => {
    const holds = draft.personScope.lookup(name);
    if (holds?.kind !== "truth") throw new Error(`bug: nothing says when ${name} holds`);
    const worth = (called: string, ...money: readonly unknown[]): MeasureRef | undefined =>
      money.some((one) => one !== undefined) ? draft.measure(worthOf(called)) : undefined;
    const family = familyOf(name);
    return {
      ...draft.said(`consequences.${name}`, name),
      domain: is.domain?.value,
      blocks: is.blocks?.map(({ value }) => value) ?? [],
      holds: holds.tree,
      trigger: triggers.get(name) ?? holds.tree,
      under: draft.measure(underOf(name)),
      worth: worth(name, is.costs, is.benefits, is.costs_each, is.benefits_each),
      each: (is.costs_each ?? is.benefits_each) ? true : undefined,
      family: is.family
        ? {
            name: family,
            under: draft.measure(underOf(family)),
            worth: worth(family, is.family_costs, is.family_benefits),
          }
        : undefined,
    };
  });
}
