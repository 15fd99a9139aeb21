import { grouped } from "../../core/problem.ts";
import { may, type Of, record } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { quantity, yesOrNo } from "../../language/values.ts";
import type { GatherStep } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { Meaning } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { isShown } from "../draft/audiences.ts";
import { type ColumnHandle, wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import { columnShowing } from "../draft/shown.ts";
import { audienceOfList, concealedIn, listOf, usualOf } from "./seen.ts";

/** `population.ties`: communities, and mutual friendships inside and beyond them. */
export const tiesShape = record(
  {
    community: may(
      parameter(quantity("people", { from: 32, to: 4096, whole: true })),
      "people in a community: a power of two from 32 to 4,096",
      "1024",
    ),
    friends: may(parameter(quantity("number", { from: 0, to: 32, whole: true })), "friends of each person", "0"),
    far: may(
      parameter(quantity("number", { from: 0, to: 32, whole: true })),
      "how many of them live in another community",
      "0",
    ),
    family: may(
      parameter(quantity("number", { from: 0, to: 16, whole: true })),
      "family members of each person, besides the friends; they live in the same community",
      "0",
    ),
    cuttable: may(
      yesOrNo,
      "whether friendships inside a community can be dropped and mended, as `friendship` says: at most 16 of them",
      "false",
    ),
    measured: may(
      yesOrNo,
      "whether friends are counted by band and by list, how alike they are, and how many people have none left",
      "false",
    ),
  },
  "a mapping such as { community: 256, friends: 8, far: 1 }",
);
export type TiesPart = Of<typeof tiesShape>;

export const usualCommunity = 1024;
/** The column whose bits say which near friendships a person has cut. */
export const cutColumn = "ties.cut";
const mostCuttable = 16;

/** Those whom a person looks at: friends, family, or all who live in the community. */
export type Circle = "friends" | "family" | "neighbours";

/** Lanes of each circle. Friends come first, so that the same friends are drawn with or without a family. */
export interface Lanes {
  readonly friends: number;
  readonly far: number;
  readonly family: number;
}

/** Friendships and families, and the rule functions over them. */
export function lowerTies(ties: TiesPart | undefined, draft: Draft): void {
  const friends = ties?.friends?.amount ?? 0;
  const far = ties?.far?.amount ?? 0;
  const family = ties?.family?.amount ?? 0;
  const community = ties?.community?.amount ?? usualCommunity;
  if (!Number.isInteger(Math.log2(community)))
    draft.problem(
      "bad-community",
      `${community} is not a power of two`,
      draft.placeOf("population.ties.community"),
      "one of 32, 64, 128, 256, 512, 1024, 2048, 4096",
    );
  if (far > friends)
    draft.problem(
      "too-many-far",
      `${far} far friends are more than all ${friends} friends`,
      draft.placeOf("population.ties.far"),
      `at most ${friends}`,
    );
  const near = Math.max(0, friends - far);
  if (friends + family > 0)
    draft.ties = { near: near + family, far, purpose: draft.own("ties"), ...cutIn(ties, near, draft) };
  const lanes: Lanes = { friends: near, far, family };
  draft.nearFriends = near;
  declareCircle("friends", lanes.friends + lanes.far, draft);
  declareCircle("family", lanes.family, draft);
  declareCircle("neighbours", draft.communitySize, draft);
}

/** What can be cut are the friendships inside a community; families cannot be. */
function cutIn(ties: TiesPart | undefined, near: number, draft: Draft) {
  if (ties?.cuttable !== true) return {};
  if (near === 0 || near > mostCuttable)
    draft.problem(
      "not-cuttable",
      near === 0 ? "there are no friendships inside a community to cut" : `${near} friendships are too many to cut`,
      draft.placeOf("population.ties.cuttable"),
      `1 to ${mostCuttable} friends that are not far`,
    );
  if (near === 0) return {};
  // With too many as if with as many as can be, so that nothing else is said of it.
  const lanes = Math.min(near, mostCuttable);
  const doc = "a bit for each friendship that this side has cut";
  const column = draft.addColumn(wholeColumn(cutColumn, 0, 2 ** lanes - 1, "stored", doc));
  return { cut: { column: column.ref, lanes } };
}

const whoseOf: Readonly<Record<Circle, string>> = {
  friends: "friends",
  family: "family members",
  neighbours: "neighbours",
};

function declareCircle(circle: Circle, most: number, draft: Draft): void {
  const whose = whoseOf[circle];
  const names = (): string[] => (most > 0 ? gatherable(draft) : []);
  const function_ = (word: "mean" | "sum", doc: string): void =>
    draft.personScope.addFunction(`${circle}_${word}`, {
      doc,
      names: () => names().filter((name) => !isTooMuch(name, circle, draft)),
      faultOf: (name) => {
        if (most === 0) return nobodyToSee(whose, `${circle}_${word}`, circle);
        return names().includes(name) && isTooMuch(name, circle, draft) ? tooMuch(name, draft) : undefined;
      },
      apply: (name) =>
        names().includes(name) && !isTooMuch(name, circle, draft) ? overCircle(name, circle, word, draft) : undefined,
    });
  const [ownInstead, nothing] =
    circle === "neighbours"
      ? ["; oneself counts too", "; oneself counts too"]
      : [`; one's own value for a person without ${whose}`, `; 0 for a person without ${whose}`];
  function_(
    "mean",
    `the mean over a person's ${whose} of what they showed at the end of the last tick (of a truth: the share for whom it held)${ownInstead}`,
  );
  function_(
    "sum",
    `the sum over a person's ${whose} of what they showed at the end of the last tick (of a truth: for how many it held)${nothing}`,
  );
  draft.most[circle] = most;
  if (most === 0 || circle === "neighbours") return;
  const doc = `the number of ${whose} that are there`;
  const meaning: Meaning = {
    kind: "number",
    doc,
    // Whatever is gathered counts them; a step of its own only where nothing else is.
    get tree() {
      return countOf(circle, draft).leaf;
    },
  };
  draft.ownName(draft.personScope, `${circle}_count`, meaning, undefined);
}

/** A community adds up to a number of 32 bits. */
function isTooMuch(name: string, circle: Circle, draft: Draft): boolean {
  if (circle !== "neighbours") return false;
  const meaning = draft.personScope.lookup(name);
  if (meaning?.kind === "truth") return false;
  const { lowest, highest } = draft.column(name).column;
  return Math.max(-lowest, highest) * draft.communitySize >= 2 ** 31;
}

function tooMuch(name: string, draft: Draft) {
  const { lowest, highest } = draft.column(name).column;
  return {
    code: "too-fine",
    message: `what ${grouped(draft.communitySize)} neighbours have of ${name}, in ${grouped(highest - lowest)} steps each, is too much to add up`,
    expected: `at most ${grouped(Math.ceil(2 ** 31 / draft.communitySize) - 1)} steps: a coarser resolution, or smaller communities`,
  };
}

/** Why a function over a circle cannot be called where nobody has one. */
function nobodyToSee(whose: string, called: string, circle: Circle) {
  return {
    code: "no-friends",
    message: `${called} has nobody to look at: nobody has ${whose}`,
    expected: `population.ties with ${circle}: 4`,
  };
}

/** Names whose column friends can see, or that a column can show: what is kept, and what holds of a person. */
function gatherable(draft: Draft): string[] {
  const kept = draft.named().map(([name]) => name);
  const truths = draft.personScope
    .names()
    .filter((name) => draft.globalScope.lookup(name) === undefined && draft.personScope.lookup(name)?.kind === "truth");
  return [...new Set([...kept, ...truths])].sort();
}

type NumberMeaning = Extract<Meaning, { kind: "number" }>;

/** The mean over friends as a tree over two scratch columns, with the step that gathers them. */
export function friendsMean(name: string, draft: Draft): NumberMeaning {
  return overCircle(name, "friends", "mean", draft);
}

function overCircle(name: string, circle: Circle, word: "mean" | "sum", draft: Draft): NumberMeaning {
  const own = draft.personScope.lookup(name)!;
  const shows = own.kind === "option" ? draft.column(name) : columnShowing(name, draft);
  const { sum, count } = gathered(shows, circle, draft);
  const mine = own.kind === "truth" ? build.number(own.tree) : own.tree;
  const [all, many] = [sum.leaf, count.leaf];
  const offset = build.constant(shows.column.offset);
  const doc = `${circle}' ${word} ${name}`;
  const orOwn = (mean: NumberTree): NumberTree =>
    build.choose(build.compare("gt", many, build.constant(0)), mean, mine);
  const mean = build.add(offset, build.divideBy(all, many));
  const tree =
    word === "sum"
      ? build.add(build.multiply(many, offset), all)
      : orOwn(build.known(mean, mine.range, "a mean lies among what it is of"));
  const usual = unseenIn(name, shows, circle, draft);
  if (usual) draft.audiences.unseen.set(tree, () => (word === "sum" ? build.multiply(many, usual()) : orOwn(usual())));
  return { kind: "number", tree, doc };
}

/** What a person of a circle is taken for by the others, where a name is not shown to them: the usual, or on no list. */
export function unseenIn(
  name: string,
  shows: ColumnHandle,
  circle: Circle,
  draft: Draft,
): (() => NumberTree) | undefined {
  const onlooker = circle === "neighbours" ? "everyone" : "friends";
  const { audiences } = draft;
  const of = concealedIn(shows.ref, draft);
  if (of) return isShown(audiences.score, onlooker) ? undefined : () => usualOf(of, draft.column(of).leaf, draft);
  const list = listOf(name, draft);
  return list === undefined || isShown(audienceOfList(list, draft), onlooker) ? undefined : () => build.constant(0);
}

/** What a circle shows of a column: what it adds up to, and how many they are. */
export interface Gathered {
  readonly sum: ColumnHandle;
  readonly count: ColumnHandle;
}

/** Adds the gather step of a column over a circle, once, and gives what it fills. */
export function gathered(shows: ColumnHandle, circle: Circle, draft: Draft): Gathered {
  const known = draft.gathered.find((one) => one.shows === shows && one.circle === circle);
  if (known) return known;
  const { column } = shows;
  const name = draft.shown.get(shows) ?? draft.nameOf(shows);
  const most = draft.most[circle];
  const sum = draft.addColumn({
    ...column,
    name: `${circle}.${name}.sum`,
    offset: 0,
    lowest: Math.min(0, column.lowest * most),
    highest: Math.max(0, column.highest * most),
    initial: 0,
    role: "scratch",
    doc: `sum over ${circle} of ${name}`,
  });
  const those = circle === "family" ? "family that is there" : `${circle} that are there`;
  const count = draft.addColumn(wholeColumn(`${circle}.${name}.count`, 0, most, "scratch", those));
  const made = { shows, circle, sum, count };
  draft.gathered.push(made);
  draft.addStep({
    kind: "gather",
    name: `${circle === "family" ? "the family's" : `${circle}'`} ${name}`,
    column: shows.ref,
    sum: sum.ref,
    count: count.ref,
    ...lanesOf(circle, draft),
  });
  return made;
}

/** Which lanes a circle has; all, where there is no other one. */
function lanesOf(circle: Circle, draft: Draft): Pick<GatherStep, "lanes" | "whom"> {
  if (circle === "neighbours") return { whom: "community" };
  const near = draft.ties?.near ?? 0;
  if (circle === "family") return { lanes: { from: draft.nearFriends, to: near, far: false } };
  return draft.nearFriends < near ? { lanes: { from: 0, to: draft.nearFriends, far: true } } : {};
}

/** The column that counts a circle: whatever is gathered does; a step of its own only where nothing else is. */
export function countOf(circle: Circle, draft: Draft): ColumnHandle {
  const made = draft.gathered.find((one) => one.circle === circle);
  if (made) return made.count;
  const cut = draft.ties?.cut?.column;
  const kept = draft.kept().map(([, column]) => column);
  const width = ({ column }: ColumnHandle): number => column.highest - column.lowest;
  const [narrowest] = kept.filter(({ ref }) => ref !== cut).sort((a, b) => width(a) - width(b));
  const there = narrowest ?? kept[0];
  // Where nobody has anything to show: one column that says they are there.
  const shows = there ?? draft.addColumn(wholeColumn("ties.there", 0, 1, "stored", "nothing: it is only counted"));
  return gathered(shows, circle, draft).count;
}
