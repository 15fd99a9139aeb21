import type { Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { Purposes } from "./purposes.ts";

/** A lot is one of so many whole numbers, which binary32 holds exactly. */
const lots = 2 ** 24;

/** The local of an act with a lot that is drawn for what its record leads to later. */
export function lotName(of: string): string {
  return `${of}: lot`;
}

/** Draws a lot, from 0 up to, not including, 2^24: chance that is spent when the act is done. */
export function lotLets(of: string, purposes: Purposes): Let[] {
  const luck = build.local(`${of}: luck`, { from: 0, to: 1 });
  const drawn = build.unary("floor", build.multiply(luck, build.constant(lots)));
  return [
    { name: `${of}: luck`, kind: "uniform", purpose: purposes.of(`redress ${of}`) },
    { name: lotName(of), kind: "number", is: build.lesser(drawn, build.constant(lots - 1)) },
  ];
}
