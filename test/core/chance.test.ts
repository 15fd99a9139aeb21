import { describe, expect, test } from "vitest";
import {
  block,
  coarse,
  draw,
  first,
  hashText,
  purposeKey,
  second,
  seedWords,
  tickKey,
  unit,
  type Words,
} from "../../src/core/chance.ts";
import { chiScore, chiSquare, correlation } from "../statistics/check.ts";
import { callWords } from "../statistics/counts.ts";

const words = (text: string): Words => {
  const [hi, lo] = text.split(" ").map((each) => Number.parseInt(each, 16));
  return { hi, lo };
};

describe("Threefry-2x32", () => {
  // kat_vectors of Random123 1.14 (D. E. Shaw Research): rounds, counter, key, result.
  const known = [
    [13, "00000000 00000000", "00000000 00000000", "9d1c5ec6 8bd50731"],
    [13, "ffffffff ffffffff", "ffffffff ffffffff", "fd36d048 2d17272c"],
    [13, "243f6a88 85a308d3", "13198a2e 03707344", "ba3e4725 f27d669e"],
    [20, "00000000 00000000", "00000000 00000000", "6b200159 99ba4efe"],
    [20, "ffffffff ffffffff", "ffffffff ffffffff", "1cb996fc bb002be7"],
    [20, "243f6a88 85a308d3", "13198a2e 03707344", "c4923a9c 483df7a0"],
  ] as const;

  test.each(known)("of %i rounds at %s under %s is as published", (rounds, counter, key, result) => {
    expect(block(rounds, words(key), words(counter))).toEqual(words(result));
  });

  test("is what draws are", () => {
    const key = tickKey(purposeKey(7, "a purpose"), 3);
    for (const [entity, ordinal] of [
      [0, 0],
      [1_399_999_999, 4_294_967_295],
      [2 ** 32 - 1, 17],
    ]) {
      draw(key, entity, ordinal);
      expect({ hi: first(), lo: second() }).toEqual(block(13, key, { hi: entity, lo: ordinal }));
    }
  });

  test("unrolled, as the batteries are fed, is the same word by word", async () => {
    const keys = [0, 1, 2].map((tick) => tickKey(purposeKey(5, "stream"), tick));
    const filled = new Uint32Array(new SharedArrayBuffer(2400));
    const pairs = new Uint32Array(keys.flatMap(({ hi, lo }) => [hi, lo]));
    expect(await callWords("fillWords", filled, pairs, 2 ** 32 - 40)).toBe(2 ** 32 + 60);
    const drawn = Array.from({ length: 100 }, (_, i) => 2 ** 32 - 40 + i).flatMap((entity) =>
      keys.flatMap((key) => {
        draw(key, entity % 2 ** 32, Math.floor(entity / 2 ** 32));
        return [first(), second()];
      }),
    );
    expect(Array.from(filled)).toEqual(drawn);
  });

  test("unrolled, as draws are counted, is below a threshold as often", async () => {
    const key = tickKey(purposeKey(5, "stream"), 0);
    const thresholds = [2 ** 31, 1_000_000_000] as const;
    const words = Array.from({ length: 1000 }, (_, entity) => {
      draw(key, entity, 0);
      return [first(), second()];
    });
    const below = (list: readonly number[]): number[] =>
      thresholds.map((most) => list.filter((word) => word < most).length);
    const task = { ...key, entities: 1000, thresholds };
    expect(await callWords("countBelow", { ...task, both: true })).toEqual(below(words.flat()));
    expect(await callWords("countBelow", { ...task, both: false })).toEqual(below(words.map(([one]) => one)));
  });
});

describe("an address", () => {
  test("keeps all bits of the seed, the tick and the purpose apart", () => {
    const seeds = [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1];
    const keys = seeds.flatMap((seed) =>
      ["", "a", "b", "ab", "ba", "a\0", "线", "conduct.a/b", "conduct.a/", "b"].flatMap((purpose, place) =>
        // The last purpose is a repeated one: it must give the same key.
        [-1, 0, 1].map((tick) => [place, JSON.stringify(tickKey(purposeKey(seed, purpose), tick))] as const),
      ),
    );
    const different = new Set(keys.filter(([place]) => place < 9).map(([, key]) => key));
    expect(different.size).toBe(seeds.length * 9 * 3);
    expect(new Set(keys.map(([, key]) => key)).size).toBe(different.size);
    expect(seedWords(2 ** 53 - 1)).toEqual({ hi: 2 ** 21 - 1, lo: 2 ** 32 - 1 });
  });

  test("is made of names without a collision among 100,000 that look alike", () => {
    const seen = new Set<string>();
    for (let i = 0; i < 100_000; i++) {
      const { hi, lo } = hashText(`conduct.c${i}/seen by channel`);
      seen.add(`${hi} ${lo}`);
    }
    expect(seen.size).toBe(100_000);
  });

  test("gives words that are not correlated with their neighbours' along entity, tick, purpose or ordinal", () => {
    const n = 200_000;
    const at = (key: Words, entity: number, ordinal: number): number => {
      draw(key, entity, ordinal);
      return first();
    };
    const purpose = purposeKey(11, "conduct.littering/seen by camera");
    const key = tickKey(purpose, 0);
    const along = {
      entity: (i: number) => at(key, i, 0),
      ordinal: (i: number) => at(key, 0, i),
      tick: (i: number) => at(tickKey(purpose, i), 0, 0),
      purpose: (i: number) => at(tickKey(purposeKey(11, `purpose ${i}`), 0), 0, 0),
    };
    for (const [name, wordAt] of Object.entries(along)) {
      const line = Float64Array.from({ length: n + 1 }, (_, i) => wordAt(i));
      const r = correlation(line.subarray(0, n), line.subarray(1));
      expect(Math.abs(r), name).toBeLessThan(4 / Math.sqrt(n));
    }
    const both = Array.from({ length: n }, (_, i) => [at(key, i, 0), second()]);
    const r = correlation(
      Float64Array.from(both, ([one]) => one),
      Float64Array.from(both, ([, two]) => two),
    );
    expect(Math.abs(r)).toBeLessThan(4 / Math.sqrt(n));
  });
});

