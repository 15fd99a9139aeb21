import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { chiScore, chiSquare, countScore } from "./check.ts";
import { runOf, valuesOf } from "./worlds.ts";

const people = 6400;

function worldOf(parts: string, size = people): Plan {
  return readScenario(`
title: once
time: { tick: 1 month, span: 5 years }
population:
  size: ${size}
  traits: { marked: { chance: 0.4 }, borrows: { chance: 0.5 } }
  ties: { community: 64 }
channels: { all: { coverage: 1 }, some: { coverage: 0.6, misattribution: 0.3, delay: { from: 1 month, to: 3 months } } }
encounters: { strangers: { with: strangers, per_month: 1 }, others: { with: strangers, per_month: 2.5 } }
${parts}`).plan();
}

function countWhere(world: World, column: string): number {
  return valuesOf(world, column).reduce((sum, value) => sum + value, 0);
}

describe("what is due", () => {
  test("is due in its periods while a world settles, too, though the clock stands still", () => {
    const plan = readScenario(`
title: settles
time: { tick: 1 month, span: 1 year, settle: 7 months }
population: { size: 32 }
state: { paid: { from: 0, to: 100, resolution: 1, start: 0, update: "paid + did(pays)" } }
conduct: { pays: { every: 3 months, chance: 1 } }`).plan();
    const world = new World(plan, 1);
    const counts: number[] = [];
    for (let tick = -7; tick < 7; tick++) {
      world.step();
      counts.push(world.unitOf("paid", 5));
    }
    // Periods begin 6 and 3 months before the start, at the start, and 3 and 6 months behind it.
    expect(counts).toEqual([0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5]);
  });

  test("is done with its chance by those of whom it is due, in the tick in which a period begins", () => {
    const plan = worldOf(`
conduct:
  pays: { every: 1 month, when: borrows, chance: 0.3 }
  taxed: { every: 1 year, chance: "marked ? 0.9 : 0.2" }`);
    const { world, series, sums } = runOf(plan, 3, 24, ["acts.pays", "acts.taxed"]);
    const n = countWhere(world, "borrows");
    for (const acts of series["acts.pays"]!) expect(Math.abs(countScore(acts, n, 0.3))).toBeLessThan(4);
    expect(Math.abs(countScore(sums["acts.pays"]!, 24 * n, 0.3))).toBeLessThan(4);
    const marked = countWhere(world, "marked");
    const mean = 2 * (0.9 * marked + 0.2 * (people - marked));
    const spread = Math.sqrt(2 * (0.09 * marked + 0.16 * (people - marked)));
    expect(Math.abs(sums["acts.taxed"]! - mean)).toBeLessThan(4 * spread);
    expect(series["acts.taxed"]!.flatMap((acts, tick) => (acts > 0 ? [tick] : []))).toEqual([0, 12]);
  });

  test("comes to one of its outcomes, in their shares", () => {
    const plan = worldOf(`
conduct:
  bill: { every: 2 months, when: borrows, one_of: { missed: { chance: 0.15 }, late: { chance: 0.25 }, paid: { chance: rest } } }
measures:
  one: { count: "did(missed) + did(late) + did(paid) == 1" }
  more: { count: "did(missed) + did(late) + did(paid) > 1" }`);
    const names = ["acts.missed", "acts.late", "acts.paid"];
    const { world, series, sums } = runOf(plan, 4, 20, ["one", "more", ...names]);
    const n = countWhere(world, "borrows");
    for (const [tick, one] of series.one!.entries()) expect(one).toBe(tick % 2 === 0 ? n : 0);
    expect(sums.more).toBe(0);
    const shares = [0.15, 0.25, 0.6];
    const chi = chiSquare(
      names.map((name) => sums[name]!),
      (i) => 10 * n * shares[i]!,
    );
    // Beyond 4 by chance once in 16,000.
    expect(Math.abs(chiScore(chi, 2))).toBeLessThan(4);
  });

  test("answers responses with its chance: what is left grows by as much, and nothing is above 1", () => {
    const plan = worldOf(`
conduct:
  bill: { every: 1 month, one_of: { missed: { chance: 0.4 }, paid: { chance: rest } } }
  rent: { every: 1 month, one_of: { owed: { chance: 0.6 }, settled: { chance: rest } } }
  walk: { every: 1 month, chance: 0.6 }
response:
  half: { of: missed, factor: 0.5 }
  thrice: { of: [owed, walk], factor: "marked ? 3 : 1" }`);
    const { world, sums } = runOf(plan, 5, 10, ["acts.missed", "acts.paid", "acts.owed", "acts.settled", "acts.walk"]);
    const all = 10 * people;
    expect(Math.abs(countScore(sums["acts.missed"]!, all, 0.2))).toBeLessThan(4);
    expect(sums["acts.missed"]! + sums["acts.paid"]!).toBe(all);
    expect(sums["acts.owed"]! + sums["acts.settled"]!).toBe(all);
    const plain = 10 * (people - countWhere(world, "marked"));
    for (const name of ["acts.owed", "acts.walk"])
      expect(Math.abs(countScore(sums[name]! - (all - plain), plain, 0.6))).toBeLessThan(4);
  });

  test("and never done leaves every column and hash as it was", () => {
    const parts = (more: string): string => `
state: { worry: { from: 0, to: 1, start: 0.5, draws: { luck: { uniform: [0, 1] } }, update: "luck" } }
conduct:
  strays: { per_month: 0.5, channel: some }
  rates: { at: others, chance: 0.5, channel: all, falls_on: other }
${more}
scheme: { score: { start: 500, from: 0, to: 1000 }, points: { strays: -3, rates: 2 } }`;
    const bill =
      "  bill: { every: 1 month, one_of: { missed: { chance: 0, channel: some }, late: { chance: 0 * 1 } } }\n";
    const pact = "  pact: { at: strangers, together: true, chance: 0, channel: all }";
    const run = (plan: Plan): string => runOf(plan, 6, 12).world.hash();
    const without = run(worldOf(parts(""), 640));
    expect(run(worldOf(parts(`${bill}${pact}`), 640))).toBe(without);
    // It can be seen: done, it changes what a state counts.
    expect(run(worldOf(parts("").replace('"luck"', '"luck + did(strays)"'), 640))).not.toBe(without);
  });
});

