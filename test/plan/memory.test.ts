import { describe, expect, test } from "vitest";
import { publishedIn } from "../../src/plan/footprint.ts";
import { bytesOf, maskOf, sharedIn, sharedWordsOf, storedBytesOf } from "../../src/plan/memory.ts";
import type { Column, Plan } from "../../src/plan/plan.ts";
import { add, column } from "../../src/rules/build.ts";
import { shippedNames } from "../../src/scenario/published.ts";
import { readShipped } from "../../src/scenario/scenario.ts";
import { differenceOf, onThreads } from "../conformance/rows.ts";
import { changeBy, map, planOf, setTo, stored } from "../engine/plans.ts";

/** Stored columns with so many bits each. */
function ofBits(...bits: number[]): Column[] {
  return bits.map((many, i) => stored(`c${i}`, { highest: 2 ** many - 1 }));
}

const shipped = shippedNames().map((name): [string, Plan] => [name, readShipped(name).lower({ people: 1000 }).plan]);

describe("columns that share words", () => {
  test.each(shipped)("of %s lie beside each other, and take no more than each by itself", (_, plan) => {
    const shared = sharedIn(plan);
    const kinds = [undefined, ...(plan.kinds ?? []).map(({ name }) => name)];
    for (const of of kinds) {
      const columns = plan.columns.filter((one) => one.role === "stored" && one.of === of);
      const taken = new Map<number, bigint>();
      for (const { name, lowest, highest } of columns) {
        const place = shared.get(name);
        if (!place) continue;
        expect(maskOf(place), name).toBeGreaterThanOrEqual(highest - lowest);
        expect(place.shift + place.bits, name).toBeLessThanOrEqual(place.bytes * 8);
        expect(sharedWordsOf(plan, of)[place.word], name).toBe(place.bytes);
        const bits = BigInt(maskOf(place)) << BigInt(place.shift);
        const before = taken.get(place.word) ?? 0n;
        expect(before & bits, name).toBe(0n);
        taken.set(place.word, before | bits);
      }
      expect([...taken.keys()].sort((a, b) => a - b)).toEqual(sharedWordsOf(plan, of).map((_bytes, word) => word));
      const alone = columns.reduce((sum, one) => sum + bytesOf(one), 0);
      expect(storedBytesOf(plan, of)).toBeLessThanOrEqual(alone);
    }
    for (const name of publishedIn(plan)) expect(shared.has(name), name).toBe(false);
  });

  // Bits asked for, and the bytes that follow: the fewest that words of one, two and four bytes allow.
  test.each([
    [[8, 16, 32], 7, 0],
    [[4, 4], 1, 2],
    [[5, 5, 5], 2, 3],
    [[1, 2, 3, 4, 5, 6, 7], 4, 6],
    [[12, 12, 8], 4 + 1, 0],
    [[12, 4, 12, 4], 4, 4],
    [[17, 15], 4, 2],
    [[11, 11, 10], 4, 3],
    [[20, 12, 16, 8], 7, 2],
    [[7], 1, 0],
  ])("of %j bits take %i bytes", (bits, bytes, sharing) => {
    const plan = planOf({ columns: ofBits(...bits) });
    expect(storedBytesOf(plan, undefined)).toBe(bytes);
    expect(sharedIn(plan).size).toBe(sharing);
  });

  test("leave plain what is touched most, where that costs no byte", () => {
    const columns = ofBits(7, 7, 1, 1, 1, 1);
    const often = (name: string): Plan =>
      planOf({ columns, steps: [map("often", { writes: [setTo(name, column(name, { from: 0, to: 1 }))] })] });
    // Four flags fill a byte with any one of nothing else: both of seven bits can be plain.
    expect([...sharedIn(often("c0")).keys()].sort()).toEqual(["c2", "c3", "c4", "c5"]);
    const tight = planOf({ ...often("c0"), columns: ofBits(7, 7, 1) });
    const other = planOf({ ...often("c1"), columns: ofBits(7, 7, 1) });
    expect([...sharedIn(tight).keys()].sort()).toEqual(["c1", "c2"]);
    expect([...sharedIn(other).keys()].sort()).toEqual(["c0", "c2"]);
  });

  // Sums of neighbours' bits run over every boundary between them: a bit that strays is seen.
  test.each([[[4, 4]], [[5, 11, 7, 9, 12, 4]], [[20, 12, 17, 15, 3, 29]], [[11, 11, 10, 1, 2, 13]]])(
    "of %j bits hold what a column by itself would, whoever writes",
    async (bits) => {
      const columns = bits.map((many, i) =>
        stored(`c${i}`, { lowest: -3, highest: 2 ** many - 4, initial: Math.min(i, 2 ** many - 4) }),
      );
      const ends = (i: number) => ({ from: -3, to: 2 ** bits[i]! - 4 });
      const own = (i: number) => column(`c${i}`, ends(i));
      const next = (i: number) => (i + 1) % bits.length;
      const plan = planOf({
        size: 200,
        columns,
        steps: [
          map("some at once", {
            writes: bits.flatMap((_, i) => (i % 2 === 0 ? [changeBy(`c${i}`, add(own(i), own(next(i))))] : [])),
          }),
          map("the others", {
            writes: bits.flatMap((_, i) => (i % 2 === 1 ? [setTo(`c${i}`, add(own(i), own(next(i))))] : [])),
          }),
        ],
      });
      expect(sharedIn(plan).size).toBeGreaterThan(1);
      expect(await differenceOf(plan, 3, 10, [onThreads(1), onThreads(2)])).toBeUndefined();
    },
  );
});
