import type { Arrival, Effect, Event } from "../../plan/plan.ts";
import type { Body } from "./body.ts";
import { read, type Value } from "./code.ts";
import { hold, leavesAt, placedAt, placedColumn } from "./columns.ts";
import { type Address, blockOf, emitChanceOf, emitLets, type Given, joinedBlock, mayBe } from "./draws.ts";
import { type Block, isFilled, laneOf, lanes, ownWords, whereAny } from "./idioms.ts";
import { emitPost } from "./post.ts";
import { openTally, type Totals } from "./totals.ts";
import { emitNumber, emitTruth } from "./trees.ts";
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
  /** What is done besides to others, by slot: over their columns. */
  readonly beside?: { readonly effects: readonly Effect[]; readonly slot: Value } | undefined;
  /** Locals that are known before. */
  readonly known?: ReadonlyMap<string, Value> | undefined;
  /** Locals that a script gives instead. */
  readonly given?: Given | undefined;
}

/** Does the events of four acts. */
export function emitEvents(body: Body, event: Event, batch: Batch, tallies: Tallies): void {
  const { code } = body;
  const { mask, slot, onto: target = slot, address, beside, known, given } = batch;
  const locals = new Map<string, Value>(known);
  const leaves = batch.leavesWith?.(locals) ?? leavesAt(body, slot, locals);
  emitLets(body, event.lets, { address, leaves, locals, given });
  emitEffects(body, event.before, tallies, { mask, slot, leaves });
  if (beside)
    emitEffects(body, beside.effects, tallies, {
      mask,
      slot: beside.slot,
      leaves: leavesAt(body, beside.slot, locals),
    });
  const recorded = code.iand(mask, emitTruth(event.when, code, leaves));
  const onto = event.misdirect
    ? putDown(body, event.misdirect, address, { mask: recorded, slot: target, leaves })
    : target;
  if (event.misdirect?.says !== undefined)
    locals.set(event.misdirect.says, code.ones(code.op("i32x4.ne", onto, target)));
  let now = recorded;
  if (event.wait) {
    const carried = event.record.carry.map((each) => placedAt(locals, each));
    const delay = emitNumber(event.wait.delay, code, leaves);
    now = emitPost(body, event.wait.queue, { mask: recorded, slot: onto, delay, carried });
  }
  emitArrival(body, event.record, tallies, { mask: now, slot: onto, carried: locals });
}

/** To whose slot acts are put down. Few go astray, and most fours have none that may: they draw nothing more. */
function putDown(body: Body, misdirect: NonNullable<Event["misdirect"]>, address: Address, at: Reading): Value {
  const { code } = body;
  const { chance, purpose, shares } = misdirect;
  code.remark("put down to another");
  const onto = code.local("v128");
  code.line(`(local.set ${onto} ${read(at.slot)})`);
  const stray = (block: Block): void => {
    const astray = code.iand(at.mask, emitChanceOf(chance, code, block.first, at.leaves));
    code.line(`(local.set ${onto} ${read(code.iselect(astray, anotherSlot(body, at.slot, block.second), at.slot))})`);
  };
  if (shares === undefined) stray(blockOf(body, purpose, address));
  else {
    const { begin, may } = mayBe(body, chance, shares, address, at.leaves);
    whereAny(code, code.iand(at.mask, may), () => stray(joinedBlock(body, purpose, shares.part, begin, address)));
  }
  return onto;
}

/** Another slot of the community by a word, or the same where nobody is there. */
function anotherSlot({ code, layout }: Body, slot: Value, word: Value): Value {
  const others = code.iconst(layout.communitySize - 1);
  // The upper halves of four 64-bit products.
  const low = code.op("i64x2.extmul_low_i32x4_u", word, others);
  const high = code.op("i64x2.extmul_high_i32x4_u", word, others);
  const further = code.value(
    "v128",
    `(i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 ${read(low)} ${read(high)})`,
  );
  const other = code.iand(code.iadd(code.iadd(slot, further), code.iconst(1)), others);
  return code.iselect(isFilled(code, other), other, slot);
}

export type Tallies = ReadonlyMap<Effect, Totals>;

