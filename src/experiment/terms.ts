import type { Engine } from "../engine/backend.ts";
import type { ConductKind } from "../model/conduct/conduct.ts";
import { meetingStep } from "../model/conduct/meetingConduct.ts";
import { warnedSum, warningStep } from "../model/scheme/points.ts";
import { ledgerWas, soFar } from "../model/scheme/score.ts";
import type { Calendar } from "../model/time/calendar.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Write } from "../plan/plan.ts";
import * as build from "../rules/build.ts";
import { leavesOf, type NumberTree } from "../rules/tree.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Links } from "./linked.ts";
import { type ListStanding, type ListTerms, listTermsOf, openLists } from "./listed.ts";
import { bareName, type Said, type Subject } from "./subject.ts";
import { bandsOf } from "./words.ts";

/** Somebody met, as a life tells of them. */
export type Met = "a stranger" | "a friend";

/** What the words of a world mean for the lives of a kind in it. */
export interface Terms {
  readonly noun: Subject["noun"];
  readonly call: Subject["call"];
  /** Who is on the other side of ownership: "its owner". */
  readonly other: string;
  /** What comes to hold, and ceases, of the other side. */
  readonly sights: Links["told"];
  readonly calendar: Calendar;
  readonly states: ReadonlySet<string>;
  /** Conducts whose acts differ in how grave they are. */
  readonly graded: ReadonlySet<string>;
  /** Conducts that are done to others, on whom their records fall. */
  readonly toOthers: ReadonlySet<string>;
  /** Whom one meets, by the step of what is done there; and no more than that is told of them. */
  readonly meetings: ReadonlyMap<string, Met>;
  /** Conducts that are done at encounters. */
  readonly atMeetings: ReadonlySet<string>;
  /** From the lowest up. */
  readonly bands: readonly string[];
  readonly phases: readonly string[];
  readonly consequences: readonly {
    readonly name: string;
    readonly domain: string | undefined;
    /** Conducts that those under it attempt in vain. */
    readonly blocks: readonly string[];
  }[];
  readonly lists: readonly ListTerms[];
  /** The step in which the score is kept. */
  readonly step: number;
  /** The columns in which points of a tick are summed: what is capped there, and their step. */
  readonly inboxes: ReadonlyMap<string, { readonly name: string; readonly step: number }>;
  /** The same columns by their label in the ledger of the score. */
  readonly inboxOf: ReadonlyMap<string, string>;
  /** Steps that forgive what the first records of a period cost: where points wait for them, and where they go then. */
  readonly warnings: ReadonlyMap<string, { readonly from: string; readonly to: string }>;
  /** The column in which points gather: the score itself, or one that it is made of. */
  readonly gathers: "score" | "score.points" | "standing";
  /** Whether the score only says where somebody stands among others. */
  readonly relative: boolean;
  /** What the score is made of anew each tick; nothing where it is moved. */
  readonly made: readonly { readonly label: string; readonly part: NumberTree }[];
  /** Points from one end of the scale to the other. */
  readonly span: number;
}

/** Where somebody stands between two ticks. */
export interface Standing {
  readonly score: number | undefined;
  /** Place of the band, below 0 for none; undefined in a world without bands. */
  readonly band: number | undefined;
  /** Whether each consequence holds, in the order of the terms. */
  readonly holds: readonly boolean[];
  /** In the order of the terms. */
  readonly lists: readonly ListStanding[];
  /** Whether each truth that is told of the other side of ownership holds, in the order of the terms. */
  readonly felt: readonly boolean[];
  /** For each consequence: whether it would hold without the other side; undefined where that cannot matter. */
  readonly alone: readonly (boolean | undefined)[];
  /** Place of the phase; undefined in a world without phases. */
  readonly phase: number | undefined;
}

