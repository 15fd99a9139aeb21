import type { Arrival, Effect, Event, Plan } from "../../plan/plan.ts";
import { type Code, own, read, type Value } from "./code.ts";
import { hold, leavesAt, placedAt, placedColumn } from "./columns.ts";
import { type Address, blockOf, emitChanceOf, emitLets, type Given } from "./draws.ts";
import { here, isFilled, laneOf } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import { emitPost } from "./post.ts";
import { Totals } from "./totals.ts";
import { emitNumber, emitTruth, type Leaves } from "./trees.ts";
import { type EntityLeaves, emitWhole } from "./whole.ts";

/** Four acts: who does them (by slot), where their draws are, and which lanes count. */
export interface Batch {
  readonly mask: Value;
  readonly slot: Value;
  /** On whom they fall, by slot: on who does them where nothing is said. */
  readonly onto?: Value | undefined;
  readonly address: Address;
  /** How the columns of those who act are read, where that is not by their slots. */
  readonly leavesWith?: ((locals: ReadonlyMap<string, Value>) => EntityLeaves) | undefined;
  /** Locals that are known before. */
  readonly known?: ReadonlyMap<string, Value> | undefined;
  /** Locals that a script gives instead. */
  readonly given?: Given | undefined;
}

/** Does the events of four acts. */
export function emitEvents(event: Event, batch: Batch, tallies: Tallies, code: Code, layout: Layout): void {
  const { mask, slot, onto: target = slot, address, known, given } = batch;
  const locals = new Map<string, Value>(known);
  const leaves = batch.leavesWith?.(locals) ?? leavesAt(code, layout, slot, here.cell, locals);
  emitLets(event.lets, code, layout, address, leaves, locals, given);
  emitEffects(event.before, tallies, code, layout, { mask, slot, leaves });
  const recorded = code.iand(mask, emitTruth(event.when, code, leaves));
  const onto = event.misdirect ? putDown(event.misdirect, code, layout, address, target, leaves) : target;
  let now = recorded;
  if (event.wait) {
    const carried = event.record.carry.map((each) => placedAt(locals, each));
    const delay = emitNumber(event.wait.delay, code, leaves);
    now = emitPost(event.wait.queue, { mask: recorded, slot: onto, delay, carried }, code, layout);
  }
  emitArrival(event.record, tallies, code, layout, { mask: now, slot: onto, carried: locals });
}

/** To whose slot an act is put down. */
function putDown(
  misdirect: NonNullable<Event["misdirect"]>,
  code: Code,
  layout: Layout,
  address: Address,
  slot: Value,
  leaves: Leaves,
): Value {
  code.remark("put down to another");
  const { first, second } = blockOf(misdirect.purpose, code, layout, address);
  const astray = emitChanceOf(misdirect.chance, code, first, leaves);
  const others = code.iconst(layout.communitySize - 1);
  // The upper halves of four 64-bit products.
  const low = code.op("i64x2.extmul_low_i32x4_u", second, others);
  const high = code.op("i64x2.extmul_high_i32x4_u", second, others);
  const further = code.value(
    "v128",
    `(i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 ${read(low)} ${read(high)})`,
  );
  const other = code.iand(code.iadd(code.iadd(slot, further), code.iconst(1)), others);
  const there = isFilled(code, other);
  return code.iselect(code.iand(astray, there), other, slot);
}

export type Tallies = ReadonlyMap<Effect, Totals>;

export function openTallies(effects: readonly Effect[], most: number, code: Code, plan: Plan, layout: Layout): Tallies {
  const found = new Map<Effect, Totals>();
  for (const effect of effects) {
    if (effect.kind !== "tally") continue;
    const measure = plan.measures.find(({ name }) => name === effect.measure)!;
    found.set(effect, new Totals(measure, effect.value, most, code, layout));
  }
  return found;
}

interface Onto {
  readonly mask: Value;
  readonly slot: Value;
}

/** What a record does where it arrives. */
export function emitArrival(
  record: Arrival,
  tallies: Tallies,
  code: Code,
  layout: Layout,
  at: Onto & { readonly carried: ReadonlyMap<string, Value> },
): void {
  const locals = new Map(record.carry.map((each) => [each, placedAt(at.carried, each)]));
  const leaves = leavesAt(code, layout, at.slot, here.cell, locals);
  const nowhere = { place: at.slot, ordinal: at.slot };
  emitLets(record.lets, code, layout, nowhere, leaves, locals);
  emitEffects(record.effects, tallies, code, layout, { ...at, leaves });
}

function emitEffects(
  effects: readonly Effect[],
  tallies: Tallies,
  code: Code,
  layout: Layout,
  { mask, slot, leaves }: Onto & { readonly leaves: EntityLeaves },
): void {
  for (const effect of effects) {
    tallies.get(effect)?.add(mask, leaves);
    if (effect.kind === "add") addUnits(effect, code, layout, { mask, slot, leaves });
    if (effect.kind === "raise") raiseUnits(effect, code, layout, { mask, slot, leaves });
  }
}

/** Adds units to a scratch column, lane by lane, since two lanes may fall on the same slot. */
function addUnits(
  effect: Extract<Effect, { kind: "add" }>,
  code: Code,
  layout: Layout,
  { mask, slot, leaves }: Onto & { readonly leaves: EntityLeaves },
): void {
  const { column, at } = placedColumn(layout, effect.column);
  const units = code.iand(mask, emitWhole(effect.value, column.resolution, code, leaves));
  const sum = code.local("i32");
  for (let lane = 0; lane < 4; lane++) {
    const address = own(`(i32.shl ${laneOf(slot, lane)} (i32.const 2))`);
    code.line(`(local.set ${sum} (i32.add (i32.load offset=${at} ${address}) ${laneOf(units, lane)}))`);
    const most = `(select (i32.const ${column.highest}) ${read(sum)} (i32.gt_s ${read(sum)} (i32.const ${column.highest})))`;
    code.line(`(local.set ${sum} ${most})`);
    const least = `(select (i32.const ${column.lowest}) ${read(sum)} (i32.lt_s ${read(sum)} (i32.const ${column.lowest})))`;
    code.line(`(i32.store offset=${at} ${address} ${least})`);
  }
}

/** Raises units of a scratch column, lane by lane as well. A lane that does not count asks for the lowest unit. */
function raiseUnits(
  effect: Extract<Effect, { kind: "raise" }>,
  code: Code,
  layout: Layout,
  { mask, slot, leaves }: Onto & { readonly leaves: EntityLeaves },
): void {
  const placed = placedColumn(layout, effect.column);
  const wanted = hold(code, placed, emitWhole(effect.value, placed.column.resolution, code, leaves));
  const units = code.iselect(mask, wanted, code.iconst(placed.column.lowest));
  const raised = code.local("i32");
  for (let lane = 0; lane < 4; lane++) {
    const address = own(`(i32.shl ${laneOf(slot, lane)} (i32.const 2))`);
    const before = `(i32.load offset=${placed.at} ${address})`;
    code.line(`(local.set ${raised} ${laneOf(units, lane)})`);
    code.line(
      `(i32.store offset=${placed.at} ${address} (select ${read(raised)} ${before} (i32.gt_s ${read(raised)} ${before})))`,
    );
  }
}
