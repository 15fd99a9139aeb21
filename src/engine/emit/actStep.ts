import { quotient } from "../../core/arithmetic.ts";
import type { ActStep, Arrival, Effect, Layer, Plan } from "../../plan/plan.ts";
import { emitBlock, emitChance, emitUnit, scheduleAt, schedulesAt } from "./chance.ts";
import { Code, read, type Value } from "./code.ts";
import { leavesAt, placedAt, placedColumn, toWhole } from "./columns.ts";
import { type Address, blockOf, emitLets } from "./draws.ts";
import type { Layout } from "./layout.ts";
import { communityParameters } from "./mapStep.ts";
import { Totals } from "./totals.ts";
import { emitNumber, emitTruth, type Leaves } from "./trees.ts";

/**
 * Acts of one kind in one community, following the acts and not the people: candidates are drawn four at a time into
 * lists, those who act are kept, and their events are done four at a time. No step branches on chance.
 */
export function emitAct(step: ActStep, place: number, name: string, plan: Plan, layout: Layout): string {
  const code = new Code();
  const candidates = code.local("i32", "$candidates");
  const actors = code.local("i32", "$acting");
  drawCandidates(step, code, layout, candidates);
  keepActors(step, place, code, plan, layout, candidates, actors);
  doEvents(step, code, plan, layout, actors);
  return code.print(`${name} ${communityParameters}`);
}

const lanes = "(v128.const i32x4 0 1 2 3)";

/** Fills the lists of slots, levels and ordinals, layer behind layer. */
function drawCandidates(step: ActStep, code: Code, layout: Layout, candidates: Value): void {
  const { slots, levels, ordinals } = layout.worker;
  const community = code.value("v128", "(i32x4.splat (local.get $community))");
  const quads = placedAt(layout.layerKeys, step.name);
  const counts: Value[] = [];
  step.layers.forEach((layer, i) => {
    if (i % 4 === 0)
      counts.push(...countFour(step.layers.slice(i, i + 4), code, layout, community, quads + (i / 4) * 128));
    const from = Math.fround(layer.from);
    const width = Math.fround(Math.fround(layer.to) - from);
    const j = code.local("i32");
    code.remark(`candidates from ${layer.from} to ${layer.to} acts a tick`);
    code.loop(j, "(i32.const 0)", read(counts[i]!), 4, () => {
      const there = code.value("v128", "(i32x4.splat (local.get $community))");
      const number = code.iadd(
        code.value("v128", `(i32x4.splat (i32.add ${read(j)} (i32.const 1)))`),
        code.value("v128", lanes),
      );
      const { first, second } = emitBlock(code, scheduleAt(code, placedAt(layout.keys, layer.purpose)), there, number);
      const slot = code.ushr(first, 32 - Math.log2(layout.communitySize));
      const level = code.add(code.const(from), code.mul(code.const(width), emitUnit(code, second)));
      const at = code.value("i32", `(i32.shl (i32.add ${read(candidates)} ${read(j)}) (i32.const 2))`);
      code.line(`(v128.store offset=${slots} ${read(at)} ${read(slot)})`);
      code.line(`(v128.store offset=${levels} ${read(at)} ${read(level)})`);
      code.line(`(v128.store offset=${ordinals} ${read(at)} ${read(code.ior(number, code.iconst(i * 2 ** 24)))})`);
    });
    code.line(`(local.set ${candidates} (i32.add ${read(candidates)} ${read(counts[i]!)}))`);
  });
}

/** How many candidates four layers have in this community. */
function countFour(layers: readonly Layer[], code: Code, layout: Layout, community: Value, schedules: number): Value[] {
  const { first, second } = emitBlock(code, schedulesAt(code, schedules), community, code.iconst(0));
  return layers.map((layer, lane) => {
    const { at, length } = placedAt(layout.tables, layer.table);
    const half = (value: Value): string => `(i64.extend_i32_u (i32x4.extract_lane ${lane} ${read(value)}))`;
    return code.value(
      "i32",
      `(call $pick (i32.const ${at}) (i32.const ${length}) (i64.or (i64.shl ${half(first)} (i64.const 32)) ${half(second)}))`,
    );
  });
}

