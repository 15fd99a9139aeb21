import { assume } from "../../rules/assume.ts";
import * as build from "../../rules/build.ts";
import { leavesOf, type NumberTree } from "../../rules/tree.ts";
import { type Conduct, type ConductKind, severityName } from "../conduct/conduct.ts";
import { recordedAs } from "../conduct/truth.ts";
import { yearlyOf } from "../conduct/yearly.ts";
import type { Consequences } from "../consequences/consequences.ts";
import { byAccount } from "../draft/contexts.ts";
import type { Draft } from "../draft/draft.ts";
import { barredOf, columnOfList, type Stay } from "../lists/listing.ts";
import type { Term } from "../lists/lists.ts";
import type { Points } from "../scheme/points.ts";
import type { Scheme } from "../scheme/scheme.ts";
import { pointsTree } from "../scheme/worth.ts";
import { type Edge, edgesIn } from "./edges.ts";
import { pointsByFiles } from "./filed.ts";
import { type Given, type Price, pricesOf, turning } from "./prices.ts";
import { slopeOfRank } from "./slope.ts";

/** What stakes follow from. */
interface World {
  readonly conduct: Conduct;
  readonly scheme: Scheme | undefined;
  readonly consequences: Consequences;
  readonly stays: readonly Stay[];
}

const { add, subtract, multiply, divideBy, greater, lesser, choose, and, constant } = build;
const zero = constant(0);
const daysOfYear = 365;
/** What stands for a distance of 0, in steps of a score. */
const tiny = 2 ** -20;

/**
 * What one more record of a conduct would cost somebody, in yuan a year, below 0 where it would gain them: reckoned from
 * the points, the bands and thresholds that consequences turn on, what these cost and bring, and the terms of lists.
 */
export class Stakes {
  readonly #world: World;
  readonly #draft: Draft;
  readonly #known = new Map<string, NumberTree | undefined>();
  #priced: readonly Priced[] | undefined;
  #isReckoning = false;

  constructor(world: World, draft: Draft) {
    this.#world = world;
    this.#draft = draft;
  }

  get conducts(): readonly string[] {
    return this.#world.conduct.map(({ name }) => name);
  }

  /** Whether a stake is being reckoned: what it follows from cannot follow from it. */
  get isReckoning(): boolean {
    return this.#isReckoning;
  }

  /** The stake in a conduct: 0 where nothing is at stake; undefined where there is no such conduct. */
  of(name: string): NumberTree | undefined {
    const kind = this.#world.conduct.find((one) => one.name === name);
    if (!kind) return undefined;
    if (!this.#known.has(name))
      this.#known.set(
        name,
        this.#alone(() => this.#ofRecord(kind)),
      );
    return this.#known.get(name);
  }

  /**
   * What a year of all that goes through a channel would cost, were each act on record: each conduct's stake as often as it
   * is stated to be done. Undefined, with problems, where that cannot be known.
   */
  ofChannel(channel: string): NumberTree | undefined {
    const { conduct } = this.#world;
    const seen = conduct.filter(({ is }) => is.channel?.some(({ value }) => value === channel));
    const costs = seen.map((one): NumberTree | undefined => {
      const yearly = yearlyOf(one, conduct, this.#draft);
      // How grave it is at encounters may follow from whom one meets, and nobody knows what it would cost.
      if (yearly?.op === "constant" && yearly.value === 0) return zero;
      const each = this.#ofAct(one);
      return yearly && each && unless(each, multiply(yearly, each));
    });
    return costs.every((cost) => cost !== undefined) ? costs.reduce(add, zero) : undefined;
  }

  /** The stake in a record that an act makes: one of what it claims, where it does, as grave as the act. */
  #ofAct(one: ConductKind): NumberTree | undefined {
    const claimed = this.#world.conduct.find(({ name }) => name === recordedAs(one));
    if (!claimed || claimed === one) return this.of(one.name);
    return this.#alone(() => this.#ofRecord({ ...claimed, is: { ...claimed.is, severity: one.is.severity } }));
  }

  /** What it costs in a year that the score changes by so many points. */
  ofChange(points: NumberTree): NumberTree {
    return this.#alone(() => this.#summed((priced) => this.#crossing(points, undefined, priced)));
  }

  /** What it costs in a year that columns turn to what they are in `after`. */
  ofTurning(after: Given): NumberTree {
    return this.#alone(() => this.#summed(({ prices }) => turning(prices, new Map(), after)));
  }

