import type { GatherStep, Step } from "../../plan/plan.ts";
import { blockSize, mostLevels } from "../../plan/ties.ts";
import { type Body, openBody, printOver } from "./body.ts";
import { emitBlock, scheduleAt } from "./chance.ts";
import type { Printed } from "./code.ts";
import { read, type Text, type Value } from "./code.ts";
import { heldAt, placedAt, placedColumn, storeUnit, unitAt, unitIn } from "./columns.ts";
import { here, laneOf, ownWord, splat, splatAt, zero } from "./idioms.ts";
import type { Layout, PlacedColumn } from "./layout.ts";
import { matchingOf, nearFriend, nearMask } from "./near.ts";
import { scheduleWords } from "./placing.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Steps in a row that gather from the same friends, by the first of them: each friend is found once for all. The others of a run
 * have nothing left to do.
 */
export function runsOf(steps: readonly Step[]): ReadonlyMap<GatherStep, readonly GatherStep[]> {
  const runs = new Map<GatherStep, GatherStep[]>();
  let run: GatherStep[] = [];
  for (const step of steps) {
    if (step.kind !== "gather") run = [];
    else if (run.length > 0 && fits(step, run)) {
      run.push(step);
      runs.set(step, []);
    } else {
      run = [step];
      runs.set(step, run);
    }
  }
  return runs;
}

/** Whether a step may be done together with others: over the same lanes, of nothing that these make, and into other columns. */
function fits({ lanes, whom, column, sum, count }: GatherStep, run: readonly GatherStep[]): boolean {
  const [first] = run;
  if (whom !== undefined || first!.whom !== undefined) return false;
  if (JSON.stringify(lanes) !== JSON.stringify(first!.lanes)) return false;
  return run.every((one) => [one.sum, one.count].every((made) => made !== column && made !== sum && made !== count));
}

/**
 * Sums of columns over friends. Near friends live in the same community: two look-ups each. Far friends come in
 * blocks of 32 slots, each of which meets one block of another community, so that a far tie reads memory in a row.
 */
export function emitGather(run: readonly GatherStep[], name: string, around: Surroundings, layout: Layout): Printed {
  const body = openBody(around, layout);
  const { code } = body;
  const [step] = run;
  if (step === undefined) return printOver(body, name);
  if (step.whom === "community") return emitNeighbours(step, name, around, layout);
  const { near, far } = around.ties ?? { near: 0, far: 0 };
  const { from, to, far: withFar } = step.lanes ?? { from: 0, to: near, far: true };
  const lanes = Array.from({ length: to - from }, (_, i) => from + i);
  const masks = new Map(lanes.map((lane) => [lane, nearMask(body, `(i32.const ${lane})`)]));
  const cut = around.ties?.cut;
  const surely = lanes.filter((lane) => cut === undefined || lane >= cut.lanes);
  const slot = code.local("i32", "$s");
  const count = code.local("i32", "$count");
  const sums = run.map(({ column }, i) => ({ column, sum: code.local("i32", `$sum${i}`) }));
  const everyone = `(i32.const ${around.communitySize})`;
  const all = (full: boolean): void =>
    code.loop(slot, zero, everyone, 1, () => {
      for (const { sum } of sums) code.line(`(local.set ${sum} (i32.const 0))`);
      code.line(`(local.set ${count} (i32.const ${full ? surely.length : 0}))`);
      for (const [lane, mask] of masks) {
        const cutIn = cut && !surely.includes(lane) ? cut.column : undefined;
        addNear(body, lane, { mask, slot, full, cutIn }, { sums, count });
      }
      run.forEach((each, i) => {
        storeUnit(code, placedColumn(layout, each.sum), read(slot), read(sums[i]!.sum));
        storeUnit(code, placedColumn(layout, each.count), read(slot), read(count));
      });
    });
  const fit =
    surely.length === lanes.length &&
    layout.communitySize >= atOnce &&
    run.every(({ column }) => placedColumn(layout, column).role === "stored");
  code.remark("in a full community every near friend is there");
  code.block(`(if (i32.eq ${read(here.filled)} ${everyone})`, ")", () => {
    code.block("(then", ")", () => (fit ? gatherWhole(body, run, masks, slot) : all(true)));
    code.block("(else", ")", () => all(false));
  });
  for (let lane = 0; lane < (withFar ? far : 0); lane++) addFar(body, run, lane);
  return printOver(body, name);
}

/** Slots that are done at a time where every friend is there. */
const atOnce = 4;

/**
 * The sums where every friend is there and no tie is cut: their number is known, and what is left is two look-ups each. The
 * address of a friend's cell follows from twice the slot, as matchings hold it.
 */
