import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

const people = 400;

/** Everyone does the same, about twice a week; officials are a tenth, by a trait. */
function worldOf(scheme: string): World {
  const text = `title: Officials
time: { tick: 1 week, span: 1 year }
population: { size: ${people}, traits: { official: { chance: 0.1 } } }
conduct: { takes_gifts: { per_week: 2, channel: camera } }
channels: { camera: { coverage: 1 } }
scheme:
  score: { start: 900, from: 0, to: 1000, resolution: 1 }
  bands: { fine: 850, low: 0 }
${scheme}
measures:
  of_officials: { count: band == ungraded, where: official }
  of_others: { count: band == ungraded, where: "!official" }
  officials: { count: official }
`;
  const plan = readScenario(text).plan({ ticks: 20 });
  const world = new World(plan, 3);
  for (let tick = 0; tick < 20; tick++) world.step();
  return world;
}

function scoresOf(world: World, official: boolean): number[] {
  const all = Array.from({ length: people }, (_, e) => e);
  const of = all.filter((e) => (world.valueOf("official", e) === 1) === official);
  return of.map((e) => world.valueOf("score", e));
}

test("officials whom the scheme does not cover keep the start, and have no grade", () => {
  const world = worldOf('  covers: "!official"\n  points: { takes_gifts: -10 }');
  const officials = scoresOf(world, true);
  expect(officials.length).toBeGreaterThan(20);
  expect(new Set(officials)).toEqual(new Set([900]));
  expect(Math.max(...scoresOf(world, false))).toBeLessThan(900);
  expect(world.figures.get("of_officials")).toBe(officials.length);
  expect(world.figures.get("of_officials")).toBe(world.figures.get("officials"));
  expect(world.figures.get("of_others")).toBe(0);
});

test("officials can have points of their own", () => {
  const points = (rule: string): World => worldOf(`  points: { takes_gifts: "${rule}" }`);
  const same = points("-2");
  const own = points("official ? -4 : -2");
  expect(scoresOf(own, false)).toEqual(scoresOf(same, false));
  expect(scoresOf(own, true)).toEqual(scoresOf(same, true).map((score) => 900 - 2 * (900 - score)));
});
