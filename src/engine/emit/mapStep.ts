import type { Column, MapStep, Write } from "../../plan/plan.ts";
import { type Body, eachFour, entitiesFrom, firstEntity, openBody, printOver } from "./body.ts";
import type { Printed } from "./code.ts";
import { type Code, own, read, type Text, type Value } from "./code.ts";
import { hold, loadRow, onlyWhere, placedColumn, rowLeaves, storeRow } from "./columns.ts";
import { blockOf, emitLets } from "./draws.ts";
import { fourFrom, here, ownWord, zero } from "./idioms.ts";
import { coarseSlots, type Layout, type PlacedColumn } from "./layout.ts";
import type { Surroundings } from "./surroundings.ts";
import { emitNumber } from "./trees.ts";
import { inUnits, isWhole, nearestWhole, rangeInUnits } from "./whole.ts";

/** A step over each entity by itself, four in a row. */
export function emitMap(step: MapStep, name: string, around: Surroundings, layout: Layout): Printed {
  const body = openBody(around, layout);
  onlyWhere(step.when, body, () => mapAll(body, step));
  return printOver(body, name);
}

function mapAll(body: Body, step: MapStep): void {
  const { code, layout } = body;
  const columnOf = (name: string): Column => placedColumn(layout, name).column;
  // What is always a whole number of units is rounded by nothing, whatever the draw.
  const byChance = step.writes.filter(
    ({ column, value, rounding, mode }) =>
      rounding.kind === "chance" && !isWhole(value, columnOf(column), mode, columnOf),
  );
  const { communitySize: slots } = layout;
  const stretch = (write: Write): number => layout.worker.coarse + byChance.indexOf(write) * coarseSlots(slots) * 4;
  for (const write of byChance)
    if (write.rounding.kind === "chance") fillCoarse(body, write.rounding.purpose, stretch(write));
  const slot = code.local("i32", "$s");
  eachFour(body, slot, () => {
    const locals = new Map<string, Value>();
    const leaves = rowLeaves(body, slot, locals);
    const address = { place: entitiesFrom(body, slot), ordinal: code.iconst(0) };
    emitLets(body, step.lets, { address, leaves, locals });
    const values = step.writes.map((write) => emitNumber(write.value, code, leaves));
    const units = step.writes.map((write, i) => {
      code.remark(`${write.column}, ${write.mode}`);
      const placed = placedColumn(layout, write.column);
      const draws = byChance.includes(write)
        ? code.value("v128", `(v128.load offset=${stretch(write)} ${ownWord(coarseAt(slot, layout))})`)
        : undefined;
      const whole = wholeUnits(code, write, placed, values[i]!, draws);
      return hold(code, placed, write.mode === "change" ? code.iadd(loadRow(code, placed, slot), whole) : whole);
    });
    // Everything is reckoned from what was there before the step: nothing is stored until all is known.
    step.writes.forEach((write, i) => {
      storeRow(code, placedColumn(layout, write.column), slot, units[i]!);
    });
  });
}

/** A value as a whole number of units: to the nearest, or up with the chance of the remainder. */
function wholeUnits(code: Code, write: Write, { column }: PlacedColumn, value: Value, draws: Value | undefined): Value {
  const changes = write.mode === "change";
  const shifted = changes || column.offset === 0 ? value : code.sub(value, code.const(column.offset));
  const units = inUnits(code, shifted, column.resolution);
  const { from, to } = write.value.range;
  const by = changes ? 0 : column.offset;
  const range = rangeInUnits({ from: from - by, to: to - by }, column.resolution);
  // Beyond this, a change or a value ends at an end of the column whatever it is.
  const most = Math.max(Math.abs(column.lowest), Math.abs(column.highest)) * 2 <= 2 ** 22 ? 2 ** 22 : 2 ** 30;
  if (draws === undefined) return nearestWhole(code, units, range, most);
  const below = code.floor(units);
  const share = code.mul(code.sub(units, below), code.const(65_536));
  const up = code.lt(code.fromInt(draws), share);
  // A mask is −1 where it is set, so that subtracting it adds one.
  return code.isub(nearestWhole(code, below, range, most), up);
}

/** Where the draw of a slot is: sixteen entities that draw together may sit in several communities. */
function coarseAt(slot: Value, layout: Layout): Text {
  if (layout.communitySize >= 16) return read(slot);
  return `(i32.add ${read(slot)} (i32.and ${firstEntity(layout)} (i32.const 15)))`;
}

/** Draws sixteen bits for every slot of the community: see `coarse`. */
function fillCoarse(body: Body, purpose: string, at: number): void {
  const { code, layout } = body;
  code.remark(`sixteen-bit draws: ${purpose}`);
  const group = code.local("i32");
  const groups = coarseSlots(layout.communitySize) / 16;
  const from =
    layout.communitySize < 16
      ? `(i32.shr_u ${firstEntity(layout)} (i32.const 4))`
      : `(i32.mul ${read(here.community)} (i32.const ${groups}))`;
  code.loop(group, zero, `(i32.const ${groups})`, 1, () => {
    const block = `(i32.shl (i32.add ${from} ${read(group)}) (i32.const 2))`;
    const place = fourFrom(code, block);
    const { first, second } = blockOf(body, purpose, { place, ordinal: code.iconst(0) });
    const low = code.iconst(0xffff);
    const parts = [code.iand(first, low), code.ushr(first, 16), code.iand(second, low), code.ushr(second, 16)];
    parts.forEach((part, i) => {
      code.line(`(v128.store offset=${at + 16 * i} ${own(`(i32.shl ${read(group)} (i32.const 6))`)} ${read(part)})`);
    });
  });
}
