import type { Quantity } from "../../language/units.ts";
import type { Effect } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, Range, TruthTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { isOnFile, type KeptOnFile, keptOnFile } from "../scheme/files.ts";
import { gradeColumn, gradedOf, lastGrade } from "../scheme/grade.ts";
import { allSum } from "../scheme/points.ts";
import type { Scheme } from "../scheme/scheme.ts";
import type { Taken } from "../scheme/taken.ts";
import { forgottenOf, freshOf } from "../scheme/worth.ts";
import { ticksInto } from "../time/periods.ts";
import { carriedNames, type Known, labelOf } from "./known.ts";
import { type Extra, extras, type Redress } from "./redress.ts";

const zero = build.constant(0);
const isOne = (of: NumberTree): TruthTree => build.compare("gt", of, zero);

/** The conducts of whose records something besides points and entries is taken back. */
export function takenOf(redress: Redress): Taken {
  const of = (extra: Extra): Set<string> =>
    new Set(
      redress
        .filter(({ is }) => is.takes_back.some(({ value }) => value === extra))
        .flatMap(({ is }) => is.of.map(({ value }) => value)),
    );
  return { files: of("files"), repetition: of("repetition"), grade: of("grade") };
}

/** What records leave besides points and entries, and where that can be taken back. */
export interface Traces {
  readonly files: readonly KeptOnFile[];
  /** Conducts whose points grow when it happens again, each with the period in which it counts. */
  readonly repeated: ReadonlyMap<string, Quantity | undefined>;
  /** Conducts whose records put one into a band at once. */
  readonly graded: ReadonlySet<string>;
  /** What of these an effect of a record is. */
  readonly isOf: (column: string, conduct: string) => Extra | undefined;
}

export function tracesOf(scheme: Scheme | undefined, taken: Taken, draft: Draft): Traces {
  const { files = [], points = [] } = scheme ?? {};
  const repeated = points.flatMap(({ name, is }) => (is.repetition ? [[name, is.repetition.period] as const] : []));
  return {
    files: keptOnFile(files, taken.files, draft),
    repeated: new Map(repeated),
    graded: new Set(points.flatMap(({ name, is }) => (is.grade ? [name] : []))),
    isOf: (column, conduct) => {
      if (isOnFile(column, files, draft)) return "files";
      if (draft.find(gradeColumn)?.ref === column) return "grade";
      if (taken.grade.size > 0 && gradedOf(draft).ref === column) return "grade";
      return taken.repetition.has(conduct) && freshOf(conduct, draft).ref === column ? "repetition" : undefined;
    },
  };
}

/** Whether records of a conduct leave anything of a kind. */
export function leaves(extra: Extra, conduct: string, { files, repeated, graded }: Traces): boolean {
  if (extra === "files") return files.some(({ of }) => of.has(conduct));
  return extra === "repetition" ? repeated.has(conduct) : graded.has(conduct);
}

/** Whether anything of a kind stands of what a record carries. */
export function standsIn(extra: Extra, carried: Known): TruthTree {
  const names = { files: carriedNames.file(""), repetition: carriedNames.again(""), grade: carriedNames.grade };
  const held = [...carried].filter(([name]) => name.startsWith(names[extra])).map(([, value]) => value);
  return held.map((value) => build.compare("ne", value, zero)).reduce(build.or, build.truth(false));
}

const mostInFile = 2 ** 28;
const mostAge = 2 ** 16;

/** What records of some conducts carry of what some of the cases to come take back of it, each with its range. */
export function carriedTraces(
  taken: ReadonlySet<Extra>,
  conducts: ReadonlySet<string>,
  { files, repeated, graded }: Traces,
): Map<string, Range> {
  const carried = new Map<string, Range>();
  const flag: Range = { from: 0, to: 1 };
  const kept = taken.has("files") ? files.filter(({ of }) => [...of].some((one) => conducts.has(one))) : [];
  for (const { name, is } of kept)
    carried.set(carriedNames.file(name), is.kind === "sum" ? { from: -mostInFile, to: mostInFile } : flag);
  if (taken.has("repetition"))
    for (const conduct of repeated.keys()) if (conducts.has(conduct)) carried.set(carriedNames.again(conduct), flag);
  if (taken.has("grade") && [...graded].some((one) => conducts.has(one))) carried.set(carriedNames.grade, flag);
  const isDated = [...carried.values()].some((range) => range === flag);
  if (isDated) carried.set(carriedNames.age, { from: 0, to: mostAge });
  return carried;
}

type Bind = (name: string, is: NumberTree) => NumberTree;

