import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChunkReader, ChunkWriter, chunkBytes, digestBytes, storedBytes } from "../../src/engine/checkpoint/chunks.ts";
import { Checksum } from "../../src/engine/common/checksum.ts";
import { MemoryStore, sourceOf } from "./store.ts";

const hex = (words: Uint32Array): string => [...words].map((word) => word.toString(16).padStart(8, "0")).join("");
const digestOf = (bytes: Uint8Array): string => {
  const sum = new Checksum();
  sum.add(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4));
  return hex(sum.digest());
};
const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + 1) & 255);

describe("the checksum", () => {
  // From murmurhash3js-revisited 3.0.0, x86 128 with seed 0.
  test.each([
    ["", "00000000000000000000000000000000"],
    [pattern(16), "5c2b0380f2fc8fcdf113fe10ce78be4e"],
    [pattern(32), "9484de4b64f208db1af7b2d82a698bad"],
    [pattern(64), "ad8f22d107436a152364e40e29c025e3"],
    ["The quick brown fox jumps over t", "7fc78aad2d537202102e762c393ef0c1"],
  ])("is that of MurmurHash3 (case %#)", (bytes, digest) => {
    expect(digestOf(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes)).toBe(digest);
  });

  test("changes with every single bit", () => {
    const bytes = pattern(160);
    const seen = new Set([digestOf(bytes)]);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      seen.add(digestOf(bytes));
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(seen.size).toBe(bytes.length * 8 + 1);
  });
});

describe("chunks", () => {
  const long = new Uint8Array(5 * chunkBytes);
  for (let i = 0; i < long.length; i++) long[i] = Math.imul(i, 0x9e3779b1) >>> 24;

  test("give back what was put, at every size and cut", async () => {
    const size = fc.oneof(fc.nat(40), fc.nat(3000), fc.constant(chunkBytes), fc.nat(chunkBytes));
    const sizes = fc.array(size, { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sizes, sizes, async (puts, fills) => {
        const total = puts.reduce((sum, each) => sum + each, 0);
        const bytes = await written(long.subarray(0, total), puts);
        expect(bytes.length).toBe(storedBytes(total));
        const reader = new ChunkReader(sourceOf(bytes));
        reader.begin(total);
        const back = new Uint8Array(total);
        let at = 0;
        for (const each of [...fills, total]) {
          const part = back.subarray(at, at + each);
          await reader.fill(part);
          at += part.length;
        }
        expect(Buffer.compare(back, long.subarray(0, total))).toBe(0);
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  test("are known by their place: two that are whole in themselves cannot change places", async () => {
    const total = 3 * chunkBytes;
    const bytes = await written(long.subarray(0, total), [total]);
    const step = chunkBytes + digestBytes;
    const mixed = bytes.slice();
    mixed.set(bytes.subarray(step, 2 * step), 2 * step);
    mixed.set(bytes.subarray(2 * step), step);
    for (const [each, good] of [
      [bytes, true],
      [mixed, false],
    ] as const) {
      const reader = new ChunkReader(sourceOf(each));
      reader.begin(total);
      await reader.fill(new Uint8Array(chunkBytes));
      const rest = reader.fill(new Uint8Array(total - chunkBytes));
      if (good) await rest;
      else await expect(rest).rejects.toThrow("damaged");
    }
  });
});

async function written(bytes: Uint8Array, puts: readonly number[]): Promise<Uint8Array> {
  const store = new MemoryStore();
  const draft = store.begin();
  const writer = new ChunkWriter(draft);
  for (let i = 0, at = 0; i < puts.length; at += puts[i++]!) await writer.put(bytes.subarray(at, at + puts[i]!));
  await writer.flush();
  draft.keep();
  return store.bytes;
}
