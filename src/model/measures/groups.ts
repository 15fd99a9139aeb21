import { mapOf, may, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { name, quantity, rule } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/parse.ts";
import type { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";

/** `groups`: partitions by which measures can be told apart. Categorical traits and bands are groups by themselves. */
const groupFields = record(
  {
    when: may(rule("truth", "urban"), "a rule that is true or false"),
    yes: may(name("a word"), "what those are called for whom it holds", "the group's name"),
    no: may(name("a word"), "what the others are called", "other"),
    of: may(rule("number", "income"), "a rule whose number is cut"),
    from: may(
      mapOf(quantity("number"), "the least number of each word, such as { low: 0, high: 50000 }", {
        keys: "word",
        least: 2,
        most: 64,
      }),
      "where it is cut",
    ),
  },
  "either { when: urban, yes: urban, no: rural }, or { of: income, from: { low: 0, high: 50000 } }",
);
export const groupsShape = mapOf(
  {
    ...groupFields,
    read: (node, reading, path) => {
      const read = groupFields.read(node, reading, path);
      if (!read) return undefined;
      const cut = read.of !== undefined && read.from !== undefined;
      const called = read.yes !== undefined || read.no !== undefined;
      if ((read.when !== undefined) === cut || (read.of === undefined) !== (read.from === undefined) || (cut && called))
        return refuse(
          reading,
          node.place,
          "one-group",
          `${path} does not say how people are told apart`,
          groupFields.says,
        );
      return read;
    },
  } satisfies Shape<Of<typeof groupFields>>,
  "groups by name",
  { most: 32 },
);
export type GroupsPart = Of<typeof groupsShape>;
type Cut = NonNullable<GroupsPart[number]["is"]["from"]>[number];

/** Groups, whose rules are over the names of a scope. */
export function lowerGroups(groups: GroupsPart, scope: Scope, draft: Draft): void {
  for (const { name: called, place, is } of groups) {
    if (draft.groups.has(called)) draft.problem("name-taken", `"${called}" is a group already`, place, "another name");
    const cuts = [...(is.from ?? [])].sort((a, b) => a.is.amount - b.is.amount);
    const index = is.when ? indexOfTruth(is.when, scope, draft) : indexOfCut(is.of!, cuts, scope, draft);
    const words = is.when ? [is.no?.value ?? "other", is.yes?.value ?? called] : cuts.map((cut) => cut.name);
    if (is.when && words[0] === words[1])
      draft.problem("name-taken", `both parts of ${called} are called "${words[0]}"`, place, "a word for each");
    if (index) draft.groups.set(called, { name: called, index, words });
  }
}

function indexOfTruth(when: RuleText, scope: Scope, draft: Draft): NumberTree | undefined {
  const holds = draft.truth(when, scope);
  return holds && build.number(holds);
}

function indexOfCut(of: RuleText, cuts: readonly Cut[], scope: Scope, draft: Draft): NumberTree | undefined {
  const value = draft.number(of, scope);
  return value && cutTree(value, cuts);
}

/** The index of the cut a number falls in, from 0; below the first cut it is −1, and in no group. */
function cutTree(value: NumberTree, cuts: readonly Cut[]): NumberTree {
  return cuts.reduce<NumberTree>(
    (below, { is }, i) => build.choose(build.compare("ge", value, build.constant(is.amount)), build.constant(i), below),
    build.constant(-1),
  );
}
