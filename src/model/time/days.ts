import { runLimits } from "../../core/limits.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { dayMargin } from "../draft/calendar.ts";
import type { Draft } from "../draft/draft.ts";
import { tickOf } from "./time.ts";

/** The local of an event that says on which day of the tick it falls, from 0. */
export const dayName = "day";

const tickLength = "days of the tick";
/** So many ticks a run has at most. */
const mostTicks = runLimits.ticks.most;

/**
 * Whole days of a tick, as the calendar counts them: where a tick is not made of whole days (52 weeks are a year of 365
 * days), one is now and then a day longer, so that terms in days end on the same date whatever a tick is.
 */
export function daysOfTick(draft: Draft): NumberTree {
  const perTick = 365 / draft.calendar.ticksPerYear;
  if (Math.abs(perTick - Math.round(perTick)) < 1e-9) return build.constant(Math.round(perTick));
  const known = draft.findGlobal(tickLength);
  if (known) return known.leaf;
  const from = build.unary("floor", begun("the first day of the tick", 0, draft));
  const to = build.unary("floor", begun("the first day behind the tick", 1, draft));
  const range = { from: Math.floor(perTick), to: Math.ceil(perTick) };
  return draft.addGlobal(
    { name: tickLength, start: range.from, range, doc: "whole days of the tick" },
    { kind: "tree", is: build.subtract(to, from) },
  ).leaf;
}

/** Whole days from the start to the first day of the tick. */
export function firstDayOfTick(draft: Draft): NumberTree {
  const days = daysOfTick(draft);
  if (days.op === "constant") return build.multiply(tickOf(draft), days);
  return build.unary("floor", draft.findGlobal("the first day of the tick")!.leaf);
}

/** Days from the start to the first day of a tick, so many ticks from this one, and a part of one. */
function begun(name: string, ticks: number, draft: Draft): NumberTree {
  const perTick = 365 / draft.calendar.ticksPerYear;
  // The next whole day is what a day less the margin later has passed.
  const offset = ticks * perTick + 1 - dayMargin;
  const range = { from: Math.fround(offset), to: Math.fround(offset + perTick * mostTicks) };
  return draft.addGlobal(
    { name, start: offset, range, doc: `days from the start to ${name}, and a part of one` },
    { kind: "clock", perTick, offset },
  ).leaf;
}
