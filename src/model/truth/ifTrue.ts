import * as build from "../../rules/build.ts";
import { replaceColumns } from "../../rules/replace.ts";
import { type Meaning, Scope } from "../../rules/scope.ts";
import type { NumberTree, Tree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { ifTrueName } from "./asked.ts";

/** What a column, a local or a step is called as it would be with true records alone. */
export function twinName(name: string): string {
  return `${name}, if true`;
}

/** A tree as it would be with true records alone. Its columns stand for twins, which `withTwins` makes where there are any. */
export function ifTrue<T extends Tree>(tree: T, draft: Draft): T {
  return replaceColumns(tree, (leaf: NumberTree & { op: "column" }) => {
    const twin = twinName(leaf.name);
    draft.twins.set(twin, leaf.name);
    return build.column(twin, leaf.range);
  });
}

/** The names of a person, and `if_true(x)`: what x would be with true records alone. No record makes `facts`. */
export function openIfTrue(facts: readonly string[], draft: Draft): Scope {
  const scope = new Scope(draft.countScope);
  const known = new Map<string, Meaning>();
  const hangs = (name: string): Meaning | undefined =>
    facts.includes(name) || draft.globalScope.lookup(name) ? undefined : draft.personScope.lookup(name);
  scope.addFunction(ifTrueName, {
    doc: "what a name would mean with true records alone",
    names: () => draft.personScope.names().filter((name) => hangs(name) !== undefined),
    apply: (name) => {
      const meaning = hangs(name);
      const before = known.get(name);
      if (!meaning || before) return before;
      const doc = `${meaning.doc}, with true records alone`;
      const made = { ...meaning, tree: ifTrue(meaning.tree as Tree, draft), doc } as Meaning;
      known.set(name, made);
      return made;
    },
  });
  return scope;
}

/** Lets no other rule ask for it. */
export function barIfTrue(scope: Scope): void {
  const fault = {
    code: "truth-unknown",
    message: "nobody in this world knows which records are false, so that nothing can hang on if_true(x)",
    expected: "if_true(x) in the rules of measures and groups alone",
  };
  scope.addFunction(ifTrueName, {
    doc: fault.message,
    isBarred: true,
    names: () => [],
    apply: () => undefined,
    faultOf: () => fault,
  });
}
