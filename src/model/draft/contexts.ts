import * as build from "../../rules/build.ts";
import { replaceColumns } from "../../rules/replace.ts";
import type { NumberTree, Tree } from "../../rules/tree.ts";
import type { Account } from "./accounts.ts";
import type { Draft } from "./draft.ts";

/**
 * A tree as it would be with records of the areas alone that decide over a domain; itself where nothing is said of the
 * domain. What people are and do is what it is, and so is what follows from it in another domain.
 */
export function inContext<T extends Tree>(tree: T, domain: string | undefined, draft: Draft): T {
  const areas = domain === undefined ? undefined : draft.contexts.get(domain);
  return areas ? byAccount(tree, draft.accounts.of(areas), draft) : tree;
}

/** A tree over the columns of an account. */
export function byAccount<T extends Tree>(tree: T, account: Account, { accounts }: Draft): T {
  return replaceColumns(tree, ({ name, range }: NumberTree & { op: "column" }) => {
    if (accounts.facts.has(name) || accounts.has(name)) return undefined;
    account.asked.set(account.nameOf(name), name);
    return build.column(account.nameOf(name), range);
  });
}
