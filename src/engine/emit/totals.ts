import { finite } from "../../core/arithmetic.ts";
import type { Measure } from "../../plan/plan.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Body } from "./body.ts";
import { read, type Text, type Value } from "./code.ts";
import { placedAt } from "./columns.ts";
import { addToOwn, laneOf } from "./idioms.ts";
import { emitNumber } from "./trees.ts";
import { type EntityLeaves, emitWhole, inUnits, isChoice } from "./whole.ts";

/**
 * Counts and sums of a measure while a function runs. Sums of whole numbers that stay small are kept in four 32-bit
 * lanes; others in two by two lanes of binary64, which hold whole numbers exactly as far as 2^53. Either way the order
 * of addition is no part of the result.
 */
export class Totals {
  readonly #body: Body;
  readonly #measure: Measure;
  readonly #counts: Value[];
  readonly #sums: Sum[];
  readonly #value: NumberTree;
  readonly #wide: boolean;

  /** `most` entities at most are added while the function runs. */
  constructor(body: Body, measure: Measure, value: NumberTree, most: number) {
    this.#measure = measure;
    this.#body = body;
    const places = 1 + (measure.groups?.words.length ?? 0);
    this.#counts = Array.from({ length: places }, () => body.code.local("v128"));
    this.#value = value;
    const size = Math.max(Math.abs(value.range.from), Math.abs(value.range.to)) / measure.resolution + 1;
    this.#wide = !(size * most < 2 ** 31);
    const plain = value.op === "constant" && value.value === 1 && measure.resolution === 1;
    this.#sums = Array.from({ length: places }, () => this.#openSum(plain));
  }

  #openSum(plain: boolean): Sum {
    const { code } = this.#body;
    if (plain) return { kind: "count" };
    if (this.#wide) return { kind: "wide", low: code.local("v128"), high: code.local("v128") };
    return { kind: "narrow", sum: code.local("v128") };
  }

  /** Adds the value in four lanes where the mask is set. */
  add(mask: Value, leaves: EntityLeaves): void {
    const { code } = this.#body;
    const { groups, resolution } = this.#measure;
    const units = this.#wide
      ? code.nearest(finite(code, inUnits(code, emitNumber(this.#value, code, leaves), resolution)))
      : emitWhole(this.#value, resolution, code, leaves);
    this.#put(0, mask, units);
    if (groups === undefined) return;
    const group = emitWhole(floored(groups.index), 1, code, leaves);
    groups.words.forEach((_, i) => {
      this.#put(i + 1, code.iand(mask, code.op("i32x4.eq", group, code.iconst(i))), units);
    });
  }

  #put(place: number, mask: Value, units: Value): void {
    const { code } = this.#body;
    const count = this.#counts[place]!;
    code.line(`(local.set ${count} (i32x4.sub ${read(count)} ${read(mask)}))`);
    const sum = this.#sums[place]!;
    if (sum.kind === "narrow") {
      code.line(`(local.set ${sum.sum} (i32x4.add ${read(sum.sum)} ${read(code.iand(mask, units))}))`);
    }
    if (sum.kind === "wide") {
      const held = code.iand(mask, units);
      code.line(`(local.set ${sum.low} (f64x2.add ${read(sum.low)} (f64x2.promote_low_f32x4 ${read(held)})))`);
      const upper = code.value(
        "v128",
        `(i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 ${read(held)} ${read(held)})`,
      );
      code.line(`(local.set ${sum.high} (f64x2.add ${read(sum.high)} (f64x2.promote_low_f32x4 ${read(upper)})))`);
    }
  }

  /** Adds what was counted to the thread's totals in memory. */
  flush(): void {
    const { code, layout } = this.#body;
    const { totals, totalOf } = layout.worker;
    const base = totals + placedAt(totalOf, this.#measure.name) * 16;
    this.#counts.forEach((count, place) => {
      const at = base + place * 16;
      const sum = this.#sums[place]!;
      const counted = `(f64.convert_i64_s ${acrossLanes(count)})`;
      addToOwn(code, at, counted);
      if (sum.kind === "count") addToOwn(code, at + 8, counted);
      if (sum.kind === "narrow") addToOwn(code, at + 8, `(f64.convert_i64_s ${acrossLanes(sum.sum)})`);
      if (sum.kind === "wide") {
        const both = `(f64x2.add ${read(sum.low)} ${read(sum.high)})`;
        addToOwn(code, at + 8, `(f64.add (f64x2.extract_lane 0 ${both}) (f64x2.extract_lane 1 ${both}))`);
      }
    });
  }
}

/** Groups count from 0 in whole numbers: what is between two belongs to the lower one. */
function floored(index: NumberTree): NumberTree {
  return isChoice(index) ? index : { op: "floor", of: index, range: index.range };
}

type Sum =
  | { readonly kind: "count" }
  | { readonly kind: "narrow"; readonly sum: Value }
  | { readonly kind: "wide"; readonly low: Value; readonly high: Value };

/** The sum of four signed lanes, in 64 bits. */
function acrossLanes(value: Value): Text {
  const lane = (i: number): Text => `(i64.extend_i32_s ${laneOf(value, i)})`;
  return `(i64.add (i64.add ${lane(0)} ${lane(1)}) (i64.add ${lane(2)} ${lane(3)}))`;
}
