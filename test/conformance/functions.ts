import { largest } from "../../src/core/arithmetic.ts";
import { Code, read, type Value } from "../../src/engine/emit/code.ts";
import { declarationsOf } from "../../src/engine/emit/constants.ts";
import { emitNumber } from "../../src/engine/emit/trees.ts";
import { compileNumber } from "../../src/engine/meaning/evaluate.ts";
import { openNamed } from "../../src/engine/meaning/scene.ts";
import { compiled } from "../../src/engine/wasm/assemble.ts";
import { Globals } from "../../src/engine/wasm/globals.ts";
import type { Plan } from "../../src/plan/plan.ts";
import * as build from "../../src/rules/build.ts";
import { binaryNumbers, type NumberTree, unaryNumbers } from "../../src/rules/tree.ts";

/** Functions of rules as modules of their own: what a lane gives, held against what the interpreter reckons. */

/** An operation on numbers: as a tree over the locals x and y. */
export interface Operation {
  readonly name: string;
  readonly tree: NumberTree;
}

const anything = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const x = build.local("x", anything);
const y = build.local("y", anything);
const { constant } = build;

export const unaryOperations: readonly Operation[] = unaryNumbers.map((op) => ({
  name: op,
  tree: build.unary(op, x),
}));

export const binaryOperations: readonly Operation[] = binaryNumbers.map((op) => ({
  name: op,
  tree: build.binary(op, x, y),
}));

/** Operands that the emitter knows: each has instructions of its own. */
export const knownOperations: readonly Operation[] = binaryNumbers.flatMap((op) =>
  [0, 1, 2, 3, -1, 0.1, 1e-30, 1e30, largest, 2 ** -149].flatMap((value) => [
    { name: `${op}(x, ${value})`, tree: build.binary(op, x, constant(value)) },
    { name: `${op}(${value}, x)`, tree: build.binary(op, constant(value), x) },
  ]),
);

const within = build.clamp(x, -2, 3);
const other = build.clamp(y, 0, 1e38);

/** Ranges that the emitter draws conclusions from. */
export const boundedOperations: readonly Operation[] = binaryNumbers.flatMap((op) => [
  { name: `${op}(clamp(x), clamp(y))`, tree: build.binary(op, within, other) },
  { name: `${op}(clamp(y), clamp(x))`, tree: build.binary(op, other, within) },
  { name: `${op}(clamp(x), x)`, tree: build.binary(op, within, x) },
]);

/** What the interpreter gives for each pair of numbers. */
export function reckonOperation({ tree }: Operation, left: Float32Array, right: Float32Array): Float32Array {
  const locals = openNamed(["x", "y"]);
  const reckon = compileNumber(tree, new Globals(nothing, 0, new Map()).scene, locals);
  return left.map((value, i) => {
    locals.values[0] = value;
    locals.values[1] = right[i]!;
    return reckon(0);
  });
}

/** A plan without anything: trees over locals need no more. */
const nothing: Plan = {
  title: "",
  size: 1,
  communitySize: 32,
  ticks: 1,
  columns: [],
  globals: [],
  tables: [],
  ties: undefined,
  queues: [],
  start: [],
  steps: [],
  measures: [],
  updates: [],
  script: undefined,
};

/** Values that tell implementations apart: zeros, ends of ranges and steps, halves, and their neighbours. */
export function edges(): number[] {
  const whole = [0, 1, 2, 3, 10, 127, 128, 16_777_216, 16_777_217, 8_388_608, 2 ** 31, 2 ** 32, 2 ** 64, 1e30];
  const parts = [0.5, 1.5, 2.5, 0.1, 1 / 3, 0.875, 1.125, Math.SQRT1_2, Math.SQRT2, 0.425, 0.075, 0.925, 1e-6, 1e-30];
  const ends = [
    2 ** -126,
    2 ** -149,
    3.4028234663852886e38,
    88.72284,
    87.33655,
    103.97,
    104,
    89,
    2 ** -33,
    1 - 2 ** -24,
  ];
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

/** Binary32 numbers all over, by a stride through their bits; finite ones alone. */
export function sweep(count: number, offset = 0): Float32Array {
  const bits = new Uint32Array(count);
  const stride = Math.floor(2 ** 32 / count) | 1;
  for (let i = 0; i < count; i++) bits[i] = (Math.imul(i, stride) + offset) >>> 0;
  return new Float32Array(bits.buffer).filter(Number.isFinite);
}

const bytesOf = (count: number): number => Math.ceil(count / 4) * 16;

/** What an emitted operation gives for each pair of numbers. */
export async function runOperation(
  { tree }: Operation,
  left: Float32Array,
  right: Float32Array,
): Promise<Float32Array> {
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
  const run = code.print("$run", '(export "run")');
  const { imports, globals } = declarationsOf([run]);
  const head = ['(import "world" "memory"', `(memory ${pages}))`].join(" ");
  const text = ["(module", head, ...imports, ...globals, run.text(), ")"].join("\n");
  new Float32Array(memory.buffer, 0, left.length).set(left);
  new Float32Array(memory.buffer, size, right.length).set(right);
  const { exports } = await WebAssembly.instantiate(await compiled(text), {
    $run: { ...run.numbers },
    world: { memory },
  });
  (exports.run as () => void)();
  return new Float32Array(memory.buffer, 2 * size, left.length).slice();
}

/**
 * The first places at which an emitted operation gives other bits than the interpreter, as text. The sign of zero is no
 * part of what a number means: hardware has instructions that keep it and others that do not.
 */
export async function differencesOf(operation: Operation, left: Float32Array, right: Float32Array): Promise<string[]> {
  const given = await runOperation(operation, left, right);
  const expected = reckonOperation(operation, left, right);
  const [is, should] = [given, expected].map((values) => new Uint32Array(values.buffer));
  const found: string[] = [];
  for (let i = 0; i < left.length && found.length < 5; i++) {
    if (is[i] === should[i] || (given[i] === 0 && expected[i] === 0)) continue;
    found.push(`${operation.name}(${left[i]}, ${right[i]}) is ${given[i]}, not ${expected[i]}`);
  }
  return found;
}
