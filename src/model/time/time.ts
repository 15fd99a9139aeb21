import { aNumber, anObject, made } from "../../core/kinds.ts";
import { runLimits } from "../../core/limits.ts";
import { checkArguments } from "../../core/problem.ts";
import { may, need, type Of, record } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { date, quantity } from "../../language/values.ts";
import type { Plan } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { Calendar, dayOfYear, firstDay } from "../draft/calendar.ts";
import type { Draft } from "../draft/draft.ts";

/** `time`: when the world begins, how long a tick is, how long it runs. */
export const timeShape = record(
  {
    start: may(date, "the first day of the world", "2000-01-01"),
    tick: need(quantity("duration", { above: 0 }), "the length of one step, from a day to a year"),
    span: need(parameter(quantity("duration", { above: 0 })), "how long the world runs"),
    settle: may(
      parameter(quantity("duration", { above: 0 })),
      "how long it settles before the start: without scheme, lists, consequences and responses, with the clock at the start, the same in all twins, and in no figure; `settling` holds then",
      "not at all",
    ),
  },
  "a mapping with tick and span, such as { tick: 1 week, span: 4 years }",
);
export type Time = Of<typeof timeShape>;

const mostTicks = runLimits.ticks.most;

const aTime = made("the time of a scenario, as its data has it", { tick: anObject("a duration", { amount: aNumber }) });

export function calendarOf(time: Time): Calendar {
  checkArguments("calendarOf", { time: [time, aTime] });
  return new Calendar(time.start?.value ?? firstDay, time.tick);
}

/** Whole ticks of the run, at least one. */
export function ticksOfRun(time: Time, calendar: Calendar): number {
  return Math.max(1, Math.round(calendar.ticksOf(time.span)));
}

/** Ticks before the start in which the world settles, as a plan has them: at least one, or none where it does not. */
export function settleIn({ settle }: Time, calendar: Calendar): Pick<Plan, "settle"> {
  return settle ? { settle: Math.max(1, Math.round(calendar.ticksOf(settle))) } : {};
}

/** The name for ticks in which the world settles. */
const settling = "settling";

/** `settling`, and whether the world has begun; before all other updates, which may ask. */
function lowerSettle({ settle }: Time, draft: Draft): void {
  if (!settle) return;
  if (Math.round(draft.calendar.ticksOf(settle)) > mostTicks)
    draft.problem(
      "span-too-long",
      "this world settles for more than a million ticks",
      draft.placeOf("time.settle"),
      "a shorter time or a longer tick",
    );
  const doc = "whether the world still settles, before the start";
  const range = { from: 0, to: mostTicks };
  const { leaf } = draft.addGlobal({ name: settling, start: 1, range, doc }, { kind: "settling" });
  const tree = build.compare("gt", leaf, build.constant(0));
  draft.globalScope.add(settling, { kind: "truth", tree, doc });
  draft.begun = build.not(tree);
  draft.settling = leaf;
}

/** Checks the tick and gives rules the clock: `tick`, `years` since the start and the calendar `year`. */
export function lowerTime(time: Time, draft: Draft): void {
  const { calendar } = draft;
  if (time.tick.per === "tick" || calendar.ticksPerYear > 365 || calendar.ticksPerYear < 1) {
    draft.problem(
      "bad-tick",
      "a tick is from a day to a year long",
      draft.placeOf("time.tick"),
      "a duration such as 1 week",
    );
  }
  if (time.span.per === "tick" ? time.span.amount > mostTicks : calendar.ticksOf(time.span) > mostTicks) {
    draft.problem(
      "span-too-long",
      "this world runs for more than a million ticks",
      draft.placeOf("time.span"),
      "a shorter span or a longer tick",
    );
  }
  lowerSettle(time, draft);
  const begin = calendar.start.year + dayOfYear(calendar.start) / 365;
  const clocks = [
    { name: "tick", perTick: 1, offset: 0, doc: "ticks since the start" },
    { name: "years", perTick: 1 / calendar.ticksPerYear, offset: 0, doc: "years since the start" },
    { name: "year", perTick: 1 / calendar.ticksPerYear, offset: begin, doc: "the calendar year, with its fraction" },
  ];
  for (const { name, perTick, offset, doc } of clocks) {
    // The range must not follow the length of the run, or running longer would change everyone's luck.
    const range = { from: Math.fround(offset), to: Math.fround(offset + perTick * mostTicks) };
    const clock = draft.addGlobal({ name, start: offset, range, doc }, { kind: "clock", perTick, offset });
    draft.globalScope.add(name, { kind: "number", tree: clock.leaf, doc });
  }
}

/** Ticks since the start of the world; every kind goes by the same clock. */
export function tickOf(draft: Draft): NumberTree {
  const tick = draft.globalScope.lookup("tick");
  if (tick?.kind !== "number") throw new Error("bug: there is no clock yet");
  return tick.tree;
}
