import { describe, expect, test } from "vitest";
import { coarse, draw, first, purposeKey, second, tickKey, unit } from "../../src/core/chance.ts";
import { layOut } from "../../src/engine/emit/layout.ts";
import { emitText } from "../../src/engine/emit/text.ts";
import { World } from "../../src/engine/meaning/interpret.ts";
import { reckon } from "../../src/engine/memory.ts";
import { moduleOf } from "../../src/engine/wasm/assemble.ts";
import { openSolo } from "../../src/engine/wasm/crew.ts";
import { WasmWorld } from "../../src/engine/wasm/world.ts";
import { WorldMemory } from "../../src/engine/wasm/worldMemory.ts";
import { checkPlan } from "../../src/plan/check.ts";
import { cellsOf, entitiesOf, filledOf, isEntity, numbersOf, ownersOf } from "../../src/plan/kinds.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { multiply } from "../../src/rules/build.ts";
import { differenceOf, inMemories, inParts, onThreads } from "../conformance/rows.ts";
import { kindOf, kindsPlan, shareOf } from "./kindsPlan.ts";
import { changeBy, col, loc, map, measureOf, number, planOf, scratch, setTo, stored } from "./plans.ts";

const firms = (communitySize: number, people = 42.42) => kindOf("firm", communitySize, shareOf(people));

/** The numbers of all entities of a kind. */
function allNumbers(plan: Plan, of?: string): number[] {
  return [...numbersOf(plan, of)].flatMap(({ from, end }) => Array.from({ length: end - from }, (_, i) => from + i));
}

/** A world of a size whose entities do nothing. */
function idle(size: number, communitySize: number, people?: number): Plan {
  return planOf({ size, communitySize, kinds: [firms(communitySize, people)] });
}

describe("a further kind", () => {
  const shapes = [32, 64, 1024, 4096].flatMap((slots) => [1.5, 42.42, 1000].map((people) => [slots, people] as const));

  test.each(shapes)("in communities of %i, one for every %f: has floor(size × share / 2^21)", (slots, people) => {
    for (const size of [1, 31, 42, 43, 1000, 5000, 123_457]) {
      const plan = idle(size, slots, people);
      const { share, slots: room } = plan.kinds![0]!;
      checkPlan(plan);
      expect(entitiesOf(plan, "firm")).toBe(Math.floor((size * share) / 2 ** 21));
      const all = allNumbers(plan, "firm");
      expect(all.length).toBe(entitiesOf(plan, "firm"));
      for (let community = 0; community * slots < size; community++)
        expect(filledOf(plan, "firm", community)).toBeLessThanOrEqual(room);
      expect(all.every((one) => isEntity(plan, "firm", one))).toBe(true);
      expect(all.length).toBe(
        Array.from({ length: cellsOf(plan, "firm") }, (_, one) => isEntity(plan, "firm", one)).filter(Boolean).length,
      );
    }
  });

  test("is one for every 42.42 of the whole country, to the last of them", () => {
    const plan = idle(1_400_000_000, 1024);
    const { share } = plan.kinds![0]!;
    const expected = (BigInt(plan.size) * BigInt(share)) >> 21n;
    expect(BigInt(entitiesOf(plan, "firm"))).toBe(expected);
    expect(Number(expected) / (plan.size / 42.42)).toBeCloseTo(1, 4);
    expect(isEntity(plan, "firm", cellsOf(plan, "firm") - 32)).toBe(true);
  });

  test("has the same entities and more in a larger world", () => {
    const [small, large] = [idle(10_001, 64), idle(20_000, 64)];
    const known = new Set(allNumbers(large, "firm"));
    expect(allNumbers(small, "firm").filter((one) => !known.has(one))).toEqual([]);
    const [before, after] = [ownersOf(small, "firm", 3), ownersOf(large, "firm", 3)];
    for (const one of allNumbers(small, "firm")) expect([-1, after(one)]).toContain(before(one));
  });
});

