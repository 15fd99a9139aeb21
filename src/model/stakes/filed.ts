import { assume } from "../../rules/assume.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { lowerDimensions } from "../scheme/dimensions.ts";
import { filesAfter } from "../scheme/files.ts";
import type { Scheme } from "../scheme/scheme.ts";

/**
 * By how many points the dimensions of a score change at once by one record of a conduct, with how grave it was as a local:
 * what they make of the files with the record on them less what they make of them now. Undefined where they do not change.
 */
export function pointsByFiles(
  conduct: string,
  { files = [], dimensions, score: { from, to } }: Scheme,
  draft: Draft,
): NumberTree | undefined {
  const after = filesAfter(files, conduct, draft);
  if (!dimensions || after.size === 0) return undefined;
  const parts = lowerDimensions(dimensions, to.amount - from.amount, draft) ?? [];
  const changes = parts.flatMap(({ part }) => {
    const then = assume(part, (leaf) => (leaf.op === "column" ? after.get(leaf.name) : undefined));
    return then === part ? [] : [build.subtract(then, part)];
  });
  if (changes.length === 0) return undefined;
  return build.choose(draft.covered, changes.reduce(build.add), build.constant(0));
}
