import type { Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";

/** The local of a record that says whether it is true: 1 where whom it falls on did what it says, else 0. */
export const trueName = "true";
/** The local of an act that its record carries: 1 where it was put down to another than who it is about. */
export const astrayName = "astray";

/** Whether a record is true, as its lets begin. */
export function truthLets(of: { readonly claimed: boolean; readonly astray: boolean }): Let[] {
  return [{ name: trueName, kind: "number", is: truthIn(of) }];
}

function truthIn({ claimed, astray }: { readonly claimed: boolean; readonly astray: boolean }): NumberTree {
  if (claimed) return build.constant(0);
  if (!astray) return build.constant(1);
  return build.subtract(build.constant(1), build.local(astrayName, { from: 0, to: 1 }));
}

/** Whether the record at hand is true. */
export const isTrue: NumberTree = build.local(trueName, { from: 0, to: 1 });
