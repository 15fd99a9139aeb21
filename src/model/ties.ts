import { may, type Of, record } from "../language/shape.ts";
import { parameter } from "../language/tagged.ts";
import { quantity } from "../language/values.ts";
import * as build from "../rules/build.ts";
import type { Meaning } from "../rules/scope.ts";
import { type Draft, wholeColumn } from "./draft.ts";

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
  },
  "a mapping such as { community: 256, friends: 8, far: 1 }",
);
export type TiesPart = Of<typeof tiesShape>;

export const usualCommunity = 1024;

/** Friendships, and the rule function `friends_mean(x)`: the mean of what friends last showed. */
export function lowerTies(ties: TiesPart | undefined, draft: Draft): void {
  const friends = ties?.friends?.amount ?? 0;
  const far = ties?.far?.amount ?? 0;
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
  if (friends > 0) draft.ties = { near: Math.max(0, friends - far), far, purpose: "ties" };
  draft.personScope.addFunction("friends_mean", {
    doc: "the mean over a person's friends of what they showed at the end of the last tick; one's own value for a person without friends",
    names: () => (friends > 0 ? gatherable(draft) : []),
    apply: (name) => (friends > 0 && gatherable(draft).includes(name) ? friendsMean(name, draft) : undefined),
  });
}

function gatherable(draft: Draft): string[] {
  return draft.columns.filter(({ role, name }) => role === "stored" && !name.includes(".")).map(({ name }) => name);
}

/** Adds the gather step of a column, once, and gives the mean as a tree over its two scratch columns. */
export function friendsMean(name: string, draft: Draft): Meaning | undefined {
  const column = draft.columns.find((one) => one.name === name)!;
  const [sum, count] = [`friends.${name}.sum`, `friends.${name}.count`];
  if (!draft.gathers.some((step) => step.column === name)) {
    const lanes = draft.ties!.near + draft.ties!.far;
    draft.addColumn({
      ...column,
      name: sum,
      offset: 0,
      lowest: Math.min(0, column.lowest * lanes),
      highest: Math.max(0, column.highest * lanes),
      initial: 0,
      role: "scratch",
      doc: `sum over friends of ${name}`,
    });
    draft.addColumn(wholeColumn(count, 0, lanes, "scratch", "friends that are there"));
    draft.gathers.push({ kind: "gather", name: `friends' ${name}`, column: name, sum, count });
  }
  const leaf = (of: string): ReturnType<typeof build.column> => {
    const found = draft.columns.find((one) => one.name === of)!;
    return build.column(of, { from: found.lowest * found.resolution, to: found.highest * found.resolution });
  };
  const own = draft.personScope.lookup(name)!;
  const mine = own.kind === "truth" ? build.number(own.tree) : own.tree;
  const mean = build.add(build.constant(column.offset), build.divideBy(leaf(sum), leaf(count)));
  const tree = build.choose(
    build.compare("gt", leaf(count), build.constant(0)),
    { ...mean, range: mine.range } as typeof mean,
    mine,
  );
  return { kind: "number", tree, doc: `friends' mean ${name}` };
}
