import { normalQuantile } from "../../core/arithmetic.ts";
import { type Part, partBits } from "../../core/chance.ts";
import type { Cuts } from "../../core/cuts.ts";
import type { Draw, DueStep, Let, Shared } from "../../plan/plan.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Body } from "./body.ts";
import { emitBlock, emitChance, emitUnit, scheduleAt } from "./chance.ts";
import { type Code, read, type Text, type Value } from "./code.ts";
import { placedAt } from "./columns.ts";
import { type Block, eachLane, laneOf, packed, whereAny, wordsOfLane } from "./idioms.ts";
import { emitRank } from "./rank.ts";
import { bytesOfGuide, longParts, type PlacedTable } from "./tables.ts";
import { emitNumber, emitTruth, type Leaves } from "./trees.ts";
import { type EntityLeaves, isChoice } from "./whole.ts";

/** The counters at which the draws of a step are made, four lanes. */
export interface Address {
  readonly place: Value;
  readonly ordinal: Value;
}

/** Locals that are given instead of reckoned, where a lane's mask is set. */
export type Given = ReadonlyMap<string, { readonly mask: Value; readonly value: Value }>;

/** Tables of at most so many cut points are compared with all at once; longer ones are searched. */
const fewCuts = 8;

/** What lets are reckoned from. */
export interface LetsFrom {
  readonly address: Address;
  readonly leaves: EntityLeaves;
  /** What is known so far: the leaves read it, and each let is added to it. */
  readonly locals: Map<string, Value>;
  readonly given?: Given | undefined;
}

/** Reckons lets in order and adds them to `locals`. */
export function emitLets(body: Body, lets: readonly Let[], { address, leaves, locals, given }: LetsFrom): void {
  const { code } = body;
  for (const each of lets) {
    code.remark(each.name);
    const reckoned = emitLet(body, each, address, leaves);
    const instead = given?.get(each.name);
    locals.set(each.name, instead ? code.select(instead.mask, instead.value, reckoned) : reckoned);
  }
}

function emitLet(body: Body, each: Let, at: Address, leaves: EntityLeaves): Value {
  if (each.kind === "number") return emitNumber(each.is, body.code, leaves);
  if (each.kind === "truth") return body.code.ones(emitTruth(each.is, body.code, leaves));
  return emitDraw(body, each, at, leaves);
}

function emitDraw(body: Body, draw: Draw, at: Address, leaves: EntityLeaves): Value {
  const { code, layout } = body;
  if (draw.kind === "pickByScore") {
    const table = placedAt(layout.tables, draw.table);
    const score = emitNumber(draw.score, code, leaves);
    return code.fromInt(
      searchLanes(
        code,
        "$pick_score",
        table,
        rowOf(draw.row, table, code, leaves),
        (lane) => `(f32x4.extract_lane ${lane} ${read(score)})`,
      ),
    );
  }
  if (draw.kind === "rank") return emitRank(body, draw.column, leaves);
  const block = (): Block => blockOf(body, draw.purpose, at);
  switch (draw.kind) {
    case "chance":
      return code.ones(
        draw.shares
          ? sharedChance(body, draw, draw.shares, at, leaves)
          : emitChanceOf(draw.p, code, block().first, leaves),
      );
    case "uniform":
      return emitUnit(code, block().first);
    case "normal":
      return normalQuantile(code, code.max(emitUnit(code, block().first), code.const(2 ** -33)));
    case "pick":
      return code.fromInt(
        draw.shares ? sharedPick(body, draw, draw.shares, at, leaves) : emitPick(body, draw, block(), leaves),
      );
  }
}

/** A part of a shared block as the first bits of a word, with zeros behind them. */
function beginOf(body: Body, { purpose, part }: Shared, at: Address): Value {
  const { code } = body;
  const { second } = blockOf(body, purpose, at);
  return part === "upper" ? code.iand(second, code.iconst(-(2 ** restBits(part)))) : code.ishl(second, restBits(part));
}

function restBits(part: Part): number {
  return 32 - partBits[part];
}

/** The words of a draw that shares: its own block, whose first word begins as the part says. */
export function joinedBlock(body: Body, purpose: string, part: Part, begin: Value, at: Address): Block {
  const { code } = body;
  const { first, second } = blockOf(body, purpose, at);
  return { first: code.ior(begin, code.ushr(first, partBits[part])), second };
}

/** Where what is shared may let a chance be, and the first bits of its word. */
export function mayBe(
  body: Body,
  chance: NumberTree,
  shares: Shared,
  at: Address,
  leaves: Leaves,
): { readonly begin: Value; readonly may: Value } {
  const begin = beginOf(body, shares, at);
  return { begin, may: emitChanceOf(chance, body.code, begin, leaves) };
}

