import type { Body } from "./body.ts";
import { own, read, type Text, type Value } from "./code.ts";
import { bitsOfMask } from "./idioms.ts";
import type { PlacedMasks } from "./placing.ts";

/**
 * Which entities of a community are meant, kept as bits while a loop goes over them, and counted when it is done: most
 * of what a census counts are those of whom two things hold, and few things are held against each other.
 *
 * A four of slots leaves four bits of a byte; behind the loop two such bytes become one, and what is counted is the
 * number of bits that two masks share.
 */
export class Masks {
  readonly #body: Body;
  readonly #placed: PlacedMasks;
  readonly #slot: Value;
  readonly #places = new Map<Value, number>();

  /** Of a loop over the slots in fours. */
  constructor(body: Body, placed: PlacedMasks, slot: Value) {
    this.#body = body;
    this.#placed = placed;
    this.#slot = slot;
  }

  /** Keeps a mask, once; gives its place. */
  keep(mask: Value): number {
    const before = this.#places.get(mask);
    if (before !== undefined) return before;
    const { code } = this.#body;
    const { bits, stride, most } = this.#placed;
    const place = this.#places.size;
    if (place === most) throw new Error("bug: a census has more masks than there is room for");
    const byte = own(`(i32.shr_u ${read(this.#slot)} (i32.const 2))`);
    code.line(`(i32.store8 offset=${bits + place * stride} ${byte} ${read(bitsOfMask(code, mask))})`);
    this.#places.set(mask, place);
    return place;
  }

  /** Behind the loop: packs what was kept. */
  pack(): void {
    const { bits, packed, stride } = this.#placed;
    const [from, to] = [bits, packed].map((at) => own(`(i32.const ${at})`));
    this.#body.code.line(`(call $pack_masks ${from} ${to} (i32.const ${this.#places.size * stride}))`);
  }

  /** How many there are of a mask, or of two at once; once they are packed. */
  count(one: number, other = one): Value {
    const { packed, stride } = this.#placed;
    const [a, b] = [one, other].map((place) => own(`(i32.const ${packed + (place * stride) / 2})`));
    return this.#body.code.value("i32", `(call $count_both ${a} ${b} (i32.const ${stride / 2}))`);
  }
}

/** What `Masks` calls: sizes are in bytes, multiples of 32 and of 16. */
export const masking: Text = `  ;; Two bytes of four bits each become one.
  (func $pack_masks (param $from i32) (param $to i32) (param $size i32)
    (local $i i32) (local $low v128) (local $high v128)
    (block (loop
      (br_if 1 (i32.ge_u (local.get $i) (local.get $size)))
      (local.set $low (v128.load (i32.add (local.get $from) (local.get $i))))
      (local.set $high (v128.load offset=16 (i32.add (local.get $from) (local.get $i))))
      (local.set $low (v128.or (local.get $low) (i16x8.shr_u (local.get $low) (i32.const 4))))
      (local.set $high (v128.or (local.get $high) (i16x8.shr_u (local.get $high) (i32.const 4))))
      (v128.store (i32.add (local.get $to) (i32.shr_u (local.get $i) (i32.const 1)))
        (i8x16.narrow_i16x8_u
          (v128.and (local.get $low) (v128.const i16x8 255 255 255 255 255 255 255 255))
          (v128.and (local.get $high) (v128.const i16x8 255 255 255 255 255 255 255 255))))
      (local.set $i (i32.add (local.get $i) (i32.const 32)))
      (br 0))))
  ;; How many bits two stretches share.
  (func $count_both (param $a i32) (param $b i32) (param $size i32) (result i32)
    (local $i i32) (local $count i64)
    (loop
      (local.set $count (i64.add (local.get $count) (i64.add
        (i64.popcnt (i64.and (i64.load (i32.add (local.get $a) (local.get $i))) (i64.load (i32.add (local.get $b) (local.get $i)))))
        (i64.popcnt (i64.and (i64.load offset=8 (i32.add (local.get $a) (local.get $i))) (i64.load offset=8 (i32.add (local.get $b) (local.get $i))))))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if 0 (i32.lt_u (local.get $i) (local.get $size))))
    (i32.wrap_i64 (local.get $count)))`;
