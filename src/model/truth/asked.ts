import type { Expression, RuleText } from "../../rules/parse.ts";

/** The function of rules that asks for what something would be with true records alone. */
export const ifTrueName = "if_true";

/** Whether a rule asks what something would be with true records alone. */
export function asksIfTrue(rule: RuleText | undefined): boolean {
  return rule !== undefined && calls(rule.parsed);
}

function calls({ op, is, parts }: Expression): boolean {
  return (op === "call" && is === ifTrueName) || parts.some(calls);
}

/** What may ask for it. */
interface Asking {
  readonly scheme?: { readonly truth?: boolean | undefined } | undefined;
  readonly groups?: Named<"when" | "of"> | undefined;
  readonly measures?: Named<"mean" | "sum" | "share" | "count" | "where"> | undefined;
}
type Named<Key extends string> = readonly { readonly is: { readonly [K in Key]?: RuleText | undefined } }[];

/** Whether it is kept which records of a kind are true: as the scheme says, or since a rule asks for what hangs on it. */
export function keepsTruth({ scheme, groups = [], measures = [] }: Asking): boolean {
  return (
    scheme?.truth === true ||
    groups.some(({ is }) => [is.when, is.of].some(asksIfTrue)) ||
    measures.some(({ is }) => [is.mean, is.sum, is.share, is.count, is.where].some(asksIfTrue))
  );
}