describe("owners", () => {
  test.each([1.5, 7, 42.42])("are in the community, and no two entities have the same: one for every %f", (people) => {
    const plan = idle(10_007, 64, people);
    const ownerOf = ownersOf(plan, "firm", 1);
    const { slots } = plan.kinds![0]!;
    const owners = allNumbers(plan, "firm").map((one) => {
      const owner = ownerOf(one);
      if (owner >= 0) expect(Math.floor(owner / 64)).toBe(Math.floor(one / slots));
      return owner;
    });
    const there = owners.filter((owner) => owner >= 0);
    expect(new Set(there).size).toBe(there.length);
    // Only the last community has slots without a person.
    expect(owners.length - there.length).toBeLessThanOrEqual(slots);
  });

  test("are slots in the order of their draws, turned by a mask", () => {
    const plan = idle(1000, 32, 3);
    const order = tickKey(purposeKey(9, "firm/order"), -1);
    const drawn = Array.from({ length: 32 }, (_, slot) => {
      draw(order, slot, 0);
      return { slot, word: BigInt(first()) * 2n ** 32n + BigInt(second()) };
    }).sort((a, b) => (a.word < b.word ? -1 : 1));
    const ownerOf = ownersOf(plan, "firm", 9);
    const { slots } = plan.kinds![0]!;
    for (const one of allNumbers(plan, "firm")) {
      const community = Math.floor(one / slots);
      draw(tickKey(purposeKey(9, "firm/mask"), -1), community, 0);
      const owner = community * 32 + (drawn[one % slots]!.slot ^ (first() % 32));
      expect(ownerOf(one)).toBe(owner < 1000 ? owner : -1);
    }
  });

  test("are spread evenly over the slots of a community", () => {
    const plan = idle(64 * 4000, 64, 16);
    const ownerOf = ownersOf(plan, "firm", 2);
    const counts = new Array<number>(64).fill(0);
    for (const one of allNumbers(plan, "firm")) counts[ownerOf(one) % 64]! += 1;
    // 16,000 over 64 slots: χ² with 63 degrees of freedom is below 114 with chance 0.9999.
    const chi = counts.reduce((sum, count) => sum + (count - 250) ** 2 / 250, 0);
    expect(chi).toBeLessThan(114);
  });
});

describe("links", () => {
  const plan = kindsPlan(1011, 64, [firms(64, 5)]);

  test("give each what its owner has, and each owner what is theirs", () => {
    const world = new World(plan, 4);
    const people = allNumbers(plan);
    const all = allNumbers(plan, "firm");
    for (let tick = 0; tick < 4; tick++) {
      const wealth = people.map((one) => world.unitOf("wealth", one));
      const worth = new Map(all.map((one) => [one, world.unitOf("firm worth", one)]));
      world.step();
      const ownerOf = ownersOf(plan, "firm", 4);
      const owned = new Map(all.map((one) => [ownerOf(one), one]));
      for (const one of all) {
        const owner = ownerOf(one);
        expect(world.unitOf("firm boss", one)).toBe(owner < 0 ? 0 : wealth[owner]);
        expect(world.unitOf("firm bosses", one)).toBe(owner < 0 ? 0 : 1);
      }
      for (const person of people) {
        const one = owned.get(person);
        expect(world.unitOf("firm thing", person)).toBe(one === undefined ? 0 : worth.get(one));
        expect(world.unitOf("firm things", person)).toBe(one === undefined ? 0 : 1);
      }
    }
  });
});

/** The life of a person, whose number is that of an entity of the other kind as well. */
const script = { entity: 5, columns: { wealth: 5 }, acts: [{ tick: 2, step: "people act", set: { luck: 0.5 } }] };

/** Friends beside kinds. */
function withFriends(plan: Plan): Plan {
  const sums = { sum: "sum", count: "count" };
  return {
    ...plan,
    ties: { near: 2, far: 1, purpose: "ties" },
    columns: [...plan.columns, scratch("sum", { highest: 1e5 }), scratch("count")],
    steps: [
      { kind: "gather", name: "gather", column: "wealth", ...sums },
      ...plan.steps,
      map("friends", { writes: [changeBy("all", col("sum"))] }),
    ],
  };
}

const shapes: readonly [name: string, plan: Plan][] = [
  ["few slots", kindsPlan(1011, 64, [firms(64)])],
  ["eight slots", kindsPlan(1500, 256, [firms(256)])],
  ["many", kindsPlan(333, 32, [firms(32, 1)])],
  ["two kinds", kindsPlan(5003, 1024, [firms(1024), kindOf("shop", 1024, shareOf(3))])],
  ["a life beside them", kindsPlan(200, 64, [firms(64, 5)], { script })],
  ["friends beside them", withFriends(kindsPlan(1011, 64, [firms(64, 5)]))],
  ["nobody at first", kindsPlan(41, 32, [firms(32)])],
];

