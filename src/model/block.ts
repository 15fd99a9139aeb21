import * as build from "../rules/build.ts";
import type { TruthTree } from "../rules/tree.ts";
import { blockedBy } from "./conduct/blocking.ts";
import { type Channels, checkChannels } from "./conduct/channels.ts";
import { type Conduct, lowerConduct } from "./conduct/conduct.ts";
import { lowerMeetingConduct } from "./conduct/meetingConduct.ts";
import { lowerResponse, type Response } from "./conduct/response.ts";
import {
  type Consequences,
  declareConsequences,
  lowerConsequences,
  type Trigger,
} from "./consequences/consequences.ts";
import type { Draft } from "./draft/draft.ts";
import { isTakenOfConduct } from "./draft/names.ts";
import type { KindLegend } from "./legend/legend.ts";
import { declareLists, recordLists, type Stay, staysOf } from "./lists/listing.ts";
import { legendOfLists, lowerListMeasures, lowerListSteps } from "./lists/listSteps.ts";
import type { Lists } from "./lists/lists.ts";
import { type GroupsPart, lowerGroups } from "./measures/groups.ts";
import { legendOfMeasures, lowerMeasures, type Measures } from "./measures/measures.ts";
import {
  countsOf,
  legendOfConducts,
  legendOfConsequences,
  legendOfLowest,
  lowerStandardMeasures,
} from "./measures/standard.ts";
import { apart, legendOfTraits, lowerDerived, lowerPopulation, type Traits } from "./population/population.ts";
import { declareState, legendOfStates, lowerState, type State } from "./population/state.ts";
import type { Docket } from "./redress/docket.ts";
import { openRedress } from "./redress/lowerRedress.ts";
import { asksTruth, type Redress } from "./redress/redress.ts";
import { legendOfRedress, lowerRedressMeasures } from "./redress/redressMeasures.ts";
import { declareBands, legendOfBands } from "./scheme/bands.ts";
import { declareCovers } from "./scheme/covers.ts";
import { legendOfFiles } from "./scheme/files.ts";
import { declareScheme, type LoweredScheme, lowerScheme, type Scheme } from "./scheme/scheme.ts";
import { checkScheme } from "./scheme/schemeCheck.ts";
import { keepsTruth } from "./truth/asked.ts";

/**
 * What one kind of entity is, does and is under: people, or enterprises. Both are lowered by the functions below, in
 * this order, so that whatever can be said of people can be said of enterprises in the same words.
 */
export interface Block {
  readonly population: Traits;
  readonly state?: State | undefined;
  readonly conduct?: Conduct | undefined;
  /** All channels of the scenario. */
  readonly channels?: Channels | undefined;
  readonly scheme?: Scheme | undefined;
  readonly lists?: Lists | undefined;
  readonly redress?: Redress | undefined;
  readonly consequences?: Consequences | undefined;
  readonly response?: Response | undefined;
  readonly groups?: GroupsPart | undefined;
  readonly measures?: Measures | undefined;
}

/** Names that stand for columns, before any rule is read. */
export function declareNames(block: Block, draft: Draft): void {
  lowerPopulation(block.population, draft);
  declareState(block.state ?? [], draft);
  if (block.scheme) declareScheme(block.scheme, draft);
  declareLists(block.lists ?? [], draft);
}

/** Names that stand for rules. */
export function declareRules(block: Block, draft: Draft): Trigger[] {
  // Whom a scheme covers can follow from someone's age; and other figures can follow from the band.
  const { before, after } = apart(block.population, "band");
  lowerDerived(before, draft);
  if (block.scheme) {
    declareCovers(block.scheme.covers, draft);
    declareBands(block.scheme, draft);
  }
  lowerDerived(after, draft);
  return declareConsequences(block.consequences ?? [], draft);
}

/**
 * All the rest, in the order of the tick; gives what can be told of it, for when nothing is at fault. `watched` are
 * the channels that are read over the names of this kind.
 */
export function lowerBlock(
  block: Block,
  triggers: readonly Trigger[],
  watched: Channels,
  draft: Draft,
): () => Omit<KindLegend, "ownership"> {
  const { scheme, conduct = [], consequences = [], measures = [] } = block;
  draft.keepsTruth = keepsTruth(block) || asksTruth(block.redress ?? []);
  lowerGroups(block.groups ?? [], draft);
  lowerState(block.state ?? [], draft);
  checkChannels(watched, draft);
  if (scheme) checkScheme(scheme, conduct, draft);
  const lowered = scheme && lowerScheme(scheme, conduct, draft);
  const stays = staysOf(block.lists ?? [], draft);
  const listed = recordLists(stays, conduct, draft);
  const redress = openRedress(block, { stays, recorded: lowered?.recorded ?? new Map(), listed }, draft);
  const blocked = blockedBy(conduct, consequences, draft);
  const factors = lowerResponse(block.response ?? [], conduct, draft);
  for (const one of conduct) {
    if (isTakenOfConduct(one.name))
      draft.problem("name-taken", `"${one.name}" is what a part of each tick is called`, one.place, "another name");
    const lowerOne = one.is.at ? lowerMeetingConduct : lowerConduct;
    lowerOne(
      one,
      block.channels ?? [],
      factors.get(one.name) ?? build.constant(1),
      { ...redress.recordedBy(one.name), blocked: blocked.get(one.name) },
      draft,
    );
  }
  redress.lower();
  lowerListSteps(stays, draft);
  const begins = lowerConsequences(triggers, draft);
  lowerMeasures(measures, draft);
  lowerStandardMeasures({ conduct, scheme, consequences }, draft);
  lowerListMeasures(stays, draft);
  lowerRedressMeasures(redress.docket, draft);
  return () => legendOfBlock(block, { lowered, stays, docket: redress.docket, begins }, draft);
}

/** What a kind is to a reader, once all of it is lowered without a fault. */
function legendOfBlock(
  block: Block,
  {
    lowered,
    stays,
    docket,
    begins,
  }: {
    readonly lowered: LoweredScheme | undefined;
    readonly stays: readonly Stay[];
    readonly docket: Docket;
    readonly begins: ReadonlyMap<string, TruthTree>;
  },
  draft: Draft,
): Omit<KindLegend, "ownership"> {
  const { scheme, conduct = [], consequences = [] } = block;
  const { of, noun, nouns } = draft.kind;
  const { mean, people } = countsOf(draft);
  const bands = scheme && legendOfBands(scheme, draft);
  return {
    of,
    noun,
    nouns,
    traits: legendOfTraits(block.population, draft),
    states: legendOfStates(block.state ?? [], draft),
    files: legendOfFiles(scheme?.files ?? [], draft),
    score: lowered && { ...lowered.legend(), mean },
    bands: bands && { ...bands, lowestBy: legendOfLowest(draft) },
    conducts: legendOfConducts({ conduct, scheme, consequences }, draft),
    lists: legendOfLists(stays, draft),
    ...(docket.cases.length > 0 && { redress: legendOfRedress(docket, draft) }),
    consequences: legendOfConsequences(consequences, begins, draft),
    declared: legendOfMeasures(block.measures ?? [], draft),
    count: people,
  };
}