/** Keeps the candidates whose rate is above their level: their slots and ordinals, packed without a branch. */
function keepActors(
  step: ActStep,
  place: number,
  code: Code,
  plan: Plan,
  layout: Layout,
  candidates: Value,
  actors: Value,
): void {
  const { slots, levels, ordinals, actors: kept, actorOrdinals, warnings } = layout.worker;
  const i = code.local("i32");
  const top = Math.fround(step.layers.at(-1)?.to ?? 0);
  const mayExceed = step.rate.range.to > top;
  const above = mayExceed ? code.local("v128") : undefined;
  code.remark("those who act");
  code.loop(i, "(i32.const 0)", read(candidates), 4, () => {
    const at = code.value("i32", `(i32.shl ${read(i)} (i32.const 2))`);
    const slot = code.value("v128", `(v128.load offset=${slots} ${read(at)})`);
    const level = code.value("v128", `(v128.load offset=${levels} ${read(at)})`);
    const ordinal = code.value("v128", `(v128.load offset=${ordinals} ${read(at)})`);
    const rate = emitNumber(step.rate, code, leavesAt(code, layout, slot, "$cell", new Map()));
    let there = filledLanes(code, i, read(candidates));
    there = code.iand(there, code.op("i32x4.lt_u", slot, code.value("v128", "(i32x4.splat (local.get $filled))")));
    if (plan.script)
      there = code.iand(
        there,
        code.op("v128.not", code.op("i32x4.eq", entity(code, layout, slot), code.iconst(plan.script.entity))),
      );
    if (above)
      code.line(
        `(local.set ${above} (i32x4.sub ${read(above)} ${read(code.iand(there, code.gt(rate, code.const(top))))}))`,
      );
    const held = mayExceed ? code.min(rate, code.const(top)) : rate;
    const acts = code.value("i32", `(i32x4.bitmask ${read(code.iand(there, code.gt(held, level)))})`);
    for (let lane = 0; lane < 4; lane++) {
      const to = `(i32.shl ${read(actors)} (i32.const 2))`;
      code.line(`(v128.store32_lane offset=${kept} ${lane} ${to} ${read(slot)})`);
      code.line(`(v128.store32_lane offset=${actorOrdinals} ${lane} ${to} ${read(ordinal)})`);
      code.line(
        `(local.set ${actors} (i32.add ${read(actors)} (i32.and (i32.shr_u ${read(acts)} (i32.const ${lane})) (i32.const 1))))`,
      );
    }
  });
  if (above) {
    const at = warnings + place * 8;
    const sum = [0, 1, 2, 3]
      .map((lane) => `(i32x4.extract_lane ${lane} ${read(above)})`)
      .reduce((a, b) => `(i32.add ${a} ${b})`);
    code.line(
      `(f64.store offset=${at} (i32.const 0) (f64.add (f64.load offset=${at} (i32.const 0)) (f64.convert_i32_u ${sum})))`,
    );
  }
}

/** Which of the four lanes at an index are before the end of a list. */
function filledLanes(code: Code, index: Value, length: string): Value {
  const numbers = code.iadd(code.value("v128", `(i32x4.splat ${read(index)})`), code.value("v128", lanes));
  return code.op("i32x4.lt_u", numbers, code.value("v128", `(i32x4.splat ${length})`));
}

function entity(code: Code, layout: Layout, slot: Value): Value {
  return code.iadd(
    code.value("v128", `(i32x4.splat (i32.mul (local.get $community) (i32.const ${layout.communitySize})))`),
    slot,
  );
}