/** Opens a count for each tally; at most so many events are done while the function runs. */
export function openTallies(body: Body, effects: readonly Effect[], most: number): Tallies {
  const found = new Map<Effect, Totals>();
  for (const effect of effects) {
    if (effect.kind !== "tally") continue;
    const measure = body.around.tallies.find(({ name }) => name === effect.measure)!;
    found.set(effect, openTally(body, measure, effect.value, most));
  }
  return found;
}

interface Onto {
  readonly mask: Value;
  readonly slot: Value;
}

interface Reading extends Onto {
  readonly leaves: EntityLeaves;
}

/** What a record does where it arrives. */
export function emitArrival(
  body: Body,
  record: Arrival,
  tallies: Tallies,
  at: Onto & { readonly carried: ReadonlyMap<string, Value> },
): void {
  const locals = new Map(record.carry.map((each) => [each, placedAt(at.carried, each)]));
  const leaves = leavesAt(body, at.slot, locals);
  // Nothing is drawn of a record that arrives: all of it was drawn when it was made.
  const nowhere = { place: at.slot, ordinal: at.slot };
  emitLets(body, record.lets, { address: nowhere, leaves, locals });
  for (const posting of record.posts ?? []) {
    const mask = body.code.iand(at.mask, emitTruth(posting.when, body.code, leaves));
    const delay = emitNumber(posting.delay, body.code, leaves);
    const carried = posting.carry.map((tree) => emitNumber(tree, body.code, leaves));
    emitPost(body, posting.queue, { mask, slot: at.slot, delay, carried, least: 1 });
  }
  emitEffects(body, record.effects, tallies, { ...at, leaves });
}

function emitEffects(body: Body, effects: readonly Effect[], tallies: Tallies, onto: Reading): void {
  for (const effect of effects) {
    tallies.get(effect)?.add(onto.mask, onto.leaves);
    if (effect.kind === "add") addUnits(body, effect, onto);
    if (effect.kind === "raise") raiseUnits(body, effect, onto);
  }
}

/** Adds units to a scratch column, lane by lane, since two lanes may fall on the same slot. */
function addUnits(
  { code, layout }: Body,
  effect: Extract<Effect, { kind: "add" }>,
  { mask, slot, leaves }: Reading,
): void {
  const { column, at } = placedColumn(layout, effect.column);
  const units = code.iand(mask, emitWhole(effect.value, column.resolution, code, leaves));
  const sum = code.local("i32");
  const { from, to } = effect.value.range;
  const keepTo = (bound: number, beyond: "gt_s" | "lt_s"): void =>
    code.line(
      `(local.set ${sum} (select (i32.const ${bound}) ${read(sum)} (i32.${beyond} ${read(sum)} (i32.const ${bound}))))`,
    );
  const addresses = ownWords(code, slot);
  for (const lane of lanes) {
    const address = laneOf(addresses, lane);
    code.line(`(local.set ${sum} (i32.add (i32.load offset=${at} ${address}) ${laneOf(units, lane)}))`);
    // What only grows is held from above alone, and what only falls from below.
    if (!(to <= 0)) keepTo(column.highest, "gt_s");
    if (!(from >= 0)) keepTo(column.lowest, "lt_s");
    code.line(`(i32.store offset=${at} ${address} ${read(sum)})`);
  }
}

/** Raises units of a scratch column, lane by lane as well. A lane that does not count asks for the lowest unit. */
function raiseUnits(
  { code, layout }: Body,
  effect: Extract<Effect, { kind: "raise" }>,
  { mask, slot, leaves }: Reading,
): void {
  const placed = placedColumn(layout, effect.column);
  const wanted = hold(code, placed, emitWhole(effect.value, placed.column.resolution, code, leaves));
  const units = code.iselect(mask, wanted, code.iconst(placed.column.lowest));
  const raised = code.local("i32");
  const addresses = ownWords(code, slot);
  for (const lane of lanes) {
    const address = laneOf(addresses, lane);
    const before = `(i32.load offset=${placed.at} ${address})`;
    code.line(`(local.set ${raised} ${laneOf(units, lane)})`);
    code.line(
      `(i32.store offset=${placed.at} ${address} (select ${read(raised)} ${before} (i32.gt_s ${read(raised)} ${before})))`,
    );
  }
}
