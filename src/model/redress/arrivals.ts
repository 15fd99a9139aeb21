import type { Effect, Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { Scope } from "../../rules/scope.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import { type Recorded, severityName } from "../conduct/conduct.ts";
import { lotName } from "../conduct/lots.ts";
import { joinRecorded } from "../conduct/recordable.ts";
import { isTrue, trueName } from "../conduct/truth.ts";
import { areaName } from "../draft/accounts.ts";
import type { Draft } from "../draft/draft.ts";
import { endOfStay } from "../lists/listing.ts";
import { pointsName } from "../scheme/points.ts";
import { dayName } from "../time/days.ts";
import { type Carriage, words } from "./carried.ts";
import type { Case, Docket } from "./docket.ts";
import { keepTraces, takenBy } from "./extras.ts";
import { carriedNames, freedName, raisedName } from "./known.ts";
import { type Extra, isTrueName } from "./redress.ts";
import { caseEffects, costEffects, verdictEffects } from "./redressMeasures.ts";

const zero = build.constant(0);

/** What a record of a conduct does by its points, and by the lists that it is a ground of. */
export interface Effective {
  readonly points: Recorded | undefined;
  readonly listed: Recorded | undefined;
  /** The area of the conduct. */
  readonly area: string | undefined;
}

/** What records of a conduct do with all redress: which cases they are, and what they lead to. */
export function redressed(
  conduct: string,
  effective: Effective,
  { docket, carriage }: { readonly docket: Docket; readonly carriage: Carriage },
  draft: Draft,
): Recorded {
  const cases = docket.casesOf(conduct);
  const whole = joinRecorded(effective.points, effective.listed);
  if (cases.length === 0) return whole;
  const lets: Let[] = [...whole.lets];
  const effects: Effect[] = [];
  // Read only where it is kept.
  const known = new Map<string, NumberTree>([[trueName, isTrue]]);
  known.set(areaName, build.constant(draft.accounts.numberOf(effective.area)));
  const bind = (name: string, is: NumberTree): NumberTree => {
    lets.push({ name, kind: "number", is });
    return build.local(name, is.range);
  };
  let open: NumberTree = build.constant(3);
  const traces = new Map<Extra, TruthTree>();
  const stands = (extra: Extra): TruthTree => build.and(isOpen(open, "points"), traces.get(extra) ?? build.truth(true));
  for (const one of cases) {
    const raised = raisedIn(one, known, bind, draft);
    if (!raised) continue;
    if (one.disputed) effects.push(...caseEffects(one, raised, draft));
    effects.push(...costEffects(one, raised, draft));
    const due = bind(
      carriedNames.due(one.name),
      build.choose(isOne(raised), bySeverity(docket.dueOf(one, conduct)), zero),
    );
    known.set(carriedNames.due(one.name), due);
    if (docket.dueOf(one, conduct).every((ticks) => ticks > 0)) continue;
    const isNow = build.and(isOne(raised), build.compare("eq", bySeverity(docket.dueOf(one, conduct)), zero));
    const verdict = verdictOf(one, known, { main: open, extras: stands }, draft);
    const freed = bind(freedName(one.name), build.number(build.and(isNow, verdict)));
    effects.push(...verdictEffects(one, build.number(isNow), freed, zero, draft));
    for (const extra of one.extras)
      traces.set(extra, build.and(traces.get(extra) ?? build.truth(true), build.not(isOne(freed))));
    open = bind(`${one.name}: left open`, build.choose(isOne(freed), closed(open, one), open));
  }
  known.set(carriedNames.open, open);
  keepPoints(effective.points, open, known, draft);
  keepEntries(conduct, docket, open, known, draft);
  const own = effective.points?.effects ?? [];
  const taken = takenBy(cases);
  keepTraces(conduct, own, docket.takeable.traces, { taken, stands, bind }, known, draft);
  return {
    ...whole,
    lets,
    lots: cases.filter(isDrawn).map(({ name }) => name),
    effects: [
      ...own.flatMap((effect) => {
        const extra = effect.kind === "tally" ? undefined : docket.takeable.traces.isOf(effect.column, conduct);
        return standing([effect], extra ? stands(extra) : isOpen(open, "points"));
      }),
      ...standing(effective.listed?.effects ?? [], isOpen(open, "entries")),
      ...effects,
    ],
    posts: carriage.postsFrom(undefined, conduct, known, draft),
  };
}

/** Whether anything of a case is drawn with the act. */
function isDrawn({ disputed, reviewed }: Case): boolean {
  return disputed || reviewed;
}

/** Whether a record is a case, as a local; what is left of its luck says what a review comes to. */
function raisedIn(
  one: Case,
  known: Map<string, NumberTree>,
  bind: (name: string, is: NumberTree) => NumberTree,
  draft: Draft,
): NumberTree | undefined {
  const lot = build.local(lotName(one.name), { from: 0, to: words - 1 });
  if (one.reviewed && !one.disputed) known.set(carriedNames.word(one.name), lot);
  if (!one.disputed) return build.constant(1);
  const chance = chanceOf(one, draft);
  if (!chance) return undefined;
  const drawn = bind(`${one.name}: chance`, chance);
  const raised = bind(
    raisedName(one.name),
    build.number(build.compare("lt", lot, build.multiply(drawn, build.constant(words)))),
  );
  if (one.reviewed) {
    // Of a draw below its chance, the quotient is as good as a draw of its own.
    const again = build.lesser(build.unary("floor", build.divideBy(lot, drawn)), build.constant(words - 1));
    const word = build.known(again, { from: 0, to: words - 1 }, "neither side is below 0");
    known.set(carriedNames.word(one.name), bind(carriedNames.word(one.name), word));
  }
  return raised;
}

/** The chance that a record is a case: that whom it falls on is told, and disputes it. */
export function chanceOf({ name, is }: Case, draft: Draft): NumberTree | undefined {
  const scope = new Scope(draft.personScope);
  const severity = build.local(severityName, { from: 1, to: 10 });
  scope.add(severityName, { kind: "number", tree: severity, doc: "how grave the recorded act was" });
  const truth = draft.keepsTruth ? isOne(isTrue) : build.truth(true);
  scope.add(isTrueName, { kind: "truth", tree: truth, doc: "whether the record is true" });
  const shares = (["notice", "disputes"] as const).map((key) => {
    const setting = is[key];
    if (!setting) return build.constant(1);
    const tree = draft.setting(setting, `redress.${name}.${key}`, scope, { from: 0, to: 1 });
    return tree && build.clamp(tree, 0, 1);
  });
  const [told, disputes] = shares;
  return told && disputes && build.multiply(told, disputes);
}

/** What of a record has not been taken back. */
interface Opened {
  /** Points and entries. */
  readonly main: NumberTree;
  readonly extras: (extra: Extra) => TruthTree;
}

/** Whether a case that is decided now frees the record of anything. */
export function verdictOf(
  one: Case,
  known: ReadonlyMap<string, NumberTree>,
  open: Opened | undefined,
  draft: Draft,
): TruthTree {
  const { is, reviewed, name } = one;
  let found: TruthTree = build.truth(true);
  if (reviewed) {
    const chance = freeingOf(one, known.get(trueName) ?? build.constant(1), draft);
    const word = known.get(carriedNames.word(name)) ?? build.constant(words);
    found = build.compare("lt", word, build.multiply(chance, build.constant(words)));
  }
  const when = is.when ? draft.truth(is.when) : build.truth(true);
  if (when) found = build.and(found, when);
  if (!open) return found;
  const any = [
    one.points ? isOpen(open.main, "points") : undefined,
    one.entries ? isOpen(open.main, "entries") : undefined,
    ...[...one.extras].map(open.extras),
  ];
  return build.and(found, any.filter((each) => each !== undefined).reduce(build.or));
}

/** The chance that a review frees a record: a false one that is found out, and any where there is no deference. */
function freeingOf({ name, is }: Case, truth: NumberTree, draft: Draft): NumberTree {
  const share = (key: "accuracy" | "deference"): NumberTree => {
    const setting = is[key];
    const tree = setting && draft.setting(setting, `redress.${name}.${key}`, draft.personScope, { from: 0, to: 1 });
    return tree ? build.clamp(tree, 0, 1) : build.constant(1);
  };
  const one = build.constant(1);
  const accuracy = share("accuracy");
  const unfound = build.multiply(build.subtract(one, accuracy), build.subtract(one, share("deference")));
  return build.choose(isOne(truth), unfound, build.add(accuracy, unfound));
}

export function isOne(of: NumberTree): TruthTree {
  return build.compare("gt", of, zero);
}

/** Whether points, or entries, of a record have not been taken back. */
export function isOpen(open: NumberTree, part: "points" | "entries"): TruthTree {
  const entries = build.compare("ge", open, build.constant(2));
  if (part === "entries") return entries;
  return build.compare("gt", build.subtract(open, build.choose(entries, build.constant(2), zero)), zero);
}

/** What is still open once a case has taken back what it does. */
export function closed(open: NumberTree, one: Case): NumberTree {
  const left = (part: "points" | "entries", weight: number): NumberTree =>
    one[part] ? zero : build.choose(isOpen(open, part), build.constant(weight), zero);
  return build.add(left("points", 1), left("entries", 2));
}

/** A number for each severity from 1. */
function bySeverity(of: readonly number[]): NumberTree {
  const severity = build.local(severityName, { from: 1, to: 10 });
  let tree: NumberTree = build.constant(of[0]!);
  for (let level = 2; level <= of.length; level++) {
    if (of[level - 1] === of[level - 2]) continue;
    tree = build.choose(build.compare("ge", severity, build.constant(level)), build.constant(of[level - 1]!), tree);
  }
  return tree;
}

/** What is done where a record counts. */
function standing(effects: readonly Effect[], counts: TruthTree): Effect[] {
  if (counts.op === "truth") return [...effects];
  return effects.map((effect) => ({ ...effect, value: build.choose(counts, effect.value, zero) }));
}

/** What a record's points are, in the steps in which they are summed. */
function keepPoints(
  points: Recorded | undefined,
  open: NumberTree,
  known: Map<string, NumberTree>,
  draft: Draft,
): void {
  const own = points?.lets.find(({ name }) => name === pointsName);
  if (own?.kind !== "number") return;
  const step = build.constant(draft.column("points").column.resolution);
  const whole = build.unary("round", build.divideBy(build.local(pointsName, own.is.range), step));
  known.set(carriedNames.points, build.choose(isOpen(open, "points"), whole, zero));
}

/** On which day the stay ends that a record begins, where it begins one. */
function keepEntries(
  conduct: string,
  docket: Docket,
  open: NumberTree,
  known: Map<string, NumberTree>,
  draft: Draft,
): void {
  for (const stay of docket.takeable.stays) {
    const end = endOfStay(stay, conduct, draft);
    if (!end) continue;
    known.set(carriedNames.until(stay.list.name), build.choose(isOpen(open, "entries"), end, zero));
    known.set(dayName, build.local(dayName, { from: 0, to: 366 }));
  }
}
