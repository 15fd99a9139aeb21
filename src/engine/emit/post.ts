import type { Body } from "./body.ts";
import { own, read, type Text, type Value } from "./code.ts";
import { placedAt } from "./columns.ts";
import { here, laneOf, lanes, splat } from "./idioms.ts";
import type { PlacedQueue } from "./layout.ts";

/**
 * Records under way. What is posted in a tick goes into one list, community after community; a delivery reads the lists
 * of earlier ticks from where it stopped, since it goes through the communities in the same order.
 */

interface Waiting {
  readonly mask: Value;
  readonly slot: Value;
  readonly delay: Value;
  readonly carried: readonly Value[];
  /** Ticks that they wait at least: 0 unless told. */
  readonly least?: number;
}

/** Posts those that have to wait; gives the mask of those that do not. */
export function emitPost({ code, layout }: Body, name: string, waiting: Waiting): Value {
  const { mask, slot, delay, carried, least = 0 } = waiting;
  const placed = placedAt(layout.worker.queues, name);
  const whole = code.toInt(code.nearest(delay));
  const ticks = code.op(
    "i32x4.max_s",
    code.op("i32x4.min_s", whole, code.iconst(placed.queue.longest)),
    code.iconst(least),
  );
  const waits = least > 0 ? mask : code.iand(mask, code.op("i32x4.gt_s", ticks, code.iconst(0)));
  const tick = code.value("i32", `(i32.load offset=${layout.worker.tick} ${own()})`);
  const due = code.iadd(splat(code, read(tick)), ticks);
  const cell = code.iadd(splat(code, read(here.cell)), slot);
  const head = code.value("i32", `(i32.shl (i32.rem_u ${read(tick)} (i32.const ${placed.lists})) (i32.const 3))`);
  const end = code.local("i32");
  code.line(`(local.set ${end} (i32.load offset=${placed.heads + 4} ${own(read(head))}))`);
  for (const lane of lanes) {
    const address = code.local("i32");
    code.line(`(local.set ${address} ${entryAt(placed, `(i32.shr_u ${read(head)} (i32.const 3))`, read(end))})`);
    [cell, due, ...carried].forEach((word, i) => {
      code.line(`(v128.store32_lane offset=${placed.entries + 4 * i} ${lane} ${read(address)} ${read(word)})`);
    });
    code.line(`(local.set ${end} (i32.sub ${read(end)} ${laneOf(waits, lane)}))`);
  }
  // Four entries of room are kept at the end: a lane that does not wait writes one that is then written over.
  code.line(`(if (i32.gt_u ${read(end)} (i32.const ${placed.capacity - 4}))
      (then (local.set ${end} (i32.const ${placed.capacity - 4})) (i32.store offset=${layout.worker.full} ${own()} (i32.const 1))))`);
  code.line(`(i32.store offset=${placed.heads + 4} ${own(read(head))} ${read(end)})`);
  return code.iand(mask, code.op("v128.not", waits));
}

/** The address of an entry, from the start of all entries of the thread. */
export function entryAt({ capacity, width }: PlacedQueue, list: Text, index: Text): Text {
  return own(`(i32.mul (i32.add (i32.mul ${list} (i32.const ${capacity})) ${index}) (i32.const ${width}))`);
}
