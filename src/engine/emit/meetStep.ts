import type { MeetStep, Plan, Sight } from "../../plan/plan.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { emitBlock, scheduleAt } from "./chance.ts";
import { Code, own, read, type Value } from "./code.ts";
import { leavesAt, loadAt, loadRow, placedAt, placedColumn, rowLeaves } from "./columns.ts";
import { blockOf, emitChanceOf } from "./draws.ts";
import { emitEvents, openTallies, type Tallies } from "./events.ts";
import { below, bitsOfMask, fourFrom, here, laneOf, splat } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import { communityParameters } from "./mapStep.ts";
import { nearFriends, nearMask } from "./near.ts";

/**
 * Encounters in one community, round by round: four slots in a row ask whom they are joined to, whether they meet and
 * whether they act. Where that is sure of all who are there, their events are done on the spot; else those who act are
 * packed into lists, and their events are done four at a time.
 */
export function emitMeet(step: MeetStep, name: string, plan: Plan, layout: Layout): string {
  const code = new Code();
  const round = code.local("i32", "$round");
  const effects = [...step.event.before, ...step.event.record.effects];
  const tallies = openTallies(effects, step.rounds * plan.communitySize, code, plan, layout);
  const isPacked = !isSure(step.happens.chance) || !isSure(step.chance);
  const actors = isPacked ? code.local("i32", "$acting") : undefined;
  code.loop(round, "(i32.const 0)", `(i32.const ${step.rounds})`, 1, () => {
    const othersOf = emitPairs(step, plan, code, layout);
    if (actors) code.line(`(local.set ${actors} (i32.const 0))`);
    const slot = code.local("i32", "$s");
    code.loop(slot, "(i32.const 0)", `(i32.const ${layout.communitySize})`, 4, () => {
      const four = meetFour(step, slot, othersOf, code, plan, layout);
      if (actors) keepActing(four, actors, code, layout);
      else doEvents(step, { ...four, row: slot }, tallies, code, layout);
    });
    if (actors) doKept(step, tallies, actors, code, layout);
  });
  for (const tally of tallies.values()) tally.flush();
  return code.print(`${name} ${communityParameters}`);
}

/** What is sure needs no draw: no chance of 1 or more ever fails. */
function isSure({ range }: NumberTree): boolean {
  return range.from >= 1;
}

/** Gives the slots that four slots are joined to, and which of them are joined to nobody. */
type OthersOf = (slots: Value, slot: Value) => { readonly others: Value; readonly apart: Value | undefined };

function emitPairs({ pairs }: MeetStep, plan: Plan, code: Code, layout: Layout): OthersOf {
  const place = splat(code, read(here.community));
  const ordinal = splat(code, "(local.get $round)");
  const { first, second } = emitBlock(code, scheduleAt(code, placedAt(layout.keys, pairs.purpose)), place, ordinal);
  const word = (of: Value): string => laneOf(of, 0);
  const share = (parts: number): string =>
    `(i32.wrap_i64 (i64.shr_u (i64.mul (i64.extend_i32_u ${word(first)}) (i64.const ${parts})) (i64.const 32)))`;
  if (pairs.kind === "friends") return emitFriends(share(pairs.lanes), plan, code, layout);
  const turn = splat(code, `(i32.add ${share(layout.communitySize - 1)} (i32.const 1))`);
  const a = code.ior(splat(code, word(second)), code.iconst(1));
  const b = code.ushr(splat(code, word(second)), 16);
  const times = (x: Value, y: Value): Value => code.op("i32x4.mul", x, y);
  let inverse = a;
  for (let i = 0; i < 3; i++) inverse = times(inverse, code.isub(code.iconst(2), times(a, inverse)));
  const last = code.iconst(layout.communitySize - 1);
  return (slots) => {
    const met = code.ixor(code.iadd(times(a, slots), b), turn);
    return { others: code.iand(times(inverse, code.isub(met, b)), last), apart: undefined };
  };
}

function emitFriends(share: string, plan: Plan, code: Code, layout: Layout): OthersOf {
  const lane = code.value("i32", share);
  const mask = nearMask(read(lane), code, layout);
  const further = code.value("i32", `(i32.mul ${read(lane)} (i32.const ${layout.communitySize * 2}))`);
  const cut = plan.ties?.cut;
  return (slots, slot) => {
    const others = nearFriends(slots, mask, { at: layout.matchings, further: read(further) }, code);
    if (cut === undefined) return { others, apart: undefined };
    const placed = placedColumn(layout, cut.column);
    const bits = code.ior(loadRow(code, placed, slot, here.cell), loadAt(code, placed, others, here.cell));
    const bit = code.value("v128", `(i32x4.shr_u ${read(bits)} ${read(lane)})`);
    return { others, apart: code.op("i32x4.ne", code.iand(bit, code.iconst(1)), code.iconst(0)) };
  };
}

/** Four who may act, and whom each of them has met. Lanes that do not count may hold anything. */
interface Four {
  readonly acts: Value;
  readonly slots: Value;
  readonly others: Value;
}

