import { expect, test } from "vitest";
import { block, drawRounds } from "../../../src/core/chance.ts";
import { type Cuts, pickUnit } from "../../../src/core/cuts.ts";
import { countsOf } from "../../../src/engine/emit/candidates.ts";
import { emitBlock, scheduleAt, scheduleOf } from "../../../src/engine/emit/chance.ts";
import { read } from "../../../src/engine/emit/code.ts";
import { emitPick } from "../../../src/engine/emit/draws.ts";
import { packed } from "../../../src/engine/emit/idioms.ts";
import { layOut } from "../../../src/engine/emit/layout.ts";
import { surroundingsOf } from "../../../src/engine/emit/surroundings.ts";
import { countedParts, longParts } from "../../../src/engine/emit/tables.ts";
import { WorldMemory } from "../../../src/engine/wasm/worldMemory.ts";
import type { Layer, Plan } from "../../../src/plan/plan.ts";
import { act, eventOf, loc, number, planOf } from "../plans.ts";
import { lanesOf } from "./tiny.ts";

/** Pieces that read what a world's memory holds for them: tables of cut points, and schedules of keys. */

const last = 2 ** 32 - 1;

function cutsOf(pairs: readonly (readonly [number, number])[]): Cuts {
  return { hi: Uint32Array.from(pairs, ([hi]) => hi), lo: Uint32Array.from(pairs, ([, lo]) => lo) };
}

/** As many rising cuts: some share their first word, some begin a part of a guide, the last is never reached. */
function manyCuts(count: number, from: number, parts = longParts): Cuts {
  const part = 2 ** 32 / parts;
  return cutsOf(
    Array.from({ length: count }, (_, i): [number, number] => {
      if (i === count - 1) return [last, last];
      const hi = from + Math.floor(i / 3) * (i % 2 === 0 ? part : part - 1);
      return [hi, [0, 7, last - 1][i % 3]!];
    }).sort(([a, b], [c, d]) => a - c || b - d),
  );
}

/** The draws about each cut, and the ends, as pairs of words. */
function drawsAround({ hi, lo }: Cuts): [number, number][] {
  const cuts = [...hi].map((high, i) => (BigInt(high) << 32n) | BigInt(lo[i]!));
  const all = [0n, 2n ** 64n - 2n, 2n ** 64n - 1n, ...cuts.flatMap((cut) => [cut - 1n, cut, cut + 1n])];
  return all
    .filter((draw) => draw >= 0n && draw < 2n ** 64n)
    .map((draw) => [Number(draw >> 32n), Number(draw & 0xffffffffn)]);
}

const asked = (name: string): never => {
  throw new Error(`the piece asks for ${name}`);
};

const few = cutsOf([
  [0, 1],
  [5, last],
  [2 ** 31, 0],
]);

test.each<[string, readonly Cuts[]]>([
  ["without cuts", [cutsOf([])]],
  ["of few cuts", [few]],
  [
    "of few cuts in each row",
    [
      few,
      cutsOf([
        [0, 2],
        [5, 0],
        [2 ** 31, 9],
      ]),
    ],
  ],
  ["that is searched", [manyCuts(100, 1)]],
  ["of rows that are searched", [manyCuts(40, 0), manyCuts(40, 3), manyCuts(40, 2 ** 30)]],
  ["that has a guide", [manyCuts(300, 0)]],
  ["of rows that have guides", [manyCuts(500, 2 ** 22), manyCuts(500, 1)]],
])("a pick from a table %s is that of the interpreter, whatever row is asked for", async (_, rows) => {
  const plan: Plan = { ...planOf({ size: 16 }), tables: [{ name: "t", kind: "cuts", rows }] };
  const layout = layOut(plan, { first: 0, end: 1 }, 1);
  const pick = { kind: "pick", table: "t", row: loc("row"), purpose: "p" } as const;
  const run = await lanesOf(
    ["word", "word", "number"],
    (code, first, second, row) =>
      emitPick(
        { code, around: surroundingsOf(plan), layout },
        pick,
        { first, second },
        { local: () => row, column: asked, global: asked },
      ),
    (memory) => void new WorldMemory(plan, layout, memory, 1, 1),
  );
  // What is between two rows belongs to the lower, what is before them to the first, what is beyond them to the last.
  const draws = rows.flatMap((cuts, row) =>
    [row, row + 0.75, ...(row === 0 ? [-1] : []), ...(row === rows.length - 1 ? [row + 9] : [])].flatMap((asks) =>
      drawsAround(cuts).map(([hi, lo]) => ({ hi, lo, asks, cuts })),
    ),
  );
  const found = run(
    draws.map(({ hi }) => hi),
    draws.map(({ lo }) => lo),
    draws.map(({ asks }) => asks),
  );
  expect(found.i32).toEqual(draws.map(({ hi, lo, cuts }) => pickUnit(cuts, hi, lo)));
});

