import type { LinkStep } from "../../plan/plan.ts";
import { emitBlock, scheduleAt } from "./chance.ts";
import { Code, own, read, type Value } from "./code.ts";
import { placedAt, placedColumn } from "./columns.ts";
import { here, laneOf, splat, there } from "./idioms.ts";
import type { Layout, PlacedColumn } from "./layout.ts";
import { communityParameters } from "./mapStep.ts";

/** The cells of the further kind, behind those of the first. */
const kindParameters = "(param $cell_of i32) (param $filled_of i32)";

/**
 * A step between entities of a kind and their owners. It follows the entities of the kind, of which there are few:
 * whoever has none, or is nobody's, gets what all were given at first.
 */
export function emitLink(step: LinkStep, name: string, layout: Layout): string {
  const code = new Code();
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
  code.loop(slot, "(i32.const 0)", read(there.filled), 1, () => {
    const drawn = `(i32.load16_u offset=${order} (i32.shl ${read(slot)} (i32.const 1)))`;
    code.line(`(local.set ${owner} (i32.xor ${drawn} ${read(mask)}))`);
    code.block(`(if (i32.lt_u ${read(owner)} (local.get $filled))`, ")", () => {
      code.block("(then", ")", () => {
        const [giver, to] = inward ? [owner, slot] : [slot, owner];
        const unit = unitAt(placedColumn(layout, step.column), inward ? here.cell : there.cell, giver);
        const place = own(`(i32.shl ${read(to)} (i32.const 2))`);
        code.line(`(i32.store offset=${sum.at} ${place} ${unit})`);
        code.line(`(i32.store offset=${count.at} ${place} (i32.const 1))`);
      });
    });
  });
  return code.print(`${name} ${communityParameters} ${kindParameters}`);
}

/** The unit of the entity on a slot. */
function unitAt({ column, role, at, bytes }: PlacedColumn, cell: Value, slot: Value): string {
  const width = role === "scratch" ? 4 : bytes;
  const index = role === "scratch" ? read(slot) : `(i32.add ${read(cell)} ${read(slot)})`;
  const load = width === 4 ? "i32.load" : width === 2 ? "i32.load16_u" : "i32.load8_u";
  const address = `(i32.shl ${index} (i32.const ${Math.log2(width)}))`;
  const raw = `(${load} offset=${at} ${role === "scratch" ? own(address) : address})`;
  return role === "scratch" || column.lowest === 0 ? raw : `(i32.add ${raw} (i32.const ${column.lowest}))`;
}
