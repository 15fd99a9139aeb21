import { expect, test } from "vitest";
import { explain, readScenario } from "../../src/index.ts";
import { everything, small } from "./worlds.ts";

const persons = Array.from({ length: 60 }, (_, person) => person);

test("a person sees the scores of friends that pull, and what dropping each would do", async () => {
  const lives = await explain(everything, { persons, ticks: 20, people: 640 });
  for (const { friends } of lives) {
    const seen = friends ?? [];
    expect(seen.length).toBeGreaterThan(2);
    const sum = seen.reduce((all, { score }) => all + score, 0);
    for (const { score, gain } of seen)
      expect(gain).toBeCloseTo((sum - score) / (seen.length - 1) - sum / seen.length, 9);
    // Nobody is told who a friend is.
    for (const friend of seen) expect(Object.keys(friend)).toEqual(["friend", "score", "gain"]);
  }
  expect((await explain(small, { persons: [3] }))[0]).not.toHaveProperty("friends");
});

const pulled = (more: string, visible: boolean): string => `
title: Few friends
time: { tick: 1 week, span: 1 year }
population:
  size: 640
  traits: { luck: { uniform: [0, 900] } }
  ties: { community: 64, friends: 2, cuttable: true }
scheme:
  score: { start: luck, from: 0, to: 1000 }
  friends: { pull_per_tick: 0.01 }
  visible: ${visible}
friendship: ${more}`;

test("a friend who was dropped is not seen, and the last one leaves one's own score", async () => {
  const lives = await explain(readScenario(pulled("{ dormant: 0.6 }", true)), { persons, ticks: 1 });
  const counts = lives.map(({ friends }) => friends?.length);
  expect(new Set(counts)).toEqual(new Set([0, 1, 2]));
  for (const { friends, score } of lives)
    if (friends?.length === 1) expect(friends[0]?.gain).toBeCloseTo((score ?? 0) - (friends[0]?.score ?? 0), 9);
});

// With two friends the other's score takes the place of the mean of both; with the last one, one's own does.
const gains: Readonly<Record<string, number>> = {
  "100 beside 300": 100,
  "100 beside 800": 350,
  "300 beside 100": -100,
  "300 beside 800": 250,
  "800 beside 100": -350,
  "800 beside 300": -250,
  "100 of 300": 200,
  "100 of 800": 700,
  "300 of 100": -200,
  "300 of 800": 500,
  "800 of 100": -700,
  "800 of 300": -500,
};

test("what dropping a friend would gain is what it comes to by hand", async () => {
  const text = pulled("{ dormant: 0.6 }", true)
    .replace("luck: { uniform: [0, 900] }", "rank: { categorical: { a: 0.4, b: 0.3, c: 0.3 } }")
    .replace("start: luck,", 'start: "rank == a ? 100 : rank == b ? 300 : 800",')
    .replace("0.01", "0");
  const everyone = Array.from({ length: 640 }, (_, person) => person);
  const lives = await explain(readScenario(text), { persons: everyone, ticks: 1 });
  const met = new Set<string>();
  for (const { friends = [], score } of lives) {
    for (const [place, { score: theirs, gain }] of friends.entries()) {
      const other = friends[1 - place]?.score;
      const what = other === undefined ? `${theirs} of ${score}` : `${theirs} beside ${other}`;
      if (theirs !== (other ?? score)) met.add(what);
      expect(gain, what).toBe(theirs === (other ?? score) ? 0 : gains[what]);
    }
  }
  expect([...met].sort()).toEqual(Object.keys(gains).sort());
});

test("where nobody sees a score, nobody sees those of friends", async () => {
  const [life] = await explain(readScenario(pulled("{}", false)), { persons: [1], ticks: 1 });
  expect(life).not.toHaveProperty("friends");
});
