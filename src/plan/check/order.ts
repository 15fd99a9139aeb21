import { eventOf, recordOf } from "../effects.ts";
import { type Footprint, footprintsOf } from "../footprint.ts";
import type { Plan } from "../plan.ts";
import { checkDistinct, fail } from "./names.ts";

/** Events must mean the same in any order, so none reads what one of them adds to. Throws Error "bug: …". */
export function checkOrderless(plan: Plan): void {
  const prints = footprintsOf(plan);
  const added = new Set([...prints.values()].flatMap((print) => raised(print, "add")));
  const lifted = new Set([...prints.values()].flatMap((print) => raised(print, "raise")));
  for (const column of lifted) if (added.has(column)) fail(`${column} is both raised and added to`);
  for (const [{ name }, print] of prints) {
    const own = new Set([...raised(print, "add"), ...raised(print, "raise")]);
    for (const { column, part } of print.reads) {
      if ((part === "event" || part === "record") && (added.has(column) || lifted.has(column)))
        fail(`an event of ${name} reads ${column}, which events add to`);
      if (part === "rate" && own.has(column)) fail(`the rate of ${name} reads ${column}, which its event adds to`);
    }
  }
}

function raised({ writes }: Footprint, by: "add" | "raise"): string[] {
  return writes.flatMap(({ column, how }) => (how === by ? [column] : []));
}

/** Whatever goes into a queue comes out of it in one step, which knows what it carries. Throws Error "bug: …". */
export function checkWaiting(plan: Plan): void {
  const ends = [...footprintsOf(plan)].flatMap(([step, { queues }]) => queues.map((each) => ({ step, ...each })));
  const delivers = ends.filter(({ does }) => does === "delivers");
  checkDistinct(
    delivers.map(({ queue }) => queue),
    "delivery from",
  );
  for (const { step, queue, does } of ends) {
    if (does !== "posts") continue;
    const to = delivers.find((each) => each.queue === queue)?.step ?? fail(`nothing delivers from ${queue}`);
    const carried = recordOf(to)?.carry ?? [];
    const event = eventOf(step);
    if (event?.wait?.queue === queue && carried.join() !== event.record.carry.join())
      fail(`${step.name} and ${to.name} carry different locals`);
    for (const posting of recordOf(step)?.posts ?? [])
      if (posting.queue === queue && posting.carry.length !== carried.length)
        fail(`${step.name} posts ${posting.carry.length} values to ${to.name}, which carries ${carried.length}`);
  }
}
