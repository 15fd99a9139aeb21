import { type Bytes, maskOf, type Shared } from "../../plan/memory.ts";
import type { TruthTree } from "../../rules/tree.ts";
import type { Body } from "./body.ts";
import { type Code, read, type Text, type Value } from "./code.ts";
import { here, laneOf, loadLanes, lookUpOwn, ownWord, scaled, splat, splatAt } from "./idioms.ts";
import type { Layout, PlacedColumn } from "./layout.ts";
import { emitTruth } from "./trees.ts";
import type { EntityLeaves } from "./whole.ts";

/**
 * How four lanes meet columns. Dense steps take four entities in a row; events take four entities anywhere in the
 * community, given by their slots. `here.cell` is the first entity of the community among those of this memory.
 */

/** The units of four entities in a row, from a slot of the community on. */
export function loadRow(code: Code, { column, role, at, bytes, shared }: PlacedColumn, slot: Value): Value {
  if (role === "scratch") return code.value("v128", `(v128.load offset=${at} ${ownWord(read(slot))})`);
  const address = code.value("i32", scaled(cellOf(read(slot)), bytes));
  const cells = code.value("v128", rawRow(at, bytes, address));
  return lift(code, shared ? bitsIn(code, cells, shared) : cells, column.lowest);
}

/** The bits of a column in four words that it shares. */
function bitsIn(code: Code, words: Value, shared: Shared): Value {
  const { bytes, shift, bits } = shared;
  const moved = shift === 0 ? words : code.ushr(words, shift);
  return shift + bits === bytes * 8 ? moved : code.iand(moved, code.iconst(maskOf(shared)));
}

function rawRow(at: number, bytes: Bytes, address: Value): Text {
  if (bytes === 4) return `(v128.load offset=${at} ${read(address)})`;
  if (bytes === 2) return `(v128.load16x4_u offset=${at} ${read(address)})`;
  return `(i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero offset=${at} ${read(address)})))`;
}

function lift(code: Code, cells: Value, lowest: number): Value {
  return lowest === 0 ? cells : code.iadd(cells, code.iconst(lowest));
}

/** Stores the units (already held within the column) of four entities in a row. */
export function storeRow(
  code: Code,
  { column, role, at, bytes, shared }: PlacedColumn,
  slot: Value,
  units: Value,
): void {
  if (role === "scratch") {
    code.line(`(v128.store offset=${at} ${ownWord(read(slot))} ${read(units)})`);
    return;
  }
  const cells = column.lowest === 0 ? units : code.isub(units, code.iconst(column.lowest));
  const address = read(code.value("i32", scaled(cellOf(read(slot)), bytes)));
  if (shared) storeBits(code, `offset=${at} ${address}`, shared, cells);
  else if (bytes === 4) code.line(`(v128.store offset=${at} ${address} ${read(cells)})`);
  else if (bytes === 2) code.line(`(v128.store64_lane offset=${at} 0 ${address} ${narrow16(cells)})`);
  else code.line(`(v128.store32_lane offset=${at} 0 ${address} ${narrow8(cells)})`);
}

/**
 * Puts the bits of a column into four words, and leaves those of others as they are: a community is one thread's. Narrow words
 * are read and mixed as one number and not as lanes, beside which that costs nothing.
 */
function storeBits(code: Code, place: Text, shared: Shared, cells: Value): void {
  const { bytes, shift } = shared;
  const written = maskOf(shared) * 2 ** shift;
  if (bytes === 4) {
    const moved = shift === 0 ? cells : code.ishl(cells, shift);
    const others = `(v128.and (v128.load ${place}) ${read(code.iconst(~written))})`;
    code.line(`(v128.store ${place} (v128.or ${others} ${read(moved)}))`);
    return;
  }
  const [type, lanes, own, each] =
    bytes === 2 ? ["i64", "i64x2", narrow16(cells), 0x1000100010001n] : ["i32", "i32x4", narrow8(cells), 0x1010101n];
  const others = BigInt.asIntN(bytes * 32, ~(BigInt(written) * each));
  const kept = `(${type}.and (${type}.load ${place}) (${type}.const ${others}))`;
  const moved = `(${type}.shl (${lanes}.extract_lane 0 ${own}) (${type}.const ${shift}))`;
  code.line(`(${type}.store ${place} (${type}.or ${kept} ${moved}))`);
}

function narrow8(cells: Value): Text {
  return `(i8x16.narrow_i16x8_u ${narrow16(cells)} ${narrow16(cells)})`;
}

