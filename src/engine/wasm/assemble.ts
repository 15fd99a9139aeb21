import wabt from "wabt";

/** What the emitted text uses; stated, because the assembler refuses what it is not told of. */
const features = { simd: true, bulk_memory: true, threads: true, sat_float_to_int: true, sign_extension: true, mutable_globals: true, multi_value: true };

let assembler: ReturnType<typeof wabt> | undefined;

/** WebAssembly text as bytes. Throws an Error with the assembler's words when the text is at fault. */
export async function assemble(text: string): Promise<Uint8Array<ArrayBuffer>> {
  assembler ??= wabt();
  const module = (await assembler).parseWat("plan.wat", text, features);
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