describe("both engines agree on kinds", () => {
  test.each(shapes)(
    "%s",
    async (_, plan) => {
      checkPlan(plan);
      const rows = [onThreads(1), onThreads(2), onThreads(7), inParts(3), inParts(5, 2, 17), inMemories(1, 2)];
      expect(await differenceOf(plan, 11, 7, rows)).toBeUndefined();
    },
    60_000,
  );

  test("in what is looked at: rules, histograms and rows of everyone there", async () => {
    const [, plan] = shapes[3]!;
    const most = layOut(plan, { first: 0, end: 2 }, 1).bytes;
    const worlds = [new World(plan, 5), await WasmWorld.open(plan, 5, 2, most)];
    for (const world of worlds) {
      await world.step();
      const histogram = world.histogram("firm worth", 7);
      expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(entitiesOf(plan, "firm"));
      expect(histogram).toEqual(worlds[0]!.histogram("firm worth", 7));
      const worth = world.reckoner(col("firm worth"));
      for (const one of allNumbers(plan, "firm")) expect(worth(one)).toBe(worlds[0]!.unitOf("firm worth", one));
      const census = plan.measures.findIndex(({ name }) => name === "firm census");
      const all = world.rows.find(({ measure, group }) => measure === census && group === -1)!;
      expect(all.count).toBe(entitiesOf(plan, "firm"));
    }
    (worlds[1] as WasmWorld).close();
  });

  test("and each has what it is reckoned to take", () => {
    const [, plan] = shapes[3]!;
    // Three columns of 2, 2 and 4 bytes, and 2 records of 12 bytes a tick for 5 ticks; each person has wealth, all and met.
    const bytesEach = 2 + 2 + 4 + 2 * 5 * 12;
    const kinds = ["firm", "shop"].map((name) => ({ name, size: entitiesOf(plan, name), bytesEach }));
    const reckoned = reckon(plan, { backend: "wasm", threads: 2 });
    expect(reckoned.kinds).toEqual(kinds);
    const shares = plan.kinds!.reduce((sum, { share }) => sum + share / 2 ** 21, 0);
    expect(reckoned.bytesPerPerson).toBeCloseTo(2 + 2 + 2 * 2 + 120 + shares * bytesEach, 9);
    const columns = plan.columns.reduce((sum, { name }) => sum + new World(plan, 1).units(name).cells.byteLength, 0);
    expect(reckon(plan, { backend: "interpret" }).totalBytes).toBeGreaterThan(columns);
  });
});

describe("the last community of a large country", () => {
  test("draws by numbers beyond 2^31, and knows how many are there", async () => {
    // A third of the last community is there, with as many firms.
    const size = 32 * 62_499_999 + 11;
    const kind = kindOf("firm", 32, 2 ** 21);
    const half = { lets: [{ name: "u", kind: "uniform", purpose: "u" } as const], of: "firm" };
    const plan = planOf({
      size,
      communitySize: 32,
      kinds: [kind],
      columns: [
        { ...stored("drawn"), of: "firm" },
        { ...stored("rounded"), of: "firm" },
      ],
      start: [
        map("start", { ...half, writes: [setTo("drawn", multiply(loc("u"), number(1000)))] }),
        map("round", { of: "firm", writes: [changeBy("rounded", number(0.5), "coarse")] }),
      ],
      measures: [measureOf("firms", { of: "firm", value: col("drawn"), resolution: 1 })],
    });
    const stretch = { first: 62_499_999, end: 62_500_000 };
    const layout = layOut(plan, stretch, 1);
    const pages = Math.ceil(layout.bytes / 65_536);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const emitted = emitText(plan, layout, { shared: false });
    const module = await moduleOf(emitted);
    const desk = new WorldMemory(plan, layout, memory.buffer, 1, 1);
    const crew = await openSolo([{ module, memory, own: 0, numbers: emitted.numbers, ...stretch }]);
    desk.turnToStart();
    await crew.run(["start", "tick"]);
    const from = stretch.first * kind.slots;
    expect(from).toBeGreaterThan(2 ** 31);
    const key = (purpose: string) => tickKey(purposeKey(1, purpose), -1);
    const numbers = Array.from({ length: 11 }, (_, i) => from + i);
    const drawn = numbers.map((entity) => {
      draw(key("u"), entity, 0);
      return Math.round(Math.fround(unit(first()) * 1000));
    });
    expect([...desk.cellsOf("drawn").subarray(0, 11)]).toEqual(drawn);
    const rounded = numbers.map((entity) => (coarse(key("coarse"), entity) < 32_768 ? 1 : 0));
    expect([...desk.cellsOf("rounded").subarray(0, 11)]).toEqual(rounded);
    expect([...desk.takeTotals(0)]).toEqual([11, drawn.reduce((a, b) => a + b, 0)]);
  });
});

describe("a world of kinds", () => {
  const [, plan] = shapes[0]!;
  const most = layOut(plan, { first: 0, end: 4 }, 1).bytes;
  const engines = {
    interpreter: () => new World(plan, 6),
    "wasm on 2 threads": () => WasmWorld.open(plan, 6, 2),
    "wasm in several memories": () => WasmWorld.open(plan, 6, 2, most),
  };

  test.each(Object.entries(engines))("has records that wait for each on every engine: %s", async (_, open) => {
    const [world, whole] = [await open(), new World(plan, 6)];
    for (let tick = 0; tick < 9; tick++) {
      await world.step();
      whole.step();
    }
    expect([...world.waiting()].some(({ queue }) => queue === "firm queue")).toBe(true);
    expect(await world.hash()).toBe(whole.hash());
    expect(world.rows).toEqual(whole.rows);
    if (world instanceof WasmWorld) world.close();
  });
});
