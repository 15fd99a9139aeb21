import type { ActStep, Layer, Plan } from "../../plan/plan.ts";
import { emitBlock, emitUnit, scheduleAt, schedulesAt } from "./chance.ts";
import { type Code, own, read, type Value } from "./code.ts";
import { leavesAt, placedAt } from "./columns.ts";
import { below, bitsOfMask, fourFrom, here, isFilled, splat, sumOfLanes, wordsOfLane } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import { emitNumber } from "./trees.ts";

/** Fills the lists of slots, levels and ordinals, layer behind layer. */
export function drawCandidates(step: ActStep, code: Code, layout: Layout, candidates: Value): void {
  const { slots, levels, ordinals } = layout.worker;
  const community = splat(code, read(here.community));
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
      const there = splat(code, read(here.community));
      const number = fourFrom(code, `(i32.add ${read(j)} (i32.const 1))`);
      const { first, second } = emitBlock(code, scheduleAt(code, placedAt(layout.keys, layer.purpose)), there, number);
      const slot = code.ushr(first, 32 - Math.log2(layout.communitySize));
      const level = code.add(code.const(from), code.mul(code.const(width), emitUnit(code, second)));
      const at = code.value("i32", own(`(i32.shl (i32.add ${read(candidates)} ${read(j)}) (i32.const 2))`));
      code.line(`(v128.store offset=${slots} ${read(at)} ${read(slot)})`);
      code.line(`(v128.store offset=${levels} ${read(at)} ${read(level)})`);
      code.line(`(v128.store offset=${ordinals} ${read(at)} ${read(code.ior(number, code.iconst(i * 2 ** 24)))})`);
    });
    code.line(`(local.set ${candidates} (i32.add ${read(candidates)} ${read(counts[i]!)}))`);
  });
}

/** How many candidates four layers have in this community. */
function countFour(layers: readonly Layer[], code: Code, layout: Layout, community: Value, schedules: number): Value[] {
  const words = emitBlock(code, schedulesAt(code, schedules), community, code.iconst(0));
  return layers.map((layer, lane) => {
    const { at, length } = placedAt(layout.tables, layer.table);
    return code.value("i32", `(call $pick (i32.const ${at}) (i32.const ${length}) ${wordsOfLane(words, lane)})`);
  });
}

/** Keeps the candidates whose rate is above their level: their slots and ordinals, packed without a branch. */
export function keepActors(
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
    const at = code.value("i32", own(`(i32.shl ${read(i)} (i32.const 2))`));
    const slot = code.value("v128", `(v128.load offset=${slots} ${read(at)})`);
    const level = code.value("v128", `(v128.load offset=${levels} ${read(at)})`);
    const ordinal = code.value("v128", `(v128.load offset=${ordinals} ${read(at)})`);
    const rate = emitNumber(step.rate, code, leavesAt(code, layout, slot, here.cell, new Map()));
    let there = below(code, i, read(candidates));
    there = code.iand(there, isFilled(code, slot));
    if (plan.script && step.of === undefined)
      there = code.iand(
        there,
        code.op("v128.not", code.op("i32x4.eq", entity(code, layout, slot), code.iconst(plan.script.entity))),
      );
    if (above)
      code.line(
        `(local.set ${above} (i32x4.sub ${read(above)} ${read(code.iand(there, code.gt(rate, code.const(top))))}))`,
      );
    const held = mayExceed ? code.min(rate, code.const(top)) : rate;
    const acts = bitsOfMask(code, code.iand(there, code.gt(held, level)));
    for (let lane = 0; lane < 4; lane++) {
      const to = own(`(i32.shl ${read(actors)} (i32.const 2))`);
      code.line(`(v128.store32_lane offset=${kept} ${lane} ${to} ${read(slot)})`);
      code.line(`(v128.store32_lane offset=${actorOrdinals} ${lane} ${to} ${read(ordinal)})`);
      code.line(
        `(local.set ${actors} (i32.add ${read(actors)} (i32.and (i32.shr_u ${read(acts)} (i32.const ${lane})) (i32.const 1))))`,
      );
    }
  });
  if (above) {
    const at = warnings + place * 8;
    const sum = sumOfLanes(above);
    code.line(
      `(f64.store offset=${at} ${own()} (f64.add (f64.load offset=${at} ${own()}) (f64.convert_i32_u ${sum})))`,
    );
  }
}

function entity(code: Code, layout: Layout, slot: Value): Value {
  return code.iadd(splat(code, `(i32.mul (local.get $community) (i32.const ${layout.communitySize}))`), slot);
}
