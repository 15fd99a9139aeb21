import type { Sight } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { type Leaf, replaceColumns, replaceLeaves, replaceParts } from "../../rules/replace.ts";
import { type Meaning, Scope } from "../../rules/scope.ts";
import { leavesOf, type NumberTree, type Tree } from "../../rules/tree.ts";
import type { Onlooker } from "../draft/audiences.ts";
import type { Draft } from "../draft/draft.ts";
import { asSeen, seenOfAnother } from "../population/seen.ts";

/** What a rule sees of another person, while it is read. */
export interface Sights {
  /** The names of a person, and the function that asks for those of the other. */
  readonly scope: Scope;
  /** A column of the other, as it was when the tick began. */
  readonly theirs: (leaf: NumberTree & { op: "column" }) => NumberTree;
  /** What was asked for so far that any of these trees reads; all of it, where everything is shown. */
  readonly sees: (trees: readonly Tree[]) => Sight[];
  /** What was read in the scope, as one who looks so sees the other: the usual, for what is not shown. */
  readonly as: <T extends Tree>(tree: T, onlooker: Onlooker) => T;
  /** A tree as the other one reckons it: what is one's own becomes what is seen, and what is seen one's own. */
  readonly exchanged: <T extends Tree>(tree: T) => T;
}

/** A scope in which `other(x)`, or `friend(x)`, is what x is for another person, as it was when the tick began. */
export function openSights(word: "other" | "friend", draft: Draft): Sights {
  const scope = new Scope(draft.personScope);
  const seen = new Map<string, Sight>();
  const known = new Map<string, Meaning>();
  const local = (leaf: NumberTree & { op: "column" }): NumberTree => {
    const name = `${word}.${leaf.name}`;
    seen.set(name, { local: name, column: leaf.name });
    return build.local(name, leaf.range);
  };
  const own = (name: string): Meaning | undefined =>
    draft.globalScope.lookup(name) === undefined ? draft.personScope.lookup(name) : undefined;
  const says = word === "other" ? "whom one meets" : "the friend";
  scope.addFunction(word, {
    doc: `what a name means for ${says}, as it was when the tick began`,
    names: () => draft.personScope.names().filter((name) => own(name) !== undefined),
    apply: (name) => {
      const before = known.get(name);
      if (before) return before;
      const meaning = own(name);
      if (!meaning) return undefined;
      const doc = `${meaning.doc} of ${says}`;
      const theirs = { ...meaning, tree: replaceColumns(meaning.tree as Tree, local), doc } as Meaning;
      known.set(name, theirs);
      return theirs;
    },
  });
  const exchange = (leaf: Leaf): NumberTree | undefined => {
    if (leaf.op === "column") return local({ ...leaf, op: "column" });
    const sight = leaf.op === "local" ? seen.get(leaf.name) : undefined;
    return sight && build.column(sight.column, leaf.range);
  };
  const sees: Sights["sees"] = (trees) => {
    const read = new Set(trees.flatMap((tree) => leavesOf(tree, "local")));
    return [...seen.values()].filter((sight) => !draft.audiences.hides || read.has(sight.local));
  };
  const as: Sights["as"] = (tree, onlooker) => {
    const ours = asSeen(tree, draft);
    if (!draft.audiences.hides) return ours;
    const asked = new Map<Tree, string>([...known].map(([name, meaning]) => [meaning.tree, name]));
    return replaceParts(ours, (part) => {
      const name = asked.get(part);
      return name === undefined ? undefined : seenOfAnother(name, onlooker, local, draft);
    });
  };
  return { scope, theirs: local, sees, as, exchanged: (tree) => replaceLeaves(tree, exchange) };
}
