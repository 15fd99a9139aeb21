import type { Engine } from "../engine/backend.ts";
import type { Calendar } from "../model/calendar.ts";
import { calendarOf } from "../model/time.ts";
import type { Plan } from "../plan/plan.ts";
import * as build from "../rules/build.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { bandsOf } from "./words.ts";

/** What the words of a world mean for the lives in it. */
export interface Terms {
  readonly calendar: Calendar;
  readonly states: ReadonlySet<string>;
  /** Conducts whose acts differ in how grave they are. */
  readonly graded: ReadonlySet<string>;
  /** From the lowest up. */
  readonly bands: readonly string[];
  readonly phases: readonly string[];
  readonly consequences: readonly { readonly name: string; readonly domain: string | undefined }[];
  /** The step in which the score is kept. */
  readonly step: number;
  /** The columns in which points of a tick are summed: what is capped there, and their step. */
  readonly inboxes: ReadonlyMap<string, { readonly name: string; readonly step: number }>;
  /** The same columns by their label in the ledger of the score. */
  readonly inboxOf: ReadonlyMap<string, string>;
}

/** Where somebody stands between two ticks. */
export interface Standing {
  readonly score: number | undefined;
  /** Place of the band, below 0 for none; undefined in a world without bands. */
  readonly band: number | undefined;
  /** Whether each consequence holds, in the order of the terms. */
  readonly holds: readonly boolean[];
  /** Place of the phase; undefined in a world without phases. */
  readonly phase: number | undefined;
}

export function termsOf({ data }: Scenario, plan: Plan): Terms {
  const inboxOf = inboxesOf(plan);
  const inboxes = [...inboxOf.values()].map((name) => {
    const { resolution } = plan.columns.find((column) => column.name === name)!;
    return [name, { name: name.replace(/^points\.?(area\.)?/, ""), step: resolution }] as const;
  });
  return {
    calendar: calendarOf(data.time),
    states: new Set(data.state?.map(({ name }) => name)),
    graded: new Set(data.conduct?.filter(({ is }) => (is.severity?.length ?? 0) > 1).map(({ name }) => name)),
    bands: bandsOf(plan)?.words ?? [],
    phases: data.institutions?.phases?.map(({ name }) => name) ?? [],
    consequences: (data.consequences ?? []).map(({ name, is }) => ({ name, domain: is.domain?.value })),
    step: plan.columns.find(({ name }) => name === "score")?.resolution ?? 1,
    inboxes: new Map(inboxes),
    inboxOf,
  };
}

/** Parts of the score's ledger that are read from a column as they are. */
function inboxesOf(plan: Plan): Map<string, string> {
  const parts = plan.steps.flatMap((step) =>
    step.kind === "map" ? step.writes.flatMap(({ column, ledger }) => (column === "score" ? (ledger ?? []) : [])) : [],
  );
  return new Map(parts.flatMap(({ label, part }) => (part.op === "column" ? [[label, part.name] as const] : [])));
}

/** Tells where anyone stands, from the state as it is by then. */
export function openStandings(engine: Engine, plan: Plan, terms: Terms): (person: number) => Standing {
  const groups = bandsOf(plan);
  const band = groups && engine.reckoner(groups.index);
  const holds = terms.consequences.map(({ name }) => {
    const measure = plan.measures.find((one) => one.name === `under.${name}`);
    return measure ? engine.reckoner(measure.value) : () => 0;
  });
  const score = plan.columns.some(({ name }) => name === "score")
    ? engine.reckoner(build.column("score", { from: -Infinity, to: Infinity }))
    : undefined;
  return (person) => ({
    score: score?.(person),
    band: band?.(person),
    holds: holds.map((reckon) => reckon(person) > 0),
    phase: terms.phases.length > 0 ? engine.globalOf("phase") : undefined,
  });
}
