import type { Place } from "../../core/source.ts";
import type { Sight } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { type Leaf, replaceColumns, replaceLeaves } from "../../rules/replace.ts";
import { type Meaning, Scope } from "../../rules/scope.ts";
import { leavesOf, type NumberTree, type Tree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";

/** What a rule sees of another person, while it is read. */
export interface Sights {
  /** The names of a person, and the function that asks for those of the other. */
  readonly scope: Scope;
  /** Columns that were asked for so far. */
  readonly sees: () => Sight[];
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
    names: () =>
      draft.personScope.names().filter((name) => {
        const meaning = own(name);
        return meaning !== undefined && !hides(meaning, draft);
      }),
    apply: (name) => {
      const before = known.get(name);
      if (before) return before;
      const meaning = own(name);
      if (!meaning || hides(meaning, draft)) return undefined;
      const doc = `${meaning.doc} of ${says}`;
      const theirs = { ...meaning, tree: replaceColumns(meaning.tree as Tree, local), doc } as Meaning;
      known.set(name, theirs);
      return theirs;
    },
    faultOf: (name) => {
      const meaning = own(name);
      return meaning && hides(meaning, draft) ? hidden(`${word}(${name})`) : undefined;
    },
  });
  const exchange = (leaf: Leaf): NumberTree | undefined => {
    if (leaf.op === "column") return local({ ...leaf, op: "column" });
    const sight = seen.get(leaf.name);
    return sight && build.column(sight.column, leaf.range);
  };
  return { scope, sees: () => [...seen.values()], exchanged: (tree) => replaceLeaves(tree, exchange) };
}

/** What a score is made of, or makes, is hidden with it; what follows for a person can be seen of them all the same. */
function hides({ kind, tree }: Meaning, draft: Draft): boolean {
  return kind !== "truth" && leavesOf(tree, "column").some((name) => draft.hidden.has(name));
}

function hidden(asked: string): { code: string; message: string; expected: string } {
  return {
    code: "score-hidden",
    message: `${asked} cannot be known: nobody sees a score (scheme.visible is false)`,
    expected: "what people can see of each other, or scheme.visible: true",
  };
}

/** Refuses a rule of what people do that asks for friends' scores where nobody sees them. */
export function refuseHidden(tree: Tree | undefined, place: Place | undefined, draft: Draft): void {
  if (!tree || draft.hidden.size === 0) return;
  const read = leavesOf(tree, "column");
  const asked = draft.gathered.find(({ shows, sum }) => draft.hidden.has(shows.ref) && read.includes(sum.ref));
  if (asked === undefined) return;
  const { code, message, expected } = hidden(`the scores of ${asked.circle}`);
  draft.problem(code, message, place, expected);
}