describe("what two do together", () => {
  test("both do or neither, with the product of their chances", () => {
    const plan = worldOf(`
conduct: { trade: { at: strangers, together: true, chance: "marked ? 0.8 : 0.5" } }
measures: { apart: { count: "did(trade) != met(trade)" }, traded: { sum: did(trade) } }`);
    const { world, sums } = runOf(plan, 7, 24, ["apart", "traded", "acts.trade", "meetings.strangers"]);
    expect(sums.apart).toBe(0);
    expect(sums.traded).toBe(sums["acts.trade"]);
    const share = countWhere(world, "marked") / people;
    const meetings = sums["meetings.strangers"]!;
    expect(meetings).toBe(24 * 3200);
    const chance = (0.8 * share + 0.5 * (1 - share)) ** 2;
    expect(Math.abs(countScore(sums["acts.trade"]! / 2, meetings, chance))).toBeLessThan(4);
  });

  test("by what each is and sees of the other", () => {
    const plan = worldOf(`
conduct: { trade: { at: others, together: true, when: marked, chance: "other(borrows) ? 1 : 0" } }
measures:
  wrong: { count: "(did(trade) > 0 || met(trade) > 0) && !(marked && borrows)" }
  traded: { sum: did(trade) }
  met: { sum: met(trade) }`);
    const { series, sums } = runOf(plan, 8, 6, ["wrong", "traded", "met"]);
    expect(sums.wrong).toBe(0);
    expect(sums.traded).toBeGreaterThan(1000);
    expect(series.met).toEqual(series.traded);
  });

  test("comes to the same outcome for both: each with the product of its chances", () => {
    const plan = worldOf(`
conduct: { game: { at: strangers, together: true, one_of: { share: { chance: 0.7 }, fight: { chance: 0.2 }, part: { chance: rest } } } }
measures:
  apart: { count: "did(share) != met(share) || did(fight) != met(fight) || did(part) != met(part)" }
  one: { count: "did(share) + did(fight) + did(part) == 1" }`);
    const { sums } = runOf(plan, 9, 10, ["apart", "one", "acts.share", "acts.fight", "acts.part"]);
    expect(sums.apart).toBe(0);
    expect(sums.one).toBe(10 * people);
    const pairs = 5 * people;
    expect(Math.abs(countScore(sums["acts.share"]! / 2, pairs, 0.49))).toBeLessThan(4);
    expect(Math.abs(countScore(sums["acts.fight"]! / 2, pairs, 0.04))).toBeLessThan(4);
    expect(sums["acts.share"]! + sums["acts.fight"]! + sums["acts.part"]!).toBe(2 * pairs);
  });

  test("not asked for, each side decides by itself", () => {
    const plan = worldOf(`
conduct: { game: { at: strangers, one_of: { share: { chance: 0.7 }, part: { chance: rest } } } }
measures: { apart: { count: "did(share) != met(share)" } }`);
    const { sums } = runOf(plan, 9, 10, ["apart"]);
    expect(Math.abs(countScore(sums.apart! / 2, 5 * people, 2 * 0.7 * 0.3))).toBeLessThan(4);
  });
});

