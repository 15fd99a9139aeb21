import { grouped } from "../../core/problem.ts";
import { severitiesOf } from "../conduct/claims.ts";
import type { Conduct } from "../conduct/conduct.ts";
import { recordedConduct } from "../conduct/recordable.ts";
import type { Draft } from "../draft/draft.ts";
import type { Stay } from "../lists/listing.ts";
import type { Term } from "../lists/lists.ts";
import { leaves, type Traces } from "./extras.ts";
import { type Extra, extras, type Redress, type RedressFields, type TakenBack } from "./redress.ts";

/** Ticks that a case can be under way at most: five years of days, and more. */
const longestCase = 2000;
const severities = Array.from({ length: 10 }, (_, i) => i + 1);

/** What of a record one entry of the part decides over. */
export interface Case {
  readonly name: string;
  readonly is: RedressFields;
  /** The conducts of its records. */
  readonly of: ReadonlySet<string>;
  /** Whether it hangs on chance if a record is a case. */
  readonly disputed: boolean;
  /** Whether chance says what comes of it. */
  readonly reviewed: boolean;
  /** What it takes back. */
  readonly points: boolean;
  readonly entries: boolean;
  readonly extras: ReadonlySet<Extra>;
}

/** What can be taken back of records, by conduct. */
export interface Takeable {
  /** Conducts whose records have points. */
  readonly points: ReadonlySet<string>;
  readonly stays: readonly Stay[];
  readonly traces: Traces;
}

/**
 * All cases that there can be, and in which ticks after its arrival a record of a conduct and severity comes to each: no
 * two in the same tick, so that one knows what another has done.
 */
export class Docket {
  readonly cases: readonly Case[];
  readonly takeable: Takeable;
  readonly #due: ReadonlyMap<Case, ReadonlyMap<string, readonly number[]>>;

  constructor(cases: readonly Case[], takeable: Takeable, draft: Draft) {
    this.cases = cases;
    this.takeable = takeable;
    this.#due = schedule(cases, draft);
  }

  /** The cases of a conduct, by name. */
  casesOf(conduct: string): Case[] {
    return this.cases.filter(({ of }) => of.has(conduct));
  }

  /** Ticks from the arrival of a record until a case is decided, by severity from 1; 0 for before it counts. */
  dueOf(one: Case, conduct: string): readonly number[] {
    return this.#due.get(one)!.get(conduct)!;
  }

  /** The cases that can be decided after another. */
  laterThan(one: Case): Case[] {
    const isLater = (other: Case, conduct: string): boolean => {
      const before = this.dueOf(one, conduct);
      return other.of.has(conduct) && this.dueOf(other, conduct).some((due, place) => due > before[place]!);
    };
    return this.cases.filter((other) => [...one.of].some((conduct) => isLater(other, conduct)));
  }

  /** Those among them that can be the next; or that can be the first after a record has arrived. */
  nextTo(one: Case | undefined): Case[] {
    return this.cases.filter((other) => this.delays(one, other).size > 0);
  }

  /**
   * The ticks from one case, or from the arrival of a record, to the next, each with the conducts and severities that
   * come to it: with a case between that is sure, the other is not the next.
   */
  delays(from: Case | undefined, to: Case): ReadonlyMap<number, readonly { conduct: string; severity: number }[]> {
    const found = new Map<number, { conduct: string; severity: number }[]>();
    for (const conduct of to.of) {
      if (from && !from.of.has(conduct)) continue;
      for (const [place, due] of this.dueOf(to, conduct).entries()) {
        const begun = from ? this.dueOf(from, conduct)[place]! : 0;
        const between = this.casesOf(conduct).some((one) => {
          const at = this.dueOf(one, conduct)[place]!;
          return !one.disputed && at > begun && at < due;
        });
        if (due <= begun || between || (from && begun === 0)) continue;
        found.set(due - begun, [...(found.get(due - begun) ?? []), { conduct, severity: place + 1 }]);
      }
    }
    return found;
  }

  /** All ticks for which a record can wait for a case. */
  waitsFor(one: Case): number[] {
    const all = [undefined, ...this.cases].flatMap((from) => [...this.delays(from, one).keys()]);
    return [...new Set(all)].sort((a, b) => a - b);
  }

  /** The lists that records of a case can have put somebody on, where anything may take that back from then on. */
  listsOf(one: Case): Stay[] {
    if (![one, ...this.laterThan(one)].some(({ entries }) => entries)) return [];
    return this.takeable.stays.filter(({ list }) => list.is.grounds?.some(({ value }) => one.of.has(value)));
  }
}

