import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { checkPlan } from "../../src/plan/check.ts";
import { entitiesOf, filledOf, isEntity, ownersOf, slotsOf } from "../../src/plan/kinds.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { textOf } from "./folder.ts";

const kind = "enterprise";
const seed = 7;

/** Numbers of all enterprises of a world. */
function enterprisesOf({ plan }: World): number[] {
  const most = Math.ceil(plan.size / plan.communitySize) * slotsOf(plan, kind);
  return Array.from({ length: most }, (_, e) => e).filter((e) => isEntity(plan, kind, e));
}

function worldOf(text: string, ticks: number, people?: number): World {
  const plan = readScenario(text, { name: "test.yaml" }).plan({ ticks, ...(people ? { people } : {}) });
  checkPlan(plan);
  const world = new World(plan, seed);
  for (let tick = 0; tick < ticks; tick++) world.step();
  return world;
}

const owners = `title: Owners
time: { tick: 1 week, span: 1 year }
population:
  size: 500
  traits: { wealth: { uniform: [-20, 100], resolution: 1 }, married: { chance: 0.5 } }
  ties: { community: 64 }
state:
  sees_size: { from: 0, to: 50, start: 0, update: owned(size) }
  sees_big: { from: 0, to: 1, resolution: 1, start: 0, update: owned(big) }
  sees_any: { from: 0, to: 1, resolution: 1, start: 0, update: owns }
consequences:
  shamed: { when: owned(listed) > 0 }
  poor: { when: wealth < 20 }
enterprises:
  one_for_every: 5 people
  traits: { size: { uniform: [10, 50], resolution: 1 } }
  state:
    sees_wealth: { from: -20, to: 100, resolution: 1, start: 0, update: owner(wealth) }
    sees_married: { from: 0, to: 1, resolution: 1, start: 0, update: owner(married) }
    sees_poor: { from: 0, to: 1, resolution: 1, start: 0, update: owner(poor) }
    sees_owner: { from: 0, to: 1, resolution: 1, start: 0, update: has_owner }
  consequences:
    big: { when: size > 30 }
    listed: { when: "size > 40 && tick > 0" }
`;

describe("owners", () => {
  const world = worldOf(owners, 1);
  const ownerOf = ownersOf(world.plan, kind, seed);
  const owned = new Map(enterprisesOf(world).map((e) => [ownerOf(e), e]));

  test("an enterprise sees its owner's number and truths, and 0 without one", () => {
    let without = 0;
    for (const e of enterprisesOf(world)) {
      const owner = ownerOf(e);
      const of = (column: string): number => world.valueOf(`enterprises.${column}`, e);
      if (owner < 0) without++;
      expect(of("sees_owner")).toBe(owner < 0 ? 0 : 1);
      expect(of("sees_wealth")).toBe(owner < 0 ? 0 : world.valueOf("wealth", owner));
      expect(of("sees_married")).toBe(owner < 0 ? 0 : world.valueOf("married", owner));
      expect(of("sees_poor")).toBe(owner >= 0 && world.valueOf("wealth", owner) < 20 ? 1 : 0);
    }
    expect(enterprisesOf(world).length).toBe(entitiesOf(world.plan, kind));
    // The last community has 52 of 64 slots filled: some of its enterprises have no owner.
    expect(without).toBeGreaterThan(0);
  });

  test("a person sees what it owns, and 0 where that is nothing; no two are owned by one", () => {
    expect(new Set(owned.values()).size).toBe(owned.size);
    for (let person = 0; person < world.plan.size; person++) {
      const e = owned.get(person);
      const size = e === undefined ? 0 : world.valueOf("enterprises.size", e);
      expect(world.valueOf("sees_size", person)).toBe(size);
      expect(world.valueOf("sees_big", person)).toBe(size > 30 ? 1 : 0);
      expect(world.valueOf("sees_any", person)).toBe(e === undefined ? 0 : 1);
    }
  });

  test("a truth is seen a tick after it came to hold", () => {
    const later = worldOf(owners, 2);
    const shamed = (of: World): number => of.figures.get("under.shamed")!;
    // It holds from tick 1 on, and what held at the end of a tick is seen in the next.
    expect(shamed(later)).toBe(0);
    later.step();
    const large = [...owned].filter(([owner, e]) => owner >= 0 && world.valueOf("enterprises.size", e) > 40);
    expect(shamed(later)).toBe(large.length);
    expect(large.length).toBeGreaterThan(5);
  });
});

