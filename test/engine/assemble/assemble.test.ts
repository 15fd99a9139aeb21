import { describe, expect, test } from "vitest";
import { assembleText } from "../../../src/engine/assemble/assemble.ts";
import { type Immediate, operations } from "../../../src/engine/assemble/operations.ts";
import { communitiesOf, layOut } from "../../../src/engine/emit/layout.ts";
import { emitText } from "../../../src/engine/emit/text.ts";
import { shippedNames } from "../../../src/scenario/published.ts";
import { readShipped, type Scenario } from "../../../src/scenario/scenario.ts";
import { everything } from "../../experiment/worlds.ts";
import { assembledByWabt, codeOf } from "./module.ts";

const worlds: [string, () => Scenario][] = [
  ...shippedNames().map((name): [string, () => Scenario] => [name, () => readShipped(name)]),
  ["everything at once", () => everything],
];

/** What may stand behind the name of an instruction, at and around its limits. */
const immediates: Readonly<Record<Immediate, readonly string[]>> = {
  none: [""],
  local: ["$a", "$b"],
  global: ["$g"],
  function: ["$f", "$later"],
  label: ["0", "1"],
  i32: ["0", "63", "64", "-64", "-65", "127", "128", "2147483647", "-2147483648", "4294967295"],
  i64: ["0", "63", "-65", "9223372036854775807", "-9223372036854775808", "18446744073709551615"],
  f32: [
    "0",
    "-0",
    "1.5",
    "0.30000001192092896",
    "3.4028234663852886e+38",
    "1.401298464324817e-45",
    "inf",
    "-inf",
    "nan",
  ],
  f64: ["0", "-0", "0.1", "1.7976931348623157e+308", "5e-324", "inf", "-inf", "nan"],
  v128: [
    "i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 -128 255",
    "i16x8 0 1 2 3 4 5 -32768 65535",
    "i32x4 0 -1 2147483647 4294967295",
    "f32x4 0.5 inf -inf 1e-7",
    "f64x2 0.1 -2.5e+300",
  ],
  lane: ["0", "1"],
  lanes: ["0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31"],
  memory: ["", "offset=0", "offset=127", "offset=4294967295"],
  "memory lane": ["0", "offset=128 1"],
  "memory 0": [""],
  "memory 0 0": [""],
};

describe("the bytes are those of the format's own assembler", () => {
  test.each(worlds)("for %s, shared or not, apart or not", (_, read) => {
    const { plan } = read().lower({ people: 700 });
    for (const shared of [false, true]) {
      const layout = layOut(plan, { first: 0, end: communitiesOf(plan) }, shared ? 2 : 1);
      const text = emitText(plan, layout, { shared, apart: !shared }).text();
      expect(codeOf(assembleText(text)), shared ? "shared" : "alone").toBe(codeOf(assembledByWabt(text)));
    }
  });

  test.each([...operations].map(([name, { immediate }]) => ({ name, immediate })))(
    "for $name",
    ({ name, immediate }) => {
      const lines = immediates[immediate].map((words) => `(${name} ${words})`);
      const text = `(module
  (import "world" "memory" (memory 1 2 shared))
  (global $g (mut i32) (i32.const 7))
  (func $f (param $a i32) (param $b i64) ${lines.join(" ")})
  (func $later (result f64) (f64.const 1))
  (func $first)
  (start $first)
)`;
      expect(codeOf(assembleText(text))).toBe(codeOf(assembledByWabt(text)));
    },
  );

  test.each([
    ["nothing", "(module)"],
    ["a memory of its own", '(module (memory (export "memory") 16))'],
    ["memories with and without a limit", '(module (import "a" "b" (memory 3)) (memory 1 65536))'],
    [
      "globals",
      `(module (import "world" "own" (global $own i32)) (global $k (mut v128) (v128.const i32x4 1 2 3 4))
      (global $n f64 (f64.const 0.5)) (func (result f64) (drop (global.get $own)) (global.get $n)))`,
    ],
    [
      "locals in runs",
      "(module (func $f (param $a i32) (local $b i32) (local $c i32) (local $d v128) (local $e i32)))",
    ],
    ["locals without a name", "(module (func (param i32) (local $b i64) (local.set $b (i64.const 1))))"],
    [
      "several at once",
      "(module (func (param i32 i64) (param $c f32) (result i32 f64) (local v128 i32) (local $d i32) (local.set $d (i32.const 1)) (local.get $d) (f64.const 1)))",
    ],
    [
      "branches",
      `(module (func $f (param $a i32) (result i32)
      (if (local.get $a) (then (return (i32.const 1))))
      (if (result i32) (i32.eqz (local.get $a)) (then (i32.const 2)) (else (block (result i32) (loop (br_if 1 (i32.const 5) (local.get $a)) (br 0)) (i32.const 3))))))`,
    ],
    [
      "exports, and calls of what comes later",
      `(module (func (export "run") (call $f)) (export "again" (func $f)) (func $f ;; it
      ))`,
    ],
    [
      "many signatures",
      `(module (func (param i32)) (func (param f32 ) (result f32) (f32.const 1)) (func (param i32)) (func))`,
    ],
  ])("for %s", (_, text) => {
    expect(codeOf(assembleText(text))).toBe(codeOf(assembledByWabt(text)));
  });
});

