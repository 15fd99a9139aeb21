import { footprintsOf } from "./footprint.ts";
import type { ActStep, Arrival, DueStep, Effect, Event, Plan, Step } from "./plan.ts";

/** The event that follows from what a step does, where it has one. */
export function eventOf(step: Step): Event | undefined {
  switch (step.kind) {
    case "act":
    case "due":
    case "meet":
      return step.event;
    case "map":
    case "deliver":
    case "gather":
    case "link":
    case "sever":
      return undefined;
    default:
      return step satisfies never;
  }
}

/** Whether a script can have its entity do what a step does. */
export function isScriptable(step: Step): step is ActStep | DueStep {
  return step.kind === "act" || step.kind === "due";
}

/** What a step does as a record arrives in it, where one can. */
export function recordOf(step: Step): Arrival | undefined {
  return step.kind === "deliver" ? step.record : eventOf(step)?.record;
}

/** All effects of a step: of the act itself, of what it does beside to who is met, of its record. */
export function effectsOf(step: Step): readonly Effect[] {
  const beside = (step.kind === "meet" && step.beside) || [];
  return [...(eventOf(step)?.before ?? []), ...beside, ...(recordOf(step)?.effects ?? [])];
}

/** The step that delivers from a queue. */
export function deliveryFrom(plan: Plan, queue: string): Step | undefined {
  const prints = footprintsOf(plan);
  return plan.steps.find((step) =>
    prints.get(step)!.queues.some((each) => each.does === "delivers" && each.queue === queue),
  );
}

/** Locals that the records of a queue carry. */
export function carriedIn(plan: Plan, queue: string): readonly string[] {
  const step = deliveryFrom(plan, queue);
  return (step && recordOf(step)?.carry) ?? [];
}
