import { finite } from "../../core/arithmetic.ts";
import type { Measure } from "../../plan/plan.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Body } from "./body.ts";
import { read, type Text, type Value } from "./code.ts";
import { placedAt } from "./columns.ts";
import { addToOwn, laneOf, otherHalf, sumOfLanes } from "./idioms.ts";
import type { Masks } from "./masks.ts";
import { emitNumber, emitTruth } from "./trees.ts";
import { type EntityLeaves, emitWhole, inUnits, isChoice } from "./whole.ts";

/** Counts and sums of a measure while a function runs: of everyone, and of each group. */
export interface Totals {
  /** Adds the value in four lanes where the mask is set. */
  add(mask: Value, leaves: EntityLeaves): void;
  /** Adds what was counted to the thread's totals in memory. */
  flush(): void;
}

/** Of what happens to entities anywhere, once or often; `most` of them at most while the function runs. */
export function openTally(body: Body, measure: Measure, value: NumberTree, most: number): Totals {
  const { code } = body;
  const wide = isWide(value, measure, most);
  const places = Array.from({ length: 1 + (measure.groups?.words.length ?? 0) }, () => ({
    count: code.local("v128"),
    sum: isPlain(value, measure) ? undefined : new Sum(body, wide),
  }));
  return {
    add: (mask, leaves) => {
      const units = unitsOf(body, measure, value, wide, leaves);
      eachPlace(body, measure, leaves, (place, group) => {
        const { count, sum } = places[place]!;
        const held = group === undefined ? mask : code.iand(mask, group);
        code.line(`(local.set ${count} (i32x4.sub ${read(count)} ${read(held)}))`);
        sum?.add(held, units);
      });
    },
    flush: () =>
      flushAll(
        body,
        measure,
        places.map(({ count, sum }) => {
          const counted = `(f64.convert_i32_s ${sumOfLanes(code, count)})`;
          return { count: counted, sum: sum?.total() ?? counted };
        }),
      ),
  };
}

/**
 * Of all entities of a community, each once, in one loop: who is counted is kept as bits and counted behind it. What is the same
 * for all, or 0 for those of whom a truth does not hold, need not be added up: so many times the number of these is its sum.
 */
export function openCensus(body: Body, measure: Measure, most: number, masks: Masks): Totals {
  const { code } = body;
  const { value } = measure;
  const wide = isWide(value, measure, most);
  const many = wide ? undefined : manyOf(value);
  const places: { readonly count: () => Text; readonly sum: () => Text }[] = [];
  const counted = (of: readonly number[]): Text => `(f64.convert_i32_u ${read(masks.count(of[0]!, of[1]))})`;
  return {
    add: (mask, leaves) => {
      const holds = many && value.op === "choose" ? emitTruth(value.when, code, leaves) : undefined;
      const whom = masks.keep(mask);
      const whoseValue = holds ? masks.keep(code.iand(mask, holds)) : whom;
      const units = many ? undefined : unitsOf(body, measure, value, wide, leaves);
      eachPlace(body, measure, leaves, (_, group) => {
        const also = group === undefined ? [] : [masks.keep(group)];
        const count = (): Text => counted([whom, ...also]);
        if (many) {
          // A constant is made whole behind the loop.
          const each = (): Text =>
            `(f64.convert_i32_s ${laneOf(emitWhole(many, measure.resolution, code, leaves), 0)})`;
          places.push({ count, sum: () => `(f64.mul ${counted([whoseValue, ...also])} ${each()})` });
          return;
        }
        const sum = new Sum(body, wide);
        sum.add(group === undefined ? mask : code.iand(mask, group), units!);
        places.push({ count, sum: () => sum.total() });
      });
    },
    flush: () =>
      flushAll(
        body,
        measure,
        places.map(({ count, sum }) => ({ count: count(), sum: sum() })),
      ),
  };
}

/** Everyone, then each group with the mask of who is in it. */
function eachPlace(
  { code }: Body,
  { groups }: Measure,
  leaves: EntityLeaves,
  put: (place: number, group: Value | undefined) => void,
): void {
  put(0, undefined);
  if (groups === undefined) return;
  const group = emitWhole(floored(groups.index), 1, code, leaves);
  for (const i of groups.words.keys()) put(i + 1, code.op("i32x4.eq", group, code.iconst(i)));
}

function flushAll({ code, layout }: Body, { name }: Measure, places: readonly { count: Text; sum: Text }[]): void {
  const { totals, totalOf } = layout.worker;
  const base = totals + placedAt(totalOf, name) * 16;
  places.forEach(({ count, sum }, place) => {
    addToOwn(code, base + place * 16, count);
    addToOwn(code, base + place * 16 + 8, sum);
  });
}

/**
 * Sums of whole numbers that stay small are kept in four 32-bit lanes; others in two by two lanes of binary64, which hold
 * whole numbers exactly as far as 2^53. Either way the order of addition is no part of the result.
 */
class Sum {
  readonly #body: Body;
  readonly #lanes: readonly Value[];

  constructor(body: Body, wide: boolean) {
    this.#body = body;
    this.#lanes = Array.from({ length: wide ? 2 : 1 }, () => body.code.local("v128"));
  }

  add(mask: Value, units: Value): void {
    const { code } = this.#body;
    const held = code.iand(mask, units);
    const [low, high] = this.#lanes;
    if (high === undefined) {
      code.line(`(local.set ${low} (i32x4.add ${read(low!)} ${read(held)}))`);
      return;
    }
    code.line(`(local.set ${low} (f64x2.add ${read(low!)} (f64x2.promote_low_f32x4 ${read(held)})))`);
    const upper = otherHalf(code, held);
    code.line(`(local.set ${high} (f64x2.add ${read(high)} (f64x2.promote_low_f32x4 ${read(upper)})))`);
  }

  /** All of it, as a binary64. */
  total(): Text {
    const [low, high] = this.#lanes;
    if (high === undefined) return `(f64.convert_i32_s ${sumOfLanes(this.#body.code, low!)})`;
    const both = `(f64x2.add ${read(low!)} ${read(high)})`;
    return `(f64.add (f64x2.extract_lane 0 ${both}) (f64x2.extract_lane 1 ${both}))`;
  }
}

function isWide(value: NumberTree, { resolution }: Measure, most: number): boolean {
  const size = Math.max(Math.abs(value.range.from), Math.abs(value.range.to)) / resolution + 1;
  return !(size * most < 2 ** 31);
}

function unitsOf(
  { code }: Body,
  { resolution }: Measure,
  value: NumberTree,
  wide: boolean,
  leaves: EntityLeaves,
): Value {
  if (!wide) return emitWhole(value, resolution, code, leaves);
  return code.nearest(finite(code, inUnits(code, emitNumber(value, code, leaves), resolution)));
}

function isPlain(value: NumberTree, { resolution }: Measure): boolean {
  return value.op === "constant" && value.value === 1 && resolution === 1;
}

/** What a value is of those of whom it is not 0, where that is a constant: of everyone, or of those of whom a truth holds. */
function manyOf(value: NumberTree): NumberTree | undefined {
  if (value.op === "constant") return value;
  if (value.op !== "choose" || value.then.op !== "constant") return undefined;
  return value.other.op === "constant" && value.other.value === 0 ? value.then : undefined;
}

/** Groups count from 0 in whole numbers: what is between two belongs to the lower one. */
function floored(index: NumberTree): NumberTree {
  return isChoice(index) ? index : { op: "floor", of: index, range: index.range };
}