/** Reads all cases; what is at fault is said, and is none. */
export function docketOf(redress: Redress, conduct: Conduct, takeable: Takeable, draft: Draft): Docket {
  const cases = redress.flatMap((one): Case[] => {
    const of = one.is.of.flatMap(({ value, place }) => {
      const kind = recordedConduct(value, "is to be taken back", place, conduct, draft);
      return kind && hasTerms(one.name, kind, one.is.after, conduct, draft) ? [value] : [];
    });
    const takes = (part: string): boolean => one.is.takes_back.some(({ value }) => value === part);
    if (of.length < one.is.of.length) return [];
    const read: Case = {
      name: one.name,
      is: one.is,
      of: new Set(of),
      disputed: one.is.notice !== undefined || one.is.disputes !== undefined,
      reviewed: one.is.accuracy !== undefined,
      points: takes("points"),
      entries: takes("entries"),
      extras: new Set(extras.filter(takes)),
    };
    return checkTaken(read, takeable, draft) && checkTicks(read, draft) ? [read] : [];
  });
  return new Docket(cases, takeable, draft);
}

/** There is a duration for each severity that records can have. */
function hasTerms(name: string, kind: Conduct[number], after: Term, conduct: Conduct, draft: Draft): boolean {
  if (after.kind === "same") return true;
  const missing = severitiesOf(kind, conduct).filter((level) => !after.is.some((one) => one.name === String(level)));
  if (missing.length === 0) return true;
  draft.problem(
    "severity-missing",
    `there is no duration for a severity of ${missing.join(" or ")}, which ${kind.name} can have`,
    draft.placeOf(`redress.${name}.after`),
    `one for each, such as ${missing.map((level) => `${level}: 1 year`).join(", ")}`,
  );
  return false;
}

/** Why nothing of a kind can be taken back, and what there would have to be. */
const without: Readonly<Record<TakenBack, readonly [string, string]>> = {
  points: ["have no points", "points in scheme.points"],
  entries: ["put nobody on a list", "a list with such grounds"],
  files: ["leave nothing on file", "a file of scheme.files that is of them, or since them"],
  repetition: ["are worth the same when it happens again", "repetition in scheme.points"],
  grade: ["put nobody into a band at once", "grade in scheme.points"],
};

/** Something can be taken back of what it is about. */
function checkTaken({ name, is, of }: Case, { points, stays, traces }: Takeable, draft: Draft): boolean {
  const grounds = stays.flatMap(({ list }) => list.is.grounds?.map(({ value }) => value) ?? []);
  let good = true;
  for (const { value, place } of is.takes_back) {
    const has = (conduct: string): boolean => {
      if (value === "points") return points.has(conduct);
      return value === "entries" ? grounds.includes(conduct) : leaves(value, conduct, traces);
    };
    if ([...of].some(has)) continue;
    const [have, expected] = without[value];
    const message = `redress.${name} takes back ${value}, but records of ${[...of].join(", ")} ${have}`;
    draft.problem("without-effect", message, place, expected);
    good = false;
  }
  return good;
}

function checkTicks({ name, is }: Case, draft: Draft): boolean {
  const longest = Math.max(...severities.map((severity) => ticksUntil(is, severity, draft)));
  if (longest <= longestCase) return true;
  draft.problem(
    "delay-too-long",
    `a case is under way for ${grouped(longest)} ticks`,
    draft.placeOf(`redress.${name}.after`),
    `at most ${grouped(longestCase)} ticks`,
  );
  return false;
}

/**
 * Ticks until a case is decided. One that asks what holds by then is decided in the tick after: it sees the state with which
 * that tick begins, of which its whole term has become a part.
 */
function ticksUntil({ after, when }: RedressFields, severity: number, draft: Draft): number {
  const ticks = ticksAfter(after, severity, draft);
  return when && ticks > 0 ? ticks + 1 : ticks;
}

/** Whole ticks, at least one of what is not nothing. A severity without a term takes that of the next lower one. */
function ticksAfter(after: Term, severity: number, draft: Draft): number {
  const levels = after.kind === "same" ? [] : after.is.map(({ name, is }) => ({ level: Number(name), is }));
  levels.sort((a, b) => a.level - b.level);
  const own = levels.findLast(({ level }) => level <= severity) ?? levels[0];
  const length = after.kind === "same" ? after.is : own!.is;
  return length.amount > 0 ? Math.max(1, Math.round(draft.calendar.ticksOf(length))) : 0;
}

/** In which tick each case is decided: cases of the same tick in the order of their names, one a tick. */
function schedule(cases: readonly Case[], draft: Draft): Map<Case, Map<string, number[]>> {
  const due = new Map(cases.map((one) => [one, new Map([...one.of].map((conduct) => [conduct, [] as number[]]))]));
  for (const conduct of new Set(cases.flatMap(({ of }) => [...of]))) {
    const own = cases.filter(({ of }) => of.has(conduct));
    for (const severity of severities) {
      const asked = own.map((one) => ({ one, at: ticksUntil(one.is, severity, draft) }));
      let last = 0;
      for (const { one, at } of asked.sort((a, b) => a.at - b.at)) {
        if (at > 0) last = Math.max(last + 1, at);
        due
          .get(one)!
          .get(conduct)!
          .push(at > 0 ? last : 0);
      }
    }
  }
  return due;
}
