import type { Posting } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, Range, TruthTree } from "../../rules/tree.ts";
import { trueName } from "../conduct/truth.ts";
import { areaName } from "../draft/accounts.ts";
import type { Draft } from "../draft/draft.ts";
import { dayName } from "../time/days.ts";
import type { Case, Docket } from "./docket.ts";
import { carriedTraces, takenBy } from "./extras.ts";
import { carriedNames, type Known } from "./known.ts";

/** Luck is carried as one of so many whole numbers. */
export const words = 2 ** 24;
const wordRange: Range = { from: 0, to: words - 1 };

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