test("layers of several kinds of act that count by the same cut points share them, and the numbers are the interpreter's", async () => {
  const [one, other] = [manyCuts(300, 0, countedParts), manyCuts(40, 2 ** 24, countedParts)];
  const twice: Cuts = { hi: one.hi.slice(), lo: one.lo.slice() };
  const layer = (from: number, table: string): Layer => ({ from, to: from + 1, purpose: `${from} ${table}`, table });
  const plan = planOf({
    size: 16,
    tables: [one, other, twice].map((cuts, i) => ({ name: `t${i}`, kind: "cuts", rows: [cuts] })),
    steps: [
      act("a", [layer(0, "t0"), layer(1, "t1")], number(1), eventOf("a")),
      act("b", [layer(0, "t2")], number(1), eventOf("b")),
    ],
  });
  const layout = layOut(plan, { first: 0, end: 1 }, 1);
  const places = ["t0", "t1", "t2"].map((name) => layout.tables.get(name)!.at);
  expect(places[2]).toBe(places[0]);
  expect(places[1]).not.toBe(places[0]);
  for (const [step, counted] of [
    ["a", [one, other, cutsOf([]), cutsOf([])]],
    ["b", [twice, cutsOf([]), cutsOf([]), cutsOf([])]],
  ] as const) {
    const { records } = layout.layers.get(step)!;
    const run = await lanesOf(
      ["word", "word"],
      (code, first, second) => {
        const record = code.value("i32", `(i32.const ${records})`);
        return packed(code, countsOf(code, record, { first, second }).map(read));
      },
      (memory) => void new WorldMemory(plan, layout, memory, 1, 1),
    );
    // All four lanes draw alike; those behind the last layer have no candidates.
    const draws = [...drawsAround(one), ...drawsAround(other)];
    for (const [hi, lo] of draws) {
      const found = run([hi, hi, hi, hi], [lo, lo, lo, lo]);
      expect(found.i32).toEqual(counted.map((cuts) => pickUnit(cuts, hi, lo)));
    }
  }
});

test.each([
  { hi: 0, lo: 0 },
  { hi: last, lo: last },
  { hi: 0x13198a2e, lo: 0x03707344 },
])("a block under the key $hi, $lo is that of the interpreter", async (key) => {
  const edges = [0, 1, 2 ** 31 - 1, 2 ** 31, last];
  const counters = edges.flatMap((hi) => edges.map((lo) => ({ hi, lo })));
  const blocks = counters.map((counter) => block(drawRounds, key, counter));
  for (const half of ["first", "second"] as const) {
    const run = await lanesOf(
      ["word", "word"],
      (code, place, ordinal) => emitBlock(code, scheduleAt(code, 64), place, ordinal)[half],
      (memory) => new Uint32Array(memory, 64, 8).set(scheduleOf(key)),
    );
    const found = run(
      counters.map(({ hi }) => hi),
      counters.map(({ lo }) => lo),
    );
    expect(found.u32).toEqual(blocks.map(({ hi, lo }) => (half === "first" ? hi : lo)));
  }
});
