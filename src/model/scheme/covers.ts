import { need, type Of, record } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { rule } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/parse.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";

/** `scheme.covers`. */
export const coversShape = parameter(rule("truth", "age >= 18 && !official"));

/** Whom a scheme covers, once all names are known that the rule may use: everyone, where it has none. */
export function declareCovers(covers: RuleText | undefined, draft: Draft): void {
  // With a fault it covers everyone, and what follows is no worse for it.
  if (covers) draft.covers = draft.truth(covers) ?? build.truth(true);
}

/** A part of a score that those who are not covered have not. */
export function ifCovered(part: NumberTree, draft: Draft): NumberTree {
  return build.choose(draft.covered, part, build.constant(0));
}

/** `scheme.thin_file`. */
export const thinFileShape = record(
  {
    when: need(parameter(rule("truth", "records_seen < 3")), "for whom it holds that too little is on file"),
    score: need(parameter(rule("number", "550")), "the score that they have instead"),
  },
  "{ when: records_seen < 3, score: 550 }",
);

/** Who has a thin file, and the score that goes with it. */
export interface ThinFile {
  readonly when: TruthTree;
  readonly score: NumberTree;
}

export function lowerThinFile(
  thin: Of<typeof thinFileShape> | undefined,
  scale: { readonly from: number; readonly to: number },
  draft: Draft,
): ThinFile | undefined {
  if (!thin) return undefined;
  const when = draft.truth(thin.when);
  const score = draft.within(thin.score, scale);
  return when && score && { when, score };
}

/** A score as it is but for thin files. */
export function unlessThin(score: NumberTree, thin: ThinFile | undefined): NumberTree {
  return thin ? build.choose(thin.when, thin.score, score) : score;
}
