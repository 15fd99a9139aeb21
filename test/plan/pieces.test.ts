import { describe, expect, test } from "vitest";
import { draw, first, purposeKey, second, tickKey } from "../../src/core/chance.ts";
import { carriedIn, deliveryFrom, effectsOf } from "../../src/plan/effects.ts";
import { footprintsOf } from "../../src/plan/footprint.ts";
import { cellsOf, numbersOf, ownersOf } from "../../src/plan/kinds.ts";
import { entitiesIn, entityAt } from "../../src/plan/ordinals.ts";
import { inverseOf, pairingOf, partnerOf } from "../../src/plan/pairs.ts";
import type { GatherStep } from "../../src/plan/plan.ts";
import { midRanks, rankingsOf } from "../../src/plan/ranks.ts";
import { levelThresholds, networkOf, shareWithin } from "../../src/plan/ties.ts";
import { truth } from "../../src/rules/build.ts";
import { act, addOne, eventOf, map, number, planOf, scratch, stored } from "../engine/plans.ts";

describe("ranks", () => {
  test("are those below and half of those equal, out of all", () => {
    const counts = [3, 0, 1, 4];
    const all = 8;
    expect([...midRanks(counts)]).toEqual([1.5 / all, 3 / all, 3.5 / all, 6 / all].map(Math.fround));
  });

  test("of one alone are a half, and of nobody 0", () => {
    expect([...midRanks([1])]).toEqual([0.5]);
    expect([...midRanks([0, 0])]).toEqual([0, 0]);
  });

  test("are asked for once a column, among those of whom it is asked first", () => {
    const among = truth(true);
    const one = { name: "a", kind: "rank", column: "y", among } as const;
    const lets = [
      one,
      { ...one, name: "b", column: "x", among: undefined },
      { ...one, name: "c", among: truth(false) },
    ];
    const plan = planOf({ columns: [stored("x"), stored("y")], steps: [map("m", { lets })] });
    expect(rankingsOf(plan).map((each) => [each.column.name, each.among])).toEqual([
      ["y", among],
      ["x", undefined],
    ]);
  });
});

describe("a pairing", () => {
  const words = [0, 1, 2, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];

  test.each([2, 64, 4096])("of %d slots joins each with another, which it joins with it", (slots) => {
    for (const v of words)
      for (const w of words) {
        const pairing = pairingOf(v, w, slots);
        expect(pairing.a).toBe((w | 1) >>> 0);
        expect(pairing.turn).toBeGreaterThanOrEqual(1);
        expect(pairing.turn).toBeLessThan(slots);
        for (let slot = 0; slot < slots; slot += 1 + (slots >> 5)) {
          const partner = partnerOf(slot, pairing);
          expect(partner).not.toBe(slot);
          expect(partnerOf(partner, pairing)).toBe(slot);
          const image = (x: number): bigint => (BigInt(pairing.a) * BigInt(x) + BigInt(w >>> 16)) % BigInt(slots);
          expect(image(partner)).toBe(image(slot) ^ BigInt(pairing.turn));
        }
      }
  });

  test("has an inverse modulo 2^24 of every odd number", () => {
    for (const odd of [1, 3, 5, 7, 0xff_ffff, 0x1234_5679, 0xffff_ffff])
      expect(Math.imul(odd, inverseOf(odd)) & 0xff_ffff).toBe(1);
  });
});