/** A chance by what is shared; its own block is drawn where that does not decide. */
function sharedChance(
  body: Body,
  { p, purpose }: Extract<Draw, { kind: "chance" }>,
  shares: Shared,
  at: Address,
  leaves: Leaves,
): Value {
  const { code } = body;
  const { begin, may } = mayBe(body, p, shares, at, leaves);
  const is = code.local("v128");
  const rest = code.iconst(2 ** restBits(shares.part) - 1);
  code.line(`(local.set ${is} ${read(emitChanceOf(p, code, code.ior(begin, rest), leaves))})`);
  whereAny(code, code.op("v128.andnot", may, is), () => {
    const { first } = joinedBlock(body, purpose, shares.part, begin, at);
    code.line(`(local.set ${is} ${read(emitChanceOf(p, code, first, leaves))})`);
  });
  return is;
}

/** A pick by what is shared; its own block is drawn where that lies on a cut point. */
function sharedPick(
  body: Body,
  draw: Extract<Draw, { kind: "pick" }>,
  shares: Shared,
  at: Address,
  leaves: Leaves,
): Value {
  const { code, layout } = body;
  const begin = beginOf(body, shares, at);
  const whole = (): Value => emitPick(body, draw, joinedBlock(body, draw.purpose, shares.part, begin, at), leaves);
  const placed = placedAt(layout.tables, draw.table);
  if (!isFew(placed)) return whole();
  const bits = restBits(shares.part);
  const first = code.ushr(begin, bits);
  let [count, on] = [code.iconst(0), code.iconst(0)];
  for (const high of cutsOf(placed).hi) {
    const cut = code.iconst(high >>> bits);
    count = code.isub(count, code.op("i32x4.gt_s", first, cut));
    on = code.ior(on, code.op("i32x4.eq", first, cut));
  }
  const unit = code.local("v128");
  code.line(`(local.set ${unit} ${read(count)})`);
  whereAny(code, on, () => code.line(`(local.set ${unit} ${read(whole())})`));
  return unit;
}

/** Which words are below one chance and not below another, where there is one. */
export function emitInterval(
  { chance, above }: Pick<DueStep, "chance" | "above">,
  code: Code,
  words: Value,
  leaves: Leaves,
): Value {
  const below = emitChanceOf(chance, code, words, leaves);
  if (above === undefined) return below;
  return code.iand(below, code.op("v128.not", emitChanceOf(above, code, words, leaves)));
}

/** Which words a chance lets be: constants and choices of constants are compared as whole numbers. */
export function emitChanceOf(tree: NumberTree, code: Code, words: Value, leaves: Leaves): Value {
  if (tree.op === "constant" && (tree.value >= 1 || tree.value <= 0)) return code.iconst(tree.value >= 1 ? -1 : 0);
  if (!isChoice(tree)) return emitChance(code, words, emitNumber(tree, code, leaves), tree.range);
  const sign = code.iconst(-(2 ** 31));
  const limit = thresholdOf(tree, code, leaves);
  const below = code.op("i32x4.lt_s", code.ixor(words, sign), limit);
  return tree.range.to >= 1 ? code.ior(below, code.ge(emitNumber(tree, code, leaves), code.const(1))) : below;
}

/** ⌈p × 2^32⌉ less 2^31, so that signed comparison does. A chance of 1 or more is left to the caller. */
function thresholdOf(tree: NumberTree, code: Code, leaves: Leaves): Value {
  if (tree.op === "choose") {
    const then = thresholdOf(tree.then, code, leaves);
    return code.iselect(emitTruth(tree.when, code, leaves), then, thresholdOf(tree.other, code, leaves));
  }
  const p = tree.op === "constant" ? tree.value : 0;
  const words = Math.min(Math.max(Math.ceil(p * 2 ** 32), 0), 2 ** 32 - 1);
  return code.iconst((words ^ -(2 ** 31)) | 0);
}

/** The block of a purpose at an address. */
export function blockOf({ code, layout }: Body, purpose: string, at: Address): Block {
  return emitBlock(code, scheduleAt(code, placedAt(layout.keys, purpose)), at.place, at.ordinal);
}

/** The units of a pick: whichever way its table is searched. */
export function emitPick(
  { code, layout }: Body,
  draw: Extract<Draw, { kind: "pick" }>,
  words: Block,
  leaves: Leaves,
): Value {
  const placed = placedAt(layout.tables, draw.table);
  if (isFew(placed)) return countFew(code, placed, words);
  const row = rowOf(draw.row, placed, code, leaves);
  const word = (lane: number): Text => wordsOfLane(words, lane);
  if (placed.guide?.parts !== longParts) return searchLanes(code, "$pick", placed, row, word);
  const guide = { at: placed.guide.at, stride: bytesOfGuide(longParts) };
  const guided = (lane: number): Text => `(call $pick_guided ${row(lane)} ${row(lane, guide)} ${word(lane)})`;
  return packed(code, eachLane(guided));
}

/** Whether a table has so few cut points that they stand in the text. */
export function isFew({ rows, length }: PlacedTable): boolean {
  return rows === 1 && length <= fewCuts;
}