  #alone<T>(reckon: () => T): T {
    const before = this.#isReckoning;
    this.#isReckoning = true;
    const made = reckon();
    this.#isReckoning = before;
    return made;
  }

  /** What is at stake in all consequences together, each over the records that decide over it; `area` is that of a record. */
  #summed(reckon: (of: Priced) => NumberTree, area?: { readonly of: string | undefined }): NumberTree {
    this.#priced ??= pricedApart(pricesOf(this.#world.consequences, this.#draft), this.#draft);
    const concerned = this.#priced.filter(({ areas }) => !areas || !area || (area.of && areas.includes(area.of)));
    const { accounts } = this.#draft;
    return concerned
      .map((one) => (one.areas ? byAccount(reckon(one), accounts.of(one.areas), this.#draft) : reckon(one)))
      .reduce(add, zero);
  }

  #ofRecord(kind: ConductKind): NumberTree {
    const points = this.#pointsOf(kind);
    const own = this.#world.scheme?.points?.find(({ name }) => name === kind.name)?.is;
    const grade = this.#gradeOf(own);
    return this.#summed(
      (priced) => {
        const crossing = points || own?.grade ? this.#crossing(points ?? zero, grade, priced) : zero;
        const listed = this.#world.stays.map((stay) => this.#ofList(kind, stay, priced.prices));
        return [crossing, ...listed].reduce(add);
      },
      { of: kind.is.area?.value },
    );
  }

  /**
   * The mean points of a record, over how grave acts of its conduct are, with what it makes of dimensions by what is on
   * file; undefined where it has neither.
   */
  #pointsOf(kind: ConductKind): NumberTree | undefined {
    const { scheme } = this.#world;
    if (!scheme) return undefined;
    const one = scheme.points?.find(({ name }) => name === kind.name);
    const area = scheme.areas?.find(({ name }) => name === kind.is.area?.value);
    const own = one && pointsTree(kind.name, one.is, area, scheme, this.#draft);
    const filed = pointsByFiles(kind.name, scheme, this.#draft);
    const points = own && filed ? add(own, filed) : (own ?? filed);
    if (!points || !leavesOf(points, "local").includes(severityName)) return points;
    const { severity } = kind.is;
    if (severity?.kind === "rule")
      return this.#draft.problem(
        "stake-by-severity",
        `nobody can know what a record of ${kind.name} would cost: how grave it is follows from whom one meets`,
        this.#draft.placeOf(`conduct.${kind.name}.severity`),
        "points that do not hang on the severity, or a response with a stake of its own",
      );
    return mean(severity, (level) =>
      assume(points, (leaf) => (leaf.op === "local" && leaf.name === severityName ? constant(level) : undefined)),
    );
  }

  /** The lowest unit of the band above the one that a record puts into at once. */
  #gradeOf(own: Points[number]["is"] | undefined): number | undefined {
    const bands = [...(this.#world.scheme?.bands ?? [])].sort((a, b) => a.is.amount - b.is.amount);
    const place = own?.grade ? bands.findIndex(({ name }) => name === own.grade!.value) : -1;
    const next = place < 0 ? undefined : bands[place + 1];
    return next && Math.ceil(next.is.amount / this.#draft.column("score").column.resolution - 1e-6);
  }

  /**
   * Each edge that a change of the score can bring one beyond, by the part of the way to it that the change is. `grade` is
   * the unit that a record takes one below at once.
   */
  #crossing(points: NumberTree, grade: number | undefined, { edges }: Priced): NumberTree {
    const score = this.#draft.column("score");
    const change = this.#world.scheme?.relative ? multiply(points, slopeOfRank(this.#draft)) : points;
    const least = score.column.resolution * tiny;
    const share = (part: NumberTree, way: NumberTree): NumberTree =>
      lesser(constant(1), divideBy(greater(part, zero), greater(way, constant(least))));
    let sum: NumberTree = zero;
    for (const { unit, above, down, up } of edges()) {
      const at = constant(above);
      const isAbove = build.compare("ge", score.leaf, at);
      const falls = share(build.unary("negate", change), subtract(score.leaf, at));
      const sure = grade !== undefined && unit >= grade;
      const loss = multiply(sure ? build.number(this.#draft.covered) : falls, down);
      const gain = sure || change.range.to <= 0 ? zero : multiply(share(change, subtract(at, score.leaf)), up);
      const fell = sure || change.range.from < 0 ? loss : zero;
      sum = add(sum, choose(isAbove, unless(down, fell), unless(up, gain)));
    }
    return sum;
  }

  /** What it costs to be put on a list, for whom it would put there; and what it saves to be taken off it. */
  #ofList(kind: ConductKind, stay: Stay, prices: readonly Price[]): NumberTree {
    const { name: called, is } = stay.list;
    const left = this.#draft.column(columnOfList.left(called));
    const notice = stay.notice > 0 ? this.#draft.column(columnOfList.notice(called)) : undefined;
    const stands = build.compare("gt", left.leaf, zero);
    const given = (days: number): Given => new Map([[left.ref, days], ...(notice ? ([[notice.ref, 0]] as const) : [])]);
    const [on, off] = [given(stay.term), given(0)];
    let sum: NumberTree = zero;
    const ground = is.grounds?.find(({ value }) => value === kind.name);
    const exempt = is.exempt ? this.#draft.truth(is.exempt) : build.truth(false);
    if (ground && exempt) {
      const { calendar } = this.#draft;
      const years = (term: Term | undefined) => (level: number) =>
        term ? constant(Math.min(1, calendar.daysIn(lengthOf(term, level)) / daysOfYear)) : zero;
      const term = mean(kind.is.severity, years(ground.term ?? is.term));
      const cost = turning(prices, off, on, term.op === "constant" ? term.value : 0);
      sum = add(sum, choose(build.or(stands, exempt), zero, cost));
    }
    stay.exits.forEach(({ conducts, within, longest }, place) => {
      if (!conducts.includes(kind.name)) return;
      const waits = notice?.leaf ?? zero;
      const bar = longest > 0 ? barredOf(stay, place, this.#draft).leaf : zero;
      const inTime = and(build.compare("gt", waits, zero), build.compare("ge", waits, constant(within)));
      const ends = choose(inTime, waits, greater(greater(constant(within), bar), waits));
      const saved = lesser(constant(1), divideBy(greater(subtract(left.leaf, ends), zero), constant(daysOfYear)));
      const held = prices.filter(({ lasts }) => lasts === undefined);
      const cost = turning(held, off, on);
      sum = subtract(sum, choose(stands, unless(cost, multiply(saved, cost)), zero));
    });
    return sum;
  }

  /** Warns where nothing is at stake in a conduct that a response is of. */
  warnNothing(name: string, response: string): void {
    const place = this.#draft.placeOf(`response.${response}.of`);
    const isConduct = this.conducts.includes(name);
    this.#draft.problems.warn({
      code: "nothing-at-stake",
      message: `nothing is at stake in ${name}: no consequence with costs or benefits hangs on ${isConduct ? "its points or lists" : "what it changes"}`,
      place,
      remedy: "a consequence with costs that turns on the score or a list, a stake of its own, or a factor",
    });
  }
}

