import { isEntity, slotsOf } from "../../plan/kinds.ts";
import type { Plan } from "../../plan/plan.ts";
import type { WaitingRecord } from "../common/snapshot.ts";
import type { World } from "../meaning/interpret.ts";
import type { Left } from "./moment.ts";

/**
 * Holds a community that was lived again to what the engine left there, cell by cell and record by record. Throws an Error
 * "bug: ..." at the first difference: then an engine is at fault, or the community depends on something that is not kept.
 */
export function agree(part: World, { cells, waiting }: Left): void {
  for (const [name, left] of cells) agreeOn(name, part, left);
  const ours = [...part.waiting()].map(say).sort();
  const theirs = waiting.map(say).sort();
  const other = ours.findIndex((record, place) => record !== theirs[place]);
  if (other < 0 && ours.length === theirs.length) return;
  const place = other < 0 ? ours.length : other;
  differ(part, `there waits ${ours[place] ?? "no record"}, and in the world that ran ${theirs[place] ?? "no record"}`);
}

function agreeOn(name: string, part: World, left: ArrayLike<number>): void {
  const { plan, stretch } = part;
  const { cells, lowest } = part.units(name);
  const { of } = plan.columns.find((column) => column.name === name)!;
  const from = stretch.first * slotsOf(plan, of);
  if (cells.length !== left.length)
    differ(part, `${name} has ${cells.length} cells, and ${left.length} in the world that ran`);
  for (let slot = 0; slot < cells.length; slot++) {
    // What an engine writes where nobody is means nothing.
    if (cells[slot] === left[slot] || !isEntity(plan, of, from + slot)) continue;
    const [ours, theirs] = [lowest + cells[slot]!, lowest + left[slot]!];
    differ(part, `${name} of ${sayOne(plan, of)} ${from + slot} is ${ours}, and ${theirs} in the world that ran`);
  }
}

function sayOne({ kinds }: Plan, of: string | undefined): string {
  return of ?? (kinds ? "entity" : "person");
}

function say({ queue, onto, due, carried }: WaitingRecord): string {
  return `a record of ${queue} onto ${onto}, due in tick ${due}, with [${carried.join(", ")}]`;
}

function differ({ tick, stretch }: World, how: string): never {
  throw new Error(`bug: community ${stretch.first}, lived again for ${tick} ticks, is not as it was: ${how}`);
}
