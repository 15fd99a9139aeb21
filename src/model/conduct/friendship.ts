import type { Node } from "../../language/node.ts";
import { mapOf, may, type Named, type Of, record, type Shape } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { quantity } from "../../language/values.ts";
import type { Because, Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { isShown } from "../draft/audiences.ts";
import { type ColumnHandle, wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import { fromZero } from "../draft/fit.ts";
import type { FriendshipLegend } from "../legend/legend.ts";
import { usualOf } from "../population/seen.ts";
import { countOf, cutColumn, gathered } from "../population/ties.ts";
import { oneRate, type RateKey, type Rates, rateFields, rateKeysIn, rateUnits } from "./rates.ts";
import { openSights, type Sights } from "./sights.ts";

function rateOf(often: string, example: string) {
  const fields = record(rateFields(often, example), `a mapping such as { per_year: ${JSON.stringify(example)} }`);
  return {
    ...fields,
    read: (node, reading, path) => oneRate(fields.read(node, reading, path), node, reading, path),
  } satisfies Shape<Of<typeof fields>>;
}

const drops = rateOf("how often a person drops a friend", "friend(score) < 600 ? 0.5 : 0");
const reasons = mapOf(
  drops,
  'rates by reason, such as { low_score: { per_year: "friend(score) < 600 ? 0.5 : 0" }, drifted_apart: { per_year: 0.1 } }',
  { least: 1, most: 16 },
);

/** How often friends are dropped: by one rate, or for each reason by its own. */
export type Dropped =
  | { readonly kind: "one"; readonly is: Rates }
  | { readonly kind: "several"; readonly is: readonly Named<Rates>[] };

const dropped: Shape<Dropped> = {
  ...drops,
  says: `${drops.says}, or one for each reason, such as { low_score: { per_year: 0.5 }, drifted_apart: { per_year: 0.1 } }`,
  schema: { anyOf: [drops.schema, reasons.schema] },
  read: (node, reading, path) => {
    if (!isByReason(node)) {
      const is = drops.read(node, reading, path);
      return is && { kind: "one", is };
    }
    const is = reasons.read(node, reading, path);
    return is && { kind: "several", is };
  },
};

/** A rate has a unit of time for a key; reasons are mappings, under keys that are none. */
function isByReason(node: Node): boolean {
  if (node.kind !== "map" || node.entries.length === 0) return false;
  return node.entries.every(({ key, value }) => !Object.hasOwn(rateUnits, key) && value.kind === "map");
}

/** `friendship`: how ties change. */
export const friendshipShape = record(
  {
    dropped: may(
      dropped,
      "which friends are dropped: a rate for each friend, or several by reason, over one's own names, friend(x) and gain_of_dropping",
      "nobody drops a friend",
    ),
    mended: may(
      rateOf("how often a person takes back a friend", "0.1"),
      "which are taken back by whoever dropped them: a rate for each, over one's own names, friend(x) and gain_of_mending",
      "nobody does",
    ),
    dormant: may(
      parameter(quantity("share", { from: 0, to: 1 })),
      "the share of friendships that are not formed yet at the start; `mended` forms them, where the side that holds back takes them up",
      "0",
    ),
  },
  "a mapping with dropped and mended",
);
export type Friendship = Of<typeof friendshipShape>;

/** The names of reasons for which friends are dropped; none where there is one rate. */
export function reasonsOf(friendship: Friendship | undefined): string[] {
  const dropped = friendship?.dropped;
  return dropped?.kind === "several" ? dropped.is.map(({ name }) => name) : [];
}

/** The factors that people's responses make of how often ties change, over the names of both. */
export interface TieFactors {
  /** Of dropping for whatever reason, or for one. */
  readonly dropped: (sights: Sights, reason?: string) => NumberTree;
  readonly mended: (sights: Sights, scope: Scope) => NumberTree;
}

const stepName = "friendship";
const one = build.constant(1);

/** The step that cuts and mends ties, what is cut at the start, and the counts of what is. */
export function lowerFriendship(friendship: Friendship | undefined, factors: TieFactors, draft: Draft): void {
  const cut = draft.ties?.cut;
  if (cut) countCut(cut.lanes, draft);
  if (!friendship) return;
  if (!cut) {
    draft.problem(
      "not-cuttable",
      "friendships cannot change here",
      draft.placeOf("friendship"),
      "population.ties with friends: 4 and cuttable: true",
    );
    return;
  }
  const sights = openSights("friend", draft);
  const mends = lowerMended(friendship, factors, sights, draft);
  addGain(sights.scope, draft);
  const cuts = lowerDropped(friendship.dropped, factors, { sights, lanes: cut.lanes }, draft);
  if (cuts && mends)
    draft.addStep({
      kind: "sever",
      name: stepName,
      sees: sights.sees([cuts.all, mends, ...(cuts.because ?? []).flatMap(({ until }) => until ?? [])]),
      cut: cuts.all,
      mend: mends,
      purpose: draft.own("friendship/changes"),
      ...(cuts.because && { because: cuts.because }),
    });
  if (friendship.dormant && friendship.dormant.amount > 0) cutAtStart(friendship.dormant.amount, cut.lanes, draft);
}

/** The chance of a tick that a friend is taken back. */
function lowerMended(
  { mended }: Friendship,
  factors: TieFactors,
  sights: Sights,
  draft: Draft,
): NumberTree | undefined {
  if (!mended) return build.constant(0);
  const scope = new Scope(sights.scope);
  addGainOfMending(scope, draft);
  const factor = sights.as(factors.mended(sights, scope), "friends");
  const rate = rateIn(mended, "friendship.mended", factor, { ...sights, scope }, draft);
  return rate && chanceOf(rate);
}

/** The chance of a tick that a friend is dropped, and why, where there are reasons. */
interface Cuts {
  readonly all: NumberTree;
  readonly because?: readonly Because[];
}

/**
 * Rates of several reasons add up, and what befalls a tie is put down to each by its part in them: of the words for which
 * it is cut, the first part is that of the first reason.
 */
function lowerDropped(
  dropped: Dropped | undefined,
  factors: TieFactors,
  { sights, lanes }: { readonly sights: Sights; readonly lanes: number },
  draft: Draft,
): Cuts | undefined {
  if (!dropped) return { all: build.constant(0) };
  const common = sights.as(factors.dropped(sights), "friends");
  if (dropped.kind === "one") {
    const rate = rateIn(dropped.is, "friendship.dropped", common, sights, draft);
    return rate && { all: chanceOf(rate) };
  }
  const rates = dropped.is.map(({ name, is }): NumberTree | undefined => {
    const own = sights.as(factors.dropped(sights, name), "friends");
    return rateIn(is, `friendship.dropped.${name}`, build.multiply(common, own), sights, draft);
  });
  const columns = dropped.is.map(({ name }) => countDropped(name, lanes, draft));
  if (!rates.every((rate) => rate !== undefined)) return undefined;
  const sums: NumberTree[] = [];
  for (const rate of rates) sums.push(sums.length > 0 ? build.add(sums.at(-1)!, rate) : rate);
  const total = sums.at(-1)!;
  const all = chanceOf(total);
  const because = sums.map((sum, place): Because => {
    const column = columns[place]!.ref;
    if (place === sums.length - 1) return { column };
    const part = build.divideBy(sum, build.greater(total, build.constant(leastRate)));
    return { column, until: build.multiply(all, build.known(part, { from: 0, to: 1 }, "it is a part of all rates")) };
  });
  return { all, because };
}

/** Below it nothing is ever cut: it stands for a rate of 0 as a divisor. */
const leastRate = 1e-30;

/** The measure of friends dropped for a reason. */
function droppedOf(reason: string): string {
  return `dropped.${reason}`;
}

/** Counts the friends whom each drops in a tick for a reason. */
function countDropped(reason: string, lanes: number, draft: Draft): ColumnHandle {
  const doc = `friends whom this person drops in the tick because of ${reason}`;
  const column = draft.addColumn(wholeColumn(`ties.dropped ${reason}`, 0, lanes, "scratch", doc));
  const counted = `friends dropped in the tick because of ${reason}, counted by who drops them`;
  const spec = { value: column.leaf, resolution: 1, figure: "sum", doc: counted } as const;
  draft.census(droppedOf(reason), spec, { topic: "ties", flows: true });
  return column;
}

/** Why friends are dropped, to a reader; undefined where there is one rate for all. */
export function legendOfFriendship(friendship: Friendship | undefined, draft: Draft): FriendshipLegend | undefined {
  const names = reasonsOf(friendship);
  if (names.length === 0) return undefined;
  return {
    step: draft.step(stepName),
    reasons: names.map((name) => ({
      ...draft.said(`friendship.dropped.${name}`, name),
      column: draft.column(`ties.dropped ${name}`).ref,
      dropped: draft.measure(droppedOf(name)),
    })),
  };
}

/** The rate of a tick, with the factor on it. */
function rateIn(
  read: Rates,
  at: string,
  factor: NumberTree,
  { scope, as }: Pick<Sights, "scope" | "as">,
  draft: Draft,
): NumberTree | undefined {
  const key = rateKeysIn(read)[0] as RateKey;
  const stated = draft.setting(read[key]!, `${at}.${key}`, scope, fromZero);
  if (!stated) return undefined;
  const answered = build.multiply(as(stated, "friends"), factor);
  return build.greater(draft.perTick(answered, rateUnits[key]), build.constant(0));
}

/** The chance of a tick that follows from a rate: 1 − exp(−rate). */
function chanceOf(rate: NumberTree): NumberTree {
  return build.subtract(one, build.unary("exp", build.unary("negate", rate)));
}

/**
 * `gain_of_dropping`: by what the mean of friends' scores, which is what pulls, would rise without this friend. The last
 * friend gone, one's own score takes the place of the mean, as it does for whoever has none. Where friends do not show
 * their scores, all of them are taken for the usual.
 */
function addGain(scope: Scope, draft: Draft): void {
  const score = draft.personScope.lookup("score");
  const column = draft.find("score");
  const theirs = scope.functionOf("friend")?.apply("score");
  if (score?.kind !== "number" || !column) return;
  const doc = "by what the mean of one's friends' scores would rise without this friend";
  scope.add("gain_of_dropping", {
    kind: "number",
    doc,
    get tree() {
      const known = gainWithin(score.tree);
      if (!isShown(draft.audiences.score, "friends")) {
        const last = build.compare("le", countOf("friends", draft).leaf, one);
        const loses = build.subtract(score.tree, usualOf("score", score.tree, draft));
        return known(build.choose(last, loses, build.constant(0)));
      }
      const shown = gathered(column, "friends", draft);
      const [sum, count] = [shown.sum.leaf, shown.count.leaf];
      const friend = theirs?.kind === "number" ? theirs.tree : build.constant(0);
      const others = build.divideBy(build.subtract(sum, friend), build.subtract(count, one));
      const without = build.choose(build.compare("gt", count, one), others, score.tree);
      return known(build.subtract(without, build.divideBy(sum, count)));
    },
  });
}

/** `gain_of_mending`: by what that mean would rise with this friend; what pulls whoever has none is their own score. */
function addGainOfMending(scope: Scope, draft: Draft): void {
  const score = draft.personScope.lookup("score");
  const column = draft.find("score");
  if (score?.kind !== "number" || !column) return;
  const doc = "by what the mean of one's friends' scores would rise with this friend";
  scope.add("gain_of_mending", {
    kind: "number",
    doc,
    get tree() {
      const known = gainWithin(score.tree);
      if (!isShown(draft.audiences.score, "friends")) {
        const isFirst = build.compare("le", countOf("friends", draft).leaf, build.constant(0));
        const gains = build.subtract(usualOf("score", score.tree, draft), score.tree);
        return known(build.choose(isFirst, gains, build.constant(0)));
      }
      const shown = gathered(column, "friends", draft);
      const [sum, count] = [shown.sum.leaf, shown.count.leaf];
      const theirs = scope.functionOf("friend")?.apply("score");
      const friend = theirs?.kind === "number" ? theirs.tree : build.constant(0);
      const mean = build.choose(build.compare("gt", count, build.constant(0)), build.divideBy(sum, count), score.tree);
      const together = build.divideBy(build.add(sum, friend), build.add(count, one));
      return known(build.subtract(together, mean));
    },
  });
}

/** A difference of two means of scores lies within the scale on either side of 0. */
function gainWithin({ range: { from, to } }: NumberTree): (gain: NumberTree) => NumberTree {
  return (gain) => build.known(gain, { from: from - to, to: to - from }, "it is one mean of scores less another");
}

/** Each side holds back with a chance of its own, so that the share of ties which either holds back is as stated. */
function cutAtStart(share: number, lanes: number, draft: Draft): void {
  const p = build.constant(1 - Math.sqrt(1 - share));
  const lets: Let[] = Array.from({ length: lanes }, (_, lane) => ({
    name: `dormant ${lane}`,
    kind: "chance",
    p,
    purpose: draft.own(`friendship/dormant ${lane}`),
  }));
  const bits = lets.map(({ name }, lane) =>
    build.multiply(build.local(name, { from: 0, to: 1 }), build.constant(2 ** lane)),
  );
  const writes = [draft.column(cutColumn).set(bits.reduce(build.add))];
  draft.addStart({ kind: "map", name: "friendships at the start", lets, writes });
}

/** The bits of a number: itself less all its halves, each without its fraction. */
function countCut(lanes: number, draft: Draft): void {
  const bits = draft.column(cutColumn).leaf;
  let value: NumberTree = bits;
  for (let half = 1; half < lanes; half++) {
    const halved = build.unary("floor", build.multiply(bits, build.constant(2 ** -half)));
    value = build.subtract(value, halved);
  }
  const doc =
    "friendships cut or not formed at the end of the tick, counted by who holds them cut: twice where both do";
  const many = build.known(value, { from: 0, to: lanes }, "there is a bit for each lane");
  draft.census("ties cut", { value: many, resolution: 1, figure: "sum", doc }, { topic: "ties" });
}
