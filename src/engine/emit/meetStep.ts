import { effectsOf } from "../../plan/effects.ts";
import type { MeetStep, Sight } from "../../plan/plan.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { type Body, eachFour, openBody, printOver } from "./body.ts";
import { emitBlock, scheduleAt } from "./chance.ts";
import type { Printed } from "./code.ts";
import { read, type Text, type Value } from "./code.ts";
import { leavesAt, loadAt, loadRow, placedAt, placedColumn, rowLeaves } from "./columns.ts";
import { blockOf, emitChanceOf, emitInterval } from "./draws.ts";
import { emitEvents, openTallies, type Tallies } from "./events.ts";
import { below, fourFrom, here, laneOf, loadOwnFour, ownWord, packInto, splat, zero } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import { nearFriends, nearMask } from "./near.ts";
import { isSifted, mayFall, sift } from "./sift.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Encounters in one community, round by round: four slots in a row ask whom they are joined to, whether they meet and
 * whether they act. Where that is sure of all who are there, their events are done on the spot; else those who act are
 * packed into lists, and their events are done four at a time.
 */
export function emitMeet(step: MeetStep, name: string, around: Surroundings, layout: Layout): Printed {
  const body = openBody(around, layout);
  const { code } = body;
  const round = code.local("i32", "$round");
  const tallies = openTallies(body, effectsOf(step), step.rounds * around.communitySize);
  const isPacked = !isSure(step.happens.chance) || !actsSurely(step);
  const actors = isPacked ? code.local("i32", "$acting") : undefined;
  code.loop(round, zero, `(i32.const ${step.rounds})`, 1, () => {
    const othersOf = emitPairs(body, step, round);
    if (actors) code.line(`(local.set ${actors} (i32.const 0))`);
    const slot = code.local("i32", "$s");
    eachFour(body, slot, () => {
      const four = meetFour(body, step, round, slot, othersOf);
      if (actors) keepActing(body, four, actors);
      else doEvents(body, step, round, { ...four, row: slot }, tallies);
    });
    if (isSifted(step.chance) && actors) siftActing(body, step, actors);
    if (actors) doKept(body, step, round, tallies, actors);
  });
  for (const tally of tallies.values()) tally.flush();
  return printOver(body, name);
}

/** What is sure needs no draw: no chance of 1 or more ever fails. */
function isSure({ range }: NumberTree): boolean {
  return range.from >= 1;
}

function actsSurely({ chance, above }: MeetStep): boolean {
  return isSure(chance) && above === undefined;
}

/** Gives the slots that four slots are joined to, and which of them are joined to nobody. */
type OthersOf = (slots: Value, slot: Value) => { readonly others: Value; readonly apart: Value | undefined };

