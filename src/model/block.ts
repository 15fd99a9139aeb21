import * as build from "../rules/build.ts";
import { blockedBy } from "./conduct/blocking.ts";
import { type Channels, checkChannels } from "./conduct/channels.ts";
import { type Conduct, lowerConduct, type Recorded } from "./conduct/conduct.ts";
import { lowerMeetingConduct } from "./conduct/meetingConduct.ts";
import { joinRecorded } from "./conduct/recordable.ts";
import { lowerResponse, type Response } from "./conduct/response.ts";
import { type Consequences, declareConsequences, lowerConsequences, type Trigger } from "./consequences/consequences.ts";
import type { Draft } from "./draft/draft.ts";
import { declareLists, recordLists, staysOf } from "./lists/listing.ts";
import { lowerListMeasures, lowerListSteps } from "./lists/listSteps.ts";
import type { Lists } from "./lists/lists.ts";
import { type GroupsPart, lowerGroups, lowerMeasures, lowerStandardMeasures, type Measures } from "./measures/measures.ts";
import { isTakenOfConduct } from "./draft/names.ts";
import { apart, lowerDerived, lowerPopulation, type Traits } from "./population/population.ts";
import { declareState, lowerState, type State } from "./population/state.ts";
import { declareBands } from "./scheme/bands.ts";
import { declareCovers } from "./scheme/covers.ts";
import { declareScheme, lowerScheme, type Scheme } from "./scheme/scheme.ts";
import { checkScheme } from "./scheme/schemeCheck.ts";

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

/** All the rest, in the order of the tick. `watched` are the channels that are read over the names of this kind. */
export function lowerBlock(block: Block, triggers: readonly Trigger[], watched: Channels, draft: Draft): void {
  const { scheme, conduct = [], consequences = [], measures = [] } = block;
  lowerGroups(block.groups ?? [], draft);
  lowerState(block.state ?? [], draft);
  checkChannels(watched, draft);
  if (scheme) checkScheme(scheme, conduct, draft);
  const recorded = scheme ? lowerScheme(scheme, conduct, draft) : new Map<string, Recorded>();
  const stays = staysOf(block.lists ?? [], draft);
  const listed = recordLists(stays, conduct, draft);
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
      { ...joinRecorded(recorded.get(one.name), listed.get(one.name)), blocked: blocked.get(one.name) },
      draft,
    );
  }
  lowerListSteps(stays, draft);
  lowerConsequences(triggers, draft);
  lowerMeasures(measures, draft);
  lowerStandardMeasures({ conduct, scheme, consequences }, draft);
  lowerListMeasures(stays, draft);
}