/** How many of a few cut points are at or below the words: 64-bit comparisons as pairs of 32-bit ones. */
export function countFew(code: Code, { table }: Pick<PlacedTable, "table">, { first, second }: Block): Value {
  const { hi, lo } = cutsOf({ table });
  // A draw of all ones counts as the one before it, so that a cut of all ones is never reached.
  const ones = code.iand(code.op("i32x4.eq", first, code.iconst(-1)), code.op("i32x4.eq", second, code.iconst(-1)));
  const low = code.iadd(second, ones);
  let count = code.iconst(0);
  for (let i = 0; i < hi.length; i++) {
    const high = code.iconst(hi[i]! | 0);
    const above = code.op("i32x4.gt_u", first, high);
    const same = code.iand(code.op("i32x4.eq", first, high), code.op("i32x4.ge_u", low, code.iconst(lo[i]! | 0)));
    count = code.isub(count, code.ior(above, same));
  }
  return count;
}

/** The cut points of a table of one row. */
function cutsOf({ table }: Pick<PlacedTable, "table">): Cuts {
  if (table.kind !== "cuts") throw new Error(`bug: table ${table.name} has no cuts`);
  return table.rows[0]!;
}

/** The address of the row of a table in each lane, as text by lane; one row needs no reckoning. */
function rowOf(
  tree: Extract<Draw, { kind: "pick" }>["row"],
  placed: PlacedTable,
  code: Code,
  leaves: Leaves,
): (lane: number, of?: Pick<PlacedTable, "at" | "stride">) => Text {
  if (placed.rows === 1) return (_, { at } = placed) => `(i32.const ${at})`;
  const held = code.max(code.min(emitNumber(tree, code, leaves), code.const(placed.rows - 1)), code.const(0));
  const row = code.toInt(code.floor(held));
  return (lane, { at, stride } = placed) =>
    `(i32.add (i32.const ${at}) (i32.mul ${laneOf(row, lane)} (i32.const ${stride})))`;
}

function searchLanes(
  code: Code,
  search: string,
  placed: PlacedTable,
  row: (lane: number) => Text,
  key: (lane: number) => Text,
): Value {
  return packed(
    code,
    eachLane((lane) => `(call ${search} ${row(lane)} (i32.const ${placed.length}) ${key(lane)})`),
  );
}

/**
 * The searches that tables need: how many of `$n` ascending numbers at `$at` are at or below a key. Halving without a
 * branch on what is found: which half it is cannot be guessed, and guessing wrong costs more than looking.
 */
export const searches = [
  "  ;; Cut points at or below a draw of 64 bits. A draw of all ones counts as the one before it.",
  search(
    "$pick",
    "i64",
    "i64.le_u",
    3,
    "(i64.sub (local.get $key) (i64.extend_i32_u (i64.eq (local.get $key) (i64.const -1))))",
  ),
  "  ;; The same for ascending binary32 numbers and a normal score.",
  search("$pick_score", "f32", "f32.le", 2, "(local.get $key)"),
  "  ;; $pick in a long table: the first bits of the draw say where to begin and how far to look.",
  `  (func $pick_guided (param $at i32) (param $guide i32) (param $key i64) (result i32)
    (local $from i32)
    (local.set $guide (i32.add (local.get $guide)
      (i32.shl (i32.wrap_i64 (i64.shr_u (local.get $key) (i64.const ${64 - Math.log2(longParts)}))) (i32.const 2))))
    (local.set $from (i32.load (local.get $guide)))
    (i32.add (local.get $from) (call $pick
      (i32.add (local.get $at) (i32.shl (local.get $from) (i32.const 3)))
      (i32.sub (i32.load offset=4 (local.get $guide)) (local.get $from))
      (local.get $key))))`,
].join("\n");

function search(name: string, type: "i64" | "f32", below: string, shift: number, key: Text): Text {
  const number = (index: Text): Text =>
    `(${type}.load (i32.add (local.get $at) (i32.shl ${index} (i32.const ${shift}))))`;
  const middle = number("(i32.sub (i32.add (local.get $base) (local.get $half)) (i32.const 1))");
  return `  (func ${name} (param $at i32) (param $n i32) (param $key ${type}) (result i32)
    (local $base i32) (local $half i32)
    (if (i32.eqz (local.get $n)) (then (return (i32.const 0))))
    (local.set $key ${key})
    (block (loop
      (br_if 1 (i32.le_u (local.get $n) (i32.const 1)))
      (local.set $half (i32.shr_u (local.get $n) (i32.const 1)))
      (local.set $base (select (i32.add (local.get $base) (local.get $half)) (local.get $base) (${below} ${middle} (local.get $key))))
      (local.set $n (i32.sub (local.get $n) (local.get $half)))
      (br 0)))
    (i32.add (local.get $base) (${below} ${number("(local.get $base)")} (local.get $key))))`;
}
