import { describe, expect, test } from "vitest";
import { draw, first, joined, type Part, partBits, purposeKey, second, tickKey } from "../../src/core/chance.ts";
import type { DueStep, Plan } from "../../src/plan/plan.ts";
import { truth } from "../../src/rules/build.ts";
import { differenceOf, onThreads } from "../conformance/rows.ts";
import { added, changeBy, col, eventOf, loc, map, number, planOf, runWorld, scratch, stored } from "./plans.ts";

const seed = 5;
const size = 64;

/** The words of a purpose at an entity in the first tick. */
function wordsAt(purpose: string, entity: number): { readonly one: number; readonly two: number } {
  draw(tickKey(purposeKey(seed, purpose), 0), entity, 0);
  return { one: first(), two: second() };
}

/** The words of a draw that shares: its first bits are a part of the second word of the act. */
function sharedAt(purpose: string, part: Part, entity: number): { readonly one: number; readonly two: number } {
  const own = wordsAt(purpose, entity);
  const { two: act } = wordsAt("act", entity);
  return { one: joined(act, part, own.one), two: own.two };
}

/** Everybody does something once: how grave it is, a chance and whom it is put down to share a block. */
function deedPlan(cut: { one: number; two: number }, up: number, astray: number): Plan {
  const share = (part: Part) => ({ purpose: "act", part });
  const deed: DueStep = {
    kind: "due",
    name: "deed",
    when: truth(true),
    chance: number(1),
    purpose: "due",
    event: eventOf("deed", {
      lets: [
        { name: "grave", kind: "pick", table: "cuts", row: number(0), purpose: "grave", shares: share("upper") },
        { name: "up", kind: "chance", p: number(up), purpose: "up", shares: share("upper") },
      ],
      before: [added("graves", loc("grave")), added("ups", loc("up"))],
      misdirect: { chance: number(astray), purpose: "astray", shares: share("lower") },
      record: { carry: [], lets: [], effects: [added("got", number(1))], label: "deed" },
    }),
  };
  const names = ["grave", "up", "got"];
  return planOf({
    size,
    ticks: 1,
    columns: [...names.map((name) => stored(`sum ${name}`)), scratch("graves"), scratch("ups"), scratch("got")],
    tables: [{ name: "cuts", kind: "cuts", rows: [{ hi: Uint32Array.of(cut.one), lo: Uint32Array.of(cut.two) }] }],
    steps: [
      deed,
      map("sums", {
        writes: [changeBy("sum grave", col("graves")), changeBy("sum up", col("ups")), changeBy("sum got", col("got"))],
      }),
    ],
  });
}

describe("a block that several draws share", () => {
  test.each(["upper", "lower"] as const)(
    "gives the %s part as the first bits of a word, and the others are its own",
    (part) => {
      const bits = partBits[part];
      const words = [0, 1, 0xfff, 0x1000, 0x12345678, 0xfffff000, 0xffffffff];
      for (const shared of words)
        for (const own of words) {
          const binary = (word: number): string => word.toString(2).padStart(32, "0");
          const of = part === "upper" ? binary(shared).slice(0, 20) : binary(shared).slice(20);
          expect(binary(joined(shared, part, own))).toBe(of + binary(own).slice(0, 32 - bits));
        }
    },
  );

  // Where its own part does not decide, one of a million draws asks for its own block: here it is made to, for one entity each.
  test.each([3, 10, 17, 31, 40, 63])(
    "decides by its own bits where the shared ones leave it open: entity %i",
    async (entity) => {
      const grave = sharedAt("grave", "upper", entity);
      const up = sharedAt("up", "upper", entity).one;
      const astray = sharedAt("astray", "lower", entity).one;
      const f = Math.fround;
      // Chances are binary32: the nearest ones on either side of the word still begin with the shared bits.
      const around = (word: number): number[] => [f(word / 2 ** 32) - 2 ** -26, f(word / 2 ** 32) + 2 ** -26].map(f);
      for (const side of [0, 1]) {
        const cut = { one: grave.one, two: grave.two + side };
        const [p, q] = [around(up)[side]!, around(astray)[side]!];
        expect(Math.floor((p * 2 ** 32) / 2 ** 12)).toBe(Math.floor(up / 2 ** 12));
        expect(Math.floor((q * 2 ** 32) / 2 ** 20)).toBe(Math.floor(astray / 2 ** 20));
        const plan = deedPlan(cut, p, q);
        const world = runWorld(plan, seed, 1);
        expect(world.unitOf("sum grave", entity)).toBe(side === 0 ? 1 : 0);
        expect(world.unitOf("sum up", entity)).toBe(up < p * 2 ** 32 ? 1 : 0);
        expect(await differenceOf(plan, seed, 1, [onThreads(1)])).toBeUndefined();
      }
    },
  );

  test("gives draws that know nothing of each other", () => {
    const acts = 120_000;
    const counts = new Float64Array(2 * 3 * 2);
    const shares = { seen: [0.3, 0.7], grave: [0.6, 0.3, 0.1] };
    const key = tickKey(purposeKey(7, "act"), 3);
    for (let act = 0; act < acts; act++) {
      draw(key, Math.floor(act / 64), 1 + (act % 64));
      const [seen, shared] = [first() < 0.3 * 2 ** 32 ? 0 : 1, second()];
      const luck = (shared >>> 12) / 2 ** 20;
      const grave = luck < 0.6 ? 0 : luck < 0.9 ? 1 : 2;
      counts[seen * 6 + grave * 2 + ((shared & 0xfff) / 2 ** 12 < 0.05 ? 0 : 1)]! += 1;
    }
    let chi = 0;
    for (const [seen, p] of shares.seen.entries())
      for (const [grave, q] of shares.grave.entries())
        for (const astray of [0, 1]) {
          // Twelve bits cut .05 at 205 of 4,096; the bits behind them are the draw's own.
          const expected = acts * p * q * (astray === 0 ? 205 / 4096 : 3891 / 4096);
          chi += (counts[seen * 6 + grave * 2 + astray]! - expected) ** 2 / expected;
        }
    // Eleven degrees of freedom: above 31.3 with a chance of .001.
    expect(chi).toBeLessThan(31.3);
  });
});
