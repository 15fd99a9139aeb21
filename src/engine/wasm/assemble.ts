import type wabt from "wabt";
import { holdAscii } from "../emit/ascii.ts";

/** What the emitted text uses; stated, because the assembler refuses what it is not told of. */
const features = {
  simd: true,
  bulk_memory: true,
  threads: true,
  sat_float_to_int: true,
  sign_extension: true,
  mutable_globals: true,
  multi_value: true,
};

/** Loaded by the first who needs it: a command that runs no world is a sixth quicker without it. */
let assembler: ReturnType<typeof wabt> | undefined;

/** Modules of late: the same plan is opened again and again by an experiment, for each of its seeds. */
const kept = new Map<string, Promise<WebAssembly.Module>>();
const mostKept = 8;

/** WebAssembly text as a module. Throws an Error with the assembler's words when the text is at fault. */
export function moduleOf(text: string): Promise<WebAssembly.Module> {
  const before = kept.get(text);
  if (before !== undefined) return before;
  const made = assemble(text).then((bytes) => WebAssembly.compile(bytes));
  kept.set(text, made);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
  return made;
}

/** WebAssembly text as bytes. Throws an Error, with the assembler's words or ours, when the text is at fault. */
export async function assemble(text: string): Promise<Uint8Array<ArrayBuffer>> {
  assembler ??= import("wabt").then((loaded) => loaded.default());
  const module = (await assembler).parseWat("plan.wat", holdAscii(text), features);
  try {
    // With names, so that a profiler can say which step costs what.
    return new Uint8Array(module.toBinary({ write_debug_names: true }).buffer);
  } finally {
    module.destroy();
  }
}
