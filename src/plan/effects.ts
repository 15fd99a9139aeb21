import type { Arrival, Effect, Event, Step } from "./plan.ts";

/** The event that follows from what a step does, where it has one. */
export function eventOf(step: Step): Event | undefined {
  return step.kind === "act" || step.kind === "meet" ? step.event : undefined;
}

/** What a step does as a record arrives in it, where one can. */
export function recordOf(step: Step): Arrival | undefined {
  return step.kind === "deliver" ? step.record : eventOf(step)?.record;
}

/** All effects of a step, of the act itself first. */
export function effectsOf(step: Step): readonly Effect[] {
  return [...(eventOf(step)?.before ?? []), ...(recordOf(step)?.effects ?? [])];
}
