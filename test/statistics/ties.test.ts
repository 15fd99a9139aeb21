import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Network, networkOf, shareWithin } from "../../src/plan/ties.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

/** The network of a scenario with 8 friends, as the language declares them. */
function networkIn(of: { seed: number; size: number; community: number; friends: number; far: number }): Network {
  const { seed, size, community, friends, far } = of;
  const text = `
title: ties
time: { tick: 1 week, span: 1 week }
population: { size: ${size}, ties: { community: ${community}, friends: ${friends}, far: ${far} } }
`;
  const plan = readScenario(text).plan();
  return networkOf(plan.ties!, plan.communitySize, size, seed);
}

const lanesOf = (network: Network): number[] => Array.from({ length: network.lanes }, (_, lane) => lane);

describe("friendships", () => {
  test("are mutual, lane by lane, and nobody is a friend of themselves", () => {
    for (const [seed, size] of [
      [1, 16_384],
      [2, 16_300],
      [3, 1000],
    ]) {
      const network = networkIn({ seed, size, community: 256, friends: 8, far: 3 });
      const wrong: string[] = [];
      for (let entity = 0; entity < size; entity++) {
        for (const lane of lanesOf(network)) {
          const friend = network.friend(entity, lane);
          if (friend < 0) continue;
          const together = Math.floor(friend / 256) === Math.floor(entity / 256);
          const right = friend < size && friend !== entity && network.friend(friend, lane) === entity;
          if (!right || together !== lane < 5) wrong.push(`${entity} in lane ${lane}: ${friend}`);
        }
      }
      expect(wrong).toEqual([]);
    }
  });

  test("near by are exactly as many as declared where the community is full", () => {
    const network = networkIn({ seed: 4, size: 1024 * 16, community: 1024, friends: 7, far: 0 });
    for (let entity = 0; entity < 1024 * 16; entity++) {
      expect(lanesOf(network).filter((lane) => network.friend(entity, lane) >= 0).length).toBe(7);
    }
  });

  // A friend's slot is uniform over the other C − 1, so where only m of C slots are filled (m − 1) / (C − 1) of the
  // friends of those who are there are there too. Friendships are m × lanes / 2 at most: four of their standard errors.
  test("near by are absent in the closed form's share where it is not", () => {
    const [filled, slots, lanes] = [700, 1024, 8];
    const shares = Array.from({ length: 20 }, (_, seed) => {
      const network = networkIn({ seed, size: filled, community: slots, friends: lanes, far: 0 });
      let count = 0;
      for (let entity = 0; entity < filled; entity++) {
        for (let lane = 0; lane < lanes; lane++) if (network.friend(entity, lane) >= 0) count++;
      }
      return count / (filled * lanes);
    });
    const p = (filled - 1) / (slots - 1);
    const average = shares.reduce((a, b) => a + b) / shares.length;
    expect(Math.abs(average - p)).toBeLessThan(4 * Math.sqrt((2 * p * (1 - p)) / (filled * lanes * shares.length)));
  });

  // Two lanes are independent matchings, so two given lanes name the same friend with chance 1 / (C − 1), pair by pair.
  test("name the same friend twice as rarely as chance has it", () => {
    const [size, slots] = [2 ** 17, 256];
    const network = networkIn({ seed: 5, size, community: slots, friends: 2, far: 0 });
    let twice = 0;
    for (let entity = 0; entity < size; entity++) if (network.friend(entity, 0) === network.friend(entity, 1)) twice++;
    const expected = size / (slots - 1);
    // Both of a pair meet it together: the count goes in twos.
    expect(Math.abs(twice - expected)).toBeLessThan(4 * Math.sqrt(2 * expected));
  });
});