describe("far friends", () => {
  const ties = { near: 0, far: 3, purpose: "t" };
  const communitySize = 128;
  const size = communitySize * 1024;
  const { friend, lanes } = networkOf(ties, communitySize, size, 7);

  /** Written from the document by itself: the highest level whose draw says so, and whom it joins. */
  function byHand(entity: number, lane: number): number {
    const key = tickKey(purposeKey(7, "t/far"), -1);
    const community = Math.floor(entity / communitySize);
    const slot = entity % communitySize;
    const block = Math.floor(slot / 32);
    const at = (level: number): [number, number] => {
      draw(key, Math.floor(community / 2 ** level), (lane * 128 + block) * 32 + level);
      return [first(), second()];
    };
    const weight = (k: number): number => 2 ** (-k / 2);
    const sum = (k: number): number => Array.from({ length: k }, (_, i) => weight(i + 1)).reduce((a, b) => a + b, 0);
    const levels = Array.from({ length: 26 }, (_, i) => 26 - i);
    const level = levels.find((k) => k === 1 || at(k)[0] < Math.round((weight(k) / sum(k)) * 2 ** 32))!;
    const [, word] = at(level);
    const half = 2 ** (level - 1);
    const partner = (community ^ (half + (word & (half - 1)))) >>> 0;
    const found = partner * communitySize + block * 32 + ((slot & 31) ^ (word >>> 27));
    return found < size ? found : -1;
  }

  test("are those of the document, in every lane and block, and mutual", () => {
    let there = 0;
    for (let lane = 0; lane < lanes; lane++)
      for (let entity = 0; entity < size; entity += 97) {
        const found = friend(entity, lane);
        expect(found).toBe(byHand(entity, lane));
        if (found < 0) continue;
        there += 1;
        expect(friend(found, lane)).toBe(entity);
        expect(Math.floor(found / communitySize)).not.toBe(Math.floor(entity / communitySize));
      }
    expect(there).toBeGreaterThan(2000);
  });

  test("who are not there are −1, the last who is there is himself", () => {
    const pair = networkOf({ near: 1, far: 0, purpose: "t" }, 32, 32, 1);
    const ends = Array.from({ length: 32 }, (_, entity) => pair.friend(entity, 0));
    expect([...ends].sort((a, b) => a - b)).toEqual(ends.map((_, i) => i));
    const fewer = networkOf({ near: 1, far: 0, purpose: "t" }, 32, 20, 1);
    ends.slice(0, 20).forEach((one, entity) => {
      expect(fewer.friend(entity, 0)).toBe(one < 20 ? one : -1);
    });
  });

  test("have levels of shares that halve with every second one", () => {
    expect(levelThresholds[0]).toBe(0);
    expect(levelThresholds[1]).toBe(2 ** 32);
    expect(shareWithin(26)).toBe(1);
    expect(shareWithin(0)).toBe(0);
    expect((shareWithin(3) - shareWithin(2)) / (shareWithin(1) - shareWithin(0))).toBeCloseTo(0.5, 12);
  });
});

describe("entities of kinds", () => {
  const kinds = [{ name: "shop", slots: 16, share: 49_437, purpose: "shops" }];
  const plan = { size: 700, communitySize: 256, kinds };

  test("take cells up to the last of people, and up to the last slot of others", () => {
    expect(cellsOf(plan, undefined)).toBe(700);
    expect(cellsOf(plan, undefined, { first: 1, end: 2 })).toBe(256);
    expect(cellsOf(plan, undefined, { first: 2, end: 3 })).toBe(188);
    expect(cellsOf(plan, "shop")).toBe(48);
    expect(cellsOf(plan, "shop", { first: 1, end: 3 })).toBe(32);
  });

  test("are in their stretch, and in no other", () => {
    expect([...numbersOf(plan, undefined, { first: 1, end: 2 })]).toEqual([{ from: 256, end: 512 }]);
    expect([...numbersOf(plan, "shop", { first: 1, end: 2 })].map(({ from }) => from)).toEqual([16]);
    expect([...numbersOf(plan, "shop")].map(({ from }) => from)).toEqual([0, 16, 32]);
  });

  test("of a community are counted from its first slot", () => {
    expect(entitiesIn(plan, undefined, 2).slice(0, 2)).toEqual([512, 513]);
    expect(entitiesIn(plan, "shop", 1)[0]).toBe(16);
    expect(entitiesIn(plan, "shop", 0)).toContain(entityAt(plan, "shop", 0));
  });

  test("belong to people who are there, one each, or to nobody", () => {
    const owner = ownersOf(plan, "shop", 3);
    const full = ownersOf({ ...plan, size: 768 }, "shop", 3);
    const shops = [0, 1, 2].flatMap((community) => entitiesIn(plan, "shop", community));
    const owners = shops.map(owner);
    expect(new Set(owners.filter((one) => one >= 0)).size).toBe(owners.filter((one) => one >= 0).length);
    // Owners do not hang on how many people there are, but for those who are not there.
    expect(owners).toEqual(shops.map(full).map((one) => (one < plan.size ? one : -1)));
    for (const one of owners) expect(one).toBeLessThan(plan.size);
  });

  test("belong to nobody behind the last person, who may own himself", () => {
    const few = { size: 40, communitySize: 64, kinds: [{ name: "shop", slots: 64, share: 2 ** 20, purpose: "shops" }] };
    const all = ownersOf({ ...few, size: 64 }, "shop", 1);
    const last = Array.from({ length: 32 }, (_, slot) => slot).map((slot) => all(slot));
    for (const [slot, owner] of last.entries()) {
      for (const size of [owner, owner + 1]) {
        if (size < 1) continue;
        expect(ownersOf({ ...few, size }, "shop", 1)(slot)).toBe(owner < size ? owner : -1);
      }
    }
  });
});

