import type { Posting } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, Range, TruthTree } from "../../rules/tree.ts";
import { trueName } from "../conduct/truth.ts";
import { areaName } from "../draft/accounts.ts";
import type { Draft } from "../draft/draft.ts";
import { dayName } from "../time/days.ts";
import type { Case, Docket } from "./docket.ts";
import { carriedTraces, takenBy } from "./extras.ts";

/** Luck is carried as one of so many whole numbers. */
export const words = 2 ** 24;
const wordRange: Range = { from: 0, to: words - 1 };

/** Locals of a record that waits for its case. */
export const carriedNames = {
  /** The luck of its review, of `words`. */
  word: (one: string): string => `${one}: luck of the review`,
  /** Ticks until a later case, 0 where there is none. */
  due: (one: string): string => `${one}: ticks until`,
  /** What is left of its points, in the steps in which points are summed. */
  points: "points",
  /** The day, from the start of the world, on which the stay ends that it began, 0 for none. */
  until: (list: string): string => `until the end on ${list}`,
  /** What is left of what it added to a file, in the steps in which that is summed; or 1 where a file counts from it. */
  file: (file: string): string => `on file ${file}`,
  /** Whether it counts among those that the next repeats; whether it put into a band at once. */
  again: (conduct: string): string => `again ${conduct}`,
  grade: "grade",
  /** Ticks since it arrived. */
  age: "ticks since",
  /** What has not been taken back of it: 1 for points, 2 for entries. */
  open: "open",
};

/** The locals that say whether a record is disputed, and whether it is freed. */
export function raisedName(one: string): string {
  return `${one}: raised`;
}

export function freedName(one: string): string {
  return `${one}: freed`;
}

/** What the cases of an entry are called where a life is traced. */
export function labelOf(one: string): string {
  return `redress.${one}`;
}

/** What is known of a record, by the names of what is carried: what is not known is 0. */
export type Known = ReadonlyMap<string, NumberTree>;

/** What records carry to their cases, case by case. */
export class Carriage {
  readonly #docket: Docket;
  readonly #pointsMost: number;
  readonly #keepsTruth: boolean;
  readonly #keepsAreas: boolean;

  /** `pointsMost` are the most steps of points that a record can have. */
  constructor(docket: Docket, pointsMost: number, draft: Draft) {
    this.#docket = docket;
    this.#pointsMost = pointsMost;
    this.#keepsTruth = draft.keepsTruth;
    this.#keepsAreas = draft.accounts.isKept;
  }

  /** What waits for a case carries so much, each with its range. */
  of(one: Case): Map<string, Range> {
    const later = this.#docket.laterThan(one);
    const coming = [one, ...later];
    const carried = new Map<string, Range>();
    for (const each of coming) if (each.reviewed) carried.set(carriedNames.word(each.name), wordRange);
    for (const each of later) carried.set(carriedNames.due(each.name), { from: 0, to: 2 * 2000 });
    if (coming.some(({ points }) => points)) {
      carried.set(carriedNames.points, { from: -this.#pointsMost, to: this.#pointsMost });
    }
    const { traces } = this.#docket.takeable;
    for (const [name, range] of carriedTraces(takenBy(coming), one.of, traces)) carried.set(name, range);
    const lists = this.#docket.listsOf(one);
    for (const { list } of lists) carried.set(carriedNames.until(list.name), { from: 0, to: 2 ** 24 });
    if (lists.length > 0) carried.set(dayName, { from: 0, to: 366 });
    if (this.isOpenAsked(one)) carried.set(carriedNames.open, { from: 0, to: 3 });
    if (this.#keepsTruth) carried.set(trueName, { from: 0, to: 1 });
    if (this.#keepsAreas) carried.set(areaName, { from: 0, to: 512 });
    return carried;
  }

  /** Whether something of a record can have been taken back before a case of it is decided. */
  isOpenAsked(one: Case): boolean {
    return [...one.of].some((conduct) => this.#docket.casesOf(conduct).length > 1);
  }

  /** What carried values are called in a case: locals. */
  localsOf(one: Case): Known {
    return new Map([...this.of(one)].map(([name, range]) => [name, build.local(name, range)]));
  }

  /** The next case of each record, from one case or from its arrival; `known` is what is known of the record then. */
  postsFrom(from: Case | undefined, conduct: string | undefined, known: Known, draft: Draft): Posting[] {
    const coming = this.#docket.nextTo(from).filter(({ of }) => conduct === undefined || of.has(conduct));
    return coming.flatMap((one) =>
      [...this.#docket.delays(from, one)].flatMap(([delay, whose]): Posting[] => {
        if (conduct !== undefined && !whose.some((each) => each.conduct === conduct)) return [];
        const others = coming.filter((other) => other !== one);
        const when = others.reduce(
          (rest, other) => build.and(rest, build.not(isSooner(other, delay, known))),
          isNext(one, delay, known),
        );
        const carry = [...this.of(one).keys()].map((name) => this.#passed(name, delay, known));
        return [{ when, queue: draft.own(queueOf(one, delay)), delay: build.constant(delay), carry }];
      }),
    );
  }

  /** What of a record is passed on, when so many ticks will have gone by. */
  #passed(name: string, delay: number, known: Known): NumberTree {
    const value = known.get(name) ?? build.constant(0);
    const isDue = this.#docket.cases.some((one) => carriedNames.due(one.name) === name);
    return isDue ? build.greater(build.subtract(value, build.constant(delay)), build.constant(0)) : value;
  }
}

/** The queue in which records wait so many ticks for a case. */
export function queueOf({ name }: Case, delay: number): string {
  return `redress.${name}, ${delay} ticks`;
}

function dueIn(one: Case, known: Known): NumberTree {
  return known.get(carriedNames.due(one.name)) ?? build.constant(0);
}

function isNext(one: Case, delay: number, known: Known): TruthTree {
  return build.compare("eq", dueIn(one, known), build.constant(delay));
}

function isSooner(one: Case, delay: number, known: Known): TruthTree {
  const due = dueIn(one, known);
  return build.and(build.compare("gt", due, build.constant(0)), build.compare("lt", due, build.constant(delay)));
}