export function termsOf({ data }: Scenario, subject: Subject, links?: Links): Terms {
  const { said, own, noun, call } = subject;
  const { scheme } = said;
  const relative = scheme?.relative === true;
  const gathers = scheme?.dimensions ? soFar : relative ? "standing" : "score";
  const inboxOf = inboxesOf(own, gathers);
  const inboxes = [...inboxOf.values()].map((name) => {
    const { resolution } = own.columns.find((column) => column.name === name)!;
    return [name, { name: name.replace(/^points\.?(area\.)?/, ""), step: resolution }] as const;
  });
  return {
    noun,
    call,
    other: links?.other ?? "",
    sights: links?.told ?? [],
    calendar: calendarOf(data.time),
    states: new Set([
      ...(said.state ?? []).map(({ name }) => name),
      ...(scheme?.files ?? []).filter(({ is }) => is.of).map(({ name }) => name),
      ...(relative ? ["standing"] : []),
    ]),
    graded: new Set(said.conduct?.filter(({ is }) => isGraded(is.severity)).map(({ name }) => name)),
    toOthers: new Set(said.conduct?.filter(({ is }) => is.falls_on === "other").map(({ name }) => name)),
    meetings: meetingsOf(said),
    atMeetings: new Set(said.conduct?.filter(({ is }) => is.at).map(({ name }) => name)),
    bands: bandsIn(subject)?.words ?? [],
    phases: data.institutions?.phases?.map(({ name }) => name) ?? [],
    consequences: (said.consequences ?? []).map(({ name, is }) => ({
      name,
      domain: is.domain?.value,
      blocks: is.blocks?.map(({ value }) => value) ?? [],
    })),
    lists: listTermsOf(subject),
    step: own.columns.find(({ name }) => name === "score")?.resolution ?? 1,
    inboxes: new Map(inboxes),
    inboxOf,
    warnings: new Map(
      (scheme?.points ?? []).flatMap(({ name, is }) => {
        const step = is.warnings && own.steps.find((each) => each.name === warningStep(name));
        return step?.kind === "map"
          ? [[step.name, { from: warnedSum(name), to: step.writes[0]!.column }] as const]
          : [];
      }),
    ),
    gathers,
    relative,
    made: gathers === "score" ? [] : ledgerOf(own, "score").filter(({ label }) => label !== ledgerWas),
    span: scheme ? scheme.score.to.amount - scheme.score.from.amount : 0,
  };
}

function bandsIn({ own, noun }: Subject): ReturnType<typeof bandsOf> {
  return bandsOf(own, noun === "person" ? "people" : "count");
}

function meetingsOf({ conduct, encounters }: Said): Map<string, Met> {
  const kinds = new Map(encounters?.map(({ name, is }) => [name, is.with === "friends" ? "a friend" : "a stranger"]));
  return new Map(
    conduct?.flatMap(({ name, is }) =>
      (is.at ?? []).map(({ value }): [string, Met] => [meetingStep(name, value), kinds.get(value) as Met]),
    ),
  );
}

/** Whether acts can differ in how grave they are. */
function isGraded(severity: ConductKind["is"]["severity"]): boolean {
  return severity?.kind === "rule" || (severity?.is.length ?? 0) > 1;
}

/** The ledger of a column, from the first step that has one. */
function ledgerOf({ steps }: Subject["own"], column: string): NonNullable<Write["ledger"]> {
  const writes = steps.flatMap((step) => (step.kind === "map" ? step.writes : []));
  return writes.find((write) => write.column === column && write.ledger)?.ledger ?? [];
}

/** Parts of the ledger of what gathers points that are read from a column as they are. */
function inboxesOf(own: Subject["own"], gathers: string): Map<string, string> {
  const parts = ledgerOf(own, gathers);
  return new Map(
    parts.flatMap(({ label, part }) => (part.op === "column" ? [[label, bareName(part.name)] as const] : [])),
  );
}

/** Tells where anyone stands, from the state as it is by then. */
export function openStandings(
  engine: Engine,
  subject: Subject,
  terms: Terms,
  links?: Links,
): (entity: number) => Standing {
  const { own, prefix } = subject;
  const groups = bandsIn(subject);
  const band = groups && engine.reckoner(groups.index);
  const holds = terms.consequences.map(({ name }) => {
    const measure = own.measures.find((one) => one.name === `under.${name}`);
    return measure ? engine.reckoner(measure.value) : () => 0;
  });
  const score = own.columns.some(({ name }) => name === "score")
    ? engine.reckoner(build.column(`${prefix}score`, { from: -Infinity, to: Infinity }))
    : undefined;
  const listsOf = openLists(engine, subject, terms.lists);
  return (entity) => ({
    lists: listsOf(entity),
    score: score?.(entity),
    band: band?.(entity),
    holds: holds.map((reckon) => reckon(entity) > 0),
    felt: links?.felt(entity) ?? [],
    alone: links?.alone(entity) ?? [],
    phase: terms.phases.length > 0 ? engine.globalOf("phase") : undefined,
  });
}

/** Tells what each part of a score that is made anew contributes, from the state as it is by then; 0 for what is drawn. */
export function openMade(engine: Engine, { made }: Terms): (person: number) => Map<string, number> {
  const reckons = made.map(({ label, part }) => {
    const known = leavesOf(part, "local").length === 0;
    return { label, reckon: known ? engine.reckoner(part) : () => 0 };
  });
  return (person) => new Map(reckons.map(({ label, reckon }) => [label, reckon(person)]));
}
