import { levelBits } from "../../plan/candidates.ts";
import type { ActStep } from "../../plan/plan.ts";
import { type Body, eachFour, entitiesOf } from "./body.ts";
import { emitBlock, schedulesAt } from "./chance.ts";
import { Code, type Local, own, type Printed, read, type Text, type Value } from "./code.ts";
import { leavesAt, placedAt, rowLeaves } from "./columns.ts";
import {
  addToOwn,
  type Block,
  below,
  eachLane,
  fourFrom,
  here,
  isFilled,
  laneOf,
  loadOwnFour,
  lookUpOwn,
  ownWord,
  packInto,
  scaled,
  splat,
  splatAt,
  sumOfLanes,
  wordsOfLane,
  zero,
} from "./idioms.ts";
import type { Layout } from "./layout.ts";
import { scheduleWords } from "./placing.ts";
import { isLong } from "./sift.ts";
import { countedParts } from "./tables.ts";
import { emitNumber } from "./trees.ts";

/** Calls the function that lists the candidates of a step; `candidates` is a local for how many there are. */
export function drawCandidates({ code, layout }: Body, step: ActStep, candidates: Value): void {
  const { keys, records, count } = placedAt(layout.layers, step.name);
  const shift = 32 - Math.log2(layout.communitySize);
  const numbers = [keys, records, count, shift].map((number) => `(i32.const ${number})`).join(" ");
  code.line(`(local.set ${candidates} (call $draw_candidates ${read(here.community)} ${numbers}))`);
}

/** What the function that draws candidates is given: see `PlacedLayers`; and how far a word is shifted to be a slot. */
const given = {
  keys: "$keys" as Local,
  records: "$records" as Local,
  layers: "$layers" as Local,
  shift: "$shift" as Local,
} as const;

/**
 * The function that fills the lists of slots, levels and ordinals, layer behind layer, for whichever step: one for all, so
 * that its code stays at hand. It gives how many candidates there are.
 */
export function emitDrawing(layout: Layout): Printed {
  const code = new Code();
  const { slots, levels, ordinals } = layout.worker;
  countCandidates(code, layout);
  const [layer, j] = [code.local("i32", "$layer"), code.local("i32", "$j")];
  const candidates = code.local("i32", "$candidates");
  const mine = (by: number): Text => `(i32.shl ${read(layer)} (i32.const ${by}))`;
  code.loop(layer, zero, read(given.layers), 1, () => {
    // Schedules of four layers lie side by side: see `PlacedLayers`.
    const quad = `(i32.shl (i32.shr_u ${read(layer)} (i32.const 2)) (i32.const 7))`;
    const lane = `(i32.shl (i32.and ${read(layer)} (i32.const 3)) (i32.const 2))`;
    const keys = code.value("i32", `(i32.add ${read(given.keys)} (i32.add ${quad} ${lane}))`);
    const schedule = Array.from({ length: scheduleWords }, (_, i) => splatAt(code, 16 * i, read(keys)));
    const record = code.value("i32", `(i32.add ${read(given.records)} ${mine(4)})`);
    const [lowest, height] = [splatAt(code, 8, read(record)), splatAt(code, 12, read(record))];
    const count = code.value("i32", `(i32.load offset=${layout.worker.candidates} ${own(mine(2))})`);
    code.loop(j, zero, read(count), 8, () => {
      const half = `(i32.shr_u ${read(j)} (i32.const 1))`;
      const number = fourFrom(code, `(i32.add ${half} (i32.const 1))`);
      const block = emitBlock(code, (i) => schedule[i]!, splat(code, read(here.community)), number);
      const at = code.value("i32", ownWord(`(i32.add ${read(candidates)} ${read(j)})`));
      const ordinal = fourFrom(code, `(i32.add (i32.add ${mine(24)} ${read(j)}) (i32.const 1))`);
      [block.first, block.second].forEach((word, second) => {
        const store = (list: number, value: Value): void =>
          code.line(`(v128.store offset=${list + 16 * second} ${read(at)} ${read(value)})`);
        store(slots, code.op("i32x4.shr_u", word, given.shift));
        const part = code.fromInt(code.iand(word, code.iconst(2 ** levelBits - 1)));
        store(levels, code.add(lowest, code.mul(part, height)));
        store(ordinals, code.iadd(ordinal, code.iconst(4 * second)));
      });
    });
    code.line(`(local.set ${candidates} (i32.add ${read(candidates)} ${read(count)}))`);
  });
  // What stands behind the last candidate is above every rate.
  const behind = code.value("i32", ownWord(read(candidates)));
  code.line(`(v128.store offset=${levels} ${read(behind)} ${read(code.const(Infinity))})`);
  code.line(read(candidates));
  const parameters = [here.community, ...Object.values(given)].map((name) => `(param ${name} i32)`);
  return code.print("$draw_candidates", `${parameters.join(" ")} (result i32)`);
}