test("functions are named for whoever profiles", () => {
  const text = '(module (func (export "run")) (func $tick) (func $tock))';
  const names = Buffer.from(WebAssembly.Module.customSections(module(text), "name")[0]!);
  // Subsection 1, of 13 bytes: two names, each with the place of its function and its length before it.
  expect(names).toEqual(Buffer.from("\x01\x0d\x02\x01\x04tick\x02\x04tock", "latin1"));
});

describe("what is not of it is our bug, told with its line", () => {
  test.each([
    ["(func)", 1, "(module is expected"],
    ["(module (table 1))", 1, "not table, is expected"],
    ["(module\n(func (i32.added)))", 2, "an instruction that is known, and not i32.added, is expected"],
    ["(module\n\n(func (local.get $x)))", 3, "the name of a local, and not $x, is expected"],
    ["(module (func (call $x)))", 1, "the name of a function, and not $x, is expected"],
    ["(module (func (global.set $x (i32.const 1))))", 1, "the name of a global, and not $x, is expected"],
    ["(module (func (param $x i31)))", 1, "a type, and not i31, is expected"],
    ["(module (func (param $x i32) (local $x i32)))", 1, "a name that is not $x again is expected"],
    ["(module (func $x) (func $x))", 1, "a name that is not $x again is expected"],
    ["(module (func (drop (i32.const 4294967296))))", 1, "a whole number from -2147483648 to 4294967295 is expected"],
    ["(module (func (drop (i32.const 1.5))))", 1, "a whole number"],
    ["(module (func (drop (i64.const 0x1))))", 1, "a whole number, and not 0x1, is expected"],
    ["(module (func (if (i32.const 1))))", 1, "is expected"],
    ["(module (func (drop (f32.const one))))", 1, "a number, and not one, is expected"],
    ["(module (func (drop (i32.load offset=4294967296 (i32.const 0)))))", 1, "from 0 to 4294967295 is expected"],
    ["(module (func (drop (i32.load align=1 (i32.const 0)))))", 1, "an operand"],
    ["(module (func (i32x4.extract_lane 16 (v128.const i32x4 0 0 0 0))))", 1, "from 0 to 15 is expected"],
    ["(module (func (v128.const i64x2 0 0)))", 1, "and not i64x2, is expected"],
    ["(module (func i32.const 1 drop))", 1, ") is expected"],
    ["(module (func (i32.const 1 2)))", 1, "an operand, or the end of the instruction, is expected"],
    ["(module (func (drop (i32.const 1)))", 1, "is expected"],
    ["(module (func (drop", 1, ") is expected"],
    ["(module (func\t))", 1, ") is expected"],
    [
      '(module (global $g i32 (i32.const 1)) (import "a" "b" (global $h i32)))',
      1,
      "no import behind a global is expected",
    ],
    ["(module (memory x))", 1, "a whole number from 0 to 65536 is expected"],
    ["(module (memory 2 1))", 1, "a whole number from 2 to 65536 is expected"],
    ["(module (memory 1 2 shard))", 1, "shared is expected"],
    ["(module) (module)", 1, "the end is expected"],
    ['(module (export "x" (func $y)))', 1, "the name of a function is expected"],
    ['(module (func (export "a\\00b")))', 1, "a quoted text on one line"],
  ])("%s", (text, line, expected) => {
    const words = new RegExp(
      `^bug: emitted text has .* in line ${line}, where .*${expected.replace(/[().$]/g, "\\$&")}`,
    );
    expect(() => assembleText(text)).toThrow(words);
  });
});

function module(text: string): WebAssembly.Module {
  return new WebAssembly.Module(assembleText(text));
}
