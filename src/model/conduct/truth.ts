import type { Effect, Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { areaName } from "../draft/accounts.ts";
import type { Draft } from "../draft/draft.ts";
import { apartFromBands, byGroup, whileItHappens } from "../draft/groups.ts";
import { falseOf } from "./counts.ts";

/** The local of a record that says whether it is true: 1 where whom it falls on did what it says, else 0. */
export const trueName = "true";
/** The local of an act that its record carries: 1 where it was put down to another than who it is about. */
export const astrayName = "astray";

/** The conduct of which a record is made of each act of one: itself, or what it claims that somebody did. */
export function recordedAs({
  name,
  is,
}: {
  readonly name: string;
  readonly is: { readonly claims?: { readonly value: string } | undefined };
}): string {
  return is.claims?.value ?? name;
}

/** What a record says of itself, as its lets begin: whether it is true, and to which area it belongs, where anything asks. */
export function sayingLets(
  { area, ...of }: { readonly claimed: boolean; readonly astray: boolean; readonly area: string | undefined },
  { accounts, keepsTruth }: Draft,
): Let[] {
  const lets: Let[] = keepsTruth ? [{ name: trueName, kind: "number", is: truthIn(of) }] : [];
  if (accounts.isKept) lets.push({ name: areaName, kind: "number", is: build.constant(accounts.numberOf(area)) });
  return lets;
}

function truthIn({ claimed, astray }: { readonly claimed: boolean; readonly astray: boolean }): NumberTree {
  if (claimed) return build.constant(0);
  if (!astray) return build.constant(1);
  return build.subtract(build.constant(1), build.local(astrayName, { from: 0, to: 1 }));
}

/** Whether the record at hand is true. */
export const isTrue: NumberTree = build.local(trueName, { from: 0, to: 1 });

/** What counts a record among those of its conduct, by 1 where it is false: of everyone, and by each group. */
export function falseTallies(conduct: string, draft: Draft): Effect[] {
  const value = build.subtract(build.constant(1), isTrue);
  const all = falseOf(conduct);
  const names = [all, ...whileItHappens(apartFromBands(draft), draft).map((groups) => byGroup(all, groups))];
  return names.map((name) => ({ kind: "tally", measure: draft.measure(name), value }));
}