describe("far friendships", () => {
  // Whether a block of slots has its far friend inside 2^K communities is one draw for all of them, by lane and block:
  // it is there when its level is at most K. Eight blocks and 4 lanes, 100 seeds: 3,200 draws.
  test.each([1, 2, 4, 7])(
    "are there in the closed form's share with 2^%i communities, within 4 standard errors",
    (levels) => {
      const [community, far, seeds] = [256, 4, 100];
      const size = community * 2 ** levels;
      let there = 0;
      let everywhere = true;
      for (let seed = 0; seed < seeds; seed++) {
        const network = networkIn({ seed, size, community, friends: far, far });
        for (let lane = 0; lane < far; lane++) {
          for (let slot = 0; slot < community; slot += 32) {
            const here = network.friend(slot, lane) >= 0;
            if (here) there++;
            // The other end of the world, and the other end of the block, see the same.
            everywhere &&= network.friend(size - community + slot + 31, lane) >= 0 === here;
          }
        }
      }
      const n = seeds * far * (community / 32);
      const p = shareWithin(levels);
      expect(everywhere).toBe(true);
      expect(Math.abs(there / n - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
    },
  );

  test("are the declared share of all in a large world: 2 of 8, less those that reach beyond it", () => {
    const levels = 10;
    const size = 32 * 2 ** levels;
    let [near, far] = [0, 0];
    const seeds = 60;
    for (let seed = 0; seed < seeds; seed++) {
      const network = networkIn({ seed, size, community: 32, friends: 8, far: 2 });
      for (let entity = 0; entity < size; entity += 97) {
        for (const lane of lanesOf(network)) {
          if (network.friend(entity, lane) < 0) continue;
          if (lane < 6) near++;
          else far++;
        }
      }
    }
    // With one block a community there are 2 × 60 independent draws of whether far friends are there.
    const p = shareWithin(levels);
    const error = Math.sqrt((p * (1 - p)) / (2 * seeds));
    expect(Math.abs((far / near) * 3 - p)).toBeLessThan(4 * error);
  });

  // Given that a tie is of level k, the partner is uniform over the 2^(k−1) communities of the other half.
  test("of each length reach every community of that distance alike: chi-square", () => {
    const [levels, community] = [3, 32];
    const counts = new Uint32Array(4);
    for (let seed = 0; seed < 400; seed++) {
      const network = networkIn({ seed, size: community * 2 ** levels, community, friends: 4, far: 4 });
      for (let lane = 0; lane < 4; lane++) {
        const friend = network.friend(0, lane);
        const distance = Math.floor(friend / community);
        if (distance >= 4) counts[distance - 4]++;
      }
    }
    const all = counts.reduce((a, b) => a + b);
    const chi = counts.reduce((sum, count) => sum + (count - all / 4) ** 2 / (all / 4), 0);
    // Three degrees of freedom: 21.1 is exceeded once in 10,000 times.
    expect(chi).toBeLessThan(21.1);
  });
});

const python = spawnSync("python3", ["--version"]).status === 0;
if (!python) console.warn("skipped: there is no python3 to count triangles with");

describe.runIf(python)("triangles", () => {
  test.each([
    [1, 1024, 8, 8192],
    [2 ** 40 + 7, 64, 10, 6400],
    [3, 128, 12, 3000],
  ])(
    "of seed %i in communities of %i with %i near friends are those that an independent program counts",
    (seed, community, near, size) => {
      const network = networkIn({ seed, size, community, friends: near, far: 0 });
      const friends = Array.from({ length: size }, (_, entity) => {
        return new Set(
          lanesOf(network)
            .map((lane) => network.friend(entity, lane))
            .filter((friend) => friend >= 0),
        );
      });
      let triangles = 0;
      let pairs = 0;
      for (const [one, known] of friends.entries()) {
        for (const two of known) {
          if (two < one) continue;
          pairs++;
          for (const three of friends[two]) if (three > two && known.has(three)) triangles++;
        }
      }
      const program = fileURLToPath(new URL("./triangles.py", import.meta.url));
      const counted = spawnSync("python3", [program, ...[seed, "ties", community, near, size].map(String)], {
        encoding: "utf8",
      });
      expect(counted.stderr).toBe("");
      expect(counted.stdout).toBe(`${triangles} ${pairs}\n`);
      expect(triangles).toBeGreaterThan(100);
    },
  );
});

test("a trait that is true or false is shown as it is; a consequence is shown by a column of its own", () => {
  const { columns } = readScenario(`
title: shown
time: { tick: 1 week, span: 1 year }
population: { size: 64, traits: { marked: { chance: 0.5 } }, ties: { community: 32, friends: 2 } }
consequences: { shunned: { when: marked } }
measures: { seen: { mean: friends_mean(marked) }, felt: { mean: friends_mean(shunned) } }
`).plan();
  const kept = columns.filter(({ role }) => role === "stored").map(({ name }) => name);
  expect(kept).toEqual(["marked", "shunned.shown"]);
});
