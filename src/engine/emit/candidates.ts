import { levelBits, levelsOf } from "../../plan/candidates.ts";
import type { ActStep, Layer } from "../../plan/plan.ts";
import { type Body, entitiesOf } from "./body.ts";
import { emitBlock, scheduleAt, schedulesAt } from "./chance.ts";
import { read, type Value } from "./code.ts";
import { leavesAt, placedAt } from "./columns.ts";
import {
  addToOwn,
  below,
  fourFrom,
  here,
  isFilled,
  loadOwnFour,
  ownWord,
  packInto,
  splat,
  sumOfLanes,
  wordsOfLane,
  zero,
} from "./idioms.ts";
import { emitNumber } from "./trees.ts";

/** Fills the lists of slots, levels and ordinals, layer behind layer. */
export function drawCandidates(body: Body, step: ActStep, candidates: Value): void {
  const { code, layout } = body;
  const { slots, levels, ordinals } = layout.worker;
  const quads = placedAt(layout.layerKeys, step.name);
  const community = splat(code, read(here.community));
  const counts: Value[] = [];
  step.layers.forEach((layer, i) => {
    if (i % 4 === 0) counts.push(...countFour(body, step.layers.slice(i, i + 4), community, quads + (i / 4) * 128));
    const { lowest, step: height } = levelsOf(layer);
    const j = code.local("i32");
    code.remark(`candidates from ${layer.from} to ${layer.to} acts a tick`);
    code.loop(j, zero, read(counts[i]!), 8, () => {
      const there = splat(code, read(here.community));
      const number = fourFrom(code, `(i32.add (i32.shr_u ${read(j)} (i32.const 1)) (i32.const 1))`);
      const { first, second } = emitBlock(code, scheduleAt(code, placedAt(layout.keys, layer.purpose)), there, number);
      const at = code.value("i32", ownWord(`(i32.add ${read(candidates)} ${read(j)})`));
      const ordinal = fourFrom(code, `(i32.add ${read(j)} (i32.const ${i * 2 ** 24 + 1}))`);
      [first, second].forEach((word, half) => {
        const slot = code.ushr(word, 32 - Math.log2(layout.communitySize));
        const part = code.fromInt(code.iand(word, code.iconst(2 ** levelBits - 1)));
        const level = code.add(code.const(lowest), code.mul(part, code.const(height)));
        const store = (list: number, value: Value): void =>
          code.line(`(v128.store offset=${list + 16 * half} ${read(at)} ${read(value)})`);
        store(slots, slot);
        store(levels, level);
        store(ordinals, code.iadd(ordinal, code.iconst(4 * half)));
      });
    });
    code.line(`(local.set ${candidates} (i32.add ${read(candidates)} ${read(counts[i]!)}))`);
  });
}

/** How many candidates four layers have in this community. */
function countFour({ code, layout }: Body, layers: readonly Layer[], community: Value, schedules: number): Value[] {
  const words = emitBlock(code, schedulesAt(code, schedules), community, code.iconst(0));
  return layers.map((layer, lane) => {
    const { at, length } = placedAt(layout.tables, layer.table);
    return code.value("i32", `(call $pick (i32.const ${at}) (i32.const ${length}) ${wordsOfLane(words, lane)})`);
  });
}

/** Locals: how many candidates there are, and how many of them act. */
interface Counts {
  readonly candidates: Value;
  readonly actors: Value;
}

/** Keeps the candidates whose rate is above their level: their slots and ordinals. */
export function keepActors(body: Body, step: ActStep, place: number, { candidates, actors }: Counts): void {
  const { code, layout } = body;
  const { slots, levels, ordinals, actors: kept, actorOrdinals, warnings } = layout.worker;
  const i = code.local("i32");
  const top = Math.fround(step.layers.at(-1)?.to ?? 0);
  const mayExceed = step.rate.range.to > top;
  const above = mayExceed ? code.local("v128") : undefined;
  code.remark("those who act");
  code.loop(i, zero, read(candidates), 4, () => {
    const at = code.value("i32", ownWord(read(i)));
    const [slot, level, ordinal] = [slots, levels, ordinals].map((list) => loadOwnFour(code, list, at));
    const rate = emitNumber(step.rate, code, leavesAt(body, slot!, new Map()));
    const there = areThere(body, step, slot!, below(code, i, read(candidates)));
    if (above) {
      const exceeds = code.iand(there, code.gt(rate, code.const(top)));
      code.line(`(local.set ${above} (i32x4.sub ${read(above)} ${read(exceeds)}))`);
    }
    const held = mayExceed ? code.min(rate, code.const(top)) : rate;
    packInto(code, code.iand(there, code.gt(held, level!)), actors, [
      { at: kept, words: slot! },
      { at: actorOrdinals, words: ordinal! },
    ]);
  });
  if (above) addToOwn(code, warnings + place * 8, `(f64.convert_i32_u ${sumOfLanes(above)})`);
}

/** Which of four listed slots have an entity that chance is asked about: one that lives a script is not. */
function areThere(body: Body, { of }: ActStep, slot: Value, listed: Value): Value {
  const { code, plan } = body;
  const filled = code.iand(listed, isFilled(code, slot));
  if (!plan.script || of !== undefined) return filled;
  const lives = code.op("i32x4.eq", entitiesOf(body, slot), code.iconst(plan.script.entity));
  return code.iand(filled, code.op("v128.not", lives));
}
