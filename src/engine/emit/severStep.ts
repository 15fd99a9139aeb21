import type { SeverStep } from "../../plan/plan.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { type Body, eachFour, entitiesFrom, openBody, printOver } from "./body.ts";
import type { Printed } from "./code.ts";
import { type Code, read, type Value } from "./code.ts";
import { loadRow, placedColumn, rowLeaves, storeRow } from "./columns.ts";
import { blockOf, emitChanceOf } from "./draws.ts";
import { fourFrom, here, lookUpOwn, ownWord, splat, whereAny } from "./idioms.ts";
import type { Layout, PlacedColumn } from "./layout.ts";
import { seeOthers } from "./meetStep.ts";
import { matchingOf, nearFriends, nearMask } from "./near.ts";
import type { Surroundings } from "./surroundings.ts";

/** Below this chance of any change, most fours have none, and it pays to ask before anything else is looked at. */
const seldom = 1 / 8;

/** Cuts and mends ties of four entities in a row, lane of friends by lane of friends. */
export function emitSever(step: SeverStep, name: string, around: Surroundings, layout: Layout): Printed {
  const cut = around.ties?.cut;
  if (cut === undefined) throw new Error(`bug: ${step.name} cuts what cannot be cut`);
  const body = openBody(around, layout);
  const { code } = body;
  const placed = placedColumn(layout, cut.column);
  copyBits(body, cut.column);
  const masks = Array.from({ length: cut.lanes }, (_, lane) => nearMask(body, `(i32.const ${lane})`));
  const slot = code.local("i32", "$s");
  const bits = code.local("v128", "$bits");
  const reasons = (step.because ?? []).map(({ column, until }, place): Reason => {
    return { placed: placedColumn(layout, column), until, many: code.local("v128", `$because${place}`) };
  });
  // A little more than the most that the rules show: rounding must not decide here.
  const most = 1.001 * Math.max(step.cut.range.to, step.mend.range.to);
  eachFour(body, slot, () => {
    code.line(`(local.set ${bits} ${read(loadRow(code, placed, slot))})`);
    for (const { many } of reasons) code.line(`(local.set ${many} (v128.const i32x4 0 0 0 0))`);
    masks.forEach((mask, lane) => {
      // Two lanes share a block.
      const block = blockOf(body, step.purpose, { place: entitiesFrom(body, slot), ordinal: code.iconst(lane >> 1) });
      const word = lane & 1 ? block.second : block.first;
      const change = (): void => {
        const turns = turnsOf(body, step, { word, mask, lane, slot }, placed, reasons);
        code.line(`(local.set ${bits} (v128.xor ${read(bits)} ${read(code.iand(turns, code.iconst(1 << lane)))}))`);
      };
      if (most < seldom) {
        const may = code.op("i32x4.lt_u", word, code.iconst(Math.ceil(most * 2 ** 32)));
        whereAny(code, may, change);
      } else change();
    });
    storeRow(code, placed, slot, bits);
    for (const reason of reasons) storeRow(code, reason.placed, slot, reason.many);
  });
  return printOver(body, name);
}

/** Why ties are cut: what counts them of four entities, up to which part of the words. */
interface Reason {
  readonly placed: PlacedColumn;
  readonly until: NumberTree | undefined;
  readonly many: Value;
}

interface Lane {
  readonly word: Value;
  readonly mask: Value;
  readonly lane: number;
  readonly slot: Value;
}

/** Which of four cut or mend the tie of a lane. */
function turnsOf(
  body: Body,
  step: SeverStep,
  { word, mask, lane, slot }: Lane,
  placed: PlacedColumn,
  reasons: readonly Reason[],
): Value {
  const { code, layout } = body;
  const friends = nearFriends(code, fourFrom(code, read(slot)), mask, matchingOf(lane, layout));
  const filled = splat(code, read(here.filled));
  const there = code.op("i32x4.lt_s", code.op("i32x4.max_s", fourFrom(code, read(slot)), friends), filled);
  const isCut = isSet(code, loadRow(code, placed, slot), lane);
  const theyCut = isSet(code, lookUpOwn(code, layout.worker.cutBefore, friends), lane);
  const open = code.iand(there, code.ior(isCut, code.op("v128.not", theyCut)));
  const locals = new Map<string, Value>();
  const leaves = rowLeaves(body, slot, locals);
  seeOthers(body, step.sees, friends, locals);
  const mends = emitChanceOf(step.mend, code, word, leaves);
  const cuts = emitChanceOf(step.cut, code, word, leaves);
  if (reasons.length > 0) {
    const isNew = code.iand(code.iand(open, cuts), code.op("v128.not", isCut));
    countReasons(code, reasons, isNew, (until) => emitChanceOf(until, code, word, leaves));
  }
  return code.iand(open, code.iselect(isCut, mends, cuts));
}

/** Puts each cut down to the first reason that holds, or to the last. */
function countReasons(
  code: Code,
  reasons: readonly Reason[],
  cuts: Value,
  holdsUntil: (until: NumberTree) => Value,
): void {
  let left = cuts;
  for (const { until, many } of reasons) {
    const within = until && holdsUntil(until);
    const counted = within ? code.iand(left, within) : left;
    // A mask is −1 where it holds.
    code.line(`(local.set ${many} (i32x4.sub ${read(many)} ${read(counted)}))`);
    if (within) left = code.iand(left, code.op("v128.not", within));
  }
}

function isSet(code: Code, bits: Value, lane: number): Value {
  return code.op("i32x4.ne", code.iand(bits, code.iconst(1 << lane)), code.iconst(0));
}

/** Keeps what everybody had cut before the step. */
function copyBits(body: Body, column: string): void {
  const { code, layout } = body;
  const slot = code.local("i32");
  eachFour(body, slot, () => {
    const bits = loadRow(code, placedColumn(layout, column), slot);
    code.line(`(v128.store offset=${layout.worker.cutBefore} ${ownWord(read(slot))} ${read(bits)})`);
  });
}