describe("how many there are", () => {
  test.each([
    [1000, 42.42, 32],
    [1_400_000, 42.42, 32],
  ])("%i people with one for every %f", (people, every, slots) => {
    const text = `title: Many
time: { tick: 1 week, span: 1 year }
population: { size: 10 }
enterprises: { one_for_every: ${every} people }
`;
    const plan = readScenario(text).plan({ people });
    expect(slotsOf(plan, kind)).toBe(slots);
    // The share is kept in 2,097,152nds, and a last part of one is dropped.
    expect(Math.abs(entitiesOf(plan, kind) - people / every)).toBeLessThan(1 + people / 2 ** 22);
    for (let g = 0; g < Math.ceil(people / 1024); g++) expect(filledOf(plan, kind, g)).toBeLessThanOrEqual(slots);
  });

  test("33 million for 1.4 billion people", () => {
    const text = "title: A country\ntime: { tick: 1 week, span: 1 year }\npopulation: { size: 1_400_000_000 }\n";
    const plan = readScenario(`${text}enterprises: { one_for_every: 42.42 people }\n`).plan();
    expect(entitiesOf(plan, kind) / 1e6).toBeCloseTo(33, 1);
  });
});

test("people live as they would without enterprises that they do not ask after", () => {
  const text = textOf("test/good/ties.yaml");
  const plain = worldOf(text, 4, 200);
  const beside = worldOf(
    `${text}\nenterprises:\n  one_for_every: 8 people\n  traits: { size: { beta: [2, 2] } }\n`,
    4,
    200,
  );
  for (const [name, figure] of plain.figures) expect(beside.figures.get(name), name).toBe(figure);
});

test("rules outside read measures of enterprises by their longer name", () => {
  const text = textOf("test/good/enterprises.yaml");
  const world = worldOf(text, 5);
  const before = world.figures.get("enterprises.mean_revenue");
  world.step();
  expect(before).toBeGreaterThan(0);
  expect(world.figures.get("revenue_seen")).toBeCloseTo(before!, 2);
});

/** Ratings that nothing moves, so that a year of records by band has a closed form. */
const ratings = `title: Ratings
time: { tick: 1 week, span: 1 year }
population: { size: 40_000 }
channels:
  inspection: { coverage: 1 - exp(-inspections / 12) }
enterprises:
  one_for_every: 10 people
  traits: { rating: { uniform: [1, 4], resolution: 1 } }
  derived: { inspections: "band == excellent ? 0.5 : (band == good ? 1 : (band == fair ? 4 : 12))" }
  conduct: { violates: { per_year: 6, channel: inspection } }
  scheme:
    score: { start: 100 * rating, from: 0, to: 500 }
    points: { violates: -0.01 }
    bands: { excellent: 350, good: 250, fair: 150, poor: 0 }
`;

test("who is inspected more is found out more", () => {
  const world = worldOf(ratings, 1);
  const found = [0, 0, 0, 0];
  const count = [0, 0, 0, 0];
  const at = (name: string): number => world.plan.measures.findIndex((one) => one.name === name);
  for (let tick = 0; tick < 20; tick++) {
    world.step();
    for (const { measure, group, count: rows } of world.rows) {
      if (measure === at("enterprises.points.violates") && group >= 0) found[group]! += rows;
      if (measure === at("enterprises.count") && group >= 0) count[group] = rows;
    }
  }
  expect(count.reduce((a, b) => a + b)).toBe(entitiesOf(world.plan, kind));
  [12, 4, 1, 0.5].forEach((inspections, band) => {
    const expected = count[band]! * 20 * (6 / 52) * (1 - Math.exp(-inspections / 12));
    // Poisson: five standard deviations.
    expect(Math.abs(found[band]! - expected)).toBeLessThan(5 * Math.sqrt(expected));
    expect(expected).toBeGreaterThan(50);
  });
});

test("lists are shared between owner and enterprise, in both directions", () => {
  const text = `title: Shared
time: { tick: 1 week, span: 1 year }
population: { size: 600, traits: { first: { chance: 0.3 } }, ties: { community: 64 } }
lists: { defaulters: { when: first, term: 1 year } }
state: { sees: { from: 0, to: 1, resolution: 1, start: 0, update: owned(blacklist) } }
enterprises:
  one_for_every: 6 people
  lists: { blacklist: { when: owner(defaulters), term: 1 year } }
`;
  const world = worldOf(text, 1);
  const ownerOf = ownersOf(world.plan, kind, seed);
  const on = (): number[] => ["on.defaulters", "enterprises.on.blacklist"].map((name) => world.figures.get(name)!);
  const firsts = Array.from({ length: 600 }, (_, e) => world.valueOf("first", e)).filter((x) => x === 1).length;
  const theirs = enterprisesOf(world).filter((e) => ownerOf(e) >= 0 && world.valueOf("first", ownerOf(e)) === 1).length;
  expect(on()).toEqual([firsts, 0]);
  world.step();
  expect(on()).toEqual([firsts, theirs]);
  world.step();
  const seeing = Array.from({ length: 600 }, (_, e) => world.valueOf("sees", e)).filter((x) => x === 1).length;
  expect(seeing).toBe(theirs);
  expect(theirs).toBeGreaterThan(10);
});
