import type { Body } from "./body.ts";
import { emitBlock, scheduleAt } from "./chance.ts";
import { type Code, read, type Text, type Value } from "./code.ts";
import { eachLane, here, laneOf, packed, splat } from "./idioms.ts";
import type { Layout } from "./layout.ts";

/** Friends over near lanes: two look-ups each, since they live in the same community. */

/** Twice the mask of a lane (a number as text) in this community, as matchings hold twice the slot. */
export function nearMask({ code, layout }: Body, lane: Text): Value {
  const community = splat(code, read(here.community));
  const ordinal = splat(code, lane);
  const { first } = emitBlock(code, scheduleAt(code, layout.tieKeys), community, ordinal);
  return code.value(
    "i32",
    `(i32.shl (i32.and ${laneOf(first, 0)} (i32.const ${layout.communitySize - 1})) (i32.const 1))`,
  );
}

/** Where the matching of a lane begins; where the lane is only known as it runs, `further` than that (bytes, as text). */
export interface Matching {
  readonly at: number;
  readonly further?: Text | undefined;
}

export function matchingOf(lane: number, layout: Layout): Matching {
  return { at: layout.matchings + lane * layout.communitySize * 2 };
}

/** The slot of the friend of a slot (a number as text). */
export function nearFriend(slot: Text, mask: Value, { at, further }: Matching): Text {
  const turned = `(i32.xor (i32.shl ${slot} (i32.const 1)) ${read(mask)})`;
  const address = further === undefined ? turned : `(i32.add ${further} ${turned})`;
  return `(i32.shr_u (i32.xor (i32.load16_u offset=${at} ${address}) ${read(mask)}) (i32.const 1))`;
}

/** The slots of the friends of four slots. */
export function nearFriends(code: Code, slots: Value, mask: Value, matching: Matching): Value {
  return packed(
    code,
    eachLane((lane) => nearFriend(laneOf(slots, lane), mask, matching)),
  );
}
