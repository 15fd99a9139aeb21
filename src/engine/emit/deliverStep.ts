import type { DeliverStep } from "../../plan/plan.ts";
import { openBody, printOver } from "./body.ts";
import type { Printed } from "./code.ts";
import { own, read, type Text, type Value } from "./code.ts";
import { placedAt } from "./columns.ts";
import { emitArrival, openTallies } from "./events.ts";
import { below, eachLane, here, packed, scaled, splat } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import { entryAt } from "./post.ts";
import type { Surroundings } from "./surroundings.ts";

/** Delivers what is due in a community. */
export function emitDeliver(step: DeliverStep, name: string, around: Surroundings, layout: Layout): Printed {
  const body = openBody(around, layout);
  const { code } = body;
  const placed = placedAt(layout.worker.queues, step.queue);
  const age = code.local("i32", "$age");
  const list = code.local("i32", "$list");
  const from = code.local("i32", "$from");
  const end = code.local("i32", "$end");
  const i = code.local("i32", "$i");
  const most = Math.min(placed.capacity * placed.lists, 2 ** 30);
  const tallies = openTallies(body, step.record.effects, most);
  const tick = `(i32.load offset=${layout.worker.tick} ${own()})`;
  const { shortest, longest } = around.delays.get(step.queue)!;
  code.loop(age, `(i32.const ${shortest})`, `(i32.const ${longest + 1})`, 1, () => {
    code.line(
      `(local.set ${list} (i32.rem_u (i32.sub (i32.add ${tick} (i32.const ${placed.lists})) ${read(age)}) (i32.const ${placed.lists})))`,
    );
    code.line(`(local.set ${from} (i32.load offset=${placed.heads} ${headOf(list)}))`);
    code.line(`(local.set ${end} ${read(from)})`);
    code.remark("the stretch of the list that belongs to this community");
    code.line("(block (loop");
    code.line(`  (br_if 1 (i32.ge_u ${read(end)} (i32.load offset=${placed.heads + 4} ${headOf(list)})))`);
    code.line(
      `  (br_if 1 (i32.ge_u (i32.load offset=${placed.entries} ${entryAt(placed, read(list), read(end))}) (i32.add ${read(here.cell)} (i32.const ${layout.communitySize}))))`,
    );
    code.line(`  (local.set ${end} (i32.add ${read(end)} (i32.const 1)))`);
    code.line("  (br 0)))");
    code.line(`(i32.store offset=${placed.heads} ${headOf(list)} ${read(end)})`);
    code.loop(i, read(from), read(end), 4, () => {
      const word = (k: number): Value =>
        packed(
          code,
          eachLane(
            (lane) =>
              `(i32.load offset=${placed.entries + 4 * k + lane * placed.width} ${entryAt(placed, read(list), read(i))})`,
          ),
        );
      const listed = below(code, i, read(end));
      const due = code.op("i32x4.eq", word(1), splat(code, tick));
      const mask = code.iand(listed, due);
      const slot = code.iand(mask, code.isub(word(0), splat(code, read(here.cell))));
      const carried = new Map(step.record.carry.map((each, k) => [each, word(2 + k)]));
      emitArrival(body, step.record, tallies, { mask, slot, carried });
    });
  });
  for (const tally of tallies.values()) tally.flush();
  return printOver(body, name);
}

/** Where the two words of a list of a queue are: see `PlacedQueue`. */
function headOf(list: Value): Text {
  return own(scaled(read(list), 8));
}
