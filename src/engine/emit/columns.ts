import { type Code, own, read, type Value } from "./code.ts";
import { eachLane, laneOf, packed, scaled, splatAt } from "./idioms.ts";
import type { Layout, PlacedColumn } from "./layout.ts";
import type { Leaves } from "./trees.ts";
import type { EntityLeaves } from "./whole.ts";

/**
 * How four lanes meet columns. Dense steps take four entities in a row; events take four entities anywhere in the
 * community, given by their slots. `$cell` is the first entity of the community among those of this memory.
 */

/** The unit of four entities in a row, at slot `$slot` of the community. */
export function loadRow(code: Code, { column, role, at, bytes }: PlacedColumn, slot: Value, cell: Value): Value {
  if (role === "scratch") return code.value("v128", `(v128.load offset=${at} ${own(shifted(slot, 4))})`);
  const index = `(i32.add ${read(cell)} ${read(slot)})`;
  const address = code.value("i32", scaled(index, bytes));
  return lift(code, rawRow(code, at, bytes, address), column.lowest);
}

function rawRow(code: Code, at: number, bytes: number, address: Value): Value {
  if (bytes === 4) return code.value("v128", `(v128.load offset=${at} ${read(address)})`);
  if (bytes === 2) return code.value("v128", `(v128.load16x4_u offset=${at} ${read(address)})`);
  const four = `(v128.load32_zero offset=${at} ${read(address)})`;
  return code.value("v128", `(i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u ${four}))`);
}

function lift(code: Code, cells: Value, lowest: number): Value {
  return lowest === 0 ? cells : code.iadd(cells, code.iconst(lowest));
}

/** Stores the units (already held within the column) of four entities in a row. */
export function storeRow(
  code: Code,
  { column, role, at, bytes }: PlacedColumn,
  slot: Value,
  cell: Value,
  units: Value,
): void {
  if (role === "scratch") {
    code.line(`(v128.store offset=${at} ${own(shifted(slot, 4))} ${read(units)})`);
    return;
  }
  const cells = column.lowest === 0 ? units : code.isub(units, code.iconst(column.lowest));
  const address = code.value("i32", scaled(`(i32.add ${read(cell)} ${read(slot)})`, bytes));
  if (bytes === 4) code.line(`(v128.store offset=${at} ${read(address)} ${read(cells)})`);
  else if (bytes === 2) code.line(`(v128.store64_lane offset=${at} 0 ${read(address)} ${narrow16(cells)})`);
  else
    code.line(
      `(v128.store32_lane offset=${at} 0 ${read(address)} (i8x16.narrow_i16x8_u ${narrow16(cells)} ${narrow16(cells)}))`,
    );
}

function narrow16(cells: Value): string {
  return `(i16x8.narrow_i32x4_u ${read(cells)} ${read(cells)})`;
}

/** The units of four entities by their slots. */
export function loadAt(code: Code, { column, role, at, bytes }: PlacedColumn, slots: Value, cell: Value): Value {
  const lanes = eachLane((lane) => {
    const slot = laneOf(slots, lane);
    if (role === "scratch") return `(i32.load offset=${at} ${own(scaled(slot, 4))})`;
    const load = bytes === 4 ? "i32.load" : bytes === 2 ? "i32.load16_u" : "i32.load8_u";
    return `(${load} offset=${at} ${scaled(`(i32.add ${read(cell)} ${slot})`, bytes)})`;
  });
  return lift(code, packed(code, lanes), role === "scratch" ? 0 : column.lowest);
}

/** The logical value of units: offset + unit × resolution. */
export function decode(code: Code, { column }: PlacedColumn, units: Value): Value {
  code.explain(units, `${column.name} in units`);
  const whole = code.fromInt(units);
  const scaledUnits = Math.fround(column.resolution) === 1 ? whole : code.mul(whole, code.const(column.resolution));
  return column.offset === 0 ? scaledUnits : code.add(code.const(column.offset), scaledUnits);
}

/** Leaves of trees over four entities in a row. */
export function rowLeaves(
  code: Code,
  layout: Layout,
  slot: Value,
  cell: Value,
  locals: ReadonlyMap<string, Value>,
): EntityLeaves {
  const unitsOf = (name: string): Value => loadRow(code, placedColumn(layout, name), slot, cell);
  return {
    unitsOf,
    columnOf: (name) => placedColumn(layout, name).column,
    column: (name) => decode(code, placedColumn(layout, name), unitsOf(name)),
    ...shared(code, layout, locals),
  };
}

/** Leaves of trees over four entities by their slots. */
export function leavesAt(
  code: Code,
  layout: Layout,
  slots: Value,
  cell: Value,
  locals: ReadonlyMap<string, Value>,
): EntityLeaves {
  const unitsOf = (name: string): Value => loadAt(code, placedColumn(layout, name), slots, cell);
  return {
    unitsOf,
    columnOf: (name) => placedColumn(layout, name).column,
    column: (name) => decode(code, placedColumn(layout, name), unitsOf(name)),
    ...shared(code, layout, locals),
  };
}

function shared(code: Code, layout: Layout, locals: ReadonlyMap<string, Value>): Pick<Leaves, "global" | "local"> {
  return {
    global: (name) => splatAt(code, placedAt(layout.globals, name)),
    local: (name) => placedAt(locals, name),
  };
}

export function placedColumn(layout: Layout, name: string): PlacedColumn {
  return placedAt(layout.columns, name);
}

/** What has this name. Throws an Error for one that is not there: the plan is at fault. */
export function placedAt<T>(all: ReadonlyMap<string, T>, name: string): T {
  const found = all.get(name);
  if (found === undefined) throw new Error(`bug: nothing is placed under the name ${name}`);
  return found;
}

function shifted(slot: Value, bytes: number): string {
  return scaled(read(slot), bytes);
}

/** Units that a number asks for: a whole number (already rounded) held within the column. */
export function hold(code: Code, { column }: PlacedColumn, units: Value): Value {
  const most = code.iconst(column.highest);
  const least = code.iconst(column.lowest);
  return code.op("i32x4.max_s", code.op("i32x4.min_s", units, most), least);
}
