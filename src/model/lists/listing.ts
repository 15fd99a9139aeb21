import { grouped } from "../../core/problem.ts";
import type { Named } from "../../language/shape.ts";
import type { Quantity } from "../../language/units.ts";
import type { Effect } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import { severitiesOf } from "../conduct/claims.ts";
import { type Conduct, type ConductKind, type Recorded, severityName } from "../conduct/conduct.ts";
import { joinRecorded, recordedConduct } from "../conduct/recordable.ts";
import { type ColumnHandle, wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import { dayName, daysOfTick, firstDayOfTick } from "../time/days.ts";
import type { List, Lists, Term } from "./lists.ts";

/** Days that a list or notice can last at most. */
const longestStay = 60_000;
/** Days that an extension may leave at most, where the list does not say. */
const usualMost = 3650;

/** Exits that treat a name alike share their columns. */
export interface ExitGroup {
  readonly conducts: readonly string[];
  /** Days from the record to the end of the stay. */
  readonly within: number;
  readonly after: Term | undefined;
  /** Days of the longest `after`, 0 for none. */
  readonly longest: number;
}

/** A list in days. */
export interface Stay {
  readonly list: List;
  readonly notice: number;
  /** The longest term. */
  readonly term: number;
  /** Whether a stay can have another term than that. */
  readonly terms: boolean;
  readonly extension: number;
  readonly most: number;
  readonly exits: readonly ExitGroup[];
}

/** Columns of a list, by what they are for. */
export const columnOfList = {
  left: (list: string): string => `${list}.left`,
  notice: (list: string): string => `${list}.notice`,
  days: (list: string): string => `${list}.days`,
  moves: (list: string): string => `${list}.moves`,
  term: (list: string): string => `${list}.term`,
  bar: (list: string, place: number): string => `${list}.bar ${place + 1}`,
  barred: (list: string, place: number): string => `${list}.barred ${place + 1}`,
  struck: (list: string): string => `${list}.struck`,
};

/** The scratch column with the day of the earliest record of some conducts: days of the tick left from it on, 0 for none. */
export function firstDayOf(conducts: readonly string[]): string {
  return `first day of ${[...conducts].sort().join(", ")}`;
}

/** The column with the days for which a name must still stay, made where it is first asked for. */
export function barredOf(stay: Stay, place: number, draft: Draft): ColumnHandle {
  const name = columnOfList.barred(stay.list.name, place);
  const { conducts, longest } = stay.exits[place]!;
  const doc = `days until ${conducts.join(", ")} can end a stay on ${stay.list.name}`;
  return draft.find(name) ?? draft.addColumn(wholeColumn(name, 0, stay.notice + longest, "stored", doc));
}

/** All lists in days. */
export function staysOf(lists: Lists, draft: Draft): Stay[] {
  return lists.map((list) => stayOf(list, draft));
}

/** Names and columns of all lists: who is on them, for how long still, and who has been told. */
export function declareLists(lists: Lists, draft: Draft): void {
  for (const stay of staysOf(lists, draft)) {
    const { name: called, place } = stay.list;
    const most = stay.notice + Math.max(stay.term, stay.extension > 0 ? stay.most : 0);
    if (most > longestStay)
      draft.problem(
        "term-too-long",
        `one can be on this list for ${grouped(most)} days`,
        draft.placeOf(`lists.${called}`),
        `at most ${grouped(longestStay)} days, notice included`,
      );
    const { left: leftName, notice: noticeName } = columnOfList;
    const left = draft.addColumn(
      wholeColumn(
        leftName(called),
        0,
        Math.max(1, most),
        "stored",
        `days until a stay on ${called} ends, notice included`,
      ),
    );
    const notice =
      stay.notice > 0
        ? draft.addColumn(
            wholeColumn(noticeName(called), 0, stay.notice, "stored", `days until the notice of ${called} is over`),
          )
        : undefined;
    const color = stay.list.is.color ?? "black";
    const some = build.compare("gt", left.leaf, build.constant(0));
    const waits = notice?.leaf ?? build.constant(0);
    const listed = build.and(some, build.compare("eq", waits, build.constant(0)));
    draft.name(
      draft.personScope,
      called,
      { kind: "truth", tree: listed, doc: `on the ${color} list ${called}` },
      place,
    );
    const told = build.compare("gt", waits, build.constant(0));
    const notified = { kind: "truth", tree: told, doc: `in the notice of ${called}` } as const;
    draft.name(draft.personScope, `${called}_notified`, notified, place);
    const days = { kind: "number", tree: left.leaf, doc: `days until the stay on ${called} ends` } as const;
    draft.name(draft.personScope, `${called}_days`, days, place);
  }
}

function stayOf(list: List, draft: Draft): Stay {
  const { is } = list;
  const days = (of: Quantity | undefined): number => (of ? draft.calendar.daysIn(of) : 0);
  const spread = (of: Term | undefined): number[] =>
    of === undefined ? [] : of.kind === "same" ? [days(of.is)] : of.is.map((one) => days(one.is));
  const own = is.grounds?.flatMap(({ term }) => spread(term ?? is.term)) ?? [];
  const all = is.when ? [...own, ...spread(is.term)] : own;
  const term = Math.max(1, ...all);
  const exits: ExitGroup[] = [];
  for (const { name, is: exit } of is.exits ?? []) {
    const like = { within: days(exit.within), after: exit.after, longest: Math.max(0, ...spread(exit.after)) };
    const same = exits.findIndex((one) => one.within === like.within && sameTerm(one.after, like.after));
    if (same < 0) exits.push({ conducts: [name], ...like });
    else exits[same] = { ...exits[same]!, conducts: [...exits[same]!.conducts, name] };
  }
  return {
    list,
    notice: days(is.notice),
    term,
    terms: all.some((one) => one !== term),
    extension: days(is.extension),
    most: is.at_most ? days(is.at_most) : Math.max(usualMost, term),
    exits,
  };
}

function sameTerm(a: Term | undefined, b: Term | undefined): boolean {
  const plain = (of: Term | undefined): string =>
    JSON.stringify(
      of?.kind === "same" ? [of.is.amount, of.is.per] : of?.is.map(({ name, is }) => [name, is.amount, is.per]),
    ) ?? "";
  return plain(a) === plain(b);
}

/** What records do to lists, by conduct: on which day of the tick they fall, and for how long they list. */
export function recordLists(stays: readonly Stay[], conduct: Conduct, draft: Draft): Map<string, Recorded> {
  const recorded = new Map<string, Recorded>();
  const add = (name: string, effect: Effect): void => {
    recorded.set(name, joinRecorded(recorded.get(name), { lets: [], effects: [effect], dated: true }));
  };
  for (const stay of stays) {
    const { name: called, is } = stay.list;
    const placeOf = (part: string): ReturnType<Draft["placeOf"]> => draft.placeOf(`lists.${called}.${part}`);
    const kinds: [ConductKind, Term | undefined][] = [];
    for (const { value, place, term } of is.grounds ?? []) {
      const kind = recordedConduct(value, "decides over a list", place, conduct, draft);
      if (kind) kinds.push([kind, term ?? is.term]);
    }
    const groundNames = is.grounds?.map(({ value }) => value) ?? [];
    for (const [kind, term] of kinds) {
      add(kind.name, noteDay(groundNames, draft));
      if (term) addTerm(kind, term, stay.terms ? columnOfList.term(called) : undefined, stay.term, placeOf("term"));
    }
    stay.exits.forEach((exit, i) => {
      for (const name of exit.conducts) {
        const kind = recordedConduct(name, "decides over a list", placeOf(`exits.${name}`), conduct, draft);
        if (kind) add(kind.name, noteDay(exit.conducts, draft));
      }
      if (exit.after?.kind !== "by severity") return;
      for (const [kind] of kinds)
        addTerm(
          kind,
          exit.after,
          columnOfList.bar(called, i),
          exit.longest,
          placeOf(`exits.${exit.conducts[0]}.after`),
        );
    });
  }
  return recorded;

  function addTerm(
    kind: ConductKind,
    term: Term,
    column: string | undefined,
    most: number,
    place: ReturnType<Draft["placeOf"]>,
  ): void {
    const days = daysBySeverity(kind, term, place, conduct, draft);
    if (column === undefined) return;
    const doc = "the longest that a record of this tick asks for, in days";
    const asked = draft.find(column) ?? draft.addColumn(wholeColumn(column, 0, most, "scratch", doc));
    if (days) add(kind.name, { kind: "raise", column: asked.ref, value: days });
  }
}

/** The effect that notes the earliest record of a tick. */
function noteDay(conducts: readonly string[], draft: Draft): Effect {
  const days = daysOfTick(draft);
  const name = firstDayOf(conducts);
  const doc = `days of the tick from the ${name} on; 0 for none`;
  const column = draft.find(name) ?? draft.addColumn(wholeColumn(name, 0, days.range.to, "scratch", doc));
  const day = build.local(dayName, { from: 0, to: days.range.to - 1 });
  // A delayed record keeps the day of its own tick, which may be a day longer than the one in which it arrives.
  const value = build.greater(build.subtract(days, day), build.constant(1));
  return { kind: "raise", column: column.ref, value };
}

/**
 * The day, from the start of the world, on which a stay ends that a record of a conduct begins, over the record;
 * undefined where it lists nobody.
 */
export function endOfStay({ list, notice }: Stay, conduct: string, draft: Draft): NumberTree | undefined {
  const ground = list.is.grounds?.find(({ value }) => value === conduct);
  const term = ground?.term ?? list.is.term;
  if (!ground || !term) return undefined;
  const days = daysOfTick(draft);
  const day = build.local(dayName, { from: 0, to: days.range.to - 1 });
  const begun = build.add(firstDayOfTick(draft), build.lesser(day, build.subtract(days, build.constant(1))));
  const asked = term.kind === "same" ? build.constant(draft.calendar.daysIn(term.is)) : bySeverity(term.is, draft);
  return build.add(begun, build.add(build.constant(notice), asked));
}

/**
 * The effect that ends, on a day of the tick, the stay of a list that ends on a day from the start of the world, where
 * `when` holds and it is that stay: a record that began another, or did not begin one, ends none.
 */
export function endStay(
  list: string,
  { day, until, when }: { readonly day: NumberTree; readonly until: NumberTree; readonly when: TruthTree },
  draft: Draft,
): Effect {
  const days = daysOfTick(draft);
  const name = columnOfList.struck(list);
  const doc = `days of the tick from the one on that ends the stay on ${list}; 0 for none`;
  const column = draft.find(name) ?? draft.addColumn(wholeColumn(name, 0, days.range.to, "scratch", doc));
  const left = draft.column(columnOfList.left(list)).leaf;
  const ends = build.add(firstDayOfTick(draft), left);
  const same = build.and(build.compare("gt", left, build.constant(0)), build.compare("eq", ends, until));
  const value = build.greater(build.subtract(days, day), build.constant(1));
  return { kind: "raise", column: column.ref, value: build.choose(build.and(when, same), value, build.constant(0)) };
}

/** Days of a term, over the severity of a record. */
function daysBySeverity(
  kind: ConductKind,
  term: Term,
  place: Parameters<Draft["problem"]>[2],
  conduct: Conduct,
  draft: Draft,
): NumberTree | undefined {
  if (term.kind === "same") return build.constant(draft.calendar.daysIn(term.is));
  const missing = severitiesOf(kind, conduct).filter((level) => !term.is.some(({ name }) => name === String(level)));
  if (missing.length > 0)
    return draft.problem(
      "severity-missing",
      `there is no duration for a severity of ${missing.join(" or ")}, which ${kind.name} can have`,
      place,
      `one for each, such as ${missing.map((level) => `${level}: 1 year`).join(", ")}`,
    );
  return bySeverity(term.is, draft);
}

/** A severity without a term of its own, which only a life can have, takes that of the next lower one. */
function bySeverity(term: readonly Named<Quantity>[], draft: Draft): NumberTree {
  const severity = build.local(severityName, { from: 1, to: 10 });
  const levels = term
    .map(({ name, is }) => ({ level: Number(name), days: build.constant(draft.calendar.daysIn(is)) }))
    .sort((a, b) => a.level - b.level);
  return levels.reduce<NumberTree>(
    (lower, { level, days }) => build.choose(build.compare("ge", severity, build.constant(level)), days, lower),
    levels[0]!.days,
  );
}
