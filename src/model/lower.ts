import type { Problems } from "../core/problem.ts";
import type { Place } from "../core/source.ts";
import type { Parameter } from "../language/provenance.ts";
import { footprintOfMeasure, footprintsOf } from "../plan/footprint.ts";
import type { Plan } from "../plan/plan.ts";
import { declareNames, declareRules, lowerBlock } from "./block.ts";
import { blockedName } from "./conduct/attempt.ts";
import { declareEncounters } from "./conduct/encounters.ts";
import { legendOfFriendship, lowerFriendship, reasonsOf } from "./conduct/friendship.ts";
import { legendOfPlaces } from "./conduct/places.ts";
import { severityName } from "./conduct/severity.ts";
import { Draft } from "./draft/draft.ts";
import { lowerShown } from "./draft/shown.ts";
import { Texts } from "./draft/texts.ts";
import { draftEnterprises, lowerEnterprises, nameEnterprises } from "./enterprises/enterprises.ts";
import { legendOfOwnership, type Views } from "./enterprises/links.ts";
import { declareEnrolment, legendOfEnrolment, lowerEnrolment } from "./institutions/enrolment.ts";
import { declarePhases, declareRollouts, legendOfPhases, lowerPhases } from "./institutions/institutions.ts";
import type { KindLegend, Legend } from "./legend/legend.ts";
import type { ColumnRef, LocalRef, StepRef } from "./legend/refs.ts";
import { lowerLife } from "./life/life.ts";
import { lowerCompany, showBands } from "./measures/company.ts";
import { declareMeasures } from "./measures/measures.ts";
import { legendOfSurveys, lowerSurveys } from "./measures/surveys.ts";
import type { ScenarioData } from "./parts.ts";
import { lowerTies, usualCommunity } from "./population/ties.ts";
import { checkWords } from "./population/words.ts";
import { leavingFactor, othersIn, tieFactors } from "./stakes/others.ts";
import { dayName } from "./time/days.ts";
import { calendarOf, lowerTime, settleIn, ticksOfRun } from "./time/time.ts";
import { barIfTrue } from "./truth/ifTrue.ts";
import { settleTwins } from "./truth/twins.ts";

/** What a run may set differently from the scenario without being another scenario. */
export interface Scale {
  readonly people?: number | undefined;
  readonly ticks?: number | undefined;
}

/** Where the parts of a scenario stand, and the figures and rules that it sets. */
export interface Origins {
  readonly places: ReadonlyMap<string, Place>;
  readonly parameters: readonly Parameter[];
}

/** What happens in a world, and what it means. */
export interface Lowered {
  readonly plan: Plan;
  readonly legend: Legend;
}

/** How a plan was made. */
export interface Made {
  /** Whether it is another for another number of people, but for that number itself. */
  readonly hangsOnSize: boolean;
}

/**
 * A scenario as a plan and its legend. Names are declared before the rules that use them are read; beyond that the order
 * is that of the tick. Faults go to `problems`; undefined when there were any.
 */
