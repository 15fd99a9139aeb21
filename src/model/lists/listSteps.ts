import type { Let, Write } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import { type ColumnHandle, wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import type { ListLegend, MovesCode, Topic } from "../legend/legend.ts";
import type { ColumnRef, MeasureRef } from "../legend/refs.ts";
import { daysOfTick } from "../time/days.ts";
import { barredOf, columnOfList, firstDayOf, type Stay } from "./listing.ts";

const { add, subtract, greater, lesser, choose, and, not, constant } = build;
const zero = constant(0);
const above = (of: NumberTree, least: NumberTree = zero): TruthTree => build.compare("gt", of, least);
const atMost = (of: NumberTree, most: NumberTree): TruthTree => build.compare("le", of, most);

/**
 * What a tick does to a list, in days counted from where the tick begins. A stay runs from n to v, and is one of the
 * list from n on: n is what is left of the notice, v what is left of it all. `moves` is entries + 3 × exits + 9 for a
 * stay that performing has shortened; there are at most two entries and two exits in a tick.
 */
export function lowerListSteps(stays: readonly Stay[], draft: Draft): void {
  const lets: Let[] = [];
  const writes: Write[] = [];
  for (const stay of stays) lowerStay(stay, draft, lets, writes);
  if (writes.length > 0) draft.addStep({ kind: "map", name: "lists", lets, writes });
}

function lowerStay(stay: Stay, draft: Draft, lets: Let[], writes: Write[]): void {
  const { name: called, is } = stay.list;
  const days = daysOfTick(draft);
  const bind: Bind = (what, tree) => {
    if (tree.op === "constant" || tree.op === "column") return tree;
    lets.push({ name: `${called}: ${what}`, kind: "number", is: tree });
    return build.local(`${called}: ${what}`, tree.range);
  };
  const set = (column: ColumnHandle, value: NumberTree): void => void writes.push(column.set(value));
  const stands = draft.column(columnOfList.left(called));
  const notice = stay.notice > 0 ? draft.column(columnOfList.notice(called)) : undefined;
  const [left, n] = [stands.leaf, notice?.leaf ?? zero];
  const kept = bind("performed by", performedBy(stay, left, n, days, draft));
  const struck = draft.find(columnOfList.struck(called))?.leaf;
  const ends = struck ? bind("struck by", lesser(kept, choose(above(struck), subtract(days, struck), kept))) : kept;
  const exempt = is.exempt ? draft.truth(is.exempt) : build.truth(false);
  const meets = is.when ? draft.truth(is.when) : build.truth(false);
  if (!exempt || !meets) return;
  const when = and(draft.begun, meets);
  const since = is.grounds ? known(firstDayOf(is.grounds.map(({ value }) => value)), draft) : zero;
  const day = bind("day of the ground", subtract(days, since));
  const ground = bind("ground", build.number(and(above(since), not(exempt))));
  const fresh = bind("new", build.number(and(above(ground), build.compare("ge", day, ends))));
  const again = and(above(ground), and(not(above(fresh)), above(ends, n)));
  const longer = lesser(add(ends, constant(stay.extension)), greater(add(day, constant(stay.most)), ends));
  const v = bind("end", stay.extension > 0 ? choose(again, longer, ends) : ends);
  const opens = and(when, and(not(exempt), and(not(above(fresh)), atMost(v, days))));
  const enters = bind("enters", build.number(build.or(above(fresh), opens)));
  const asked = stay.terms
    ? choose(above(fresh), known(columnOfList.term(called), draft), constant(stay.term))
    : constant(stay.term);
  const begins = bind("new begin", add(choose(above(fresh), day, days), constant(stay.notice)));
  const finishes = bind("new end", add(begins, asked));
  const next = bind("left", greater(subtract(choose(above(enters), finishes, v), days), zero));
  set(stands, next);
  if (notice) {
    const told = greater(subtract(choose(above(enters), begins, n), days), zero);
    set(notice, lesser(told, next));
  }
  setBars(stay, { days, enters, fresh, begins, next }, draft, set);
  const old = greater(subtract(lesser(v, days), n), zero);
  const fromNew = greater(subtract(lesser(finishes, days), begins), zero);
  const spent = wholeColumn(columnOfList.days(called), 0, days.range.to, "scratch", `days on ${called} in this tick`);
  set(draft.addColumn(spent), add(old, choose(above(enters), fromNew, zero)));
  const doc = `entries + 3 × exits + 9 × performed${struck ? " + 18 × struck" : ""} of ${called} in this tick`;
  const moves = draft.addColumn(wholeColumn(columnOfList.moves(called), 0, struck ? 35 : 17, "scratch", doc));
  const isEndedAtOnce = struck !== undefined || stay.exits.some(({ within }) => within === 0);
  set(moves, movesOf({ n, v, left, kept, ends, begins, finishes, days, enters }, isEndedAtOnce));
}

/** How `moves` holds entries, exits and whether performing shortened the stay. */
const movesCode: MovesCode = {
  entries: { by: 1, below: 3 },
  exits: { by: 3, below: 3 },
  performed: { by: 9, below: 2 },
};
const struckCode: MovesCode = { ...movesCode, struck: { by: 18, below: 2 } };

type Bind = (what: string, tree: NumberTree) => NumberTree;

/** A column, or 0 where a fault kept it from being made. */
function known(name: string, draft: Draft): NumberTree {
  return draft.find(name)?.leaf ?? zero;
}

/** Where the stay that stood when the tick began ends, once what was performed is reckoned with. */
function performedBy(stay: Stay, left: NumberTree, n: NumberTree, days: NumberTree, draft: Draft): NumberTree {
  let ends = left;
  stay.exits.forEach((exit, i) => {
    const done = known(firstDayOf(exit.conducts), draft);
    const off = add(subtract(days, done), constant(exit.within));
    const barred = exit.longest > 0 ? barredOf(stay, i, draft).leaf : zero;
    const inTime = and(above(n), atMost(off, n));
    const held = exit.longest > 0 ? choose(inTime, off, greater(off, barred)) : off;
    ends = lesser(ends, choose(above(done), held, left));
  });
  return ends;
}

function setBars(
  stay: Stay,
  of: Readonly<Record<"days" | "enters" | "fresh" | "begins" | "next", NumberTree>>,
  draft: Draft,
  set: (column: ColumnHandle, value: NumberTree) => void,
): void {
  stay.exits.forEach(({ after, longest }, i) => {
    if (longest === 0) return;
    const barred = barredOf(stay, i, draft);
    const most = constant(longest);
    const least =
      after?.kind === "by severity"
        ? choose(above(of.fresh), known(columnOfList.bar(stay.list.name, i), draft), most)
        : most;
    const until = choose(above(of.enters), add(of.begins, least), barred.leaf);
    set(barred, choose(above(of.next), greater(subtract(until, of.days), zero), zero));
  });
}

function movesOf(
  of: Readonly<Record<"n" | "v" | "left" | "kept" | "ends" | "begins" | "finishes" | "days" | "enters", NumberTree>>,
  isEndedAtOnce: boolean,
): NumberTree {
  const one = (when: TruthTree, weight: number): NumberTree => choose(when, constant(weight), zero);
  const { n, v, days } = of;
  const enters = above(of.enters);
  const parts = [
    one(and(above(n), and(atMost(n, days), above(v, n))), 1),
    one(and(enters, atMost(of.begins, days)), 1),
    one(and(above(v, n), atMost(v, days)), 3),
    one(and(enters, atMost(of.finishes, days)), 3),
    one(build.compare("lt", of.kept, of.left), 9),
  ];
  // A stay that ends on the first day of the tick was one until then.
  if (isEndedAtOnce) parts.push(one(and(above(of.left), and(atMost(n, zero), atMost(v, zero))), 3));
  if (of.ends !== of.kept) parts.push(one(build.compare("lt", of.ends, of.kept), 18));
  return parts.reduce(add);
}

/** What every list counts: who is on it at the end of the tick, days, entries and exits in it. */
export function lowerListMeasures(stays: readonly Stay[], draft: Draft): void {
  const sum = (name: string, value: NumberTree, doc: string, topic: Topic, flows = false): MeasureRef =>
    draft.census(name, { value, resolution: 1, figure: "sum", doc }, { topic, flows });
  const { nouns } = draft.kind;
  for (const { list, notice, exits } of stays) {
    const { name: called } = list;
    const listed = draft.personScope.lookup(called);
    const days = known(columnOfList.days(called), draft);
    const moves = known(columnOfList.moves(called), draft);
    if (listed?.kind !== "truth") continue;
    const of = measureOfList(called);
    sum(of.on, build.number(listed.tree), `${nouns} on ${called} at the end of the tick`, "on a list");
    if (notice > 0) {
      const told = above(draft.column(columnOfList.notice(called)).leaf);
      const doc = `${nouns} in the notice of ${called} at the end of the tick`;
      sum(of.notified, build.number(told), doc, "notified");
    }
    sum(of.days, days, `days that ${nouns} were on ${called} in the tick`, "days", true);
    const struck = draft.find(columnOfList.struck(called))
      ? choose(build.compare("ge", moves, constant(18)), constant(18), zero)
      : undefined;
    const own = struck ? subtract(moves, struck) : moves;
    const rest = subtract(own, choose(build.compare("ge", own, constant(9)), constant(9), zero));
    const exited = build.unary("floor", build.divideBy(rest, constant(3)));
    const entered = subtract(rest, build.multiply(exited, constant(3)));
    sum(of.entries, entered, `entries into ${called} in the tick`, "entries", true);
    sum(of.exits, exited, `exits from ${called} in the tick, of all kinds`, "exits", true);
    const performed = build.number(build.compare("ge", own, constant(9)));
    const doc = `stays on ${called} that performing has shortened, in the tick`;
    if (exits.length > 0) sum(of.performed, performed, doc, "performed", true);
    if (!struck) continue;
    const ended = build.number(above(struck));
    sum(of.struck, ended, `stays on ${called} that ended because a record was taken back, in the tick`, "struck", true);
  }
}

/** Names of what is counted of a list. */
function measureOfList(list: string): Record<keyof ListLegend["measures"], string> {
  return {
    on: `on.${list}`,
    notified: `notified.${list}`,
    days: `days.${list}`,
    entries: `entries.${list}`,
    exits: `exits.${list}`,
    performed: `performed.${list}`,
    struck: `struck.${list}`,
  };
}

/** What the lists of a kind are to a reader. */
export function legendOfLists(stays: readonly Stay[], draft: Draft): ListLegend[] {
  return stays.map(({ list, notice, exits }) => {
    const { name, is } = list;
    const of = measureOfList(name);
    const struck = draft.find(columnOfList.struck(name));
    const refOf = (column: string): ColumnRef => draft.column(column).ref;
    return {
      ...draft.said(`lists.${name}`, name),
      color: is.color ?? "black",
      noticeDays: notice,
      left: refOf(columnOfList.left(name)),
      notice: notice > 0 ? refOf(columnOfList.notice(name)) : undefined,
      days: refOf(columnOfList.days(name)),
      moves: { column: refOf(columnOfList.moves(name)), code: struck ? struckCode : movesCode },
      measures: {
        on: draft.measure(of.on),
        notified: notice > 0 ? draft.measure(of.notified) : undefined,
        days: draft.measure(of.days),
        entries: draft.measure(of.entries),
        exits: draft.measure(of.exits),
        performed: exits.length > 0 ? draft.measure(of.performed) : undefined,
        struck: struck ? draft.measure(of.struck) : undefined,
      },
    };
  });
}