describe("counts of the tick", () => {
  test("are what the world counts, tick by tick", () => {
    const plan = worldOf(
      `
conduct:
  strays: { per_month: 2, channel: [some, all], blocked: marked }
  rates: { at: [strangers, others], chance: 0.6, channel: some, falls_on: other, blocked: borrows }
  bill: { every: 2 months, one_of: { missed: { chance: 0.4, channel: [some], blocked: marked }, paid: { chance: rest } } }
scheme:
  score: { start: 500, from: 0, to: 1000 }
  covers: borrows
  points: { strays: { is: -1, repetition: { factor: 1.1 } }, missed: -5 }
measures:
  did_strays: { sum: did(strays) }
  did_rates: { sum: did(rates) }
  did_missed: { sum: did(missed) }
  recorded_strays: { sum: recorded(strays) }
  recorded_rates: { sum: recorded(rates) }
  recorded_missed: { sum: recorded(missed) }
  blocked_strays: { sum: blocked(strays) }
  blocked_rates: { sum: blocked(rates) }
  blocked_missed: { sum: blocked(missed) }
  met_rates: { sum: met(rates) }
life: { acts: [{ on: 2000-01-10, does: missed }, { on: 2000-02-10, does: missed }, { on: 2000-02-20, does: strays }] }`,
      1300,
    );
    const pairs = ["strays", "rates", "missed"].flatMap((name) => [
      [`did_${name}`, `acts.${name}`],
      [`recorded_${name}`, `records.${name}`],
      [`blocked_${name}`, `blocked.${name}`],
    ]);
    pairs.push(["met_rates", "acts.rates"]);
    const { series, sums } = runOf(plan, 10, 12, [...new Set(pairs.flat())]);
    for (const [census, tally] of pairs) {
      expect(series[census!], census).toEqual(series[tally!]);
      expect(sums[census!], census).toBeGreaterThan(100);
    }
  });

  test("of everyone covered are those that repetition counts, once", () => {
    const plan = worldOf(`
conduct: { strays: { per_month: 1, channel: all } }
scheme: { score: { start: 500, from: 0, to: 1000 }, points: { strays: { is: -1, repetition: { factor: 1.1 } } } }
measures: { recorded_strays: { sum: recorded(strays) } }`);
    const { series } = runOf(plan, 11, 4, ["recorded_strays", "records.strays"]);
    expect(series.recorded_strays).toEqual(series["records.strays"]);
    expect(plan.columns.filter(({ name }) => name.startsWith("strays.")).map(({ name }) => name)).toEqual([
      "strays.new",
      "strays.earlier",
    ]);
  });
});

describe("states that follow acts", () => {
  test("of work are their Markov chain", () => {
    const [hired, fired] = [0.25, 0.1];
    const plan = worldOf(`
state: { employed: { from: 0, to: 1, resolution: 1, start: 1, update: "did(hired) > 0 ? 1 : did(fired) > 0 ? 0 : employed" } }
conduct:
  hired: { every: 1 month, when: employed == 0, chance: ${hired} }
  fired: { every: 1 month, when: employed == 1, chance: ${fired} }
measures: { work: { mean: employed } }`);
    const { series } = runOf(plan, 12, 48, ["work"]);
    const rest = hired / (hired + fired);
    for (const [tick, share] of series.work!.entries()) {
      const expected = rest + (1 - rest) * (1 - hired - fired) ** (tick + 1);
      expect(Math.abs(countScore(share * people, people, expected))).toBeLessThan(4);
    }
  });

  test("of debt are theirs", () => {
    const [up, down, most] = [0.2, 0.3, 3];
    const plan = worldOf(`
state: { debt: { from: 0, to: ${most}, resolution: 1, start: 0, update: "debt + did(borrowed) - did(repaid)" } }
conduct:
  money:
    every: 1 month
    one_of:
      borrowed: { chance: "debt < ${most} ? ${up} : 0" }
      repaid: { chance: "debt > 0 ? ${down} : 0" }
      waited: { chance: rest }`);
    const world = new World(plan, 13);
    let expected = [1, 0, 0, 0];
    for (let tick = 0; tick < 30; tick++) {
      world.step();
      expected = expected.map((stay, at) => {
        const leaves = (at < most ? up : 0) + (at > 0 ? down : 0);
        return stay * (1 - leaves) + (expected[at - 1] ?? 0) * up + (expected[at + 1] ?? 0) * down;
      });
      if (tick < 3) continue;
      const counts = [0, 0, 0, 0];
      for (const debt of valuesOf(world, "debt")) counts[debt]! += 1;
      const chi = chiSquare(counts, (debt) => expected[debt]! * people);
      expect(Math.abs(chiScore(chi, most))).toBeLessThan(4);
    }
  });
});