/** Writes down how many candidates each layer has in this community: one draw for four layers, and a search for each. */
function countCandidates(code: Code, layout: Layout): void {
  const layer = code.local("i32", "$first");
  code.loop(layer, zero, read(given.layers), 4, () => {
    const keys = code.value("i32", `(i32.add ${read(given.keys)} (i32.shl ${read(layer)} (i32.const 5)))`);
    const record = code.value("i32", `(i32.add ${read(given.records)} (i32.shl ${read(layer)} (i32.const 4)))`);
    const words = emitBlock(code, schedulesAt(code, keys), splat(code, read(here.community)), code.iconst(0));
    const at = code.value("i32", ownWord(read(layer)));
    countsOf(code, record, words).forEach((count, lane) => {
      code.line(`(i32.store offset=${layout.worker.candidates + 4 * lane} ${read(at)} ${read(count)})`);
    });
  });
}

/** How many candidates four layers have, by their words and their records: see `PlacedLayers`. */
export function countsOf(code: Code, record: Value, words: Block): Local[] {
  return eachLane((lane) => {
    const [count, among] = [code.local("i32"), code.local("i32")];
    const [table, guide] = [0, 4].map((offset) => `(i32.load offset=${16 * lane + offset} ${read(record)})`);
    const part = `(i32.shr_u ${laneOf(words.first, lane)} (i32.const ${32 - Math.log2(countedParts)}))`;
    const from = code.value("i32", `(i32.add ${guide} ${scaled(part, 4)})`);
    code.line(`(local.set ${count} (i32.load ${read(from)}))`);
    code.line(`(local.set ${among} (i32.sub (i32.load offset=4 ${read(from)}) ${read(count)}))`);
    // Most parts of the draws have no cut point, so that nothing is searched.
    code.block(`(if ${read(among)} (then`, "))", () => {
      const first = `(i32.add ${table} ${scaled(read(count), 8)})`;
      const picked = `(call $pick ${first} ${read(among)} ${wordsOfLane(words, lane)})`;
      code.line(`(local.set ${count} (i32.add ${read(count)} ${picked}))`);
    });
    return count;
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
  const dense = isDense(step);
  if (dense) reckonRates(body, step);
  code.remark("those who act");
  code.loop(i, zero, read(candidates), 4, () => {
    const at = code.value("i32", ownWord(read(i)));
    const [slot, level, ordinal] = [slots, levels, ordinals].map((list) => loadOwnFour(code, list, at));
    const rate = dense
      ? lookUpOwn(code, layout.worker.rates, slot!)
      : emitNumber(step.rate, code, leavesAt(body, slot!, new Map()));
    const there = areThere(body, step, slot!);
    if (above) {
      const listed = below(code, i, read(candidates));
      const exceeds = code.iand(code.iand(there, listed), code.gt(rate, code.const(top)));
      code.line(`(local.set ${above} (i32x4.sub ${read(above)} ${read(exceeds)}))`);
    }
    const held = mayExceed ? code.min(rate, code.const(top)) : rate;
    packInto(body, code.iand(there, code.gt(held, level!)), actors, [
      { at: kept, words: slot! },
      { at: actorOrdinals, words: ordinal! },
    ]);
  });
  if (above) addToOwn(code, warnings + place * 8, `(f64.convert_i32_u ${sumOfLanes(code, above)})`);
}

/** From so many candidates a slot on, a rate that is long to reckon is reckoned for everyone, four in a row, and looked up. */
const leastDense = 0.4;

function isDense({ rate, layers }: ActStep): boolean {
  return isLong(rate) && (layers.at(-1)?.to ?? 0) >= leastDense;
}

function reckonRates(body: Body, { rate }: ActStep): void {
  const { code, layout } = body;
  const slot = code.local("i32", "$s");
  code.remark("the rate of everyone");
  eachFour(body, slot, () => {
    const rates = emitNumber(rate, code, rowLeaves(body, slot, new Map()));
    code.line(`(v128.store offset=${layout.worker.rates} ${ownWord(read(slot))} ${read(rates)})`);
  });
}

/** Which of four slots have an entity that chance is asked about: one that lives a script is not. */
function areThere(body: Body, { of }: ActStep, slot: Value): Value {
  const { code, around } = body;
  const filled = isFilled(code, slot);
  if (!around.script || of !== undefined) return filled;
  const lives = code.op("i32x4.eq", entitiesOf(body, slot), code.iconst(around.script.entity));
  return code.iand(filled, code.op("v128.not", lives));
}
