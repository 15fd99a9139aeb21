import { describe, expect, test } from "vitest";
import { entitiesOf, isEntity, numbersOf } from "../../src/plan/kinds.ts";
import { entitiesIn, entityAt, ordinalOf } from "../../src/plan/ordinals.ts";

const kinds = [{ name: "shop", slots: 16, share: 49_437, purpose: "shops" }];
const world = (size: number) => ({ size, communitySize: 256, kinds });

describe("entities of a kind, as a reader numbers them", () => {
  test.each([1, 256, 300, 4000, 5000])("are all there without gaps among %i", (size) => {
    const plan = world(size);
    const all = [...numbersOf(plan, "shop")].flatMap(({ from, end }) =>
      Array.from({ length: end - from }, (_, i) => from + i),
    );
    const count = entitiesOf(plan, "shop");
    expect(Array.from({ length: count }, (_, ordinal) => entityAt(plan, "shop", ordinal))).toEqual(all);
    expect(all.map((entity) => ordinalOf(plan, "shop", entity))).toEqual(all.map((_, ordinal) => ordinal));
    expect(all.every((entity) => isEntity(plan, "shop", entity))).toBe(true);
    for (const none of [-1, count, 0.5, Number.NaN]) expect(entityAt(plan, "shop", none)).toBe(-1);
  });

  test("have the same numbers in a larger world", () => {
    const [small, large] = [world(1234), world(4000)];
    for (let ordinal = 0; ordinal < entitiesOf(small, "shop"); ordinal++)
      expect(entityAt(small, "shop", ordinal)).toBe(entityAt(large, "shop", ordinal));
  });

  test("of the first kind have their own numbers", () => {
    const plan = world(300);
    expect([0, 255, 299, 300].map((ordinal) => entityAt(plan, undefined, ordinal))).toEqual([0, 255, 299, -1]);
    expect(ordinalOf(plan, undefined, 299)).toBe(299);
    expect(entitiesIn(plan, undefined, 1)).toHaveLength(44);
  });
});
