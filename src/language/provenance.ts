import { aNumber, anObject } from "../core/kinds.ts";
import { checkArguments } from "../core/problem.ts";
import type { Parameter } from "./shape.ts";

export type { Parameter, Reading } from "./shape.ts";

/** How many parameters there are, and how many of each tag. */
export interface Tally {
  readonly parameters: number;
  readonly documented: number;
  readonly reported: number;
  readonly assumed: number;
}

export function tallyOf(parameters: readonly Parameter[]): Tally {
  const count = (tag: Parameter["tag"]): number => parameters.filter((one) => one.tag === tag).length;
  return {
    parameters: parameters.length,
    documented: count("documented"),
    reported: count("reported"),
    assumed: count("assumed"),
  };
}

const aTally = anObject("a tally", {
  parameters: aNumber,
  documented: aNumber,
  reported: aNumber,
  assumed: aNumber,
});

/** "31 parameters: 6 documented, 4 reported, 21 assumed". */
export function sayTally(tally: Tally): string {
  checkArguments("sayTally", { tally: [tally, aTally] });
  const { parameters, documented, reported, assumed } = tally;
  return `${parameters} ${parameters === 1 ? "parameter" : "parameters"}: ${documented} documented, ${reported} reported, ${assumed} assumed`;
}
