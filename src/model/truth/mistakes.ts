import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { Conduct } from "../conduct/conduct.ts";
import { falseOf } from "../conduct/counts.ts";
import { astrayName } from "../conduct/truth.ts";
import { type Consequences, throughFamily, yuanPerTick } from "../consequences/consequences.ts";
import type { CensusSpec, Draft, MeasureSpec } from "../draft/draft.ts";
import { apartFromBands, byGroup, whileItHappens } from "../draft/groups.ts";
import type { MistakesLegend } from "../legend/legend.ts";
import type { ColumnRef, LocalRef } from "../legend/refs.ts";
import type { Lists } from "../lists/lists.ts";
import { ifTrue, twinName } from "./ifTrue.ts";

/** Of what mistakes are counted. */
export interface Mistaken {
  readonly conduct: Conduct;
  readonly lists: Lists;
  readonly consequences: Consequences;
}

/** Names of what is counted of mistakes. No list has a name with a blank, so that none is taken for another. */
const measureOf = {
  points: "wrong.points",
  band: "wrong.band",
  cost: "wrong.cost",
  on: (list: string): string => `wrong.on ${list}`,
  off: (list: string): string => `wrong.off ${list}`,
};

/** What every world counts of mistakes that keeps account of them: false records, and what they have made wrong. */
export function lowerMistakes({ conduct, lists, consequences }: Mistaken, draft: Draft): void {
  if (!draft.tellsMistakes) return;
  for (const { name, is } of conduct) if (is.channel && !is.claims) lowerFalse(name, draft);
  const score = draft.find("score");
  if (score) {
    const value = build.unary("abs", build.subtract(score.leaf, ifTrue(score.leaf, draft)));
    const doc = "points by which scores differ from those of true records alone, of those whom the scheme covers";
    const { resolution } = score.column;
    census(measureOf.points, { where: draft.covered, value, resolution, figure: "mean", doc }, draft);
  }
  const band = draft.personScope.lookup("band");
  if (band?.kind === "option") {
    const differs = build.number(build.compare("ne", band.tree, ifTrue(band.tree, draft)));
    const doc = "share in another band than with true records alone, of those whom the scheme covers";
    census(measureOf.band, { where: draft.covered, value: differs, resolution: 1, figure: "share", doc }, draft);
  }
  for (const { name } of lists) lowerList(name, draft);
  const cost = costOf(consequences, draft);
  const doc = "yuan in the tick that people would be better off with true records alone (below 0: worse off)";
  if (cost) census(measureOf.cost, { value: cost, resolution: 1 / 256, figure: "sum", doc }, draft, true);
}

function lowerFalse(conduct: string, draft: Draft): void {
  const doc = `share of the records of ${conduct} in the tick that are false: of another, or of what was never done`;
  const spec = { where: build.truth(true), value: build.constant(1), resolution: 1, figure: "share", doc } as const;
  const name = falseOf(conduct);
  const add = (called: string, groups: MeasureSpec["groups"]): void =>
    void draft.addMeasure({ ...spec, name: called, kind: "tally", groups }, { topic: "mistakes", stem: name });
  add(name, undefined);
  for (const groups of whileItHappens(apartFromBands(draft), draft)) add(byGroup(name, groups), groups);
}

function lowerList(list: string, draft: Draft): void {
  const listed = draft.personScope.lookup(list);
  if (listed?.kind !== "truth") return;
  const is = listed.tree;
  const would = ifTrue(is, draft);
  const on = `share of those on ${list} who would not be on it with true records alone`;
  const off = `share of those not on ${list} who would be on it with true records alone`;
  const share = (name: string, where: TruthTree, value: TruthTree, doc: string): void =>
    census(name, { where, value: build.number(value), resolution: 1, figure: "share", doc }, draft);
  share(measureOf.on(list), is, build.not(would), on);
  share(measureOf.off(list), build.not(is), would, off);
}

/** What consequences would be worth to somebody with true records alone, less what they are. */
function costOf(consequences: Consequences, draft: Draft): NumberTree | undefined {
  const costs = consequences.flatMap(({ name, is }) => [
    wrongly(name, yuanPerTick(is.costs, is.benefits, draft), draft),
    is.family ? wrongly(throughFamily(name), yuanPerTick(is.family_costs, is.family_benefits, draft), draft) : [],
  ]);
  const all = costs.flat();
  return all.length > 0 ? all.reduce(build.add) : undefined;
}

function wrongly(truth: string, yuan: NumberTree | undefined, draft: Draft): NumberTree[] {
  const holds = draft.personScope.lookup(truth);
  if (!yuan || holds?.kind !== "truth") return [];
  const is = build.number(holds.tree);
  return [build.multiply(build.subtract(ifTrue(is, draft), is), yuan)];
}

/** A measure of everyone, and by each group. */
function census(name: string, spec: CensusSpec, draft: Draft, flows = false): void {
  const said = { topic: "mistakes", stem: name, flows } as const;
  draft.census(name, spec, said);
  for (const groups of apartFromBands(draft)) draft.census(byGroup(name, groups), { ...spec, groups }, said);
}

/** What tells of mistakes, once it is known which columns have twins; undefined where no account is kept of them. */
export function legendOfMistakes({ conduct, lists, consequences }: Mistaken, draft: Draft): MistakesLegend | undefined {
  if (!draft.tellsMistakes) return undefined;
  const score = draft.find("score")?.ref;
  const twin = score && twinName(score);
  const recorded = conduct.filter(({ is }) => is.channel && !is.claims);
  const hasCost = consequences.some(({ is }) => is.costs ?? is.benefits ?? is.family_costs ?? is.family_benefits);
  return {
    astray: astrayName as LocalRef,
    // A score that hangs on no record is what it would be.
    score: twin && draft.twins.has(twin) ? (twin as ColumnRef) : score,
    records: recorded.map(({ name }) => ({ conduct: name, measure: draft.measure(falseOf(name)) })),
    points: score && draft.measure(measureOf.points),
    band: draft.groups.has("band") ? draft.measure(measureOf.band) : undefined,
    lists: lists.map(({ name }) => ({
      list: name,
      on: draft.measure(measureOf.on(name)),
      off: draft.measure(measureOf.off(name)),
    })),
    cost: hasCost ? draft.measure(measureOf.cost) : undefined,
  };
}