/** Prices that the same records decide over, and the steps of the score at which these turn, where there is a score. */
interface Priced extends Pick<Price, "areas"> {
  readonly prices: readonly Price[];
  readonly edges: () => readonly Turn[];
}

/** An edge, and what it comes to cost in the year that follows to fall below it, and to rise above it. */
interface Turn extends Edge {
  readonly down: NumberTree;
  readonly up: NumberTree;
}

function pricedApart(prices: readonly Price[], draft: Draft): Priced[] {
  const kinds = new Map<string, Price[]>();
  for (const one of prices) {
    const key = one.areas === undefined ? "" : draft.accounts.of(one.areas).says;
    kinds.set(key, [...(kinds.get(key) ?? []), one]);
  }
  return [...kinds.values()].map((alike) => {
    let turns: readonly Turn[] | undefined;
    return { areas: alike[0]!.areas, prices: alike, edges: () => (turns ??= turnsOf(alike, draft)) };
  });
}

/** The same for every record: what it costs to be on the other side of an edge hangs on prices alone. */
function turnsOf(prices: readonly Price[], draft: Draft): Turn[] {
  const score = draft.column("score");
  const holds = prices.map((one) => one.holds);
  return edgesIn(holds, score).map((edge) => {
    const [upper, lower] = [new Map([[score.ref, edge.above]]), new Map([[score.ref, edge.below]])];
    return { ...edge, down: turning(prices, upper, lower), up: turning(prices, lower, upper) };
  });
}

/** Nothing, where there is nothing to multiply with. */
function unless(nothing: NumberTree, made: NumberTree): NumberTree {
  return nothing.op === "constant" && nothing.value === 0 ? zero : made;
}

/** The mean over how grave acts are, by their declared shares. */
function mean(severity: ConductKind["is"]["severity"], of: (level: number) => NumberTree): NumberTree {
  if (severity?.kind !== "shares") return of(1);
  return severity.is
    .filter(({ is }) => is.amount > 0)
    .map(({ name, is }) => multiply(of(Number(name)), constant(is.amount)))
    .reduce(add, zero);
}

/** A severity without a term of its own takes that of the next lower one. */
function lengthOf(term: Term, level: number) {
  if (term.kind === "same") return term.is;
  const levels = term.is.map(({ name, is }) => ({ level: Number(name), is })).sort((a, b) => a.level - b.level);
  return (levels.findLast((one) => one.level <= level) ?? levels[0]!).is;
}
