import { carriedIn } from "../plan/effects.ts";
import type { Measure, Plan, Queue } from "../plan/plan.ts";
import { leavesOf } from "../rules/tree.ts";

/**
 * Why a world that runs one plan cannot go on under another that has the same past, as a clause; undefined where it can. That the
 * past is the same is for the caller to know. Here it is only asked whether all that outlives a tick has its place in the other.
 */
export function misfitOfHandOver(before: Plan, after: Plan, warnings: ReadonlyMap<string, number>): string | undefined {
  const differ = (of: (plan: Plan) => unknown): boolean => JSON.stringify(of(before)) !== JSON.stringify(of(after));
  if (differ(({ size, communitySize, kinds }) => [size, communitySize, kinds])) return "its people are others";
  if (differ(({ columns }) => columns)) return "it keeps other things of its people";
  if (differ(({ ties, script, settle }) => [ties, script, settle]))
    return "its ties, its life or its settling are others";
  if (differ((plan) => plan.queues.map((queue) => [...waitsIn(queue), carriedIn(plan, queue.name)])))
    return "records wait otherwise in it";
  if (differ(({ measures }) => measures.map(measuredIn))) return "it measures other things";
  const unknown = firstUnknown(before, after);
  if (unknown !== undefined) return `what ${unknown} was is not known`;
  // A rate that was cut off at its bound would have been cut off elsewhere.
  if (warnings.size > 0 && differ(({ steps }) => steps.map((step) => (step.kind === "act" ? step.layers : []))))
    return "rates were above their bounds, which are others in it";
  return undefined;
}

function waitsIn({ name, longest, label }: Queue): unknown[] {
  return [name, longest, label];
}

function measuredIn({ name, kind, of, resolution, figure, groups }: Measure): unknown[] {
  return [name, kind, of, resolution, figure, groups?.name, groups?.words];
}

/** A global that follows from others as they were, and of which the world before knows nothing. */
function firstUnknown(before: Plan, after: Plan): string | undefined {
  const known = new Set(before.updates.flatMap(({ kind, global }) => (kind === "tree" ? [global] : [])));
  const place = new Map(after.updates.map(({ global }, i) => [global, i]));
  const old = new Set(before.globals.map(({ name }) => name));
  for (const [i, update] of after.updates.entries()) {
    if (update.kind !== "tree") continue;
    if (!known.has(update.global)) return update.global;
    // What is updated later, or by itself, is read as it was the tick before.
    const asItWas = leavesOf(update.is, "global").filter((name) => (place.get(name) ?? -1) >= i);
    const missing = asItWas.find((name) => !old.has(name));
    if (missing !== undefined) return missing;
  }
  return undefined;
}
