import { expect, test } from "vitest";
import { draw, first, purposeKey, second, tickKey } from "../../src/core/chance.ts";
import { drawOrder } from "../../src/plan/ties.ts";

const keyOf = (name: string) => tickKey(purposeKey(7, name), -1);

/** As the docstring has it: slots by their draws of 64 bits, the lower slot first where two are alike. */
function plainOrder(key: ReturnType<typeof keyOf>, slots: number): number[] {
  const drawn = Array.from({ length: slots }, (_, slot) => {
    draw(key, slot, 0);
    return { slot, word: (BigInt(first()) << 32n) | BigInt(second()) };
  });
  return drawn.sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : a.slot - b.slot)).map(({ slot }) => slot);
}

test("slots stand in the order of draws of 64 bits, also where the upper 32 of two are alike", () => {
  let alike = 0;
  for (let i = 0; i < 12; i++) {
    const key = keyOf(`order ${i}`);
    const plain = plainOrder(key, 65_536);
    expect([...drawOrder(key, 65_536)]).toEqual(plain);
    const uppers = plain.map((slot) => {
      draw(key, slot, 0);
      return first();
    });
    alike += uppers.filter((upper, place) => upper === uppers[place + 1]).length;
  }
  // 65,536 draws have half a pair among them in the mean: without any, this would test nothing.
  expect(alike).toBeGreaterThan(0);
  for (const slots of [1, 2, 32, 1024])
    expect([...drawOrder(keyOf("few"), slots)]).toEqual(plainOrder(keyOf("few"), slots));
});
