import { may, type Of, record, type Shape } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { quantity } from "../../language/values.ts";
import type { Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { isShown } from "../draft/audiences.ts";
import type { Draft } from "../draft/draft.ts";
import { fromZero } from "../draft/fit.ts";
import { usualOf } from "../population/seen.ts";
import { countOf, cutColumn, gathered } from "../population/ties.ts";
import { oneRate, type RateKey, rateFields, rateKeysIn, rateUnits } from "./rates.ts";
import { openSights, type Sights } from "./sights.ts";

function rateOf(often: string, example: string) {
  const fields = record(rateFields(often, example), `a mapping such as { per_year: ${JSON.stringify(example)} }`);
  return {
    ...fields,
    read: (node, reading, path) => oneRate(fields.read(node, reading, path), node, reading, path),
  } satisfies Shape<Of<typeof fields>>;
}

/** `friendship`: how ties change. */
export const friendshipShape = record(
  {
    dropped: may(
      rateOf("how often a person drops a friend", "friend(score) < 600 ? 0.5 : 0"),
      "which friends are dropped: a rate for each friend, over one's own names, friend(x) and gain_of_dropping",
      "nobody drops a friend",
    ),
    mended: may(
      rateOf("how often a person takes back a friend", "0.1"),
      "which are taken back by whoever dropped them: a rate for each, over one's own names and friend(x)",
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

/**
 * The step that cuts and mends ties, what is cut at the start, and the count of what is. `response` gives the factor on
 * how often friends are dropped, over the names of both.
 */
export function lowerFriendship(
  friendship: Friendship | undefined,
  response: (scope: Scope) => NumberTree,
  draft: Draft,
): void {
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
  const mends = chanceOf("mended", friendship, build.constant(1), sights, draft);
  addGain(sights.scope, draft);
  const factor = friendship.dropped ? sights.as(response(sights.scope), "friends") : build.constant(1);
  const cuts = chanceOf("dropped", friendship, factor, sights, draft);
  if (cuts && mends)
    draft.addStep({
      kind: "sever",
      name: "friendship",
      sees: sights.sees([cuts, mends]),
      cut: cuts,
      mend: mends,
      purpose: draft.own("friendship/changes"),
    });
  if (friendship.dormant && friendship.dormant.amount > 0) cutAtStart(friendship.dormant.amount, cut.lanes, draft);
}

/** The chance of a tick that follows from a rate and the factor on it: 1 − exp(−rate). */
function chanceOf(
  what: "dropped" | "mended",
  friendship: Friendship,
  factor: NumberTree,
  { scope, as }: Sights,
  draft: Draft,
): NumberTree | undefined {
  const read = friendship[what];
  if (!read) return build.constant(0);
  const key = rateKeysIn(read)[0] as RateKey;
  const path = `friendship.${what}.${key}`;
  const stated = draft.setting(read[key]!, path, scope, fromZero);
  if (!stated) return undefined;
  const answered = build.multiply(as(stated, "friends"), factor);
  const rate = build.greater(draft.perTick(answered, rateUnits[key]), build.constant(0));
  return build.subtract(build.constant(1), build.unary("exp", build.unary("negate", rate)));
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
      const { from, to } = score.tree.range;
      const known = (gain: NumberTree): NumberTree =>
        build.known(gain, { from: from - to, to: to - from }, "it is one mean of scores less another");
      if (!isShown(draft.audiences.score, "friends")) {
        const last = build.compare("le", countOf("friends", draft).leaf, build.constant(1));
        const loses = build.subtract(score.tree, usualOf("score", score.tree, draft));
        return known(build.choose(last, loses, build.constant(0)));
      }
      const shown = gathered(column, "friends", draft);
      const [sum, count] = [shown.sum.leaf, shown.count.leaf];
      const friend = theirs?.kind === "number" ? theirs.tree : build.constant(0);
      const others = build.divideBy(build.subtract(sum, friend), build.subtract(count, build.constant(1)));
      const without = build.choose(build.compare("gt", count, build.constant(1)), others, score.tree);
      return known(build.subtract(without, build.divideBy(sum, count)));
    },
  });
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