/** What a record leaves, as it arrives: into what is known of it. `stands` says what of it counts. */
export function keepTraces(
  conduct: string,
  effects: readonly Effect[],
  { files, repeated, graded }: Traces,
  of: { readonly taken: ReadonlySet<Extra>; readonly stands: (extra: Extra) => TruthTree; readonly bind: Bind },
  known: Map<string, NumberTree>,
  draft: Draft,
): void {
  const { taken, stands, bind } = of;
  const keep = (name: string, extra: Extra, value: NumberTree): void =>
    void known.set(name, build.choose(stands(extra), value, zero));
  const one = build.number(draft.covered);
  for (const { name, of: conducts, is } of taken.has("files") ? files : []) {
    const called = carriedNames.file(name);
    if (!conducts.has(conduct)) continue;
    if (is.kind === "since") keep(called, "files", one);
    else {
      const added = effects.find((effect) => effect.kind === "add" && effect.column === is.inbox.ref);
      const step = build.constant(is.inbox.column.resolution);
      if (added) keep(called, "files", bind(called, build.unary("round", build.divideBy(added.value, step))));
    }
  }
  if (taken.has("repetition") && repeated.has(conduct)) keep(carriedNames.again(conduct), "repetition", one);
  if (taken.has("grade") && graded.has(conduct)) keep(carriedNames.grade, "grade", one);
}

/** A case that is decided, so many ticks after the record arrived or its last case was. */
interface Decided {
  readonly name: string;
  readonly takes: ReadonlySet<Extra>;
  readonly carried: Known;
  readonly delay: number;
  readonly isFreed: TruthTree;
  /** The share of points that a score still holds after a tick. */
  readonly left: number;
  readonly bind: Bind;
}

/** What a case does to what a record has left; and the points that it gives back for a grade. */
export function takeTraces(
  one: Decided,
  { files, repeated }: Traces,
  known: Map<string, NumberTree>,
  draft: Draft,
): { readonly effects: Effect[]; readonly back: NumberTree } {
  const { carried, takes, isFreed } = one;
  const effects: Effect[] = [];
  const before = carried.get(carriedNames.age);
  const age = build.add(before ?? zero, build.constant(one.delay));
  if (before) known.set(carriedNames.age, age);
  for (const file of files) effects.push(...takeFile(one, file, age, known, draft));
  for (const [conduct, period] of repeated) {
    const called = carriedNames.again(conduct);
    const flag = carried.get(called);
    if (!flag || !takes.has("repetition")) continue;
    const counts = build.compare("ge", ticksInto(period, draft), age);
    const when = build.and(isFreed, build.and(isOne(flag), counts));
    effects.push({ kind: "add", column: forgottenOf(conduct, draft).ref, value: build.number(when) });
    known.set(called, build.choose(isFreed, zero, flag));
  }
  const grade = carried.get(carriedNames.grade);
  if (!grade || !takes.has("grade")) return { effects, back: zero };
  const { lost, ago, alone } = lastGrade(draft);
  const isIts = build.and(isOne(alone.leaf), build.compare("eq", ago.leaf, build.subtract(age, build.constant(1))));
  const faded = build.binary("pow", build.constant(one.left), age);
  const share = one.left < 1 ? build.known(faded, { from: 0, to: 1 }, "less than 1, by itself") : build.constant(1);
  const when = build.and(build.and(isFreed, draft.covered), build.and(isOne(grade), isIts));
  const back = one.bind("grade back", build.choose(when, build.multiply(lost.leaf, share), zero));
  effects.push({ kind: "add", column: draft.column(allSum).ref, value: back, label: labelOf(one.name) });
  known.set(carriedNames.grade, build.choose(isFreed, zero, grade));
  return { effects, back };
}

function takeFile(
  { name, takes, carried, delay, isFreed, bind }: Decided,
  file: KeptOnFile,
  age: NumberTree,
  known: Map<string, NumberTree>,
  draft: Draft,
): Effect[] {
  const called = carriedNames.file(file.name);
  const held = carried.get(called);
  if (!held) return [];
  const { is } = file;
  const share = is.kind === "sum" && is.halfLife !== undefined ? 2 ** (-delay / is.halfLife) : 1;
  // What was added has faded since with all that the file held.
  const faded = build.unary("round", build.multiply(held, build.constant(share)));
  const stands = share < 1 ? bind(`${called}: left`, faded) : held;
  known.set(called, takes.has("files") ? build.choose(isFreed, zero, stands) : stands);
  if (!takes.has("files")) return [];
  if (is.kind === "sum") {
    const step = build.constant(-is.inbox.column.resolution);
    const value = build.choose(build.and(isFreed, draft.covered), build.multiply(stands, step), zero);
    return [{ kind: "add", column: is.inbox.ref, value, label: labelOf(name) }];
  }
  // As of the end of the last tick, the file of a record of this tick's age has stood one less.
  const isIts = build.compare("eq", is.ticks.leaf, build.subtract(age, build.constant(1)));
  const value = build.number(build.and(isFreed, build.and(isOne(stands), isIts)));
  return [{ kind: "add", column: is.freed.ref, value }];
}

/** All kinds of traces that some cases take back. */
export function takenBy(cases: readonly { readonly extras: ReadonlySet<Extra> }[]): ReadonlySet<Extra> {
  return new Set(extras.filter((extra) => cases.some((one) => one.extras.has(extra))));
}
