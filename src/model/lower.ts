import type { Problems } from "../core/problem.ts";
import type { Place } from "../core/source.ts";
import type { Plan } from "../plan/plan.ts";
import * as build from "../rules/build.ts";
import { declareBands } from "./bands.ts";
import { checkChannels } from "./channels.ts";
import { lowerConduct, type Recorded } from "./conduct.ts";
import { declareConsequences, lowerConsequences } from "./consequences.ts";
import { Draft } from "./draft.ts";
import { declarePhases, lowerPhases } from "./institutions.ts";
import { lowerLife } from "./life.ts";
import { declareMeasures, lowerGroups, lowerMeasures, lowerStandardMeasures } from "./measures.ts";
import type { ScenarioData } from "./parts.ts";
import { lowerDerived, lowerPopulation } from "./population.ts";
import { lowerResponse } from "./response.ts";
import { declareScheme, lowerScheme } from "./scheme.ts";
import { checkScheme } from "./schemeCheck.ts";
import { declareState, lowerState } from "./state.ts";
import { lowerTies, usualCommunity } from "./ties.ts";
import { calendarOf, lowerTime, ticksOfRun } from "./time.ts";

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
  lowerPopulation(data.population, draft);
  declareState(data.state ?? [], draft);
  if (data.scheme) declareScheme(data.scheme, draft);
  lowerTies(data.population.ties, draft);
  declareMeasures(data.measures ?? [], draft);
  declarePhases(data.institutions, draft);
  if (data.scheme) declareBands(data.scheme, draft);
  lowerDerived(data.population, draft);
  const triggers = declareConsequences(data.consequences ?? [], draft);
  lowerGroups(data.groups ?? [], draft);
  lowerState(data.state ?? [], draft);
  const conduct = data.conduct ?? [];
  checkChannels(data.channels ?? [], draft);
  if (data.scheme) checkScheme(data.scheme, conduct, draft);
  const recorded = data.scheme ? lowerScheme(data.scheme, conduct, draft) : new Map<string, Recorded>();
  const factors = lowerResponse(data.response ?? [], conduct, draft);
  for (const one of conduct) {
    lowerConduct(
      one,
      data.channels ?? [],
      factors.get(one.name) ?? build.constant(1),
      recorded.get(one.name) ?? { lets: [], effects: [] },
      draft,
    );
  }
  lowerConsequences(triggers, draft);
  lowerMeasures(data.measures ?? [], draft);
  lowerStandardMeasures({ conduct, scheme: data.scheme, consequences: data.consequences ?? [] }, draft);
  lowerPhases(data.institutions, draft);
  const script = lowerLife(data.life, { conduct, scheme: data.scheme, ticks: ticksOfRun(data.time, calendar) }, draft);
  if (problems.found.length > before) return undefined;
  return {
    title: data.title,
    size,
    communitySize,
    ticks: scale.ticks ?? ticksOfRun(data.time, calendar),
    columns: draft.columns,
    globals: draft.globals,
    tables: draft.tables,
    ties: draft.ties,
    queues: draft.queues,
    start: draft.start,
    steps: [...draft.gathers, ...draft.deliveries, ...draft.acts, ...draft.maps],
    measures: draft.measures,
    updates: draft.updates,
    script,
  };
}
