import { expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { networkOf } from "../../src/plan/ties.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

/** Everyone's score is 100, 300 or 800, and whoever would gain exactly so much by dropping a friend does, within a tick. */
function textOf(friends: number, gain: number): string {
  return `
title: Friends who are dropped for what that gains
time: { tick: 1 week, span: 1 year }
population:
  size: 640
  traits: { rank: { categorical: { a: 0.4, b: 0.3, c: 0.3 } } }
  ties: { community: 64, friends: ${friends}, cuttable: true }
scheme: { score: { start: "rank == a ? 100 : rank == b ? 300 : 800", from: 0, to: 1000 } }
friendship: { dropped: { per_tick: "gain_of_dropping == ${gain} ? 100 : 0" } }`;
}

/** For each tie, who is on this side, who on the other, whom this side has besides, and whether it was cut by this side. */
function tiesOf(friends: number, gain: number): { own: number; friend: number; others: number[]; cut: boolean }[] {
  const plan = readScenario(textOf(friends, gain)).plan();
  const world = new World(plan, 5);
  const network = networkOf(plan.ties!, plan.communitySize, plan.size, 5);
  const score = (person: number): number => world.valueOf("score", person);
  world.step();
  return Array.from({ length: plan.size }, (_, person) => person).flatMap((person) => {
    const all = Array.from({ length: friends }, (_, lane) => network.friend(person, lane));
    return all.map((friend, lane) => ({
      own: score(person),
      friend: score(friend),
      others: all.filter((_, i) => i !== lane).map(score),
      cut: ((world.unitOf("ties.cut", person) >> lane) & 1) === 1,
    }));
  });
}

// Of two friends the mean of both is given up for the other's score; of three, for the mean of the other two.
test.each([
  [2, 100, 100, 0],
  [2, 100, 300, 100],
  [2, 100, 800, 350],
  [2, 300, 100, -100],
  [2, 300, 800, 250],
  [2, 800, 100, -350],
  [2, 800, 300, -250],
])("of %i friends, one of %i beside one of %i is dropped by who wants a gain of %i", (friends, friend, other, gain) => {
  const ties = tiesOf(friends, gain);
  const meant = ties.filter((tie) => tie.friend === friend && tie.others[0] === other);
  expect(meant.length).toBeGreaterThan(20);
  expect(meant.every(({ cut }) => cut)).toBe(true);
  // Two friends whose scores differ by as much: those alone gain the same.
  expect(ties.every((tie) => tie.cut === (tie.others[0]! - tie.friend === other - friend))).toBe(true);
});

test("of three friends, one of 100 beside two of 300 and 800 is dropped by who wants a gain of 150", () => {
  // 1,200 of three are 400 each; 1,100 of the other two are 550.
  const meant = tiesOf(3, 150).filter(({ friend, others }) => friend === 100 && String(others.sort()) === "300,800");
  expect(meant.length).toBeGreaterThan(20);
  expect(meant.every(({ cut }) => cut)).toBe(true);
});

// The last friend gone, one's own score takes the place of the friend's.
test.each([
  [100, 300, -200],
  [100, 800, -700],
  [300, 100, 200],
  [300, 800, -500],
  [800, 100, 700],
  [800, 300, 500],
])("who has %i and a last friend of %i gains %i, and nobody else does", (own, friend, gain) => {
  const ties = tiesOf(1, gain);
  expect(ties.filter(({ cut }) => cut).length).toBeGreaterThan(20);
  expect(ties.every((tie) => tie.cut === (tie.own === own && tie.friend === friend))).toBe(true);
});

test("where no friend moves a score, who responds to what one gains drops and takes back as many", () => {
  const text = (friends: string, sensitivity: number): string => `
title: Friends
time: { tick: 1 week, span: 1 year }
population:
  size: 640
  traits: { rank: { categorical: { a: 0.5, b: 0.5 } } }
  ties: { community: 64, friends: 4, cuttable: true }
scheme: { score: { start: "rank == a ? 300 : 800", from: 0, to: 1000 }, bands: { good: 500, poor: 0 }${friends} }
consequences: { no_loans: { when: band == poor, costs: 5000 yuan per year } }
friendship: { dropped: { per_year: 2 }, mended: { per_year: 2 } }
response: { company: { of: [dropped, mended], per: 1000, sensitivity: ${sensitivity}, at_most: 20 } }`;
  const hashOf = (friends: string, sensitivity: number): string => {
    const world = new World(readScenario(text(friends, sensitivity)).plan(), 5);
    for (let tick = 0; tick < 20; tick++) world.step();
    return world.hash();
  };
  expect(hashOf("", 3)).toBe(hashOf("", 0));
  // Where they do, it is another world.
  const pulled = ", friends: { pull_per_tick: 0.05 }";
  expect(hashOf(pulled, 3)).not.toBe(hashOf(pulled, 0));
});
