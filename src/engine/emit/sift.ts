import * as build from "../../rules/build.ts";
import { childrenOf, type NumberTree, type Tree } from "../../rules/tree.ts";
import type { Body } from "./body.ts";
import { read, type Value } from "./code.ts";
import { emitChanceOf } from "./draws.ts";
import { below, loadOwnFour, ownWord, packInto, zero } from "./idioms.ts";
import type { Leaves } from "./trees.ts";

/**
 * Chances that are long to reckon and low at most: those whose word is below the highest the chance can be are listed, and
 * only of them is it asked what it is.
 */

/** Above this so many are listed that nothing is saved, since their columns are read one by one. */
const mostSifted = 0.3;
const leastLong = 24;

/** Whether a chance is worth it. */
export function isSifted(chance: NumberTree): boolean {
  return chance.range.to <= mostSifted && isLong(chance);
}

/** Whether a tree takes longer than what is done to ask it of fewer. */
export function isLong(tree: NumberTree): boolean {
  return sizeOf(tree) >= leastLong;
}

/** How many different operations and leaves a tree has. */
function sizeOf(tree: Tree): number {
  const met = new Set<Tree>();
  const visit = (one: Tree): void => {
    if (met.has(one)) return;
    met.add(one);
    childrenOf(one).forEach(visit);
  };
  visit(tree);
  return met.size;
}

/** Which words may let it be: ranges are not rounded as chances are, so it keeps away from the edge. */
export function mayFall({ code }: Body, { range }: NumberTree, words: Value, leaves: Leaves): Value {
  return emitChanceOf(build.constant(range.to * (1 + 2 ** -20) + 2 ** -31), code, words, leaves);
}

/** Keeps of those listed the ones of whom it is so, four at a time; `actors` is a local: how many are listed. */
export function sift(
  body: Body,
  actors: Value,
  lists: readonly number[],
  isSo: (four: readonly Value[]) => Value,
): void {
  const { code } = body;
  const [i, kept] = [code.local("i32"), code.local("i32")];
  code.line(`(local.set ${kept} (i32.const 0))`);
  code.loop(i, zero, read(actors), 4, () => {
    const at = code.value("i32", ownWord(read(i)));
    const listed = below(code, i, read(actors));
    // Behind the last the lists hold what was there before: slot 0 is safe to look at.
    const four = lists.map((list) => code.iand(listed, loadOwnFour(code, list, at)));
    const mask = code.iand(listed, isSo(four));
    // What is kept is never written beyond what was read.
    packInto(
      body,
      mask,
      kept,
      lists.map((list, k) => ({ at: list, words: four[k]! })),
    );
  });
  code.line(`(local.set ${actors} (local.get ${kept}))`);
}
