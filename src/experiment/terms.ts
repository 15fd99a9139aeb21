import type { Reckoner } from "../engine/backend.ts";
import type { Calendar } from "../model/draft/calendar.ts";
import type {
  ConductLegend,
  KindLegend,
  Legend,
  PointsSum,
  RedressLegend,
  ScoreLegend,
  ScorePart,
} from "../model/legend/legend.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Plan } from "../plan/plan.ts";
import * as build from "../rules/build.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { type ListStanding, openLists } from "./listStays.ts";
import type { Ownership } from "./ownership.ts";
import { sayWhy } from "./phases.ts";
import { sayEntity } from "./phrases.ts";
import { readerOf } from "./reader.ts";

/** Somebody met, as a life tells of them. */
export type Met = ConductLegend["meetings"][number]["with"];

/** What the legend of a kind says, as its lives are told: by what events of the engine name. */
export interface Terms {
  readonly kind: KindLegend;
  readonly locals: Legend["locals"];
  /** What a reader calls one of them: "person 12". */
  readonly call: (entity: number) => string;
  /** Who is on the other side of ownership: "its owner". */
  readonly other: string;
  /** What comes to hold, and ceases, of the other side. */
  readonly sights: Ownership["told"];
  readonly calendar: Calendar;
  /** What rises and falls, by column. */
  readonly states: ReadonlyMap<string, string>;
  readonly conducts: ReadonlyMap<string, ConductLegend>;
  /** Who does what a script says, and when it says so; undefined where nobody of the kind does. */
  readonly scripted: number | undefined;
  /** Days of the tick on which a script says so, from 0, in its order: by tick and conduct, as `writtenAt` names them. */
  readonly written: ReadonlyMap<string, readonly number[]>;
  /** What records lead to, by the label of its cases. */
  readonly redress: ReadonlyMap<string, RedressLegend>;
  /** Whom one meets, by the step of what is done there; and no more than that is told of them. */
  readonly meetings: ReadonlyMap<string, Met>;
  /** Why friends are dropped, by the column that counts it. */
  readonly dropping: ReadonlyMap<string, string>;
  readonly phases: Legend["phases"];
  /** Why a phase begins that follows another by itself. */
  readonly whyPhase: (name: string) => string | undefined;
  readonly score: ScoreLegend | undefined;
  /** Sums of a tick's points, by column. */
  readonly sums: ReadonlyMap<string, PointsSum>;
  /** What moves what gathers points, by its label. */
  readonly moves: ReadonlyMap<string, ScorePart>;
  /** Steps that forgive what the first records of a period cost: where points wait for them, and where they go then. */
  readonly warnings: ReadonlyMap<string, ScoreLegend["warnings"][number]>;
}

/** Where somebody stands between two ticks. */
export interface Standing {
  readonly score: number | undefined;
  /** Place of the band, below 0 for none; undefined in a world without bands. */
  readonly band: number | undefined;
  /** Whether each consequence holds, in the order of the legend. */
  readonly holds: readonly boolean[];
  /** In the order of the legend. */
  readonly lists: readonly ListStanding[];
  /** Whether each truth that is told of the other side of ownership holds, in the order of the terms. */
  readonly felt: readonly boolean[];
  /** For each consequence: whether it would hold without the other side; undefined where that cannot matter. */
  readonly alone: readonly (boolean | undefined)[];
  /** Place of the phase; undefined in a world without phases. */
  readonly phase: number | undefined;
}

export function termsOf(
  scenario: Scenario,
  { plan, legend }: { readonly plan: Plan; readonly legend: Legend },
  kind: KindLegend,
  ownership?: Ownership,
): Terms {
  const { score, conducts } = kind;
  const { data } = scenario;
  const calendar = calendarOf(data.time);
  const changing = [
    ...kind.states,
    ...kind.files.filter(({ adds }) => adds),
    ...(score?.standing ? [score.standing] : []),
  ];
  return {
    kind,
    locals: legend.locals,
    call: (entity) => sayEntity(entity, kind, plan),
    other: ownership?.other ?? "",
    sights: ownership?.told ?? [],
    calendar,
    states: new Map(changing.map(({ column, name }) => [column, name])),
    conducts: new Map(conducts.map((one) => [one.label, one])),
    scripted: kind.of === undefined ? plan.script?.entity : undefined,
    written: writtenDays(kind.of === undefined ? data.life : undefined, calendar),
    redress: new Map((kind.redress ?? []).map((one) => [one.label, one])),
    meetings: new Map(conducts.flatMap(({ meetings }) => meetings.map((one): [string, Met] => [one.step, one.with]))),
    dropping: new Map(legend.friendship?.reasons.map(({ column, name }) => [column, name])),
    phases: legend.phases,
    whyPhase: (name) => sayWhy(scenario, name),
    score,
    sums: new Map(score?.sums.map((one) => [one.column, one])),
    moves: new Map(score?.moves.map((one) => [one.label, one])),
    warnings: new Map(score?.warnings.map((one) => [one.step, one])),
  };
}

/** The name under which the days of a script stand. */
export function writtenAt(tick: number, conduct: string): string {
  return `${tick} ${conduct}`;
}

function writtenDays(life: Scenario["data"]["life"], calendar: Calendar): Terms["written"] {
  const days = new Map<string, number[]>();
  for (const { on, does } of life?.acts ?? []) {
    const tick = calendar.tickOf(on.value);
    const at = writtenAt(tick, does.value);
    days.set(at, [...(days.get(at) ?? []), calendar.dayIn(tick, on.value)]);
  }
  return days;
}

/** Tells where anyone stands, from the state as it is by then. */
export function openStandings(
  engine: Reckoner,
  { kind, phases }: Terms,
  ownership?: Ownership,
): (entity: number) => Standing {
  const band = kind.bands && engine.reckoner(kind.bands.index);
  const holds = kind.consequences.map((one) => engine.reckoner(build.number(one.holds)));
  const score = kind.score && readerOf(kind.score.column, engine);
  const listsOf = openLists(engine, kind.lists);
  return (entity) => ({
    lists: listsOf(entity),
    score: score?.(entity),
    band: band?.(entity),
    holds: holds.map((reckon) => reckon(entity) > 0),
    felt: ownership?.felt(entity) ?? [],
    alone: ownership?.alone(entity) ?? [],
    phase: phases && engine.globalOf(phases.global),
  });
}

/** Tells what each part of a score that is made anew contributes, from the state as it is by then; 0 for what is drawn. */
export function openContributions(engine: Reckoner, { score }: Terms): (entity: number) => Map<string, number> {
  const reckons = (score?.made ?? []).flatMap(({ label, contributes }) =>
    contributes ? [[label, engine.reckoner(contributes)] as const] : [],
  );
  return (entity) => new Map(reckons.map(([label, reckon]) => [label, reckon(entity)]));
}
