import type { Plan, SeverStep } from "../../plan/plan.ts";
import { Code, own, read, type Value } from "./code.ts";
import { loadRow, placedColumn, rowLeaves, storeRow } from "./columns.ts";
import { blockOf, emitChanceOf } from "./draws.ts";
import { eachLane, fourFrom, here, laneOf, packed, splat } from "./idioms.ts";
import type { Layout, PlacedColumn } from "./layout.ts";
import { communityParameters, entitiesAt } from "./mapStep.ts";
import { seeOthers } from "./meetStep.ts";
import { matchingOf, nearFriends, nearMask } from "./near.ts";

/** Below this chance of any change, most fours have none, and it pays to ask before anything else is looked at. */
const seldom = 1 / 8;

/** Cuts and mends ties of four entities in a row, lane of friends by lane of friends. */
export function emitSever(step: SeverStep, name: string, plan: Plan, layout: Layout): string {
  const cut = plan.ties?.cut;
  if (cut === undefined) throw new Error(`bug: ${step.name} cuts what cannot be cut`);
  const code = new Code();
  const placed = placedColumn(layout, cut.column);
  copyBits(cut.column, code, layout);
  const masks = Array.from({ length: cut.lanes }, (_, lane) => nearMask(`(i32.const ${lane})`, code, layout));
  const slot = code.local("i32", "$s");
  const bits = code.local("v128", "$bits");
  // A little more than the most that the rules show: rounding must not decide here.
  const most = 1.001 * Math.max(step.cut.range.to, step.mend.range.to);
  code.loop(slot, "(i32.const 0)", `(i32.const ${layout.communitySize})`, 4, () => {
    code.line(`(local.set ${bits} ${read(loadRow(code, placed, slot, here.cell))})`);
    masks.forEach((mask, lane) => {
      const address = { place: entitiesAt(code, layout, slot), ordinal: code.iconst(lane) };
      const { first } = blockOf(step.purpose, code, layout, address);
      const change = (): void => {
        const turns = turnsOf(step, { first, mask, lane, slot }, placed, code, layout);
        code.line(`(local.set ${bits} (v128.xor ${read(bits)} ${read(code.iand(turns, code.iconst(1 << lane)))}))`);
      };
      if (most < seldom) {
        const may = code.op("i32x4.lt_u", first, code.iconst(Math.ceil(most * 2 ** 32)));
        code.block(`(if (v128.any_true ${read(may)}) (then`, "))", change);
      } else change();
    });
    storeRow(code, placed, slot, here.cell, bits);
  });
  return code.print(`${name} ${communityParameters}`);
}

interface Lane {
  readonly first: Value;
  readonly mask: Value;
  readonly lane: number;
  readonly slot: Value;
}

/** Which of four cut or mend the tie of a lane. */
function turnsOf(
  step: SeverStep,
  { first, mask, lane, slot }: Lane,
  placed: PlacedColumn,
  code: Code,
  layout: Layout,
): Value {
  const friends = nearFriends(fourFrom(code, read(slot)), mask, matchingOf(lane, layout), code);
  const filled = splat(code, read(here.filled));
  const there = code.op("i32x4.lt_s", code.op("i32x4.max_s", fourFrom(code, read(slot)), friends), filled);
  const isCut = isSet(loadRow(code, placed, slot, here.cell), lane, code);
  const theyCut = isSet(copiedBits(friends, code, layout), lane, code);
  const open = code.iand(there, code.ior(isCut, code.op("v128.not", theyCut)));
  const locals = new Map<string, Value>();
  const leaves = rowLeaves(code, layout, slot, here.cell, locals);
  seeOthers(step.sees, friends, locals, code, layout);
  const mends = emitChanceOf(step.mend, code, first, leaves);
  const cuts = emitChanceOf(step.cut, code, first, leaves);
  return code.iand(open, code.iselect(isCut, mends, cuts));
}

function isSet(bits: Value, lane: number, code: Code): Value {
  return code.op("i32x4.ne", code.iand(bits, code.iconst(1 << lane)), code.iconst(0));
}

/** Keeps what everybody had cut before the step. */
function copyBits(column: string, code: Code, layout: Layout): void {
  const slot = code.local("i32");
  code.loop(slot, "(i32.const 0)", `(i32.const ${layout.communitySize})`, 4, () => {
    const bits = loadRow(code, placedColumn(layout, column), slot, here.cell);
    const at = own(`(i32.shl ${read(slot)} (i32.const 2))`);
    code.line(`(v128.store offset=${layout.worker.cutBefore} ${at} ${read(bits)})`);
  });
}

function copiedBits(slots: Value, code: Code, layout: Layout): Value {
  const at = (lane: number): string => own(`(i32.shl ${laneOf(slots, lane)} (i32.const 2))`);
  return packed(
    code,
    eachLane((lane) => `(i32.load offset=${layout.worker.cutBefore} ${at(lane)})`),
  );
}