describe("steps of a plan", () => {
  const record = { carry: ["grave"], lets: [], effects: [addOne("fresh")], label: "" };
  const deliver = { kind: "deliver", name: "post", queue: "post", record } as const;
  const lets = [{ name: "grave", kind: "number", is: number(1) }] as const;
  const wait = { queue: "post", delay: number(1) };
  const deed = act("deed", [], number(0), eventOf("deed", { lets, wait, record, before: [addOne("all")] }));
  const gather: GatherStep = { kind: "gather", name: "g", column: "x", sum: "sum", count: "count" };
  const plan = planOf({
    columns: [stored("x"), scratch("fresh"), scratch("all"), scratch("sum"), scratch("count")],
    queues: [{ name: "post", longest: 2, rate: 1 }],
    steps: [deliver, deed, map("m", {})],
  });

  test("have the effects of the act first, then those of its record", () => {
    expect(effectsOf(deed)).toEqual([addOne("all"), addOne("fresh")]);
    expect(effectsOf(deliver)).toEqual([addOne("fresh")]);
    expect(effectsOf(map("m", {}))).toEqual([]);
  });

  test("deliver from one queue what is carried in it", () => {
    expect(deliveryFrom(plan, "post")).toBe(deliver);
    expect(carriedIn(plan, "post")).toEqual(["grave"]);
    expect(deliveryFrom(plan, "none")).toBeUndefined();
    expect(carriedIn(plan, "none")).toEqual([]);
  });

  test("have footprints that are found once", () => {
    expect(footprintsOf(plan)).toBe(footprintsOf(plan));
  });

  test("gather from near friends where there are lanes to go over, and from far ones where there are any", () => {
    const whoseIn = (ties: typeof plan.ties, lanes?: GatherStep["lanes"]): string[] => {
      const step = lanes ? { ...gather, lanes } : gather;
      return footprintsOf({ ...plan, ties, steps: [step] })
        .get(step)!
        .reads.map(({ whose }) => whose);
    };
    expect(whoseIn(undefined)).toEqual([]);
    expect(whoseIn({ near: 2, far: 0, purpose: "t" })).toEqual(["near"]);
    expect(whoseIn({ near: 0, far: 1, purpose: "t" })).toEqual(["far"]);
    expect(whoseIn({ near: 2, far: 1, purpose: "t" })).toEqual(["near", "far"]);
    expect(whoseIn({ near: 2, far: 1, purpose: "t" }, { from: 1, to: 1, far: true })).toEqual(["far"]);
    expect(whoseIn({ near: 2, far: 1, purpose: "t" }, { from: 1, to: 2, far: false })).toEqual(["near"]);
  });
});
