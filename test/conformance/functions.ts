import { Code, read, type Value } from "../../src/engine/emit/code.ts";
import { emitNumber } from "../../src/engine/emit/trees.ts";
import { moduleOf } from "../../src/engine/wasm/assemble.ts";
import { binaryMeaning, unaryMeaning } from "../../src/rules/build.ts";
import {
  type BinaryNumber,
  binaryNumbers,
  type NumberTree,
  type UnaryNumber,
  unaryNumbers,
} from "../../src/rules/tree.ts";

/** Functions of rules as modules of their own: what a lane gives, held against what the interpreter reckons. */

/** An operation on numbers: as a tree over the locals x and y, and as the interpreter has it. */
export interface Operation {
  readonly name: string;
  readonly tree: NumberTree;
  readonly reckon: (x: number, y: number) => number;
  readonly operands: 1 | 2;
}

const anything = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const x: NumberTree = { op: "local", name: "x", range: anything };
const y: NumberTree = { op: "local", name: "y", range: anything };

export const unaryOperations: readonly Operation[] = unaryNumbers.map((op: UnaryNumber) => ({
  name: op,
  tree: { op, of: x, range: anything },
  reckon: unaryMeaning[op],
  operands: 1,
}));

export const binaryOperations: readonly Operation[] = binaryNumbers.map((op: BinaryNumber) => ({
  name: op,
  tree: { op, left: x, right: y, range: anything },
  reckon: binaryMeaning[op],
  operands: 2,
}));

/** Values that tell implementations apart: zeros, ends of ranges and steps, halves, and their neighbours. */
export function edges(): number[] {
  const whole = [0, 1, 2, 3, 10, 127, 128, 16_777_216, 16_777_217, 8_388_608, 2 ** 31, 2 ** 32, 2 ** 64, 1e30];
  const parts = [0.5, 1.5, 2.5, 0.1, 1 / 3, 0.875, 1.125, Math.SQRT1_2, Math.SQRT2, 0.425, 0.075, 0.925, 1e-6, 1e-30];
  const ends = [2 ** -126, 2 ** -149, 3.4028234663852886e38, 88.72284, 87.33655, 103.97, 104, 89, 2 ** -33, 1 - 2 ** -24];
  const values = [...whole, ...parts, ...ends].map(Math.fround);
  const all = values.flatMap((value) => [value, next(value, 1), next(value, -1)]).filter(Number.isFinite);
  return [...new Set([...all, ...all.map((value) => -value)])].concat(-0);
}

/** The binary32 a few steps of the last place away. */
function next(value: number, steps: number): number {
  const cell = new Float32Array([value]);
  new Int32Array(cell.buffer)[0]! += steps;
  return cell[0]!;
}

/** Binary32 numbers all over the range, by a stride through their bits; finite ones alone. */
export function sweep(count: number, offset = 0): Float32Array {
  const bits = new Uint32Array(count);
  const stride = Math.floor(2 ** 32 / count) | 1;
  for (let i = 0; i < count; i++) bits[i] = (Math.imul(i, stride) + offset) >>> 0;
  return new Float32Array(bits.buffer).filter(Number.isFinite);
}

const bytesOf = (count: number): number => Math.ceil(count / 4) * 16;

/** What an emitted operation gives for each pair of numbers. */
export async function runOperation({ tree }: Operation, left: Float32Array, right: Float32Array): Promise<Float32Array> {
  const size = bytesOf(left.length);
  const memory = new WebAssembly.Memory({ initial: Math.ceil((3 * size) / 65_536) });
  const code = new Code();
  const at = code.local("i32", "$at");
  code.loop(at, "(i32.const 0)", `(i32.const ${size})`, 16, () => {
    const operand = (offset: number): Value => code.value("v128", `(v128.load offset=${offset} ${read(at)})`);
    const operands = new Map([
      ["x", operand(0)],
      ["y", operand(size)],
    ]);
    const none = (): never => {
      throw new Error("there are neither columns nor globals here");
    };
    const value = emitNumber(tree, code, { column: none, global: none, local: (name) => operands.get(name)! });
    code.line(`(v128.store offset=${2 * size} ${read(at)} ${read(value)})`);
  });
  const pages = memory.buffer.byteLength / 65_536;
  const text = `(module (import "world" "memory" (memory ${pages}))\n${code.print('(export "run")')})`;
  new Float32Array(memory.buffer, 0, left.length).set(left);
  new Float32Array(memory.buffer, size, right.length).set(right);
  const { exports } = await WebAssembly.instantiate(await moduleOf(text), { world: { memory } });
  (exports.run as () => void)();
  return new Float32Array(memory.buffer, 2 * size, left.length).slice();
}

/** The first places at which an emitted operation gives other bits than the interpreter, as text. */
export async function differencesOf(operation: Operation, left: Float32Array, right: Float32Array): Promise<string[]> {
  const given = await runOperation(operation, left, right);
  const expected = Float32Array.from(left, (value, i) => operation.reckon(value, right[i]!));
  const [is, should] = [given, expected].map((values) => new Uint32Array(values.buffer));
  const found: string[] = [];
  for (let i = 0; i < left.length && found.length < 5; i++) {
    if (is[i] === should[i] || (Number.isNaN(given[i]) && Number.isNaN(expected[i]))) continue;
    found.push(`${operation.name}(${left[i]}, ${right[i]}) is ${given[i]}, not ${expected[i]}`);
  }
  return found;
}