/** Does the events of those who act. */
function doEvents({ event, layers, name }: ActStep, code: Code, plan: Plan, layout: Layout, actors: Value): void {
  const { actors: kept, actorOrdinals } = layout.worker;
  const i = code.local("i32");
  const most = layers.reduce((sum, layer) => sum + placedAt(layout.tables, layer.table).length, 0);
  const tallies = openTallies([...event.before, ...event.record.effects], most, code, plan, layout);
  code.remark(`events of ${name}`);
  code.loop(i, "(i32.const 0)", read(actors), 4, () => {
    const at = code.value("i32", `(i32.shl ${read(i)} (i32.const 2))`);
    const there = filledLanes(code, i, read(actors));
    // Behind the last actor the list holds what was there before: slot 0 is safe to look at.
    const slot = code.iand(there, code.value("v128", `(v128.load offset=${kept} ${read(at)})`));
    const ordinal = code.value("v128", `(v128.load offset=${actorOrdinals} ${read(at)})`);
    const address: Address = { place: code.value("v128", "(i32x4.splat (local.get $community))"), ordinal };
    const locals = new Map<string, Value>();
    const leaves = leavesAt(code, layout, slot, "$cell", locals);
    emitLets(event.lets, code, layout, address, leaves, locals);
    emitEffects(event.before, tallies, code, layout, { mask: there, slot, leaves });
    const recorded = code.iand(there, emitTruth(event.when, code, leaves));
    const onto = event.misdirect ? putDown(event.misdirect, code, layout, address, slot, leaves) : slot;
    emitArrival(event.record, tallies, code, layout, { mask: recorded, slot: onto, carried: locals });
  });
  for (const tally of tallies.values()) tally.flush();
}

/** To whose slot an act is put down. */
function putDown(
  misdirect: NonNullable<ActStep["event"]["misdirect"]>,
  code: Code,
  layout: Layout,
  address: Address,
  slot: Value,
  leaves: Leaves,
): Value {
  code.remark("put down to another");
  const { first, second } = blockOf(misdirect.purpose, code, layout, address);
  const astray = emitChance(code, first, emitNumber(misdirect.chance, code, leaves));
  const others = code.iconst(layout.communitySize - 1);
  // The upper halves of four 64-bit products.
  const low = code.op("i64x2.extmul_low_i32x4_u", second, others);
  const high = code.op("i64x2.extmul_high_i32x4_u", second, others);
  const further = code.value(
    "v128",
    `(i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 ${read(low)} ${read(high)})`,
  );
  const other = code.iand(code.iadd(code.iadd(slot, further), code.iconst(1)), others);
  const there = code.op("i32x4.lt_u", other, code.value("v128", "(i32x4.splat (local.get $filled))"));
  return code.iselect(code.iand(astray, there), other, slot);
}

type Tallies = ReadonlyMap<Effect, Totals>;

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
  const leaves = leavesAt(code, layout, at.slot, "$cell", locals);
  const nowhere = { place: at.slot, ordinal: at.slot };
  emitLets(record.lets, code, layout, nowhere, leaves, locals);
  emitEffects(record.effects, tallies, code, layout, { ...at, leaves });
}

function emitEffects(
  effects: readonly Effect[],
  tallies: Tallies,
  code: Code,
  layout: Layout,
  { mask, slot, leaves }: Onto & { readonly leaves: Leaves },
): void {
  for (const effect of effects) {
    const value = emitNumber(effect.value, code, leaves);
    const tally = tallies.get(effect);
    if (tally) tally.add(mask, value, leaves);
    if (effect.kind === "add") addUnits(effect.column, value, code, layout, { mask, slot });
  }
}

/** Adds units to a scratch column, lane by lane, since two lanes may fall on the same slot. */
function addUnits(name: string, value: Value, code: Code, layout: Layout, { mask, slot }: Onto): void {
  const { column, at } = placedColumn(layout, name);
  const units = code.iand(mask, toWhole(code, code.nearest(quotient(code, value, code.const(column.resolution)))));
  const sum = code.local("i32");
  for (let lane = 0; lane < 4; lane++) {
    const address = `(i32.shl (i32x4.extract_lane ${lane} ${read(slot)}) (i32.const 2))`;
    code.line(
      `(local.set ${sum} (i32.add (i32.load offset=${at} ${address}) (i32x4.extract_lane ${lane} ${read(units)})))`,
    );
    const most = `(select (i32.const ${column.highest}) ${read(sum)} (i32.gt_s ${read(sum)} (i32.const ${column.highest})))`;
    code.line(`(local.set ${sum} ${most})`);
    const least = `(select (i32.const ${column.lowest}) ${read(sum)} (i32.lt_s ${read(sum)} (i32.const ${column.lowest})))`;
    code.line(`(i32.store offset=${at} ${address} ${least})`);
  }
}