function narrow16(cells: Value): Text {
  return `(i16x8.narrow_i32x4_u ${read(cells)} ${read(cells)})`;
}

/** The units of four entities by their slots. */
export function loadAt(code: Code, placed: PlacedColumn, slots: Value): Value {
  const { column, role, at, bytes, shared } = placed;
  if (role === "scratch") return lookUpOwn(code, at, slots);
  const cells = code.iadd(slots, splat(code, read(here.cell)));
  const words = loadLanes(code, placed, bytes === 1 ? cells : code.ishl(cells, Math.log2(bytes)));
  return lift(code, shared ? bitsIn(code, words, shared) : words, column.lowest);
}

/** What a stored column holds in the cell of this number: the unit less the lowest. */
function heldIn(placed: PlacedColumn, index: Text): Text {
  return heldAt(placed, scaled(index, placed.bytes));
}

/** The same of the cell so many bytes behind the first. */
export function heldAt({ at, bytes, shared }: PlacedColumn, further: Text): Text {
  const load = bytes === 4 ? "i32.load" : bytes === 2 ? "i32.load16_u" : "i32.load8_u";
  const word = `(${load} offset=${at} ${further})`;
  return shared ? `(i32.and (i32.shr_u ${word} (i32.const ${shared.shift})) (i32.const ${maskOf(shared)}))` : word;
}

/** The unit of one slot; `cell` is the first of the community, where that is not the one at hand. */
export function unitAt(placed: PlacedColumn, slot: Text, cell?: Value): Text {
  if (placed.role === "scratch") return `(i32.load offset=${placed.at} ${ownWord(slot)})`;
  return unitIn(placed, cellOf(slot, cell));
}

/** The unit in a cell of a stored or published column, by the number of the cell. */
export function unitIn(placed: PlacedColumn, cell: Text): Text {
  const held = heldIn(placed, cell);
  const { lowest } = placed.column;
  return lowest === 0 ? held : `(i32.add ${held} (i32.const ${lowest}))`;
}

/** The number of the cell of a slot. */
function cellOf(slot: Text, cell: Value = here.cell): Text {
  return `(i32.add ${read(cell)} ${slot})`;
}

/** Stores one unit of a scratch column. */
export function storeUnit(code: Code, { at }: PlacedColumn, slot: Text, unit: Text): void {
  code.line(`(i32.store offset=${at} ${ownWord(slot)} ${unit})`);
}

/** The logical value of units: offset + unit × resolution. */
export function decode(code: Code, { column }: PlacedColumn, units: Value): Value {
  code.explain(units, `${column.name} in units`);
  const whole = code.fromInt(units);
  const scaledUnits = Math.fround(column.resolution) === 1 ? whole : code.mul(whole, code.const(column.resolution));
  return column.offset === 0 ? scaledUnits : code.add(code.const(column.offset), scaledUnits);
}

/** Leaves of trees over four entities in a row. */
export function rowLeaves(body: Body, slot: Value, locals: ReadonlyMap<string, Value>): EntityLeaves {
  return leavesBy(body, (placed) => loadRow(body.code, placed, slot), locals);
}

/** Writes what is done only in ticks in which a truth holds, of which globals alone decide; always, where there is none. */
export function onlyWhere(truth: TruthTree | undefined, body: Body, inside: () => void): void {
  if (truth === undefined) {
    inside();
    return;
  }
  const { code } = body;
  const leaves = rowLeaves(body, code.local("i32"), new Map());
  code.block(`(if ${laneOf(emitTruth(truth, code, leaves), 0)} (then`, "))", inside);
}

/** Leaves of trees over four entities by their slots. */
export function leavesAt(body: Body, slots: Value, locals: ReadonlyMap<string, Value>): EntityLeaves {
  return leavesBy(body, (placed) => loadAt(body.code, placed, slots), locals);
}

function leavesBy(
  { code, layout }: Body,
  load: (placed: PlacedColumn) => Value,
  locals: ReadonlyMap<string, Value>,
): EntityLeaves {
  const unitsOf = (name: string): Value => load(placedColumn(layout, name));
  return {
    unitsOf,
    columnOf: (name) => placedColumn(layout, name).column,
    column: (name) => decode(code, placedColumn(layout, name), unitsOf(name)),
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

/** Units that a number asks for: a whole number (already rounded) held within the column. */
export function hold(code: Code, { column }: PlacedColumn, units: Value): Value {
  const most = code.iconst(column.highest);
  const least = code.iconst(column.lowest);
  return code.op("i32x4.max_s", code.op("i32x4.min_s", units, most), least);
}