describe("a unit", () => {
  test("is a binary32 from 0 to below 1, and keeps what is small", () => {
    expect(unit(0)).toBe(0);
    expect(unit(1)).toBe(2 ** -32);
    expect(unit(12_345)).toBe(12_345 / 2 ** 32);
    expect(unit(2 ** 31)).toBe(0.5);
    expect(unit(2 ** 32 - 1)).toBe(1 - 2 ** -24);
    expect(unit(2 ** 32 - 200)).toBe(1 - 2 ** -24);
  });
});

describe("a coarse draw", () => {
  const key = tickKey(purposeKey(3, "score/rounding"), 8);

  test("gives sixteen entities the eight words of four blocks, each half once", () => {
    const halves = [8, 9, 10, 11].flatMap((place) => {
      draw(key, place, 0);
      return [first(), second()].flatMap((word) => [word & 0xffff, word >>> 16]);
    });
    const drawn = Array.from({ length: 16 }, (_, i) => coarse(key, 32 + i));
    expect([...drawn].sort((a, b) => a - b)).toEqual([...halves].sort((a, b) => a - b));
  });

  test("is uniform over all 65,536 values: chi-square within 4 standard errors", () => {
    const counts = new Uint32Array(65_536);
    const n = 64 * 65_536;
    for (let entity = 0; entity < n; entity++) counts[coarse(key, entity)]++;
    expect(
      Math.abs(
        chiScore(
          chiSquare(counts, () => 64),
          65_535,
        ),
      ),
    ).toBeLessThan(4);
  });

  test("is independent of that of neighbours, also of those in the same block and word", () => {
    const n = 2 ** 18;
    const line = Float64Array.from({ length: n + 32 }, (_, entity) => coarse(key, entity));
    // Three in four of those 4 apart come from one block, two of them from one word; 1 and 16 apart none do.
    for (const apart of [1, 2, 4, 8, 12, 16]) {
      const r = correlation(line.subarray(0, n), line.subarray(apart, n + apart));
      expect(Math.abs(r), `${apart} apart`).toBeLessThan(4 / Math.sqrt(n));
      for (const [bits, shift] of [
        ["upper", 12],
        ["lower", 0],
      ] as const) {
        const cells = new Uint32Array(256);
        // Disjoint pairs only: pairs that share an entity are not independent of each other.
        for (let i = 0; i < n; i++) {
          if (Math.floor(i / apart) % 2 === 0)
            cells[((line[i] >> shift) & 15) * 16 + ((line[i + apart] >> shift) & 15)]++;
        }
        const pairs = cells.reduce((sum, count) => sum + count, 0);
        const score = chiScore(
          chiSquare(cells, () => pairs / 256),
          255,
        );
        expect(Math.abs(score), `${bits} bits, ${apart} apart`).toBeLessThan(4);
      }
    }
  });

  test("is independent along tick and purpose", () => {
    const n = 100_000;
    const ticks = Float64Array.from({ length: n + 1 }, (_, tick) => coarse(tickKey(key, tick), 5));
    const purposes = Float64Array.from({ length: n + 1 }, (_, i) => coarse(purposeKey(1, `p${i}`), 5));
    for (const line of [ticks, purposes]) {
      expect(Math.abs(correlation(line.subarray(0, n), line.subarray(1)))).toBeLessThan(4 / Math.sqrt(n));
      const counts = new Uint32Array(256);
      for (const bits of line) counts[bits & 255]++;
      expect(
        Math.abs(
          chiScore(
            chiSquare(counts, () => (n + 1) / 256),
            255,
          ),
        ),
      ).toBeLessThan(4);
    }
  });
});