function gatherWhole(body: Body, run: readonly GatherStep[], masks: ReadonlyMap<number, Value>, slot: Value): void {
  const { code, layout } = body;
  const cells = [...masks].map(([lane, mask]) => ({
    mask,
    matching: matchingOf(lane, layout).at,
    // Communities begin at multiples of their size: what says which slot and what says which community share no bits. Twice a
    // cell's number fits into a word, since there are fewer than 2^31.
    turned: code.value("i32", `(i32.add ${read(mask)} (i32.shl ${read(here.cell)} (i32.const 1)))`),
  }));
  const number = code.iconst(masks.size);
  code.loop(slot, zero, `(i32.const ${layout.communitySize})`, atOnce, () => {
    const at = code.value("i32", ownWord(read(slot)));
    const first = code.value("i32", `(i32.shl ${read(slot)} (i32.const 1))`);
    for (let i = 0; i < atOnce; i++) {
      const twice = i === 0 ? first : code.value("i32", `(i32.or ${read(first)} (i32.const ${2 * i}))`);
      const friends = cells.map(({ mask, matching, turned }) => {
        const held = `(i32.load16_u offset=${matching} (i32.xor ${read(twice)} ${read(mask)}))`;
        return code.value("i32", `(i32.xor ${held} ${read(turned)})`);
      });
      for (const step of run) {
        const placed = placedColumn(layout, step.column);
        const units = friends.map((friend) => heldAt(placed, halfOf(read(friend), placed.bytes)));
        // The sum is one of 32 bits, as all whole numbers are.
        const lowest = (placed.column.lowest * friends.length) | 0;
        const sum = units.reduce((left, right) => `(i32.add ${left} ${right})`, `(i32.const ${lowest})`);
        code.line(`(i32.store offset=${placedColumn(layout, step.sum).at + 4 * i} ${read(at)} ${sum})`);
      }
    }
    for (const { count } of run)
      code.line(`(v128.store offset=${placedColumn(layout, count).at} ${read(at)} ${read(number)})`);
  });
}

/** Bytes of a cell of so many, from twice its number. */
function halfOf(twice: Text, bytes: number): Text {
  if (bytes === 2) return twice;
  return bytes === 1 ? `(i32.shr_u ${twice} (i32.const 1))` : `(i32.shl ${twice} (i32.const ${Math.log2(bytes) - 1}))`;
}

/** The sum over those who live in a community, once, and then for each of its slots. */
function emitNeighbours(step: GatherStep, name: string, around: Surroundings, layout: Layout): Printed {
  const body = openBody(around, layout);
  const { code } = body;
  const slot = code.local("i32", "$s");
  const sum = code.local("i32", "$sum");
  code.line(`(local.set ${sum} (i32.const 0))`);
  code.loop(slot, zero, read(here.filled), 1, () => {
    const unit = unitAt(placedColumn(layout, step.column), read(slot));
    code.line(`(local.set ${sum} (i32.add ${read(sum)} ${unit}))`);
  });
  code.loop(slot, zero, read(here.filled), 1, () => {
    storeUnit(code, placedColumn(layout, step.sum), read(slot), read(sum));
    storeUnit(code, placedColumn(layout, step.count), read(slot), read(here.filled));
  });
  return printOver(body, name);
}

interface Sums {
  readonly sums: readonly { readonly column: string; readonly sum: Value }[];
  /** How many friends there are, which is the same for all. */
  readonly count: Value;
}

interface Near {
  readonly mask: Value;
  readonly slot: Value;
  readonly full: boolean;
  /** The column that says whether the tie is cut, where it can be. */
  readonly cutIn: string | undefined;
}

function addNear({ code, layout }: Body, lane: number, { mask, slot, full, cutIn }: Near, { sums, count }: Sums): void {
  const friend = code.value("i32", nearFriend(read(slot), mask, matchingOf(lane, layout)));
  const unitOf = (column: string): Text => unitAt(placedColumn(layout, column), read(friend));
  if (full && cutIn === undefined) {
    for (const { column, sum } of sums) code.line(`(local.set ${sum} (i32.add ${read(sum)} ${unitOf(column)}))`);
    return;
  }
  const filled = full ? "(i32.const 1)" : `(i32.lt_u ${read(friend)} ${read(here.filled)})`;
  const joined = cutIn === undefined ? "(i32.const 1)" : uncut(placedColumn(layout, cutIn), lane, slot, friend);
  const there = code.value("i32", `(i32.and ${filled} ${joined})`);
  const mine = code.value("i32", `(i32.sub (i32.const 0) ${read(there)})`);
  for (const { column, sum } of sums)
    code.line(`(local.set ${sum} (i32.add ${read(sum)} (i32.and ${read(mine)} ${unitOf(column)})))`);
  code.line(`(local.set ${count} (i32.add ${read(count)} ${read(there)}))`);
}

/** 1 where neither of two slots has cut the tie of a lane, else 0. */
function uncut(placed: PlacedColumn, lane: number, slot: Value, friend: Value): Text {
  const bits = (of: Value): Text => unitAt(placed, read(of));
  const cut = `(i32.shr_u (i32.or ${bits(slot)} ${bits(friend)}) (i32.const ${lane}))`;
  return `(i32.and (i32.xor ${cut} (i32.const 1)) (i32.const 1))`;
}

