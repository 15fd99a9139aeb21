import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { type Network, networkOf } from "../../src/plan/ties.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { differences } from "./worlds.ts";

const community = 32;

/** Friends' pull, and rates that follow the score, so that what changes anyone goes on from there. */
function contagious(of: { people: number; friends: number; far: number; misattribution: number }): string {
  return `
title: newcomer
time: { tick: 1 month, span: 10 years }
population:
  size: ${of.people}
  traits: { zeal: { uniform: [0, 1] } }
  ties: { community: ${community}, friends: ${of.friends}, far: ${of.far} }
channels: { camera: { coverage: 0.8, misattribution: ${of.misattribution}, delay: { from: 0 months, to: 1 month } } }
conduct:
  littering: { per_tick: "score < 500 ? 1.5 : 0.5", channel: camera }
  helps: { per_tick: "0.2 + zeal * (score / 1000)", channel: camera }
scheme:
  score: { start: "300 + 400 * zeal", from: 0, to: 1000 }
  points: { littering: -20, helps: 10 }
  friends: { pull_per_tick: 0.3 }
`;
}

/** Whom a change of anyone in `reached` can touch in one tick. */
function touchedBy(reached: ReadonlySet<number>, network: Network, size: number, strays: boolean): Set<number> {
  const touched = new Set(reached);
  for (const entity of reached) {
    for (let lane = 0; lane < network.lanes; lane++) {
      const friend = network.friend(entity, lane);
      if (friend >= 0) touched.add(friend);
    }
    if (!strays) continue;
    const first = entity - (entity % community);
    for (let other = first; other < Math.min(first + community, size); other++) touched.add(other);
  }
  return touched;
}

describe("one more person", () => {
  test.each([
    ["by friends near and far", { people: 3000, friends: 4, far: 1, misattribution: 0 }, 5],
    ["by misattribution alone", { people: 3000, friends: 2, far: 0, misattribution: 0.3 }, 5],
    ["by friends and misattribution", { people: 6000, friends: 3, far: 2, misattribution: 0.1 }, 6],
  ])("changes only lives within reach, tick by tick, %s", (_, of, ticks) => {
    const strays = of.misattribution > 0;
    const alone = new World(readScenario(contagious(of)).plan(), 11);
    const plan = readScenario(contagious({ ...of, people: of.people + 1 })).plan();
    const joined = new World(plan, 11);
    expect(differences(alone, joined).entities.size).toBe(0);
    const network = networkOf(plan.ties!, plan.communitySize, plan.size, 11);
    let reached: ReadonlySet<number> = new Set([of.people]);
    for (let tick = 0; tick < ticks; tick++) {
      alone.step();
      joined.step();
      reached = touchedBy(reached, network, plan.size, strays);
      const { entities } = differences(alone, joined);
      expect([...entities].filter((entity) => !reached.has(entity))).toEqual([]);
      expect(reached.size).toBeLessThan(of.people / 2);
      if (tick > 1) expect(entities.size).toBeGreaterThan(3);
    }
  });

  test("changes nobody where nothing passes between people", () => {
    const of = { people: 1000, friends: 4, far: 1, misattribution: 0 };
    const quiet = (people: number): string =>
      contagious({ ...of, people }).replace(/ {2}friends: \{ pull_per_tick.*\n/, "");
    const [alone, joined] = [1000, 1001].map((people) => new World(readScenario(quiet(people)).plan(), 12));
    for (let tick = 0; tick < 24; tick++) {
      alone.step();
      joined.step();
    }
    expect(differences(alone, joined).entities.size).toBe(0);
  });
});
