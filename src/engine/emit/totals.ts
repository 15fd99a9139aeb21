import { finite } from "../../core/arithmetic.ts";
import type { Measure } from "../../plan/plan.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Body } from "./body.ts";
import { type Code, read, type Text, type Value } from "./code.ts";
import { placedAt } from "./columns.ts";
import { addToOwn, laneOf } from "./idioms.ts";
import { emitNumber, emitTruth } from "./trees.ts";
import { type EntityLeaves, emitWhole, inUnits, isChoice } from "./whole.ts";

/**
 * Counts and sums of a measure while a function runs. Sums of whole numbers that stay small are kept in four 32-bit
 * lanes; others in two by two lanes of binary64, which hold whole numbers exactly as far as 2^53. Either way the order
 * of addition is no part of the result.
 */
export class Totals {
  readonly #body: Body;
  readonly #measure: Measure;
  readonly #value: NumberTree;
  readonly #wide: boolean;
  readonly #shared: Counters | undefined;
  readonly #counts: Value[] = [];
  readonly #sums: Sum[] = [];

  /**
   * `most` entities at most are added while the function runs. Who adds once in one loop over all entities shares counters with
   * other measures.
   */
  constructor(body: Body, measure: Measure, value: NumberTree, most: number, shared?: Counters) {
    this.#measure = measure;
    this.#body = body;
    this.#value = value;
    this.#shared = shared;
    const size = Math.max(Math.abs(value.range.from), Math.abs(value.range.to)) / measure.resolution + 1;
    this.#wide = !(size * most < 2 ** 31);
    if (shared) return;
    const places = 1 + (measure.groups?.words.length ?? 0);
    for (let place = 0; place < places; place++) {
      this.#counts.push(body.code.local("v128"));
      this.#sums.push(isPlain(value, measure) ? { kind: "count" } : this.#openSum());
    }
  }

  #openSum(): Lanes {
    const { code } = this.#body;
    if (this.#wide) return { kind: "wide", low: code.local("v128"), high: code.local("v128") };
    return { kind: "narrow", sum: code.local("v128") };
  }

  /** Adds the value in four lanes where the mask is set. */
  add(mask: Value, leaves: EntityLeaves): void {
    const { code } = this.#body;
    const put = this.#shared ? this.#putShared(this.#shared, leaves) : this.#putOwn(leaves);
    put(0, mask);
    const { groups } = this.#measure;
    if (groups === undefined) return;
    const group = emitWhole(floored(groups.index), 1, code, leaves);
    groups.words.forEach((_, i) => {
      put(i + 1, code.iand(mask, code.op("i32x4.eq", group, code.iconst(i))));
    });
  }

  #putOwn(leaves: EntityLeaves): (place: number, mask: Value) => void {
    const { code } = this.#body;
    const units = this.#units(leaves);
    return (place, mask) => {
      const count = this.#counts[place]!;
      code.line(`(local.set ${count} (i32x4.sub ${read(count)} ${read(mask)}))`);
      this.#sum(this.#sums[place]!, mask, units);
    };
  }

  /**
   * What is the same for all, or 0 for those of whom a truth does not hold, need not be added up: so many times the number of
   * these is its sum.
   */
  #putShared(shared: Counters, leaves: EntityLeaves): (place: number, mask: Value) => void {
    const { code } = this.#body;
    const value = this.#value;
    const many = this.#wide ? undefined : manyOf(value);
    const holds = many && value.op === "choose" ? emitTruth(value.when, code, leaves) : undefined;
    const units = many ? undefined : this.#units(leaves);
    return (place, mask) => {
      this.#counts[place] = shared.of(mask);
      if (many) {
        const count = holds ? shared.of(code.iand(mask, holds)) : this.#counts[place]!;
        // A constant is made whole behind the loop.
        const each = (): Value => emitWhole(many, this.#measure.resolution, code, leaves);
        this.#sums[place] = { kind: "times", count, each };
        return;
      }
      const sum = this.#openSum();
      this.#sums[place] = sum;
      this.#sum(sum, mask, units!);
    };
  }

  #units(leaves: EntityLeaves): Value {
    const { code } = this.#body;
    const { resolution } = this.#measure;
    if (!this.#wide) return emitWhole(this.#value, resolution, code, leaves);
    return code.nearest(finite(code, inUnits(code, emitNumber(this.#value, code, leaves), resolution)));
  }

  #sum(sum: Sum, mask: Value, units: Value): void {
    const { code } = this.#body;
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
    const across = (lanes: Value): Text => read(code.value("i64", acrossLanes(lanes)));
    this.#counts.forEach((count, place) => {
      const at = base + place * 16;
      const sum = this.#sums[place]!;
      addToOwn(code, at, `(f64.convert_i64_s ${across(count)})`);
      if (sum.kind === "count") addToOwn(code, at + 8, `(f64.convert_i64_s ${across(count)})`);
      if (sum.kind === "narrow") addToOwn(code, at + 8, `(f64.convert_i64_s ${across(sum.sum)})`);
      if (sum.kind === "times") {
        const each = `(i64.extend_i32_s ${laneOf(sum.each(), 0)})`;
        addToOwn(code, at + 8, `(f64.convert_i64_s (i64.mul ${across(sum.count)} ${each}))`);
      }
      if (sum.kind === "wide") {
        const both = `(f64x2.add ${read(sum.low)} ${read(sum.high)})`;
        addToOwn(code, at + 8, `(f64.add (f64x2.extract_lane 0 ${both}) (f64x2.extract_lane 1 ${both}))`);
      }
    });
  }
}

/** How many there were of each mask, in one loop: measures of the same people share a counter. */
export class Counters {
  readonly #code: Code;
  readonly #counts = new Map<Value, Value>();

  constructor(code: Code) {
    this.#code = code;
  }

  /** The local in which those of a mask are counted, four lanes; written where it is first asked for. */
  of(mask: Value): Value {
    const before = this.#counts.get(mask);
    if (before !== undefined) return before;
    const count = this.#code.local("v128");
    this.#code.line(`(local.set ${count} (i32x4.sub ${read(count)} ${read(mask)}))`);
    this.#counts.set(mask, count);
    return count;
  }
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

type Lanes =
  | { readonly kind: "narrow"; readonly sum: Value }
  | { readonly kind: "wide"; readonly low: Value; readonly high: Value };

type Sum =
  | { readonly kind: "count" }
  /** So much for each of those who were counted. */
  | { readonly kind: "times"; readonly count: Value; readonly each: () => Value }
  | Lanes;

/** The sum of four signed lanes, in 64 bits. */
function acrossLanes(value: Value): Text {
  const lane = (i: number): Text => `(i64.extend_i32_s ${laneOf(value, i)})`;
  return `(i64.add (i64.add ${lane(0)} ${lane(1)}) (i64.add ${lane(2)} ${lane(3)}))`;
}