function emitPairs(body: Body, { pairs }: MeetStep, round: Value): OthersOf {
  const { code, layout } = body;
  const place = splat(code, read(here.community));
  const ordinal = splat(code, read(round));
  const { first, second } = emitBlock(code, scheduleAt(code, placedAt(layout.keys, pairs.purpose)), place, ordinal);
  const word = (of: Value): Text => laneOf(of, 0);
  const share = (parts: number): Text =>
    `(i32.wrap_i64 (i64.shr_u (i64.mul (i64.extend_i32_u ${word(first)}) (i64.const ${parts})) (i64.const 32)))`;
  if (pairs.kind === "friends") return emitFriends(body, share(pairs.lanes));
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

function emitFriends(body: Body, share: Text): OthersOf {
  const { code, around, layout } = body;
  const lane = code.value("i32", share);
  const mask = nearMask(body, read(lane));
  const further = code.value("i32", `(i32.mul ${read(lane)} (i32.const ${layout.communitySize * 2}))`);
  const cut = around.ties?.cut;
  return (slots, slot) => {
    const others = nearFriends(code, slots, mask, { at: layout.matchings, further: read(further) });
    if (cut === undefined) return { others, apart: undefined };
    const placed = placedColumn(layout, cut.column);
    const bits = code.ior(loadRow(code, placed, slot), loadAt(code, placed, others));
    const bit = code.value("v128", `(i32x4.shr_u ${read(bits)} ${read(lane)})`);
    return { others, apart: code.op("i32x4.ne", code.iand(bit, code.iconst(1)), code.iconst(0)) };
  };
}

/** Four who may act, and whom each of them has met. Lanes that do not count may hold anything. */
interface Four {
  readonly acts: Value;
  readonly slots: Value;
  readonly others: Value;
  /** The words that decide whether they act, where it is still to be asked: see sift.ts. */
  readonly words?: Value | undefined;
}

/** The ordinals of the draws of slots in this round. */
function ordinalsOf({ code, layout }: Body, round: Value, slots: Value): Value {
  const base = splat(code, `(i32.mul ${read(round)} (i32.const ${layout.communitySize}))`);
  return code.iadd(base, slots);
}

/** Whether nothing is asked of those who meet, whom strangers join, but how many they are. */
function isCountOnly(step: MeetStep, { script }: Surroundings): boolean {
  const { pairs, happens, sees, beside, event } = step;
  const { when, lets } = event;
  const isNone = when.op === "truth" && !when.value && lets.length + sees.length === 0 && beside === undefined;
  return isNone && pairs.kind === "anyone" && script === undefined && isSure(happens.chance) && actsSurely(step);
}

/** A mask that is reckoned only in communities which are not full: in those that are, it holds of all. */
function whereNotFull({ code, layout }: Body, mask: () => Value): Value {
  const holds = code.local("v128");
  code.line(`(local.set ${holds} ${read(code.iconst(-1))})`);
  const partly = `(i32.lt_u ${read(here.filled)} (i32.const ${layout.communitySize}))`;
  code.block(`(if ${partly} (then`, "))", () => code.line(`(local.set ${holds} ${read(mask())})`));
  return holds;
}

/** Which of four slots in a row meet somebody and act. */
function meetFour(body: Body, step: MeetStep, round: Value, slot: Value, othersOf: OthersOf): Four {
  const { code, around } = body;
  const slots = fourFrom(code, read(slot));
  if (isCountOnly(step, around)) {
    const acts = whereNotFull(body, () => bothThere(body, slots, othersOf(slots, slot).others));
    return { acts, slots, others: slots };
  }
  const { others, apart } = othersOf(slots, slot);
  const place = splat(code, read(here.community));
  let acts = bothThere(body, slots, others);
  if (apart) acts = code.iand(acts, code.op("v128.not", apart));
  const locals = new Map<string, Value>();
  const leaves = rowLeaves(body, slot, locals);
  const { happens } = step;
  if (!isSure(happens.chance)) {
    const ordinal = ordinalsOf(body, round, code.op("i32x4.min_s", slots, others));
    const { first } = blockOf(body, happens.purpose, { place, ordinal });
    acts = code.iand(acts, emitChanceOf(happens.chance, code, first, leaves));
  }
  if (!actsSurely(step)) {
    const at = step.drawn === "pair" ? code.op("i32x4.min_s", slots, others) : slots;
    const { first } = blockOf(body, step.purpose, { place, ordinal: ordinalsOf(body, round, at) });
    if (isSifted(step.chance))
      return { acts: code.iand(acts, mayFall(body, step.chance, first, leaves)), slots, others, words: first };
    seeOthers(body, step.sees, others, locals);
    acts = code.iand(acts, emitInterval(step, code, first, leaves));
  }
  return { acts, slots, others };
}

/** Packs those who act, and whom they have met. */
function keepActing(body: Body, { acts, slots, others, words }: Four, actors: Value): void {
  const { worker } = body.layout;
  packInto(body, acts, actors, [
    { at: worker.meeting, words: slots },
    { at: worker.met, words: others },
    ...(words ? [{ at: worker.words, words }] : []),
  ]);
}

/** Keeps of those who may act the ones who do. */
function siftActing(body: Body, step: MeetStep, actors: Value): void {
  const { meeting, met, words } = body.layout.worker;
  sift(body, actors, [meeting, met, words], ([slots, others, word]) => {
    const locals = new Map<string, Value>();
    seeOthers(body, step.sees, others!, locals);
    return emitInterval(step, body.code, word!, leavesAt(body, slots!, locals));
  });
}

/** Which pairs have no unfilled slot, and not the entity of a script. */
function bothThere({ code, around: { script }, layout }: Body, slots: Value, others: Value): Value {
  const filled = splat(code, read(here.filled));
  const there = code.op("i32x4.lt_s", code.op("i32x4.max_s", slots, others), filled);
  if (script === undefined) return there;
  const { communitySize } = layout;
  const community = Math.floor(script.entity / communitySize);
  const lived = splat(
    code,
    `(select (i32.const ${script.entity % communitySize}) (i32.const -1) (i32.eq ${read(here.community)} (i32.const ${community})))`,
  );
  const scripted = code.ior(code.op("i32x4.eq", slots, lived), code.op("i32x4.eq", others, lived));
  return code.iand(there, code.op("v128.not", scripted));
}

/** Binds what is seen of four others. */
export function seeOthers(body: Body, sees: readonly Sight[], others: Value, locals: Map<string, Value>): void {
  const leaves = leavesAt(body, others, locals);
  for (const { local, column } of sees) locals.set(local, leaves.column(column));
}

/** Does the events of those who were kept. */
function doKept(body: Body, step: MeetStep, round: Value, tallies: Tallies, actors: Value): void {
  const { code, layout } = body;
  const i = code.local("i32");
  code.remark(`events of ${step.name}`);
  code.loop(i, zero, read(actors), 4, () => {
    const at = code.value("i32", ownWord(read(i)));
    const slots = loadOwnFour(code, layout.worker.meeting, at);
    const others = loadOwnFour(code, layout.worker.met, at);
    doEvents(body, step, round, { acts: below(code, i, read(actors)), slots, others }, tallies);
  });
}

/** Does the events of four who act; those in a row are read as such. */
function doEvents(
  body: Body,
  step: MeetStep,
  round: Value,
  { acts: mask, slots, others, row }: Four & { readonly row?: Value | undefined },
  tallies: Tallies,
): void {
  const { code } = body;
  // Slot 0 is safe to look at for those who do not count.
  const slot = code.iand(mask, slots);
  const other = code.iand(mask, others);
  const place = splat(code, read(here.community));
  const known = new Map<string, Value>();
  seeOthers(body, step.sees, other, known);
  const onto = step.falls === "other" ? other : slot;
  const address = { place, ordinal: ordinalsOf(body, round, slot) };
  const leavesWith =
    row === undefined ? undefined : (locals: ReadonlyMap<string, Value>) => rowLeaves(body, row, locals);
  const beside = step.beside && { effects: step.beside, slot: other };
  emitEvents(body, step.event, { mask, slot, onto, address, known, leavesWith, beside }, tallies);
}
