import type { Effect, Groups } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { countings } from "../conduct/counts.ts";
import type { Draft } from "../draft/draft.ts";
import { byGroup, whileItHappens } from "../draft/groups.ts";
import type { RedressLegend, Topic } from "../legend/legend.ts";
import type { LabelRef, LocalRef } from "../legend/refs.ts";
import type { Case, Docket } from "./docket.ts";
import { carriedNames, freedName, labelOf, raisedName } from "./known.ts";

/** What is counted of each entry. */
const counted = {
  disputes: (one: string): string => `disputes.${one}`,
  freed: (one: string): string => `freed.${one}`,
  upheld: (one: string): string => `upheld.${one}`,
  takenBack: (one: string): string => `taken_back.${one}`,
  yuan: (one: string): string => `yuan.${one}`,
};

/** Of these it is also told by each group how many there are. */
function apart(name: string, draft: Draft): [string, Groups][] {
  const groups = whileItHappens([...draft.groups.values()], draft);
  return groups.map((one) => [byGroup(name, one), one]);
}

/** Whether it can give points back: those of a record, or what a grade has cost. */
function givesPoints({ points, extras }: Pick<Case, "points" | "extras">): boolean {
  return points || extras.has("grade");
}

/** Counts by what a record adds to them, over whom it fell on. */
export function lowerRedressMeasures({ cases }: Docket, draft: Draft): void {
  for (const one of cases) {
    const { name } = one;
    const add = (of: string, topic: Topic, doc: string, resolution = 1, groups?: Groups, stem = of): void => {
      const spec = {
        where: build.truth(true),
        value: build.constant(1),
        resolution,
        figure: "sum",
        groups,
        doc,
      } as const;
      draft.addMeasure({ ...spec, name: of, kind: "tally" }, { topic, stem });
    };
    const withGroups = (of: string, topic: Topic, doc: string): void => {
      add(of, topic, doc);
      for (const [called, groups] of apart(of, draft)) add(called, topic, `${doc}, by ${groups.name}`, 1, groups, of);
    };
    const { disputes, freed, upheld, takenBack, yuan } = counted;
    if (one.disputed) withGroups(disputes(name), "disputes", `records disputed in the tick (${name})`);
    withGroups(freed(name), "freed", `records freed in the tick (${name})`);
    add(upheld(name), "upheld", `records upheld in the tick (${name})`);
    if (givesPoints(one)) add(takenBack(name), "taken back", `points that ${name} gave back in the tick`, 1 / 4096);
    if (one.is.costs) add(yuan(name), "case costs", `yuan that cases of ${name} cost in the tick, below 0`, 1 / 256);
  }
}

function tally(measure: string, value: NumberTree, draft: Draft): Effect {
  return { kind: "tally", measure: draft.measure(measure), value };
}

function tallies(measure: string, value: NumberTree, draft: Draft): Effect[] {
  return [measure, ...apart(measure, draft).map(([name]) => name)].map((name) => tally(name, value, draft));
}

/** Counts a record that is disputed, or not: `raised` is 1 or 0. */
export function caseEffects(one: Case, raised: NumberTree, draft: Draft): Effect[] {
  return tallies(counted.disputes(one.name), raised, draft);
}

/** Counts what a case costs whom it is about. */
export function costEffects({ name, is }: Case, raised: NumberTree, draft: Draft): Effect[] {
  if (!is.costs) return [];
  return [tally(counted.yuan(name), build.multiply(raised, build.constant(-is.costs.amount)), draft)];
}

/** Counts the outcome of a case that is decided now, where `decided` is 1; `back` are points. */
export function verdictEffects(
  one: Case,
  decided: NumberTree,
  freed: NumberTree,
  back: NumberTree,
  draft: Draft,
): Effect[] {
  const { freed: frees, upheld, takenBack } = counted;
  const effects = tallies(frees(one.name), freed, draft);
  effects.push(...countings("freed", one.name, freed, draft));
  effects.push(tally(upheld(one.name), build.subtract(decided, freed), draft));
  if (givesPoints(one)) effects.push(tally(takenBack(one.name), back, draft));
  return effects;
}

/** What the redress of a kind is to a reader. */
export function legendOfRedress({ cases }: Docket, draft: Draft): RedressLegend[] {
  return cases.map(({ name, is, disputed, reviewed, points, extras }) => ({
    ...draft.said(`redress.${name}`, name),
    label: labelOf(name) as LabelRef,
    reviewed,
    isRaised: disputed ? (raisedName(name) as LocalRef) : undefined,
    isFreed: freedName(name) as LocalRef,
    due: carriedNames.due(name) as LocalRef,
    measures: {
      disputes: disputed ? draft.measure(counted.disputes(name)) : undefined,
      freed: draft.measure(counted.freed(name)),
      upheld: draft.measure(counted.upheld(name)),
      takenBack: givesPoints({ points, extras }) ? draft.measure(counted.takenBack(name)) : undefined,
      costs: is.costs ? draft.measure(counted.yuan(name)) : undefined,
    },
  }));
}