export function lower(
  data: ScenarioData,
  problems: Problems,
  { places, parameters }: Origins,
  scale: Scale = {},
): (Lowered & Made) | undefined {
  const before = problems.found.length;
  const calendar = calendarOf(data.time);
  const size = scale.people ?? data.population.size.amount;
  const communitySize = data.population.ties?.community?.amount ?? usualCommunity;
  const draft = new Draft({ problems, calendar, size, communitySize, texts: new Texts(places, parameters) });
  for (const { does } of data.life?.acts ?? []) draft.scripted.add(does.value);
  draft.accounts.isKept = [data, data.enterprises].some((kind) => kind?.scheme?.contexts !== undefined);
  barIfTrue(draft.globalScope);
  lowerTime(data.time, draft);
  declareNames(data, draft);
  checkWords([data, { population: data.enterprises, state: data.enterprises?.state }], draft);
  lowerTies(data.population.ties, draft);
  declareMeasures(data.measures ?? [], draft);
  declarePhases(data.institutions, draft);
  declareRollouts(data.institutions, draft);
  const enrolment = data.institutions?.enrolment;
  const takeUp = enrolment && declareEnrolment(enrolment, draft);
  const { conduct = [], channels = [], enterprises } = data;
  const second = enterprises && draftEnterprises(enterprises, { channels, conduct }, draft);
  const views = second && nameEnterprises(second, draft);
  const declared = declareRules(data, draft);
  const theirs = second && views && { declared: declareRules(second.block, second.draft), views };
  declareEncounters(data.encounters ?? [], draft);
  lowerCompany(data.population.ties, data.lists ?? [], draft);
  const watched = second?.ofPeople ?? channels;
  const people = lowerBlock(data, declared, { watched, others: othersIn(data, reasonsOf(data.friendship)) }, draft);
  lowerFriendship(data.friendship, tieFactors(people, data.scheme, draft), draft);
  if (enrolment && takeUp)
    lowerEnrolment(enrolment, takeUp, (column, left) => leavingFactor(people, column, left, draft), draft);
  lowerSurveys(data.surveys ?? [], data.population.size.amount, draft);
  const owned = second && theirs ? lowerEnterprises(second, theirs, conduct, draft) : undefined;
  if (!owned) lowerShown(draft);
  showBands(data.population.ties, draft);
  lowerPhases(data.institutions, draft);
  const sizePlace = size === data.population.size.amount ? places.get("population.size") : undefined;
  const around = { conduct, scheme: data.scheme, ticks: ticksOfRun(data.time, calendar), size, sizePlace };
  const script = lowerLife(data.life, around, draft);
  if (problems.found.length > before) return undefined;
  const plan: Plan = {
    title: data.title,
    size,
    communitySize,
    ...(second ? { kinds: [second.kind] } : {}),
    ticks: scale.ticks ?? ticksOfRun(data.time, calendar),
    ...settleIn(data.time, calendar),
    ties: draft.ties,
    ...settleTwins({ ...draft.parts.planned, script }, second ? [draft, second.draft] : [draft]),
  };
  const legend = legendOf(plan, [people.legend(), owned?.()], views, data, draft);
  // A life is told among some others at least.
  return { plan, legend, hangsOnSize: draft.hangsOnSize || data.life !== undefined };
}

/** What was lowered, for a run of another length, and of another number of people where nothing hangs on that. */
export function rescaled({ plan, legend }: Lowered, { people = plan.size, ticks = plan.ticks }: Scale): Lowered {
  return { plan: { ...plan, size: people, ticks }, legend };
}

type Known = Omit<KindLegend, "ownership"> | undefined;

function legendOf(
  plan: Plan,
  [people, owned]: readonly [NonNullable<Known>, Known],
  views: Views | undefined,
  { friendship, institutions, places, surveys }: ScenarioData,
  draft: Draft,
): Legend {
  return {
    kinds: kindsOf(plan, people, owned, views),
    measures: draft.parts.said,
    columns: plan.columns
      .filter(({ role }) => role === "stored")
      .map(({ name, of }) => ({ column: name as ColumnRef, id: name, of })),
    acts: draft.parts.steps("act").map(({ name }) => ({ step: name as StepRef, id: name })),
    phases: legendOfPhases(institutions, draft),
    enrolment: institutions?.enrolment ? legendOfEnrolment(draft) : undefined,
    places: places && legendOfPlaces(places, draft),
    friendship: legendOfFriendship(friendship, draft),
    surveys: surveys && legendOfSurveys(surveys, draft),
    locals: { severity: severityName as LocalRef, day: dayName as LocalRef, blocked: blockedName as LocalRef },
  };
}

/** The kinds, with what each sees of the other. */
function kindsOf(plan: Plan, people: NonNullable<Known>, owned: Known, views: Views | undefined): Legend["kinds"] {
  if (!owned || !views) return [{ ...people, ownership: { there: undefined, sights: [] } }];
  const read = readBy(plan);
  const reads = (column: string): boolean => read.has(column);
  const [owner, enterprise] = views;
  return [
    { ...people, ownership: legendOfOwnership(enterprise, owned, reads) },
    { ...owned, ownership: legendOfOwnership(owner, people, reads) },
  ];
}

/** The columns that anything of a plan reads. */
function readBy(plan: Plan): ReadonlySet<string> {
  const measured = plan.measures.map((measure) => footprintOfMeasure(measure, plan));
  const prints = [...footprintsOf(plan).values(), ...measured];
  return new Set(prints.flatMap(({ reads }) => reads.map(({ column }) => column)));
}
