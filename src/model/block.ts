import * as build from "../rules/build.ts";
import type { RuleText } from "../rules/parse.ts";
import type { NumberTree, TruthTree } from "../rules/tree.ts";
import { declareCounts, openCounts } from "./conduct/asked.ts";
import { blockedBy } from "./conduct/blocking.ts";
import { type Channels, checkChannels, withFactors } from "./conduct/channels.ts";
import { checkClaims } from "./conduct/claims.ts";
import { type Conduct, lowerConduct } from "./conduct/conduct.ts";
import { lowerDueConduct } from "./conduct/dueConduct.ts";
import { lowerMeetingConduct } from "./conduct/meetingConduct.ts";
import { lowerPlaces, type Places } from "./conduct/places.ts";
import { areaOf } from "./conduct/recordable.ts";
import { openShares } from "./conduct/shares.ts";
import { recordedAs } from "./conduct/truth.ts";
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
import { takenOf } from "./redress/extras.ts";
import { openRedress } from "./redress/lowerRedress.ts";
import { asksTruth, type Redress } from "./redress/redress.ts";
import { legendOfRedress, lowerRedressMeasures } from "./redress/redressMeasures.ts";
import { declareBands, legendOfBands } from "./scheme/bands.ts";
import { checkContexts } from "./scheme/contexts.ts";
import { declareCovers } from "./scheme/covers.ts";
import { legendOfFiles } from "./scheme/files.ts";
import { declareScheme, type LoweredScheme, lowerScheme, type Scheme } from "./scheme/scheme.ts";
import { checkScheme } from "./scheme/schemeCheck.ts";
import { declareShown } from "./scheme/shown.ts";
import { declareStakes, type StakesNamed } from "./stakes/named.ts";
import { type Other, type Response, Responses } from "./stakes/response.ts";
import type { Stakes } from "./stakes/stake.ts";
import { keepsTruth } from "./truth/asked.ts";
import { openIfTrue } from "./truth/ifTrue.ts";
import { legendOfMistakes, lowerMistakes } from "./truth/mistakes.ts";

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
  /** People's alone. */
  readonly places?: Places | undefined;
  readonly response?: Response | undefined;
  readonly groups?: GroupsPart | undefined;
  readonly measures?: Measures | undefined;
}

/** What is known of a block once its rules are declared. */
export interface Declared {
  readonly triggers: readonly Trigger[];
  readonly stakes: StakesNamed;
}

/** Names that stand for columns, before any rule is read. */
export function declareNames(block: Block, draft: Draft): void {
  declareCounts(block, draft);
  lowerPopulation(block.population, draft);
  declareState(block.state ?? [], draft);
  if (block.scheme) declareScheme(block.scheme, draft);
  declareLists(block.lists ?? [], draft);
  if (block.scheme)
    declareShown(
      block.scheme,
      (block.lists ?? []).map(({ name }) => name),
      draft,
    );
}

/** Names that stand for rules. */
export function declareRules(block: Block, draft: Draft): Declared {
  const stakes = declareStakes(
    (block.conduct ?? []).map(({ name }) => name),
    draft,
  );
  // Whom a scheme covers can follow from someone's age; and other figures can follow from the band.
  const { before, after } = apart(block.population, "band");
  lowerDerived(before, draft);
  if (block.scheme) {
    declareCovers(block.scheme.covers, draft);
    declareBands(block.scheme, draft);
  }
  lowerDerived(after, draft);
  openContexts(block, draft);
  return { triggers: declareConsequences(block.consequences ?? [], draft), stakes };
}

/** A block once it is lowered: what responds to what is at stake, and what can be told of it all. */
export interface LoweredBlock {
  readonly responses: Responses;
  readonly stakes: Stakes;
  /** Points of each dimension of the score. */
  readonly dimensions: () => readonly NumberTree[];
  /** For when nothing is at fault. */
  readonly legend: () => Omit<KindLegend, "ownership">;
}

/**
 * All the rest, in the order of the tick. `watched` are the channels that are read over the names of this kind, `others`
 * what it can respond with besides conducts.
 */