/** Adds the far friends of a lane, from what was published before the tick. */
function addFar({ code, layout }: Body, run: readonly GatherStep[], lane: number): void {
  const block = code.local("i32");
  const slot = code.local("i32");
  const partner = code.local("i32");
  const from = code.local("i32");
  const there = code.local("i32");
  const blocks = layout.communitySize / blockSize;
  code.remark(`far friends, lane ${lane}`);
  code.loop(block, zero, `(i32.const ${blocks})`, 1, () => {
    code.line(`(local.set ${partner} (i32.load ${partnerAddress(lane, read(block), layout)}))`);
    code.block(`(if (i32.ne ${read(partner)} (i32.const -1))`, ")", () => {
      code.block("(then", ")", () => {
        const community = `(i32.shr_u ${read(partner)} (i32.const 5))`;
        code.line(
          `(local.set ${from} (i32.add (i32.mul ${community} (i32.const ${layout.communitySize})) (i32.shl ${read(block)} (i32.const 5))))`,
        );
        code.loop(slot, zero, `(i32.const ${blockSize})`, 1, () => {
          const friend = code.value(
            "i32",
            `(i32.add ${read(from)} (i32.xor ${read(slot)} (i32.and ${read(partner)} (i32.const 31))))`,
          );
          code.line(`(local.set ${there} (i32.lt_u ${read(friend)} (i32.const ${layout.size})))`);
          const at = code.value("i32", ownWord(`(i32.add (i32.shl ${read(block)} (i32.const 5)) ${read(slot)})`));
          const add = (name: string, amount: Text): void => {
            const target = placedColumn(layout, name).at;
            code.line(
              `(i32.store offset=${target} ${read(at)} (i32.add (i32.load offset=${target} ${read(at)}) ${amount}))`,
            );
          };
          // An unfilled slot lies within the last community's cells: it is safe to read, and not counted.
          for (const { column, sum, count } of run) {
            const unit = unitIn(placedAt(layout.published, column), read(friend));
            add(sum, `(i32.and (i32.sub (i32.const 0) ${read(there)}) ${unit})`);
            add(count, read(there));
          }
        });
      });
    });
  });
}

function partnerAddress(lane: number, block: Text, layout: Layout): Text {
  const blocks = layout.communitySize / blockSize;
  const index = `(i32.add (i32.mul (i32.sub ${read(here.community)} (i32.const ${layout.stretch.first})) (i32.const ${blocks})) ${block})`;
  return `offset=${layout.partners + lane * layout.partnerBytes} (i32.shl ${index} (i32.const 2))`;
}

/**
 * Finds the partners of a community's blocks, once: community × 32 + the five bits that turn slots, or −1 for none.
 * Levels are tried from the lowest and a higher one replaces a lower, which is the same as the highest that holds.
 */
export function emitPartners(around: Surroundings, name: string, layout: Layout): Printed {
  const body = openBody(around, layout);
  const { code } = body;
  const block = code.local("i32", "$block");
  const level = code.local("i32", "$level");
  const partner = code.local("v128", "$partner");
  for (let lane = 0; lane < (around.ties?.far ?? 0); lane++) {
    code.loop(block, zero, `(i32.const ${layout.communitySize / blockSize})`, 1, () => {
      code.line(`(local.set ${partner} (v128.const i32x4 -1 -1 -1 -1))`);
      code.loop(level, "(i32.const 1)", `(i32.const ${mostLevels + 1})`, 1, () => {
        const place = splat(code, `(i32.shr_u ${read(here.community)} ${read(level)})`);
        const ordinal = splat(
          code,
          `(i32.add (i32.shl (i32.add (i32.const ${lane * 128}) ${read(block)}) (i32.const 5)) ${read(level)})`,
        );
        const { first, second } = emitBlock(code, scheduleAt(code, layout.tieKeys + scheduleWords * 4), place, ordinal);
        const threshold = splatAt(code, layout.levels, `(i32.shl ${read(level)} (i32.const 2))`);
        const lowest = splat(code, `(i32.sub (i32.const 0) (i32.eq ${read(level)} (i32.const 1)))`);
        const holds = code.ior(code.op("i32x4.lt_u", first, threshold), lowest);
        const half = splat(code, `(i32.shl (i32.const 1) (i32.sub ${read(level)} (i32.const 1)))`);
        const changed = code.iadd(half, code.iand(second, code.isub(half, code.iconst(1))));
        const community = code.ixor(splat(code, read(here.community)), changed);
        const absent = code.op("i32x4.ge_u", community, code.iconst(layout.communities));
        const found = code.ior(code.ior(code.ishl(community, 5), code.ushr(second, 27)), absent);
        code.line(`(local.set ${partner} (v128.bitselect ${read(found)} ${read(partner)} ${read(holds)}))`);
      });
      code.line(`(i32.store ${partnerAddress(lane, read(block), layout)} ${laneOf(partner, 0)})`);
    });
  }
  return printOver(body, name);
}
