import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAgentscript } from "../../bench/peers/agentscript.js";
import { compilePeer, faultOfCompiler } from "../../bench/peers/c.js";
import { openFlocc } from "../../bench/peers/flocc.js";
import { drawMatching, kinds, type Peer, randomOf, type Statistics } from "../../bench/peers/r1.js";
import { openTyped } from "../../bench/peers/typed.js";
import { faultsOfStatistics, reference, tolerancesFor } from "../../bench/reference.js";

function runPeer(peer: Peer, ticks: number): Statistics {
  for (let tick = 0; tick < ticks; tick++) peer.step();
  return peer.statistics();
}

/** Means of what the factors are: Beta(5, 2) has 5/7, Beta(2, 8) has 1/5, and they are independent. */
const factorMeans = { always: 1, c: 5 / 7, "1-c": 2 / 7, o: 1 / 5, "(1-c)o": 2 / 35 } as const;
const coverageMean = 0.6 * 0.8 + 0.4 * 0.3;
const severityMean = 0.7 + 0.2 * 2 + 0.1 * 3;
const severitySquare = 0.7 + 0.2 * 4 + 0.1 * 9;

/** Kinds whose points of the first tick are further from their mean than five standard deviations. */
function faultsOfFirstTick({ points }: Pick<Statistics, "points">, people: number): string[] {
  return kinds.flatMap(({ name, base, factor, points: each }) => {
    const records = (people * base * factorMeans[factor] * coverageMean) / 52;
    // A compound Poisson number; that people differ makes no difference to one draw of each.
    const deviation = Math.abs(each) * Math.sqrt(records * severitySquare);
    const strays = Math.abs(points[name]! - records * severityMean * each) > 5 * deviation;
    return strays ? [`${name}: ${points[name]}`] : [];
  });
}

// Generous: these are long loops on whatever machine there is.
const patience = { timeout: 240_000 };

describe("the peers in JavaScript", patience, () => {
  test("typed arrays: R1's statistics after 520 ticks, at 10,240 people", () => {
    const peer = openTyped(10_240, 1);
    expect(faultsOfStatistics(runPeer(peer, reference.ticks), peer.people)).toEqual([]);
  });

  test("typed arrays: the points of the first tick, within five standard deviations", () => {
    const peer = openTyped(102_400, 2);
    expect(faultsOfFirstTick(runPeer(peer, 1), peer.people)).toEqual([]);
  });

  // The same draws in the same order: whatever a framework does, it does to the same people.
  test.each([
    ["agentscript, over links", (people: number, seed: number) => openAgentscript(people, seed)],
    ["agentscript, from arrays", (people: number, seed: number) => openAgentscript(people, seed, false)],
    ["flocc", openFlocc],
  ])("%s: to the bit what typed arrays give", (_, open) => {
    expect(runPeer(open(2048, 3), 150)).toEqual(runPeer(openTyped(2048, 3), 150));
  });

  test("friendship is mutual, and never with oneself", () => {
    const friend = drawMatching(randomOf(1));
    expect([...friend].every((other, slot) => other !== slot && friend[other] === slot)).toBe(true);
  });
});

describe.skipIf(faultOfCompiler() !== undefined)("the peers in C", patience, () => {
  const programs = new Map<string, ReturnType<typeof compilePeer>>();
  beforeAll(() => {
    for (const name of ["naive", "thinning"] as const) programs.set(name, compilePeer(name));
  });
  afterAll(() => {
    for (const { remove } of programs.values()) remove();
  });

  test.each([["naive"], ["thinning"]])("%s: R1's statistics after 520 ticks, at 20,480 people", async (name) => {
    const done = await programs.get(name)!.run({ people: 20_480, ticks: reference.ticks, seed: 1, threads: 2 });
    expect(faultsOfStatistics(done, done.people)).toEqual([]);
  });

  test.each([["naive"], ["thinning"]])("%s: the points of the first tick", async (name) => {
    const done = await programs.get(name)!.run({ people: 1_024_000, ticks: 1, seed: 2, threads: 2 });
    expect(faultsOfFirstTick(done, done.people)).toEqual([]);
  });
});

describe("the tolerance", () => {
  test("is the reference's own at two million people, and four deviations of a sample at few", () => {
    expect(tolerancesFor(2_000_000)).toEqual({ mean: 0.7, bands: [0.0015, 0.0015, 0.0015, 0.0015] });
    const { mean, bands } = tolerancesFor(20_000);
    expect(mean).toBeCloseTo(Math.sqrt(0.7 ** 2 + (4 * 120) ** 2 * (1 / 20_000 - 1 / 2_000_000)), 9);
    expect(bands[2]).toBeCloseTo(4 * Math.sqrt((0.8183 * 0.1817) / 20_000), 3);
  });

  test("is not met by a world that differs", () => {
    expect(faultsOfStatistics({ mean: 995, bands: [0.02, 0.1, 0.81, 0.07] }, 2_000_000)).toHaveLength(4);
    expect(faultsOfStatistics({ mean: Number.NaN, bands: [] }, 2_000_000)).toHaveLength(1);
  });
});
