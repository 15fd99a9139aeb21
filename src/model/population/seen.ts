import * as build from "../../rules/build.ts";
import { replaceColumns, replaceParts } from "../../rules/replace.ts";
import type { NumberTree, Tree } from "../../rules/tree.ts";
import { type Audience, isShown, type Onlooker } from "../draft/audiences.ts";
import type { Draft } from "../draft/draft.ts";
import { tickOf } from "../time/time.ts";

/**
 * What people read of others that is not shown to them: the usual. Records, points, consequences and whatever is counted
 * go by what is so; the rules of what people do and of their states go by what they see.
 */

/** What is not shown of a score: the column of the score, or of the standing that it comes from. */
type Concealed = "score" | "standing";

/** Which of the two a column is. */
export function concealedIn(column: string, draft: Draft): Concealed | undefined {
  return (["score", "standing"] as const).find((name) => draft.find(name)?.ref === column);
}

/**
 * The mean, at the end of the last tick, of all whom the scheme covers; in the first tick `first`. What it follows is
 * counted only where somebody asks.
 */
export function usualOf(of: Concealed, first: NumberTree, draft: Draft): NumberTree {
  const { leaf } = draft.column(of);
  const { from, to } = leaf.range;
  const name = `shown.${of}`;
  const doc = `the mean ${of} at the end of the last tick`;
  const range = { from: Math.min(0, from), to: Math.max(0, to) };
  const usual =
    draft.findGlobal(name) ??
    draft.addGlobal({ name, start: 0, range, doc }, { kind: "measure", measure: measureOf(of, draft) });
  return build.choose(firstTick(draft), first, build.clamp(usual.leaf, from, to));
}

/** The measure of all scores is there in any case. */
function measureOf(of: Concealed, draft: Draft) {
  const { leaf, column } = draft.column(of);
  if (of === "score" && draft.covered.op === "truth") return draft.measure(of);
  const spec = { value: leaf, resolution: column.resolution, figure: "mean", where: draft.covered } as const;
  return draft.census(`usual ${of}`, { ...spec, doc: `the mean ${of} of whom the scheme covers` }, { topic: "score" });
}

function firstTick(draft: Draft) {
  return build.compare("lt", tickOf(draft), build.constant(1));
}

/** Names of a list: who is on it, who has been told, and for how many days. */
const namesOfList = ["", "_notified", "_days"];

/** The list that a name is of. */
export function listOf(name: string, draft: Draft): string | undefined {
  return [...draft.audiences.lists.keys()].find((list) => namesOfList.some((end) => name === `${list}${end}`));
}

/** Whom a list is shown to. */
export function audienceOfList(list: string, draft: Draft): Audience {
  return draft.audiences.lists.get(list) ?? "everyone";
}

/** A rule of what people do or are, as they see others. What holds of themselves they know, whatever it follows from. */
export function asSeen<T extends Tree | undefined>(tree: T, draft: Draft): T {
  const { unseen } = draft.audiences;
  if (tree === undefined || unseen.size === 0) return tree;
  const facts = factsOf(draft);
  return replaceParts(tree, (part) => unseen.get(part)?.() ?? (facts.has(part) ? part : undefined)) as T;
}

/**
 * What a name means for another who is seen so: its tree with `theirs` for their columns, and the usual for what is not
 * shown. What follows for a person is seen, whatever it follows from.
 */
export function seenOfAnother(
  name: string,
  onlooker: Onlooker,
  theirs: (leaf: NumberTree & { op: "column" }) => NumberTree,
  draft: Draft,
): Tree {
  const { audiences, personScope } = draft;
  const meaning = personScope.lookup(name);
  if (!meaning) throw new Error(`bug: nothing is called ${name}`);
  const plain = (tree: Tree): Tree => replaceColumns(tree, theirs);
  const isHidden = (list: string): boolean => !isShown(audienceOfList(list, draft), onlooker);
  const list = listOf(name, draft);
  if (meaning.kind === "truth") return list !== undefined && isHidden(list) ? build.truth(false) : plain(meaning.tree);
  const usual = (column: string): NumberTree | undefined => {
    const of = concealedIn(column, draft);
    return of && usualOf(of, draft.column(of).leaf, draft);
  };
  const score = isShown(audiences.score, onlooker) ? () => undefined : usual;
  const grade = isShown(audiences.band, onlooker) ? () => undefined : usual;
  const band = personScope.lookup("band")?.tree;
  const lists = treesOfLists(draft);
  const facts = factsOf(draft);
  const seen = (part: Tree): Tree | undefined => {
    if (part === band) return replaceColumns(part, (leaf) => grade(leaf.name) ?? theirs(leaf));
    const listed = lists.get(part);
    if (listed !== undefined && isHidden(listed)) return part.op === "column" ? build.constant(0) : build.truth(false);
    if (facts.has(part)) return plain(part);
    const unseen = audiences.unseen.get(part);
    if (unseen) return replaceParts(unseen(), seen);
    return part.op === "column" ? (score(part.name) ?? theirs(part)) : undefined;
  };
  return replaceParts(meaning.tree as Tree, seen);
}

/** Trees by the list that they tell of. */
function treesOfLists({ personScope, audiences }: Draft): Map<Tree, string> {
  const named = [...audiences.lists.keys()].flatMap((list) =>
    namesOfList.map((end) => ({ list, name: `${list}${end}` })),
  );
  return new Map(
    named.flatMap(({ list, name }): [Tree, string][] => {
      const tree = personScope.lookup(name)?.tree;
      return tree ? [[tree, list]] : [];
    }),
  );
}

/** Trees of all that is true or false of a person, and of the band. */
function factsOf({ personScope }: Draft): Set<Tree> {
  return new Set(
    personScope.names().flatMap((name) => {
      const meaning = personScope.lookup(name);
      return meaning?.kind === "truth" || name === "band" ? [meaning!.tree] : [];
    }),
  );
}
