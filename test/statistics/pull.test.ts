import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { networkOf } from "../../src/plan/ties.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

/**
 * Friedkin and Johnsen (1990): opinions that are pulled by the mean of one's friends' and held by an anchor converge to
 * the fixed point of a linear system. Scores do, where there are no records: with a pull p, and d of the distance to an
 * anchor T gone in a tick, (p + d) s = p (mean of friends' s) + d T.
 */
const pull = 0.3;
const fading = 1 - 2 ** -0.5;
const resolution = 0.01;

function textOf(ties: string, friendship: string): string {
  return `
title: Pulled by friends, held by an anchor
time: { tick: 1 week, span: 1 year }
population:
  size: 400
  traits:
    anchor: { uniform: [100, 900] }
  ties: ${ties}
scheme:
  score: { start: 1000 - anchor, from: 0, to: 1000, resolution: ${resolution} }
  decay: { towards: anchor, half_life: 2 ticks }
  friends: { pull_per_tick: ${pull} }
${friendship}`;
}

/** The fixed point, by Gauss and Seidel: rows are diagonally dominant, so it converges. */
function fixedPoint(anchors: readonly number[], friends: readonly (readonly number[])[]): number[] {
  const scores = [...anchors];
  for (let round = 0; round < 200; round++) {
    for (const [person, own] of friends.entries()) {
      const mean = own.reduce((sum, friend) => sum + scores[friend]!, 0) / own.length;
      const anchor = anchors[person]!;
      scores[person] = own.length === 0 ? anchor : (pull * mean + fading * anchor) / (pull + fading);
    }
  }
  return scores;
}

const worlds: [string, string, string, number][] = [
  ["by all friends", "{ community: 64, friends: 4, far: 1 }", "", 0],
  ["by friends, and not by family", "{ community: 64, friends: 4, far: 1, family: 2 }", "", 0],
  [
    "by friends whose tie is not cut",
    "{ community: 64, friends: 4, far: 1, cuttable: true }",
    "friendship: { dormant: 0.5 }",
    0.5,
  ],
];

test.each(worlds)("scores converge to the fixed point, pulled %s", (_, ties, friendship, dormant) => {
  const seed = 12;
  const plan = readScenario(textOf(ties, friendship)).plan();
  const world = new World(plan, seed);
  const people = Array.from({ length: plan.size }, (_, person) => person);
  const anchors = people.map((person) => world.valueOf("anchor", person));
  const network = networkOf(plan.ties!, plan.communitySize, plan.size, seed);
  const bitsOf = (person: number): number => (dormant > 0 ? world.unitOf("ties.cut", person) : 0);
  let [all, cut] = [0, 0];
  const friends = people.map((person) =>
    [0, 1, 2, network.lanes - 1].flatMap((lane) => {
      const friend = network.friend(person, lane);
      if (friend < 0) return [];
      if (lane > 2) return [friend];
      all += 1;
      const isCut = (((bitsOf(person) | bitsOf(friend)) >> lane) & 1) === 1;
      cut += isCut ? 1 : 0;
      return isCut ? [] : [friend];
    }),
  );
  // Some 560 ties: within four standard deviations.
  expect(Math.abs(cut / all - dormant)).toBeLessThanOrEqual(4 * Math.sqrt((dormant * (1 - dormant)) / (all / 2)));
  const expected = fixedPoint(anchors, friends);
  for (let tick = 0; tick < 60; tick++) world.step();
  // Rounding by chance leaves a spread of at most resolution / 2 / √(1 − (1 − p − d)²), here 0.0055; six of those.
  const worst = Math.max(...people.map((person) => Math.abs(world.valueOf("score", person) - expected[person]!)));
  expect(worst).toBeLessThan(6 * (resolution / 2 / Math.sqrt(1 - (1 - pull - fading) ** 2)));
  // It is no small thing: people are far from where they would be alone.
  expect(Math.max(...people.map((person) => Math.abs(expected[person]! - anchors[person]!)))).toBeGreaterThan(50);
});
