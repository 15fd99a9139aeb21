import type { Problems } from "../core/problem.ts";
import type { Place } from "../core/source.ts";
import type { Plan } from "../plan/plan.ts";
import { declareNames, declareRules, lowerBlock } from "./block.ts";
import { declareEncounters } from "./conduct/encounters.ts";
import { lowerFriendship } from "./conduct/friendship.ts";
import { lowerLife } from "./life/life.ts";
import { Draft } from "./draft/draft.ts";
import { draftEnterprises, lowerEnterprises, nameEnterprises } from "./enterprises/enterprises.ts";
import { declareEnrolment, lowerEnrolment } from "./institutions/enrolment.ts";
import { declarePhases, declareRollouts, lowerPhases } from "./institutions/institutions.ts";
import { lowerShown } from "./enterprises/links.ts";
import { declareMeasures } from "./measures/measures.ts";
import type { ScenarioData } from "./parts.ts";
import { lowerTies, usualCommunity } from "./population/ties.ts";
import { calendarOf, lowerTime, ticksOfRun } from "./time/time.ts";

/** What a run may set differently from the scenario without being another scenario. */
export interface Scale {
  readonly people?: number | undefined;
  readonly ticks?: number | undefined;
}

/**
 * A scenario as a plan. Names are declared before the rules that use them are read; beyond that the order is that of
 * the tick. Faults go to `problems`; undefined when there were any.
 */
export function lower(
  data: ScenarioData,
  problems: Problems,
  places: ReadonlyMap<string, Place>,
  scale: Scale = {},
): Plan | undefined {
  const before = problems.found.length;
  const calendar = calendarOf(data.time);
  const size = scale.people ?? data.population.size.amount;
  const communitySize = data.population.ties?.community?.amount ?? usualCommunity;
  const draft = new Draft({ problems, calendar, size, communitySize, places });
  lowerTime(data.time, draft);
  declareNames(data, draft);
  lowerTies(data.population.ties, draft);
  declareMeasures(data.measures ?? [], draft);
  declarePhases(data.institutions, draft);
  declareRollouts(data.institutions, draft);
  const enrolment = data.institutions?.enrolment;
  const takeUp = enrolment && declareEnrolment(enrolment, draft);
  const { conduct = [], channels = [], enterprises } = data;
  const second = enterprises && draftEnterprises(enterprises, { channels, conduct }, draft, places);
  const views = second && nameEnterprises(second, draft);
  const triggers = declareRules(data, draft);
  const theirs = second && views && { triggers: declareRules(second.block, second.draft), views };
  declareEncounters(data.encounters ?? [], draft);
  lowerBlock(data, triggers, second?.ofPeople ?? channels, draft);
  lowerFriendship(data.friendship, draft);
  if (enrolment && takeUp) lowerEnrolment(enrolment, takeUp, draft);
  if (second && theirs) lowerEnterprises(second, theirs, conduct, draft);
  else lowerShown(draft);
  lowerPhases(data.institutions, draft);
  const script = lowerLife(data.life, { conduct, scheme: data.scheme, ticks: ticksOfRun(data.time, calendar) }, draft);
  if (problems.found.length > before) return undefined;
  return {
    title: data.title,
    size,
    communitySize,
    ...(second ? { kinds: [second.kind] } : {}),
    ticks: scale.ticks ?? ticksOfRun(data.time, calendar),
    columns: draft.columns,
    globals: draft.globals,
    tables: draft.tables,
    ties: draft.ties,
    queues: draft.queues,
    start: draft.start,
    steps: [
      ...draft.gathers,
      ...draft.links,
      ...draft.deliveries,
      ...draft.acts,
      ...draft.encounters,
      ...draft.severs,
      ...draft.maps,
    ],
    measures: draft.measures,
    updates: draft.updates,
    script,
  };
}