export function lowerBlock(
  block: Block,
  { triggers, stakes: named }: Declared,
  { watched, others }: { readonly watched: Channels; readonly others: readonly Other[] },
  draft: Draft,
): LoweredBlock {
  const { scheme, conduct = [], consequences = [], places = [], measures = [], channels = [] } = block;
  openCounts(askingCounts(block), block, draft);
  draft.tellsMistakes = keepsTruth(block);
  draft.keepsTruth = draft.tellsMistakes || asksTruth(block.redress ?? []);
  const asking = openIfTrue(factsOf(block), draft);
  const stays = staysOf(block.lists ?? [], draft);
  const stakes = named.open({ conduct, scheme, consequences, stays });
  lowerGroups(block.groups ?? [], asking, draft);
  lowerState(block.state ?? [], draft);
  checkChannels(watched, draft);
  if (scheme) checkScheme(scheme, conduct, draft);
  checkContexts(scheme?.contexts, { conduct, consequences }, draft);
  checkClaims(conduct, draft);
  const lowered = scheme && lowerScheme(scheme, conduct, takenOf(block.redress ?? []), draft);
  const listed = recordLists(stays, conduct, draft);
  const redress = openRedress(block, { stays, recorded: lowered?.recorded ?? new Map(), listed }, draft);
  const blocked = blockedBy(conduct, { consequences, places }, lowerPlaces(places, conduct, draft), draft);
  const responses = new Responses(block.response ?? [], { conduct, channels, others }, stakes, draft);
  const factors = responses.factors(conduct, channels);
  const seen = withFactors(channels, factors.channels);
  const shares = openShares(conduct, factors.conducts, draft);
  for (const one of conduct) {
    if (isTakenOfConduct(one.name))
      draft.problem("name-taken", `"${one.name}" is what a part of each tick is called`, one.place, "another name");
    const area = areaOf(recordedAs(one), conduct);
    const recorded = { ...redress.recordedBy(recordedAs(one)), area, blocked: blocked.get(one.name) };
    if (one.is.at) lowerMeetingConduct(one, seen, shares, recorded, draft);
    else if (one.is.every) lowerDueConduct(one, seen, shares, recorded, draft);
    else lowerConduct(one, seen, factors.conducts.get(one.name) ?? build.constant(1), recorded, draft);
  }
  redress.lower(shares);
  lowerListSteps(stays, draft);
  const begins = lowerConsequences(triggers, draft);
  lowerMeasures(measures, asking, draft);
  lowerStandardMeasures({ conduct, scheme, consequences, places }, draft);
  lowerListMeasures(stays, draft);
  lowerRedressMeasures(redress.docket, draft);
  lowerMistakes({ conduct, lists: block.lists ?? [], consequences }, draft);
  const told = { lowered, stays, docket: redress.docket, begins, responses };
  return {
    responses,
    stakes,
    dimensions: () => lowered?.dimensions ?? [],
    legend: () => legendOfBlock(block, told, draft),
  };
}

/** The rules that may ask for counts of the tick. */
function askingCounts({ state = [], measures = [], groups = [] }: Block): (RuleText | undefined)[] {
  return [
    ...state.map(({ is }) => is.update),
    ...measures.flatMap(({ is: { mean, sum, share, count, where } }) => [mean, sum, share, count, where]),
    ...groups.flatMap(({ is }) => [is.when, is.of]),
  ];
}

/** What decides over domains of life, before consequences are read. */
function openContexts(block: Block, draft: Draft): void {
  const { contexts = [] } = block.scheme ?? {};
  draft.contexts = new Map(contexts.map(({ name, is }) => [name, is.map(({ value }) => value)]));
  if (!draft.accounts.isKept) return;
  for (const name of ["enrolled", ...namesIn(block)]) {
    const meaning = draft.personScope.lookup(name);
    if (meaning) draft.accounts.addFact(meaning.tree);
  }
}

/** Names of traits and states. */
function namesIn({ population, state = [] }: Block): string[] {
  return [...(population.traits ?? []), ...state].map(({ name }) => name);
}

/** Names of what is so whatever the records are. */
function factsOf(block: Block): string[] {
  return ["owns", "has_owner", "friends_count", "family_count", "enrolled", ...namesIn(block)];
}

/** What a kind is to a reader, once all of it is lowered without a fault. */
function legendOfBlock(
  block: Block,
  {
    lowered,
    stays,
    docket,
    begins,
    responses,
  }: {
    readonly lowered: LoweredScheme | undefined;
    readonly stays: readonly Stay[];
    readonly docket: Docket;
    readonly begins: ReadonlyMap<string, TruthTree>;
    readonly responses: Responses;
  },
  draft: Draft,
): Omit<KindLegend, "ownership"> {
  const { scheme, conduct = [], consequences = [], places = [] } = block;
  const { of, noun, nouns } = draft.kind;
  const { mean, people } = countsOf(draft);
  const bands = scheme && legendOfBands(scheme, draft);
  return {
    of,
    noun,
    nouns,
    mistakes: legendOfMistakes({ conduct, lists: block.lists ?? [], consequences }, draft),
    traits: legendOfTraits(block.population, draft),
    states: legendOfStates(block.state ?? [], draft),
    files: legendOfFiles(scheme?.files ?? [], draft),
    score: lowered && { ...lowered.legend(), mean },
    bands: bands && { ...bands, lowestBy: legendOfLowest(draft) },
    conducts: legendOfConducts({ conduct, scheme, consequences, places }, draft),
    lists: legendOfLists(stays, draft),
    ...(docket.cases.length > 0 && { redress: legendOfRedress(docket, draft) }),
    consequences: legendOfConsequences(consequences, begins, draft),
    responses: responses.legend(),
    declared: legendOfMeasures(block.measures ?? [], draft),
    count: people,
  };
}
