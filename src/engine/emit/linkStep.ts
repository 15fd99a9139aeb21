import type { LinkStep } from "../../plan/plan.ts";
import { openBody, printOver } from "./body.ts";
import { emitBlock, scheduleAt } from "./chance.ts";
import type { Printed } from "./code.ts";
import { own, read } from "./code.ts";
import { placedAt, placedColumn, storeUnit, unitAt } from "./columns.ts";
import { here, laneOf, scaled, splat, there, zero } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import type { Surroundings } from "./surroundings.ts";

/** The cells of the further kind, behind those of the first. */
const kindParameters = " (param $cell_of i32) (param $filled_of i32)";

/**
 * A step between entities of a kind and their owners. It follows the entities of the kind, of which there are few:
 * whoever has none, or is nobody's, gets what all were given at first.
 */
export function emitLink(step: LinkStep, name: string, around: Surroundings, layout: Layout): Printed {
  const body = openBody(around, layout);
  const { code } = body;
  const { kind, order, maskKey } = placedAt(layout.kinds, step.of);
  const { communitySize } = layout;
  const inward = step.direction === "from owner";
  const slot = code.local("i32", "$s");
  const owner = code.local("i32", "$owner");
  const [sum, count] = [placedColumn(layout, step.sum), placedColumn(layout, step.count)];
  for (const { at } of [sum, count]) {
    const bytes = (inward ? kind.slots : communitySize) * 4;
    code.line(`(memory.fill ${own(`(i32.const ${at})`)} (i32.const 0) (i32.const ${bytes}))`);
  }
  const community = splat(code, read(here.community));
  const { first } = emitBlock(code, scheduleAt(code, maskKey), community, code.iconst(0));
  const mask = code.value("i32", `(i32.and ${laneOf(first, 0)} (i32.const ${communitySize - 1}))`);
  code.loop(slot, zero, read(there.filled), 1, () => {
    const drawn = `(i32.load16_u offset=${order} ${scaled(read(slot), 2)})`;
    code.line(`(local.set ${owner} (i32.xor ${drawn} ${read(mask)}))`);
    code.block(`(if (i32.lt_u ${read(owner)} ${read(here.filled)})`, ")", () => {
      code.block("(then", ")", () => {
        const [giver, to] = inward ? [owner, slot] : [slot, owner];
        const unit = unitAt(placedColumn(layout, step.column), read(giver), inward ? here.cell : there.cell);
        storeUnit(code, sum, read(to), unit);
        storeUnit(code, count, read(to), "(i32.const 1)");
      });
    });
  });
  return printOver(body, name, kindParameters);
}
