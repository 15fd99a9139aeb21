import { type NumberTree, print } from "../../rules/tree.ts";

/**
 * Ranges that a plan knows better than the operations say (`known`). The compiled engine leaves out guards on the
 * strength of them, so under test the interpreter holds every value against them: a module-wide switch, since tests run
 * it in many ways, through commands and comparisons too. What was compiled before it is turned stays as it is.
 */
let holds = false;

export function holdClaims(on: boolean): void {
  holds = on;
}

/** The same values; where claims are held, throws for one that is none of those that the tree says it can be. */
export function withinClaim(tree: NumberTree, reckon: (entity: number) => number): (entity: number) => number {
  if (!holds || tree.known === undefined) return reckon;
  const { from, to } = tree.range;
  // The last bits of a quotient may lie beyond: no guard is about them.
  const slack = Math.max(Math.abs(from), Math.abs(to)) * 2 ** -20;
  return (entity) => {
    const value = reckon(entity);
    if (value >= from - slack && value <= to + slack) return value;
    throw new Error(
      `bug: ${print(tree).slice(0, 300)} is ${value}, which is not from ${from} to ${to}, though ${tree.known}`,
    );
  };
}