/** The ordinals of the draws of slots in this round. */
function ordinalsOf(slots: Value, code: Code, layout: Layout): Value {
  const base = splat(code, `(i32.mul (local.get $round) (i32.const ${layout.communitySize}))`);
  return code.iadd(base, slots);
}

/** Which of four slots in a row meet somebody and act. */
function meetFour(step: MeetStep, slot: Value, othersOf: OthersOf, code: Code, plan: Plan, layout: Layout): Four {
  const slots = fourFrom(code, read(slot));
  const { others, apart } = othersOf(slots, slot);
  const place = splat(code, read(here.community));
  let acts = bothThere(slots, others, code, plan, layout);
  if (apart) acts = code.iand(acts, code.op("v128.not", apart));
  const locals = new Map<string, Value>();
  const leaves = rowLeaves(code, layout, slot, here.cell, locals);
  const { happens } = step;
  if (!isSure(happens.chance)) {
    const ordinal = ordinalsOf(code.op("i32x4.min_s", slots, others), code, layout);
    const { first } = blockOf(happens.purpose, code, layout, { place, ordinal });
    acts = code.iand(acts, emitChanceOf(happens.chance, code, first, leaves));
  }
  if (!isSure(step.chance)) {
    seeOthers(step.sees, others, locals, code, layout);
    const { first } = blockOf(step.purpose, code, layout, { place, ordinal: ordinalsOf(slots, code, layout) });
    acts = code.iand(acts, emitChanceOf(step.chance, code, first, leaves));
  }
  return { acts, slots, others };
}

/** Packs those who act, and whom they have met. */
function keepActing({ acts, slots, others }: Four, actors: Value, code: Code, layout: Layout): void {
  const { meeting, met } = layout.worker;
  const bits = bitsOfMask(code, acts);
  for (let lane = 0; lane < 4; lane++) {
    const to = own(`(i32.shl ${read(actors)} (i32.const 2))`);
    code.line(`(v128.store32_lane offset=${meeting} ${lane} ${to} ${read(slots)})`);
    code.line(`(v128.store32_lane offset=${met} ${lane} ${to} ${read(others)})`);
    code.line(
      `(local.set ${actors} (i32.add ${read(actors)} (i32.and (i32.shr_u ${read(bits)} (i32.const ${lane})) (i32.const 1))))`,
    );
  }
}

/** Which pairs have no unfilled slot, and not the entity of a script. */
function bothThere(slots: Value, others: Value, code: Code, { script }: Plan, layout: Layout): Value {
  const filled = splat(code, read(here.filled));
  const there = code.op("i32x4.lt_s", code.op("i32x4.max_s", slots, others), filled);
  if (script === undefined) return there;
  const { communitySize } = layout;
  const community = Math.floor(script.entity / communitySize);
  const lived = splat(
    code,
    `(select (i32.const ${script.entity % communitySize}) (i32.const -1) (i32.eq (local.get $community) (i32.const ${community})))`,
  );
  const scripted = code.ior(code.op("i32x4.eq", slots, lived), code.op("i32x4.eq", others, lived));
  return code.iand(there, code.op("v128.not", scripted));
}

/** Binds what is seen of four others. */
export function seeOthers(
  sees: readonly Sight[],
  others: Value,
  locals: Map<string, Value>,
  code: Code,
  layout: Layout,
): void {
  const leaves = leavesAt(code, layout, others, here.cell, locals);
  for (const { local, column } of sees) locals.set(local, leaves.column(column));
}

/** Does the events of those who were kept. */
function doKept(step: MeetStep, tallies: Tallies, actors: Value, code: Code, layout: Layout): void {
  const i = code.local("i32");
  code.remark(`events of ${step.name}`);
  code.loop(i, "(i32.const 0)", read(actors), 4, () => {
    const at = code.value("i32", own(`(i32.shl ${read(i)} (i32.const 2))`));
    const list = (from: number): Value => code.value("v128", `(v128.load offset=${from} ${read(at)})`);
    const [slots, others] = [list(layout.worker.meeting), list(layout.worker.met)];
    doEvents(step, { acts: below(code, i, read(actors)), slots, others }, tallies, code, layout);
  });
}

/** Does the events of four who act; those in a row are read as such. */
function doEvents(
  step: MeetStep,
  { acts: mask, slots, others, row }: Four & { readonly row?: Value | undefined },
  tallies: Tallies,
  code: Code,
  layout: Layout,
): void {
  // Slot 0 is safe to look at for those who do not count.
  const slot = code.iand(mask, slots);
  const other = code.iand(mask, others);
  const place = splat(code, read(here.community));
  const known = new Map<string, Value>();
  seeOthers(step.sees, other, known, code, layout);
  const onto = step.falls === "other" ? other : slot;
  const address = { place, ordinal: ordinalsOf(slot, code, layout) };
  const leavesWith =
    row === undefined
      ? undefined
      : (locals: ReadonlyMap<string, Value>) => rowLeaves(code, layout, row, here.cell, locals);
  emitEvents(step.event, { mask, slot, onto, address, known, leavesWith }, tallies, code, layout);
}
