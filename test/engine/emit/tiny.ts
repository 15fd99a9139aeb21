import { Code, type Printed, read, type Value } from "../../../src/engine/emit/code.ts";
import { declarationsOf } from "../../../src/engine/emit/constants.ts";
import { searches } from "../../../src/engine/emit/draws.ts";
import { compiled } from "../../../src/engine/wasm/assemble.ts";

/**
 * Tiny modules of single pieces of the emitted engine, so that each can be asked about the very words on which it could
 * differ from what it means.
 */

/** Where values go in and out; below it lies what a piece reads besides. */
const valuesAt = 15 * 65_536;

/** A function of lanes: so many values in, one out, four lanes each. */
export type Lanes = (...values: readonly (readonly number[])[]) => { f32: number[]; i32: number[]; u32: number[] };

/**
 * The function that a piece is. Arguments are words where `kinds` says "word" (unsigned), and binary32 where it says
 * "number"; there may be any number of each, in fours. `prepare` writes what the piece reads from memory besides.
 */
export async function lanesOf(
  kinds: readonly ("word" | "number")[],
  piece: (code: Code, ...values: Value[]) => Value,
  prepare: (memory: ArrayBuffer) => void = () => {},
): Promise<Lanes> {
  const code = new Code();
  const values = kinds.map((_, i) => code.value("v128", `(v128.load offset=${valuesAt + 16 * i} (i32.const 0))`));
  const made = piece(code, ...values);
  code.line(`(v128.store offset=${valuesAt + 16 * kinds.length} (i32.const 0) ${read(made)})`);
  const memory = await open(code.print("$run", '(export "run")'));
  prepare(memory.buffer);
  return (...given) => {
    const count = given[0]!.length;
    const found: ReturnType<Lanes> = { f32: [], i32: [], u32: [] };
    for (let from = 0; from < count; from += 4) {
      for (const [i, kind] of kinds.entries()) {
        const into = valuesAt + 16 * i;
        const view =
          kind === "word" ? new Uint32Array(memory.buffer, into, 4) : new Float32Array(memory.buffer, into, 4);
        for (let lane = 0; lane < 4; lane++) view[lane] = given[i]![Math.min(from + lane, count - 1)]!;
      }
      memory.run();
      const at = valuesAt + 16 * kinds.length;
      const left = Math.min(4, count - from);
      found.f32.push(...new Float32Array(memory.buffer, at, left));
      found.i32.push(...new Int32Array(memory.buffer, at, left));
      found.u32.push(...new Uint32Array(memory.buffer, at, left));
    }
    return found;
  };
}

/** Searches of tables, with a memory to put tables into. */
export async function openSearches(): Promise<{
  readonly buffer: ArrayBuffer;
  pick(at: number, length: number, draw: bigint): number;
  pickGuided(at: number, guide: number, draw: bigint): number;
  pickScore(at: number, length: number, score: number): number;
}> {
  const exports = `  (export "pick" (func $pick)) (export "guided" (func $pick_guided)) (export "score" (func $pick_score))`;
  const instance = await WebAssembly.instantiate(
    await compiled(`(module\n  (memory (export "memory") 16)\n${searches}\n${exports}\n)`),
  );
  const of = instance.exports as {
    memory: WebAssembly.Memory;
    pick(at: number, length: number, draw: bigint): number;
    guided(at: number, guide: number, draw: bigint): number;
    score(at: number, length: number, score: number): number;
  };
  return { buffer: of.memory.buffer as ArrayBuffer, pick: of.pick, pickGuided: of.guided, pickScore: of.score };
}

async function open(printed: Printed): Promise<{ buffer: ArrayBuffer; run(): void }> {
  const { imports, globals } = declarationsOf([printed]);
  const head = ["(module", ...imports, '  (memory (export "memory") 16)', ...globals];
  const module = await compiled([...head, searches, printed.text(), ")"].join("\n"));
  const instance = await WebAssembly.instantiate(module, { $run: { ...printed.numbers } });
  const of = instance.exports as { memory: WebAssembly.Memory; run(): void };
  return { buffer: of.memory.buffer as ArrayBuffer, run: of.run };
}

const { fround } = Math;

/** The binary32 next to a number, above or below. */
export function nextTo(x: number, up: boolean): number {
  const float = new Float32Array([x]);
  const bits = new Int32Array(float.buffer);
  bits[0] = x === 0 ? (up ? 1 : -2147483647) : bits[0]! + (x > 0 === up ? 1 : -1);
  return fround(float[0]!);
}
